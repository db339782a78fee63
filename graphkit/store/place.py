"""Open a store by its place: a folder, or the address of a server."""

from pathlib import Path

from graphkit.knowledge.ontology import Ontology
from graphkit.store.remote import RemoteStore
from graphkit.store.store import GraphStore

AnyStore = GraphStore | RemoteStore


def is_address(place: Path | str) -> bool:
    """Say whether a place is the address of a server."""
    return str(place).startswith(("http://", "https://"))


def open_store(place: Path | str, *, write: bool = False, ontology: Ontology | None = None) -> AnyStore:
    """Open the store at a place.

    Raises:
        StoreError: There is none, it cannot be opened, or the server does not answer.
    """
    if is_address(place):
        return RemoteStore.open(str(place), write=write, ontology=ontology)
    return GraphStore.open(place, write=write, ontology=ontology)
