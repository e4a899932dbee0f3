"""The program in the session that is running."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from pyspark.sql import SparkSession

from engram._errors import BRIDGE, java_class, java_errors


class Run(NamedTuple):
    """How a verb of the program ended.

    Attributes:
        exit_code: 0 done, 1 fault, 2 usage, 3 refused, 4 conflict, 5 kept from production, 6 unknown
        result: what ``--json`` prints; of a run that failed its ``error``
    """

    exit_code: int
    result: dict[str, Any]


def run(*words: str) -> Run:
    """Runs a verb of the program, as ``engram VERB ... --json`` does, on the running session and its settings.

    Relative addresses are those of the folder that Python was in when the session started. What does not end by
    itself (``watch``, ``score --stream``) needs ``--once``.

    Raises:
        EngramError: when there is no session, or it was started without Engram
    """
    bridge = java_class(BRIDGE)
    with java_errors():
        done = bridge.run(SparkSession.builder.getOrCreate()._jsparkSession, [*words, *([] if "--json" in words else ["--json"])])
        line = done.result()
        # Help is no JSON.
        return Run(done.exitCode(), json.loads(line) if line.startswith("{") else {})
