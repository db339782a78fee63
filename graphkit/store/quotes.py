"""Whether every quote of a store is the slice of the stored text that it claims to be."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from graphkit.store import names, triples
from graphkit.store.reading import Graph
from graphkit.store.triples import Row, node

_PARTS = ("source", "target", "trigger")


@dataclass(frozen=True, slots=True)
class Checked:
    """A mention that was looked at: its article, and what is wrong with it, if anything."""

    article: str
    wrong: tuple[str, ...]


def check(store: Graph) -> Iterator[Checked]:
    """Yield every mention of a store, with what does not fit its article's text."""
    for graph in store.graphs()[2:-1]:
        article, rows = triples.read_article(NamedNode(graph), store.quads(graph))
        changed = () if names.article(article) == graph else ("the text is not the one it was read from",)
        for row in rows:
            yield Checked(article.id, (*changed, *_wrong(row, article.text)))
        if not rows and changed:
            yield Checked(article.id, changed)


def _wrong(row: Row, text: str) -> Iterator[str]:
    start, end = _number(row, "oa:start"), _number(row, "oa:end")
    if not 0 <= start < end <= len(text) or text[start:end] != _text(row, "oa:exact"):
        yield f"the quote is not the text from {start} to {end}"
    for part in _PARTS:
        first, last = _number(row, f"gk:{part}Start"), _number(row, f"gk:{part}End")
        if not 0 <= first <= last <= len(text) or text[first:last] != _text(row, f"gk:{part}Text"):
            yield f"the {part} is not the text from {first} to {last}"


def _number(row: Row, name: str) -> int:
    try:
        return int(_text(row, name))
    except ValueError:
        return -1


def _text(row: Row, name: str) -> str:
    found = row.get(node(name))
    return "" if found is None else found.value
