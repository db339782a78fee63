"""Find the registry's names in a text: longest match with word boundaries over Aho-Corasick."""

import bisect
import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

import ahocorasick

from graphkit.knowledge.actor_entries import Alias, Hit, Reading

# Capitals in a row: a headline, a dateline, one shouted name. Texts are folded first, so A-Z is enough.
_CAPITALS = re.compile(r"[A-Z][A-Z'&./-]+(?: [A-Z0-9'&./-]+)*")
# Folding looks at these alone: most letters of a text are plain.
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Three words of capitals in a row are shouting; there "US" and "AS" may be ordinary words.
_SHOUTED_WORDS = 3
# After an apostrophe, up to this many letters are an ending ("Iran's"); more are part of the word.
_ENDING = 2
# Texts whose names are remembered: as many articles as are read together.
_TEXTS = 128
# What the automaton stores: the length of the spelling, its canonical form and its readings.
_Entry = tuple[int, str, tuple[Reading, ...]]


@functools.cache
def _folding() -> dict[int, str]:
    table = {0x2019: "'", 0x2018: "'", 0x02BC: "'", 0x02BB: "'", 0x02BF: "'", 0x02BE: "'"}
    table |= {0xA0: " ", 0x202F: " ", 0x2009: " "}
    table |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
    table |= {
        0x131: "i",
        0x142: "l",
        0x141: "L",
        0xF8: "o",
        0xD8: "O",
        0x111: "d",
        0x110: "D",
        0x259: "a",
        0x18F: "A",
    }
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and code not in table:
            table[code] = base
    return table


def fold(text: str) -> str:
    """Return the text with plain letters, apostrophes, hyphens and spaces, every offset kept.

    >>> fold("Erdoğan’s")
    "Erdogan's"
    """
    table = _folding()
    return (
        text if text.isascii() else _BEYOND_ASCII.sub(lambda match: table.get(ord(match[0]), match[0]), text)
    )


def _spellings(alias: str) -> set[str]:
    """Return how an alias may be written: small initial letters may be capitals."""
    words = alias.split(" ")
    title = " ".join(word[:1].upper() + word[1:] for word in words)
    return {alias, alias[:1].upper() + alias[1:], title}


class NameFinder:
    """Finds the aliases of one language.

    Upper and lower case count: "us" is no name, "US" is. A name in capitals ("RUSIA") is found too.
    """

    def __init__(self, aliases: Iterable[Alias]) -> None:
        told: dict[str, str] = {}
        readings: dict[str, list[Reading]] = {}
        for alias in aliases:
            folded = fold(alias.text)
            told.setdefault(folded, alias.text)
            held = readings.setdefault(folded, [])
            if alias.reading is not None and alias.reading not in held:
                held.append(alias.reading)
        # A text is asked for twice: which sentences need a tree, and who is named in them.
        self._found = functools.lru_cache(_TEXTS)(self._search)
        self._written = _automaton(
            {s: (len(s), told[a], tuple(r)) for a, r in readings.items() for s in _spellings(a)}
        )
        # "US" and "AS" stay out here: in a run of capitals an abbreviation is told from a word by nothing.
        self._shouted = _automaton(
            {
                a.upper(): (len(a), told[a], tuple(r))
                for a, r in readings.items()
                if a != a.upper() and len(a.upper()) == len(a) > 3
            }
        )

    def find(self, text: str) -> list[Hit]:
        """Return the names in a text from left to right, the longest where several overlap."""
        return list(self._found(text))

    def _search(self, text: str) -> tuple[Hit, ...]:
        folded = fold(text)
        runs = [(m.start(), m.end()) for m in _CAPITALS.finditer(folded) if m.end() - m.start() > 3]
        found = list(_matches(self._written, folded, 0))
        loud = [run for run in runs if folded.count(" ", *run) >= _SHOUTED_WORDS - 1]
        if loud:
            starts = [start for start, _ in loud]
            found = [f for f in found if not _is_word(f[2]) or not _inside(f[0], starts, loud)]
        for start, end in runs:
            found += [
                m for m in _matches(self._shouted, folded[start:end], start) if _whole(folded, m[0], m[1])
            ]
        return tuple(
            Hit(start, end, alias, readings)
            for start, end, (_, alias, readings) in _longest(found)
            if readings
        )


def _automaton(entries: Mapping[str, _Entry]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for spelling, entry in entries.items():
        automaton.add_word(spelling, entry)
    automaton.make_automaton()
    return automaton


def _is_word(entry: _Entry) -> bool:
    return bool(entry[2]) and all(reading.ambiguous is not None for reading in entry[2])


def _inside(place: int, starts: Sequence[int], runs: Sequence[tuple[int, int]]) -> bool:
    run = bisect.bisect_right(starts, place) - 1
    return run >= 0 and place < runs[run][1]


def _matches(automaton: ahocorasick.Automaton, text: str, offset: int) -> Iterator[tuple[int, int, _Entry]]:
    if not len(automaton):
        return
    size = len(text)
    for last, entry in automaton.iter(text):
        end = last + 1
        if end < size and text[end].isalnum():
            continue  # most matches end inside a word; leaving early keeps the search fast
        start = end - entry[0]
        if _whole(text, start, end):
            yield offset + start, offset + end, entry


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether a match is no part of a longer word; hyphens and endings after an apostrophe part it."""
    if end < len(text):
        after = text[end]
        if after.isalnum():
            return False
        if after == "'":
            tail = end + 1
            while tail < len(text) and text[tail].isalpha():
                tail += 1
            if tail - end - 1 > _ENDING:
                return False
        elif after == "." and text[end + 1 : end + 2].islower() and text[end - 1] != ".":
            return False  # the name of a web site
    if start:
        before = text[start - 1]
        if before.isalnum() or (before == "'" and start > 1 and text[start - 2].isalnum()):
            return False
    return True


def _longest(found: Sequence[tuple[int, int, _Entry]]) -> Iterator[tuple[int, int, _Entry]]:
    """Yield matches from left to right, the longest at each place.

    A doubtful one gives way to a longer one that begins in it: "the South" in "the South Sudanese".
    """
    ordered = sorted(found, key=lambda m: (m[0], -m[1]))
    reached = 0
    for number, match in enumerate(ordered):
        if match[0] < reached or (_is_word(match[2]) and _yields(ordered, number)):
            continue
        reached = match[1]
        yield match


def _yields(ordered: Sequence[tuple[int, int, _Entry]], number: int) -> bool:
    start, end, _ = ordered[number]
    later = map(ordered.__getitem__, range(number + 1, len(ordered)))
    inside = itertools.takewhile(lambda other: other[0] < end, later)
    return any(other[1] > end and other[1] - other[0] > end - start for other in inside)
