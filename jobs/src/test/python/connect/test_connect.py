import json

import pytest
from pyspark.ml import Pipeline, PipelineModel

import engram

WORDS = {"fruit": "apple pear plum", "tool": "hammer saw drill"}


@pytest.fixture(scope="module")
def table(spark):
    rows = [("things", f"{WORDS[label]} {i}", label) for label in WORDS for i in range(12)]
    return spark.createDataFrame(rows, "task string, text string, label string").coalesce(1)


@pytest.fixture(scope="module")
def stage(spark, lake):
    return engram.ContinualClassifier(backbone="tiny", workUri=str(lake), epochs=1, maxLength=16, poolSize=1)


def predictions(model, table):
    return [(row.text, row.prediction) for row in model.transform(table).sort("text").collect()]


def test_a_version_of_a_store_is_loaded_and_scores(spark, lake):
    record = json.loads((lake / "log" / f"{2:020}.json").read_text().splitlines()[0])
    model = PipelineModel.load(str(lake / record["folder"]))
    assert isinstance(model.stages[0], engram.ContinualClassifierModel)
    texts = spark.createDataFrame([("x y", "k0"), ("z", "k1")], "text string, key string")
    scored = model.stages[0].setAllTasks("rows").transform(texts)
    assert {"prediction", "predictionIndex", "probability", "modelVersion", "error"} <= set(scored.columns)
    rows = scored.collect()
    assert rows and {row.modelVersion for row in rows} == {"2"}
    assert all(row.error is None and row.prediction for row in rows)


def test_learning_applying_saving_and_loading_give_the_same_predictions(stage, table, tmp_path):
    model = Pipeline(stages=[stage]).fit(table)
    first = predictions(model, table)
    assert {prediction for _, prediction in first} <= set(WORDS)
    model.save(str(tmp_path / "model"))
    loaded = PipelineModel.load(str(tmp_path / "model"))
    assert predictions(loaded, table) == first
    renamed = loaded.stages[0].setPredictionCol("answer")
    assert "answer" in renamed.transform(table).columns


def test_an_estimator_keeps_its_params_when_saved(stage, tmp_path):
    stage.save(str(tmp_path / "stage"))
    loaded = engram.ContinualClassifier.load(str(tmp_path / "stage"))
    assert (loaded.uid, loaded.getPoolSize(), loaded.getMaxLength()) == (stage.uid, 1, 16)


def test_features_are_vectors_of_the_backbone(spark, lake, table):
    stage = engram.FeatureExtractor(backbone="tiny", workUri=str(lake), maxLength=16)
    assert stage.transform(table).first().features.size == 32


def test_what_is_not_there_says_what_to_do(stage, table):
    model = stage.fit(table)
    for ask in (lambda: model.tasks, lambda: model.version, lambda: engram.models("lake").list()):
        with pytest.raises(engram.EngramError, match="not there under Spark Connect.*engram models show"):
            ask()


def test_a_refusal_reaches_the_client(spark, lake, table):
    with pytest.raises(Exception, match="none-such"):
        engram.ContinualClassifier(backbone="tiny", workUri=str(lake), strategy="none-such").fit(table)
