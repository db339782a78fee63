"""A part of a graph: the statements about an actor, of some days, relations and strength."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from graphkit.errors import UsageError
from graphkit.facts import Actor, Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.text import Article

Reports = Iterable[tuple[Article, Sequence[Statement]]]
Kept = list[tuple[Article, tuple[Statement, ...]]]


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep; the empty selection keeps everything.

    `actor` is an id, a code or a name: it, its partners and what is said among them. `since` and `until` are
    ISO dates, as short as you like ("2024", "2024-05"), both included; they look at the day of publication,
    and articles without one stay. `relations` are relations or classes of them. `least` counts the mentions
    of one (source, relation, target), `top` the actors with the most mentions of what is left.
    """

    actor: str = ""
    since: str = ""
    until: str = ""
    relations: tuple[str, ...] = ()
    least: int = 1
    top: int | None = None

    def __post_init__(self) -> None:
        for day in (self.since, self.until):
            if day and not _is_date(day):
                raise UsageError(f"{day!r} is no date", hint="write 2024, 2024-05 or 2024-05-31")
        if self.since and self.until and self.since > self.until and not self.since.startswith(self.until):
            raise UsageError(f"no day is between {self.since} and {self.until}", hint="since comes first")


def select(reports: Reports, selection: Selection, ontology: Ontology) -> Kept:
    """Return the articles with those statements that a selection keeps; articles without any are left out.

    Raises:
        UsageError: No actor here has that name; the hint tells the nearest one.
        OntologyError: No relation and no class of relations has that name.
    """
    kept = [(article, tuple(found)) for article, found in reports]
    actor = named(selection.actor, actors(kept)) if selection.actor and kept else ""
    wanted = relations(selection.relations, ontology)
    kept = [(article, found) for article, found in kept if _is_between(article.published or "", selection)]
    kept = _only(kept, lambda said: said.relation in wanted)
    if selection.least > 1:
        number = Counter(_link(said, ontology) for _, found in kept for said in found)
        kept = _only(kept, lambda said: number[_link(said, ontology)] >= selection.least)
    if actor:
        near = {end for _, found in kept for said in found if actor in (ends := _ends(said)) for end in ends}
        kept = _only(kept, lambda said: near.issuperset(_ends(said)))
    if selection.top is not None:
        strong = {*_strongest(kept, selection.top), actor}
        kept = _only(kept, lambda said: strong.issuperset(_ends(said)))
    return kept


def relations(names: Iterable[str], ontology: Ontology) -> frozenset[str]:
    """Return the relations of these names, those of a class for its name; without names, all.

    Raises:
        OntologyError: One is neither a relation nor a class of relations; the hint tells the nearest one.
    """
    found: set[str] = set()
    for name in names:
        of_class = {one.name for one in ontology.relations.values() if one.group == name}
        found |= of_class or {ontology.relation(name).name}
    return frozenset(found or ontology.relations)


def actors(reports: Reports) -> dict[str, Actor]:
    """Return the actors at the ends of statements, by id."""
    ends = (end for _, found in reports for said in found for end in (said.source, said.target))
    return {end.principal.id: end.principal for end in ends}


def named(name: str, known: Mapping[str, Actor], more: Mapping[str, Sequence[str]] | None = None) -> str:
    """Return the id of the actor with this id, code or name, whatever the case; `more` are names by id.

    Raises:
        UsageError: There is none; the hint tells the nearest name.
    """
    if name in known:
        return name
    names: dict[str, str] = {}
    shown: dict[str, str] = {}
    for one, actor in sorted(known.items()):
        for text in (one, actor.code, *(text for _, text in actor.names), *(more or {}).get(one, ())):
            names.setdefault(text.casefold(), one)
            shown.setdefault(text.casefold(), text)
    if name.casefold() in names:
        return names[name.casefold()]
    close = get_close_matches(name.casefold(), sorted(names), n=1)
    hint = f"did you mean {shown[close[0]]!r}?" if close else None
    raise UsageError(f"no actor in this graph is called {name!r}", hint=hint)


def _only(reports: Kept, wanted: Callable[[Statement], bool]) -> Kept:
    cut = ((article, tuple(said for said in found if wanted(said))) for article, found in reports)
    return [(article, found) for article, found in cut if found]


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _is_between(day: str, selection: Selection) -> bool:
    if not day:
        return True
    until = selection.until
    return day >= selection.since and (not until or day[: len(until)] <= until)


def _ends(said: Statement) -> tuple[str, str]:
    return said.source.principal.id, said.target.principal.id


def _link(said: Statement, ontology: Ontology) -> tuple[str, str, str]:
    source, target = _ends(said)
    if ontology.relation(said.relation).symmetric:
        source, target = min(source, target), max(source, target)
    return source, said.relation, target


def _strongest(reports: Kept, top: int) -> list[str]:
    number = Counter(end for _, found in reports for said in found for end in _ends(said))
    return sorted(number, key=lambda one: (-number[one], one))[:top]
