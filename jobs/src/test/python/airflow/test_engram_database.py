"""What Airflow's own database says after a run of the DAG, with a spark-submit that is a script."""

import json
import os
import shutil
import subprocess
import sys

from conftest import DAGS
from installation import PATIENCE_SECONDS, retry_at_once, rows

# One end of a verb after another, by what the command is about.
ENDS = {
    "watch": [
        {"outcome": "conflict", "exitCode": 4, "message": "another run published"},
        {
            "outcome": "gate",
            "exitCode": 5,
            "result": {
                "tasks": [
                    {"task": "first", "state": "published", "version": 1, "gate": "moved", "reason": None},
                    {"task": "second", "state": "published", "version": 2, "gate": "failed", "reason": None},
                ]
            },
        },
    ],
    "good": [{"outcome": "done", "exitCode": 0, "result": {"version": 1, "output": "file:///lake/good"}}],
    "bad": [{"outcome": "refused", "exitCode": 3, "message": "no column text"}] * 4,
}
FAKE = """#!{python}
import json, pathlib, sys
options = dict(word[2:].split("=", 1) for word in sys.argv if word.startswith("--") and "=" in word)
about = "watch" if "watch" in sys.argv else options["output"].rsplit("/", 1)[1]
path = pathlib.Path(options["outcome"].removeprefix("file://"))
path.parent.mkdir(parents=True, exist_ok=True)
end = json.loads({ends!r})[about][int(path.stem) - 1]
path.write_text(json.dumps({{"verb": "watch" if about == "watch" else "score", "message": "", **end}}))
sys.exit(end["exitCode"])
"""


def test_a_conflict_is_retried_refused_data_is_not_and_assets_have_events_of_their_versions(tmp_path):
    script = tmp_path / "spark-submit"
    script.write_text(FAKE.format(python=sys.executable, ends=json.dumps(ENDS)))
    script.chmod(0o755)
    home = tmp_path / "airflow"
    shutil.copytree(DAGS, home / "dags")
    retry_at_once(home / "dags" / "engram_dag.py")
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps({"conn_type": "spark", "host": "local[1]"}),
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
    }

    def airflow(*words):
        command = [sys.executable, "-m", "airflow", *words]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        return run.stdout + run.stderr

    airflow("db", "migrate")
    params = {
        "application": "engram.jar",
        "lake": "file:///lake",
        "model": "file:///lake/model",
        "outcomes": (tmp_path / "outcomes").as_uri(),
        "tables": [{"input": f"file:///lake/{name}.csv", "output": f"file:///lake/{name}"} for name in ("good", "bad")],
    }
    said = airflow("dags", "test", "engram", "--conf", json.dumps(params))
    tries = {(task, number): (state, tries) for task, number, state, tries in
             rows(home, "select task_id, map_index, state, try_number from task_instance")}
    assert tries[("learn", -1)] == ("success", 2), said
    assert tries[("score", 0)] == ("success", 1)
    assert tries[("score", 1)] == ("failed", 1)
    assert (tries[("notify", -1)][0], tries[("fail", -1)][0]) == ("failed", "failed")
    assert rows(home, "select state from dag_run") == [("failed",)]
    events = rows(
        home,
        "select asset.uri, alias.name, event.source_task_id, event.extra from asset_event event"
        " join asset on asset.id = event.asset_id"
        " join asset_alias_asset_event via on via.event_id = event.id join asset_alias alias on alias.id = via.alias_id")
    assert {(uri, alias, task): json.loads(extra) for uri, alias, task, extra in events} == {
        ("file:///lake/model", "engram_published", "learn"): {
            "version": 2, "model": "file:///lake/model", "promoted": False},
        ("file:///lake/good", "engram_scored", "score"): {"version": 1},
    }
    assert "version 2 was kept from production" in said
