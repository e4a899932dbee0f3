"""Executes notebooks and saves them with their outputs: python3 refresh.py [NOTEBOOK]...

It needs `pip install engram-*.whl nbclient ipykernel matplotlib` and what `mvn package` leaves in jobs/target/data.
Standard error (the log) is not kept, nor are times of execution and the version of Python.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
KEPT = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def executed(notebook: Path, folder: Path = HERE) -> nbformat.NotebookNode:
    """The notebook with the outputs of a fresh kernel.

    Raises:
        CellExecutionError: when a cell fails
    """
    nb = nbformat.read(notebook, as_version=4)
    place = {"metadata": {"path": str(folder)}}
    NotebookClient(nb, timeout=600, kernel_name="python3", coalesce_streams=True, resources=place).execute()
    nb.metadata = nbformat.from_dict(KEPT)
    for cell in nb.cells:
        cell.metadata = nbformat.from_dict({})
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return nb


def main() -> None:
    for notebook in map(Path, sys.argv[1:] or sorted(HERE.glob("*.ipynb"))):
        print(notebook.name, flush=True)
        nbformat.write(executed(notebook), notebook)


if __name__ == "__main__":
    main()
