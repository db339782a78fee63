"""One HTML file that shows a graph and the sentence behind every line, and asks the network for nothing."""

import base64
import gzip
import html
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from graphkit.errors import StoreError, UsageError
from graphkit.export import page_findings, page_layout, page_parts, page_registry, page_svg, page_vis
from graphkit.export.files import target
from graphkit.export.page_layout import Place
from graphkit.export.page_model import EPOCH, Model, Reports, build
from graphkit.knowledge.ontology import Ontology
from graphkit.store import shards
from graphkit.store.place import AnyStore
from graphkit.store.store import GraphStore

VIEWS = ("graph", "table", "matrix", "timeline")
# Plain text below this many characters, so that the file can be searched; packed above (page.md 4.4).
PLAIN_LIMIT = 4_000_000
PLAIN_ROWS = 200
_PLACES = "layout.json"


@dataclass(frozen=True, slots=True)
class Look:
    """How a page starts: its title, language ("" for that of most articles), theme and first state.

    `start` holds the keys of the page's address, such as {"actor": "NATO", "from": "2024-01"}.
    """

    title: str = "graphkit"
    language: str = ""
    theme: str = ""
    start: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """A page as text, and the same graph as a still drawing; a notebook shows the one or the other."""

    html: str
    svg: str

    def save(self, path: Path | str) -> None:
        """Write the page to a file.

        Raises:
            ExportError: The file cannot be written.
        """
        with target(Path(path)) as file:
            file.write(self.html)

    def __repr__(self) -> str:
        """Return its size: the text itself would fill a notebook."""
        return f"Page({len(self.html) / 1000:.0f} kB)"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        frame = (
            f'<iframe srcdoc="{html.escape(self.html)}" width="100%" height="720" style="border:0" '
            'sandbox="allow-scripts allow-popups allow-downloads" loading="lazy"></iframe>'
        )
        return {"text/html": frame, "image/svg+xml": self.svg}


def page(store: AnyStore, look: Look | None = None) -> Page:
    """Return the page of a store. Positions are kept in the store, so that a later page looks alike.

    Raises:
        UsageError: The look names an actor or a language that is not there; the message says which.
    """
    chosen = look or Look()
    model = _model(store.reports(), store.ontology)
    places = _kept_places(store, model)
    language = _language(chosen, model)
    return Page(_render(model, places, chosen), page_svg.draw(model, places, language=language))


def write(store: AnyStore, path: Path, look: Look | None = None) -> None:
    """Write the page of a store as one HTML file.

    Raises:
        UsageError: The look names an actor or a language that is not there.
        ExportError: The file cannot be written.
    """
    page(store, look).save(path)


def write_svg(store: AnyStore, path: Path) -> None:
    """Write the strongest part of the graph as a still SVG drawing.

    Raises:
        ExportError: The file cannot be written.
    """
    with target(path) as file:
        file.write(page(store).svg)


def render(
    reports: Reports, ontology: Ontology, look: Look, *, known: Mapping[str, Place] | None = None
) -> str:
    """Return the page of articles and their statements; the same input gives the same characters.

    `known` are positions to keep, by actor id.

    Raises:
        UsageError: The look names an actor or a language that is not there.
    """
    model = _model(reports, ontology)
    return _render(model, place(model, known), look)


def _model(reports: Reports, ontology: Ontology) -> Model:
    """Return the model of a page with what the registry and the network's measures add to it."""
    kept = list(reports)
    said = (statement for _, statements in kept for statement in statements)
    known = page_registry.look_up({party.principal for one in said for party in (one.source, one.target)})
    model = build(kept, ontology, names=known.names)
    number = {actor.id: at for at, actor in enumerate(model.actors)}
    model.graph["findings"] = page_findings.find(kept, ontology, number)
    model.graph["registry"] = {
        "offices": {number[one]: rows for one, rows in known.offices.items()},
        "identifiers": {number[one]: rows for one, rows in known.identifiers.items()},
    }
    return model


def place(model: Model, known: Mapping[str, Place] | None = None) -> list[Place]:
    """Return a position for each actor of a model; actors in `known` (by id) keep theirs."""
    edges = [(link.source, link.target, float(link.mentions)) for link in model.links]
    number = {actor.id: at for at, actor in enumerate(model.actors)}
    old = {number[one]: spot for one, spot in (known or {}).items() if one in number}
    return page_layout.place(len(model.actors), edges, known=old)


def _kept_places(store: AnyStore, model: Model) -> list[Place]:
    """Return positions, keeping those of the last page of this folder; a server keeps none."""
    if not isinstance(store, GraphStore):
        return place(model)
    file = store.path / _PLACES
    old: dict[str, Place] = {}
    with suppress(OSError, ValueError):
        old = {one: (x, y) for one, (x, y) in json.loads(file.read_text(encoding="utf-8")).items()}
    places = place(model, old)
    new = {actor.id: spot for actor, spot in zip(model.actors, places, strict=True)}
    if new != old:
        with suppress(OSError, StoreError):
            shards.save(file, json.dumps(new, ensure_ascii=False, sort_keys=True).encode("utf-8"))
    return places


