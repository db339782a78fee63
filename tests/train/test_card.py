"""The model card: tables come from the records beside the weights."""

import json

import pytest

from graphkit.errors import ModelError
from graphkit.train import card, pack

PAGE = "# Models\n\n<!-- begin scores -->\nold\n<!-- end scores -->\n\nEnd.\n"
SCORES = {
    "trees": {"NEWS": dict.fromkeys(card.METRICS, 90.5)},
    "names": {"merged": {"precision": 80.0, "recall": 70.0, "F1": 74.7, "LOC": 81.0, "PER": 70.2}},
}


@pytest.fixture
def models(tmp_path):
    weights = pack.place(tmp_path / "models", "xx", "pos")
    weights.write_bytes(b"weights")
    work = tmp_path / "work" / "xx"
    work.mkdir(parents=True)
    record = {"key": "k", "minutes": 2.5, "options": {}, "seed": 1, "files": {"a.conllu": "d1"}}
    (work / "pos.json").write_text(json.dumps(record))
    (tmp_path / "models" / "MODEL_CARD.md").write_text(PAGE)
    return tmp_path / "models"


def test_a_card_holds_digests_and_scores(models, tmp_path):
    table = {"seed": 1, "published": {"NEWS": {"LAS": 91.0}}}
    path = card.write("xx", models=models, work=tmp_path / "work", table=table, scores=SCORES)
    kept = json.loads(path.read_text())
    assert kept["processors"]["pos"]["files"] == {"a.conllu": "d1"}
    assert kept["processors"]["pos"]["bytes"] == 7
    assert "key" not in kept["processors"]["pos"]
    assert str(tmp_path) not in path.read_text()

    text = card.render(models).read_text()
    assert "| NEWS | 90.5 |" in text
    assert "| 91.0 |" in text
    assert "LOC 81.0, PER 70.2" in text
    assert "old" not in text
    assert text.endswith("<!-- end scores -->\n\nEnd.\n")
    assert card.render(models).read_text() == text


def test_weights_without_a_record_are_refused(models, tmp_path):
    pack.place(models, "xx", "ner").write_bytes(b"stray")
    with pytest.raises(ModelError, match="no training record"):
        card.write("xx", models=models, work=tmp_path / "work", table={"seed": 1}, scores=SCORES)


def test_a_page_without_marks_is_refused(models):
    (models / "MODEL_CARD.md").write_text("# Models\n")
    with pytest.raises(ModelError, match="marks"):
        card.render(models)


def test_a_missing_test_part_is_named(models, tmp_path):
    tests = {"trees": {"NEWS": "absent.conllu.xz"}, "names": {}}
    with pytest.raises(ModelError, match=r"absent\.conllu\.xz"):
        card.score(models, "xx", data=tmp_path, tests=tests)
