import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ENVIRONMENT = {"ENGRAM_DRIVER_MEMORY": "1g", "ENGRAM_MASTER": "local[1]"}


def engram(*words: str) -> subprocess.CompletedProcess:
    program = Path(sys.executable).parent / "engram"
    return subprocess.run([program, *words], env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True)


def test_the_console_script_learns_a_task_and_scores_a_table(lake, tmp_path):
    table, model = tmp_path / "table.csv", str(tmp_path / "model")
    with table.open("w", newline="") as file:
        rows = [(f"apple pear {i}", "fruit") for i in range(12)] + [(f"hammer saw {i}", "tool") for i in range(12)]
        csv.writer(file).writerows([("text", "label"), *rows])
    source = ("--input", str(table), "--format", "csv", "--option", "header=true", "--json")
    shutil.copytree(lake / "backbones", Path(model, "backbones"))
    words = ("--model", model, "--task", "things")
    learnt = engram("learn", *words, "--backbone", "tiny", "--epochs", "1", "--max-length", "16", *source)
    assert learnt.returncode == 0, learnt.stderr
    assert json.loads(learnt.stdout.splitlines()[-1])["version"] == 1
    scored = engram("score", *words, "--output", str(tmp_path / "scored"), *source)
    assert scored.returncode == 0, scored.stderr
    assert json.loads(scored.stdout.splitlines()[-1])["rows"] == 24


def test_the_module_runs_the_program_and_gives_its_exit_code():
    run = subprocess.run([sys.executable, "-m", "engram", "lern"], capture_output=True, text=True)
    assert run.returncode == 2
    assert "learn" in run.stderr


def test_the_wheel_holds_the_jar_the_licence_and_no_tests(tmp_path):
    with zipfile.ZipFile(os.environ["ENGRAM_TEST_WHEEL"]) as wheel:
        names = wheel.namelist()
        assert {"engram/files/engram.jar", "engram/files/spark-defaults.conf", "engram/py.typed"} <= set(names)
        assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)
        assert all(name.startswith("engram") for name in names)
        assert not [name for name in names if "test" in name.lower()]
        jar = zipfile.ZipFile(wheel.open("engram/files/engram.jar"))
    inside = jar.namelist()
    assert "io/engram/jobs/python/PythonBridge.class" in inside
    assert not [name for name in inside if name.startswith("io/engram") and name.endswith(("Test.class", "IT.class"))]