def _render(model: Model, places: list[Place], look: Look) -> str:
    _check(look, model)
    language = _language(look, model)
    words = page_parts.words()[language]
    style, script, vis = page_parts.style(), page_parts.script(), page_vis.script()
    return page_parts.template().render(
        lang=language,
        theme=look.theme,
        title=look.title,
        version=_version(),
        words=words,
        views=VIEWS,
        scope=_scope(model, words),
        plain=_plain(model, language),
        blocks=_blocks(_graph(model, places, look, language), model.texts),
        css=style,
        vis=vis,
        js=script,
        policy=page_parts.policy(style, vis, script),
    )


def _check(look: Look, model: Model) -> None:
    if look.language and look.language not in page_parts.words():
        known = ", ".join(page_parts.words())
        raise UsageError(f"the page has no language {look.language!r}", hint=f"it speaks {known}")
    wanted = look.start.get("actor")
    if wanted is None or not model.actors:
        return
    names = {name.casefold() for actor in model.actors for name in _names(actor)}
    if wanted.casefold() not in names:
        close = get_close_matches(wanted.casefold(), sorted(names), n=1)
        shown = {name.casefold(): name for actor in model.actors for name in _names(actor)}
        hint = f"did you mean {shown[close[0]]!r}?" if close else None
        raise UsageError(f"no actor in this graph is called {wanted!r}", hint=hint)


def _names(actor: Any) -> tuple[str, ...]:
    return actor.id, actor.code, *(name for _, name in actor.names)


def _graph(model: Model, places: list[Place], look: Look, language: str) -> dict[str, Any]:
    shapes = [_shape(kind["id"]) for kind in model.graph["kinds"]]
    held = page_vis.columns(page_vis.hold(model, places, shapes))
    return model.graph | {
        "title": look.title,
        "language": language,
        "start": dict(look.start),
        "actors": model.graph["actors"] | held["nodes"],
        "links": held["links"],
        "vis": held["options"],
        "encoding": page_parts.encoding(),
        "words": page_parts.words(),
    }


def _shape(kind: str) -> str:
    """Return the name of a shape that vis-network draws; a ring is a hollow dot."""
    encoding = page_parts.encoding()
    shape: str = encoding["kinds"].get(kind, encoding["other"]["kind"])
    return "dot" if shape == "ring" else shape


def _language(look: Look, model: Model) -> str:
    """Return the language asked for, else that of most articles, else the first one."""
    known = page_parts.words()
    spoken = Counter(one for one in model.graph["articles"]["language"] if one in known)
    most = min(spoken, key=lambda one: (-spoken[one], one)) if spoken else next(iter(known))
    return look.language or most


def _scope(model: Model, words: Mapping[str, str]) -> str:
    articles = model.graph["articles"]
    days = [day for day in articles["day"] if day is not None]
    parts = [words["scope_articles"].replace("{n}", str(len(articles["id"])))]
    if days:
        parts.append(f"{_iso(min(days))} – {_iso(max(days))}")
    return " · ".join(parts)


def _plain(model: Model, language: str) -> list[dict[str, Any]]:
    """Return the strongest relations as rows for readers without scripts."""
    labels = model.graph["actors"]["label"]
    names = labels.get(language) or next(iter(labels.values()))
    mentions, articles = model.graph["mentions"], model.graph["articles"]
    days: dict[int, list[int]] = {}
    for link, article in zip(mentions["link"], mentions["article"], strict=True):
        if (when := articles["day"][article]) is not None:
            days.setdefault(link, []).append(when)
    rows = []
    for at, link in enumerate(model.links[:PLAIN_ROWS]):
        label = model.graph["relations"][link.relation]["label"]
        rows.append(
            {
                "source": names[link.source],
                "relation": label.get(language) or label["en"],
                "target": names[link.target],
                "mentions": link.mentions,
                "first": _iso(min(days[at])) if at in days else "",
                "last": _iso(max(days[at])) if at in days else "",
            }
        )
    return rows


def _iso(day: int) -> str:
    return type(EPOCH).fromordinal(EPOCH.toordinal() + day).isoformat()


def _blocks(graph: Mapping[str, Any], texts: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (id, type, text) of the two data blocks, packed where they are long."""
    plain = [("graph", page_parts.data(graph)), ("texts", page_parts.data(texts))]
    if sum(len(text) for _, text in plain) <= PLAIN_LIMIT:
        return [(name, "application/json", text) for name, text in plain]
    return [(name, "application/gzip", _packed(text)) for name, text in plain]


def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0)).decode("ascii")


def _version() -> str:
    try:
        return version("graphkit")
    except PackageNotFoundError:
        return "0"
