import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import StringIndexer
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql.classic.dataframe import DataFrame

import engram


def predictions(model, table):
    return [(row.text, row.prediction) for row in model.transform(table).sort("text").collect()]


def test_params_are_given_by_keyword_setter_and_copy(spark):
    stage = engram.ContinualClassifier(poolSize=3, keyCols=["text"]).setEpochs(2).setParams(seed=7)
    assert (stage.getPoolSize(), stage.getEpochs(), stage.getSeed()) == (3, 2, 7)
    assert stage.getKeyCols() == ["text"]
    assert stage.getBackbone() == "minilm"
    assert "poolSize: K, adapters kept (default: 4, current: 3)" in stage.explainParams()
    copy = stage.copy({stage.poolSize: 5})
    assert (copy.getPoolSize(), stage.getPoolSize(), copy.uid) == (5, 3, stage.uid)
    with pytest.raises(TypeError):
        engram.ContinualClassifier(poolsize=3)
    with pytest.raises(TypeError):
        stage.setPoolSize("many")


@pytest.mark.parametrize("stage", [engram.ContinualClassifier, engram.FeatureExtractor])
def test_defaults_of_python_are_those_of_java(spark, stage):
    made = stage()
    java = {param.name(): param for param in made._java_obj.params()}
    assert {param.name for param in made.params} == set(java)
    for param in made.params:
        assert made.hasDefault(param) == made._java_obj.hasDefault(java[param.name]), param.name
        assert param.doc == java[param.name].doc()


def test_a_value_that_java_refuses_is_a_python_error_of_one_line(classifier, table):
    with pytest.raises(Exception) as refused:
        classifier(strategy="none-such").fit(table)
    assert "none-such" in str(refused.value)
    assert "\tat " not in str(refused.value)


def test_fit_with_a_param_map_learns_with_its_values(classifier, table):
    stage = classifier()
    model = stage.fit(table, {stage.predictionCol: "answer", stage.strategy: "head-only"})
    assert model.getPredictionCol() == "answer"
    assert "answer" in model.transform(table).columns
    assert stage.getStrategy() == "ada"


def test_the_model_says_what_it_learnt(fitted, table):
    assert (fitted.tasks, fitted.classes("things"), fitted.version) == (["things"], ["fruit", "tool"], 0)
    row = fitted.transform(table).withColumn("i", fitted.labelIndex("label", "things")).first()
    assert row.i == fitted.classes("things").index(row.label)
    with pytest.raises(Exception, match="nothing"):
        fitted.classes("nothing")


def test_python_saves_what_java_loads_and_the_other_way_round(fitted, table, spark, tmp_path):
    folder = str(tmp_path / "python")
    PipelineModel([fitted]).write().save(folder)
    java = spark._jvm.org.apache.spark.ml.PipelineModel.load(folder)
    scored = DataFrame(java.transform(table._jdf), spark).sort("text").collect()
    assert [(row.text, row.prediction) for row in scored] == predictions(fitted, table)
    java.write().save(str(tmp_path / "java"))
    loaded = PipelineModel.load(str(tmp_path / "java"))
    assert isinstance(loaded.stages[0], engram.ContinualClassifierModel)
    assert loaded.stages[0].uid == fitted.uid
    assert predictions(loaded, table) == predictions(fitted, table)


def test_an_estimator_keeps_its_params_when_saved(spark, tmp_path):
    stage = engram.ContinualClassifier(poolSize=3, keyCols=["text"])
    stage.save(str(tmp_path / "alone"))
    alone = engram.ContinualClassifier.load(str(tmp_path / "alone"))
    Pipeline(stages=[stage]).save(str(tmp_path / "pipeline"))
    inside = Pipeline.load(str(tmp_path / "pipeline")).getStages()[0]
    for loaded in (alone, inside):
        assert (loaded.uid, loaded.getPoolSize(), loaded.getKeyCols()) == (stage.uid, 3, ["text"])


def test_cross_validation_over_two_points_in_a_pipeline(classifier, table):
    indexer = StringIndexer(inputCol="label", outputCol="index", stringOrderType="alphabetAsc")
    stage = classifier(strategy="head-only")
    grid = ParamGridBuilder().addGrid(stage.headLearningRate, [1e-9, 1e-1]).build()
    validator = CrossValidator(
        estimator=Pipeline(stages=[indexer, stage]),
        estimatorParamMaps=grid,
        evaluator=MulticlassClassificationEvaluator(
            labelCol="index", predictionCol="predictionIndex", metricName="accuracy"
        ),
        numFolds=2,
        seed=1,
    )
    model = validator.fit(table)
    assert len(model.avgMetrics) == 2
    assert model.avgMetrics[1] > model.avgMetrics[0]
    assert isinstance(model.bestModel.stages[1], engram.ContinualClassifierModel)
    assert model.transform(table).filter("prediction is not null").count() == 24


def test_features_are_vectors_of_the_backbone(lake, table, tmp_path):
    stage = engram.FeatureExtractor(backbone="tiny", workUri=str(lake), maxLength=16)
    assert stage.transform(table).first().features.size == 32
    stage.save(str(tmp_path / "stage"))
    assert engram.FeatureExtractor.load(str(tmp_path / "stage")).getBackbone() == "tiny"
