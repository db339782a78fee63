"""Scores follow the guideline: merged per key, matched one to one, symmetric both ways, optional left out."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from graphkit.evaluate import scores
from graphkit.evaluate.gold import Claim
from graphkit.evaluate.scores import Scores
from graphkit.facts import Status
from graphkit.knowledge.ontology import Ontology

ONTOLOGY = Ontology.load()


def claim(text: str, *, optional: bool = False, said_by: str | None = None) -> Claim:
    """Return a claim from "SOURCE relation TARGET status"."""
    source, relation, target, status = text.split()
    names = [name.replace("_", " ") for name in (source, target)]
    return Claim(names[0], relation, names[1], status, said_by, "", optional)


def compare(gold: list[Claim], found: list[Claim]) -> Scores:
    total = Scores()
    scores.add(total, "a", gold, found, ONTOLOGY)
    return total


def counts(tally: scores.Tally) -> tuple[int, int, int]:
    return tally.matched, tally.gold, tally.predicted


def test_the_same_key_counts_once_on_each_side() -> None:
    one, later = claim("RUS attacks UKR actual"), claim("RUS attacks UKR intended")
    assert counts(compare([one, later], [one, one, later]).root) == (1, 1, 1)
    assert counts(compare([one, later], [one, one, later]).status_root) == (2, 2, 2)


def test_relations_of_one_event_type_are_one_key() -> None:
    total = compare([claim("RUS attacks UKR actual")], [claim("RUS fights UKR actual")])
    assert counts(total.root) == (1, 1, 1)
    assert (total.relation.right, total.relation.total) == (0, 1)


def test_a_symmetric_relation_matches_in_either_direction() -> None:
    total = compare([claim("IDN meets_with JPN actual")], [claim("JPN meets_with IDN actual")])
    assert total.root.f1 == total.status_root.f1 == 1.0


def test_another_relation_does_not_match_the_other_way_round() -> None:
    total = compare([claim("RUS attacks UKR actual")], [claim("UKR attacks RUS actual")])
    assert counts(total.root) == (0, 1, 1)
    assert counts(total.pair) == (1, 1, 1)
    assert [c.source for _, c in total.misses] == ["RUS"]
    assert [c.source for _, c in total.false] == ["UKR"]


def test_optional_gold_is_neither_owed_nor_wrong() -> None:
    optional = claim("NATO supports UKR actual", optional=True)
    owed = claim("RUS attacks UKR actual")
    assert counts(compare([owed, optional], [owed]).root) == (1, 1, 1)
    assert counts(compare([owed, optional], [owed, replace(optional, optional=False)]).root) == (1, 1, 1)
    assert counts(compare([optional], []).root) == (0, 0, 0)


def test_owed_gold_is_matched_before_optional() -> None:
    owed = claim("Jens_Stoltenberg represents NATO actual")
    optional = claim("Stoltenberg represents NATO actual", optional=True)
    assert counts(compare([optional, owed], [claim("Stoltenberg represents NATO actual")]).root) == (1, 1, 1)


def test_a_part_of_a_name_matches_the_whole() -> None:
    assert scores.same("Stoltenberg", "Jens Stoltenberg")
    assert scores.same("The Hague Group", "hague group")
    assert scores.same("Médecins Sans Frontières", "Medecins sans Frontieres")
    assert scores.same("U.N.", "UN")
    assert scores.same("Al-Shabaab", "al Shabaab")
    assert not scores.same("Jens Stoltenberg", "Jens Weidmann")


def test_a_code_never_matches_in_part() -> None:
    assert not scores.same("KOR", "KOR Group")
    assert not scores.same("UN", "UN Women")
    assert not scores.same("NER", "NGA")


def test_one_prediction_meets_one_gold_entry() -> None:
    gold = [claim("Ali_Khan represents IRN actual"), claim("Omar_Khan represents IRN actual")]
    assert counts(compare(gold, [claim("Khan represents IRN actual")]).root) == (1, 2, 1)


def test_an_exact_name_is_matched_before_a_partial_one() -> None:
    gold = [claim("Ali_Khan represents IRN actual"), claim("Khan represents IRN negated")]
    total = compare(gold, [claim("Khan represents IRN negated")])
    assert (total.status.right, total.status.total) == (1, 1)


def test_accuracy_counts_only_matched_statements() -> None:
    gold = [claim("RUS attacks UKR actual", said_by="NATO"), claim("USA aids UKR intended")]
    found = [claim("RUS attacks UKR negated", said_by="NATO"), claim("CHN aids PAK actual")]
    total = compare(gold, found)
    assert (total.status.right, total.status.total) == (0, 1)
    assert (total.said_by.right, total.said_by.total) == (1, 1)


def test_a_missing_speaker_is_wrong() -> None:
    total = compare([claim("RUS attacks UKR actual", said_by="NATO")], [claim("RUS attacks UKR actual")])
    assert total.said_by.share == 0.0


def test_tables_hold_what_the_totals_hold() -> None:
    gold = [claim("RUS attacks UKR actual"), claim("USA aids UKR intended")]
    total = compare(gold, [claim("RUS attacks UKR actual"), claim("CHN aids PAK actual")])
    for table in (total.by_relation, total.by_status):
        assert sum(t.gold for t in table.values()) == total.root.gold
        assert sum(t.predicted for t in table.values()) == total.root.predicted
        assert sum(t.matched for t in table.values()) >= total.root.matched


def test_nothing_scores_nothing() -> None:
    total = compare([], [])
    assert (total.root.f1, total.root.precision, total.root.recall, total.status.share) == (0, 0, 0, 0)


NAMES = st.sampled_from(["RUS", "UKR", "NATO", "Jens Stoltenberg", "Stoltenberg", "Ali Khan", "The West"])
CLAIMS = st.builds(
    Claim,
    NAMES,
    st.sampled_from(sorted(ONTOLOGY.relations)),
    NAMES,
    st.sampled_from([str(status) for status in Status]),
    st.one_of(st.none(), NAMES),
    st.just(""),
    st.booleans(),
)


@given(st.lists(CLAIMS, max_size=8))
def test_gold_against_itself_is_perfect(gold: list[Claim]) -> None:
    total = compare(gold, gold)
    for tally in (total.root, total.status_root, total.pair):
        assert tally.matched == tally.gold == tally.predicted
    assert not total.misses
    assert not total.false
    assert total.status.right == total.status.total
    assert total.said_by.right == total.said_by.total


@given(st.lists(CLAIMS, max_size=8), st.lists(CLAIMS, max_size=8))
def test_scores_lie_between_nought_and_one(gold: list[Claim], found: list[Claim]) -> None:
    total = compare(gold, found)
    for tally in (total.root, total.status_root, total.pair):
        assert 0 <= tally.matched <= min(tally.gold, tally.predicted)
        assert 0.0 <= tally.f1 <= 1.0
    assert len(total.misses) == total.root.gold - total.root.matched
    assert len(total.false) == total.root.predicted - total.root.matched


@given(st.lists(CLAIMS, max_size=6))
def test_the_order_of_predictions_changes_no_total(found: list[Claim]) -> None:
    gold = found[::2]
    forth, back = compare(gold, found), compare(gold, found[::-1])
    assert forth.root.gold == back.root.gold
    assert forth.pair.predicted - forth.pair.matched == back.pair.predicted - back.pair.matched


def test_a_table_counts_as_right_only_what_bears_its_name() -> None:
    gold = [claim("RUS attacks UKR actual"), claim("USA sanctions IRN intended")]
    total = compare(gold, [claim("RUS fights UKR actual"), claim("USA sanctions IRN actual")])
    assert total.root.matched == 2
    assert {name: (t.matched, t.gold, t.predicted) for name, t in total.by_status.items()} == {
        "actual": (1, 1, 2),
        "intended": (0, 1, 0),
    }
    assert {name: (t.matched, t.gold, t.predicted) for name, t in total.by_relation.items()} == {
        "attacks": (0, 1, 0),
        "fights": (0, 0, 1),
        "sanctions": (1, 1, 1),
    }
