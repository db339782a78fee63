"""Which articles on a server copy which, found by asking the server for their texts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graphkit.copies.origins import comparing, join, rank
from graphkit.copies.shingles import shingles
from graphkit.copies.sketches import sketch
from graphkit.store import names
from graphkit.store.sparql import Answer, Term
from graphkit.store.triples import Row, node

Ask = Callable[[str], Answer]

# Texts asked for at once.
_ROUND = 100
# What says of which articles the copies are known, in a graph beside ours.
STATE = "urn:graphkit:state"
MARK = f"<{names.RELATIONS}> <{names.PREFIXES['dct']}identifier>"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing all articles gave: copies with their origins by IRI, as they are and as they were.

    `mark` is a triple that says of which articles it is true.
    """

    copies: Mapping[str, str]
    before: Mapping[str, str]
    mark: str

    @property
    def turned(self) -> list[str]:
        """Return the articles whose origin is another than it was."""
        every = self.copies.keys() | self.before.keys()
        return sorted(key for key in every if self.copies.get(key) != self.before.get(key))


def known(ask: Ask) -> dict[str, Row]:
    """Return `gk:copyOf` of each copy, by the IRI of the article."""
    rows = ask("SELECT ?a ?b { ?a gk:copyOf ?b }").rows
    return {
        a.value: {node("gk:copyOf"): b}
        for a, b in rows
        if isinstance(a, NamedNode) and isinstance(b, NamedNode)
    }


def compare(ask: Ask, version: str) -> Comparison | None:
    """Compare all articles; None where this version of the ontology saw them compared before."""
    rows = ask("SELECT ?a ?id ?day { ?a gk:recordId ?id OPTIONAL { ?a dct:issued ?day } }").rows
    order = {_value(a): rank(_value(day) or None, _value(record)) for a, record, day in rows}
    digest = names.digest(version, sorted(order))
    if list(ask(f"SELECT ?known {{ GRAPH <{STATE}> {{ {MARK} ?known }} }}").cells()) == [(digest,)]:
        return None
    sketches = {}
    every = sorted(order)
    for first in range(0, len(every), _ROUND):
        for key, text in _texts(ask, every[first : first + _ROUND]).items():
            sketches[key] = sketch(shingles(text))
    found = join(sketches, order, comparing(lambda key: _texts(ask, [key]).get(key, "")))
    copies = {key: origin for key, origin in found.items() if key != origin}
    before = {key: row[node("gk:copyOf")].value for key, row in known(ask).items()}
    return Comparison(copies, before, f'{MARK} "{digest}"')


def due(ask: Ask, turned: Iterable[str]) -> set[str]:
    """Return the relations, as terms, whose counts are old: of those articles, or never counted."""
    values = " ".join(f"<{key}>" for key in turned)
    asked = (
        f"SELECT DISTINCT ?r {{ VALUES ?a {{ {values} }} ?m gk:inArticle ?a ; gk:mentionOf ?r }}",
        "SELECT ?r { ?r gk:mentionCount ?n FILTER NOT EXISTS { ?r gk:originCount ?o } }",
    )
    return {str(row[0]) for query in asked for row in ask(query).rows}


def _texts(ask: Ask, keys: Iterable[str]) -> dict[str, str]:
    values = " ".join(f"<{key}>" for key in keys)
    rows = ask(f"SELECT ?a ?text {{ VALUES ?a {{ {values} }} ?a gk:text ?text }}").rows
    return {_value(a): _value(text) for a, text in rows}


def _value(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
