"""What Engram's stages have in common with each other and not with Spark's."""

from __future__ import annotations

import sys
from typing import Any, TypeVar

from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaParams, JavaTransformer
from pyspark.sql import Column, DataFrame, is_remote
from pyspark.sql.classic.column import Column as JavaColumn

from engram._errors import classic, java_class, java_errors

S = TypeVar("S", bound="Stage")


class Reader(JavaMLReader[Any]):
    """Reads a stage that Java or Python has saved."""

    @classmethod
    def _java_loader_class(cls, clazz: Any) -> str:
        return clazz._java_class

    def __init__(self, clazz: Any) -> None:
        java_class(clazz._java_class)
        super().__init__(clazz)

    def load(self, path: str) -> Any:
        with java_errors():
            return super().load(path)


class Stage(JavaParams, JavaMLReadable[Any], JavaMLWritable):
    """A stage whose work is done by a Java stage with the same params."""

    _java_class: str
    _java_defaults: dict[str, Any]

    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        package, _, name = cls.__dict__.get("_java_class", "").rpartition(".")
        if package:
            # Where Spark looks for the Python class of a Java stage: Pipelines find it by this name.
            setattr(sys.modules.setdefault(package, type(sys)(package)), name, cls)

    @classmethod
    def read(cls) -> Any:
        if is_remote():
            from engram import _connect

            return _connect.Reader(cls)
        return Reader(cls)

    def _created(self: S, given: dict[str, Any]) -> S:
        if not is_remote():
            java_class(self._java_class)
        self._java_obj = self._new_java_obj(self._java_class, self.uid)
        self._setDefault(**self._java_defaults)
        return self._given(given)

    def _given(self: S, given: dict[str, Any]) -> S:
        self._set(**{name: value for name, value in given.items() if value is not None})
        return self


class Estimator(Stage, JavaEstimator[Any]):
    """fit and transformSchema of a Java estimator."""

    def _fit_java(self, dataset: DataFrame) -> Any:
        with java_errors():
            return super()._fit_java(dataset)

    def _create_model(self, java_model: Any) -> Any:
        if is_remote():
            package, _, name = self._java_class.rpartition(".")
            return getattr(sys.modules[package], name + "Model")(java_model)
        return self._from_java(java_model)


class Transforming(Stage):
    """transform of a Java transformer."""

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with java_errors():
            return super()._transform(dataset)  # type: ignore[misc]


class Transformer(Transforming, JavaTransformer):
    """A Java transformer."""


class ClassifierModel(Transforming, JavaModel):
    """What a learnt model can say of itself."""

    def __init__(self, java_model: Any = None) -> None:
        super().__init__(java_model)
        self._setDefault(**self._java_defaults)

    @property
    def tasks(self) -> list[str]:
        """Ids of the tasks it can answer, in the order they were learnt."""
        classic("tasks")
        return list(self._call_java("tasks"))

    def classes(self, task: str) -> list[str]:
        """Classes of a task in the order of ``predictionIndex``."""
        classic("classes")
        with java_errors():
            return list(self._call_java("classes", task))

    @property
    def version(self) -> int:
        """Number of the version in its store; 0 when it was not published."""
        classic("version")
        return self._call_java("version")

    def labelIndex(self, labelCol: str, task: str) -> Column:
        """The index of a label in the task's classes, double: what Spark's evaluators compare with.

        Null for a label that the task does not have.
        """
        classic("labelIndex")
        with java_errors():
            return JavaColumn(self._java_obj.labelIndex(labelCol, task))
