"""A Spark Connect server of the real distribution with the assembly jar, and a client session; no classic session."""

import os
import socket
import subprocess
import time
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import SparkSession

import engram

FILES = Path(engram.__file__).parent / "files"
SECONDS_TO_START = 120


@pytest.fixture(scope="session")
def lake() -> Path:
    """A store with two versions, ``production`` is the second, and a tiny backbone named ``tiny``."""
    return Path(os.environ["ENGRAM_TEST_LAKE"])


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-submit"), "--master", "local[2]"]
    command += ["--properties-file", str(FILES / "spark-defaults.conf"), "--jars", str(FILES / "engram.jar")]
    command += ["--conf", f"spark.connect.grpc.binding.port={port}", "--conf", "spark.ui.enabled=false"]
    command += ["--conf", "spark.sql.shuffle.partitions=2", "--driver-memory", "1g"]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        await_port(port, process, folder / "log")
        yield f"sc://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def await_port(port, process, log):
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise AssertionError(f"the server does not listen:\n{log.read_text()}")


@pytest.fixture(scope="session")
def spark(server):
    session = SparkSession.builder.remote(server).getOrCreate()
    yield session
    session.stop()
