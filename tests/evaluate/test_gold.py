"""Gold files are read line by line, and a slip is told by its place."""

import json
from pathlib import Path

import pytest

from graphkit.errors import GoldError
from graphkit.evaluate import gold
from graphkit.facts import Actor, Evidence, Party, Statement, Status

ROW = {
    "id": "a1",
    "lang": "en",
    "title": "A title",
    "date": "2024-05-14",
    "source": "Sample",
    "text": "Iran attacked Israel. Nobody saw it.",
    "statements": [
        {
            "source": "IRN",
            "relation": "attacks",
            "target": "ISR",
            "status": "actual",
            "said_by": None,
            "evidence": "Iran attacked Israel.",
        }
    ],
}


def _file(folder: Path, *rows: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    return path


def test_an_article_is_read_with_its_claims(tmp_path: Path) -> None:
    (row,) = gold.read(_file(tmp_path, ROW))
    assert (row.article.id, row.article.language, row.article.published) == ("a1", "en", "2024-05-14")
    (claim,) = row.claims
    assert (claim.source, claim.relation, claim.target, claim.status) == ("IRN", "attacks", "ISR", "actual")
    assert claim.said_by is None
    assert not claim.optional


def test_without_evidence_the_whole_text_is_the_evidence(tmp_path: Path) -> None:
    plain = {key: value for key, value in ROW["statements"][0].items() if key != "evidence"}  # type: ignore[index, union-attr]
    (row,) = gold.read(_file(tmp_path, {**ROW, "statements": [plain]}))
    assert row.claims[0].evidence == ROW["text"]


@pytest.mark.parametrize(
    "change",
    [
        {"statements": [{**ROW["statements"][0], "status": "maybe"}]},  # type: ignore[index, dict-item]
        {"statements": [{"source": "IRN"}]},
        {"statements": None},
        {"text": None},
    ],
)
def test_a_malformed_article_is_told_with_its_line(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(GoldError, match=r"gold\.jsonl:2: not an annotated article"):
        list(gold.read(_file(tmp_path, ROW, {**ROW, **change})))


def test_evidence_must_be_a_part_of_the_text(tmp_path: Path) -> None:
    wrong = {**ROW["statements"][0], "evidence": "Iran attacked Iraq."}  # type: ignore[index, dict-item]
    with pytest.raises(GoldError, match="evidence is no part of the text"):
        list(gold.read(_file(tmp_path, {**ROW, "statements": [wrong]})))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        list(gold.read(tmp_path / "none.jsonl"))


def test_a_statement_is_written_the_way_gold_is() -> None:
    nato = Actor("NATO", "NATO", "InternationalOrganization")
    jens = Actor("Jens_Stoltenberg", "Jens Stoltenberg", "Person")
    iran, israel = Actor("Iran", "IRN", "State"), Actor("Israel", "ISR", "State")
    text = str(ROW["text"])
    evidence = Evidence("a1", 0, 0, 21, "active", (0, 4), (14, 20), (5, 13))
    speaker = Party(jens, nato)
    told = Statement(
        Party(iran, iran), "attacks", Party(israel, israel), Status.ACTUAL, speaker, 0.8, evidence
    )
    claim = gold.claim(told, text)
    assert (claim.source, claim.target, claim.said_by) == ("IRN", "ISR", "NATO")
    assert claim.evidence == "Iran attacked Israel."
    assert claim.rule == "active"
