"""The scorer is a file of weights that a reader can check."""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphkit.errors import ModelError
from graphkit.extract.keep import Scorer, least, share


def told(*names: str) -> Iterator[str]:
    yield from names


def test_a_score_is_the_logistic_of_the_weights() -> None:
    scorer = Scorer({"a": 1.0, "b": -3.0}, 0.5)
    assert scorer.score([]) == 0.5
    for _ in range(2):  # the second time its groups are known
        assert scorer.score([(told, "a", "b"), (told, "unseen")]) == pytest.approx(1 / (1 + math.exp(2.0)))
    least, most = (Scorer({"a": weight}, 0.5).score([(told, "a")]) for weight in (-1e6, 1e6))
    assert 0.0 < least < most <= 1.0


def test_reasons_are_the_heaviest_features_first() -> None:
    scorer = Scorer({"a": 1.0, "b": -3.0, "c": 0.5}, 0.5)
    assert scorer.reasons(["c", "a", "b", "unseen"], most=2) == [("b", -3.0), ("a", 1.0)]


def test_weights_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "scorer.json"
    path.write_text(json.dumps({"threshold": 0.4, "weights": {"bias": -1}}), encoding="utf-8")
    assert Scorer.load(path) == Scorer({"bias": -1.0}, 0.4)


@pytest.mark.parametrize("text", ["", "[]", '{"weights": {}}', '{"threshold": 0.5, "weights": {"a": "b"}}'])
def test_a_malformed_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scorer.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"scorer\.json: no weights of the scorer"):
        Scorer.load(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no weights of the scorer"):
        Scorer.load(tmp_path / "scorer.json")


def test_what_is_found_more_surely_needs_less() -> None:
    scorer = Scorer({}, 0.6, whole=0.25, marked=0.1, plain=0.01)
    assert scorer.bar(whole=False) == 0.6
    assert scorer.bar(whole=True) == 0.25
    assert scorer.bar(whole=True, marked=True) == 0.1
    assert scorer.bar(whole=True, plain=True) == 0.01
    assert Scorer({}, 0.6).bar(whole=True, marked=True, plain=True) == 0.6


def test_an_end_that_the_sentence_does_not_name_needs_more() -> None:
    assert Scorer({}, 0.6, context=0.7).bar(whole=False, context=True) == 0.7
    assert Scorer({}, 0.6, context=0.5).bar(whole=False, context=True) == 0.6
    assert Scorer({}, 0.6).bar(whole=False, context=True) == 0.6


def test_confidence_is_read_off_between_points() -> None:
    scorer = Scorer({}, 0.6, shares={"whole": [(0.2, 0.5), (0.6, 0.9)]})
    told = [scorer.confidence(score, "whole") for score in (0.0, 0.2, 0.4, 0.6, 1.0)]
    assert told == pytest.approx([0.5, 0.5, 0.7, 0.9, 0.9])
    assert scorer.confidence(0.3, "guess") == 0.3


def test_what_weighs_less_than_the_least_does_not_reach_the_share() -> None:
    for bar in (0.01, 0.25, 0.65, 0.99):
        assert share(least(bar)) < bar <= share(least(bar) + 1e-5)
    assert least(0.0) == -math.inf


def test_the_most_that_features_add_is_that_of_the_heaviest() -> None:
    scorer = Scorer({"order=svt|verbs": 0.5, "order=vst|verbs": 0.25, "paths=a>b|nouns": -1.0}, 0.5)
    assert scorer.most(("order", "order", "paths", "cases")) == 1.0
