"""GEXF with dates for Gephi's timeline, and GraphML for all else that draws networks; both as on the page."""

import calendar
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import networkx as nx

from graphkit.export import page_places, page_scene
from graphkit.export.files import legal, target
from graphkit.facts import Status
from graphkit.network.build import build
from graphkit.store.reading import Graph, origins

_NODE = {"kind": "string", "code": "string", "mentions": "integer"}
_EDGE = {
    "relation": "string", "status": "string", "group": "string", "valence": "double", "symmetric": "boolean",
    "mentions": "integer", "articles": "integer", "origins": "integer", "confidence": "double",
    "sentence": "string", "outlet": "string", "url": "string", "said_by": "string",
}  # fmt: skip
_NODE_LOOK = ("mentions", "x", "y", "size", "shape", "color")
_EDGE_LOOK = ("color", "width", "style", "arrow")
_VIZ = "http://www.gexf.net/1.2draft/viz"
# GEXF 1.2 knows four shapes; what is not here is a disc.
_SHAPES = {"square": "square", "triangle": "triangle", "triangleDown": "triangle", "diamond": "diamond"}


def write(store: Graph, path: Path) -> None:
    """Write a dynamic GEXF 1.2 graph: one edge for each source, relation, target and status.

    Edges last from the first to the last report. Positions, sizes, shapes and colours are those of the page.
    Nothing in the file tells when it was written.

    Raises:
        ExportError: The file cannot be written.
    """
    graph = flat(_dressed(store))
    with target(path) as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write(f'<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="{_VIZ}" version="1.2">\n')
        file.write("<meta><creator>graphkit</creator></meta>\n")
        file.write('<graph defaultedgetype="directed" mode="dynamic" timeformat="date">\n')
        named = {key for _, data in graph.nodes(data=True) for key in data if key.startswith("label_")}
        nodes = _NODE | dict.fromkeys(sorted(named), "string")
        for kind, columns in (("node", nodes), ("edge", _EDGE)):
            file.write(f'<attributes class="{kind}" mode="static">\n')
            file.writelines(f'<attribute id="{n}" title="{n}" type="{t}"/>\n' for n, t in columns.items())
            file.write("</attributes>\n")
        file.write("<nodes>\n")
        for name, data in graph.nodes(data=True):
            file.write(_element("node", {"id": name, "label": data["label"]}, data, nodes, _node_look(data)))
        file.write("</nodes>\n<edges>\n")
        for number, (source, other, data) in enumerate(graph.edges(data=True)):
            ends = {"id": str(number), "source": source, "target": other, "weight": str(data["mentions"])}
            dates = {key: data[key] for key in ("start", "end") if key in data}
            shown = ends | {"label": data["relation"], "kind": data["relation"]} | dates
            file.write(_element("edge", shown, data, _EDGE, _edge_look(data)))
        file.write("</edges>\n</graph>\n</gexf>\n")


def write_graphml(store: Graph, path: Path) -> None:
    """Write GraphML, as networkx does, with the first sentence of each edge, positions, sizes and colours.

    Raises:
        ExportError: The file cannot be written.
    """
    graph = flat(_dressed(store))
    with target(path) as file:
        file.writelines(f"{line}\n" for line in nx.generate_graphml(graph, named_key_ids=True))


def _dressed(store: Graph) -> "nx.MultiDiGraph[str]":
    """Return the graph of a store with the looks of its page: places, sizes, shapes, widths and colours.

    Colours are "#rrggbb"; a line is solid or dashed, and its arrow is a "bar" where the relation is against.
    """
    graph = build(store.reports(), store.ontology, origin=origins(store))
    places = page_places.by_actor(store)
    mentions = dict.fromkeys(graph, 0)
    for source, other, data in graph.edges(data=True):
        look = page_scene.group_look(data["group"])
        mentions[source] += data["mentions"]
        mentions[other] += data["mentions"]
        data |= {
            "color": look["light"],
            "width": page_scene.line_width(data["mentions"]),
            "arrow": look["end"],
        }
        data["style"] = "solid" if data["status"] == Status.ACTUAL else "dashed"
    for name, data in graph.nodes(data=True):
        data |= {"x": float(places[name][0]), "y": float(places[name][1]), "mentions": mentions[name]}
        data |= {"size": page_scene.mark_size(mentions[name]), "shape": page_scene.kind_shape(data["kind"])}
        data["color"] = page_scene.NODE
    return graph


def _node_look(data: dict[str, Any]) -> str:
    shape = _SHAPES.get(data["shape"], "disc")
    place = f'<viz:position x="{data["x"]:g}" y="{-data["y"]:g}" z="0"/>'  # Gephi counts upwards
    return f'{_colour(data)}{place}<viz:size value="{data["size"]:g}"/><viz:shape value="{shape}"/>'


def _edge_look(data: dict[str, Any]) -> str:
    style = f'<viz:shape value="{data["style"]}"/>'
    return f'{_colour(data)}<viz:thickness value="{data["width"]:g}"/>{style}'


def _colour(data: dict[str, Any]) -> str:
    red, green, blue = (int(data["color"][at : at + 2], 16) for at in (1, 3, 5))
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def flat(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """Return the graph with plain values alone, which XML can hold: of the evidence, the first sentence."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, data in graph.nodes(data=True):
        labels = {f"label_{language}": text for language, text in data["labels"].items()}
        row = {name: data[name] for name in ("label", "kind", "code", *_NODE_LOOK) if name in data} | labels
        plain.add_node(legal(name), **_legal(row))
    for source, other, key, data in graph.edges(keys=True, data=True):
        row = {name: data[name] for name in (*_EDGE, *_EDGE_LOOK) if name in data}
        row |= {name: data["evidence"][0][name] for name in ("sentence", "outlet", "url", "said_by")}
        row |= _period(data["first"], data["last"])
        plain.add_edge(legal(source), legal(other), key=key, **_legal(row))
    return plain


def _period(first: str | None, last: str | None) -> dict[str, str]:
    """Return start and end as days: a month or a year lasts from its first day to its last."""
    days = [re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", day or "") for day in (first, last)]
    if days[0] is None or days[1] is None:
        return {}
    year, month, day = days[1].groups()
    month = month or "12"
    if not 1 <= int(month) <= 12 or int(year) < 1:
        return {}
    day = day or str(calendar.monthrange(int(year), int(month))[1])
    start = "-".join(part or "01" for part in days[0].groups())
    return {"start": start, "end": f"{year}-{month}-{day}"}


def _legal(row: dict[str, Any]) -> dict[str, Any]:
    found = {name: legal(value) if isinstance(value, str) else value for name, value in row.items()}
    return {name: value for name, value in found.items() if value is not None}


def _element(
    tag: str, attributes: dict[str, str], data: dict[str, Any], columns: dict[str, str], look: str
) -> str:
    shown = "".join(f" {name}={_quoted(value)}" for name, value in attributes.items())
    values = "".join(_value(name, data[name]) for name in columns if name in data)
    return f"<{tag}{shown}><attvalues>{values}</attvalues>{look}</{tag}>\n"


def _value(name: str, value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'<attvalue for="{name}" value={_quoted(text)}/>'


def _quoted(text: str) -> str:
    """Return an attribute value in which line ends and tabs survive."""
    return quoteattr(text, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
