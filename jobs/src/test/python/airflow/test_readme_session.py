"""The chapter of the README that goes from an empty machine to a schedule, line by line, with a real Airflow and a real
spark-submit. What it installs is there already; Spark is killed between the two tasks that Airflow learns."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from installation import PATIENCE_SECONDS, retry_at_once, rows

ROOT = Path(__file__).resolve().parents[5]
CHAPTER = "## From an empty machine to a schedule\n"
INSTALLS = ("sudo apt-get install ", "mvn ", "python3 -m venv ")
ENVIRONMENTS = {"venv/spark": Path(os.environ["SPARK_HOME"]).parents[3], "venv/airflow": Path(sys.prefix)}
STOPPING_SECONDS = 5


def lines() -> list[str]:
    chapter = (ROOT / "README.md").read_text(encoding="utf-8").split(CHAPTER)[1].split("\n## ")[0]
    return [line for block in re.findall(r"```sh\n(.*?)```", chapter, re.DOTALL) for line in block.splitlines()]


def free_port() -> str:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return str(some.getsockname()[1])


class Session:
    """A shell in a clone of the repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.home = folder / "airflow"
        self.model = folder / "lake/models/support"
        for part in ("jobs", "conf"):
            (folder / part).symlink_to(ROOT / part)
        (folder / "venv").mkdir()
        for name, there in ENVIRONMENTS.items():
            (folder / name).symlink_to(there)
        self.environment = {name: value for name, value in os.environ.items() if name != "SPARK_HOME"}
        self.environment |= {"ENGRAM_NO_BUILD": "1", "ENGRAM_DRIVER_MEMORY": "1g"}
        # The DAG gets its schedule, and no run of it is begun that the test would have to end.
        self.environment["AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE"] = "False"
        for port in ("API__PORT", "LOGGING__WORKER_LOG_SERVER_PORT", "LOGGING__TRIGGER_LOG_SERVER_PORT"):
            self.environment[f"AIRFLOW__{port}"] = free_port()

    def begin(self, line: str) -> subprocess.Popen:
        """What a line exports is there for the next."""
        script = f"set -eu; if [ -e exported ]; then . ./exported; fi\n{line}\nexport -p > exported"
        with self.log.open("a") as log:
            return subprocess.Popen(
                ["bash", "-c", script], cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def end(self, process: subprocess.Popen) -> None:
        assert process.wait(PATIENCE_SECONDS) == 0, f"{process.args[2]}\n{self.said()}"

    def versions(self) -> int:
        return len(list(self.model.glob("log/[0-9]*.json")))

    def jvm(self) -> int:
        """The process that spark-submit has become."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue  # it has just ended
            if words[0].endswith("java") and "watch" in words and f"--lake={self.folder.as_uri()}/lake" in words:
                return int(process.name)
        raise AssertionError("no watch runs: " + self.said())

    def waits_for(self, what, process: subprocess.Popen) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not what():
            assert process.poll() is None and time.monotonic() < until, self.said()
            time.sleep(0.02)

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-8000:]


def is_installed(line: str) -> None:
    environment, packages = re.fullmatch(r"(\S+)/bin/pip install (.+)", line).groups()
    for name, version in (package.split("==") for package in packages.split()):
        folder = f"lib/python3*/site-packages/{name.replace('-', '_')}-{version}.dist-info"
        assert list(ENVIRONMENTS[environment].glob(folder)), f"this test has another {name} than the README"


def runs_though_its_jvm_is_killed_between_two_tasks(session: Session, line: str) -> None:
    before = session.versions()
    run = session.begin(line)
    session.waits_for(lambda: session.versions() > before, run)
    assert session.versions() == before + 1, "the second task was to be in work: " + session.said()
    os.kill(session.jvm(), signal.SIGKILL)
    session.end(run)
    assert session.versions() == before + 2
    left = sorted(path.name for path in session.folder.glob("lake/outcomes/engram/*/learn/*/*.json"))
    assert left == ["2.json"], "the first try was killed, so that it left none"


def serves(session: Session, line: str) -> None:
    """What ends when it is told to: here as soon as it has put the DAG on its schedule."""
    known = "select count(*) from dag where timetable_summary = '0 5 * * *' and not is_paused and next_dagrun is not null"
    server = session.begin(line)
    try:
        session.waits_for(lambda: rows(session.home, known) == [(1,)], server)
    finally:
        # Its parts are told as well, and have a moment to end theirs.
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
        time.sleep(STOPPING_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


@pytest.fixture
def session(tmp_path):
    return Session(tmp_path)


def test_the_chapter_leads_from_an_empty_machine_to_a_schedule(session):
    for line in lines():
        if line.startswith(INSTALLS):
            continue
        began = time.monotonic()
        if "/bin/pip install " in line:
            is_installed(line)
        elif line == "airflow dags test engram":
            runs_though_its_jvm_is_killed_between_two_tasks(session, line)
        elif line == "airflow standalone":
            serves(session, line)
        else:
            session.end(session.begin(line))
        if line.startswith("cp conf/airflow/"):
            retry_at_once(session.home / "dags" / "engram_dag.py")
        print(f"{time.monotonic() - began:5.1f} s  {line[:100]}")
    said = session.log.read_text(errors="replace")
    assert re.search(r"post +published +1 ", said), said
    assert "Scored 2 rows with version 1" in said
    assert (session.folder / "scored-by-airflow" / "_SUCCESS").exists()
    model = (session.folder / "lake/models/support").as_uri()
    event = json.loads(rows(session.home, f"select e.extra from asset_event e join asset a on a.id = e.asset_id where uri = '{model}'")[0][0])
    assert event == {"version": 3, "model": model, "promoted": True}
