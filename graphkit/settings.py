"""What can be set: defaults, then graphkit.toml, then GRAPHKIT_* variables, then options."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from graphkit.errors import SettingsError

FILE = "graphkit.toml"
_PREFIX = "GRAPHKIT_"
# Variables of that prefix which are no settings: the developers' corpora, for the tests.
_OTHERS = frozenset({"GRAPHKIT_SHARED"})
# Which sentences are parsed.
PARSES = ("needed", "all")
# The settings that are numbers, with the smallest that makes sense.
_LEAST = {"threads": 1, "jobs": 1, "cache": 0}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a user can set.

    `store` is a folder, or the address of a SPARQL server ("http://..."). `language` is that of
    articles which state none (told from the text by default). `models` is "shipped", "official" or a
    folder. `actors` is a folder of actor tables instead of the shipped ones. `threads` is that of the
    parser: its matrices are small, and more than one wait for each other. `jobs` are processes that
    read articles side by side, each with models of its own in memory. `parse` is "needed" or "all": the
    sentences that get a tree; both find the same. `cache` is how many megabytes of parses are kept beside
    a store, 0 for none.
    `columns` names the fields of records by what they hold ("text=isi,date=tanggal"); `fetch` allows
    the web addresses of a corpus to be asked for, and nothing else does.
    """

    store: Path | str = Path("kg")
    language: str | None = None
    models: str = "shipped"
    actors: Path | None = None
    threads: int = 1
    jobs: int = 1
    parse: str = "needed"
    cache: int = 1_000
    columns: str = ""
    fetch: bool = False


def load(
    file: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    **options: Path | str | int | bool | None,
) -> Settings:
    """Return the settings; options that are None count as not given.

    `file` is graphkit.toml in the working folder by default, where there is one.

    Raises:
        SettingsError: an unknown key, a value of the wrong kind, or a file that cannot be read.
    """
    given = os.environ if environment is None else environment
    settings = Settings()
    if file is not None or Path(FILE).is_file():
        settings = _apply(settings, _read(file or Path(FILE)), str(file or FILE))
    if "STANZA_RESOURCES_DIR" in given:
        # Stanza's own word for where its models are; GRAPHKIT_MODELS and --models say more.
        settings = replace(settings, models=given["STANZA_RESOURCES_DIR"])
    variables = {
        key.removeprefix(_PREFIX).lower(): value
        for key, value in given.items()
        if key.startswith(_PREFIX) and key not in _OTHERS
    }
    settings = _apply(settings, variables, "environment")
    return _apply(settings, {key: value for key, value in options.items() if value is not None}, "options")


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: {error}") from error


def _apply(settings: Settings, values: Mapping[str, Any], origin: str) -> Settings:
    known = {field.name for field in fields(Settings)}
    for key in sorted(set(values) - known):
        near = difflib.get_close_matches(key, known, 1) or sorted(known)
        raise SettingsError(f"{origin}: unknown setting {key!r}", hint=f"did you mean {' or '.join(near)}?")
    return replace(settings, **{key: _value(key, value, origin) for key, value in values.items()})


def _value(key: str, value: object, origin: str) -> Any:
    if key in ("store", "actors") and isinstance(value, (str, Path)):
        # A Path would take one of the two slashes of an address for a slip.
        return value if key == "store" and "://" in str(value) else Path(value)
    if key == "fetch" and str(value).lower() in ("true", "false"):
        return str(value).lower() == "true"
    if key in ("language", "models", "columns") and isinstance(value, (str, Path)) and str(value):
        return str(value)
    if key == "parse" and value in PARSES:
        return value
    if key == "parse":
        raise SettingsError(f"{origin}: {key}: {' or '.join(PARSES)} was expected, not {value!r}")
    if key in _LEAST:
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= _LEAST[key]:
            return value
        raise SettingsError(f"{origin}: {key}: a number from {_LEAST[key]} was expected, not {value!r}")
    raise SettingsError(f"{origin}: {key}: a text was expected, not {value!r}")
