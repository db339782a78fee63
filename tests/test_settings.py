"""Defaults give way to the file, the file to the environment, that to options."""

from pathlib import Path

import pytest

from graphkit.errors import SettingsError
from graphkit.settings import Settings, load


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_layer_wins_over_the_one_before() -> None:
    assert load(environment={}) == Settings()
    Path("graphkit.toml").write_text('store = "file"\nmodels = "official"\nthreads = 3\nlanguage = "id"\n')
    assert load(environment={}) == Settings(Path("file"), "id", "official", None, 3)
    environment = {"GRAPHKIT_MODELS": "env", "GRAPHKIT_THREADS": "4", "PATH": "x", "GRAPHKIT_SHARED": "y"}
    assert load(environment=environment) == Settings(Path("file"), "id", "env", None, 4)
    options = {"models": "option", "language": None, "actors": Path("a")}
    assert load(environment=environment, **options) == Settings(Path("file"), "id", "option", Path("a"), 4)


def test_a_named_file_is_read_instead_of_the_one_in_the_folder() -> None:
    Path("graphkit.toml").write_text("threads = 3\n")
    Path("other.toml").write_text('store = "there"\n')
    assert load(Path("other.toml"), environment={}) == Settings(store=Path("there"))


def test_the_variable_of_stanza_chooses_models_unless_ours_does() -> None:
    stanza = {"STANZA_RESOURCES_DIR": "somewhere"}
    assert load(environment=stanza).models == "somewhere"
    assert load(environment={**stanza, "GRAPHKIT_MODELS": "shipped"}).models == "shipped"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("stor = 1", "unknown setting 'stor'"),
        ("threads = true", "threads: a number from 1 was expected, not True"),
        ("threads = 0", "threads: a number from 1"),
        ('threads = "two"', "threads: a number from 1"),
        ("store = 3", "store: a text was expected, not 3"),
        ('models = ""', "models: a text was expected"),
        ("store =", "Invalid value"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(content: str, reason: str) -> None:
    Path("graphkit.toml").write_text(content)
    with pytest.raises(SettingsError, match=f"graphkit.toml: .*{reason}"):
        load(environment={})


def test_a_near_miss_gets_a_suggestion() -> None:
    with pytest.raises(SettingsError, match="environment: unknown setting 'model'") as caught:
        load(environment={"GRAPHKIT_MODEL": "x"})
    assert caught.value.hint == "did you mean models?"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: cannot be read"):
        load(Path("none.toml"), environment={})


def test_the_address_of_a_server_stays_an_address() -> None:
    for given in ({"store": "http://127.0.0.1:7878"}, {"store": "https://mari:secret@example.org/kg"}):
        assert load(environment={}, **given).store == given["store"]
    assert load(environment={"GRAPHKIT_STORE": "http://h/"}).store == "http://h/"
