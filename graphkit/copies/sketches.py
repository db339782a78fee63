"""Sketches of texts: small enough to keep for every article, and enough to tell which may be copies."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import combinations
from typing import Any

import numpy as np

# Values of a sketch, in bands of two: sets that share a tenth meet in a band every other time, those
# that share a third 999 times in 1,000.
BANDS, ROWS = 64, 2
# Texts of fewer runs are too short to tell: only equal ones are copies.
_SHORTEST = 25
# A band that more articles share is a phrase of an outlet, not a story.
_CROWD = 200
_PRIME = (1 << 31) - 1
_FORM = struct.Struct(f"<I16s{4 * BANDS * ROWS}s")

Array = np.ndarray[Any, np.dtype[np.uint32]]


@dataclass(frozen=True, slots=True)
class Sketch:
    """How many runs of words a text has, a digest of them all, and the least values of its bands.

    `least` holds `uint32[BANDS, ROWS]`, little-endian; it is empty for a text too short to tell.
    """

    size: int
    digest: bytes
    least: bytes

    def pack(self) -> bytes:
        """Return the sketch as bytes."""
        return _FORM.pack(self.size, self.digest, self.least)

    @classmethod
    def unpack(cls, content: bytes) -> "Sketch | None":
        """Return the sketch that was packed, None where the bytes are none."""
        if len(content) != _FORM.size:
            return None
        size, digest, least = _FORM.unpack(content)
        return cls(size, digest, least if size >= _SHORTEST else b"")


def sketch(found: frozenset[int]) -> Sketch:
    """Return the sketch of a set of shingles: two sets that share a band may be copies."""
    values = np.sort(np.fromiter(found, dtype=np.uint32, count=len(found)))
    digest = sha256(values.astype("<u4").tobytes()).digest()[:16]
    if len(found) < _SHORTEST:
        return Sketch(len(found), digest, b"")
    factors, offsets = _mixing()
    least = ((values ^ offsets[:, None]) * factors[:, None]).min(axis=1)
    return Sketch(len(found), digest, least.astype("<u4").tobytes())


def equal(sketches: Mapping[str, Sketch]) -> Iterator[tuple[str, str]]:
    """Yield pairs whose sets are the same, enough of them to join all that are."""
    first: dict[bytes, str] = {}
    for key in sorted(key for key, one in sketches.items() if one.size):
        known = first.setdefault(sketches[key].digest, key)
        if known != key:
            yield known, key


def likely(sketches: Mapping[str, Sketch]) -> list[tuple[str, str]]:
    """Return each pair that shares a band, sorted; no order of the mapping changes it."""
    keys = sorted(key for key, one in sketches.items() if one.least)
    if not keys:
        return []
    joined = b"".join(sketches[key].least for key in keys)
    bands = np.frombuffer(joined, dtype="<u8").reshape(len(keys), BANDS)  # both rows of a band in one number
    pairs: set[tuple[int, int]] = set()
    for values in bands.T:
        order = np.argsort(values, kind="stable")
        ends = np.flatnonzero(np.diff(values[order])) + 1
        starts = np.concatenate(([0], ends))
        sizes = np.diff(np.concatenate((starts, [len(keys)])))
        for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
            if size <= _CROWD:
                pairs.update(combinations(order[start : start + size].tolist(), 2))
    return [(keys[one], keys[other]) for one, other in sorted(pairs)]


@cache
def _mixing() -> tuple[Array, Array]:
    """Return odd factors and offsets that number the shingles anew, `uint32[BANDS * ROWS]` each.

    Powers of a generator of the field of this prime (7): as good as drawn, and the same everywhere. An
    exclusive or and an odd factor, modulo 2**32, change places of numbers and lose none.
    """
    powers = [pow(7, 1_000_003 * at + 17, _PRIME) for at in range(1, 2 * BANDS * ROWS + 1)]
    return np.array(powers[::2], dtype=np.uint32) | np.uint32(1), np.array(powers[1::2], dtype=np.uint32)
