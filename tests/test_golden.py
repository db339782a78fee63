"""The shipped models read the golden files as well as their floors say, and turn no fact round unseen.

Floors stand in tests/golden/floors.toml; `graphkit evaluate tests/golden/*.jsonl --pin` writes them.
"""

import functools
from collections.abc import Mapping
from pathlib import Path

import pytest

from graphkit.evaluate import gate, gold, pairs, scores
from graphkit.evaluate.gold import Claim, Gold
from graphkit.evaluate.pairs import Verdict
from graphkit.evaluate.scores import Scores
from graphkit.pipeline import Failure, Pipeline
from graphkit.settings import load

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.jsonl"), key=lambda path: path.name)
PAIRS = [path for path in FILES if pairs.holds(path)]
FLOORS = gate.read(FOLDER / gate.FILE)


@functools.cache
def _pipeline() -> Pipeline:
    return Pipeline(load())


def _gold(path: Path) -> list[Gold]:
    if path in PAIRS:
        return [side for pair in pairs.read(path) for side in (pair.one, pair.other)]
    return list(gold.read(path))


@functools.cache
def _claims(path: Path) -> Mapping[str, list[Claim]]:
    """Return what the pipeline finds in the articles of a golden file, by article id."""
    failures: list[Failure] = []
    found = {
        reading.document.article.id: [
            gold.claim(statement, reading.document.article.text) for statement in reading.statements
        ]
        for reading in _pipeline().readings([row.article for row in _gold(path)], on_failure=failures.append)
    }
    assert not failures
    return found


def _verdicts(path: Path) -> tuple[Verdict, ...]:
    return tuple(pairs.judge(pair, _claims(path), _pipeline().ontology) for pair in pairs.read(path))


def test_there_are_golden_files_of_each_kind_in_each_language() -> None:
    kinds = {path.stem for path in FILES}
    assert kinds == {f"{kind}_{code}" for kind in ("articles", "pairs", "sentences") for code in ("en", "id")}


def test_every_golden_file_has_floors() -> None:
    assert set(FLOORS) == {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_gold_is_the_one_that_was_pinned(path: Path) -> None:
    found = gate.measured(path, Scores())
    assert FLOORS[path.name].gold == found.gold, "graphkit evaluate tests/golden/*.jsonl --pin"


@pytest.mark.model
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scores_hold_their_floors(path: Path) -> None:
    total = Scores()
    for row in _gold(path):
        scores.add(total, row.article.id, row.claims, _claims(path)[row.article.id], _pipeline().ontology)
    found = gate.measured(path, total, _verdicts(path) if path in PAIRS else ())
    assert list(gate.breaches(FLOORS, {path.name: found})) == []


@pytest.mark.model
@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_facts_turned_round_in_minimal_pairs_are_within_the_pinned_share(path: Path) -> None:
    """The worst of errors: a denied, planned or possible deed given as done, or its ends exchanged."""
    verdicts = _verdicts(path)
    turned = [
        f"{verdict.pair.id} ({verdict.pair.kind}): {c.source} {c.relation} {c.target} {c.status}"
        for verdict in verdicts
        for c in verdict.inverted
    ]
    share = 1 - sum(bool(verdict.inverted) for verdict in verdicts) / len(verdicts)
    assert share >= FLOORS[path.name].scores["upright"] - gate.SLACK, "\n".join(turned)
