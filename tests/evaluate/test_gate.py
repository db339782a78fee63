"""The gate fails below a floor and on gold that changed; floors fall only where that is asked for."""

from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.errors import GoldError
from graphkit.evaluate import gate
from graphkit.evaluate.gate import Pin
from graphkit.evaluate.gold import Claim, Gold
from graphkit.evaluate.pairs import Pair, Verdict
from graphkit.evaluate.scores import Scores, Tally
from graphkit.text import Article

HELD = {"a.jsonl": Pin("0123", {"root": 0.6, "pair": 0.7})}


def _found(root: float, pair: float = 0.7, gold: str = "0123") -> dict[str, Pin]:
    return {"a.jsonl": Pin(gold, {"root": root, "pair": pair})}


def test_a_score_at_its_floor_holds() -> None:
    assert list(gate.breaches(HELD, _found(0.6))) == []
    assert list(gate.breaches(HELD, _found(0.9))) == []


def test_a_score_below_its_floor_is_told() -> None:
    assert list(gate.breaches(HELD, _found(0.55))) == ["a.jsonl: root is 0.550, below its floor of 0.600"]


def test_a_tie_rounded_by_another_processor_is_no_breach() -> None:
    assert list(gate.breaches(HELD, _found(0.6 - gate.SLACK / 2))) == []


def test_gold_that_changed_must_be_pinned_anew() -> None:
    assert list(gate.breaches(HELD, _found(0.9, gold="4567"))) == [
        "a.jsonl: the gold changed since its floors were pinned"
    ]


def test_gold_without_floors_is_told() -> None:
    assert list(gate.breaches({}, _found(0.9))) == ["a.jsonl: no floors are pinned"]


def test_a_score_that_is_gone_counts_as_nought() -> None:
    assert len(list(gate.breaches(HELD, {"a.jsonl": Pin("0123", {"root": 0.9})}))) == 1


def test_floors_rise() -> None:
    pins = gate.pinned(HELD, _found(0.65432, gold="4567"))
    assert pins["a.jsonl"] == Pin("4567", {"root": 0.654, "pair": 0.7})


def test_floors_do_not_sink_within_the_slack() -> None:
    assert gate.pinned(HELD, _found(0.598))["a.jsonl"].scores["root"] == 0.6


def test_floors_fall_only_when_asked() -> None:
    with pytest.raises(GoldError, match=r"below its floor of 0\.600") as caught:
        gate.pinned(HELD, _found(0.5))
    assert "--lower" in (caught.value.hint or "")
    assert gate.pinned(HELD, _found(0.5), lower=True)["a.jsonl"].scores["root"] == 0.5


def test_other_files_keep_their_floors() -> None:
    pins = gate.pinned({**HELD, "b.jsonl": Pin("89", {"root": 0.1})}, _found(0.7))
    assert pins["b.jsonl"] == Pin("89", {"root": 0.1})


def test_floors_are_written_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / gate.FILE
    assert gate.read(path) == {}
    gate.write(HELD, path)
    assert gate.read(path) == HELD
    before = path.read_bytes()
    gate.write(gate.read(path), path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["root = 1", "[a]\nroot = 1.0", '[a]\ngold = "1"\nroot = "high"', "["])
def test_a_malformed_file_of_floors_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / gate.FILE
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match="not a file of floors"):
        gate.read(path)


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("one", encoding="utf-8")
    one = gate.measured(path, Scores(root=Tally(1, 2, 2)))
    path.write_text("two", encoding="utf-8")
    two = gate.measured(path, Scores(root=Tally(1, 2, 2)))
    assert one.scores == two.scores
    assert one.scores["root"] == 0.5
    assert one.gold != two.gold


def test_pairs_are_measured_by_kind(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text("", encoding="utf-8")
    side = Gold(Article("a", "en", "", "A text."), ())
    claim = Claim("IRN", "attacks", "ISR", "actual", None, "")
    plan, voice = Pair("1", "plan", side, side), Pair("2", "voice", side, side)
    verdicts = (Verdict(plan, (), ()), Verdict(voice, (claim,), (claim,)))
    found = gate.measured(path, Scores(), verdicts)
    assert found.scores == {"passing": 0.5, "upright": 0.5, "plan": 1.0, "voice": 0.0}
    assert gate.measured(path, Scores(), (replace(verdicts[1], inverted=()),)).scores["upright"] == 1.0
