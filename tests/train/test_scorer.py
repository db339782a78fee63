"""The scorer learns from what annotators agree with, the same every time."""

import json
from pathlib import Path

from golden_parses import actors, cases, language, ontology

from graphkit.evaluate.gold import Claim, Gold
from graphkit.extract.keep import Scorer
from graphkit.facts import Span
from graphkit.train import scorer
from graphkit.train.scorer import Example

CLEAR = [("bias", "good"), ("bias", "bad")] * 3
LABELS = [True, False] * 3


def _example(wanted: str, **changes: object) -> Example:
    """Return the example of a golden parse whose annotation is what its comment says, or changed."""
    case = next(c for c in cases("rules_en.conllu") if c.document.article.id == wanted)
    article = case.document.article
    fields = {"source": "IRN", "relation": "attacks", "target": "ISR", "status": "actual", **changes}
    claim = Claim(said_by=None, evidence=article.text, **fields)  # type: ignore[arg-type]
    spans: dict[Claim, tuple[Span, ...]] = {claim: ((0, len(article.text)),)}
    (example,) = scorer.examples(
        [(Gold(article, (claim,)), spans)], {article.id: case.document}, language("en"), ontology(), actors()
    )
    return example


def _labels(example: Example) -> dict[tuple[str, str, str], set[bool | None]]:
    found: dict[tuple[str, str, str], set[bool | None]] = {}
    for judged, label in zip(example.judged, example.labels, strict=True):
        proposal = judged.proposal
        ends = [f.mention.party.principal.code for f in (proposal.source, proposal.target)]
        found.setdefault((ends[0], proposal.relation.name, ends[1]), set()).add(label)
    return found


def test_features_that_speak_for_a_proposal_weigh_up_and_others_down() -> None:
    weights = scorer.fit(CLEAR, LABELS)
    assert weights["good"] > 0 > weights["bad"]
    kept = Scorer(weights, 0.5)
    good, bad = (kept.score([(iter, row)]) for row in CLEAR[:2])
    assert good > 0.5 > bad


def test_fitting_twice_gives_the_same_weights() -> None:
    assert scorer.fit(CLEAR, LABELS) == scorer.fit(CLEAR, LABELS)


def test_rare_features_are_left_out() -> None:
    weights = scorer.fit([*CLEAR, ("bias", "once")], [*LABELS, True])
    assert "once" not in weights


def test_what_annotators_found_is_right_and_the_rest_is_wrong() -> None:
    labels = _labels(_example("active-en"))
    assert labels["IRN", "attacks", "ISR"] == {True}
    assert all(found == {False} for key, found in labels.items() if key[1] == "criticizes")


def test_a_deed_that_nobody_annotated_is_wrong() -> None:
    labels = _labels(_example("active-en", relation="supports"))
    assert labels["IRN", "attacks", "ISR"] == {False}


def test_an_optional_statement_teaches_nothing() -> None:
    labels = _labels(_example("active-en", optional=True))
    assert labels["IRN", "attacks", "ISR"] == {None}


def test_weights_are_written_sorted_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "scorer.json"
    scorer.write({"b": 0.12345, "a": -1.0, "nought": 0.00001}, path)
    assert list(json.loads(path.read_text())["weights"]) == ["a", "b"]
    bars = (scorer.THRESHOLD, scorer.WHOLE, scorer.MARKED, scorer.PLAIN, scorer.CONTEXT)
    shares = {kind: [tuple(point) for point in points] for kind, points in scorer.SHARES.items()}
    assert Scorer.load(path) == Scorer({"a": -1.0, "b": 0.123}, *bars, shares=shares)


def test_training_and_validation_use_every_labelled_proposal() -> None:
    found = [_example("active-en"), _example("active-en"), _example("active-en", relation="supports")]
    weights = scorer.train(found)
    assert weights
    results = scorer.validate(found, ontology())
    assert set(results) == set(scorer.THRESHOLDS)
    assert all(total.root.gold == 3 for total in results.values())
