import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import engram as package

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


def test_a_verb_runs_in_the_session_that_is_there_and_leaves_it_running(spark, lake):
    done = package.run("models", "list", "--model", str(lake))
    assert done.exit_code == 0
    assert [version["task"] for version in done.result["versions"]][0] == "animal"
    code, evaluated = package.run("tasks", "--lake", str(lake))
    assert (code, evaluated) == (0, {"tasks": []})
    assert spark.range(3).count() == 3


def test_a_verb_that_fails_gives_its_exit_code_and_what_was_wrong(spark, tmp_path):
    assert package.run("lern").exit_code == 2
    code, refused = package.run("models", "list", "--model", str(tmp_path))
    assert (code, refused["exitCode"]) == (3, 3) and str(tmp_path) in refused["error"]


def test_help_has_no_result(spark):
    assert package.run("models", "--help") == (0, {})


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


# By the folder of the jar that holds libtorch, what the wheel is called by.
PLATFORMS = {
    "linux-x86_64": r"manylinux_\d+_\d+_x86_64",
    "linux-aarch64": r"manylinux_\d+_\d+_aarch64",
    "osx-aarch64": r"macosx_\d+_\d+_arm64",
}


def libraries(jar: zipfile.ZipFile) -> list[str]:
    return [name for name in jar.namelist() if re.search(r"^pytorch/.*\.(so(\.\d+)?|dylib)$", name)]


def needed(library: bytes, prefix: bytes) -> tuple[int, ...]:
    """The newest version of a system library's symbols that a shared library asks for."""
    versions = re.findall(rb"\0" + prefix + rb"_(\d+(?:\.\d+)+)(?=\0)", library)
    return max((tuple(map(int, version.split(b"."))) for version in versions), default=(0,))


def test_the_wheel_names_the_platform_whose_libtorch_it_holds():
    path = Path(os.environ["ENGRAM_TEST_WHEEL"])
    with zipfile.ZipFile(path) as wheel:
        (natives,) = {name.split("/")[2] for name in libraries(zipfile.ZipFile(wheel.open("engram/files/engram.jar")))}
        tag = re.fullmatch(rf"engram-[^-]+-(py3-none-{PLATFORMS[natives]})\.whl", path.name)
        assert tag, (path.name, natives)
        (described,) = (name for name in wheel.namelist() if name.endswith("dist-info/WHEEL"))
        assert f"Tag: {tag[1]}\n" in wheel.read(described).decode()


def test_a_wheel_for_linux_asks_for_the_glibc_that_its_libtorch_needs():
    path = Path(os.environ["ENGRAM_TEST_WHEEL"])
    asked = re.search(r"manylinux_(\d+)_(\d+)", path.name)
    assert asked or "linux" not in path.name
    with zipfile.ZipFile(path) as wheel:
        jar = zipfile.ZipFile(wheel.open("engram/files/engram.jar"))
        names = libraries(jar) if asked else []
        names += [f"jnilib/{name.split('/')[2]}/cpu/libdjl_torch.so" for name in names[:1]]
        glibc, cxx = (max((needed(jar.read(name), which) for name in names), default=None) for which in (b"GLIBC", b"GLIBCXX"))
    if asked:
        version = (int(asked[1]), int(asked[2]))
        # The C++ library of the distributions that have such a glibc.
        assert (2, 17) < glibc <= version
        assert (3, 4) < cxx <= {(2, 31): (3, 4, 28), (2, 34): (3, 4, 29)}[version]
