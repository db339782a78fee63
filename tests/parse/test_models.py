"""Models are found where they are said to be, and what is missing is told with a remedy."""

import json
from pathlib import Path

import pytest

from graphkit.errors import ModelError
from graphkit.parse import models


def layout(folder: Path, *processors: str, language: str = "xx") -> Path:
    """Make a folder as Stanza's downloader leaves it, with empty weights."""
    for name in processors:
        (folder / language / name).mkdir(parents=True)
        (folder / language / name / "any.pt").touch()
    (folder / "resources.json").write_text(json.dumps({language: {}}))
    return folder


def test_a_folder_in_the_layout_of_stanza_is_found(tmp_path: Path) -> None:
    folder = layout(tmp_path, *models.PROCESSORS)
    found = models.find("xx", folder)
    assert (found.folder, found.processors, found.arguments) == (folder, models.PROCESSORS, {})


def test_without_multi_word_tokens_and_names_models_are_still_whole(tmp_path: Path) -> None:
    folder = layout(tmp_path, "tokenize", "pos", "lemma", "depparse")
    assert models.find("xx", str(folder)).processors == ("tokenize", "pos", "lemma", "depparse")


def test_missing_processors_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="lack depparse, lemma") as caught:
        models.find("xx", layout(tmp_path, "tokenize", "pos"))
    assert "graphkit models fetch xx" in (caught.value.hint or "")


def test_a_language_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"no Stanza models for 'yy' at {tmp_path}"):
        models.find("yy", layout(tmp_path, *models.PROCESSORS))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"no Stanza models for 'id' at {tmp_path}/none"):
        models.find("id", tmp_path / "none")


def test_damaged_weights_are_told_in_one_line(tmp_path: Path) -> None:
    from graphkit.parse.parser import Parser

    with pytest.raises(ModelError, match=f"cannot load the models at {tmp_path}/id: ") as caught:
        Parser("id", models=layout(tmp_path, *models.PROCESSORS, language="id"))
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_without_a_network_fetching_fails_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A proxy that nobody serves stands for a machine without a network.
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match="the official models for 'id' cannot be had") as caught:
        models.fetch("id", tmp_path)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in (caught.value.hint or "")
