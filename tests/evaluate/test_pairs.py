"""Minimal pairs pass only when both sentences are read exactly right; facts turned round are told apart."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.errors import GoldError
from graphkit.evaluate import pairs
from graphkit.evaluate.gold import Claim
from graphkit.evaluate.pairs import Pair
from graphkit.knowledge.ontology import Ontology

ONTOLOGY = Ontology.load()
SAID = {"source": "IRN", "relation": "attacks", "target": "ISR", "status": "actual", "said_by": None}
ROW = {
    "id": "p1",
    "lang": "en",
    "kind": "negation",
    "one": {"text": "Iran attacked Israel.", "statements": [SAID]},
    "other": {"text": "Iran did not attack Israel.", "statements": [{**SAID, "status": "negated"}]},
}


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    assert pairs.holds(path)
    (found,) = pairs.read(path)
    return found


def _judge(pair: Pair, one: list[Claim], other: list[Claim]) -> pairs.Verdict:
    return pairs.judge(pair, {"p1.one": one, "p1.other": other}, ONTOLOGY)


def test_a_pair_read_right_passes(pair: Pair) -> None:
    verdict = _judge(pair, list(pair.one.claims), list(pair.other.claims))
    assert verdict.passes
    assert verdict.inverted == ()


def test_a_negated_deed_given_as_done_is_inverted(pair: Pair) -> None:
    verdict = _judge(pair, list(pair.one.claims), list(pair.one.claims))
    assert not verdict.passes
    assert [claim.status for claim in verdict.inverted] == ["actual"]


def test_ends_exchanged_are_inverted(pair: Pair) -> None:
    back = replace(pair.one.claims[0], source="ISR", target="IRN")
    verdict = _judge(pair, [back], list(pair.other.claims))
    assert verdict.inverted == (back,)


def test_what_is_missing_or_of_another_kind_is_wrong_but_not_inverted(pair: Pair) -> None:
    assert _judge(pair, [], []).inverted == ()
    assert len(_judge(pair, [], []).wrong) == 2
    other = replace(pair.one.claims[0], relation="criticizes")
    assert _judge(pair, [other], list(pair.other.claims)).inverted == ()


def test_a_fact_given_as_negated_is_wrong_but_not_the_worst(pair: Pair) -> None:
    verdict = _judge(pair, list(pair.other.claims), list(pair.other.claims))
    assert not verdict.passes
    assert verdict.inverted == ()


def test_a_wrong_speaker_fails(pair: Pair) -> None:
    assert not _judge(pair, [replace(pair.one.claims[0], said_by="USA")], list(pair.other.claims)).passes


def test_a_symmetric_relation_cannot_be_turned_round(pair: Pair) -> None:
    met = replace(pair.one.claims[0], relation="meets_with")
    both = replace(met, source="ISR", target="IRN")
    assert not pairs.turned(both, [met], ONTOLOGY)


def test_an_optional_claim_may_be_missing(pair: Pair) -> None:
    spared = replace(pair.one, claims=(replace(pair.one.claims[0], optional=True),))
    assert _judge(replace(pair, one=spared), [], list(pair.other.claims)).passes


def test_articles_are_no_pairs(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "statements": []}\n', encoding="utf-8")
    assert not pairs.holds(path)
    path.write_text("", encoding="utf-8")
    assert not pairs.holds(path)
    path.write_text("no json\n", encoding="utf-8")
    assert not pairs.holds(path)


def test_a_malformed_pair_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({**ROW, "one": {"text": "x"}}) + "\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"pairs\.jsonl:1"):
        list(pairs.read(path))
