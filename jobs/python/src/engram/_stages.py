"""Engram's stages. Made from the Java stages by PythonStagesTest; do not edit."""

from __future__ import annotations

from typing import Any

from pyspark.ml.param import Param, Params, TypeConverters

from engram._base import ClassifierModel, Estimator, Transformer


class ContinualClassifier(Estimator):
    """Learns the tasks of a table one after another; rows name their task in ``taskCol``."""

    _java_class = "io.engram.consolidation.spark.ContinualClassifier"
    _java_defaults: dict[str, Any] = {
        "adapter": "houlsby",
        "allTasks": "off",
        "alpha": 16.0,
        "backbone": "minilm",
        "batchSize": 32,
        "confidenceCol": "confidence",
        "distillationEpochs": 4,
        "epochs": 5,
        "errorCol": "error",
        "fromLayer": -1,
        "handleInvalid": "error",
        "headLearningRate": 0.01,
        "identity": "never",
        "imageMaxBytes": 64000000,
        "imageMaxPixels": 50000000,
        "imageMaxSeconds": 10.0,
        "imageThreads": 1,
        "initialModel": "",
        "inputCol": "text",
        "keyCols": [],
        "labelCol": "label",
        "labelProbabilitiesCol": "labelProbabilities",
        "labelsCol": "labels",
        "learningRate": 0.001,
        "maxLength": 0,
        "modelVersionCol": "modelVersion",
        "noveltyCol": "novelty",
        "pairCol": "",
        "poolSize": 4,
        "predictionCol": "prediction",
        "predictionIndexCol": "predictionIndex",
        "predictionsCol": "predictions",
        "probabilityCol": "probability",
        "rank": 8,
        "reduction": 16,
        "replace": False,
        "reservoirRows": 1000,
        "router": "lda",
        "scoringBatchSize": 64,
        "seed": -1,
        "slotWidth": 0,
        "splitCol": "",
        "strategy": "ada",
        "strategyOptions": [],
        "studentStart": "copy",
        "task": "",
        "taskCol": "task",
        "trainHeads": False,
        "trainOn": "driver",
        "transferability": "leep",
        "workUri": "",
    }

    adapter: Param[str] = Param(
        Params._dummy(),
        "adapter",
        "kind of adapter: houlsby, pfeiffer, lora, full",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    allTasks: Param[str] = Param(
        Params._dummy(),
        "allTasks",
        "answer every task for every row, as rows or in one map column; labels: of the tasks that are labels of a multi-label table, those that the row has: off, rows, map, labels",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    alpha: Param[float] = Param(
        Params._dummy(),
        "alpha",
        "a lora adapter counts alpha / rank",
        typeConverter=TypeConverters.toFloat,  # type: ignore[arg-type]
    )
    backbone: Param[str] = Param(
        Params._dummy(),
        "backbone",
        "name, or address of a backbone folder",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    batchSize: Param[int] = Param(
        Params._dummy(),
        "batchSize",
        "rows a training step",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    confidenceCol: Param[str] = Param(
        Params._dummy(),
        "confidenceCol",
        "output with task = auto: probability of the task that was found, double",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    distillationEpochs: Param[int] = Param(
        Params._dummy(),
        "distillationEpochs",
        "passes of a consolidation",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    epochs: Param[int] = Param(
        Params._dummy(),
        "epochs",
        "passes over a task at most",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    errorCol: Param[str] = Param(
        Params._dummy(),
        "errorCol",
        "output: null, or why there is no prediction",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    fromLayer: Param[int] = Param(
        Params._dummy(),
        "fromLayer",
        "first adapted layer; -1: as the initial model, else half of the layers",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    handleInvalid: Param[str] = Param(
        Params._dummy(),
        "handleInvalid",
        "a row without text or with a task never learnt is an error, skipped, or kept without a prediction: error, skip, keep",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    headLearningRate: Param[float] = Param(
        Params._dummy(),
        "headLearningRate",
        "peak, of the head",
        typeConverter=TypeConverters.toFloat,  # type: ignore[arg-type]
    )
    identity: Param[str] = Param(
        Params._dummy(),
        "identity",
        "when a task takes no slot: never, auto, always",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    imageMaxBytes: Param[int] = Param(
        Params._dummy(),
        "imageMaxBytes",
        "a picture's file of more bytes is not read",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    imageMaxPixels: Param[int] = Param(
        Params._dummy(),
        "imageMaxPixels",
        "a picture of more pixels is not decoded; at most 268435455",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    imageMaxSeconds: Param[float] = Param(
        Params._dummy(),
        "imageMaxSeconds",
        "seconds of CPU time that decoding a picture may take",
        typeConverter=TypeConverters.toFloat,  # type: ignore[arg-type]
    )
    imageThreads: Param[int] = Param(
        Params._dummy(),
        "imageThreads",
        "threads that decode pictures for one Spark task, ahead of the encoder",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    initialModel: Param[str] = Param(
        Params._dummy(),
        "initialModel",
        "version of a store to go on from: URI, URI@ALIAS or URI#VERSION",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    inputCol: Param[str] = Param(
        Params._dummy(),
        "inputCol",
        "column of the text or picture",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    keyCols: Param[list[str]] = Param(
        Params._dummy(),
        "keyCols",
        "columns that name a row in messages",
        typeConverter=TypeConverters.toListString,  # type: ignore[arg-type]
    )
    labelCol: Param[str] = Param(
        Params._dummy(),
        "labelCol",
        "column of the class",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    labelProbabilitiesCol: Param[str] = Param(
        Params._dummy(),
        "labelProbabilitiesCol",
        "output with allTasks = labels: label to its probability at its share of the whole table",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    labelsCol: Param[str] = Param(
        Params._dummy(),
        "labelsCol",
        "output with allTasks = labels: the labels that the row has",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    learningRate: Param[float] = Param(
        Params._dummy(),
        "learningRate",
        "peak, of the adapter",
        typeConverter=TypeConverters.toFloat,  # type: ignore[arg-type]
    )
    maxLength: Param[int] = Param(
        Params._dummy(),
        "maxLength",
        "tokens of a text at most; 0: as the initial model, else 128",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    modelVersionCol: Param[str] = Param(
        Params._dummy(),
        "modelVersionCol",
        "output: version of the model",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    noveltyCol: Param[str] = Param(
        Params._dummy(),
        "noveltyCol",
        "output with task = auto: share of known rows that are more typical, double",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    pairCol: Param[str] = Param(
        Params._dummy(),
        "pairCol",
        "column of the second text of a pair; empty for none",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    poolSize: Param[int] = Param(
        Params._dummy(),
        "poolSize",
        "K, adapters kept",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    predictionCol: Param[str] = Param(
        Params._dummy(),
        "predictionCol",
        "output: the label",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    predictionIndexCol: Param[str] = Param(
        Params._dummy(),
        "predictionIndexCol",
        "output: index of the label, double",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    predictionsCol: Param[str] = Param(
        Params._dummy(),
        "predictionsCol",
        "output with allTasks = map: task to answer",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    probabilityCol: Param[str] = Param(
        Params._dummy(),
        "probabilityCol",
        "output: vector over the task's classes",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    rank: Param[int] = Param(
        Params._dummy(),
        "rank",
        "rank of a lora adapter",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    reduction: Param[int] = Param(
        Params._dummy(),
        "reduction",
        "hidden size by the width of a houlsby or pfeiffer adapter",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    replace: Param[bool] = Param(
        Params._dummy(),
        "replace",
        "learn a task again that initialModel learnt from other data; otherwise it is refused",
        typeConverter=TypeConverters.toBoolean,  # type: ignore[arg-type]
    )
    reservoirRows: Param[int] = Param(
        Params._dummy(),
        "reservoirRows",
        "unlabelled inputs of past tasks kept at most",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    router: Param[str] = Param(
        Params._dummy(),
        "router",
        "what rows that name no task find it by: lda, the nearest class; random-features, ridge regression on these, sums of which are kept besides; auto: validation rows choose: lda, random-features, auto",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    scoringBatchSize: Param[int] = Param(
        Params._dummy(),
        "scoringBatchSize",
        "rows per forward pass at most; long rows make smaller batches",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    seed: Param[int] = Param(
        Params._dummy(),
        "seed",
        "seed of the run; -1: as the initial model, else 0",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    slotWidth: Param[int] = Param(
        Params._dummy(),
        "slotWidth",
        "units that a consolidated adapter has at least; 0: as a task's adapter",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    splitCol: Param[str] = Param(
        Params._dummy(),
        "splitCol",
        "column that says train, validation or test; empty: all rows are learnt",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    strategy: Param[str] = Param(
        Params._dummy(),
        "strategy",
        "how tasks are learnt: ada, adapters, averaging, ewc, finetune, fusion, head-only, joint, lda, nearest-mean, ranpac, replay",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    strategyOptions: Param[list[str]] = Param(
        Params._dummy(),
        "strategyOptions",
        "options of the strategy, each name=value, e.g. lambda=10 of ewc, ensemble=1 of all but ranpac",
        typeConverter=TypeConverters.toListString,  # type: ignore[arg-type]
    )
    studentStart: Param[str] = Param(
        Params._dummy(),
        "studentStart",
        "where a consolidation starts: at the slot, half way, at the new adapter, or anew: copy, average, learnt, fresh",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    task: Param[str] = Param(
        Params._dummy(),
        "task",
        "task of every row; empty: each row names its own in taskCol; auto: it is found from the row",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    taskCol: Param[str] = Param(
        Params._dummy(),
        "taskCol",
        "column of the task id; also the output column of the task",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    trainHeads: Param[bool] = Param(
        Params._dummy(),
        "trainHeads",
        "train the heads of a slot's tasks along when it is consolidated",
        typeConverter=TypeConverters.toBoolean,  # type: ignore[arg-type]
    )
    trainOn: Param[str] = Param(
        Params._dummy(),
        "trainOn",
        "where trainings run: driver, executor",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    transferability: Param[str] = Param(
        Params._dummy(),
        "transferability",
        "score that picks a slot: leep, transrate, transrate-plain, random, least-loaded, oracle",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    workUri: Param[str] = Param(
        Params._dummy(),
        "workUri",
        "folder that driver and executors reach, for backbones, weights and features; not used with initialModel, whose store takes them",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )

    def __init__(
        self,
        *,
        adapter: str | None = None,
        allTasks: str | None = None,
        alpha: float | None = None,
        backbone: str | None = None,
        batchSize: int | None = None,
        confidenceCol: str | None = None,
        distillationEpochs: int | None = None,
        epochs: int | None = None,
        errorCol: str | None = None,
        fromLayer: int | None = None,
        handleInvalid: str | None = None,
        headLearningRate: float | None = None,
        identity: str | None = None,
        imageMaxBytes: int | None = None,
        imageMaxPixels: int | None = None,
        imageMaxSeconds: float | None = None,
        imageThreads: int | None = None,
        initialModel: str | None = None,
        inputCol: str | None = None,
        keyCols: list[str] | None = None,
        labelCol: str | None = None,
        labelProbabilitiesCol: str | None = None,
        labelsCol: str | None = None,
        learningRate: float | None = None,
        maxLength: int | None = None,
        modelVersionCol: str | None = None,
        noveltyCol: str | None = None,
        pairCol: str | None = None,
        poolSize: int | None = None,
        predictionCol: str | None = None,
        predictionIndexCol: str | None = None,
        predictionsCol: str | None = None,
        probabilityCol: str | None = None,
        rank: int | None = None,
        reduction: int | None = None,
        replace: bool | None = None,
        reservoirRows: int | None = None,
        router: str | None = None,
        scoringBatchSize: int | None = None,
        seed: int | None = None,
        slotWidth: int | None = None,
        splitCol: str | None = None,
        strategy: str | None = None,
        strategyOptions: list[str] | None = None,
        studentStart: str | None = None,
        task: str | None = None,
        taskCol: str | None = None,
        trainHeads: bool | None = None,
        trainOn: str | None = None,
        transferability: str | None = None,
        workUri: str | None = None,
    ) -> None:
        given = {name: value for name, value in locals().items() if name != "self"}
        given.pop("__class__", None)
        super().__init__()
        self._created(given)

    def setParams(
        self,
        *,
        adapter: str | None = None,
        allTasks: str | None = None,
        alpha: float | None = None,
        backbone: str | None = None,
        batchSize: int | None = None,
        confidenceCol: str | None = None,
        distillationEpochs: int | None = None,
        epochs: int | None = None,
        errorCol: str | None = None,
        fromLayer: int | None = None,
        handleInvalid: str | None = None,
        headLearningRate: float | None = None,
        identity: str | None = None,
        imageMaxBytes: int | None = None,
        imageMaxPixels: int | None = None,
        imageMaxSeconds: float | None = None,
        imageThreads: int | None = None,
        initialModel: str | None = None,
        inputCol: str | None = None,
        keyCols: list[str] | None = None,
        labelCol: str | None = None,
        labelProbabilitiesCol: str | None = None,
        labelsCol: str | None = None,
        learningRate: float | None = None,
        maxLength: int | None = None,
        modelVersionCol: str | None = None,
        noveltyCol: str | None = None,
        pairCol: str | None = None,
        poolSize: int | None = None,
        predictionCol: str | None = None,
        predictionIndexCol: str | None = None,
        predictionsCol: str | None = None,
        probabilityCol: str | None = None,
        rank: int | None = None,
        reduction: int | None = None,
        replace: bool | None = None,
        reservoirRows: int | None = None,
        router: str | None = None,
        scoringBatchSize: int | None = None,
        seed: int | None = None,
        slotWidth: int | None = None,
        splitCol: str | None = None,
        strategy: str | None = None,
        strategyOptions: list[str] | None = None,
        studentStart: str | None = None,
        task: str | None = None,
        taskCol: str | None = None,
        trainHeads: bool | None = None,
        trainOn: str | None = None,
        transferability: str | None = None,
        workUri: str | None = None,
    ) -> ContinualClassifier:
        """Sets several params at once."""
        return self._given({n: v for n, v in locals().items() if n != "self"})

    def getAdapter(self) -> str:
        """Kind of adapter: houlsby, pfeiffer, lora, full."""
        return self.getOrDefault(self.adapter)

    def setAdapter(self, value: str) -> ContinualClassifier:
        """Kind of adapter: houlsby, pfeiffer, lora, full."""
        self._set(adapter=value)
        return self

    def getAllTasks(self) -> str:
        """Answer every task for every row, as rows or in one map column; labels: of the tasks that are labels of a multi-label table, those that the row has: off, rows, map, labels."""
        return self.getOrDefault(self.allTasks)

    def setAllTasks(self, value: str) -> ContinualClassifier:
        """Answer every task for every row, as rows or in one map column; labels: of the tasks that are labels of a multi-label table, those that the row has: off, rows, map, labels."""
        self._set(allTasks=value)
        return self

    def getAlpha(self) -> float:
        """A lora adapter counts alpha / rank."""
        return self.getOrDefault(self.alpha)

    def setAlpha(self, value: float) -> ContinualClassifier:
        """A lora adapter counts alpha / rank."""
        self._set(alpha=value)
        return self

    def getBackbone(self) -> str:
        """Name, or address of a backbone folder."""
        return self.getOrDefault(self.backbone)

    def setBackbone(self, value: str) -> ContinualClassifier:
        """Name, or address of a backbone folder."""
        self._set(backbone=value)
        return self

    def getBatchSize(self) -> int:
        """Rows a training step."""
        return self.getOrDefault(self.batchSize)

    def setBatchSize(self, value: int) -> ContinualClassifier:
        """Rows a training step."""
        self._set(batchSize=value)
        return self

    def getConfidenceCol(self) -> str:
        """Output with task = auto: probability of the task that was found, double."""
        return self.getOrDefault(self.confidenceCol)

    def setConfidenceCol(self, value: str) -> ContinualClassifier:
        """Output with task = auto: probability of the task that was found, double."""
        self._set(confidenceCol=value)
        return self

    def getDistillationEpochs(self) -> int:
        """Passes of a consolidation."""
        return self.getOrDefault(self.distillationEpochs)

    def setDistillationEpochs(self, value: int) -> ContinualClassifier:
        """Passes of a consolidation."""
        self._set(distillationEpochs=value)
        return self

    def getEpochs(self) -> int:
        """Passes over a task at most."""
        return self.getOrDefault(self.epochs)

    def setEpochs(self, value: int) -> ContinualClassifier:
        """Passes over a task at most."""
        self._set(epochs=value)
        return self

    def getErrorCol(self) -> str:
        """Output: null, or why there is no prediction."""
        return self.getOrDefault(self.errorCol)

    def setErrorCol(self, value: str) -> ContinualClassifier:
        """Output: null, or why there is no prediction."""
        self._set(errorCol=value)
        return self

    def getFromLayer(self) -> int:
        """First adapted layer; -1: as the initial model, else half of the layers."""
        return self.getOrDefault(self.fromLayer)

    def setFromLayer(self, value: int) -> ContinualClassifier:
        """First adapted layer; -1: as the initial model, else half of the layers."""
        self._set(fromLayer=value)
        return self

    def getHandleInvalid(self) -> str:
        """A row without text or with a task never learnt is an error, skipped, or kept without a prediction: error, skip, keep."""
        return self.getOrDefault(self.handleInvalid)

    def setHandleInvalid(self, value: str) -> ContinualClassifier:
        """A row without text or with a task never learnt is an error, skipped, or kept without a prediction: error, skip, keep."""
        self._set(handleInvalid=value)
        return self

    def getHeadLearningRate(self) -> float:
        """Peak, of the head."""
        return self.getOrDefault(self.headLearningRate)

    def setHeadLearningRate(self, value: float) -> ContinualClassifier:
        """Peak, of the head."""
        self._set(headLearningRate=value)
        return self

    def getIdentity(self) -> str:
        """When a task takes no slot: never, auto, always."""
        return self.getOrDefault(self.identity)

    def setIdentity(self, value: str) -> ContinualClassifier:
        """When a task takes no slot: never, auto, always."""
        self._set(identity=value)
        return self

    def getImageMaxBytes(self) -> int:
        """A picture's file of more bytes is not read."""
        return self.getOrDefault(self.imageMaxBytes)

    def setImageMaxBytes(self, value: int) -> ContinualClassifier:
        """A picture's file of more bytes is not read."""
        self._set(imageMaxBytes=value)
        return self

    def getImageMaxPixels(self) -> int:
        """A picture of more pixels is not decoded; at most 268435455."""
        return self.getOrDefault(self.imageMaxPixels)

    def setImageMaxPixels(self, value: int) -> ContinualClassifier:
        """A picture of more pixels is not decoded; at most 268435455."""
        self._set(imageMaxPixels=value)
        return self

    def getImageMaxSeconds(self) -> float:
        """Seconds of CPU time that decoding a picture may take."""
        return self.getOrDefault(self.imageMaxSeconds)

    def setImageMaxSeconds(self, value: float) -> ContinualClassifier:
        """Seconds of CPU time that decoding a picture may take."""
        self._set(imageMaxSeconds=value)
        return self

    def getImageThreads(self) -> int:
        """Threads that decode pictures for one Spark task, ahead of the encoder."""
        return self.getOrDefault(self.imageThreads)

    def setImageThreads(self, value: int) -> ContinualClassifier:
        """Threads that decode pictures for one Spark task, ahead of the encoder."""
        self._set(imageThreads=value)
        return self

    def getInitialModel(self) -> str:
        """Version of a store to go on from: URI, URI@ALIAS or URI#VERSION."""
        return self.getOrDefault(self.initialModel)

    def setInitialModel(self, value: str) -> ContinualClassifier:
        """Version of a store to go on from: URI, URI@ALIAS or URI#VERSION."""
        self._set(initialModel=value)
        return self

    def getInputCol(self) -> str:
        """Column of the text or picture."""
        return self.getOrDefault(self.inputCol)

    def setInputCol(self, value: str) -> ContinualClassifier:
        """Column of the text or picture."""
        self._set(inputCol=value)
        return self

    def getKeyCols(self) -> list[str]:
        """Columns that name a row in messages."""
        return self.getOrDefault(self.keyCols)

    def setKeyCols(self, value: list[str]) -> ContinualClassifier:
        """Columns that name a row in messages."""
        self._set(keyCols=value)
        return self

    def getLabelCol(self) -> str:
        """Column of the class."""
        return self.getOrDefault(self.labelCol)

    def setLabelCol(self, value: str) -> ContinualClassifier:
        """Column of the class."""
        self._set(labelCol=value)
        return self

    def getLabelProbabilitiesCol(self) -> str:
        """Output with allTasks = labels: label to its probability at its share of the whole table."""
        return self.getOrDefault(self.labelProbabilitiesCol)

    def setLabelProbabilitiesCol(self, value: str) -> ContinualClassifier:
        """Output with allTasks = labels: label to its probability at its share of the whole table."""
        self._set(labelProbabilitiesCol=value)
        return self

    def getLabelsCol(self) -> str:
        """Output with allTasks = labels: the labels that the row has."""
        return self.getOrDefault(self.labelsCol)

    def setLabelsCol(self, value: str) -> ContinualClassifier:
        """Output with allTasks = labels: the labels that the row has."""
        self._set(labelsCol=value)
        return self

    def getLearningRate(self) -> float:
        """Peak, of the adapter."""
        return self.getOrDefault(self.learningRate)

    def setLearningRate(self, value: float) -> ContinualClassifier:
        """Peak, of the adapter."""
        self._set(learningRate=value)
        return self

    def getMaxLength(self) -> int:
        """Tokens of a text at most; 0: as the initial model, else 128."""
        return self.getOrDefault(self.maxLength)

    def setMaxLength(self, value: int) -> ContinualClassifier:
        """Tokens of a text at most; 0: as the initial model, else 128."""
        self._set(maxLength=value)
        return self

    def getModelVersionCol(self) -> str:
        """Output: version of the model."""
        return self.getOrDefault(self.modelVersionCol)

    def setModelVersionCol(self, value: str) -> ContinualClassifier:
        """Output: version of the model."""
        self._set(modelVersionCol=value)
        return self

    def getNoveltyCol(self) -> str:
        """Output with task = auto: share of known rows that are more typical, double."""
        return self.getOrDefault(self.noveltyCol)

    def setNoveltyCol(self, value: str) -> ContinualClassifier:
        """Output with task = auto: share of known rows that are more typical, double."""
        self._set(noveltyCol=value)
        return self

    def getPairCol(self) -> str:
        """Column of the second text of a pair; empty for none."""
        return self.getOrDefault(self.pairCol)

    def setPairCol(self, value: str) -> ContinualClassifier:
        """Column of the second text of a pair; empty for none."""
        self._set(pairCol=value)
        return self

    def getPoolSize(self) -> int:
        """K, adapters kept."""
        return self.getOrDefault(self.poolSize)

    def setPoolSize(self, value: int) -> ContinualClassifier:
        """K, adapters kept."""
        self._set(poolSize=value)
        return self

    def getPredictionCol(self) -> str:
        """Output: the label."""
        return self.getOrDefault(self.predictionCol)

    def setPredictionCol(self, value: str) -> ContinualClassifier:
        """Output: the label."""
        self._set(predictionCol=value)
        return self

    def getPredictionIndexCol(self) -> str:
        """Output: index of the label, double."""
        return self.getOrDefault(self.predictionIndexCol)

    def setPredictionIndexCol(self, value: str) -> ContinualClassifier:
        """Output: index of the label, double."""
        self._set(predictionIndexCol=value)
        return self

    def getPredictionsCol(self) -> str:
        """Output with allTasks = map: task to answer."""
        return self.getOrDefault(self.predictionsCol)

    def setPredictionsCol(self, value: str) -> ContinualClassifier:
        """Output with allTasks = map: task to answer."""
        self._set(predictionsCol=value)
        return self

    def getProbabilityCol(self) -> str:
        """Output: vector over the task's classes."""
        return self.getOrDefault(self.probabilityCol)

    def setProbabilityCol(self, value: str) -> ContinualClassifier:
        """Output: vector over the task's classes."""
        self._set(probabilityCol=value)
        return self

    def getRank(self) -> int:
        """Rank of a lora adapter."""
        return self.getOrDefault(self.rank)

    def setRank(self, value: int) -> ContinualClassifier:
        """Rank of a lora adapter."""
        self._set(rank=value)
        return self

    def getReduction(self) -> int:
        """Hidden size by the width of a houlsby or pfeiffer adapter."""
        return self.getOrDefault(self.reduction)

    def setReduction(self, value: int) -> ContinualClassifier:
        """Hidden size by the width of a houlsby or pfeiffer adapter."""
        self._set(reduction=value)
        return self

    def getReplace(self) -> bool:
        """Learn a task again that initialModel learnt from other data; otherwise it is refused."""
        return self.getOrDefault(self.replace)

    def setReplace(self, value: bool) -> ContinualClassifier:
        """Learn a task again that initialModel learnt from other data; otherwise it is refused."""
        self._set(replace=value)
        return self

    def getReservoirRows(self) -> int:
        """Unlabelled inputs of past tasks kept at most."""
        return self.getOrDefault(self.reservoirRows)

    def setReservoirRows(self, value: int) -> ContinualClassifier:
        """Unlabelled inputs of past tasks kept at most."""
        self._set(reservoirRows=value)
        return self

    def getRouter(self) -> str:
        """What rows that name no task find it by: lda, the nearest class; random-features, ridge regression on these, sums of which are kept besides; auto: validation rows choose: lda, random-features, auto."""
        return self.getOrDefault(self.router)

    def setRouter(self, value: str) -> ContinualClassifier:
        """What rows that name no task find it by: lda, the nearest class; random-features, ridge regression on these, sums of which are kept besides; auto: validation rows choose: lda, random-features, auto."""
        self._set(router=value)
        return self

    def getScoringBatchSize(self) -> int:
        """Rows per forward pass at most; long rows make smaller batches."""
        return self.getOrDefault(self.scoringBatchSize)

    def setScoringBatchSize(self, value: int) -> ContinualClassifier:
        """Rows per forward pass at most; long rows make smaller batches."""
        self._set(scoringBatchSize=value)
        return self

    def getSeed(self) -> int:
        """Seed of the run; -1: as the initial model, else 0."""
        return self.getOrDefault(self.seed)

    def setSeed(self, value: int) -> ContinualClassifier:
        """Seed of the run; -1: as the initial model, else 0."""
        self._set(seed=value)
        return self

    def getSlotWidth(self) -> int:
        """Units that a consolidated adapter has at least; 0: as a task's adapter."""
        return self.getOrDefault(self.slotWidth)

    def setSlotWidth(self, value: int) -> ContinualClassifier:
        """Units that a consolidated adapter has at least; 0: as a task's adapter."""
        self._set(slotWidth=value)
        return self

    def getSplitCol(self) -> str:
        """Column that says train, validation or test; empty: all rows are learnt."""
        return self.getOrDefault(self.splitCol)

    def setSplitCol(self, value: str) -> ContinualClassifier:
        """Column that says train, validation or test; empty: all rows are learnt."""
        self._set(splitCol=value)
        return self

    def getStrategy(self) -> str:
        """How tasks are learnt: ada, adapters, averaging, ewc, finetune, fusion, head-only, joint, lda, nearest-mean, ranpac, replay."""
        return self.getOrDefault(self.strategy)

    def setStrategy(self, value: str) -> ContinualClassifier:
        """How tasks are learnt: ada, adapters, averaging, ewc, finetune, fusion, head-only, joint, lda, nearest-mean, ranpac, replay."""
        self._set(strategy=value)
        return self

    def getStrategyOptions(self) -> list[str]:
        """Options of the strategy, each name=value, e.g. lambda=10 of ewc, ensemble=1 of all but ranpac."""
        return self.getOrDefault(self.strategyOptions)

    def setStrategyOptions(self, value: list[str]) -> ContinualClassifier:
        """Options of the strategy, each name=value, e.g. lambda=10 of ewc, ensemble=1 of all but ranpac."""
        self._set(strategyOptions=value)
        return self

    def getStudentStart(self) -> str:
        """Where a consolidation starts: at the slot, half way, at the new adapter, or anew: copy, average, learnt, fresh."""
        return self.getOrDefault(self.studentStart)

    def setStudentStart(self, value: str) -> ContinualClassifier:
        """Where a consolidation starts: at the slot, half way, at the new adapter, or anew: copy, average, learnt, fresh."""
        self._set(studentStart=value)
        return self

    def getTask(self) -> str:
        """Task of every row; empty: each row names its own in taskCol; auto: it is found from the row."""
        return self.getOrDefault(self.task)

    def setTask(self, value: str) -> ContinualClassifier:
        """Task of every row; empty: each row names its own in taskCol; auto: it is found from the row."""
        self._set(task=value)
        return self

    def getTaskCol(self) -> str:
        """Column of the task id; also the output column of the task."""
        return self.getOrDefault(self.taskCol)

    def setTaskCol(self, value: str) -> ContinualClassifier:
        """Column of the task id; also the output column of the task."""
        self._set(taskCol=value)
        return self

    def getTrainHeads(self) -> bool:
        """Train the heads of a slot's tasks along when it is consolidated."""
        return self.getOrDefault(self.trainHeads)

    def setTrainHeads(self, value: bool) -> ContinualClassifier:
        """Train the heads of a slot's tasks along when it is consolidated."""
        self._set(trainHeads=value)
        return self

    def getTrainOn(self) -> str:
        """Where trainings run: driver, executor."""
        return self.getOrDefault(self.trainOn)

    def setTrainOn(self, value: str) -> ContinualClassifier:
        """Where trainings run: driver, executor."""
        self._set(trainOn=value)
        return self

    def getTransferability(self) -> str:
        """Score that picks a slot: leep, transrate, transrate-plain, random, least-loaded, oracle."""
        return self.getOrDefault(self.transferability)

    def setTransferability(self, value: str) -> ContinualClassifier:
        """Score that picks a slot: leep, transrate, transrate-plain, random, least-loaded, oracle."""
        self._set(transferability=value)
        return self

    def getWorkUri(self) -> str:
        """Folder that driver and executors reach, for backbones, weights and features; not used with initialModel, whose store takes them."""
        return self.getOrDefault(self.workUri)

    def setWorkUri(self, value: str) -> ContinualClassifier:
        """Folder that driver and executors reach, for backbones, weights and features; not used with initialModel, whose store takes them."""
        self._set(workUri=value)
        return self


class ContinualClassifierModel(ClassifierModel):
    """Scores any table whose rows name a task that was learnt; fitted or loaded, never made."""

    _java_class = "io.engram.consolidation.spark.ContinualClassifierModel"
    _java_defaults: dict[str, Any] = {
        "allTasks": "off",
        "confidenceCol": "confidence",
        "errorCol": "error",
        "handleInvalid": "error",
        "imageMaxBytes": 64000000,
        "imageMaxPixels": 50000000,
        "imageMaxSeconds": 10.0,
        "imageThreads": 1,
        "inputCol": "text",
        "keyCols": [],
        "labelProbabilitiesCol": "labelProbabilities",
        "labelsCol": "labels",
        "modelVersionCol": "modelVersion",
        "noveltyCol": "novelty",
        "pairCol": "",
        "predictionCol": "prediction",
        "predictionIndexCol": "predictionIndex",
        "predictionsCol": "predictions",
        "probabilityCol": "probability",
        "scoringBatchSize": 64,
        "task": "",
        "taskCol": "task",
    }

    allTasks: Param[str] = Param(
        Params._dummy(),
        "allTasks",
        "answer every task for every row, as rows or in one map column; labels: of the tasks that are labels of a multi-label table, those that the row has: off, rows, map, labels",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    confidenceCol: Param[str] = Param(
        Params._dummy(),
        "confidenceCol",
        "output with task = auto: probability of the task that was found, double",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    errorCol: Param[str] = Param(
        Params._dummy(),
        "errorCol",
        "output: null, or why there is no prediction",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    handleInvalid: Param[str] = Param(
        Params._dummy(),
        "handleInvalid",
        "a row without text or with a task never learnt is an error, skipped, or kept without a prediction: error, skip, keep",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    imageMaxBytes: Param[int] = Param(
        Params._dummy(),
        "imageMaxBytes",
        "a picture's file of more bytes is not read",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    imageMaxPixels: Param[int] = Param(
        Params._dummy(),
        "imageMaxPixels",
        "a picture of more pixels is not decoded; at most 268435455",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    imageMaxSeconds: Param[float] = Param(
        Params._dummy(),
        "imageMaxSeconds",
        "seconds of CPU time that decoding a picture may take",
        typeConverter=TypeConverters.toFloat,  # type: ignore[arg-type]
    )
    imageThreads: Param[int] = Param(
        Params._dummy(),
        "imageThreads",
        "threads that decode pictures for one Spark task, ahead of the encoder",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    inputCol: Param[str] = Param(
        Params._dummy(),
        "inputCol",
        "column of the text or picture",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    keyCols: Param[list[str]] = Param(
        Params._dummy(),
        "keyCols",
        "columns that name a row in messages",
        typeConverter=TypeConverters.toListString,  # type: ignore[arg-type]
    )
    labelProbabilitiesCol: Param[str] = Param(
        Params._dummy(),
        "labelProbabilitiesCol",
        "output with allTasks = labels: label to its probability at its share of the whole table",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    labelsCol: Param[str] = Param(
        Params._dummy(),
        "labelsCol",
        "output with allTasks = labels: the labels that the row has",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    modelVersionCol: Param[str] = Param(
        Params._dummy(),
        "modelVersionCol",
        "output: version of the model",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    noveltyCol: Param[str] = Param(
        Params._dummy(),
        "noveltyCol",
        "output with task = auto: share of known rows that are more typical, double",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    pairCol: Param[str] = Param(
        Params._dummy(),
        "pairCol",
        "column of the second text of a pair; empty for none",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    predictionCol: Param[str] = Param(
        Params._dummy(),
        "predictionCol",
        "output: the label",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    predictionIndexCol: Param[str] = Param(
        Params._dummy(),
        "predictionIndexCol",
        "output: index of the label, double",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    predictionsCol: Param[str] = Param(
        Params._dummy(),
        "predictionsCol",
        "output with allTasks = map: task to answer",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    probabilityCol: Param[str] = Param(
        Params._dummy(),
        "probabilityCol",
        "output: vector over the task's classes",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    scoringBatchSize: Param[int] = Param(
        Params._dummy(),
        "scoringBatchSize",
        "rows per forward pass at most; long rows make smaller batches",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    task: Param[str] = Param(
        Params._dummy(),
        "task",
        "task of every row; empty: each row names its own in taskCol; auto: it is found from the row",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    taskCol: Param[str] = Param(
        Params._dummy(),
        "taskCol",
        "column of the task id; also the output column of the task",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )

    def getAllTasks(self) -> str:
        """Answer every task for every row, as rows or in one map column; labels: of the tasks that are labels of a multi-label table, those that the row has: off, rows, map, labels."""
        return self.getOrDefault(self.allTasks)

    def setAllTasks(self, value: str) -> ContinualClassifierModel:
        """Answer every task for every row, as rows or in one map column; labels: of the tasks that are labels of a multi-label table, those that the row has: off, rows, map, labels."""
        self._set(allTasks=value)
        return self

    def getConfidenceCol(self) -> str:
        """Output with task = auto: probability of the task that was found, double."""
        return self.getOrDefault(self.confidenceCol)

    def setConfidenceCol(self, value: str) -> ContinualClassifierModel:
        """Output with task = auto: probability of the task that was found, double."""
        self._set(confidenceCol=value)
        return self

    def getErrorCol(self) -> str:
        """Output: null, or why there is no prediction."""
        return self.getOrDefault(self.errorCol)

    def setErrorCol(self, value: str) -> ContinualClassifierModel:
        """Output: null, or why there is no prediction."""
        self._set(errorCol=value)
        return self

    def getHandleInvalid(self) -> str:
        """A row without text or with a task never learnt is an error, skipped, or kept without a prediction: error, skip, keep."""
        return self.getOrDefault(self.handleInvalid)

    def setHandleInvalid(self, value: str) -> ContinualClassifierModel:
        """A row without text or with a task never learnt is an error, skipped, or kept without a prediction: error, skip, keep."""
        self._set(handleInvalid=value)
        return self

    def getImageMaxBytes(self) -> int:
        """A picture's file of more bytes is not read."""
        return self.getOrDefault(self.imageMaxBytes)

    def setImageMaxBytes(self, value: int) -> ContinualClassifierModel:
        """A picture's file of more bytes is not read."""
        self._set(imageMaxBytes=value)
        return self

    def getImageMaxPixels(self) -> int:
        """A picture of more pixels is not decoded; at most 268435455."""
        return self.getOrDefault(self.imageMaxPixels)

    def setImageMaxPixels(self, value: int) -> ContinualClassifierModel:
        """A picture of more pixels is not decoded; at most 268435455."""
        self._set(imageMaxPixels=value)
        return self

    def getImageMaxSeconds(self) -> float:
        """Seconds of CPU time that decoding a picture may take."""
        return self.getOrDefault(self.imageMaxSeconds)

    def setImageMaxSeconds(self, value: float) -> ContinualClassifierModel:
        """Seconds of CPU time that decoding a picture may take."""
        self._set(imageMaxSeconds=value)
        return self

    def getImageThreads(self) -> int:
        """Threads that decode pictures for one Spark task, ahead of the encoder."""
        return self.getOrDefault(self.imageThreads)

    def setImageThreads(self, value: int) -> ContinualClassifierModel:
        """Threads that decode pictures for one Spark task, ahead of the encoder."""
        self._set(imageThreads=value)
        return self

    def getInputCol(self) -> str:
        """Column of the text or picture."""
        return self.getOrDefault(self.inputCol)

    def setInputCol(self, value: str) -> ContinualClassifierModel:
        """Column of the text or picture."""
        self._set(inputCol=value)
        return self

    def getKeyCols(self) -> list[str]:
        """Columns that name a row in messages."""
        return self.getOrDefault(self.keyCols)

    def setKeyCols(self, value: list[str]) -> ContinualClassifierModel:
        """Columns that name a row in messages."""
        self._set(keyCols=value)
        return self

    def getLabelProbabilitiesCol(self) -> str:
        """Output with allTasks = labels: label to its probability at its share of the whole table."""
        return self.getOrDefault(self.labelProbabilitiesCol)

    def setLabelProbabilitiesCol(self, value: str) -> ContinualClassifierModel:
        """Output with allTasks = labels: label to its probability at its share of the whole table."""
        self._set(labelProbabilitiesCol=value)
        return self

    def getLabelsCol(self) -> str:
        """Output with allTasks = labels: the labels that the row has."""
        return self.getOrDefault(self.labelsCol)

    def setLabelsCol(self, value: str) -> ContinualClassifierModel:
        """Output with allTasks = labels: the labels that the row has."""
        self._set(labelsCol=value)
        return self

    def getModelVersionCol(self) -> str:
        """Output: version of the model."""
        return self.getOrDefault(self.modelVersionCol)

    def setModelVersionCol(self, value: str) -> ContinualClassifierModel:
        """Output: version of the model."""
        self._set(modelVersionCol=value)
        return self

    def getNoveltyCol(self) -> str:
        """Output with task = auto: share of known rows that are more typical, double."""
        return self.getOrDefault(self.noveltyCol)

    def setNoveltyCol(self, value: str) -> ContinualClassifierModel:
        """Output with task = auto: share of known rows that are more typical, double."""
        self._set(noveltyCol=value)
        return self

    def getPairCol(self) -> str:
        """Column of the second text of a pair; empty for none."""
        return self.getOrDefault(self.pairCol)

    def setPairCol(self, value: str) -> ContinualClassifierModel:
        """Column of the second text of a pair; empty for none."""
        self._set(pairCol=value)
        return self

    def getPredictionCol(self) -> str:
        """Output: the label."""
        return self.getOrDefault(self.predictionCol)

    def setPredictionCol(self, value: str) -> ContinualClassifierModel:
        """Output: the label."""
        self._set(predictionCol=value)
        return self

    def getPredictionIndexCol(self) -> str:
        """Output: index of the label, double."""
        return self.getOrDefault(self.predictionIndexCol)

    def setPredictionIndexCol(self, value: str) -> ContinualClassifierModel:
        """Output: index of the label, double."""
        self._set(predictionIndexCol=value)
        return self

    def getPredictionsCol(self) -> str:
        """Output with allTasks = map: task to answer."""
        return self.getOrDefault(self.predictionsCol)

    def setPredictionsCol(self, value: str) -> ContinualClassifierModel:
        """Output with allTasks = map: task to answer."""
        self._set(predictionsCol=value)
        return self

    def getProbabilityCol(self) -> str:
        """Output: vector over the task's classes."""
        return self.getOrDefault(self.probabilityCol)

    def setProbabilityCol(self, value: str) -> ContinualClassifierModel:
        """Output: vector over the task's classes."""
        self._set(probabilityCol=value)
        return self

    def getScoringBatchSize(self) -> int:
        """Rows per forward pass at most; long rows make smaller batches."""
        return self.getOrDefault(self.scoringBatchSize)

    def setScoringBatchSize(self, value: int) -> ContinualClassifierModel:
        """Rows per forward pass at most; long rows make smaller batches."""
        self._set(scoringBatchSize=value)
        return self

    def getTask(self) -> str:
        """Task of every row; empty: each row names its own in taskCol; auto: it is found from the row."""
        return self.getOrDefault(self.task)

    def setTask(self, value: str) -> ContinualClassifierModel:
        """Task of every row; empty: each row names its own in taskCol; auto: it is found from the row."""
        self._set(task=value)
        return self

    def getTaskCol(self) -> str:
        """Column of the task id; also the output column of the task."""
        return self.getOrDefault(self.taskCol)

    def setTaskCol(self, value: str) -> ContinualClassifierModel:
        """Column of the task id; also the output column of the task."""
        self._set(taskCol=value)
        return self


class FeatureExtractor(Transformer):
    """Text to the frozen backbone's vectors."""

    _java_class = "io.engram.transformers.spark.FeatureExtractor"
    _java_defaults: dict[str, Any] = {
        "batchSize": 64,
        "fromLayer": 0,
        "handleInvalid": "error",
        "imageMaxBytes": 64000000,
        "imageMaxPixels": 50000000,
        "imageMaxSeconds": 10.0,
        "imageThreads": 1,
        "inputCol": "text",
        "maxLength": 128,
        "output": "pooled",
        "outputCol": "features",
        "precision": "float32",
        "workUri": "",
    }

    backbone: Param[str] = Param(
        Params._dummy(),
        "backbone",
        "name, or address of a Hugging Face folder, or of a backbone in a lake (ROOT/backbones/SHA-256)",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    batchSize: Param[int] = Param(
        Params._dummy(),
        "batchSize",
        "rows per forward pass at most",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    fromLayer: Param[int] = Param(
        Params._dummy(),
        "fromLayer",
        "with hidden output: the layer whose input is written, 0 is the first",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    handleInvalid: Param[str] = Param(
        Params._dummy(),
        "handleInvalid",
        "a row without an input that can be read is an error, skipped, or kept with null features: error, skip, keep",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    imageMaxBytes: Param[int] = Param(
        Params._dummy(),
        "imageMaxBytes",
        "a picture's file of more bytes is not read",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    imageMaxPixels: Param[int] = Param(
        Params._dummy(),
        "imageMaxPixels",
        "a picture of more pixels is not decoded; at most 268435455",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    imageMaxSeconds: Param[float] = Param(
        Params._dummy(),
        "imageMaxSeconds",
        "seconds of CPU time that decoding a picture may take",
        typeConverter=TypeConverters.toFloat,  # type: ignore[arg-type]
    )
    imageThreads: Param[int] = Param(
        Params._dummy(),
        "imageThreads",
        "threads that decode pictures for one Spark task, ahead of the encoder",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    inputCol: Param[str] = Param(
        Params._dummy(),
        "inputCol",
        "column with the text or picture",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    maxLength: Param[int] = Param(
        Params._dummy(),
        "maxLength",
        "tokens of a row at most, the rest is cut",
        typeConverter=TypeConverters.toInt,  # type: ignore[arg-type]
    )
    output: Param[str] = Param(
        Params._dummy(),
        "output",
        "what is written: pooled, hidden",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    outputCol: Param[str] = Param(
        Params._dummy(),
        "outputCol",
        "column for the pooled vector",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    pairCol: Param[str] = Param(
        Params._dummy(),
        "pairCol",
        "column with the second text of a pair; none when not set",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    precision: Param[str] = Param(
        Params._dummy(),
        "precision",
        "how hidden states are written: float32, float16",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )
    workUri: Param[str] = Param(
        Params._dummy(),
        "workUri",
        "folder that driver and executors reach, where a backbone named by name or by a Hugging Face folder is kept",
        typeConverter=TypeConverters.toString,  # type: ignore[arg-type]
    )

    def __init__(
        self,
        *,
        backbone: str | None = None,
        batchSize: int | None = None,
        fromLayer: int | None = None,
        handleInvalid: str | None = None,
        imageMaxBytes: int | None = None,
        imageMaxPixels: int | None = None,
        imageMaxSeconds: float | None = None,
        imageThreads: int | None = None,
        inputCol: str | None = None,
        maxLength: int | None = None,
        output: str | None = None,
        outputCol: str | None = None,
        pairCol: str | None = None,
        precision: str | None = None,
        workUri: str | None = None,
    ) -> None:
        given = {name: value for name, value in locals().items() if name != "self"}
        given.pop("__class__", None)
        super().__init__()
        self._created(given)

    def setParams(
        self,
        *,
        backbone: str | None = None,
        batchSize: int | None = None,
        fromLayer: int | None = None,
        handleInvalid: str | None = None,
        imageMaxBytes: int | None = None,
        imageMaxPixels: int | None = None,
        imageMaxSeconds: float | None = None,
        imageThreads: int | None = None,
        inputCol: str | None = None,
        maxLength: int | None = None,
        output: str | None = None,
        outputCol: str | None = None,
        pairCol: str | None = None,
        precision: str | None = None,
        workUri: str | None = None,
    ) -> FeatureExtractor:
        """Sets several params at once."""
        return self._given({n: v for n, v in locals().items() if n != "self"})

    def getBackbone(self) -> str:
        """Name, or address of a Hugging Face folder, or of a backbone in a lake (ROOT/backbones/SHA-256)."""
        return self.getOrDefault(self.backbone)

    def setBackbone(self, value: str) -> FeatureExtractor:
        """Name, or address of a Hugging Face folder, or of a backbone in a lake (ROOT/backbones/SHA-256)."""
        self._set(backbone=value)
        return self

    def getBatchSize(self) -> int:
        """Rows per forward pass at most."""
        return self.getOrDefault(self.batchSize)

    def setBatchSize(self, value: int) -> FeatureExtractor:
        """Rows per forward pass at most."""
        self._set(batchSize=value)
        return self

    def getFromLayer(self) -> int:
        """With hidden output: the layer whose input is written, 0 is the first."""
        return self.getOrDefault(self.fromLayer)

    def setFromLayer(self, value: int) -> FeatureExtractor:
        """With hidden output: the layer whose input is written, 0 is the first."""
        self._set(fromLayer=value)
        return self

    def getHandleInvalid(self) -> str:
        """A row without an input that can be read is an error, skipped, or kept with null features: error, skip, keep."""
        return self.getOrDefault(self.handleInvalid)

    def setHandleInvalid(self, value: str) -> FeatureExtractor:
        """A row without an input that can be read is an error, skipped, or kept with null features: error, skip, keep."""
        self._set(handleInvalid=value)
        return self

    def getImageMaxBytes(self) -> int:
        """A picture's file of more bytes is not read."""
        return self.getOrDefault(self.imageMaxBytes)

    def setImageMaxBytes(self, value: int) -> FeatureExtractor:
        """A picture's file of more bytes is not read."""
        self._set(imageMaxBytes=value)
        return self

    def getImageMaxPixels(self) -> int:
        """A picture of more pixels is not decoded; at most 268435455."""
        return self.getOrDefault(self.imageMaxPixels)

    def setImageMaxPixels(self, value: int) -> FeatureExtractor:
        """A picture of more pixels is not decoded; at most 268435455."""
        self._set(imageMaxPixels=value)
        return self

    def getImageMaxSeconds(self) -> float:
        """Seconds of CPU time that decoding a picture may take."""
        return self.getOrDefault(self.imageMaxSeconds)

    def setImageMaxSeconds(self, value: float) -> FeatureExtractor:
        """Seconds of CPU time that decoding a picture may take."""
        self._set(imageMaxSeconds=value)
        return self

    def getImageThreads(self) -> int:
        """Threads that decode pictures for one Spark task, ahead of the encoder."""
        return self.getOrDefault(self.imageThreads)

    def setImageThreads(self, value: int) -> FeatureExtractor:
        """Threads that decode pictures for one Spark task, ahead of the encoder."""
        self._set(imageThreads=value)
        return self

    def getInputCol(self) -> str:
        """Column with the text or picture."""
        return self.getOrDefault(self.inputCol)

    def setInputCol(self, value: str) -> FeatureExtractor:
        """Column with the text or picture."""
        self._set(inputCol=value)
        return self

    def getMaxLength(self) -> int:
        """Tokens of a row at most, the rest is cut."""
        return self.getOrDefault(self.maxLength)

    def setMaxLength(self, value: int) -> FeatureExtractor:
        """Tokens of a row at most, the rest is cut."""
        self._set(maxLength=value)
        return self

    def getOutput(self) -> str:
        """What is written: pooled, hidden."""
        return self.getOrDefault(self.output)

    def setOutput(self, value: str) -> FeatureExtractor:
        """What is written: pooled, hidden."""
        self._set(output=value)
        return self

    def getOutputCol(self) -> str:
        """Column for the pooled vector."""
        return self.getOrDefault(self.outputCol)

    def setOutputCol(self, value: str) -> FeatureExtractor:
        """Column for the pooled vector."""
        self._set(outputCol=value)
        return self

    def getPairCol(self) -> str:
        """Column with the second text of a pair; none when not set."""
        return self.getOrDefault(self.pairCol)

    def setPairCol(self, value: str) -> FeatureExtractor:
        """Column with the second text of a pair; none when not set."""
        self._set(pairCol=value)
        return self

    def getPrecision(self) -> str:
        """How hidden states are written: float32, float16."""
        return self.getOrDefault(self.precision)

    def setPrecision(self, value: str) -> FeatureExtractor:
        """How hidden states are written: float32, float16."""
        self._set(precision=value)
        return self

    def getWorkUri(self) -> str:
        """Folder that driver and executors reach, where a backbone named by name or by a Hugging Face folder is kept."""
        return self.getOrDefault(self.workUri)

    def setWorkUri(self, value: str) -> FeatureExtractor:
        """Folder that driver and executors reach, where a backbone named by name or by a Hugging Face folder is kept."""
        self._set(workUri=value)
        return self
