import importlib.util
import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(os.environ["ENGRAM_TEST_NOTEBOOKS"])
ALL = sorted(NOTEBOOKS.glob("*.ipynb"))
# Figures may differ between processors; words may not.
NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(e-?\d+)?")


def refresh():
    spec = importlib.util.spec_from_file_location("refresh", NOTEBOOKS / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shape(cell):
    """Kinds of a cell's outputs."""
    return [(output.output_type, sorted(output.get("data", {}))) for output in cell.outputs]


def executed(notebook):
    try:
        return refresh().executed(notebook)
    except CellExecutionError as error:
        if "cannot fetch https://" in str(error):
            pytest.skip(f"{notebook.name}: its data is not in the user's cache folder and cannot be fetched")
        raise


def text(output):
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def words(cell):
    """A cell's text without its figures and the lines of its tables."""
    return NUMBER.sub("#", re.sub(r"[\s+-]+", " ", "".join(map(text, cell.outputs)))).split()


@pytest.mark.parametrize("notebook", ALL, ids=lambda path: path.stem)
def test_a_clean_kernel_gives_what_the_notebook_shows(notebook):
    kept = nbformat.read(notebook, as_version=4)
    now = executed(notebook)
    for before, after in zip(code(kept), code(now), strict=True):
        assert before.execution_count == after.execution_count, before.source
        assert shape(before) == shape(after), before.source
        assert words(before) == words(after), before.source


@pytest.mark.parametrize("notebook", ALL, ids=lambda path: path.stem)
def test_the_kept_outputs_have_no_error_no_log_and_no_path_of_a_machine(notebook):
    for cell in code(nbformat.read(notebook, as_version=4)):
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr", cell.source
            assert not re.search(r"(?<![\w.])/(tmp|home|root|work|var|Users)/", text(output)), cell.source


def test_every_notebook_has_a_number_of_its_own():
    numbers = [int(path.name.split("-")[0]) for path in ALL]
    assert numbers == sorted(set(numbers)) != []
