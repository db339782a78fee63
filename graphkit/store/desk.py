"""Answer queries in processes of their own, so that one that takes too long can be ended.

The engine cannot be stopped within a process.
"""

from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from typing import cast

from graphkit.errors import GraphkitError, QueryError, StoreError
from graphkit.store.media import Content
from graphkit.store.store import GraphStore

_SPAWN = get_context("spawn")
# Seconds that a new process may take to open the store, which may have to be read whole.
_OPENING = 600.0


class TooLong(QueryError):
    """A query took longer than it may."""


class Desk:
    """Some clerks who answer queries side by side, each a process that reads the store."""

    def __init__(self, path: Path, *, clerks: int = 2, patience: float = 30.0) -> None:
        """Hire the clerks.

        Raises:
            StoreError: The store cannot be opened.
        """
        self._path = path
        self._patience = patience
        self._closed = False
        self._free: Queue[_Clerk] = Queue()
        self._clerks: list[_Clerk] = []
        for _ in range(clerks):
            self._hire()

    def answer(self, query: str, accept: str, graphs: Sequence[str] = ()) -> Content:
        """Return the answer to a query, when a clerk has found it.

        Raises:
            TooLong: That took longer than it may.
            GraphkitError: As `GraphStore.answer` raises.
        """
        clerk = self._free.get()
        try:
            found = clerk.ask((query, accept, tuple(graphs)), self._patience)
        except (TimeoutError, EOFError, OSError) as error:
            clerk.dismiss()
            self._clerks.remove(clerk)
            if self._closed:
                raise StoreError(f"{self._path}: is no longer served") from error
            self._hire()
            if isinstance(error, TimeoutError):
                hint = "ask for less, or start the server with a longer --timeout"
                raise TooLong(f"the query took longer than {self._patience:g} s", hint=hint) from error
            raise StoreError("the query ended its process: most likely memory ran out") from error
        self._free.put(clerk)
        if isinstance(found, GraphkitError):
            raise found
        return found

    def close(self) -> None:
        """Dismiss all clerks."""
        self._closed = True
        for clerk in list(self._clerks):
            clerk.dismiss()

    def _hire(self) -> None:
        clerk = _Clerk(self._path)
        self._clerks.append(clerk)
        self._free.put(clerk)


class _Clerk:
    def __init__(self, path: Path) -> None:
        self._line, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_work, args=(path, theirs), daemon=True)
        self._process.start()
        theirs.close()
        try:
            opened = self._wait(_OPENING)
        except (TimeoutError, EOFError, OSError) as error:
            self.dismiss()
            raise StoreError(f"{path}: a process to answer queries cannot open the store") from error
        if isinstance(opened, GraphkitError):
            raise opened

    def ask(self, question: tuple[str, str, tuple[str, ...]], patience: float) -> Content | GraphkitError:
        self._line.send(question)
        return self._wait(patience)

    def dismiss(self) -> None:
        self._process.kill()
        self._process.join()
        self._line.close()

    def _wait(self, patience: float) -> Content | GraphkitError:
        if not self._line.poll(patience):
            raise TimeoutError
        return cast("Content | GraphkitError", self._line.recv())


def _work(path: Path, line: Connection) -> None:
    """Open the store and answer until nobody asks any more."""
    try:
        with GraphStore.open(path) as store:
            line.send(store.answer("ASK {}"))
            while True:
                _serve(store, line)
    except GraphkitError as error:
        line.send(error)
    except (EOFError, KeyboardInterrupt):
        return


def _serve(store: GraphStore, line: Connection) -> None:
    query, accept, graphs = line.recv()
    try:
        line.send(store.answer(query, accept, graphs=graphs))
    except GraphkitError as error:
        line.send(error)
