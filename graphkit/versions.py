"""What decides what is found, in few words: the versions of programs, knowledge and models."""

import hashlib
import importlib.metadata
from pathlib import Path

from graphkit.knowledge import files
from graphkit.parse import models
from graphkit.settings import Settings
from graphkit.sources import language as tongues

# Beside the models of a language: a change of these is a new run.
_KNOWLEDGE = (
    "ontology",
    "data/actors",
    "data/cleaning",
    "data/credits",
    "data/languages",
    "data/scorer",
    "data/times",
)


def run(settings: Settings) -> str:
    """Return the versions of everything that decides what is found, in one line."""
    known = hashlib.sha256()
    for part in _KNOWLEDGE:
        known.update(digest(files.path(part)).encode())
    if settings.actors is not None:
        known.update(digest(settings.actors).encode())
    root = models.locate(settings.models)
    weights = [f"models {code} {digest(root / code)}" for code in tongues.load().known]
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("graphkit", "stanza")]
    return "; ".join([*versions, f"knowledge {known.hexdigest()[:12]}", *weights])


def parse(settings: Settings, language: str) -> str:
    """Return the versions of what decides how a text of the language is parsed: models and cleaning."""
    # Models without a name tagger take the shipped one.
    weights = " ".join(digest(models.locate(choice) / language) for choice in (settings.models, None))
    programs = [f"{name} {importlib.metadata.version(name)}" for name in ("stanza", "torch")]
    return "; ".join([*programs, f"models {weights}", f"cleaning {digest(files.path('data/cleaning'))}"])


def digest(folder: Path) -> str:
    """Return a digest of the files in a folder, or of one file; "none" where there are none."""
    inside = [folder] if folder.is_file() else folder.rglob("*")
    found = sorted(path for path in inside if path.is_file() and path.name[0] != ".")
    total = hashlib.sha256()
    for path in found:
        total.update(f"{path.relative_to(folder)}\n".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12] if found else "none"
