"""Pinned floors: scores that may not fall, each with the digest of the gold that it was measured on."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graphkit.errors import GoldError
from graphkit.evaluate.pairs import Verdict
from graphkit.evaluate.scores import Scores

FILE = "floors.toml"
DIGITS = 3
# How far a score may lie below its floor: another processor may round a tie of the parser the other way.
SLACK = 0.005
HEAD = """\
# Floors of the scores on the golden files, and the digests of the files that they were measured on.
# Written by `graphkit evaluate FILES --pin`; a floor falls only with --lower.
"""


@dataclass(frozen=True, slots=True)
class Pin:
    """What is pinned for a gold file: the digest of its bytes and a value in [0, 1] for each score."""

    gold: str
    scores: Mapping[str, float]


def measured(path: Path, scores: Scores, verdicts: tuple[Verdict, ...] = ()) -> Pin:
    """Return what was measured on a gold file, the way it is pinned; pairs have scores of their own."""
    if verdicts:
        return Pin(_digest(path), _pairs(verdicts))
    shares = {
        "root": scores.root.f1,
        "with_status": scores.status_root.f1,
        "pair": scores.pair.f1,
        "precision": scores.root.precision,
        "relation": scores.relation.share,
        "status": scores.status.share,
        "said_by": scores.said_by.share,
    }
    return Pin(_digest(path), shares)


def read(path: Path) -> dict[str, Pin]:
    """Read the pins of a folder's gold files by file name; none where there is no such file yet.

    Raises:
        GoldError: The file is malformed.
    """
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            name: Pin(str(table.pop("gold")), {key: float(value) for key, value in table.items()})
            for name, table in tables.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(f"{path}: not a file of floors: {error!r}") from error


def write(pins: Mapping[str, Pin], path: Path) -> None:
    """Write pins, sorted by file name."""
    lines = [HEAD]
    for name, pin in sorted(pins.items()):
        lines += [f'["{name}"]', f'gold = "{pin.gold}"']
        lines += [f"{key} = {value:.{DIGITS}f}" for key, value in pin.scores.items()] + [""]
    path.write_text("\n".join(lines), encoding="utf-8")


def breaches(pins: Mapping[str, Pin], found: Mapping[str, Pin]) -> Iterator[str]:
    """Yield what is wrong in a line each: a score below its floor, a gold file that is not the pinned one."""
    for name, pin in sorted(found.items()):
        if name not in pins:
            yield f"{name}: no floors are pinned"
            continue
        if pins[name].gold != pin.gold:
            yield f"{name}: the gold changed since its floors were pinned"
        for key, floor in pins[name].scores.items():
            value = pin.scores.get(key, 0.0)
            if value < floor - SLACK:
                yield f"{name}: {key} is {value:.{DIGITS}f}, below its floor of {floor:.{DIGITS}f}"


def pinned(pins: Mapping[str, Pin], found: Mapping[str, Pin], *, lower: bool = False) -> dict[str, Pin]:
    """Return the pins with what was found in place of the old floors.

    Raises:
        GoldError: A floor would fall, and `lower` does not allow it.
    """
    if not lower:
        falls = [line for line in breaches(pins, found) if "below" in line]
        if falls:
            raise GoldError("; ".join(falls), hint="--lower pins lower floors all the same")
    kept = {
        name: Pin(
            pin.gold,
            {
                key: value if lower or name not in pins else max(value, pins[name].scores.get(key, 0.0))
                for key, value in pin.scores.items()
            },
        )
        for name, pin in found.items()
    }
    return {**pins, **{name: _rounded(pin) for name, pin in kept.items()}}


def _pairs(verdicts: tuple[Verdict, ...]) -> dict[str, float]:
    """Return the share of pairs that pass, of pairs without an inverted fact, and that pass by kind."""
    kinds = sorted({verdict.pair.kind for verdict in verdicts})
    shares = {
        "passing": _share([v.passes for v in verdicts]),
        "upright": _share([not v.inverted for v in verdicts]),
    }
    return shares | {kind: _share([v.passes for v in verdicts if v.pair.kind == kind]) for kind in kinds}


def _share(outcomes: list[bool]) -> float:
    return sum(outcomes) / len(outcomes)


def _rounded(pin: Pin) -> Pin:
    """Return the pin with scores cut, not rounded up, to the digits that are written."""
    unit = 10**DIGITS
    return Pin(pin.gold, {key: int(value * unit + 1e-9) / unit for key, value in pin.scores.items()})


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
