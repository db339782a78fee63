"""Shipped files are found beside the package, and a missing one is named with the places tried."""

from pathlib import Path

import pytest

from graphkit.knowledge import files


def test_finds_a_file_and_a_folder_of_the_checkout():
    assert files.path("data", "actors", "states.toml").is_file()
    assert files.path("data/actors").is_dir()


def test_names_every_place_that_was_tried():
    with pytest.raises(FileNotFoundError, match=r"data/nothing\.toml is not shipped; looked at .*_shipped"):
        files.path("data", "nothing.toml")


def test_a_wheel_carries_the_folders_inside_the_package(tmp_path, monkeypatch):
    inside = tmp_path / "graphkit" / "_shipped" / "data"
    inside.mkdir(parents=True)
    (inside / "only_here.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(files, "_HOMES", (tmp_path / "graphkit" / "_shipped", tmp_path))
    assert files.path("data/only_here.toml") == inside / "only_here.toml"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "only_here.toml").write_text("", encoding="utf-8")
    assert files.path("data/only_here.toml") == Path(inside / "only_here.toml"), "the wheel's copy wins"
