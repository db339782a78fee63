"""What was read: articles, and their parses.

All offsets are code points in `Article.text`, from 0, end exclusive.
"""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Article:
    """One news text. `published` is an ISO 8601 date, possibly shortened to month or year."""

    id: str
    language: str
    title: str
    text: str
    published: str | None = None
    url: str | None = None
    source: str | None = None
    author: str | None = None


class Token(NamedTuple):
    """One syntactic word in the columns of Universal Dependencies.

    A tuple, as documents have thousands of them: they are made and read in columns.

    `index` counts from 1; `head` is the index of the governor, 0 for the root. `feats` is the UD
    string ("Mood=Ind|Tense=Past", empty for none). The words of a multi-word token share its offsets.
    """

    index: int  # type: ignore[assignment]  # a tuple's own search for a value, which nobody needs here
    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A span that the named-entity recognizer marked; `kind` is PER, ORG, LOC, NORP or EVT."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence; `index` counts from 0 in its document."""

    index: int
    tokens: tuple[Token, ...]
    names: tuple[Name, ...] = ()

    @property
    def start(self) -> int:
        """Return the offset of its first character."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Return the offset after its last character."""
        return self.tokens[-1].end


@dataclass(frozen=True, slots=True)
class Document:
    """An article and its parse."""

    article: Article
    sentences: tuple[Sentence, ...]
