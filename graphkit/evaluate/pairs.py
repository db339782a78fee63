"""Minimal pairs: two sentences that hardly differ, each of which must be read exactly right."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.errors import GoldError
from graphkit.evaluate import gold, scores
from graphkit.evaluate.gold import Claim, Gold
from graphkit.facts import Status
from graphkit.knowledge.ontology import Ontology

SIDES = ("one", "other")


@dataclass(frozen=True, slots=True)
class Pair:
    """A minimal pair; `kind` says what parts its sentences (negation, plan, direction, ...)."""

    id: str
    kind: str
    one: Gold
    other: Gold


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a pair was read: the claims that are missing or false, and those that turn a fact round."""

    pair: Pair
    wrong: tuple[Claim, ...]
    inverted: tuple[Claim, ...]

    @property
    def passes(self) -> bool:
        """Tell whether both sentences were read exactly right."""
        return not self.wrong


def holds(path: Path) -> bool:
    """Tell whether a gold file holds pairs instead of articles."""
    with path.open(encoding="utf-8") as lines:
        first = next((line for line in lines if line.strip()), "{}")
    try:
        return all(side in json.loads(first) for side in SIDES)
    except ValueError:
        return False


def read(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a JSON Lines file; each side becomes an article of its own.

    Raises:
        GoldError: A line is no JSON object of the format.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{path}:{number}"
        try:
            record = json.loads(line)
            one, other = (_side(record, side, place) for side in SIDES)
            yield Pair(record["id"], record["kind"], one, other)
        except (KeyError, TypeError, ValueError) as error:
            raise GoldError(f"{place}: not a minimal pair: {error!r}") from error


def judge(pair: Pair, found: Mapping[str, Sequence[Claim]], ontology: Ontology) -> Verdict:
    """Compare the claims found in both sentences, by article id, with what they say."""
    wrong: list[Claim] = []
    inverted: list[Claim] = []
    for side in (pair.one, pair.other):
        claims = found[side.article.id]
        wrong += _wrong(side.claims, claims, ontology)
        inverted += [claim for claim in claims if turned(claim, side.claims, ontology)]
    return Verdict(pair, tuple(wrong), tuple(inverted))


def turned(claim: Claim, owed: Sequence[Claim], ontology: Ontology) -> bool:
    """Tell whether a found claim turns a fact of the text round, the worst of errors.

    It does where the text says the same with source and target exchanged, or says it only as planned,
    possible or not so where the claim has it as actual.
    """
    same = [one for one in owed if scores.meets(one, claim, ontology)]
    if same:
        return claim.status == Status.ACTUAL and all(one.status != Status.ACTUAL for one in same)
    back = Claim(claim.target, claim.relation, claim.source, claim.status, claim.said_by, claim.evidence)
    return any(scores.meets(one, back, ontology) for one in owed)


def _side(record: dict[str, Any], side: str, place: str) -> Gold:
    row = {"id": f"{record['id']}.{side}", "lang": record["lang"], **record[side]}
    return gold.parse(json.dumps(row), place)


def _wrong(owed: Sequence[Claim], found: Sequence[Claim], ontology: Ontology) -> Iterator[Claim]:
    """Yield owed claims not found and found claims not owed, told apart by status and speaker too."""
    free = list(found)
    for optional in (False, True):
        for claim in (one for one in owed if one.optional is optional):
            hit = next((one for one in free if _equal(claim, one, ontology)), None)
            if hit is not None:
                free.remove(hit)
            elif not optional:
                yield claim
    yield from free


def _equal(owed: Claim, found: Claim, ontology: Ontology) -> bool:
    speakers = (owed.said_by, found.said_by)
    told = speakers == (None, None) or (None not in speakers and scores.same(*map(str, speakers)))
    return told and owed.status == found.status and scores.meets(owed, found, ontology)
