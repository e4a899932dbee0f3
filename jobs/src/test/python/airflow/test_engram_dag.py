"""The DAG that people copy, as Airflow reads it."""

import json
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from conftest import DAGS


def test_the_dag_is_imported_and_learns_before_it_scores():
    bag = DagBag(dag_folder=str(DAGS))
    assert bag.import_errors == {}
    dag = bag.dags["engram"]
    assert dag.get_task("learn").downstream_task_ids >= {"score"}
    assert dag.get_task("score").upstream_task_ids == {"learn", "tables_to_score"}
    assert dag.get_task("score").is_mapped
    assert dag.get_task("learn").max_active_tis_per_dag == 1
    assert Path(dag.fileloc).parent == DAGS
    assert dag.schedule is None


def test_a_run_ends_badly_when_a_table_was_not_scored_and_when_a_task_was_not_learnt():
    dag = DagBag(dag_folder=str(DAGS)).dags["engram"]
    leaves = {task.task_id for task in dag.tasks if not task.downstream_task_ids}
    assert leaves == {"notify", "fail"}
    assert dag.get_task("fail").trigger_rule == "one_failed"
    assert dag.get_task("fail").upstream_task_ids == {"learn", "score"}
    assert dag.get_task("notify").trigger_rule == "all_done"
    assert "learn" in dag.get_task("notify").upstream_task_ids


@pytest.mark.parametrize(
    ("state", "gate", "said"),
    [
        ("published", "moved", None),
        ("published", None, None),
        ("published", "failed", "version 3 was kept from production"),
        ("refused", None, "not learnt, refused"),
        ("waiting", None, "not learnt, waiting"),
    ],
)
def test_somebody_is_told_of_a_task_that_was_not_learnt_or_was_kept_from_production(state, gate, said):
    notify = DagBag(dag_folder=str(DAGS)).dags["engram"].get_task("notify").python_callable
    learnt = {"tasks": [{"task": "birds", "state": state, "version": 3, "reason": None, "gate": gate}]}
    if said is None:
        notify(learnt)
    else:
        with pytest.raises(RuntimeError, match=f"^birds: {said}$"):
            notify(learnt)


def test_schedule_and_what_a_scheduled_run_takes_for_its_params_come_from_the_environment(monkeypatch):
    tables = [{"input": "s3a://lake/new", "output": "s3a://lake/scored"}]
    for name, value in {
        "SCHEDULE": "0 5 * * *",
        "LAKE": "s3a://lake",
        "MODEL": "s3a://lake/model",
        "LEARN": json.dumps({"epochs": 3}),
        "TABLES": json.dumps(tables),
    }.items():
        monkeypatch.setenv(f"ENGRAM_{name}", value)
    dag = DagBag(dag_folder=str(DAGS)).dags["engram"]
    assert dag.schedule == "0 5 * * *"
    params = dag.params.dump()
    assert params["lake"] == "s3a://lake" and params["model"] == "s3a://lake/model"
    assert params["learn"] == {"epochs": 3} and params["tables"] == tables
    assert params["alias"] == "production"


@pytest.mark.parametrize(("name", "kind"), [("LEARN", "an object"), ("SUBMIT", "an object"), ("TABLES", "an array of objects")])
@pytest.mark.parametrize("text", ["{'epochs': 3}", "", "3"])
def test_a_variable_that_is_no_such_json_is_named_with_what_is_expected_where_the_dag_is_imported(monkeypatch, name, kind, text):
    monkeypatch.setenv(f"ENGRAM_{name}", text)
    (error,) = DagBag(dag_folder=str(DAGS)).import_errors.values()
    assert f"the environment variable ENGRAM_{name} has to be JSON, {kind}" in error
    assert f"it is {text!r}" in error


def test_what_a_cluster_wants_comes_from_the_environment_to_both_operators(monkeypatch):
    monkeypatch.setenv("ENGRAM_SUBMIT", json.dumps({"yarn_track_via_rm_api": True, "driver_memory": "4g"}))
    dag = DagBag(dag_folder=str(DAGS)).dags["engram"]
    learn, score = dag.get_task("learn"), dag.get_task("score")
    assert (learn._yarn_track_via_rm_api, learn._driver_memory) == (True, "4g")
    assert score.partial_kwargs["yarn_track_via_rm_api"] is True and score.partial_kwargs["driver_memory"] == "4g"
    monkeypatch.setenv("ENGRAM_SUBMIT", json.dumps({"driver_memmory": "4g"}))
    (error,) = DagBag(dag_folder=str(DAGS)).import_errors.values()
    assert "driver_memmory" in error
