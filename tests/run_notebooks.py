"""Run the notebooks and keep their outputs: python tests/run_notebooks.py [--check] [notebook ...].

With --check nothing is written. What a cell writes to standard error is not kept: it names the machine.
"""

import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"


def run(file: Path) -> Any:
    """Return a notebook with fresh outputs; raises where a cell fails."""
    notebook = nbformat.read(file, as_version=4)
    place = {"metadata": {"path": str(file.parent)}}
    NotebookClient(notebook, timeout=900, kernel_name="python3", resources=place).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # clock times
        if "outputs" in cell:
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]
    return notebook


def main() -> None:
    """Run the notebooks named on the command line, or all, and write them back unless only checking."""
    names = [Path(one).resolve() for one in sys.argv[1:] if one != "--check"]
    for file in names or sorted(FOLDER.glob("*.ipynb")):
        notebook = run(file)
        if "--check" not in sys.argv:
            nbformat.write(notebook, file)
        print(file.name, sum(bool(cell.get("outputs")) for cell in notebook.cells), "cells with outputs")


if __name__ == "__main__":
    main()
