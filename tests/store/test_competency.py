"""Each competency question gives the rows that stand beside it, in our engine and in another.

`UPDATE_COMPETENCY=1 pytest tests/store/test_competency.py` writes the rows anew; review the difference.
"""

import os
from pathlib import Path

import pytest
import rdflib
from competency_world import COMPETENCY
from pyoxigraph import RdfFormat

from graphkit.knowledge.files import path as shipped
from graphkit.knowledge.ontology import Ontology
from graphkit.store import check
from graphkit.store.store import GraphStore

QUESTIONS = sorted(shipped("ontology", "competency").glob("*.rq"))


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> GraphStore:
    path = tmp_path_factory.mktemp("competency") / "kg"
    with GraphStore.open(path, write=True) as store:
        store.add(COMPETENCY)
    with GraphStore.open(path) as store:
        yield store


@pytest.fixture(scope="module")
def plain(store: GraphStore) -> rdflib.Graph:
    """Return the same data in rdflib's memory, asked by rdflib's own engine."""
    graph = rdflib.Graph()
    handle = store._handle()
    for one in handle.named_graphs():
        graph.parse(data=handle.dump(format=RdfFormat.N_TRIPLES, from_graph=one).decode(), format="nt")
    return graph


def test_there_are_questions_and_the_world_is_sound(store: GraphStore) -> None:
    assert len(QUESTIONS) >= 12
    assert check.validate(store) == []


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_the_answer_is_the_expected_one(store: GraphStore, file: Path) -> None:
    answer = store.query(file.read_text(encoding="utf-8"))
    expected = file.with_suffix(".csv")
    written = answer.csv().replace("\r\n", "\n")
    if os.environ.get("UPDATE_COMPETENCY"):
        expected.write_text(written, encoding="utf-8")
    assert answer.rows
    assert written == expected.read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_another_engine_gives_the_same_rows(store: GraphStore, plain: rdflib.Graph, file: Path) -> None:
    query = file.read_text(encoding="utf-8")
    theirs = {tuple("" if term is None else str(term) for term in row) for row in plain.query(query)}
    ours = {tuple("" if term is None else term.value for term in row) for row in store.query(query).rows}
    assert theirs == ours


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_a_question_says_what_it_asks_in_both_languages(file: Path) -> None:
    english, indonesian, *_ = file.read_text(encoding="utf-8").split("\n")
    assert english.startswith("# ")
    assert indonesian.startswith("# ")
    assert english.endswith("?")
    assert indonesian.endswith("?")


def test_every_class_and_most_terms_of_evidence_serve_a_question() -> None:
    """A term that no question needs is a term too many; those listed serve display and audit."""
    asked = "".join(file.read_text(encoding="utf-8") for file in QUESTIONS)
    for name in ("Mention", "Relation", "Membership", "Actor"):
        assert f"gk:{name}" in asked
    assert Ontology.load().statuses.keys() - {"possible"} <= {
        name for name in ("actual", "intended", "negated") if f"gk:{name}" in asked
    }
