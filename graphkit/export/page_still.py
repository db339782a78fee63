"""Still drawings of a graph as .svg, .png and .pdf: its strongest part, or the part that is asked for."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from graphkit.export import page_look, page_model, page_paint, page_parts, page_places, page_scene, page_svg
from graphkit.export.files import target, whole
from graphkit.export.page_layout import Place
from graphkit.export.page_look import Look
from graphkit.export.page_model import Reports
from graphkit.export.page_scene import Scene
from graphkit.knowledge.ontology import Ontology
from graphkit.network.select import Selection
from graphkit.store.reading import Graph

SUFFIXES = (".svg", ".png", ".pdf")


def write(store: Graph, path: Path, look: Look | None = None, *, form: str = "") -> None:
    """Write a drawing as .svg, .png or .pdf: `form`, else the suffix of the path.

    Raises:
        UsageError: The look names an actor or a language that is not there.
        ExportError: Nothing is left to draw, or the file cannot be written.
    """
    chosen = look or Look()
    reports = list(store.reports())
    model = page_model.build(reports, store.ontology)
    known = dict(zip((actor.id for actor in model.actors), page_places.kept(store, model), strict=True))
    drawn = scene(reports, store.ontology, chosen, known)
    suffix = form or path.suffix.lower()
    if suffix == ".svg":
        with target(path) as file:
            file.write(page_svg.draw(drawn, chosen.title))
    else:
        whole(path, page_paint.paint(drawn, suffix.removeprefix(".")))


def scene(reports: Reports, ontology: Ontology, look: Look, known: Mapping[str, Place]) -> Scene:
    """Return the drawing of the part of a graph that is looked at.

    A drawing of everything keeps the positions `known` by actor id, those of the page; a part of it is
    placed anew, so that it fills the sheet.
    """
    every = list(reports)
    chosen = page_look.resolved(look, every)
    part = replace(chosen.part, top=None)  # the drawing itself takes the strongest
    model = page_model.build(page_look.shown(replace(chosen, part=part), every, ontology), ontology)
    places = page_places.place(model, known if part == Selection() else None)
    language = page_look.language(chosen, model)
    return page_scene.scene(
        model,
        places,
        language=language,
        title=chosen.title,
        scope=page_look.scope(model, page_parts.words()[language]),
        top=chosen.part.top,
    )
