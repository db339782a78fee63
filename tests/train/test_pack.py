"""Weights: what is left in a file, and that Stanza's way of loading still reads it."""

import json

import pytest

from graphkit.train import pack

torch = pytest.importorskip("torch")


@pytest.fixture
def weights(tmp_path):
    path = tmp_path / "full.pt"
    content = {
        "model": {"layer": torch.linspace(-1, 1, 1000), "steps": torch.tensor([3])},
        "config": {"train_file": "/home/somebody/train.conllu", "hidden_dim": 5},
        "optimizer_state_dict": {"big": torch.zeros(1000)},
    }
    torch.save(content, path)
    return path


def test_training_state_and_paths_are_gone(weights, tmp_path):
    pack.shrink(weights, tmp_path / "small.pt", half=True)
    small = torch.load(tmp_path / "small.pt", weights_only=True)
    assert set(small) == {"model", "config"}
    assert small["config"] == {"train_file": "train.conllu", "hidden_dim": 5}
    assert small["model"]["layer"].dtype == torch.float16
    assert small["model"]["steps"].dtype == torch.int64
    assert (tmp_path / "small.pt").stat().st_size < weights.stat().st_size / 2


def test_vectors_stay_single_precision(weights, tmp_path):
    pack.shrink(weights, tmp_path / "small.pt", half=False)
    layer = torch.load(tmp_path / "small.pt", weights_only=True)["model"]["layer"]
    assert layer.dtype == torch.float32
    assert torch.allclose(layer, torch.linspace(-1, 1, 1000), atol=1e-2)


def test_the_same_weights_give_the_same_bytes(weights, tmp_path):
    for name in ("one.pt", "two.pt"):
        pack.shrink(weights, tmp_path / name, half=True)
    assert (tmp_path / "one.pt").read_bytes() == (tmp_path / "two.pt").read_bytes()


def test_the_listing_names_what_is_there(weights, tmp_path):
    for name in ("pos", "tokenize", pack.PRETRAIN):
        pack.shrink(weights, pack.place(tmp_path, "xx", name), half=True)
    pack.register(tmp_path, "xx")
    listing = json.loads((tmp_path / "resources.json").read_text())
    assert listing["xx"]["packages"]["default"] == {"pos": "graphkit", "tokenize": "graphkit"}
    assert listing["xx"]["pos"]["graphkit"]["dependencies"] == [{"model": "pretrain", "package": "graphkit"}]
