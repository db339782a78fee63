"""Choose the format of an export by the suffix of its path."""

from pathlib import Path

from graphkit.errors import UsageError
from graphkit.export import FORMATS
from graphkit.store.reading import Graph


def save(store: Graph, path: Path) -> None:
    """Write a store to a file in the format that its suffix names.

    Raises:
        UsageError: No format has that suffix.
        ExportError: The file cannot be written.
    """
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise UsageError(f"{path}: no format is called {path.suffix!r}", hint=f"known: {known}")
    FORMATS[path.suffix.lower()](store, path)
