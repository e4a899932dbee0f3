import os
import re
from pathlib import Path


def test_the_snippet_of_the_readme_runs_as_it_is_written(spark, lake, table, capsys):
    page = Path(os.environ["ENGRAM_TEST_README"]).read_text(encoding="utf-8")
    (shown,) = re.findall(r"<!-- snippet: python -->\n```python\n(.*?)```", page, re.DOTALL)
    assert '"minilm"' in shown
    names = {"work": str(lake), "lake": str(lake), "tasks": table, "table": table}
    exec(shown.replace('"minilm"', '"tiny"'), names)
    assert names["spark"] is spark
    assert names["scored"].filter("prediction is not null").count() == 24
    assert names["model"].version == 2
    assert capsys.readouterr().out.strip() == "['animal', 'plant'] [None, None]"
