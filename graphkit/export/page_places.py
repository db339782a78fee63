"""Where actors stand: computed once, kept in the store, so that a graph that grows keeps its shape."""

import json
from collections.abc import Mapping
from contextlib import suppress

from graphkit.errors import StoreError
from graphkit.export import page_layout, page_model
from graphkit.export.page_layout import Place
from graphkit.export.page_model import Model
from graphkit.store import shards
from graphkit.store.reading import Graph
from graphkit.store.store import GraphStore

FILE = "layout.json"


def place(model: Model, known: Mapping[str, Place] | None = None) -> list[Place]:
    """Return a position for each actor of a model; actors in `known` (by id) keep theirs."""
    edges = [(link.source, link.target, float(link.mentions)) for link in model.links]
    number = {actor.id: at for at, actor in enumerate(model.actors)}
    old = {number[one]: spot for one, spot in (known or {}).items() if one in number}
    return page_layout.place(len(model.actors), edges, known=old)


def kept(store: Graph, model: Model) -> list[Place]:
    """Return positions, those of the last page of this store again; only a folder keeps them."""
    if not isinstance(store, GraphStore):
        return place(model)
    file = store.path / FILE
    old: dict[str, Place] = {}
    with suppress(OSError, ValueError):
        old = {one: (x, y) for one, (x, y) in json.loads(file.read_text(encoding="utf-8")).items()}
    places = place(model, old)
    new = {actor.id: spot for actor, spot in zip(model.actors, places, strict=True)}
    if new != old:
        with suppress(OSError, StoreError):
            shards.save(file, json.dumps(new, ensure_ascii=False, sort_keys=True).encode("utf-8"))
    return places


def by_actor(store: Graph) -> dict[str, Place]:
    """Return the position of each actor of a store by its id, as its page has it."""
    model = page_model.build(store.reports(), store.ontology)
    return {actor.id: spot for actor, spot in zip(model.actors, kept(store, model), strict=True)}
