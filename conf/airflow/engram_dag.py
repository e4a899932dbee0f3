"""Learns the tasks that arrived in a lake and scores tables. Copy this file and engram_operator.py to the DAG folder.

What is to be said is said by Params, per run or in the Airflow UI; nothing here needs editing. What a scheduled run takes for
them, and the schedule itself, are environment variables of Airflow: ENGRAM_SCHEDULE (a cron expression; without it the DAG runs
when it is triggered), ENGRAM_APPLICATION, ENGRAM_LAKE, ENGRAM_MODEL, ENGRAM_OUTCOMES, ENGRAM_ALIAS, and as JSON ENGRAM_LEARN and
ENGRAM_TABLES. ENGRAM_SUBMIT, JSON too, is what the cluster wants of both operators: arguments of EngramOperator and of
SparkSubmitOperator by their names, e.g. {"driver_memory": "4g", "yarn_track_via_rm_api": true}. Secrets belong into
connections: `spark_default` (where Spark runs) and, for outcomes on an object store, the one that ENGRAM_SUBMIT names as `outcomes_conn_id`.

Which tasks are new is asked of `engram watch --once`, not of a listing made here: the watch knows when a task is
complete, in which order tasks came and which were refused, moves the refused aside, and learns all in one Spark session.
Mapping a task of Airflow to each task of the lake would need a second opinion on all of that and a session each, and
could run no two of them at once: a model is learnt one task after another.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG, Asset, AssetAlias, Param, get_current_context, task

from engram_operator import EngramOperator

# The alias stands for the Asset of the model's URI, and only a run that published a version announces it. Its event says
# {"version": 3, "model": URI, "promoted": True}: a DAG that serves production looks at `promoted`.
MODEL = AssetAlias("engram_published")
SCORED = AssetAlias("engram_scored")


def given(name: str, otherwise):
    """What the environment says of a Param; JSON of the same type where the Param is no text."""
    variable = f"ENGRAM_{name}"
    text = os.environ.get(variable)
    if text is None or isinstance(otherwise, str):
        return otherwise if text is None else text
    example = {"epochs": 3} if isinstance(otherwise, dict) else [{"input": "s3a://...", "output": "s3a://..."}]
    kind = "an object" if isinstance(otherwise, dict) else "an array of objects"
    expected = f"the environment variable {variable} has to be JSON, {kind} like {json.dumps(example)}; it is {text!r}"
    try:
        value = json.loads(text)
    except ValueError as e:
        raise ValueError(f"{expected}: {e}") from None
    if not isinstance(value, type(otherwise)):
        raise ValueError(expected)
    return value


PARAMS = {
    "application": Param(given("APPLICATION", "/opt/engram/engram-jobs-0.1.0-SNAPSHOT-assembly.jar"), type="string", description="Engram's assembly jar"),
    "lake": Param(given("LAKE", "file:///lake"), type="string", description="tasks arrive in LAKE/tasks/TASK"),
    "model": Param(given("MODEL", "file:///lake/models/support"), type="string", description="folder of the model"),
    "outcomes": Param(given("OUTCOMES", "file:///lake/outcomes"), type="string", description="folder for outcome files"),
    "learn": Param(
        given("LEARN", {"min-accuracy": 0.8, "max-forgetting": 0.02}),
        type="object",
        description="more options of `engram watch`, e.g. text-col, epochs, quiet-period; the rules of the gate",
    ),
    "tables": Param(
        given("TABLES", []),
        type="array",
        items={"type": "object", "required": ["input", "output"]},
        description='options of `engram score`, a table each: [{"input": ..., "output": ..., "task": ...}]',
    ),
    "alias": Param(given("ALIAS", "production"), type="string", description="the version that scores; it has to exist by then"),
}

# Of these few are templates, so that a Param of a run could not say them.
SUBMIT = given("SUBMIT", {})

with DAG(
    dag_id="engram",
    schedule=os.environ.get("ENGRAM_SCHEDULE") or None,
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    # Two runs that learn into one model would only make each other wait.
    max_active_runs=1,
    params=PARAMS,
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=2),
        "retry_exponential_backoff": True,
    },
    render_template_as_native_obj=True,
    tags=["engram"],
    doc_md=__doc__,
) as dag:

    @task
    def options_of_learning() -> dict:
        params = get_current_context()["params"]
        return {"lake": params["lake"], "model": params["model"], "once": True, **params["learn"]}

    @task
    def tables_to_score() -> list[dict]:
        """Options of `engram score`, a table each. The output is named by the table: a retry replaces its own."""
        params = get_current_context()["params"]
        model = f"{params['model']}@{params['alias']}"
        return [{"model": model, "all-tasks": not {"task", "task-col"} & set(table), "overwrite": True, **table}
                for table in params["tables"]]

    @task(trigger_rule="all_done", retries=0)
    def notify(learnt: dict | None) -> None:
        """Fails when a task was refused, waits for another run or was kept from production, so that somebody looks: put
        your own message here."""
        if learnt is None:
            raise RuntimeError("nothing was learnt: see the task learn")
        look = []
        for state in learnt["tasks"]:
            print(f"{state['task']}: {state['state']}, version {state['version']}, {state['reason'] or 'no remark'}")
            if state["state"] != "published":
                look.append(f"{state['task']}: not learnt, {state['state']}")
            elif state["gate"] == "failed":
                look.append(f"{state['task']}: version {state['version']} was kept from production")
        if look:
            raise RuntimeError("; ".join(look))

    @task(trigger_rule="one_failed", retries=0)
    def fail() -> None:
        """The run is what its last tasks are, and notify ends well when only a table was not scored."""
        raise RuntimeError("a table was not scored, or nothing was learnt: see the tasks that failed")

    learn = EngramOperator(
        task_id="learn",
        verb="watch",
        options=options_of_learning(),
        application="{{ params.application }}",
        outcomes="{{ params.outcomes }}",
        outlets=[MODEL],
        max_active_tis_per_dag=1,
        **SUBMIT,
    )
    score = EngramOperator.partial(
        task_id="score",
        verb="score",
        application="{{ params.application }}",
        outcomes="{{ params.outcomes }}",
        outlets=[SCORED],
        map_index_template="{{ task.options['output'] }}",
        **SUBMIT,
    ).expand(options=tables_to_score())
    learn >> score
    score >> notify(learn.output)
    [learn, score] >> fail()
