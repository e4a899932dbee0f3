"""One Spark session and one learnt pipeline for all tests; the JUnit test that runs them made the lake."""

import os
from pathlib import Path

import pytest

import engram

WORDS = {"fruit": "apple pear plum", "tool": "hammer saw drill"}


@pytest.fixture(scope="session")
def lake() -> Path:
    """A store with two versions, ``production`` is the second, and a tiny backbone named ``tiny``."""
    return Path(os.environ["ENGRAM_TEST_LAKE"])


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    warehouse = tmp_path_factory.mktemp("warehouse").as_uri()
    conf = {"spark.sql.shuffle.partitions": 2, "spark.driver.memory": "1g", "spark.sql.warehouse.dir": warehouse}
    session = engram.start("local[2]", **conf)
    yield session
    session.stop()


@pytest.fixture(scope="session")
def table(spark):
    """One task of two classes, 24 rows."""
    rows = [("things", f"{WORDS[label]} {i}", label) for label in WORDS for i in range(12)]
    return spark.createDataFrame(rows, "task string, text string, label string").coalesce(1).cache()


@pytest.fixture(scope="session")
def classifier(lake):
    def make(**params) -> engram.ContinualClassifier:
        return engram.ContinualClassifier(backbone="tiny", workUri=str(lake), epochs=1, maxLength=16, **params)

    return make


@pytest.fixture(scope="session")
def fitted(classifier, table):
    return classifier(poolSize=1).fit(table)
