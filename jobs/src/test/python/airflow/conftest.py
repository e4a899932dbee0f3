"""The files that people copy, on the path as Airflow puts a DAG folder there."""

import sys
from pathlib import Path

DAGS = Path(__file__).resolve().parents[5] / "conf" / "airflow"
sys.path.insert(0, str(DAGS))
