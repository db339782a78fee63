"""Training: which recipe is taken, and what a second run leaves alone."""

import os
from pathlib import Path

import pytest

from graphkit.errors import ModelError
from graphkit.train import fit

RECIPE = Path(__file__).parents[2] / "data" / "models" / "recipe.toml"


def test_an_unknown_language_is_refused():
    with pytest.raises(ModelError, match="no recipe for 'xx'"):
        fit.read_recipe(RECIPE, "xx")


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_recipe_tells_every_processor(language):
    table = fit.read_recipe(RECIPE, language)
    for name in fit.PROCESSORS:
        assert table[name]["train"]
        assert table[name]["dev"]
        assert table[name]["options"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_no_test_part_is_trained_on(language):
    table = fit.read_recipe(RECIPE, language)
    tests = {file for part in table["tests"].values() for file in part.values()}
    for name in (*fit.PROCESSORS, "vectors", *(step for step in table if step.endswith("_polish"))):
        for role in ("trees", "train", "silver", "dev"):
            files = table[name].get(role, [])
            assert not tests & set(files)
            assert not [file for file in files if "test" in Path(file).name]


def test_options_become_a_command_line():
    assert fit._command({"lr": 0.1, "cpu": True}) == ["--lr", "0.1", "--cpu"]


def test_finished_work_is_not_done_again(tmp_path):
    done = []
    fit._run(tmp_path, "pos", {"seed": 1}, lambda: done.append(1))
    fit._run(tmp_path, "pos", {"seed": 1}, lambda: done.append(2))
    fit._run(tmp_path, "pos", {"seed": 2}, lambda: done.append(3))
    assert done == [1, 3]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"no such file: .*absent"):
        fit._digest(tmp_path / "absent")


@pytest.mark.shared
def test_every_file_of_the_recipe_is_there():
    root = os.environ.get("GRAPHKIT_SHARED")
    if not root:
        pytest.skip("GRAPHKIT_SHARED names no folder of corpora")
    for language in ("en", "id"):
        table = fit.read_recipe(RECIPE, language)
        for name in (*fit.PROCESSORS, "vectors"):
            assert fit._inputs(table, name, Path(root))["files"]
        for part in table["tests"].values():
            assert all((Path(root) / file).is_file() for file in part.values())
