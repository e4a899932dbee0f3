"""The versions of a model in a lake."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, List

from pyspark.sql import SparkSession

from engram._errors import BRIDGE, EngramError, java_class, java_errors
from engram._stages import ContinualClassifierModel


@dataclass(frozen=True)
class Version:
    """What is known of one version.

    Attributes:
        version: its number, from 1
        task: the task that was learnt with it; empty when none was
        change: what was done where no task was learnt (``rollback to 2``, ``erase``); None else
        slot: slot that the task went to; -1 for none
        accuracy: on the task's test rows, from 0 to 1; None when it was not measured
        added_bytes: bytes that no earlier version has, the backbone included
        gate_passed: None when there was no gate
        created_at: UTC, ISO 8601
        aliases: its names
    """

    version: int
    task: str
    change: str | None
    slot: int
    accuracy: float | None
    added_bytes: int
    gate_passed: bool | None
    created_at: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Alias:
    """What a name means now.

    Attributes:
        name: of a version
        version: that it names
        move: how often the name was given
        moved_at: UTC, ISO 8601
        reason: for people; None when none was given
    """

    name: str
    version: int
    move: int
    moved_at: str
    reason: str | None


class ModelStore:
    """The versions of one model; reads only. Every method asks the lake anew."""

    def __init__(self, uri: str) -> None:
        self.uri = uri

    def __repr__(self) -> str:
        return f"engram.models({self.uri!r})"

    def list(self) -> List[int]:
        """Numbers of all versions, ascending."""
        return [record.version for record in self.records()]

    def records(self) -> List[Version]:
        """All versions, oldest first."""
        return [
            Version(
                version=line["version"],
                task=line["task"],
                change=line["change"],
                slot=line["slot"],
                accuracy=line["accuracy"],
                added_bytes=line["addedBytes"],
                gate_passed=line["gatePassed"],
                created_at=line["createdAt"],
                aliases=tuple(line["aliases"]),
            )
            for line in self._ask("versions")["versions"]
        ]

    def aliases(self) -> dict[str, Alias]:
        """What every name means now."""
        found = [
            Alias(line["alias"], line["version"], line["move"], line["movedAt"], line.get("reason"))
            for line in self._ask("aliases")["aliases"]
        ]
        return {alias.name: alias for alias in found}

    def load(self, alias: str | None = None, *, version: int | None = None) -> ContinualClassifierModel:
        """A version, every file of which was compared with the version's record; without words the newest.

        Raises:
            EngramError: when there is no such version, or a file of it is damaged; names the files
        """
        if alias is not None and version is not None:
            raise EngramError(f"give an alias or a version, not both: {alias!r} and {version}")
        bridge = java_class(BRIDGE)
        with java_errors():
            reference = java_class("io.engram.consolidation.store.ModelReference")(self.uri, alias, _long(version))
            java = bridge.load(_session()._jsparkSession, reference)
            return ContinualClassifierModel._from_java(java)

    def _ask(self, what: str) -> Any:
        bridge = java_class(BRIDGE)
        with java_errors():
            return json.loads(getattr(bridge, what)(_session()._jsparkSession, self.uri))


def _long(version: int | None) -> Any:
    return None if version is None else java_class("java.lang.Long").valueOf(version)


def _session() -> SparkSession:
    return SparkSession.builder.getOrCreate()


def models(uri: str) -> ModelStore:
    """The versions of the model at an address, as ``--model`` of the program names it."""
    return ModelStore(uri)
