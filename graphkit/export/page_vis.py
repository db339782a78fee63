"""The seam to pyvis: it holds the graph and ships vis-network; nothing else of it is used.

pyvis' own page, notebook and file writers are never called: they load from the network, leave text
unescaped and write in the platform's encoding.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graphkit.errors import ExportError
from graphkit.export.page_layout import Place
from graphkit.export.page_model import Model

# The browser library that the page is written for; a test checks its digest.
VIS_NETWORK = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "selectConnectedEdges": False,
        "keyboard": False,
        "tooltipDelay": 86400000,
    },
}


def hold(model: Model, places: Sequence[Place], shapes: Sequence[str]) -> Any:
    """Return a pyvis network of the model: a node an actor, an edge a link.

    Directed always: pyvis' undirected mode drops parallel relations. `shapes` has one name an actor kind.
    """
    from pyvis.network import Network  # pulls in IPython and takes a second: only when a page is drawn

    network = Network(directed=True, cdn_resources="in_line")
    kinds = model.graph["actors"]["kind"]
    for number, (actor, (x, y)) in enumerate(zip(model.actors, places, strict=True)):
        network.add_node(
            number, label=actor.code, shape=shapes[kinds[number]], x=x, y=y, value=model.weights[number]
        )
    # add_edge looks for both ends in this list: as a range that is one step, as a list thousands.
    network.node_ids = range(len(model.actors))
    for link in model.links:
        network.add_edge(link.source, link.target, relation=link.relation, value=link.mentions)
    network.set_options(json.dumps(OPTIONS))
    return network


def columns(network: Any) -> dict[str, Any]:
    """Return what the page draws, read back from pyvis: node positions, edges and options."""
    nodes, edges, _, _, _, options = network.get_network_data()
    return {
        "nodes": {"x": [node["x"] for node in nodes], "y": [node["y"] for node in nodes]},
        "links": {
            "source": [edge["from"] for edge in edges],
            "target": [edge["to"] for edge in edges],
            "relation": [edge["relation"] for edge in edges],
        },
        "options": json.loads(options),
    }


def script() -> str:
    """Return vis-network as pyvis ships it, licence included, without the link to its source map.

    Raises:
        ExportError: The installed pyvis does not hold it.
    """
    from importlib.util import find_spec

    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise ExportError("pyvis is not installed", hint="install graphkit with its dependencies")
    file = Path(spec.origin).parent.joinpath(*VIS_NETWORK)
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        raise ExportError(f"{file} is missing", hint="graphkit needs pyvis 0.3.2") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))
