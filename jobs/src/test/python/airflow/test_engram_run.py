"""The DAG that people copy, run by Airflow with a real spark-submit: two tasks learnt, the JVM killed between them,
the run retried, a table scored."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from conftest import DAGS

PATIENCE_SECONDS = 300


def write(path: Path, rows: list[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)


class Lake:
    """A lake with two complete tasks and a table to score, and an Airflow that works on it."""

    def __init__(self, folder: Path, dags: Path) -> None:
        self.folder = folder / "lake"
        self.log = folder / "airflow.log"
        shutil.copytree(os.environ["ENGRAM_TEST_BACKBONES"], self.folder / "model" / "backbones")
        things = [(f"apple pear {i}", "fruit") for i in range(12)] + [(f"hammer saw {i}", "tool") for i in range(12)]
        for task in ("first", "second"):
            write(self.folder / "tasks" / task / "rows.csv", [("text", "label"), *things])
            (self.folder / "tasks" / task / "_SUCCESS").touch()
        write(self.folder / "new.csv", [("text",), ("pear 3",), ("saw 4",)])
        self.environment = {
            **os.environ,
            "AIRFLOW_HOME": str(folder / "airflow"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps({"conn_type": "spark", "host": "local[1]"}),
            "PATH": os.environ["SPARK_HOME"] + "/bin:" + os.environ["PATH"],
            "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        }
        for words in (("db", "migrate"), ("dags", "reserialize")):
            assert self.begin(*words).wait(PATIENCE_SECONDS) == 0, self.said()

    def begin(self, *words: str) -> subprocess.Popen:
        with self.log.open("a") as log:
            command = [sys.executable, "-m", "airflow", *words]
            return subprocess.Popen(command, env=self.environment, stdout=log, stderr=subprocess.STDOUT)

    def run_the_dag(self) -> subprocess.Popen:
        source = {"format": "csv", "option": "header=true"}
        params = {
            "application": os.environ["ENGRAM_TEST_ASSEMBLY"],
            "lake": self.folder.as_uri(),
            "model": (self.folder / "model").as_uri(),
            "outcomes": (self.folder / "outcomes").as_uri(),
            "learn": {"backbone": "tiny", "epochs": 1, "max-length": 16, "min-accuracy": 0.0, **source},
            "tables": [
                {
                    "input": (self.folder / "new.csv").as_uri(),
                    "output": (self.folder / "scored").as_uri(),
                    "task": "first",
                    **source,
                }
            ],
        }
        return self.begin("dags", "test", "engram", "--conf", json.dumps(params))

    def versions(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "model" / "log").glob("[0-9]*.json"))

    def outcomes_of_learning(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("outcomes/engram/*/learn/*/*.json"))

    def jvm(self) -> int | None:
        """The process that spark-submit has become."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue  # it has just ended
            if words[0].endswith("java") and "watch" in words and f"--lake={self.folder.as_uri()}" in words:
                return int(process.name)
        return None

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-8000:]


def test_the_dag_learns_the_tasks_of_a_lake_and_scores_a_table_though_its_jvm_is_killed_between_two_tasks(tmp_path):
    dags = tmp_path / "dags"
    shutil.copytree(DAGS, dags)
    dag = (dags / "engram_dag.py").read_text()
    patient = '"retry_delay": timedelta(minutes=2),\n        "retry_exponential_backoff": True'
    assert patient in dag
    (dags / "engram_dag.py").write_text(dag.replace(patient, '"retry_delay": timedelta(seconds=1)'))
    lake = Lake(tmp_path, dags)
    run = lake.run_the_dag()
    until = time.monotonic() + PATIENCE_SECONDS
    while not lake.versions() and run.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    assert len(lake.versions()) == 1, "the second task was to be in work: " + lake.said()
    os.kill(lake.jvm(), signal.SIGKILL)
    assert run.wait(PATIENCE_SECONDS) == 0, lake.said()
    assert lake.outcomes_of_learning() == ["2.json"], "the first try was killed, so that it left none"
    assert len(lake.versions()) == 2
    assert (lake.folder / "scored" / "_SUCCESS").exists()
