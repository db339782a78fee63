"""The last steps of a tagger: the shipped one, trained on over a few sentences of our own."""

from pathlib import Path

import pytest
import torch

from graphkit.train.polish import polish

MODELS = Path(__file__).parents[2] / "data" / "models" / "en"
ROW = "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t_\t_"
TREE = [
    ("Envoys", "envoy", "NOUN", "NNS", "Number=Plur", 2, "nsubj"),
    ("clash", "clash", "VERB", "VBP", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin", 0, "root"),
    ("again", "again", "ADV", "RB", "_", 2, "advmod"),
]


@pytest.fixture
def trees(tmp_path):
    rows = "\n".join(ROW.format(number, *columns) for number, columns in enumerate(TREE, 1))
    path = tmp_path / "trees.conllu"
    path.write_text("\n\n".join([rows] * 4) + "\n\n", encoding="utf-8")
    return path


def _weights(path):
    state = torch.load(path, weights_only=True)["model"]
    return {name: value.float() for name, value in state.items() if torch.is_tensor(value)}


def test_steps_change_the_weights_and_repeat(tmp_path, trees):
    start = next((MODELS / "pos").glob("*.pt"))
    options = {"steps": 2, "lr": 0.001, "batch_size": 2}
    made = [tmp_path / "one.pt", tmp_path / "two.pt"]
    for path in made:
        polish(start, path, trees, pretrain=next((MODELS / "pretrain").glob("*.pt")), options=options, seed=1)
    before, one, two = (_weights(path) for path in (start, *made))
    assert one.keys() == two.keys()
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert any(not torch.equal(before[name], one[name]) for name in one if name in before)
