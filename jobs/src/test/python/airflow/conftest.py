"""The files that people copy, on the path as Airflow puts a DAG folder there; an Airflow home of the tests' own."""

import os
import sys
import tempfile
from pathlib import Path

DAGS = Path(__file__).resolve().parents[5] / "conf" / "airflow"
sys.path.insert(0, str(DAGS))
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="airflow-")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
