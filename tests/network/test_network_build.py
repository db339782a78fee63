"""Statements become one edge for each source, relation, target and status, with all their evidence."""

from small_world import FIRST, JAPAN, NATO, REPORTS

from graphkit.knowledge.ontology import Ontology
from graphkit.network.build import build, evidence, label

ONTOLOGY = Ontology.load()


def test_nodes_are_principals_with_names_in_both_languages() -> None:
    graph = build(REPORTS, ONTOLOGY)
    assert list(graph) == sorted(graph)
    assert graph.nodes["Japan"] == {
        "code": "JPN",
        "kind": "State",
        "label": "Japan",
        "labels": {"en": "Japan", "id": "Jepang"},
    }
    assert graph.nodes["x-5f1c"]["label"] == "Praha"
    assert (label(NATO), label(JAPAN, "id"), label(JAPAN, "fr")) == ("NATO", "Jepang", "Japan")


def test_edges_are_told_apart_by_relation_and_status() -> None:
    graph = build(REPORTS, ONTOLOGY)
    assert graph.number_of_edges() == 9
    assert sorted(graph["Japan"]["NATO"]) == ["cooperates_with/actual", "cooperates_with/intended"]
    assert "NATO" in graph["Japan"]
    assert "Japan" not in graph["NATO"]
    edge = graph["Japan"]["NATO"]["cooperates_with/intended"]
    assert (edge["mentions"], edge["articles"], edge["first"], edge["last"]) == (
        2,
        2,
        "2024-05-30",
        "2024-06",
    )
    assert (edge["origins"], edge["confidence"]) == (2, 0.99)
    assert (edge["group"], edge["symmetric"]) == ("material_cooperation", True)
    assert graph["Ukraine"]["Russia"]["attacks/negated"]["evidence"][0]["said_by"] == "Ukraine"
    assert graph["Russia"]["Ukraine"]["attacks/actual"]["first"] is None


def test_evidence_quotes_its_article_and_marks_both_ends() -> None:
    graph = build(REPORTS, ONTOLOGY)
    (row,) = graph["Japan"]["NATO"]["cooperates_with/actual"]["evidence"]
    text = FIRST.text
    assert row["sentence"] == text[row["start"] : row["end"]]
    words = [text[slice(*row[name])] for name in ("source", "target", "trigger")]
    assert words == ["Jepang", "NATO", "bekerja sama"]
    assert (row["outlet"], row["url"], row["title"]) == ("ANTARA", FIRST.url, FIRST.title)
    assert sum(1 for _ in evidence(graph)) == 10


def test_the_order_of_reports_leaves_no_trace() -> None:
    one, two = build(REPORTS, ONTOLOGY), build(REPORTS[::-1], ONTOLOGY)
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(two.edges(keys=True, data=True))
