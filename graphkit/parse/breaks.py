"""Sentences that end although nothing says so: a slip of the tokenizer, inside a name as a rule.

A sentence ends with a mark or with its line. English weights err in 3 of 100 breaks within a line ("Kim
Jong | Un", "visits Lhasa, | Tibet"), and each takes an actor from its verb.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from stanza.models.common.doc import Document, Token

from graphkit.facts import Span

T = TypeVar("T")

# A mark that no sentence ends with.
_OPEN = frozenset(",–—-&/(%")


def slips(text: str, end: int, start: int) -> bool:
    """Tell whether a sentence that ends at one offset goes on in the one that starts at another."""
    last = text[end - 1]
    return (last.isalnum() or last in _OPEN) and "\n" not in text[end:start]


def joined(sentences: Iterable[list[T]], text: str, span: Callable[[T], Span]) -> list[list[T]]:
    """Return sentences of tokens with those put together again that a slip took apart."""
    whole: list[list[T]] = []
    for sentence in sentences:
        if whole and slips(text, span(whole[-1][-1])[1], span(sentence[0])[0]):
            whole[-1] += sentence
        else:
            whole.append(sentence)
    return whole


def rejoined(found: Document) -> Document:
    """Return what Stanza's tokenizer found in a text with its slips mended."""
    tokens = joined(
        [sentence.tokens for sentence in found.sentences], found.text, lambda t: (t.start_char, t.end_char)
    )
    return Document([list(_rows(sentence)) for sentence in tokens], text=found.text)


def _rows(tokens: Iterable[Token]) -> Iterator[dict[str, Any]]:
    """Yield a sentence's tokens and words as Stanza reads them, numbered anew."""
    first = 1
    for token in tokens:
        later = first - token.words[0].id
        for row in token.to_dict():
            several = isinstance(row["id"], tuple)
            row["id"] = tuple(n + later for n in row["id"]) if several else row["id"] + later
            yield row
        first += len(token.words)
