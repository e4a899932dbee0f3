"""Continual text classification on Apache Spark.

>>> import engram
>>> spark = engram.start()
>>> model = engram.ContinualClassifier(workUri="/data/work").fit(tasks)
>>> engram.models("s3a://lake/models/support").load("production").transform(table)
"""

from engram._errors import EngramError
from engram._program import Run, run
from engram._session import start
from engram._stages import ContinualClassifier, ContinualClassifierModel, FeatureExtractor
from engram._store import Alias, ModelStore, Version, models
from engram._version import __version__

__all__ = [
    "Alias",
    "ContinualClassifier",
    "ContinualClassifierModel",
    "EngramError",
    "FeatureExtractor",
    "ModelStore",
    "Run",
    "Version",
    "__version__",
    "models",
    "run",
    "start",
]
