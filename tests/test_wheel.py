"""A built wheel carries everything, and works from an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

# Built from files alone: no build tool is fetched.
BUILD = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
INSTALL = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, *BUILD, "--wheel-dir", str(folder), str(root)], check=True)
    (found,) = folder.glob("graphkit-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, *INSTALL, "--target", str(folder), str(wheel)], check=True)
    return folder


def python(installed: Path, folder: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run code against the installed wheel in a folder where nothing else is."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GRAPHKIT_")}
    command = [sys.executable, "-W", "error", "-c", code, *words]
    return subprocess.run(
        command,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(installed)},
        check=False,
        capture_output=True,
        text=True,
    )


MAIN = "from graphkit.cli.app import main; main()"


def test_the_wheel_holds_every_file_of_ontology_data_and_templates(wheel: Path, root: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(["git", "ls-files"], cwd=root, check=True, capture_output=True, text=True).stdout
    for name in tracked.splitlines():
        if name.startswith(("ontology/", "data/")):
            assert f"graphkit/_shipped/{name}" in held
        elif name.startswith("graphkit/"):
            assert name in held
    assert any(name.endswith("licenses/LICENSE") for name in held)


def test_the_wheel_holds_no_tests_and_no_notebooks(wheel: Path) -> None:
    tops = {name.split("/")[0].split("-")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"graphkit"}


def test_the_wheel_finds_its_own_files(installed: Path, tmp_path: Path) -> None:
    code = (
        "import graphkit; from graphkit.knowledge import files; print(graphkit.__file__, files.path('data'))"
    )
    result = python(installed, tmp_path, code)
    assert result.returncode == 0, result.stderr
    module, data = result.stdout.split()
    assert Path(module) == installed / "graphkit" / "__init__.py"
    assert Path(data) == installed / "graphkit" / "_shipped" / "data"
    result = python(installed, tmp_path, MAIN, "check")
    assert result.returncode == 0, result.stderr


@pytest.mark.model
def test_the_wheel_walks_the_whole_road(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Amerika Serikat menjatuhkan sanksi kepada Iran.")
    (tmp_path / "b.txt").write_text("The United States imposed sanctions on Iran.")
    for words in (
        ["build", "a.txt", "b.txt", "--store", "kg"],
        ["export", "--store", "kg", "-o", "graph.ttl"],
        ["view", "--store", "kg", "-o", "graph.html"],
        ["doctor"],
    ):
        result = python(installed, tmp_path, MAIN, *words)
        assert result.returncode == 0, result.stderr
    assert "gk:sanctions" in (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "<html" in (tmp_path / "graph.html").read_text(encoding="utf-8")
