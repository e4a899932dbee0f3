"""What the operator makes of every end of a run, with a spark-submit that is a script."""

import json
import os
import stat
from datetime import datetime, timezone
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from airflow.sdk import Asset, AssetAlias
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from engram_operator import UNREAD, EngramOperator

FAKE = """#!/usr/bin/env python3
import json, pathlib, sys
with open({calls!r}, "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
file = next(word.split("=", 1)[1] for word in sys.argv if word.startswith("--outcome="))
path = pathlib.Path(file.removeprefix("file://"))
path.parent.mkdir(parents=True, exist_ok=True)
text = {text!r}
if text is not None:
    path.write_text(text)
print("Submitted application application_1_{number}")
sys.exit({code})
"""
MODEL = "file:///lake/model"
MANAGER = "yarn_resourcemanager_webapp_address"


@pytest.fixture(autouse=True)
def local_spark(monkeypatch, tmp_path):
    monkeypatch.setenv("AIRFLOW_CONN_SPARK_DEFAULT", "spark://local[1]")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")


class Yarn:
    """A resource manager: how applications ended, by their number. Those that it was not told of run on.

    What Airflow keeps of a task between its tries is kept here as well.
    """

    def __init__(self):
        self.ended = {}
        self.state = {}
        self.when_asked = {}

    def get(self, url, **_):
        number = int(url.rsplit("_", 1)[1])
        final = self.ended.get(number, "UNDEFINED")
        if number in self.when_asked:
            self.when_asked.pop(number)()
        app = {"state": "RUNNING" if final == "UNDEFINED" else "FINISHED", "finalStatus": final}
        return SimpleNamespace(status_code=200, json=lambda: {"app": app})


@pytest.fixture
def yarn(monkeypatch):
    extra = {"deploy-mode": "cluster", MANAGER: "http://manager:8088"}
    connection = {"conn_type": "spark", "host": "yarn", "extra": extra}
    monkeypatch.setenv("AIRFLOW_CONN_SPARK_DEFAULT", json.dumps(connection))
    manager = Yarn()
    monkeypatch.setattr("airflow.providers.apache.spark.hooks.spark_submit.requests.get", manager.get)
    return manager


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.calls_file = folder / "calls"
        self.events = MagicMock()

    def leave(self, number, text):
        """Puts the outcome of a try where that try wants it."""
        path = self.folder / f"outcomes/d/manual__2026-01-01T00%3A00%3A00%2B00%3A00/t/-1/{number}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(text))

    def run(self, text, code=0, verb="learn", number=1, state=None, begun=None, **more):
        if isinstance(text, dict):
            text = json.dumps(text)
        script = self.folder / "spark-submit"
        script.write_text(FAKE.format(calls=str(self.calls_file), text=text, code=code, number=number))
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        operator = EngramOperator(
            task_id="t",
            verb=verb,
            options={"model": f"{MODEL}/", "replace": True, "seed": None, "key-cols": "k"},
            outcomes=f"file://{self.folder}/outcomes",
            application="engram.jar",
            **more,
        )
        instance = SimpleNamespace(dag_id="d", run_id="manual__2026-01-01T00:00:00+00:00", task_id="t",
                                   map_index=-1, try_number=number, stats_tags={})
        store = None if state is None else SimpleNamespace(get=state.get, set=state.__setitem__, delete=state.pop)
        context = {"ti": instance, "run_id": instance.run_id, "outlet_events": self.events, "task_state_store": store,
                   "dag_run": SimpleNamespace(start_date=begun)}
        return operator.execute(context)

    def calls(self):
        lines = self.calls_file.read_text().splitlines() if self.calls_file.exists() else []
        return [json.loads(line) for line in lines]


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def outcome(word, code, verb="learn", **result):
    return {"verb": verb, "exitCode": code, "outcome": word, "message": "what it says", "result": result}


def test_done_is_success_and_the_run_id_of_the_scheduler_is_passed_on(bench):
    result = bench.run(outcome("done", 0, version=3, gate={"outcome": "moved"}))
    assert result["version"] == 3 and result["promoted"] is True
    words = bench.calls()[0]
    assert "--scheduler-run=manual__2026-01-01T00:00:00+00:00" in words
    assert "--replace" in words and "--key-cols=k" in words
    assert not [word for word in words if word.startswith("--seed")]


def test_gate_is_success_that_says_it_was_not_promoted(bench):
    result = bench.run(outcome("gate", 5, version=3, gate={"outcome": "failed"}), code=5)
    assert result["outcome"] == "gate" and result["promoted"] is False


@pytest.mark.parametrize(("gates", "promoted"), [(("moved", "stands"), True), (("failed", "moved"), False)])
def test_a_watch_is_promoted_when_all_that_it_learnt_is(bench, gates, promoted):
    tasks = [{"task": str(i), "state": "published", "version": i, "gate": gate} for i, gate in enumerate(gates, 1)]
    word, code = ("done", 0) if promoted else ("gate", 5)
    result = bench.run(outcome(word, code, "watch", tasks=tasks), code=code, verb="watch")
    assert result["outcome"] == word and result["promoted"] is promoted


