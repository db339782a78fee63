"""A text as the set of its runs of words."""

import re
import zlib

import numpy as np

# Words a shingle: runs of five are rarely shared by chance, and survive a new lead or a cut end.
WIDTH = 5
_WORD = re.compile(r"[^\W_]+")
_STEP = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads the numbers of the words


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


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Return how much of the smaller set lies in the larger one."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
