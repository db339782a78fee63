"""What changed from one graph to another: articles, and what they say of whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphkit.facts import Actor, Statement
from graphkit.text import Article

Reports = Iterable[tuple[Article, Sequence[Statement]]]


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A relation under a status, by the ids of its ends."""

    source: str
    relation: str
    target: str
    status: str


@dataclass(frozen=True, slots=True)
class Change:
    """An edge with the articles that say so before and after, and a sentence of the latest of them."""

    edge: Edge
    before: frozenset[str]
    after: frozenset[str]
    sentence: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs: articles by id with their titles, edges sorted, and the actors in them."""

    added: dict[str, str]
    removed: dict[str, str]
    corrected: dict[str, str]
    edges: tuple[Change, ...]
    actors: dict[str, Actor]

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.added or self.removed or self.corrected or self.edges)


class _Side:
    """One of the graphs."""

    def __init__(self, reports: Reports) -> None:
        self.articles: dict[str, Article] = {}
        self.edges: dict[Edge, dict[str, str]] = {}
        self.actors: dict[str, Actor] = {}
        for article, statements in reports:
            self.articles[article.id] = article
            for said in statements:
                ends = (said.source.principal, said.target.principal)
                self.actors |= {end.id: end for end in ends}
                edge = Edge(ends[0].id, said.relation, ends[1].id, said.status.value)
                place = said.evidence
                told = self.edges.setdefault(edge, {})
                told.setdefault(article.id, article.text[place.start : place.end])


def changes(before: Reports, after: Reports) -> Changes:
    """Return what differs between two graphs; the same graphs, in whatever order, differ in nothing."""
    old, new = _Side(before), _Side(after)
    both = old.articles.keys() & new.articles.keys()
    found = []
    for edge in sorted(old.edges.keys() | new.edges.keys()):
        was, now = old.edges.get(edge, {}), new.edges.get(edge, {})
        if was.keys() != now.keys():
            shown = {**was, **{key: now[key] for key in sorted(now.keys() - was.keys())}} if now else was
            found.append(Change(edge, frozenset(was), frozenset(now), list(shown.values())[-1]))
    return Changes(
        added={key: new.articles[key].title for key in sorted(new.articles.keys() - both)},
        removed={key: old.articles[key].title for key in sorted(old.articles.keys() - both)},
        corrected={
            key: new.articles[key].title
            for key in sorted(both)
            if old.articles[key].text != new.articles[key].text
        },
        edges=tuple(found),
        actors=old.actors | new.actors,
    )
