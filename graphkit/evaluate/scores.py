"""Compare predicted claims with gold ones, as the extraction task defines it.

Per article each list is merged to one entry per key, then entries are matched one to one, exact
identifiers before partial names. Gold marked optional is neither owed nor wrong.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from graphkit.evaluate.gold import Claim
from graphkit.knowledge.ontology import Ontology

Key = tuple[str, str, str]


@dataclass(slots=True)
class Tally:
    """Counts of one key: `matched` pairs, all owed gold entries, all counted predictions."""

    matched: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        """Return the share of predictions that are right, 0 where there is none."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Return the share of gold entries that were found, 0 where there is none."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.gold + self.predicted
        return 2 * self.matched / both if both else 0.0


@dataclass(slots=True)
class Accuracy:
    """How many of the pairs matched at root level agree in one more respect."""

    right: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """Return the share that agrees, 0 where nothing was matched."""
        return self.right / self.total if self.total else 0.0


@dataclass(slots=True)
class Scores:
    """The scores of a set of articles; `misses` and `false` pair an article id with a claim."""

    root: Tally = field(default_factory=Tally)
    status_root: Tally = field(default_factory=Tally)
    pair: Tally = field(default_factory=Tally)
    relation: Accuracy = field(default_factory=Accuracy)
    status: Accuracy = field(default_factory=Accuracy)
    said_by: Accuracy = field(default_factory=Accuracy)
    by_relation: dict[str, Tally] = field(default_factory=dict)
    by_status: dict[str, Tally] = field(default_factory=dict)
    misses: list[tuple[str, Claim]] = field(default_factory=list)
    false: list[tuple[str, Claim]] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """The claims of one article that share a key; optional where each of them is."""

    key: Key
    symmetric: bool
    claims: list[Claim]

    @property
    def optional(self) -> bool:
        return all(claim.optional for claim in self.claims)


def add(
    scores: Scores, article: str, gold: Sequence[Claim], found: Sequence[Claim], ontology: Ontology
) -> None:
    """Add the comparison of one article to `scores`."""
    _match(scores.pair, _entries(gold, _pair_key, ontology), _entries(found, _pair_key, ontology))
    said, told = _entries(gold, _status_key, ontology), _entries(found, _status_key, ontology)
    _tabulate(scores.by_status, said, told, _match(scores.status_root, said, told), _status_of)
    owed, predicted = _entries(gold, _root_key, ontology), _entries(found, _root_key, ontology)
    pairs = _match(scores.root, owed, predicted)
    _tabulate(scores.by_relation, owed, predicted, pairs, _relation_of)
    matched_gold, matched_found = {id(g) for g, _ in pairs}, {id(p) for _, p in pairs}
    for g, p in pairs:
        if not g.optional:
            _agree(scores, g, p)
    for entry in owed:
        if not entry.optional and id(entry) not in matched_gold:
            scores.misses.append((article, entry.claims[0]))
    for entry in predicted:
        if id(entry) not in matched_found:
            scores.false.append((article, entry.claims[0]))


def _tabulate(
    table: dict[str, Tally],
    owed: Sequence[_Entry],
    predicted: Sequence[_Entry],
    pairs: Sequence[tuple[_Entry, _Entry]],
    name: Callable[[_Entry], str],
) -> None:
    """Count entries by name; a pair is matched under a name where both sides bear it."""
    matched = {id(g) for g, p in pairs if name(g) == name(p)}
    optional = {id(p) for g, p in pairs if g.optional}
    for entry in owed:
        if not entry.optional:
            _count(table, name(entry), gold=1, matched=id(entry) in matched)
    for entry in predicted:
        if id(entry) not in optional:
            _count(table, name(entry), predicted=1)


def _relation_of(entry: _Entry) -> str:
    return entry.claims[0].relation


def _status_of(entry: _Entry) -> str:
    return entry.claims[0].status


