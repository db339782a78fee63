"""How a page or a still drawing starts: title, language and what is looked at, checked against the graph."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphkit.errors import ExportError, UsageError
from graphkit.export import page_parts, page_registry
from graphkit.export.page_model import EPOCH, Model
from graphkit.facts import Statement
from graphkit.knowledge.ontology import Ontology
from graphkit.network.select import Kept, Selection, actors, named, relations, select
from graphkit.text import Article

TITLE = "graphkit"


@dataclass(frozen=True, slots=True)
class Look:
    """How a page starts: its title, language ("" for that of most articles), theme, and what is looked at.

    `part` is what a drawing shows and a page shows first; the page holds everything all the same. `start`
    holds further keys of the page's address, such as {"view": "timeline", "with": "Ukraine"}.
    """

    title: str = ""
    language: str = ""
    theme: str = ""
    start: Mapping[str, str] = field(default_factory=dict)
    part: Selection = field(default_factory=Selection)


def resolved(look: Look, reports: Sequence[tuple[Article, Sequence[Statement]]]) -> Look:
    """Return the look with its actors as ids, found by any name that the registry knows.

    Raises:
        UsageError: The page does not speak the language, or no actor here has the name.
    """
    if look.language and look.language not in page_parts.words():
        known = ", ".join(page_parts.words())
        raise UsageError(f"the page has no language {look.language!r}", hint=f"it speaks {known}")
    wanted = {key: look.start[key] for key in ("actor", "with") if look.start.get(key)}
    if not reports or not (wanted or look.part.actor):
        return look
    here = actors(reports)
    aliases = page_registry.look_up(here.values()).names
    more = {one: [text for _, text in names] for one, names in aliases.items()}
    start = dict(look.start) | {key: named(name, here, more) for key, name in wanted.items()}
    actor = named(look.part.actor, here, more) if look.part.actor else ""
    return replace(look, start=start, part=replace(look.part, actor=actor))


def check(look: Look, reports: Iterable[tuple[Article, Sequence[Statement]]], ontology: Ontology) -> None:
    """Raise what is wrong with what a look picks out.

    Raises:
        ExportError: It leaves nothing of a graph that holds something; the hint tells its dates.
    """
    if look.part != Selection():
        shown(look, reports, ontology)


def shown(look: Look, reports: Iterable[tuple[Article, Sequence[Statement]]], ontology: Ontology) -> Kept:
    """Return the part of the articles that is looked at, without the statuses that a page hides at first.

    Raises:
        ExportError: A selection leaves nothing of a graph that holds something; the hint tells its dates.
    """
    hidden = page_parts.encoding()["hidden"]
    seen = [(one, tuple(said for said in found if said.status.value not in hidden)) for one, found in reports]
    seen = [(article, found) for article, found in seen if found]
    kept = select(seen, look.part, ontology)
    if seen and not kept and look.part != Selection():
        days = sorted(article.published[:10] for article, _ in seen if article.published)
        hint = f"the graph holds statements from {days[0]} to {days[-1]}" if days else "choose less narrowly"
        raise ExportError(f"no statement is left: {_told(look.part)}", hint=hint)
    return kept


def _told(part: Selection) -> str:
    """Return a selection in words, for people who wonder why nothing is left."""
    least = f"at least {part.least} mentions" if part.least > 1 else ""
    since = f"since {part.since}" if part.since else ""
    until = f"until {part.until}" if part.until else ""
    return ", ".join(filter(None, (part.actor, *part.relations, since, until, least)))


def start(look: Look, ontology: Ontology) -> dict[str, str]:
    """Return the keys of the page's address that stand for a look."""
    part = look.part
    found = {"actor": part.actor, "from": part.since, "to": part.until}
    if part.relations:
        wanted = relations(part.relations, ontology)
        found["rel"] = ",".join(one for one in ontology.relations if one in wanted)
    if part.least > 1:
        found["min"] = str(part.least)
    if part.top is not None:
        found["n"] = str(part.top)
    return {key: value for key, value in found.items() if value} | dict(look.start)


def language(look: Look, model: Model) -> str:
    """Return the language asked for, else that of most articles, else the first one."""
    known = page_parts.words()
    spoken = Counter(one for one in model.graph["articles"]["language"] if one in known)
    most = min(spoken, key=lambda one: (-spoken[one], one)) if spoken else next(iter(known))
    return look.language or most


def scope(model: Model, words: Mapping[str, str]) -> str:
    """Return how many articles there are, and from when to when."""
    articles = model.graph["articles"]
    days = [day for day in articles["day"] if day is not None]
    number = len(articles["id"])
    parts = [words["scope_article" if number == 1 else "scope_articles"].replace("{n}", f"{number}")]
    if days:
        parts.append(" – ".join(dict.fromkeys((iso(min(days)), iso(max(days))))))
    return " · ".join(parts)


def iso(day: int) -> str:
    """Return days since 1970 as an ISO date."""
    return type(EPOCH).fromordinal(EPOCH.toordinal() + day).isoformat()
