"""Stanza's weights, run over many articles at once: each stage takes sentences of like length together.

What is found is what Stanza finds, sentence by sentence: the networks and their vocabularies are its
own. What hangs on a word alone is computed once for each word, a relation is scored only where a head
was chosen, and no sentence is parsed that nobody needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graphkit.facts import Span
from graphkit.parse.breaks import joined
from graphkit.parse.heading import Header
from graphkit.parse.naming import Namer
from graphkit.parse.splitting import Piece, Splitter
from graphkit.parse.tagging import Tagger
from graphkit.parse.wording import Expander, Lemmas
from graphkit.text import Name, Sentence, Token


@dataclass(slots=True)
class Draft:
    """A sentence in the making: its tokens, and for each word its token, form, tags and lemma."""

    pieces: list[Piece]
    words: list[str]
    owners: list[int]
    names: tuple[Name, ...] = ()
    tags: list[tuple[str, str]] | None = None
    lemmas: list[str | None] | None = None
    heads: list[tuple[int, str]] | None = None


class Engine:
    """The stages of a language."""

    def __init__(self, pipeline: Any, kinds: dict[str, str]) -> None:
        """Read the weights of a Stanza pipeline; `kinds` are the kinds of names that are kept."""
        processors = pipeline.processors
        self._kinds = kinds
        self._split = Splitter(processors["tokenize"])
        self._expand = Expander(processors.get("mwt"))
        self._tag = Tagger(processors["pos"])
        self._lemmas = Lemmas(processors["lemma"])
        self._head = Header(processors["depparse"])
        self._name = Namer(processors["ner"]) if "ner" in processors else None

    @staticmethod
    def fits(pipeline: Any) -> bool:
        """Say whether the models are of the kind that this can run; Stanza itself runs every other."""
        processors = pipeline.processors
        return (
            Splitter.fits(processors.get("tokenize"))
            and Tagger.fits(processors.get("pos"))
            and Lemmas.fits(processors.get("lemma"))
            and Header.fits(processors.get("depparse"))
            and ("ner" not in processors or Namer.fits(processors["ner"]))
        )

    def draft(self, texts: Sequence[str]) -> list[list[Draft]]:
        """Return the sentences of each text with everything but heads; offsets are those of the text."""
        split = [
            joined(found, text, lambda piece: (piece.start, piece.end))
            for found, text in zip(self._split(texts), texts, strict=True)
        ]
        self._expand.learn([p.text for text in split for pieces in text for p in pieces if p.several])
        drafts = [[self._draft(pieces) for pieces in text] for text in split]
        every = [draft for text in drafts for draft in text]
        if every:
            self._mark(every)
        return drafts

    def _draft(self, pieces: list[Piece]) -> Draft:
        draft = Draft(pieces, [], [])
        for at, piece in enumerate(pieces):
            words = self._expand.words(piece.text) if piece.several else (piece.text,)
            draft.words += words
            draft.owners += [at] * len(words)
        return draft

    def _mark(self, drafts: list[Draft]) -> None:
        """Fill in names, tags and lemmas."""
        if self._name is not None:
            named = self._name([[piece.text for piece in draft.pieces] for draft in drafts])
            for draft, names in zip(drafts, named, strict=True):
                draft.names = tuple(
                    Name(draft.pieces[first].start, draft.pieces[last].end, self._kinds[kind])
                    for first, last, kind in names
                    if kind in self._kinds
                )
        tagged = self._tag([draft.words for draft in drafts])
        pairs = [
            [(word, tag[0]) for word, tag in zip(draft.words, tags, strict=True)]
            for draft, tags in zip(drafts, tagged, strict=True)
        ]
        self._lemmas.learn([pair for sentence in pairs for pair in sentence])
        for draft, tags, sentence in zip(drafts, tagged, pairs, strict=True):
            draft.tags = tags
            draft.lemmas = [self._lemmas.lemma(*pair) for pair in sentence]

    def head(self, drafts: Sequence[Draft]) -> None:
        """Fill in the heads of sentences."""
        if drafts:
            rows = [[(word, lemma, upos) for word, lemma, (upos, _) in _read(draft)] for draft in drafts]
            for draft, heads in zip(drafts, self._head(rows), strict=True):
                draft.heads = heads


def _read(draft: Draft) -> Iterator[tuple[str, str | None, tuple[str, str]]]:
    assert draft.lemmas is not None
    assert draft.tags is not None
    return zip(draft.words, draft.lemmas, draft.tags, strict=True)


def sentence(draft: Draft, index: int, text: str, shift: int) -> Sentence:
    """Return a draft as a sentence of an article; `shift` takes its offsets to those of the article.

    Without heads its words hang on nothing: head 0, no relation.
    """
    spans: list[Span] = [(piece.start + shift, piece.end + shift) for piece in draft.pieces]
    single = [True] * len(spans)
    for before, owner in zip(draft.owners, draft.owners[1:], strict=False):
        if before == owner:
            single[owner] = False
    heads = draft.heads or [(0, "")] * len(draft.words)
    tokens = []
    for number, ((word, lemma, tags), owner, head) in enumerate(
        zip(_read(draft), draft.owners, heads, strict=True), 1
    ):
        start, end = spans[owner]
        form = " ".join(text[start:end].split()) if single[owner] else word
        told = " ".join((lemma or "").split())
        tokens.append(
            Token(number, form, form if told in ("", "_") else told, *tags, head[0], head[1], start, end)
        )
    names = tuple(Name(name.start + shift, name.end + shift, name.kind) for name in draft.names)
    return Sentence(index, tuple(tokens), names)
