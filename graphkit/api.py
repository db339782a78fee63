"""The same road for Python: a handful of functions, as `graphkit.build` and so on."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit import building, pipeline, settings
from graphkit.facts import Statement

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from graphkit.export.page import Page
    from graphkit.store.place import AnyStore


def build(
    corpus: Path | str | Iterable[Path | str], store: Path | str = "kg", **options: Any
) -> building.Report:
    """Read articles into the graph of a store, and return what was read, skipped, failed and found.

    `corpus` is a file, folder or glob, or several. `options` are settings: `language`, `models`,
    `actors`, `threads`, `jobs`, `parse`, `cache`.

    Raises:
        GraphkitError: the store cannot be written.
    """
    paths = [corpus] if isinstance(corpus, (str, Path)) else corpus
    return building.build(paths, settings.load(store=store, **options))


def extract(
    text: str, *, language: str | None = None, date: str | None = None, **options: Any
) -> tuple[Statement, ...]:
    """Return the statements of a text; `date` (ISO 8601) is when it was published.

    Their offsets count the characters of the text. Models stay loaded from one call to the next only
    in a `graphkit.pipeline.Pipeline`: use that for many texts.

    Raises:
        GraphkitError: the text is in a language without a pack, or its models are missing.
    """
    road = pipeline.Pipeline(settings.load(language=language, **options))
    return pipeline.extract(text, pipeline=road, published=date).statements


def to_networkx(store: Path | str = "kg") -> "MultiDiGraph[str]":
    """Return the graph of a store for analysis: actors are nodes, relations edges with their evidence.

    Raises:
        StoreError: there is no such store.
    """
    from graphkit.network.build import build as draw
    from graphkit.store.place import open_store
    from graphkit.store.reading import origins

    with open_store(store) as opened:
        return draw(opened.reports(), opened.ontology, origin=origins(opened))


def view(
    store: "Path | str | AnyStore" = "kg",
    *,
    actor: str = "",
    since: str = "",
    until: str = "",
    relation: str | Iterable[str] = (),
    min_mentions: int = 1,
    top: int | None = None,
    **look: Any,
) -> "Page":
    """Return the page of a store: a notebook shows it, and `.save(path)` writes it.

    What the page shows first is chosen as on the command line; `look` may hold `title`, `language`,
    `theme` and `start`, further keys of its address. The store may be open already.

    Raises:
        StoreError: there is no such store.
        UsageError: there is no such actor, date or language.
        ExportError: nothing is left to show.
    """
    from graphkit.export.page import page
    from graphkit.export.page_look import Look
    from graphkit.network.select import Selection
    from graphkit.store.place import open_store

    names = (relation,) if isinstance(relation, str) else tuple(relation)
    chosen = Look(part=Selection(actor, since, until, names, min_mentions, top), **look)
    if not isinstance(store, (Path, str)):
        return page(store, chosen)
    with open_store(store) as opened:
        return page(opened, chosen)
