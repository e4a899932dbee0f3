import os
import re
from pathlib import Path

import pytest

README = Path(os.environ["ENGRAM_TEST_README"])
ENCODER = README.parent / "jobs/target/data/all-minilm-l6-v2.jar"


@pytest.fixture
def work(tmp_path) -> str:
    """A folder that holds nothing yet."""
    return str(tmp_path / "work")


def snippet(page: Path, before: str = "") -> str:
    (shown,) = re.findall(before + r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert '"./all-minilm-l6-v2.jar"' in shown
    return shown.replace("./all-minilm-l6-v2.jar", str(ENCODER))


def test_the_snippet_of_the_readme_runs_as_it_is_written_with_the_wheel_alone(spark, lake, table, work, capsys):
    names = {"work": work, "lake": str(lake), "tasks": table, "table": table}
    exec(snippet(README, "<!-- snippet: python -->\n"), names)
    assert names["spark"] is spark
    assert names["scored"].filter("prediction is not null").count() == 24
    assert names["model"].version == 2
    assert capsys.readouterr().out.splitlines()[-1] == "['animal', 'plant'] [None, None]"


def test_the_snippet_of_the_wheel_runs_as_it_is_written(spark, table, work, capsys):
    shown = snippet(README.parent / "jobs/python/README.md")
    folder = '"file:///tmp/engram-work"'
    assert folder in shown
    exec(shown.replace(folder, repr(work)), {"tasks": table, "table": table})
    assert "prediction" in capsys.readouterr().out
