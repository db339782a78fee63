"""The checks made of the shapes find what pySHACL finds, and every shape can fail."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from rdflib import SH, Graph
from small_world import REPORTS

from graphkit.errors import OntologyError
from graphkit.knowledge.files import path as shipped
from graphkit.store import check, names, sparql
from graphkit.store.store import GraphStore
from graphkit.store.triples import node

INTEGER = node("xsd:integer")


class Loose:
    """A dataset in memory that a test may break as it likes."""

    def __init__(self, quads: list[Quad]) -> None:
        self.handle = Store()
        self.handle.extend(quads)

    def query(self, query: str) -> sparql.Answer:
        return sparql.ask(self.handle, query)

    def one(self, kind: str) -> NamedNode:
        found = self.handle.quads_for_pattern(None, node("rdf:type"), node(kind), None)
        return min((quad.subject for quad in found), key=str)

    def drop(self, subject: NamedNode, predicate: str) -> None:
        for quad in list(self.handle.quads_for_pattern(subject, node(predicate), None, None)):
            self.handle.remove(quad)

    def put(self, subject: NamedNode, predicate: str, value) -> None:
        self.handle.add(Quad(subject, node(predicate), value, NamedNode("http://example.org/broken")))

    def change(self, kind: str, predicate: str, value) -> None:
        self.drop(self.one(kind), predicate)
        self.put(self.one(kind), predicate, value)

    def findings(self) -> set[tuple[str, str]]:
        """Return the nodes and messages that pySHACL finds."""
        pyshacl = pytest.importorskip("pyshacl")
        data = Graph()
        for graph in self.handle.named_graphs():
            lines = self.handle.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
            data.parse(data=lines.decode(), format="nt")
        shapes = Graph().parse(shipped("ontology", "shapes.ttl"))
        # pySHACL keeps the language of some messages and drops that of others.
        english = {str(text) for text in shapes.objects(None, SH.message) if text.language == "en"}
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
        return {
            (str(node), str(text))
            for result, node in report.subject_objects(SH.focusNode)
            for text in report.objects(result, SH.resultMessage)
            if str(text) in english
        }


@pytest.fixture(scope="module")
def quads(tmp_path_factory) -> list[Quad]:
    with GraphStore.open(tmp_path_factory.mktemp("check") / "kg", write=True) as store:
        store.add(REPORTS)
        return list(store.quads()) + list(store.quads(names.ONTOLOGY))


def ours(loose: Loose) -> set[tuple[str, str]]:
    """Return the nodes and messages that our checks find, the path in brackets left out."""
    found = check.validate(loose, limit=1000)
    return {
        (expand(problem.node), problem.message.rpartition(" (")[0] or problem.message) for problem in found
    }


def expand(short: str) -> str:
    prefix, _, local = short.partition(":")
    return names.PREFIXES[prefix] + local


def test_a_sound_store_passes(quads: list[Quad]) -> None:
    assert check.validate(Loose(quads)) == []


def _text(words: str) -> Literal:
    return Literal(words)


BREAKS = {
    "one code": lambda g: g.drop(g.one("gk:State"), "gk:code"),
    "one code ": lambda g: g.put(g.one("gk:State"), "gk:code", _text("XXX")),
    "of one kind": lambda g: g.put(g.one("gk:State"), "rdf:type", node("gk:Person")),
    "one label in each language": lambda g: g.put(
        g.one("gk:State"), "rdfs:label", Literal("Other", language="en")
    ),
    "one record id": lambda g: g.drop(g.one("gk:Article"), "gk:recordId"),
    "one text": lambda g: g.drop(g.one("gk:Article"), "gk:text"),
    "in one language": lambda g: g.change("gk:Article", "dct:language", _text("Bahasa")),
    "publication date": lambda g: g.change("gk:Article", "dct:issued", _text("last week")),
    "one known subject": lambda g: g.change(
        "gk:Mention", "rdf:subject", NamedNode("http://example.org/nobody")
    ),
    "one relation of the ontology": lambda g: g.change("gk:Mention", "rdf:predicate", node("gk:Person")),
    "it has a group": lambda g: g.change("gk:Mention", "rdf:predicate", node("gk:relates_to")),
    "one mentioned source": lambda g: g.drop(g.one("gk:Mention"), "gk:mentionedSource"),
    "one mentioned target": lambda g: g.drop(g.one("gk:Mention"), "gk:mentionedTarget"),
    "belongs to one relation": lambda g: g.drop(g.one("gk:Mention"), "gk:mentionOf"),
    "stands in one article": lambda g: g.drop(g.one("gk:Mention"), "gk:inArticle"),
    "one of the four statuses": lambda g: g.change("gk:Mention", "gk:status", node("gk:Mention")),
    "between 0 and 1": lambda g: g.change(
        "gk:Mention", "gk:confidence", Literal("1.5", datatype=node("xsd:decimal"))
    ),
    "between 0 and 1 ": lambda g: g.change("gk:Mention", "gk:confidence", _text("high")),
    "names the rule": lambda g: g.change("gk:Mention", "gk:rule", _text("")),
    "number of its sentence": lambda g: g.change("gk:Mention", "gk:sentenceIndex", Literal(-1)),
    "one quote": lambda g: g.drop(g.one("gk:Mention"), "oa:exact"),
    "starts before it ends": lambda g: g.change("gk:Mention", "oa:start", Literal(10_000)),
    "one end": lambda g: g.drop(g.one("gk:Mention"), "oa:end"),
    "reported date": lambda g: g.change("gk:Mention", "gk:reportedDate", _text("2024-5")),
    "an event date": lambda g: g.change("gk:Mention", "gk:eventDate", _text("soon")),
    "end of an event": lambda g: g.change("gk:Mention", "gk:eventEnd", _text("later")),
    "ends no earlier": lambda g: g.change("gk:Mention", "gk:eventEnd", _text("1999")),
    "one known speaker": lambda g: g.change(
        "gk:Mention", "gk:saidBy", NamedNode("http://example.org/nobody")
    ),
    "which run": lambda g: g.drop(g.one("gk:Mention"), "prov:wasGeneratedBy"),
    "word for word": lambda g: g.change("gk:Mention", "oa:exact", _text("Made up.")),
    "words of source, target": lambda g: g.change("gk:Mention", "gk:triggerText", _text("invented")),
    "two different actors": lambda g: [
        g.change("gk:Mention", p, NamedNode(names.actor("NATO"))) for p in ("rdf:subject", "rdf:object")
    ],
    "relation allows as source": lambda g: [
        g.change("gk:Mention", "rdf:predicate", node("gk:represents")),
        g.change("gk:Mention", "rdf:subject", NamedNode(names.actor("Japan"))),
    ],
    "relation allows as target": lambda g: g.change(
        "gk:Mention", "rdf:predicate", node("gk:participates_in")
    ),
    "add up to the mentions": lambda g: g.change("gk:Relation", "gk:negatedCount", Literal(7)),
    "as many as it counts": lambda g: g.change("gk:Relation", "gk:mentionCount", Literal(70)),
    "stands as a plain triple": lambda g: g.put(
        NamedNode(names.actor("NATO")), "gk:aids", NamedNode(names.actor("Ukraine"))
    ),
    "stands as a plain triple ": lambda g: g.drop(NamedNode(names.actor("Russia")), "gk:accuses"),
    "one subject": lambda g: g.drop(g.one("gk:Relation"), "rdf:subject"),
    "one predicate": lambda g: g.drop(g.one("gk:Relation"), "rdf:predicate"),
    "one object": lambda g: g.drop(g.one("gk:Relation"), "rdf:object"),
    "copies at most one other": lambda g: g.put(
        g.one("gk:Article"), "gk:copyOf", NamedNode("http://example.org/nothing")
    ),
    "no copy itself": lambda g: g.put(g.one("gk:Article"), "gk:copyOf", g.one("gk:Article")),
    "relation has origins": lambda g: g.drop(g.one("gk:Relation"), "gk:originCount"),
    "actual mentions have origins": lambda g: g.put(g.one("gk:Relation"), "gk:actualOriginCount", Literal(0)),
    "origins of a relation are as many": lambda g: g.change("gk:Relation", "gk:originCount", Literal(70)),
    "relation has mentions": lambda g: g.drop(g.one("gk:Relation"), "gk:mentionCount"),
}


@pytest.mark.parametrize("message", BREAKS)
def test_each_break_is_found(quads: list[Quad], message: str) -> None:
    loose = Loose(quads)
    BREAKS[message](loose)
    assert [problem for problem in check.validate(loose) if message.strip() in problem.message]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_pyshacl_finds_the_same_at_the_same_nodes(quads: list[Quad]) -> None:
    """Break one thing after another in one data set; what hides something hides it from both."""
    loose = Loose(quads)
    assert loose.findings() == set()
    for message in sorted(BREAKS):
        BREAKS[message](loose)
    found = loose.findings()
    assert found == ours(loose)
    assert len({text for _, text in found}) >= 25


def test_every_message_has_a_break() -> None:
    messages = {one.message for one in check.checks()}
    unbroken = {m for m in messages if not [b for b in BREAKS if b.strip() in m]}
    assert unbroken == {
        "an article has at most one address (dct:source)",
        "a mention has one known object (rdf:object)",
    }


def test_messages_come_in_indonesian_too() -> None:
    assert "aktor hanya satu jenis (rdf:type)" in {one.message for one in check.checks(language="id")}


def test_a_constraint_that_no_check_is_made_of_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix gk: <https://w3id.org/graphkit/ontology#> .\n"
    shape = "gk:S a sh:NodeShape ; sh:targetClass gk:State ; sh:property [ sh:path gk:code ; {} ] ."
    file.write_text(head + shape.format("sh:equals gk:other"))
    with pytest.raises(OntologyError, match=r"shapes\.ttl: no check is made of .*equals"):
        check.checks(file)
    file.write_text(head + shape.format("sh:maxCount 2"))
    with pytest.raises(OntologyError, match=r"no check is made of .*maxCount"):
        check.checks(file)
    file.write_text(head + "gk:S a sh:NodeShape")
    with pytest.raises(OntologyError, match=r"shapes\.ttl: line 2: not valid Turtle"):
        check.checks(file)
