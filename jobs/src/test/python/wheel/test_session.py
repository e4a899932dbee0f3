import os
import shlex
import shutil
import subprocess
import sys

import pytest

import engram
from engram import _session


def test_starting_twice_gives_the_same_session(spark):
    assert engram.start() is spark
    assert engram.start(**{"spark.sql.shuffle.partitions": 3}) is spark
    assert spark.conf.get("spark.sql.shuffle.partitions") == "3"
    spark.conf.set("spark.sql.shuffle.partitions", "2")


def test_the_session_has_the_settings_that_every_run_needs(spark):
    conf = dict(spark.sparkContext.getConf().getAll())
    assert conf["spark.executorEnv.OMP_WAIT_POLICY"] == "passive"
    assert "-Dai.djl.offline=true" in conf["spark.executor.extraJavaOptions"]
    assert conf["spark.plugins"].endswith("RedactingPlugin,io.engram.jobs.metrics.MetricsPlugin")
    sources = spark._jvm.org.apache.spark.SparkEnv.get().metricsSystem()
    assert sources.getSourcesByName("plugin.io.engram.jobs.metrics.MetricsPlugin").size() > 0
    java = spark._jvm.java.lang.System
    assert java.getProperty("ai.djl.offline") == "true"
    for name in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "MALLOC_ARENA_MAX"):
        assert java.getenv(name) == os.environ[name] == conf["spark.executorEnv." + name]


def test_settings_of_the_user_are_added_to_those_of_engram():
    given = {"spark.jars": "mine.jar", "spark.plugins": "Mine", "spark.driver.extraJavaOptions": "-Dmine=1"}
    settings = _session._settings(given)
    assert settings["spark.jars"] == f"{_session.JAR},mine.jar"
    assert settings["spark.plugins"].split(",")[0] == "Mine"
    assert settings["spark.driver.extraJavaOptions"].endswith(" -Dmine=1")
    assert "offline=true" in settings["spark.driver.extraJavaOptions"]


def test_a_blank_in_the_folder_does_not_split_the_options_of_the_driver(monkeypatch, tmp_path):
    folder = shutil.copytree(_session.FILES, tmp_path / "a folder", ignore=shutil.ignore_patterns("*.jar"))
    monkeypatch.setattr(_session, "FILES", folder)
    words = _session.submit_command(["score"])
    options = shlex.split(words[words.index("--driver-java-options") + 1])
    assert f"-Dlog4j2.configurationFile={folder / 'log4j2.properties'}" in options


def test_another_spark_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.setattr("pyspark.__version__", "3.5.0")
    with pytest.raises(engram.EngramError, match="built for pyspark 4.1.0, found is 3.5.0: pip install"):
        engram.start()


def test_a_stage_without_a_session_says_what_to_call():
    code = "import engram\ntry: engram.FeatureExtractor()\nexcept engram.EngramError as e: print(e)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "there is no Spark session: call engram.start() first"
