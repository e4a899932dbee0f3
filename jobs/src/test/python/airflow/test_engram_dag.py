"""The DAG that people copy, as Airflow reads it."""

from pathlib import Path

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
