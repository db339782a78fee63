"""Turtle and TriG for people to read: prefixes, sorted blocks, one graph after the other.

The text of articles stays in the store: an export carries the sentences that are evidence, with
some words around them. The same store gives the same bytes, whatever order it was filled in.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graphkit.export.files import target
from graphkit.store import names
from graphkit.store.reading import Graph
from graphkit.store.triples import node

_LOCAL = re.compile(
    r"(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:(?:[A-Za-z0-9_.-]|%[0-9A-F]{2})*(?:[A-Za-z0-9_-]|%[0-9A-F]{2}))?"
)
# Properties that a reader looks for first; the others follow by name.
_FIRST = (
    "rdf:type", "rdfs:label", "skos:altLabel", "gk:code", "dct:title", "dct:issued", "gk:outlet",
    "dct:source", "rdf:subject", "rdf:predicate", "rdf:object", "rdf:reifies", "gk:status", "oa:exact",
    "gk:saidBy",
)  # fmt: skip
_RANK = {node(name): f"{rank:02}" for rank, name in enumerate(_FIRST)}
_BARE = {f"{names.PREFIXES['xsd']}integer": r"-?\d+", f"{names.PREFIXES['xsd']}decimal": r"-?\d+\.\d+"}
_TEXT, _COPY = node("gk:text"), node("gk:copyOf")


def write(store: Graph, path: Path) -> None:
    """Write the whole graph as Turtle.

    Raises:
        ExportError: The file cannot be written.
    """
    actors, relations, *articles, runs = store.graphs()
    with target(path) as file:
        file.write(prefixes())
        file.write("# Actors, and what some article reports as actual between them\n\n")
        known = list(store.quads(actors))
        edges, derived, copies = _part(store.quads(relations))
        file.writelines(blocks([*known, *edges]))
        file.write("# Relations: all mentions with the same ends, counted by status\n\n")
        file.writelines(blocks(derived))
        if copies:
            file.write("# Copies: articles that tell what an earlier one tells in the same words\n\n")
            file.writelines(blocks(copies))
        file.write("# Articles by date, each with its mentions\n\n")
        for article in articles:
            file.writelines(blocks(without_text(store.quads(article))))
        file.write("# Runs: what read the articles\n\n")
        file.writelines(blocks(store.quads(runs)))


def write_trig(store: Graph, path: Path) -> None:
    """Write the whole dataset as TriG, one named graph after the other.

    Raises:
        ExportError: The file cannot be written.
    """
    with target(path) as file:
        file.write(prefixes())
        for graph in store.graphs():
            found = list(without_text(store.quads(graph)))
            if found:
                file.write(f"{term(NamedNode(graph))} {{\n\n")
                file.writelines(blocks(found))
                file.write("}\n\n")


def prefixes() -> str:
    """Return the prefix declarations, and an empty line."""
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in names.PREFIXES.items()) + "\n"


def without_text(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads but the texts of articles, which belong to their publishers."""
    return (quad for quad in quads if quad.predicate != _TEXT)


def blocks(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield one block a subject, sorted, properties in reading order and values sorted."""
    subjects: dict[str, dict[NamedNode, list[str]]] = {}
    for quad in quads:
        properties = subjects.setdefault(term(quad.subject), {})
        properties.setdefault(quad.predicate, []).append(term(quad.object))
    for subject in sorted(subjects):
        rows = sorted((_key(p), term(p), sorted(values)) for p, values in subjects[subject].items())
        lines = [f"{'a' if name == 'rdf:type' else name} {', '.join(values)}" for _, name, values in rows]
        yield f"{subject} " + " ;\n    ".join(lines) + " .\n\n"


def term(value: object) -> str:
    """Return a term in Turtle, as short as it can be read back the same."""
    if isinstance(value, NamedNode):
        short = names.shorten(value.value)
        prefix, _, local = short.partition(":")
        return short if prefix in names.PREFIXES and _LOCAL.fullmatch(local) else str(value)
    if isinstance(value, Triple):
        return f"<<( {term(value.subject)} {term(value.predicate)} {term(value.object)} )>>"
    if not isinstance(value, Literal) or value.language is not None:
        return str(value)
    kind = value.datatype.value
    if re.fullmatch(_BARE.get(kind, "(?!)"), value.value):
        return value.value
    quoted = str(Literal(value.value))
    return quoted if kind == f"{names.PREFIXES['xsd']}string" else f"{quoted}^^{term(value.datatype)}"


def _key(predicate: NamedNode) -> str:
    return _RANK.get(predicate, term(predicate))


def _part(quads: Iterable[Quad]) -> tuple[list[Quad], list[Quad], list[Quad]]:
    """Part the plain triples between actors, the relation nodes, and which article copies which."""
    edges: list[Quad] = []
    derived: list[Quad] = []
    copies: list[Quad] = []
    for quad in quads:
        if str(quad.subject)[1:].startswith(names.PREFIXES["actor"]):
            edges.append(quad)
        else:
            (copies if quad.predicate == _COPY else derived).append(quad)
    return edges, derived, copies
