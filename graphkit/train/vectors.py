"""Word vectors: learned from news text, kept as the half-precision pretrain file Stanza reads."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import torch
from gensim.models import Word2Vec
from stanza.models.common.pretrain import PretrainedWordVocab
from stanza.models.common.vocab import VOCAB_PREFIX

from graphkit.train.data import Sentence

# A run of letters with inner hyphens, full stops or apostrophes, a number, or one sign.
_PIECE = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*|\d+(?:[.,:/-]\d+)*|[^\w\s]")


class Corpus:
    """Lower-cased pieces of every paragraph, read again for each pass.

    Endings that the treebank cuts off at an apostrophe are cut off here too.
    """

    def __init__(self, articles: Path | None, trees: list[Sentence]) -> None:
        self._articles = articles
        self._trees = trees
        self._endings = apostrophe_endings(trees)

    def __iter__(self) -> Iterator[list[str]]:
        for tree in self._trees:
            yield [word.form.lower() for word in tree.words]
        if self._articles is None:
            return
        with lzma.open(self._articles, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                for paragraph in (article.get("title") or "", *article["text"].split("\n")):
                    pieces = self._cut(paragraph)
                    if len(pieces) > 1:
                        yield pieces

    def _cut(self, paragraph: str) -> list[str]:
        pieces: list[str] = []
        for piece in _PIECE.findall(paragraph.lower().replace("’", "'")):
            pieces.extend(split_ending(piece, self._endings) if "'" in piece else [piece])
        return pieces


def apostrophe_endings(trees: list[Sentence]) -> tuple[str, ...]:
    """Collect the last words of multi-word tokens that hold an apostrophe, longest first."""
    found = Counter(
        span.words[-1].form.lower()
        for tree in trees
        for span in tree.spans
        if len(span.words) > 1 and "'" in span.words[-1].form
    )
    return tuple(sorted((form for form, count in found.items() if count > 2), key=lambda f: (-len(f), f)))


def split_ending(piece: str, endings: tuple[str, ...]) -> list[str]:
    """Cut the first ending that fits, and leave a piece without one whole."""
    for ending in endings:
        if piece.endswith(ending) and len(piece) > len(ending):
            return [piece[: -len(ending)], ending]
    return [piece]


def learn(corpus: Corpus, *, size: int, width: int, window: int, passes: int, seed: int) -> Word2Vec:
    """Learn skip-gram vectors with one thread, so that the same seed gives the same vectors."""
    model: Word2Vec = Word2Vec(
        sentences=corpus,
        vector_size=width,
        window=window,
        min_count=3,
        max_final_vocab=size,
        sg=1,
        negative=8,
        sample=1e-4,
        epochs=passes,
        seed=seed,
        workers=1,
    )
    return model


def save(model: Word2Vec, path: Path) -> None:
    """Write the vectors as a Stanza pretrain, `[words + 4, width] float32`, scaled to mean length 1."""
    words = list(model.wv.index_to_key)
    table = torch.from_numpy(model.wv.vectors.copy())
    table = table / table.norm(dim=1).mean()
    rows = torch.cat([torch.zeros(len(VOCAB_PREFIX), table.shape[1]), table])
    vocabulary = PretrainedWordVocab(words)
    torch.save({"vocab": vocabulary.state_dict(), "emb": rows}, path)
