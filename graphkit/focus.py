"""Which sentences can bear on a statement: the others need no syntax, and nothing that is found changes.

Every mention is a name, a part of a name met elsewhere in the article, or a word that refers back to
one. A sentence that can hold none of these gives no actor to a rule, no antecedent to a pronoun and no
speaker to a quotation. What is decided here errs on the side of parsing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from graphkit.facts import Span
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.language import Anaphora, Language
from graphkit.link.anaphora import REACH
from graphkit.link.linker import ABBREVIATION, SHORTEST
from graphkit.link.speech import quotations
from graphkit.text import Document, Sentence

_RUN = re.compile(r"\w+")


class Focus:
    """Say which sentences of a document need heads; holds the registry and one language pack."""

    def __init__(self, language: Language, actors: ActorIndex) -> None:
        self._code = language.code
        self._actors = actors
        anaphora = language.anaphora
        self._speakers = anaphora.speaker | anaphora.speakers
        # Groups stand for themselves beside a state that is named anywhere, other words for who came before.
        self._groups = frozenset(_words(anaphora.collectives))
        self._back = frozenset(_every(anaphora)) - self._groups - self._speakers

    def __call__(self, document: Document) -> frozenset[int]:
        """Return the indexes of the sentences that can hold a mention; their trees may be missing yet."""
        text, sentences = document.article.text, document.sentences
        spans = sorted(self._names(document))
        if not spans:
            return frozenset()
        parts = _parts(text, spans)
        starts = [sentence.start for sentence in sentences]
        quoted: list[Span] | None = None
        found: list[int] = []
        named = _touched(sentences, spans)
        for sentence in sentences:
            index = sentence.index
            bears = index in named or not parts.isdisjoint(_RUN.findall(text, starts[index], sentence.end))
            if not bears:  # only then are its words of account
                words = {word.casefold() for token in sentence.tokens for word in (token.form, token.lemma)}
                bears = not words.isdisjoint(self._groups) or (
                    bool(found) and index - found[-1] <= REACH and not words.isdisjoint(self._back)
                )
                if not bears and not words.isdisjoint(self._speakers):
                    quoted = quotations(text) if quoted is None else quoted
                    bears = any(start < sentence.end and sentence.start < end for start, end in quoted)
            if bears:
                found.append(index)
        return frozenset(found)

    def _names(self, document: Document) -> Iterator[Span]:
        for hit in self._actors.find(document.article.text, self._code):
            yield hit.start, hit.end
        for sentence in document.sentences:
            for name in sentence.names:
                yield name.start, name.end


def _touched(sentences: Iterable[Sentence], spans: list[Span]) -> set[int]:
    """Return the indexes of sentences that a span touches; both stand in text order."""
    touched = set()
    at = 0
    ends = 0
    for sentence in sentences:
        while at < len(spans) and spans[at][0] < sentence.end:
            ends = max(ends, spans[at][1])
            if spans[at][1] > sentence.start:
                touched.add(sentence.index)
            at += 1
        if ends > sentence.start:
            touched.add(sentence.index)
    return touched


def _parts(text: str, spans: Iterable[Span]) -> set[str]:
    """Return the first runs of letters of whatever may stand for a name again: its parts, abbreviations."""
    parts = {part for start, end in spans for part in text[start:end].split() if len(part) >= SHORTEST}
    parts |= {match.group(1) for match in ABBREVIATION.finditer(text)}
    return {run.group() for part in parts if part[0].isupper() and (run := _RUN.search(part))}


def _every(anaphora: Anaphora) -> Iterator[str]:
    """Yield every word of every list, so that a list that is added counts as well."""
    for field in fields(anaphora):
        yield from _words(getattr(anaphora, field.name))


def _words(group: Iterable[str] | Mapping[str, Iterable[str]]) -> Iterator[str]:
    if isinstance(group, Mapping):
        for words in group.values():
            yield from words
    else:
        yield from group
