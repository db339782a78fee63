"""Statements survive the way to RDF and back; the RDF has the shape that readers were promised."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse, serialize
from small_world import FIRST, JAPAN, NATO, REPORTS, RUSSIA, SECOND, actors, articles, party, say, statements

from graphkit.errors import OntologyError, StoreError
from graphkit.facts import Actor, Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names, triples
from graphkit.text import Article

ONTOLOGY = Ontology.load()
RUN = names.run("test")


def stored(quads: list[Quad]) -> list[Quad]:
    return list(parse(serialize(quads, format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS))


def back(article: Article, found: list[Statement]) -> tuple[Article, list[Statement]]:
    """Take an article and its statements to N-Quads and back."""
    quads = stored(triples.article_quads(article, found, ONTOLOGY, RUN))
    people = {actor.id: actor for statement in found for actor in triples.parties(statement)}
    described: dict[NamedNode, list] = {}
    for quad in stored(triples.actor_quads(people.values(), ONTOLOGY)):
        described.setdefault(quad.subject, []).append((quad.predicate, quad.object))
    known = {
        iri.value: triples.read_actor(names.actor_id(iri.value), rows) for iri, rows in described.items()
    }
    read, rows = triples.read_article(NamedNode(names.article(article)), quads)
    return read, sorted((triples.read_statement(row, read.id, known) for row in rows), key=triples.order)


def plain(statement: Statement) -> Statement:
    """Return a statement with its actors' names in the order that the store keeps."""
    quads = {a: triples.actor_quads([a], ONTOLOGY) for a in triples.parties(statement)}
    read = {a: triples.read_actor(a.id, [(q.predicate, q.object) for q in rows]) for a, rows in quads.items()}

    def turn(p):
        return None if p is None else type(p)(read[p.actor], read[p.principal])

    return type(statement)(
        turn(statement.source), statement.relation, turn(statement.target), statement.status,
        turn(statement.said_by), statement.confidence, statement.evidence, statement.office,
    )  # fmt: skip


@pytest.mark.parametrize(("article", "found"), REPORTS, ids=[article.id for article, _ in REPORTS])
def test_the_small_world_comes_back(article: Article, found: list[Statement]) -> None:
    read, again = back(article, found)
    assert read == article
    owed = {plain(triples.canonical(statement, ONTOLOGY)) for statement in found}
    assert set(again) == owed
    assert len(again) == len(owed)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), article=articles)
def test_anything_comes_back(data: st.DataObject, article: Article) -> None:
    known = data.draw(st.lists(actors, min_size=1, max_size=4, unique_by=lambda actor: actor.id))
    found = data.draw(st.lists(statements(article, known), max_size=3))
    read, again = back(article, found)
    assert read == article
    assert set(again) == {plain(triples.canonical(statement, ONTOLOGY)) for statement in found}


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_actor_iris_are_valid_and_lead_back(identifier: str) -> None:
    iri = names.actor(identifier)
    assert NamedNode(iri).value == iri
    assert names.actor_id(iri) == identifier


def test_there_is_no_blank_node_and_no_order() -> None:
    for article, found in REPORTS:
        quads = triples.article_quads(article, found, ONTOLOGY, RUN)
        assert set(quads) == set(triples.article_quads(article, found[::-1], ONTOLOGY, RUN))
        assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
        assert {q.graph_name for q in quads} == {NamedNode(names.article(article))}


def test_the_quote_is_a_slice_of_the_text_with_its_spans() -> None:
    quads = triples.article_quads(FIRST, REPORTS[0][1], ONTOLOGY, RUN)
    nodes = triples.rows(q for q in quads if q.subject.value.startswith(names.PREFIXES["mention"]))
    assert len(nodes) == 4
    for row in nodes.values():
        value = {names.shorten(p.value): o.value for p, o in row.items()}
        start, end = int(value["oa:start"]), int(value["oa:end"])
        assert value["oa:exact"] == FIRST.text[start:end]
        assert FIRST.text[:start].endswith(value["oa:prefix"])
        assert FIRST.text[end:].startswith(value["oa:suffix"])
        for of in ("source", "target", "trigger"):
            first, last = int(value[f"gk:{of}Start"]), int(value[f"gk:{of}End"])
            assert value[f"gk:{of}Text"] == FIRST.text[first:last] != ""