@pytest.mark.parametrize(("word", "code"), [("refused", 3), ("usage", 2)])
@pytest.mark.parametrize("seen", [True, False])
def test_what_no_retry_helps_fails_without_one_also_when_the_exit_code_is_lost(bench, word, code, seen):
    with pytest.raises(AirflowFailException, match="what it says"):
        bench.run(outcome(word, code), code=code if seen else 0)


@pytest.mark.parametrize(("word", "code"), [("conflict", 4), ("unknown", 6), ("fault", 1)])
@pytest.mark.parametrize("seen", [True, False])
def test_what_a_retry_may_help_is_retried_also_when_the_exit_code_is_lost(bench, word, code, seen):
    with pytest.raises(AirflowException, match="what it says") as raised:
        bench.run(outcome(word, code), code=code if seen else 0)
    assert not isinstance(raised.value, AirflowFailException)


@pytest.mark.parametrize("text", [None, "", '{"verb": "learn", "outc', "[]", "{}"])
@pytest.mark.parametrize("code", [0, 137])
def test_no_whole_outcome_is_retried_whatever_the_exit_code(bench, text, code):
    with pytest.raises(AirflowException, match="left no outcome") as raised:
        bench.run(text, code=code)
    assert not isinstance(raised.value, AirflowFailException)


def test_an_outcome_of_this_try_that_is_done_is_not_done_again(bench):
    bench.run(outcome("done", 0, version=3))
    assert bench.run(outcome("fault", 1))["version"] == 3
    assert len(bench.calls()) == 1
    assert bench.run(outcome("done", 0, version=4), number=2)["version"] == 4


def test_an_outcome_of_a_deleted_run_of_the_same_id_is_none_of_this_run(bench):
    begun = datetime(2026, 1, 2, tzinfo=timezone.utc)
    before, later = "2026-01-01T23:59:59.9Z", "2026-01-02T00:01:00Z"
    bench.leave(1, {**outcome("done", 0, version=3), "ended": before})
    assert bench.run({**outcome("done", 0, version=4), "ended": later}, begun=begun)["version"] == 4
    assert bench.run(outcome("fault", 1), begun=begun)["version"] == 4, "which ended after this run began"
    bench.leave(1, {**outcome("refused", 3), "ended": before})
    assert bench.run(outcome("done", 0, version=5), number=2, begun=begun, state={UNREAD: "1"})["version"] == 5


def test_a_watch_that_refused_tasks_has_learnt_the_others(bench):
    tasks = [{"task": "a", "version": 2}, {"task": "b", "version": None}]
    assert bench.run(outcome("refused", 3, "watch", tasks=tasks), code=3, verb="watch")["tasks"] == tasks
    with pytest.raises(AirflowFailException):
        bench.run(outcome("refused", 3, "watch", error="no store"), code=3, verb="watch", number=2)


