"""Builds the wheel: python3 build.py VERSION NATIVES ASSEMBLY_JAR TARGET_FOLDER (Maven calls it after packaging).

NATIVES is the platform whose libtorch the jar holds, as DJL calls it.
"""

import importlib.util
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILDERS = ["setuptools==80.9.0"]
# What pip has to ask of a machine for it to load that libtorch. Of Linux: the first glibc whose distributions have
# all symbols that it needs (x86_64: glibc 2.29, GLIBCXX 3.4.26; aarch64: 2.32; a test of the wheel reads them). Of macOS:
# the newest that one of its libraries was made for.
PLATFORMS = {
    "linux-x86_64": "manylinux_2_31_x86_64",
    "linux-aarch64": "manylinux_2_34_aarch64",
    "osx-aarch64": "macosx_14_0_arm64",
}


def python_version(maven: str) -> str:
    """The same version as PEP 440 writes it."""
    return maven.replace("-SNAPSHOT", ".dev0")


def stage(version: str, platform: str, jar: Path, folder: Path) -> None:
    """Everything that goes into the wheel, in one folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build.py"))
    shutil.copy(ROOT / "LICENSE", folder)
    package = folder / "src" / "engram"
    (package / "_version.py").write_text(f'__version__ = "{python_version(version)}"\n', encoding="utf-8")
    files = package / "files"
    files.mkdir()
    shutil.copy(jar, files / "engram.jar")
    for name in ("spark-defaults.conf", "log4j2.properties"):
        shutil.copy(ROOT / "conf" / name, files)
    # A jar is compressed already.
    settings = f"[bdist_wheel]\ncompression = stored\nplat_name = {platform}\n"
    (folder / "setup.cfg").write_text(settings, encoding="utf-8")


def builder(folder: Path) -> Path:
    """A Python that has the build tools; made once."""
    python = folder / "bin" / "python"
    ready = folder / "-".join(["ready", *BUILDERS])
    if not ready.exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", *BUILDERS]
        subprocess.run(pip, check=True)
        ready.touch()
    return python


def main() -> None:
    version, natives, jar, target = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
    if sys.version_info < (3, 10) or importlib.util.find_spec("ensurepip") is None:
        print("The Python wheel was not built: it needs Python 3.10 or later with venv, this is", sys.version.split()[0])
        return
    target.mkdir(parents=True, exist_ok=True)
    try:
        python = builder(target / "builder")
    except subprocess.CalledProcessError:
        print("The Python wheel was not built: pip could not install", *BUILDERS)
        return
    for old in target.glob("engram-*.whl"):
        old.unlink()
    source = target / "source"
    stage(version, PLATFORMS[natives], jar, source)
    wheel = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel"]
    wheel += ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", target, source]
    subprocess.run(wheel, check=True)
    shutil.rmtree(source)
    print("Python wheel:", *target.glob("engram-*.whl"))


if __name__ == "__main__":
    main()
