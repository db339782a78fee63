"""One HTML file that shows a graph and the sentence behind every line, and asks the network for nothing."""

import base64
import gzip
import html
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from graphkit.copies.origins import origins
from graphkit.export import (
    page_findings,
    page_look,
    page_parts,
    page_places,
    page_registry,
    page_still,
    page_svg,
    page_vis,
)
from graphkit.export.files import target
from graphkit.export.page_layout import Place
from graphkit.export.page_look import Look
from graphkit.export.page_model import Model, Reports, build
from graphkit.knowledge.ontology import Ontology
from graphkit.network.select import Kept
from graphkit.store.reading import Graph
from graphkit.store.reading import origins as copies

VIEWS = ("graph", "table", "matrix", "timeline")
# Plain text below this many characters, so that the file can be searched; packed above (page.md 4.4).
PLAIN_LIMIT = 4_000_000
PLAIN_ROWS = 200


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


def page(store: Graph, look: Look | None = None) -> Page:
    """Return the page of a store. Positions are kept in the store, so that a later page looks alike.

    Raises:
        UsageError: The look names an actor or a language that is not there; the message says which.
        ExportError: The look leaves nothing to show.
    """
    reports = list(store.reports())
    chosen, model, places = _read(store, reports, look or Look())
    known = {actor.id: spot for actor, spot in zip(model.actors, places, strict=True)}
    still = page_still.scene(reports, store.ontology, chosen, known)
    return Page(_render(model, places, chosen, store.ontology), page_svg.draw(still, chosen.title))


def write(store: Graph, path: Path, look: Look | None = None) -> int:
    """Write the page of a store as one HTML file, and return how many actors it holds.

    Raises:
        UsageError: The look names an actor or a language that is not there.
        ExportError: The look leaves nothing to show, or the file cannot be written.
    """
    chosen, model, places = _read(store, list(store.reports()), look or Look())
    text = _render(model, places, chosen, store.ontology)
    with target(path) as file:
        file.write(text)
    return len(model.actors)


def render(
    reports: Reports,
    ontology: Ontology,
    look: Look,
    *,
    known: Mapping[str, Place] | None = None,
    origin: Mapping[str, str] | None = None,
) -> str:
    """Return the page of articles and their statements; the same input gives the same characters.

    `known` are positions to keep, by actor id; `origin` tells which article a copy copies, by id, where
    that is known already.

    Raises:
        UsageError: The look names an actor or a language that is not there.
        ExportError: The look leaves nothing to show.
    """
    every = list(reports)
    chosen = page_look.resolved(look, every)
    page_look.check(chosen, every, ontology)
    if origin is None:
        origin = origins(article for article, _ in every)
    model = _model(every, ontology, origin)
    return _render(model, page_places.place(model, known), chosen, ontology)


def _read(store: Graph, reports: Kept, look: Look) -> tuple[Look, Model, list[Place]]:
    """Return how the page of a store starts, its model, and where its actors stand."""
    chosen = page_look.resolved(look, reports)
    page_look.check(chosen, reports, store.ontology)
    model = _model(reports, store.ontology, copies(store))
    return chosen, model, page_places.kept(store, model)


def _model(reports: Reports, ontology: Ontology, origin: Mapping[str, str]) -> Model:
    """Return the model of a page with what the registry and the network's measures add to it."""
    kept = list(reports)
    said = (statement for _, statements in kept for statement in statements)
    known = page_registry.look_up({party.principal for one in said for party in (one.source, one.target)})
    model = build(kept, ontology, names=known.names, origin=origin)
    number = {actor.id: at for at, actor in enumerate(model.actors)}
    model.graph["findings"] = page_findings.find(kept, ontology, number)
    model.graph["registry"] = {
        "offices": {number[one]: rows for one, rows in known.offices.items()},
        "identifiers": {number[one]: rows for one, rows in known.identifiers.items()},
    }
    return model


def _render(model: Model, places: list[Place], look: Look, ontology: Ontology) -> str:
    language = page_look.language(look, model)
    words = page_parts.words()[language]
    style, script, vis = page_parts.style(), page_parts.script(), page_vis.script()
    return page_parts.template().render(
        lang=language,
        theme=look.theme,
        title=look.title or page_look.TITLE,
        version=_version(),
        words=words,
        views=VIEWS,
        scope=page_look.scope(model, words),
        plain=_plain(model, language),
        blocks=_blocks(_graph(model, places, look, page_look.start(look, ontology), language), model.texts),
        css=style,
        vis=vis,
        js=script,
        policy=page_parts.policy(style, vis, script),
    )


def _graph(
    model: Model, places: list[Place], look: Look, start: Mapping[str, str], language: str
) -> dict[str, Any]:
    shapes = [_shape(kind["id"]) for kind in model.graph["kinds"]]
    held = page_vis.columns(page_vis.hold(model, places, shapes))
    return model.graph | {
        "title": look.title or page_look.TITLE,
        "language": language,
        "start": dict(start),
        "actors": model.graph["actors"] | held["nodes"],
        "links": held["links"],
        "vis": held["options"],
        "encoding": page_parts.marks(),
        "words": page_parts.vocabulary(),
    }


def _shape(kind: str) -> str:
    """Return the name of a shape that vis-network draws; a ring is a hollow dot."""
    encoding = page_parts.encoding()
    shape: str = encoding["kinds"].get(kind, encoding["other"]["kind"])
    return "dot" if shape == "ring" else shape


def _plain(model: Model, language: str) -> list[dict[str, Any]]:
    """Return the strongest relations as rows for readers without scripts."""
    labels = model.graph["actors"]["label"]
    names = labels.get(language) or next(iter(labels.values()))
    mentions, articles = model.graph["mentions"], model.graph["articles"]
    days: dict[int, list[int]] = {}
    for link, article in zip(mentions["link"], mentions["article"], strict=True):
        if link < PLAIN_ROWS and (when := articles["day"][article]) is not None:
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
                "first": page_look.iso(min(days[at])) if at in days else "",
                "last": page_look.iso(max(days[at])) if at in days else "",
            }
        )
    return rows


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