def worker_dies(bench, yarn, number):
    """The try submits and ends there; its application goes on."""
    yarn.when_asked[number] = lambda: (_ for _ in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        bench.run(None, number=number, state=yarn.state, yarn_track_via_rm_api=True)


def retry(bench, yarn, number, text=None):
    return bench.run(text, number=number, state=yarn.state, yarn_track_via_rm_api=True)


@pytest.mark.parametrize("way", [{"yarn_track_via_rm_api": True}, {"durable": False}])
def test_on_yarn_in_cluster_mode_the_operator_submits_by_either_way_of_the_provider(bench, yarn, way):
    yarn.ended[1] = "SUCCEEDED"
    assert bench.run(outcome("done", 0, version=3), state=yarn.state, **way)["version"] == 3
    (words,) = bench.calls()
    assert words[words.index("--master") + 1] == "yarn" and words[words.index("--deploy-mode") + 1] == "cluster"
    assert ("spark.yarn.submit.waitAppCompletion=false" in words) is ("durable" not in way)
    assert yarn.state == ({"spark_job_id": "application_1_1"} if "durable" not in way else {})


@pytest.mark.parametrize("ended", ["while no worker looked", "while the retry waited for it"])
def test_a_retry_ends_as_the_job_did_that_an_earlier_try_had_begun(bench, yarn, ended):
    worker_dies(bench, yarn, 1)
    if ended == "while no worker looked":
        yarn.ended[1] = "SUCCEEDED"
        bench.leave(1, outcome("done", 0, version=3))
    else:
        yarn.when_asked[1] = lambda: (yarn.ended.update({1: "SUCCEEDED"}), bench.leave(1, outcome("done", 0, version=3)))
    assert retry(bench, yarn, 2)["version"] == 3
    assert len(bench.calls()) == 1, "nothing was submitted again"


def test_a_job_that_was_waited_for_and_refused_its_data_fails_without_a_retry(bench, yarn):
    worker_dies(bench, yarn, 1)
    yarn.when_asked[1] = lambda: (yarn.ended.update({1: "FAILED"}), bench.leave(1, outcome("refused", 3)))
    with pytest.raises(AirflowFailException, match="what it says"):
        retry(bench, yarn, 2)


@pytest.mark.parametrize("state", ["FAILED", "SUCCEEDED"])
def test_a_gate_that_refused_while_no_worker_looked_is_what_the_retry_ends_with(bench, yarn, state):
    worker_dies(bench, yarn, 1)
    yarn.ended[1] = state
    bench.leave(1, outcome("gate", 5, version=3, gate={"outcome": "failed"}))
    result = retry(bench, yarn, 2)
    assert result["outcome"] == "gate" and result["promoted"] is False and result["version"] == 3
    assert len(bench.calls()) == 1, "nothing was submitted again"


def test_data_that_was_refused_while_no_worker_looked_fails_once_and_is_read_anew_when_the_task_is_cleared(bench, yarn):
    worker_dies(bench, yarn, 1)
    yarn.ended[1] = "FAILED"
    bench.leave(1, outcome("refused", 3))
    with pytest.raises(AirflowFailException, match="what it says"):
        retry(bench, yarn, 2)
    assert len(bench.calls()) == 1
    yarn.ended[3] = "SUCCEEDED"
    assert retry(bench, yarn, 3, outcome("done", 0, version=4))["version"] == 4
    assert len(bench.calls()) == 2


def test_what_a_client_left_after_its_worker_died_is_not_done_again(bench):
    state = {"engram_unread_since_try": "1"}
    bench.leave(1, outcome("gate", 5, version=3, gate={"outcome": "failed"}))
    assert bench.run(outcome("done", 0, version=3), number=2, state=state)["outcome"] == "gate"
    assert bench.calls() == [] and state == {}


def test_what_was_acted_upon_is_not_taken_for_the_end_of_a_later_try(bench):
    state = {}
    with pytest.raises(AirflowFailException):
        bench.run(outcome("refused", 3), code=3, state=state)
    assert state == {}
    assert bench.run(outcome("done", 0, version=4), number=2, state=state)["version"] == 4


def test_of_several_earlier_tries_the_newest_says_how_the_job_ended(bench, yarn):
    yarn.ended[1] = "FAILED"
    with pytest.raises(AirflowException, match="conflict"):
        retry(bench, yarn, 1, outcome("conflict", 4))
    worker_dies(bench, yarn, 2)
    yarn.when_asked[2] = lambda: (yarn.ended.update({2: "SUCCEEDED"}), bench.leave(2, outcome("done", 0, version=7)))
    assert retry(bench, yarn, 3)["version"] == 7
    assert len(bench.calls()) == 2


def test_a_job_that_was_submitted_again_and_killed_does_not_end_as_an_earlier_one(bench, yarn):
    yarn.ended.update({1: "FAILED", 2: "FAILED"})
    for number, text in ((1, outcome("conflict", 4)), (2, None)):
        with pytest.raises(AirflowException, match="conflict" if text else "left no outcome"):
            retry(bench, yarn, number, text)


def test_an_outcome_that_an_earlier_try_had_left_before_is_not_taken_for_that_of_a_killed_one(bench):
    with pytest.raises(AirflowFailException):
        bench.run(outcome("refused", 3), code=3)
    with pytest.raises(AirflowException, match="left no outcome") as raised:
        bench.run(None, code=137, number=2)
    assert not isinstance(raised.value, AirflowFailException)


def test_a_model_is_announced_by_its_address_only_when_a_version_was_published(bench):
    published = AssetAlias("published")
    bench.run(outcome("done", 0, "watch", tasks=[]), verb="watch", outlets=[published])
    bench.events.__getitem__.return_value.add.assert_not_called()
    tasks = [{"task": "a", "version": 2, "gate": "moved"}, {"task": "b", "version": None}]
    bench.run(outcome("done", 0, "watch", tasks=tasks), verb="watch", outlets=[published], number=2)
    bench.events.__getitem__.return_value.add.assert_called_once_with(
        Asset(MODEL), extra={"version": 2, "model": MODEL, "promoted": True})


def test_the_event_of_a_version_that_the_gate_kept_from_production_says_so(bench):
    tasks = [{"task": "a", "version": 2, "gate": "moved"}, {"task": "b", "version": 3, "gate": "failed"}]
    bench.run(outcome("gate", 5, "watch", tasks=tasks), code=5, verb="watch", outlets=[AssetAlias("published")])
    bench.events.__getitem__.return_value.add.assert_called_once_with(
        Asset(MODEL), extra={"version": 3, "model": MODEL, "promoted": False})


def test_outlets_say_which_version_they_stand_for(bench):
    model, scored = Asset("model"), AssetAlias("scored")
    said = outcome("done", 0, version=3, output="file:///lake/scored", gate={"outcome": "stands"})
    bench.run(said, outlets=[model, scored])
    bench.events.__getitem__.return_value.add.assert_called_once_with(
        Asset("file:///lake/scored"), extra={"version": 3})
    assert bench.events.__getitem__.return_value.extra == {"version": 3, "model": MODEL, "promoted": True}
