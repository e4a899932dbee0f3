"""What goes wrong in Java, as Python exceptions that say it in one message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark import SparkContext
from pyspark.sql import is_remote

BRIDGE = "io.engram.jobs.python.PythonBridge"


class EngramError(Exception):
    """A refusal or a fault of Engram; its text is the message, without a Java stack trace.

    Attributes:
        exit_code: what the program ``engram`` would end with (1 fault, 2 usage, 3 refused, 4 conflict, 6 unknown)
        stack_trace: of the Java exception, for a report of a fault; empty when there is none
    """

    def __init__(self, message: str, exit_code: int = 2, stack_trace: str = "") -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.stack_trace = stack_trace


def classic(asked: str) -> None:
    """
    Raises:
        EngramError: under Spark Connect, whose server answers no question that Spark does not know itself
    """
    if is_remote():
        raise EngramError(
            f"{asked} is not there under Spark Connect, where stages are read, fitted, applied and saved: "
            "ask in a classic session (engram.start()) or by the program (engram models show)"
        )


def java_class(name: str) -> Any:
    """A class of the assembly jar.

    Raises:
        EngramError: when there is no session, or its JVM has no Engram
    """
    classic("what runs in the JVM of this process")
    context = SparkContext._active_spark_context
    if context is None:
        raise EngramError("there is no Spark session: call engram.start() first")
    found: Any = context._jvm
    for part in name.split("."):
        found = getattr(found, part)
    if type(found).__name__ != "JavaClass":
        raise EngramError(
            "this Spark session was started without Engram: stop it, then call engram.start()"
        )
    return found


@contextmanager
def java_errors() -> Iterator[None]:
    """Raises what Java throws inside as an EngramError."""
    try:
        yield
    except Py4JJavaError as error:
        failure = java_class(BRIDGE).failure(error.java_exception)
        raise EngramError(failure.message(), failure.exitCode(), failure.stackTrace()) from None
