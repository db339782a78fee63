"""A text as the set of its runs of words, and the sketch of such a set that likely copies share."""

import re
import zlib
from functools import cache
from typing import Any

import numpy as np

# Words a shingle: runs of five are rarely shared by chance, and survive a new lead or a cut end.
WIDTH = 5
# Values of a sketch, in bands of two: sets that share a tenth meet in a band every other time, those
# that share a third 999 times in 1,000.
BANDS, ROWS = 64, 2
_WORD = re.compile(r"[^\W_]+")
_PRIME = (1 << 31) - 1
_STEP = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads the numbers of the words

Array = np.ndarray[Any, np.dtype[np.uint32]]


def shingles(text: str) -> frozenset[int]:
    """Return the runs of words of a text as numbers below 2**32; case, marks and spacing do not count.

    >>> shingles("One two three four five, six.") == shingles("one TWO three -- four five six")
    True
    """
    words = _WORD.findall(text.casefold())
    if len(words) < WIDTH:
        return frozenset()
    numbers = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    ends = len(words) - WIDTH + 1
    runs = np.zeros(ends, dtype=np.uint64)
    for at in range(WIDTH):  # a polynomial of the words' numbers, modulo 2**64
        runs = runs * _STEP + numbers[at : at + ends]
    return frozenset((runs >> np.uint64(32)).tolist())


def bands(found: frozenset[int]) -> list[tuple[int, int, int]]:
    """Return the bands of a set: two sets that have one in common may be copies.

    The least values of `BANDS * ROWS` mixed numberings, `uint32[BANDS, ROWS]`, with the band's number.
    """
    if not found:
        return []
    values = np.fromiter(found, dtype=np.uint32, count=len(found))
    factors, offsets = _mixing()
    least = ((values ^ offsets[:, None]) * factors[:, None]).min(axis=1)
    pairs = least.reshape(BANDS, ROWS)
    return [(band, int(one), int(other)) for band, (one, other) in enumerate(pairs)]


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Return how much of the smaller set lies in the larger one."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


@cache
def _mixing() -> tuple[Array, Array]:
    """Return odd factors and offsets that number the shingles anew, `uint32[BANDS * ROWS]` each.

    Powers of a generator of the field of this prime (7): as good as drawn, and the same everywhere. An
    exclusive or and an odd factor, modulo 2**32, change places of numbers and lose none.
    """
    powers = [pow(7, 1_000_003 * at + 17, _PRIME) for at in range(1, 2 * BANDS * ROWS + 1)]
    return np.array(powers[::2], dtype=np.uint32) | np.uint32(1), np.array(powers[1::2], dtype=np.uint32)
