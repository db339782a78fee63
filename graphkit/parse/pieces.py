"""Pieces of a text that are parsed one by one: paragraphs, and parts of paragraphs that are too long."""

import re
from collections.abc import Iterable, Iterator

from graphkit.facts import Span

# A sentence never crosses one of these; the same set as str.splitlines.
_PARAGRAPH = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

# Stanza's tokenizer reads 1,000 characters at once; twice that keeps nearly every printed paragraph whole,
# and bounds the padding of a batch and the longest sentence a parse can meet.
LONGEST = 2_000

# Where a long paragraph may be cut, best first: after a sentence whose last word is too long for an
# abbreviation, after any sentence, at a space.
_CUTS = (
    re.compile(r"\w{5}[.!?][\"'”’)\]]*\s"),
    re.compile(r"\w{2}[.!?][\"'”’)\]]*\s"),
    re.compile(r"\s"),
)


def pieces(text: str, spans: Iterable[Span] | None = None) -> Iterator[Span]:
    r"""Yield the paragraphs of the text inside the spans, without outer whitespace, in order.

    Without spans the whole text is read. No piece is empty or longer than `LONGEST`.

    >>> list(pieces("Satu.\n\n  Dua. \n"))
    [(0, 5), (9, 13)]
    """
    for begin, end in [(0, len(text))] if spans is None else spans:
        for match in _PARAGRAPH.finditer(text, begin, end):
            yield from _cut(text, match.start(), match.end())


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while True:
        start, end = _strip(text, start, end)
        if start == end:
            return
        if end - start <= LONGEST:
            yield start, end
            return
        middle = _place(text, start, start + LONGEST)
        yield _strip(text, start, middle)
        start = middle


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _place(text: str, start: int, end: int) -> int:
    """Return the last good place to cut in the second half of the window, else its end."""
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(text, start + LONGEST // 2, end)]
        if places:
            return places[-1]
    return end
