"""Check a sample of a store with pySHACL, which reads the shapes by other means than our checks do.

The sample is closed: some relations with all their mentions, the articles of these, the actors at
their ends and the runs that read them. So a shape that counts finds all it counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from rdflib import Graph as RdfGraph
from rdflib.namespace import RDF, SH

from graphkit.knowledge.files import path as shipped
from graphkit.store import names
from graphkit.store.check import Problem
from graphkit.store.reading import Graph
from graphkit.store.sparql import cell

_SPOKEN = "en"  # what this program says, it says in English
# What the ends and the speaker of a mention are, and how the rest hangs on it.
_ENDS = "rdf:subject|rdf:object|gk:mentionedSource|gk:mentionedTarget|gk:saidBy|gk:speaker"

# What a mention comes from: the article, the one that this copies, and the run.
_FROM = "gk:inArticle|gk:inArticle/gk:copyOf|prov:wasGeneratedBy"


@dataclass(frozen=True, slots=True)
class Sampled:
    """What pySHACL found in how many mentions."""

    mentions: int
    problems: list[Problem]


def validate(store: Graph, *, mentions: int = 100, shapes: Path | None = None) -> Sampled:
    """Return what pySHACL finds in about so many mentions, the same ones at each time."""
    # pySHACL takes a second to import.
    import pyshacl

    chosen, count = _relations(store, mentions)
    data = _read(_sample(store, chosen))
    ontology = RdfGraph().parse(store.ontology.path, format="turtle")
    rules = RdfGraph().parse(shapes or shipped("ontology", "shapes.ttl"), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, ont_graph=ontology)
    found = set(_problems(report, rules))
    return Sampled(count, sorted(found, key=lambda one: (one.shape, one.message, one.node, one.value)))


def _relations(store: Graph, mentions: int) -> tuple[list[str], int]:
    """Return relations with few enough mentions; their IRIs are digests, so that their order is a draw."""
    rows = store.query("SELECT ?r ?n { ?r gk:mentionCount ?n } ORDER BY ?r LIMIT 5000").rows
    chosen, total = [], 0
    for relation, number in rows:
        if total + int(cell(number)) <= mentions:
            chosen.append(str(relation))
            total += int(cell(number))
    return chosen, total


def _sample(store: Graph, relations: list[str]) -> Iterator[Triple]:
    each = f"VALUES ?r {{ {' '.join(relations)} }}"
    parts = (
        f"?r ?p ?o }} WHERE {{ {each} ?r ?p ?o",
        f"?s ?p ?o }} WHERE {{ {each} ?r rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o",
        f"?m ?p ?o }} WHERE {{ {each} ?m gk:mentionOf ?r ; ?p ?o",
        f"?s ?p ?o }} WHERE {{ {each} ?m gk:mentionOf ?r ; {_FROM} ?s . ?s ?p ?o FILTER(?p != prov:used)",
        f"?s ?p ?o }} WHERE {{ {each} ?m gk:mentionOf ?r ; {_ENDS} ?s ."
        " VALUES ?p { rdf:type rdfs:label skos:altLabel gk:code } ?s ?p ?o",
    )
    for part in parts:
        for s, p, o in store.query(f"CONSTRUCT {{ {part} }}").rows:
            if isinstance(s, NamedNode) and isinstance(p, NamedNode) and o is not None:
                yield Triple(s, p, o)


def _read(triples: Iterator[Triple]) -> RdfGraph:
    content = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return RdfGraph().parse(data=content, format="nt")


def _problems(report: RdfGraph, rules: RdfGraph) -> Iterator[Problem]:
    """Yield what a report says, in English where a message has several languages."""
    messages = rules.objects(None, SH.message)
    english = {str(text) for text in messages if getattr(text, "language", "") == _SPOKEN}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        said = {str(text) for text in report.objects(result, SH.resultMessage)}
        node, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        source = report.value(result, SH.sourceShape)
        owner = next(
            (shape for link in (SH.property, SH.sparql) for shape in rules.subjects(link, source)), source
        )
        yield Problem(
            names.shorten(str(owner)),
            min(said & english or said, default="does not fit its shape"),
            names.shorten(str(node)),
            "" if value is None else names.shorten(str(value)),
        )
