"""Article to Document.

Models of the kind that `engine` can run go through it, all others through Stanza itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import stanza
import torch

from graphkit.errors import STUMBLES, ModelError, ParseError
from graphkit.facts import Span
from graphkit.memory import give_back
from graphkit.parse.breaks import rejoined
from graphkit.parse.engine import Draft, Engine, sentence
from graphkit.parse.models import Models, find
from graphkit.parse.pieces import pieces
from graphkit.text import Article, Document, Name, Sentence, Token

Spans = Callable[[Article], Iterable[Span]]
# An article by its number, and a piece of its text.
Place = tuple[int, int, int]
# Says which sentences of a document whose words hang on nothing yet need heads.
Needs = Callable[[Document], Collection[int]]

# The tag sets of the name corpora that Stanza trains on, read as ours; the others name no actor.
_KINDS = {
    "PER": "PER",
    "PERSON": "PER",
    "ORG": "ORG",
    "ORGANIZATION": "ORG",
    "LOC": "LOC",
    "LOCATION": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
    "EVT": "EVT",
    "EVENT": "EVT",
}

# Characters parsed at once, so that sentences of like length share a batch: some 8,000 words where
# Stanza holds every word as objects, else some 50,000.
_BATCH = 50_000
_LARGE = 300_000
# From how many characters on it pays to give back first what the batch before left free.
_MANY = 50_000

# Stanza puts paragraphs apart at an empty line; nothing crosses it.
_GAP = "\n\n"


class Parser:
    """Parse articles of one language.

    Loading takes some seconds, so keep it. With the same models on the same kind of processor an
    article has the same parse, whatever is parsed beside it.
    """

    def __init__(self, language: str, *, models: Path | str | None = None, threads: int = 1) -> None:
        """Load the models; `models` is None or "shipped", "official", or a folder.

        Raises:
            ModelError: the models are missing or cannot be loaded.
        """
        self.language = language
        self.models = find(language, models)
        torch.set_num_threads(threads)
        self._pipeline = _load(self.models)
        self._engine = Engine(self._pipeline, _KINDS) if Engine.fits(self._pipeline) else None

    @property
    def selects(self) -> bool:
        """Say whether sentences can be left without heads; models of other kinds parse them all."""
        return self._engine is not None

    def parse(
        self,
        articles: Iterable[Article],
        *,
        spans: Spans | None = None,
        needs: Needs | None = None,
        on_error: Callable[[Article, ParseError], None] | None = None,
    ) -> Iterator[Document]:
        """Yield a document for each article, in order.

        `spans` says which parts of an article's text to parse (all of it by default), `needs` which of
        its sentences need heads (all by default); the words of the others have head 0 and no relation.
        An article that cannot be parsed goes to `on_error`; the others are parsed.

        Raises:
            ParseError: an article cannot be parsed, and there is no `on_error`.
        """
        for batch in _batches(articles, _BATCH if self._engine is None else _LARGE):
            if sum(len(article.text) for article in batch) >= _MANY:
                give_back()
            try:
                yield from self._parse(batch, spans, needs)
            except STUMBLES:
                yield from self._one_by_one(batch, spans, needs, on_error)

    def _one_by_one(
        self,
        batch: list[Article],
        spans: Spans | None,
        needs: Needs | None,
        on_error: Callable[[Article, ParseError], None] | None,
    ) -> Iterator[Document]:
        for article in batch:
            try:
                yield from self._parse([article], spans, needs)
            except STUMBLES as error:
                failure = ParseError(f"article {article.id}: {type(error).__name__}: {error}")
                if on_error is None:
                    raise failure from error
                on_error(article, failure)

    def _parse(self, articles: list[Article], spans: Spans | None, needs: Needs | None) -> list[Document]:
        places = [
            (number, start, end)
            for number, article in enumerate(articles)
            for start, end in pieces(article.text, None if spans is None else spans(article))
        ]
        with torch.inference_mode():
            if self._engine is None:
                return self._as_one_text(articles, places)
            return self._in_stages(self._engine, articles, places, needs)

    @staticmethod
    def _in_stages(
        engine: Engine, articles: list[Article], places: list[Place], needs: Needs | None
    ) -> list[Document]:
        """Parse paragraph by paragraph, and give heads to the sentences that need them."""
        drafts: list[list[tuple[Draft, int]]] = [[] for _ in articles]
        parsed = engine.draft([articles[number].text[start:end] for number, start, end in places])
        for (number, start, _), found in zip(places, parsed, strict=True):
            drafts[number] += [(draft, start) for draft in found]
        wanted: list[Draft] = []
        for article, mine in zip(articles, drafts, strict=True):
            indexes = range(len(mine)) if needs is None else sorted(needs(_document(article, mine)))
            wanted += [mine[index][0] for index in indexes]
        engine.head(wanted)
        return [_document(article, mine) for article, mine in zip(articles, drafts, strict=True)]

    def _as_one_text(self, articles: list[Article], places: list[Place]) -> list[Document]:
        """Let Stanza parse articles as one text, and part its sentences again."""
        sentences: list[list[Sentence]] = [[] for _ in articles]
        if places:
            texts = [articles[number].text[start:end] for number, start, end in places]
            begins = [0]
            for text in texts[:-1]:
                begins.append(begins[-1] + len(text) + len(_GAP))
            rest = [name for name in self._pipeline.processors if name not in ("tokenize", "mwt")]
            split = self._pipeline.process(_GAP.join(texts), processors="tokenize")
            for found in self._pipeline.process(rejoined(split), processors=rest).sentences:
                place = bisect_right(begins, found.tokens[0].start_char) - 1
                number, start, end = places[place]
                mine = sentences[number]
                mine.append(_sentence(found, len(mine), articles[number].text, start - begins[place], end))
        return [Document(article, tuple(found)) for article, found in zip(articles, sentences, strict=True)]


def _document(article: Article, drafts: list[tuple[Draft, int]]) -> Document:
    read = (sentence(draft, at, article.text, shift) for at, (draft, shift) in enumerate(drafts))
    return Document(article, tuple(read))


def _batches(articles: Iterable[Article], most: int) -> Iterator[list[Article]]:
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= most:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _sentence(found: Any, index: int, text: str, shift: int, end: int) -> Sentence:
    """Read a sentence of Stanza's; `shift` takes its offsets to those of the article."""
    tokens: list[Token] = []
    for token in found.tokens:
        span = (token.start_char + shift, token.end_char + shift)
        if not span[0] < span[1] <= end:
            raise ValueError(f"a token at {span[0]}-{span[1]} lies outside its paragraph")
        surface = " ".join(text[slice(*span)].split())
        whole = len(token.words) == 1
        tokens += [_token(word, surface if whole else word.text, *span) for word in token.words]
    names = tuple(
        Name(entity.start_char + shift, entity.end_char + shift, _KINDS[entity.type])
        for entity in found.ents
        if entity.type in _KINDS
    )
    return Sentence(index, tuple(tokens), names)


def _token(word: Any, form: str, start: int, end: int) -> Token:
    lemma = " ".join((word.lemma or "").split())
    return Token(
        index=word.id,
        form=form,
        lemma=form if lemma in ("", "_") else lemma,
        upos=word.upos,
        feats=word.feats or "",
        head=word.head,
        deprel=word.deprel,
        start=start,
        end=end,
    )


def _load(models: Models) -> Any:
    """Build Stanza's pipeline; it never looks at the network."""
    try:
        return stanza.Pipeline(
            models.language,
            dir=str(models.folder),
            processors=",".join(models.processors),
            download_method=None,
            use_gpu=False,
            logging_level="ERROR",
            **models.arguments,
        )
    except (*STUMBLES, OSError, EOFError) as error:
        raise ModelError(
            f"cannot load the models at {models.folder / models.language}: {type(error).__name__}: {error}",
            hint="they may be damaged or of another version of Stanza; graphkit doctor tells more",
        ) from error
