"""Spark sessions that have Engram."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pyspark
from pyspark import SparkContext
from pyspark.sql import SparkSession

from engram._errors import BRIDGE, EngramError, java_class

SPARK_VERSION = "4.1.0"
FILES = Path(__file__).resolve().parent / "files"
JAR = FILES / "engram.jar"
# As the program has them: no credential in a log, and metrics for any sink.
_PLUGINS = ("io.engram.jobs.redaction.RedactingPlugin", "io.engram.jobs.metrics.MetricsPlugin")
_EXECUTOR_ENV = "spark.executorEnv."
_JAVA_OPTIONS = ("spark.driver.extraJavaOptions", "spark.executor.extraJavaOptions")


def require_spark() -> None:
    """
    Raises:
        EngramError: when pyspark is another version than the jar was built for
    """
    if pyspark.__version__ != SPARK_VERSION:
        raise EngramError(
            f"Engram was built for pyspark {SPARK_VERSION}, found is {pyspark.__version__}: "
            f"pip install 'pyspark[ml]=={SPARK_VERSION}'"
        )


def every_run() -> dict[str, str]:
    """What every run needs of conf/spark-defaults.conf: options of the JVMs, environment of the executors."""
    settings = {}
    for line in (FILES / "spark-defaults.conf").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(" ")
        if key in _JAVA_OPTIONS or key.startswith(_EXECUTOR_ENV):
            settings[key] = value.strip()
    return settings


def environment() -> dict[str, str]:
    """The same environment for the driver; what the user has set goes first."""
    prefix = len(_EXECUTOR_ENV)
    wanted = {key[prefix:]: value for key, value in every_run().items() if key.startswith(_EXECUTOR_ENV)}
    return {name: os.environ.get(name, value) for name, value in wanted.items()}


def start(master: str = "local[*]", **conf: object) -> SparkSession:
    """Starts a Spark session that has Engram, or gives the one that is running.

    Args:
        master: where Spark runs
        conf: Spark's settings, ``**{"spark.driver.memory": "4g"}``; dots may be written as two underscores,
            ``spark__driver__memory="4g"``. Java options are added to Engram's own, jars and plugins likewise.

    Raises:
        EngramError: when pyspark is of another version, or the running session was started without Engram
    """
    require_spark()
    given = {key.replace("__", "."): _text(value) for key, value in conf.items()}
    if SparkContext._active_spark_context is None:
        os.environ.update(environment())
        given = {"spark.master": master, **_settings(given)}
    session = SparkSession.builder.config(map=given).getOrCreate()
    java_class(BRIDGE).started(session._jsparkSession)
    return session


def _settings(given: dict[str, str]) -> dict[str, str]:
    settings = {"spark.app.name": "engram", "spark.ui.enabled": "false", **every_run(), **given}
    for key in _JAVA_OPTIONS:
        settings[key] = _joined(" ", every_run().get(key), given.get(key))
    settings["spark.jars"] = _joined(",", str(JAR), given.get("spark.jars"))
    settings["spark.plugins"] = _joined(",", given.get("spark.plugins"), *_PLUGINS)
    return settings


def _joined(separator: str, *parts: str | None) -> str:
    return separator.join(part for part in parts if part)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def submit_command(words: list[str]) -> list[str]:
    """The words of spark-submit that run the program."""
    require_spark()
    master = os.environ.get("ENGRAM_MASTER", "local[*]")
    for i, word in enumerate(words):
        if word == "--master" and i + 1 < len(words):
            master = words[i + 1]
        elif word.startswith("--master="):
            master = word.partition("=")[2]
    options = every_run()["spark.driver.extraJavaOptions"]
    # In quotes: Spark splits the JVM's options at blanks, and the folder may have some.
    logging = f'"-Dlog4j2.configurationFile={FILES / "log4j2.properties"}"'
    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-submit"), "--master", master]
    command += ["--driver-memory", os.environ.get("ENGRAM_DRIVER_MEMORY", "2g")]
    command += ["--driver-java-options", _joined(" ", options, logging, os.environ.get("ENGRAM_JAVA_OPTS"))]
    for key, value in every_run().items():
        if not key.startswith("spark.driver."):
            command += ["--conf", f"{key}={value}"]
    command += shlex.split(os.environ.get("ENGRAM_SUBMIT_ARGS", ""))
    return [*command, "--class", "io.engram.jobs.Main", str(JAR), *words]
