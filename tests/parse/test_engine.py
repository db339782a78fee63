"""The engine finds what Stanza finds, whatever stands beside a sentence."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

from graphkit.parse import parser as parsing
from graphkit.parse.arborescence import tree
from graphkit.parse.engine import Engine
from graphkit.parse.parser import Parser
from graphkit.parse.recurrent import Table
from graphkit.text import Article, Document


def samples(root: Path, language: str) -> list[Article]:
    found = []
    for path in sorted((root / "data" / "samples").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("lang") == language:
                found.append(Article(row["id"], language, row.get("title", ""), row["text"]))
    assert found
    return found


@pytest.fixture(scope="module", params=["id", "en"])
def parser(request: pytest.FixtureRequest) -> Parser:
    return Parser(request.param)


def words(document: Document) -> list[Any]:
    return [token for sentence in document.sentences for token in sentence.tokens]


@pytest.mark.model
def test_what_stanza_finds_is_found(parser: Parser, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = samples(root, parser.language)[:12]
    assert Engine.fits(parser._pipeline)
    quick = list(parser.parse(articles))
    monkeypatch.setattr(parser, "_engine", None)
    slow = list(parser.parse(articles))
    assert sum(one == other for one, other in zip(quick, slow, strict=True)) >= len(articles) - 1
    pairs = [
        (a, b)
        for one, other in zip(quick, slow, strict=True)
        if len(words(one)) == len(words(other))
        for a, b in zip(words(one), words(other), strict=True)
    ]
    # Sums are rounded in another order, so that a choice between equals may fall otherwise.
    assert sum(a != b for a, b in pairs) <= len(pairs) / 2_000


@pytest.mark.model
def test_company_changes_nothing(parser: Parser, root: Path) -> None:
    articles = samples(root, parser.language)[:10]
    together = list(parser.parse(articles))
    alone = [next(parser.parse([article])) for article in reversed(articles)]
    assert together == alone[::-1]
    assert together == list(Parser(parser.language).parse(articles))


@pytest.mark.model
def test_tokens_are_the_same_in_any_company(parser: Parser, root: Path) -> None:
    """A killed build goes on in other company: in one of a hundred, a sentence ended elsewhere."""
    articles = samples(root, parser.language)
    chance = random.Random(5)

    def cut(some: list[Article]) -> dict[str, list[tuple[int, int]]]:
        found = parser.parse(some, needs=lambda document: frozenset())
        return {one.article.id: [(token.start, token.end) for token in words(one)] for one in found}

    known = {key: tokens for article in articles for key, tokens in cut([article]).items()}
    for _ in range(10):
        for key, tokens in cut(chance.sample(articles, chance.randrange(2, 9))).items():
            assert tokens == known[key], key


@pytest.mark.model
def test_scores_are_the_same_to_the_last_bit(parser: Parser, root: Path) -> None:
    engine = parser._engine
    assert engine is not None
    with torch.inference_mode():
        texts = [article.text.split("\n")[0] for article in samples(root, parser.language)[:8]]
        drafts = [draft for text in engine.draft(texts) for draft in text]
        rows = [
            [(w, lemma, tag[0]) for w, lemma, tag in zip(d.words, d.lemmas or [], d.tags or [], strict=True)]
            for d in drafts
        ]
        rows.sort(key=len, reverse=True)
        seen = _states(engine, rows)
        for at, row in enumerate(rows):
            assert torch.equal(_states(engine, [row])[0], seen[at])


def _states(engine: Engine, rows: list[Any]) -> list[torch.Tensor]:
    """Return what the parser's network makes of each word."""
    header = engine._head
    kept: list[torch.Tensor] = []
    network = header._network

    class Kept:
        enter = staticmethod(network.enter)

        def __call__(self, entered: Any, frame: torch.Tensor, batch: Any) -> torch.Tensor:
            found = network(entered, frame, batch)
            kept.extend(found[batch.places].split(batch.lengths))
            return found

    header._network = Kept()  # type: ignore[assignment]
    try:
        header(rows)
    finally:
        header._network = network
    return kept


@pytest.mark.model
def test_only_asked_sentences_get_heads(parser: Parser, root: Path) -> None:
    articles = samples(root, parser.language)[:3]
    whole = list(parser.parse(articles))
    part = list(parser.parse(articles, needs=lambda document: range(0, len(document.sentences), 2)))
    for one, other in zip(whole, part, strict=True):
        assert one.sentences[::2] == other.sentences[::2]
        for full, bare in zip(one.sentences[1::2], other.sentences[1::2], strict=True):
            assert full.names == bare.names
            assert [t.lemma for t in full.tokens] == [t.lemma for t in bare.tokens]
            assert {(t.head, t.deprel) for t in bare.tokens} == {(0, "")}


@pytest.mark.parametrize("size", [2, 3, 4, 7, 12, 30])
def test_the_best_tree_is_stanzas(size: int) -> None:
    chance = np.random.default_rng(size)
    for _ in range(150):
        scores = chance.normal(size=(size, size)).astype(np.float32)
        scores[:, 0] += chance.normal() * 3
        np.fill_diagonal(scores, -np.inf)
        scores = torch.from_numpy(scores).log_softmax(1).numpy()
        assert tree(scores) == chuliu_edmonds_one_root(scores).tolist()


def test_vectors_are_kept_of_so_many_words_and_no_more() -> None:
    asked: list[int] = []

    def compute(words: list[int]) -> torch.Tensor:
        asked.extend(words)
        return torch.tensor([[float(word), -float(word)] for word in words])

    table = Table(compute, most=100)
    for first in range(0, 1000, 30):
        words = [*range(first, first + 30), first]
        assert table.vectors(words)[:, 0].tolist() == [float(word) for word in words]
        assert table._data.shape[0] <= 100 + 31 + 1
    assert len(asked) == len(set(asked)) == 1020


_SHAPES = """
import torch
from graphkit.memory import give_back
from graphkit.parse.recurrent import Batch, Whole

def held():
    give_back()
    with open("/proc/self/status") as file:
        return int(next(line for line in file if line.startswith("VmRSS")).split()[1]) // 1000

layer = Whole(torch.nn.LSTM(69, 64, bidirectional=True))
with torch.inference_mode():
    for steps in range(1, 261):
        layer(torch.zeros(steps * 16, 69), Batch([steps]))
        if steps == 80:
            before = held()
print(held() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by Linux")
def test_many_shapes_of_batches_do_not_fill_the_memory() -> None:
    run = [sys.executable, "-c", _SHAPES]
    grown = int(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    assert grown < 10  # megabytes; several times as many where a program is kept for each shape


def test_a_long_paragraph_is_split_window_by_window(root: Path) -> None:
    parser = Parser("en")
    text = " ".join(f"Kenya met Ghana {number} times in the capital." for number in range(60))
    assert 1_900 < len(text) <= 2_700
    article = Article("a", "en", "", text)
    (document,) = parser.parse([article])
    assert "".join(token.form for token in words(document)).startswith("KenyametGhana0times")
    assert 55 <= len(document.sentences) <= 65
    assert parsing.Parser is Parser
