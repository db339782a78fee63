"""Statements become columns: numbering, orientation, dates, offsets."""

import random
from dataclasses import replace

import pytest
from generated_graph import reports as reports_of

from graphkit.export.page_model import build, day, utf16
from graphkit.facts import Actor, Evidence, Party, Statement, Status
from graphkit.text import Article


def party(name: str, kind: str = "State") -> Party:
    actor = Actor(name, name.upper(), kind, (("en", name), ("id", f"{name} id")))
    return Party(actor, actor)


def told(text: str, source: str, relation: str, target: str, *, trigger: str, status=Status.ACTUAL, **more):
    def span(words: str):
        return text.index(words), text.index(words) + len(words)

    article = Article(more.pop("id", "a1"), "en", "Title", text, more.pop("published", "2024-03-05"))
    proof = Evidence(article.id, 0, 0, len(text), "verb", span(source), span(target), span(trigger))
    said_by = more.pop("said_by", None)
    return article, (
        Statement(party(source), relation, party(target), status, said_by, 0.876, proof, **more),
    )


def test_the_strongest_actor_is_number_zero(ontology):
    reports = [
        told("Aland aids Borduria.", "Aland", "aids", "Borduria", trigger="aids"),
        told("Cascara aids Borduria.", "Cascara", "aids", "Borduria", trigger="aids", id="a2"),
    ]
    model = build(reports, ontology)
    assert [actor.id for actor in model.actors] == ["Borduria", "Aland", "Cascara"]
    assert model.weights == (2, 1, 1)


def test_a_symmetric_relation_has_one_orientation_and_its_spans_follow(ontology):
    text = "Zemlia met Aland."
    model = build([told(text, "Zemlia", "meets_with", "Aland", trigger="met")], ontology)
    (link,) = model.links
    assert model.actors[link.source].id == "Aland"
    assert model.texts["spans"] == [11, 16, 0, 6, 7, 10]


def test_a_directed_relation_keeps_its_orientation(ontology):
    model = build([told("Zemlia accused Aland.", "Zemlia", "accuses", "Aland", trigger="accused")], ontology)
    (link,) = model.links
    assert model.actors[link.source].id == "Zemlia"


def test_spans_are_utf16_units_of_the_sentence(ontology):
    text = "Before. 🕊🕊 Aland aids Borduria."
    article, (statement,) = told(text, "Aland", "aids", "Borduria", trigger="aids")
    proof = statement.evidence
    moved = Evidence(article.id, 1, 8, len(text), "verb", proof.source, proof.target, proof.trigger)
    statement = Statement(statement.source, "aids", statement.target, Status.ACTUAL, None, 0.9, moved, None)
    texts = build([(article, (statement,))], ontology).texts
    units = texts["sentences"][0].encode("utf-16-le")
    cut = [units[2 * a : 2 * b].decode("utf-16-le") for a, b in zip(*[iter(texts["spans"])] * 2, strict=True)]
    assert cut == ["Aland", "Borduria", "aids"]


def test_a_span_outside_the_sentence_marks_nothing(ontology):
    article, (statement,) = told("Aland aids Borduria.", "Aland", "aids", "Borduria", trigger="aids")
    proof = Evidence("a1", 0, 6, 20, "verb", (0, 5), (11, 19), (6, 10))
    moved = Statement(statement.source, "aids", statement.target, Status.ACTUAL, None, 0.9, proof)
    assert build([(article, (moved,))], ontology).texts["spans"][:2] == [0, 0]


def test_the_order_of_input_changes_nothing(ontology):
    reports = reports_of(30, 200, ontology)
    shuffled = list(reports)
    random.Random(3).shuffle(shuffled)
    assert build(reports, ontology) == build(shuffled, ontology)


def test_groups_and_relations_carry_the_value_of_the_ontology(ontology):
    graph = build([], ontology).graph
    assert [group["id"] for group in graph["groups"]] == list(ontology.groups)
    for relation in graph["relations"]:
        known = ontology.relation(relation["id"])
        assert relation["valence"] == known.valence
        assert graph["groups"][relation["group"]]["id"] == known.group
    assert len(graph["relations"]) == len(ontology.relations)


def test_every_name_of_an_actor_can_be_searched(ontology):
    report = told("Aland aids Borduria.", "Aland", "aids", "Borduria", trigger="aids")
    graph = build([report], ontology, names={"Aland": (("id", "Negeri A"),)}).graph
    at = graph["actors"]["id"].index("Aland")
    assert graph["actors"]["label"]["id"][at] == "Aland id"
    assert graph["actors"]["alias"][at] == ["Negeri A"]


def test_a_speaker_keeps_who_speaks_and_for_whom(ontology):
    speaker = Party(party("Ana Ruiz", "Person").actor, party("Aland").actor)
    report = told("Aland aids Borduria.", "Aland", "aids", "Borduria", trigger="aids", said_by=speaker)
    texts = build([report], ontology).texts
    assert texts["voices"] == [["ALAND", "ANA RUIZ"]]
    assert texts["voice"] == [0]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, (None, 0)),
        ("", (None, 0)),
        ("1970-01-02", (1, 3)),
        ("1970-02", (31, 2)),
        ("1971", (365, 1)),
        ("2024-02-31", (None, 0)),
        ("yesterday", (None, 0)),
        ("2024-05-30T10:00:00Z", (19873, 3)),
    ],
)
def test_day_knows_how_exact_a_date_is(published, expected):
    assert day(published) == expected


def test_utf16_counts_a_character_outside_the_first_plane_twice():
    assert utf16("a🕊b", 2) == 3


def test_a_source_spelt_in_two_ways_is_one(ontology):
    outlets = ("kabar.example", "Kabar.example", "Kabar.example", "Other")
    reports = []
    for at, outlet in enumerate(outlets):
        article, found = told(
            "Aland aids Borduria.", "Aland", "aids", "Borduria", trigger="aids", id=f"s{at}"
        )
        reports.append((replace(article, source=outlet), found))
    articles = build(reports, ontology).graph["articles"]
    assert articles["sources"] == ["Kabar.example", "Other"]
    assert articles["source"] == [0, 0, 0, 1]
