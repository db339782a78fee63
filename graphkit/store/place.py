"""Open a store by its place: a folder, or the address of a server."""

import re
from pathlib import Path

from graphkit.errors import UsageError
from graphkit.knowledge.ontology import Ontology
from graphkit.store.remote import RemoteStore
from graphkit.store.store import GraphStore

AnyStore = GraphStore | RemoteStore

# A name and password in an address.
_LOGIN = re.compile(r"(?<=://)[^/@]*@")


def is_address(place: Path | str) -> bool:
    """Say whether a place is the address of a server."""
    return str(place).startswith(("http://", "https://"))


def shown(place: Path | str) -> str:
    """Return a place as it may be printed: an address without name and password.

    >>> shown("https://mari:secret@example.org/kg")
    'https://example.org/kg'
    """
    return _LOGIN.sub("", str(place))


def folder(place: Path | str, what: str) -> Path:
    """Return a place that must be a folder, since `what` is done to files.

    Raises:
        UsageError: It is the address of a server.
    """
    if is_address(place):
        raise UsageError(f"{shown(place)}: {what} works on the folder of a store, not on a server")
    return Path(place)


def open_store(place: Path | str, *, write: bool = False, ontology: Ontology | None = None) -> AnyStore:
    """Open the store at a place.

    Raises:
        StoreError: There is none, it cannot be opened, or the server does not answer.
    """
    if is_address(place):
        return RemoteStore.open(str(place), write=write, ontology=ontology)
    return GraphStore.open(place, write=write, ontology=ontology)
