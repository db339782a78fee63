"""The registry of actors as Turtle: concepts of a SKOS scheme that are instances of the ontology, too.

Names and codes, memberships and offices with their dates.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graphkit.export.files import target
from graphkit.export.turtle import blocks, prefixes
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names, registry, triples
from graphkit.store.triples import node

_SCHEME = NamedNode(names.REGISTRY)
_ONTOLOGY = f"{names.BASE}ontology"


def write(index: ActorIndex, ontology: Ontology, path: Path) -> None:
    """Write the whole registry, in a form that depends on its content alone.

    Raises:
        ExportError: The file cannot be written.
    """
    described = registry.described(index, ontology)
    quads = [*described, *registry.facts(index, index.actors.keys()), *_concepts(described)]
    with target(path) as file:
        file.write(prefixes())
        file.writelines(blocks([*_scheme(ontology), *quads]))


def _scheme(ontology: Ontology) -> list[Quad]:
    """Return what the registry as a whole is."""
    titles = {"en": "graphkit registry of actors", "id": "daftar aktor graphkit"}
    pairs: triples.Pairs = [
        ("rdf:type", node("skos:ConceptScheme")),
        ("rdf:type", node("owl:Ontology")),
        ("owl:imports", NamedNode(_ONTOLOGY)),
        ("owl:versionInfo", Literal(ontology.version)),
        ("dct:license", NamedNode("https://creativecommons.org/licenses/by/4.0/")),
        *(("dct:title", Literal(text, language=tag)) for tag, text in titles.items()),
    ]
    return [Quad(_SCHEME, node(p), o) for p, o in pairs]


def _concepts(described: Iterable[Quad]) -> Iterator[Quad]:
    """Yield every actor as a concept of the scheme, with its preferred name and its code as notation."""
    for quad in described:
        if quad.predicate == node("rdf:type"):
            yield Quad(quad.subject, quad.predicate, node("skos:Concept"))
            yield Quad(quad.subject, node("skos:inScheme"), _SCHEME)
        elif quad.predicate == node("rdfs:label"):
            yield Quad(quad.subject, node("skos:prefLabel"), quad.object)
        elif quad.predicate == node("gk:code"):
            yield Quad(quad.subject, node("skos:notation"), quad.object)
