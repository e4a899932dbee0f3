"""What tests do with a real Airflow: not wait where it would, and ask its database."""

import sqlite3
from pathlib import Path

PATIENCE_SECONDS = 180
PATIENT = '"retry_delay": timedelta(minutes=2),\n        "retry_exponential_backoff": True'


def retry_at_once(dag: Path) -> None:
    text = dag.read_text()
    assert PATIENT in text
    dag.write_text(text.replace(PATIENT, '"retry_delay": timedelta(seconds=1)'))


def rows(home: Path, query: str) -> list[tuple]:
    """What the database of an Airflow answers."""
    database = sqlite3.connect(f"file:{home}/airflow.db?mode=ro", uri=True)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()