def test_symmetric_relations_run_from_the_smaller_id_and_keep_their_words() -> None:
    given_ = REPORTS[0][1][0]
    kept = triples.canonical(given_, ONTOLOGY)
    assert (given_.source.principal, given_.target.principal) == (NATO, JAPAN)
    assert (kept.source.principal, kept.target.principal) == (JAPAN, NATO)
    assert FIRST.text[slice(*kept.evidence.source)] == "Jepang"
    assert triples.canonical(kept, ONTOLOGY) == kept


@pytest.mark.parametrize(
    ("published", "kind"),
    [("2024-05-30", "date"), ("2024-05", "gYearMonth"), ("2024", "gYear"), ("2024-05-30T07:00", "date")],
)
def test_dates_keep_their_precision(published: str, kind: str) -> None:
    found = triples.reported(published)
    assert found is not None
    assert found.datatype.value == names.PREFIXES["xsd"] + kind
    assert found.value == published.partition("T")[0]


@pytest.mark.parametrize("published", [None, "", "2024-02-31", "yesterday", "2024-W03", "20240530", "٢٠٢٤"])
def test_what_is_no_date_is_none(published: str | None) -> None:
    assert triples.reported(published) is None


def test_a_name_without_a_language_is_one_in_every_language() -> None:
    bare = Actor("UN", "UN", "InternationalOrganization", (("", "UN"), ("id", "PBB")))
    read = triples.read_actor("UN", [(q.predicate, q.object) for q in triples.actor_quads([bare], ONTOLOGY)])
    assert read.names == (("en", "UN"), ("id", "UN"), ("id", "PBB"))


def test_evidence_outside_the_text_is_refused() -> None:
    long = Article("long", "en", "", FIRST.text + SECOND.text)
    found = say(
        long, _sentence(), ("Russia", party(RUSSIA)), ("accused", "accuses"), ("Ukraine", party(JAPAN))
    )
    with pytest.raises(StoreError, match="article 'a1': a statement's evidence lies outside the text"):
        triples.article_quads(FIRST, [found], ONTOLOGY, RUN)


def test_unknown_relations_and_kinds_are_refused() -> None:
    odd = say(FIRST, FIRST.text, ("NATO", party(NATO)), ("tiba", "arrives_at"), ("Jepang", party(JAPAN)))
    with pytest.raises(OntologyError, match="no relation 'arrives_at'"):
        triples.article_quads(FIRST, [odd], ONTOLOGY, RUN)
    with pytest.raises(OntologyError, match="no kind of actor 'Planet'"):
        triples.actor_quads([Actor("Mars", "Mars", "Planet")], ONTOLOGY)


def test_half_a_character_is_refused_by_article() -> None:
    with pytest.raises(StoreError, match="article 'half': cannot be written as RDF"):
        triples.article_quads(Article("half", "en", "", "broken \ud800 text"), [], ONTOLOGY, RUN)


def _sentence() -> str:
    return SECOND.text.split(". ")[0] + "."


@pytest.mark.parametrize(
    ("when", "dates"),
    [
        ("2024", {"eventDate": ("2024", "gYear")}),
        ("2024-05", {"eventDate": ("2024-05", "gYearMonth")}),
        ("2024-05-30", {"eventDate": ("2024-05-30", "date")}),
        ("2023/2024-05-30", {"eventDate": ("2023", "gYear"), "eventEnd": ("2024-05-30", "date")}),
    ],
)
def test_the_time_of_an_event_keeps_its_precision(when: str, dates: dict) -> None:
    found = say(
        FIRST, FIRST.text, ("NATO", party(NATO)), ("tiba", "visits"), ("Jepang", party(JAPAN)), when=when
    )
    quads = triples.article_quads(FIRST, [found], ONTOLOGY, RUN)
    told = {
        q.predicate.value.removeprefix(names.GK): (q.object.value, q.object.datatype.value.rpartition("#")[2])
        for q in quads
        if q.predicate.value.startswith(names.GK + "event")
    }
    assert told == dates
    assert back(FIRST, [found])[1] == [plain(found)]


@pytest.mark.parametrize("when", ["", "Monday", "2024-13", "2024/", "/2024", "2024/2025/2026", "2024-W05"])
def test_a_time_that_is_none_is_refused(when: str) -> None:
    found = say(
        FIRST, FIRST.text, ("NATO", party(NATO)), ("tiba", "visits"), ("Jepang", party(JAPAN)), when=when
    )
    with pytest.raises(StoreError, match=r"'a1': cannot be written as RDF: .* is no day, month, year"):
        triples.article_quads(FIRST, [found], ONTOLOGY, RUN)