def meets(gold: Claim, found: Claim, ontology: Ontology) -> bool:
    """Tell whether two claims match at root level, names in part included."""
    one = _entries([gold], _root_key, ontology)[0]
    return _partial(one, _entries([found], _root_key, ontology)[0])


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """Return an identifier without case, diacritics, dots, hyphens and a leading article."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = re.sub(r"[-‐–'’]", " ", plain.casefold().replace(".", ""))
    return re.sub(r"^the ", "", " ".join(plain.split()))


@lru_cache(maxsize=65536)
def same(one: str, other: str) -> bool:
    """Tell whether two identifiers name the same actor: equal, or the words of one part of the other's."""
    a, b = normal(one), normal(other)
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return True
    if _is_code(one) or _is_code(other):
        return False
    short, long = sorted((set(a.split()), set(b.split())), key=len)
    return bool(short) and short <= long


def _is_code(name: str) -> bool:
    return name.isupper() and len(name) <= 10 and " " not in name


def _root_key(claim: Claim, ontology: Ontology) -> str:
    relation = ontology.relation(claim.relation)
    return relation.plover or relation.name


def _status_key(claim: Claim, ontology: Ontology) -> str:
    return f"{_root_key(claim, ontology)} {claim.status}"


def _pair_key(claim: Claim, ontology: Ontology) -> str:
    return ""


def _entries(
    claims: Iterable[Claim], kind: Callable[[Claim, Ontology], str], ontology: Ontology
) -> list[_Entry]:
    """Merge claims to one entry per key; unordered where the relation is symmetric or only pairs count."""
    entries: list[_Entry] = []
    for claim in claims:
        name = kind(claim, ontology)
        symmetric = not name or ontology.relation(claim.relation).symmetric
        new = _Entry((claim.source, name, claim.target), symmetric, [claim])
        twin = next((e for e in entries if _exact(e, new)), None)
        if twin is None:
            entries.append(new)
        else:
            twin.claims.append(claim)
            twin.symmetric = twin.symmetric or symmetric
    return entries


def _exact(one: _Entry, other: _Entry) -> bool:
    return _meets(one, other, lambda a, b: normal(a) == normal(b))


def _partial(one: _Entry, other: _Entry) -> bool:
    return _meets(one, other, same)


def _meets(one: _Entry, other: _Entry, equal: Callable[[str, str], bool]) -> bool:
    (s1, k1, t1), (s2, k2, t2) = one.key, other.key
    if k1 != k2:
        return False
    if equal(s1, s2) and equal(t1, t2):
        return True
    return (one.symmetric or other.symmetric) and equal(s1, t2) and equal(t1, s2)


def _match(tally: Tally, gold: list[_Entry], found: list[_Entry]) -> list[tuple[_Entry, _Entry]]:
    """Pair entries one to one, owed gold before optional, exact before partial; count into `tally`."""
    pairs: list[tuple[_Entry, _Entry]] = []
    open_gold, open_found = list(gold), list(found)
    for optional in (False, True):
        for equal in (_exact, _partial):
            for entry in [e for e in open_gold if e.optional is optional]:
                hit = next((p for p in open_found if equal(entry, p)), None)
                if hit is not None:
                    pairs.append((entry, hit))
                    open_gold = [e for e in open_gold if e is not entry]
                    open_found = [p for p in open_found if p is not hit]
    spared = sum(g.optional for g, _ in pairs)
    tally.matched += len(pairs) - spared
    tally.gold += sum(not e.optional for e in gold)
    tally.predicted += len(found) - spared
    return pairs


def _agree(scores: Scores, gold: _Entry, found: _Entry) -> None:
    """Count whether the first prediction's relation, status and speaker are among the gold entry's.

    What is optional in gold is right here, too: it is not owed, but not wrong.
    """
    first, right = found.claims[0], gold.claims
    speakers = {c.said_by for c in right}
    scores.relation.total += 1
    scores.relation.right += first.relation in {c.relation for c in right}
    scores.status.total += 1
    scores.status.right += first.status in {c.status for c in right}
    scores.said_by.total += 1
    said = first.said_by
    scores.said_by.right += said in speakers or any(said and s and same(said, s) for s in speakers)


def _count(
    table: dict[str, Tally], name: str, *, gold: int = 0, predicted: int = 0, matched: bool = False
) -> None:
    tally = table.setdefault(name, Tally())
    tally.gold += gold
    tally.predicted += predicted
    tally.matched += matched
