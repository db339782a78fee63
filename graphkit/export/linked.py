"""JSON-LD and RDF/XML, for tools that speak neither Turtle nor N-Quads."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode, Quad

from graphkit.export.files import legal, target
from graphkit.export.turtle import without_text
from graphkit.store import names
from graphkit.store.reading import Graph

_TYPE = f"{names.PREFIXES['rdf']}type"
_STRING = f"{names.PREFIXES['xsd']}string"
_INTEGER = f"{names.PREFIXES['xsd']}integer"


def write_json(store: Graph, path: Path) -> None:
    """Write the graph as JSON-LD whose context is our prefixes, one node a line.

    Raises:
        ExportError: The file cannot be written.
    """
    with target(path) as file:
        file.write('{"@context": ' + json.dumps(names.PREFIXES, indent=1) + ',\n"@graph": [')
        separator = "\n"
        for subject, properties in _nodes(store):
            row = {"@id": names.shorten(subject)} | {
                "@type" if p == _TYPE else names.shorten(p): [_json(p, value) for value in values]
                for p, values in properties
            }
            file.write(separator + json.dumps(row, ensure_ascii=False))
            separator = ",\n"
        file.write("\n]}\n")


def write_xml(store: Graph, path: Path) -> None:
    """Write the graph as RDF/XML; characters that XML cannot hold become the replacement character.

    Raises:
        ExportError: The file cannot be written.
    """
    spaces = "".join(f"\n    xmlns:{prefix}={quoteattr(iri)}" for prefix, iri in names.PREFIXES.items())
    with target(path) as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n')
        for subject, properties in _nodes(store):
            file.write(f"<rdf:Description rdf:about={quoteattr(subject)}>\n")
            file.writelines(f"  {_xml(p, value)}\n" for p, values in properties for value in values)
            file.write("</rdf:Description>\n")
        file.write("</rdf:RDF>\n")


Properties = list[tuple[str, list[NamedNode | Literal]]]


def _nodes(store: Graph) -> Iterator[tuple[str, Properties]]:
    """Yield each subject of each graph with its sorted properties and values."""
    actors, relations, *others = store.graphs()
    yield from _grouped([*store.quads(actors), *store.quads(relations)])
    for graph in others:
        yield from _grouped(list(without_text(store.quads(graph))))


def _grouped(quads: list[Quad]) -> Iterator[tuple[str, Properties]]:
    found: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            properties = found.setdefault(quad.subject.value, {})
            properties.setdefault(quad.predicate.value, []).append(quad.object)
    for subject, properties in sorted(found.items()):
        rows = sorted(properties.items(), key=lambda row: (row[0] != _TYPE, row[0]))
        yield subject, [(p, sorted(values, key=str)) for p, values in rows]


def _json(predicate: str, value: NamedNode | Literal) -> object:
    if isinstance(value, NamedNode):
        short = names.shorten(value.value)
        return short if predicate == _TYPE else {"@id": short}
    if value.language is not None:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == _STRING:
        return value.value
    if value.datatype.value == _INTEGER:
        return int(value.value)
    return {"@value": value.value, "@type": names.shorten(value.datatype.value)}


def _xml(predicate: str, value: NamedNode | Literal) -> str:
    tag = names.shorten(predicate)
    if isinstance(value, NamedNode):
        return f"<{tag} rdf:resource={quoteattr(value.value)}/>"
    extra = ""
    if value.language is not None:
        extra = f" xml:lang={quoteattr(value.language)}"
    elif value.datatype.value != _STRING:
        extra = f" rdf:datatype={quoteattr(value.datatype.value)}"
    # A bare carriage return would come back as a line feed.
    text = escape(legal(value.value), {"\r": "&#13;"})
    return f"<{tag}{extra}>{text}</{tag}>"
