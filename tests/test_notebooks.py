"""The notebooks run from top to bottom, and what is kept of them is whole and names no machine."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NAMES = sorted(file.name for file in FOLDER.glob("*.ipynb"))


def cells(name: str) -> list[dict]:
    notebook = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_there_are_notebooks():
    assert NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_with_its_outputs(name):
    kept = [cell for cell in cells(name) if cell["outputs"]]
    assert len(kept) >= len(cells(name)) - 1
    assert [cell["execution_count"] for cell in cells(name)] == list(range(1, len(cells(name)) + 1))
    kinds = {(output["output_type"], output.get("name")) for cell in kept for output in cell["outputs"]}
    assert kinds <= {("stream", "stdout"), ("execute_result", None), ("display_data", None)}


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_names_no_machine(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    for trace in (str(FOLDER.parent), str(Path.home()), "site-packages", "/tmp"):
        assert trace not in text, trace


@pytest.mark.model
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs(name, root):
    if find_spec("nbclient") is None or find_spec("ipykernel") is None:
        pytest.skip("nbclient and ipykernel are not installed")
    command = [sys.executable, str(root / "tests" / "run_notebooks.py"), "--check", str(FOLDER / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert name in done.stdout
