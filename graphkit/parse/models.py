"""Finds the models of a language: the shipped ones, Stanza's official ones, or those of a folder."""

from dataclasses import dataclass, field
from pathlib import Path

from graphkit.errors import ModelError
from graphkit.knowledge import files

SHIPPED = "shipped"
OFFICIAL = "official"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
# Not every language has multi-word tokens, and Stanza publishes no name tagger for some.
_NEEDED = frozenset(PROCESSORS) - {"mwt", "ner"}


@dataclass(frozen=True, slots=True)
class Models:
    """The models of a language: a folder in Stanza's layout, the processors that it has, more arguments."""

    language: str
    folder: Path
    processors: tuple[str, ...]
    arguments: dict[str, str] = field(default_factory=dict)


def find(language: str, choice: Path | str | None = None) -> Models:
    """Return the models of the language: `choice` is None or "shipped", "official", or a folder.

    Raises:
        ModelError: no models there; its hint says how to get them.
    """
    folder = locate(choice)
    found = tuple(name for name in PROCESSORS if _weights(folder, language, name))
    if not found or not (folder / "resources.json").is_file():
        raise ModelError(f"no Stanza models for {language!r} at {folder}", hint=_remedy(language))
    missing = sorted(_NEEDED - set(found))
    if missing:
        message = f"the Stanza models for {language!r} at {folder} lack {', '.join(missing)}"
        raise ModelError(message, hint=_remedy(language))
    if "ner" not in found:
        return _with_shipped_names(Models(language, folder, found))
    return Models(language, folder, found)


def locate(choice: Path | str | None = None) -> Path:
    """Return the folder that a choice of models stands for."""
    if choice is None or choice == SHIPPED:
        return files.path("data") / "models"
    if choice == OFFICIAL:
        from stanza.resources.common import DEFAULT_MODEL_DIR

        return Path(DEFAULT_MODEL_DIR)
    return Path(choice).expanduser()


def _weights(folder: Path, language: str, name: str) -> list[Path]:
    return sorted((folder / language / name).glob("*.pt"))


def _with_shipped_names(models: Models) -> Models:
    """Add the shipped name tagger, where there is one, to models that have none."""
    shipped = locate()
    taggers = _weights(shipped, models.language, "ner")
    if not taggers:
        return models
    arguments = {"ner_model_path": str(taggers[0])}
    for part in ("pretrain", "forward_charlm", "backward_charlm"):
        for path in _weights(shipped, models.language, part):
            arguments[f"ner_{part}_path"] = str(path)
    return Models(models.language, models.folder, (*models.processors, "ner"), arguments)


def _remedy(language: str) -> str:
    return (
        f"--models {SHIPPED} takes those that came with graphkit, graphkit models fetch {language} gets the "
        "official ones, graphkit doctor lists what is there"
    )


def fetch(language: str, folder: Path | None = None) -> Path:
    """Download Stanza's official models, and return the folder they are in.

    Raises:
        ModelError: they cannot be had, as without a network.
    """
    import requests
    import stanza

    place = locate(OFFICIAL) if folder is None else folder
    try:
        stanza.download(language, model_dir=str(place), verbose=False)
    except (OSError, ValueError, requests.RequestException) as error:
        offline = isinstance(error, requests.ConnectionError)
        why = "no connection to Stanza's hub" if offline else " ".join(str(error).split())[:200]
        raise ModelError(
            f"the official models for {language!r} cannot be had: {why}",
            hint=f"without a network, copy them from another machine to {place}; the shipped ones need none",
        ) from error
    return place
