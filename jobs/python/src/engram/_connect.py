"""Engram's stages under Spark Connect: the server has the jar and does the work, Python names it."""

from __future__ import annotations

from typing import Any

import pyspark.sql.connect.proto as proto
from pyspark.ml.connect.readwrite import RemoteMLReader
from pyspark.ml.connect.serialize import deserialize, deserialize_param
from pyspark.ml.util import RemoteModelRef
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql.connect.session import SparkSession

from engram._errors import EngramError


class Reader(RemoteMLReader[Any]):
    """Has the server read a stage. Spark's own reader knows the Java names of Spark's stages only."""

    def load(self, path: str) -> Any:
        session = SparkSession.getActiveSession()
        if session is None:
            raise EngramError("there is no Spark Connect session: SparkSession.builder.remote(...).getOrCreate()")
        stage: Any = self._clazz
        command = proto.Command()
        command.ml_command.read.CopyFrom(
            proto.MlCommand.Read(operator=proto.MlOperator(name=stage._java_class, type=_kind(stage)), path=path)
        )
        _, properties, _ = session.client.execute_command(command)
        read = deserialize(properties)
        loaded = stage(RemoteModelRef(read.obj_ref.id)) if issubclass(stage, JavaModel) else stage()
        loaded._resetUid(read.uid)
        params = {name: deserialize_param(value) for name, value in read.params.params.items()}
        # What is set to its default may stay unset; Spark's client cannot send an empty list.
        loaded._set(**{name: value for name, value in params.items() if value != stage._java_defaults.get(name)})
        return loaded


def _kind(stage: Any) -> Any:
    if issubclass(stage, JavaModel):
        return proto.MlOperator.OPERATOR_TYPE_MODEL
    if issubclass(stage, JavaEstimator):
        return proto.MlOperator.OPERATOR_TYPE_ESTIMATOR
    return proto.MlOperator.OPERATOR_TYPE_TRANSFORMER
