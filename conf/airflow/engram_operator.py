"""Runs a verb of Engram by spark-submit and lets Airflow know how it ended.

The exit code of spark-submit is not enough: in cluster mode it may be lost, and SparkSubmitHook has it in the text of
an exception only. So the verb writes an outcome file, and this operator reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import Asset, AssetAlias, ObjectStoragePath
from airflow.sdk.exceptions import AirflowException, AirflowFailException

# With a scheduler's run id Engram's versions say which DAG run made them.
RECORDS_THE_RUN = ("learn", "watch")
MAX_OUTCOME_BYTES = 16 << 20
# In what Airflow keeps of a task between its tries: the first of them whose outcome nobody has acted upon.
UNREAD = "engram_unread_since_try"


class EngramOperator(SparkSubmitOperator):
    """One verb of Engram.

    What an outcome does to the task:

    * done, also when there was nothing to do: success;
    * gate (published, but not promoted): success, ``promoted`` of the return value is False;
    * refused (data) and usage: failure without a retry. A ``watch`` that refused some tasks has learnt the others: it
      succeeds, and the return value names them;
    * conflict, unknown, fault, and no outcome at all: failure, to be retried. A retry does nothing twice: the store
      knows what was learnt from which rows.

    :param verb: words that name it, e.g. ``watch`` or ``models verify`` (templated)
    :param options: its options, long name without dashes to value (templated). A list repeats the option, True gives
        it without a value, and one that is None, False or empty is left out
    :param outcomes: folder for outcome files, which the cluster and Airflow's workers reach by the same URI (templated)
    :param outcomes_conn_id: Airflow connection by which workers reach that folder; not needed on a local disk
    :param application: Engram's assembly jar (templated)
    """

    template_fields: Sequence[str] = (*SparkSubmitOperator.template_fields, "verb", "options", "outcomes")

    def __init__(
        self,
        *,
        verb: str,
        options: dict[str, Any],
        outcomes: str,
        outcomes_conn_id: str | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("java_class", "io.engram.jobs.Main")
        kwargs.setdefault("name", "engram")
        super().__init__(**kwargs)
        self.verb = verb
        self.options = options
        self.outcomes = outcomes
        self.outcomes_conn_id = outcomes_conn_id
        self._submitted = True

    def execute(self, context: Any) -> dict[str, Any]:
        """Runs the verb, unless it has ended: with success in this try, or in an earlier one, in any way that a retry
        would not change, while no worker looked.

        :return: the verb's result, with ``outcome`` and ``promoted``
        :raises AirflowFailException: a retry would end the same way
        :raises AirflowException: a retry may help
        """
        instance, state = context["ti"], context.get("task_state_store")
        address = self._address(instance, instance.try_number)
        unread = state and state.get(UNREAD)
        outcome = self._ended(context, int(unread or instance.try_number))
        if outcome is None:
            if state and not unread:
                unread = str(instance.try_number)
                state.set(UNREAD, unread)
            self.application_args = self._arguments(address, context)
            failure: Exception | None = None
            try:
                super().execute(context)
            except AirflowFailException:
                raise
            except (AirflowException, RuntimeError) as e:
                failure = e
            outcome = self._read(address)
            if outcome is None and not self._submitted:
                outcome = next(self._earlier(instance, 1), None)
            if outcome is None:
                raise AirflowException(
                    f"engram {self.verb} left no outcome in {address}: it was killed, or never began"
                ) from failure
        if unread:
            state.delete(UNREAD)
        return self._end(outcome, context)

    def execute_resumable(self, context: Any) -> Any:
        """On a cluster that keeps the driver, the provider first looks for the job of an earlier try: one that runs is
        waited for, one that ended well is not submitted again. Such a job's outcome lies where that try wanted it.
        """
        self._submitted = False
        return super().execute_resumable(context)

    def submit_job(self, context: Any) -> str | None:
        self._submitted = True
        return super().submit_job(context)

    def _address(self, instance: Any, number: int) -> str:
        words = (instance.dag_id, instance.run_id, instance.task_id, str(instance.map_index))
        return "/".join([self.outcomes.rstrip("/"), *(quote(word, safe="") for word in words), f"{number}.json"])

    def _ended(self, context: Any, since: int) -> dict[str, Any] | None:
        instance, begun = context["ti"], _begun(context)
        own = self._read(self._address(instance, instance.try_number))
        if own is not None and _succeeded(own) and not _is_older(own, begun):
            return own
        earlier = (outcome for outcome in self._earlier(instance, since) if not _is_older(outcome, begun))
        return next((outcome for outcome in earlier if not _may_be_retried(outcome)), None)

    def _earlier(self, instance: Any, since: int) -> Iterator[dict[str, Any]]:
        """Outcomes of the tries before this one, the newest first."""
        tries = range(instance.try_number - 1, since - 1, -1)
        found = (self._read(self._address(instance, number)) for number in tries)
        return (outcome for outcome in found if outcome is not None)

    def _read(self, address: str) -> dict[str, Any] | None:
        path = ObjectStoragePath(address, conn_id=self.outcomes_conn_id)
        try:
            with path.open("rb") as file:
                outcome = json.loads(file.read(MAX_OUTCOME_BYTES))
        except FileNotFoundError:
            return None
        except ValueError:
            self.log.warning("%s is not a whole outcome: taken as none", address)
            return None
        if not isinstance(outcome, dict) or not isinstance(outcome.get("outcome"), str):
            self.log.warning("%s is not an outcome of Engram: taken as none", address)
            return None
        return outcome

    def _arguments(self, address: str, context: Any) -> list[str]:
        options = {**self.options, "outcome": address}
        if self.verb in RECORDS_THE_RUN:
            options["scheduler-run"] = context["run_id"]
        arguments = self.verb.split()
        for name, value in options.items():
            for given in value if isinstance(value, list) else [value]:
                if given is True:
                    arguments.append(f"--{name}")
                elif given is not None and given is not False and given != "":
                    arguments.append(f"--{name}={given}")
        return arguments

    def _end(self, outcome: dict[str, Any], context: Any) -> dict[str, Any]:
        message = f"engram {self.verb}: {outcome['outcome']}: {outcome.get('message', '')}"
        if not _succeeded(outcome):
            raise (AirflowException if _may_be_retried(outcome) else AirflowFailException)(message)
        self.log.info("%s", message)
        result = outcome.get("result") or {}
        self._announce(result, context)
        return {**result, "outcome": outcome["outcome"], "promoted": _promoted(outcome)}

    def _announce(self, result: dict[str, Any], context: Any) -> None:
        """Every outlet says which version it stands for, and whether that is production now; an alias becomes the table
        that was written, or the model if a version was published."""
        published = [task for task in result.get("tasks", []) if task.get("version")]
        newest = max(published, key=lambda task: task["version"]) if published else result
        version, model = newest.get("version"), str(self.options.get("model", "")).rstrip("/")
        learnt = {"version": version, "model": model, "promoted": _is_production(newest)}
        for outlet in self.outlets:
            if isinstance(outlet, AssetAlias) and result.get("output"):
                context["outlet_events"][outlet].add(Asset(result["output"]), extra={"version": version})
            elif isinstance(outlet, AssetAlias) and version is not None:
                context["outlet_events"][outlet].add(Asset(model), extra=learnt)
            elif isinstance(outlet, Asset) and version is not None:
                context["outlet_events"][outlet].extra = learnt


def _begun(context: Any) -> datetime | None:
    return getattr(context.get("dag_run"), "start_date", None)


def _is_older(outcome: dict[str, Any], begun: datetime | None) -> bool:
    """Of a DAG run of the same id that was deleted and made again: its tries have the same numbers."""
    try:
        return begun is not None and datetime.fromisoformat(outcome["ended"].replace("Z", "+00:00")) < begun
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _is_production(learnt: dict[str, Any]) -> bool:
    """Of a task of a watch, or of what a learn says: the gate is a word there, an object here."""
    gate = learnt.get("gate")
    return (gate.get("outcome") if isinstance(gate, dict) else gate) in ("moved", "stands")


def _succeeded(outcome: dict[str, Any]) -> bool:
    if outcome["outcome"] == "refused":
        return outcome.get("verb") == "watch" and "tasks" in (outcome.get("result") or {})
    return outcome["outcome"] in ("done", "gate")


def _may_be_retried(outcome: dict[str, Any]) -> bool:
    return not _succeeded(outcome) and outcome["outcome"] not in ("refused", "usage")


def _promoted(outcome: dict[str, Any]) -> bool:
    result = outcome.get("result") or {}
    return all(_is_production(learnt) for learnt in result.get("tasks") or [result])
