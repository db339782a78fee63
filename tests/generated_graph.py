"""Graphs of any size for tests and measurements of the page: invented actors, sentences and outlets."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate, product
from random import Random

from graphkit.facts import Actor, Evidence, Party, Statement, Status
from graphkit.knowledge.ontology import Ontology
from graphkit.text import Article

SYLLABLES = ("bel", "dra", "kor", "lun", "mar", "nes", "ost", "pel", "qua", "ros", "sul", "tar", "ulm", "ves")
TOPICS = ("a border crossing", "grain shipments", "the joint patrol", "fishing rights", "a fibre cable")
OUTLETS = ("Northern Ledger", "Harbour Post", "Warta Lembah", "Kabar Teluk", "Delta Wire", "Meridian")
STATUSES = (*[Status.ACTUAL] * 7, Status.INTENDED, Status.POSSIBLE, Status.NEGATED)


def actors(count: int, ontology: Ontology) -> list[Actor]:
    """Return `count` actors of all kinds, each with names in two languages."""
    kinds = [
        name
        for name in ontology.kinds
        if not any(name in kind.ancestors - {key} for key, kind in ontology.kinds.items())
    ]
    words = product(SYLLABLES, SYLLABLES, ("ia", "an", "or", "e", "um"), ("", " Utara", " Baru", " Selatan"))
    found = []
    for number, (first, second, end, rest) in zip(range(count), _repeated(words), strict=False):
        name = f"{first}{second}{end}".capitalize()
        tail = f" {number // 3920}" if number >= 3920 else ""
        names = (("en", f"{name}{rest.replace(' Utara', ' North')}{tail}"), ("id", f"{name}{rest}{tail}"))
        found.append(Actor(f"A{number}", f"A{number}", kinds[number % len(kinds)], names))
    return found


def _repeated(words: product) -> Sequence[tuple[str, str, str, str]]:
    known = sorted(words, key=lambda parts: (parts[3], parts[2], parts[1], parts[0]))
    return [known[(at * 1031) % len(known)] for at in range(12 * len(known))]


def reports(
    count: int, mentions: int, ontology: Ontology, *, seed: int = 11
) -> list[tuple[Article, tuple[Statement, ...]]]:
    """Return articles of four statements each over `count` actors; few actors stand in most of them.

    Each ends in words of its own, as articles do: so no article is a copy of another.
    """
    random = Random(seed)
    known = actors(count, ontology)
    weights = list(accumulate(1 / (rank + 3) ** 0.8 for rank in range(count)))
    relations = sorted(ontology.relations)
    found = []
    for number in range(0, mentions, 4):
        pairs = [_pair(random, weights) for _ in range(min(4, mentions - number))]
        facts = [(known[a], random.choice(relations), known[b], random.choice(TOPICS)) for a, b in pairs]
        found.append(_report(f"g{number:06}", facts, random, ontology))
    return found


def _pair(random: Random, weights: Sequence[float]) -> tuple[int, int]:
    first = bisect(weights, random.random() * weights[-1] * 0.999999)
    second = first
    while second == first:
        near = random.random() < 0.6
        second = (first + random.randint(1, 12)) % len(weights) if near else random.randrange(len(weights))
    return first, second


def _report(
    key: str, facts: Sequence[tuple[Actor, str, Actor, str]], random: Random, ontology: Ontology
) -> tuple[Article, tuple[Statement, ...]]:
    text, pieces = "", []
    for source, relation, target, topic in facts:
        verb = ontology.relation(relation).labels["en"]
        lead = random.choice(("", "On Monday ", "After weeks of talks "))
        parts = (lead, source.names[0][1], " ", verb, " ", target.names[0][1], f" over {topic}.")
        pieces.append((source, relation, target, len(text), parts))
        text += "".join(parts) + " "
    day = f"{random.randint(2022, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    outlet = random.choice(OUTLETS)
    own = Random(key)
    text += " ".join("".join(own.choices(SYLLABLES, k=3)) for _ in range(120)) + "."
    article = Article(key, "en", f"Report {key}", text, day, f"https://news.example/{key}", outlet)
    statements = tuple(_statement(article, piece, random) for piece in pieces)
    return article, statements


def _statement(
    article: Article, piece: tuple[Actor, str, Actor, int, tuple[str, ...]], random: Random
) -> Statement:
    source, relation, target, start, parts = piece
    ends = list(accumulate((len(part) for part in parts), initial=start))
    spans = [(ends[at], ends[at + 1]) for at in (1, 5, 3)]
    proof = Evidence(article.id, start, start, ends[-1], "verb", spans[0], spans[1], spans[2])
    speaker = Party(source, source) if random.random() < 0.3 else None
    confidence = round(0.5 + random.random() / 2, 2)
    status = random.choice(STATUSES)
    return Statement(
        Party(source, source), relation, Party(target, target), status, speaker, confidence, proof
    )
