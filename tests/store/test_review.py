"""Decisions are replayed on every build of the index, are kept as text, and can be taken back."""

from dataclasses import replace
from pathlib import Path

import pytest
from small_world import FIRST, JENS, NATO, REPORTS, party, say

from graphkit.errors import StoreError
from graphkit.facts import Actor
from graphkit.store import check, doubts, review
from graphkit.store.review import Decision
from graphkit.store.store import GraphStore

REJECT = Decision(
    "reject",
    "Mari",
    "2026-11-23",
    'misread: "could"',
    "a3",
    source="Russia",
    relation="attacks",
    target="Ukraine",
)
SHORT = Actor("x-77", "Stoltenberg", "Person", (("", "Stoltenberg"),))
SAME = Decision("same", "Mari", "2026-11-23", "only one", actor="x-77", other="Jens_Stoltenberg")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    again = replace(
        say(
            FIRST, FIRST.text, ("Stoltenberg", party(SHORT)), ("Sekjen", "represents"), ("NATO", party(NATO))
        ),
        said_by=party(SHORT, NATO),
    )
    with GraphStore.open(tmp_path / "kg", write=True) as store:
        store.add([(FIRST, [*REPORTS[0][1], again]), *REPORTS[1:]])
    return tmp_path / "kg"


def plain(path: Path) -> set[tuple[str, ...]]:
    with GraphStore.open(path) as store:
        assert check.validate(store) == []
        return set(store.query("SELECT ?s ?p ?o { ?p gk:group ?g . ?s ?p ?o }").cells())


def test_a_rejected_statement_goes_and_comes_back(path: Path) -> None:
    before = plain(path)
    review.add(path / "review.toml", REJECT)
    assert before - plain(path) == {("actor:Russia", "gk:attacks", "actor:Ukraine")}
    (path / "review.toml").unlink()
    assert plain(path) == before


def test_a_symmetric_relation_is_rejected_in_either_direction(path: Path) -> None:
    decision = replace(REJECT, article=None, source="NATO", relation="cooperates_with", target="Japan")
    review.add(path / "review.toml", decision)
    assert not [row for row in plain(path) if row[1] == "gk:cooperates_with"]


def test_one_actor_takes_the_place_of_another(path: Path) -> None:
    review.add(path / "review.toml", SAME)
    assert ("actor:Jens_Stoltenberg", "gk:represents", "actor:NATO") in plain(path)
    with GraphStore.open(path) as store:
        assert "x-77" not in store.actors()
        (relation,) = store.query(
            "SELECT ?n { ?r rdf:subject actor:Jens_Stoltenberg ; rdf:predicate gk:represents ;"
            " gk:mentionCount ?n }"
        ).cells()
        assert relation == ("2",)
        speakers = {s.said_by.actor.id for s in store.statements() if s.said_by is not None}
        assert speakers == {JENS.id, "Russia", "Ukraine"}
    review.add(path / "review.toml", replace(SAME, verdict="different", why="two brothers"))
    with GraphStore.open(path) as store:
        assert "x-77" in store.actors()


def test_ends_that_become_one_are_no_relation_and_order_is_kept(path: Path) -> None:
    review.add(
        path / "review.toml", Decision("same", "Mari", "2026-11-23", "test", actor="Japan", other="Russia")
    )
    found = plain(path)
    assert ("actor:NATO", "gk:cooperates_with", "actor:Russia") in found
    with GraphStore.open(path) as store:
        (one,) = (s for s in store.statements() if s.relation == "cooperates_with" and s.status == "actual")
        words = [FIRST.text[slice(*span)] for span in (one.evidence.source, one.evidence.target)]
        assert (one.source.principal.id, one.target.principal.id, words) == (
            "NATO",
            "Russia",
            ["NATO", "Jepang"],
        )
    review.add(
        path / "review.toml", Decision("same", "Mari", "2026-11-23", "x", actor="NATO", other="Russia")
    )
    assert not [row for row in plain(path) if row[1] == "gk:cooperates_with"]


def test_an_accepted_statement_is_marked_and_no_longer_doubtful(path: Path) -> None:
    with GraphStore.open(path) as store:
        before = doubts.doubts(store, sure=0.8)
        assert [(d.article, d.relation, d.status) for d in before][:1] == [("a2", "attacks", "actual")]
        assert {d.reason for d in before} == {
            "confidence below 0.8; some report it as fact, others deny it",
            "some report it as fact, others deny it",
        }
    review.add(
        path / "review.toml",
        replace(REJECT, verdict="accept", article="a2", source="Ukraine", target="Russia"),
    )
    with GraphStore.open(path) as store:
        assert doubts.doubts(store, sure=0.8) == []
        by = store.query("SELECT DISTINCT ?by { ?m gk:acceptedBy ?by }")
        assert list(by.cells()) == [("Mari",)]


def test_merges_are_proposed_to_a_person_and_never_made(path: Path) -> None:
    with GraphStore.open(path) as store:
        (found,) = doubts.proposals(store)
        assert (found.actor, found.other) == ("x-77", "Jens_Stoltenberg")
        assert found.reason == "its name is part of the other's"
        assert "Stoltenberg" in found.sentence


def test_decisions_come_back_as_written(tmp_path: Path) -> None:
    file = tmp_path / "review.toml"
    assert review.load(file) == ()
    odd = replace(REJECT, why='said "no"\n\\ é \u2028 😀 \x7f'.replace("\x7f", ""))
    for decision in (REJECT, SAME, odd):
        review.add(file, decision)
    assert review.load(file) == (REJECT, SAME, odd)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[decision]", "review.toml: cannot be read"),
        (
            '[[decision]]\nverdict = "maybe"',
            "decision 1: verdict must be one of accept, reject, same, different",
        ),
        (
            '[[decision]]\nverdict = "same"\nby = "M"\nwhen = "2026"\nwhy = "x"\nactor = "a"',
            "decision 1: needs other",
        ),
        ('[[decision]]\nverdict = "reject"\nsource = "a"\nby = "M"\nwhen = "2026"', "decision 1: needs why"),
        (
            '[[decision]]\nverdict = "reject"\nby = "M"\nwhen = "2026"\nwhy = "x"',
            "needs article, source or target",
        ),
        ('[[decision]]\nverdickt = "same"', "decision 1: unknown key 'verdickt'"),
        ("[[decision]]\nverdict = 3", "decision 1: must be a table of texts"),
        (
            '[[decision]]\nverdict = "same"\nactor = "Japan"\nother = "Atlantis"\n'
            'by = "M"\nwhen = "2026"\nwhy = "x"',
            "review.toml: there is no actor 'Atlantis'",
        ),
    ],
)
def test_a_wrong_decision_is_named_by_file_and_number(path: Path, text: str, message: str) -> None:
    (path / "review.toml").write_text(text)
    with pytest.raises(StoreError, match=message), GraphStore.open(path) as store:
        store.stats()
