"""The DAG that people copy, run by Airflow with a real spark-submit: two tasks learnt, a table scored."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import DAGS

def write(path: Path, rows: list[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)


def test_the_dag_learns_the_tasks_of_a_lake_and_scores_a_table(tmp_path):
    lake = tmp_path / "lake"
    shutil.copytree(os.environ["ENGRAM_TEST_BACKBONES"], lake / "model" / "backbones")
    things = [(f"apple pear {i}", "fruit") for i in range(12)] + [(f"hammer saw {i}", "tool") for i in range(12)]
    for task in ("first", "second"):
        write(lake / "tasks" / task / "rows.csv", [("text", "label"), *things])
        (lake / "tasks" / task / "_SUCCESS").touch()
    write(lake / "new.csv", [("text",), ("pear 3",), ("saw 4",)])
    source = {"format": "csv", "option": "header=true"}
    params = {
        "application": os.environ["ENGRAM_TEST_ASSEMBLY"],
        "lake": lake.as_uri(),
        "model": (lake / "model").as_uri(),
        "outcomes": (lake / "outcomes").as_uri(),
        "learn": {"backbone": "tiny", "epochs": 1, "max-length": 16, "min-accuracy": 0.0, **source},
        "tables": [{"input": (lake / "new.csv").as_uri(), "output": (lake / "scored").as_uri(), "task": "first", **source}],
    }
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps({"conn_type": "spark", "host": "local[1]"}),
        "PATH": os.environ["SPARK_HOME"] + "/bin:" + os.environ["PATH"],
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
    }

    def airflow(*words: str) -> str:
        run = subprocess.run([sys.executable, "-m", "airflow", *words], env=environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-3000:]
        return run.stdout

    airflow("db", "migrate")
    airflow("dags", "reserialize")
    airflow("dags", "test", "engram", "--conf", json.dumps(params))
    versions = sorted((lake / "model" / "log").glob("[0-9]*.json"))
    assert len(versions) == 2
    assert (lake / "scored" / "_SUCCESS").exists()
