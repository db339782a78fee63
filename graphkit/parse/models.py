"""Finds the models of a language: the shipped ones, Stanza's official ones, or those of a folder."""

from dataclasses import dataclass
from pathlib import Path

from graphkit.errors import ModelError
from graphkit.knowledge import files

SHIPPED = "shipped"
OFFICIAL = "official"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
# Not every language has multi-word tokens, and some of Stanza's official languages have no name tagger.
NEEDED = frozenset(PROCESSORS) - {"mwt", "ner"}
_WITH_VECTORS = ("pos", "depparse", "ner")
_WITH_CHARACTERS = ("tokenize", "pos", "lemma", "depparse", "ner")


@dataclass(frozen=True, slots=True)
class Models:
    """Where the models of a language lie, and the arguments that make Stanza load them.

    `kind` is "compact" for a folder of one file a processor, "stanza" for a folder of Stanza's downloader.
    """

    language: str
    kind: str
    folder: Path
    processors: tuple[str, ...]
    arguments: dict[str, str]


def find(language: str, choice: Path | str | None = None) -> Models:
    """Return the models of the language: `choice` is None or "shipped", "official", or a folder.

    A folder holds one file a processor (as `data/models` does, with or without the language's own
    folder), or is a folder that Stanza's downloader filled.

    Raises:
        ModelError: no models there; its hint says how to get them.
    """
    if choice is None or choice == SHIPPED:
        return _compact(language, files.path("data") / "models" / language)
    root = _official_folder() if choice == OFFICIAL else Path(choice).expanduser()
    if not root.is_dir():
        raise ModelError(f"no models at {root}", hint=_remedy(language))
    if (root / "tokenize.pt").is_file():
        return _compact(language, root)
    if (root / "resources.json").is_file():
        return _stanza(language, root)
    return _compact(language, root / language)


def _official_folder() -> Path:
    from stanza.resources.common import DEFAULT_MODEL_DIR

    return Path(DEFAULT_MODEL_DIR)


def _remedy(language: str) -> str:
    return (
        f"graphkit doctor lists the models; --models {SHIPPED} takes those that came with graphkit, "
        f"graphkit models fetch {language} gets the official ones"
    )


def _compact(language: str, folder: Path) -> Models:
    found = tuple(name for name in PROCESSORS if (folder / f"{name}.pt").is_file())
    if not found:
        raise ModelError(f"no models for {language!r} at {folder}", hint=_remedy(language))
    missing = sorted(NEEDED - set(found))
    if missing:
        names = ", ".join(f"{name}.pt" for name in missing)
        raise ModelError(f"{folder}: missing {names}", hint=_remedy(language))
    arguments = {f"{name}_model_path": str(folder / f"{name}.pt") for name in found}
    for name in found:
        arguments |= _foundations(name, folder)
    return Models(language, "compact", folder, found, arguments)


def _foundations(name: str, folder: Path) -> dict[str, str]:
    """Name the word vectors and character models that a processor stands on, where the folder has them."""
    wanted = ["pretrain"] if name in _WITH_VECTORS else []
    wanted += ["forward_charlm", "backward_charlm"] if name in _WITH_CHARACTERS else []
    there = [part for part in wanted if (folder / f"{part}.pt").is_file()]
    return {f"{name}_{part}_path": str(folder / f"{part}.pt") for part in there}


def _stanza(language: str, root: Path) -> Models:
    folder = root / language
    found = tuple(name for name in PROCESSORS if any((folder / name).glob("*.pt")))
    missing = sorted(NEEDED - set(found))
    if missing:
        raise ModelError(f"no {', '.join(missing)} models for {language!r} at {root}", hint=_remedy(language))
    arguments: dict[str, str] = {}
    if "ner" not in found:
        # Stanza publishes no name tagger for some languages that we ship one for.
        shipped = files.path("data") / "models" / language
        if (shipped / "ner.pt").is_file():
            found = (*found, "ner")
            arguments = {"ner_model_path": str(shipped / "ner.pt"), **_foundations("ner", shipped)}
    return Models(language, "stanza", root, found, arguments)
