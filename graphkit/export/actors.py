"""The registry of actors as Turtle: names and codes, memberships and offices with their dates."""

from pathlib import Path

from graphkit.export.files import target
from graphkit.export.turtle import blocks, prefixes
from graphkit.knowledge.actors import ActorIndex
from graphkit.knowledge.ontology import Ontology
from graphkit.store import registry


def write(index: ActorIndex, ontology: Ontology, path: Path) -> None:
    """Write the whole registry, in a form that depends on its content alone.

    Raises:
        ExportError: The file cannot be written.
    """
    quads = [*registry.described(index, ontology), *registry.facts(index, index.actors.keys())]
    with target(path) as file:
        file.write(prefixes())
        file.writelines(blocks(quads))
