"""Which articles of a store copy which: found by their texts, and kept so that none is looked at twice.

What stands in the graph is `gk:copyOf`, derived like the counts of relations. The file beside the index
holds sketches of texts and what comparing two of them gave; without it everything is found anew.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from graphkit.copies.origins import Order, comparing, join, rank
from graphkit.copies.shingles import shingles
from graphkit.copies.sketches import Sketch, sketch
from graphkit.store import names
from graphkit.store.triples import node

FILE = "copies.sqlite"
# Raised whenever sketches are made otherwise.
_SCHEMA = 1
# Sketches made before they are written down.
_LOT = 1000
_GRAPH = NamedNode(names.RELATIONS)
_log = logging.getLogger(__name__)


class Ledger:
    """What is known of texts by the IRIs of their articles; those are digests, so that it stays true."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, or make it; None keeps nothing. One of another version is begun anew."""
        self._path = path
        self.sketches: dict[str, Sketch] = {}
        self.verdicts: dict[tuple[str, str], bool] = {}
        try:
            self._read()
        except sqlite3.Error as error:
            self._give_up(error)

    def keep(self, sketches: Mapping[str, Sketch], verdicts: Mapping[tuple[str, str], bool]) -> None:
        """Add what was found out."""
        self.sketches |= sketches
        self.verdicts |= verdicts
        rows = [(key, one.pack()) for key, one in sketches.items()]
        pairs = [(*pair, found) for pair, found in verdicts.items()]
        self._write(
            ("INSERT OR REPLACE INTO sketches VALUES (?, ?)", rows),
            ("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", pairs),
        )

    def drop(self, gone: Iterable[str]) -> None:
        """Forget articles that are no more."""
        keys = set(gone)
        for key in keys:
            del self.sketches[key]
        self.verdicts = {pair: found for pair, found in self.verdicts.items() if keys.isdisjoint(pair)}
        rows = [(key,) for key in keys]
        self._write(
            ("DELETE FROM sketches WHERE article = ?", rows),
            ("DELETE FROM verdicts WHERE one = ?", rows),
            ("DELETE FROM verdicts WHERE other = ?", rows),
        )

    def _read(self) -> None:
        if self._path is None:
            return
        with closing(sqlite3.connect(self._path)) as file, file:
            (schema,) = file.execute("PRAGMA user_version").fetchone()
            if schema != _SCHEMA:
                file.executescript(
                    "DROP TABLE IF EXISTS sketches; DROP TABLE IF EXISTS verdicts;"
                    "CREATE TABLE sketches (article TEXT PRIMARY KEY, sketch BLOB) WITHOUT ROWID;"
                    "CREATE TABLE verdicts (one TEXT, other TEXT, alike INTEGER, PRIMARY KEY (one, other));"
                    f"PRAGMA user_version = {_SCHEMA};"
                )
            for key, content in file.execute("SELECT article, sketch FROM sketches"):
                if isinstance(content, bytes) and (known := Sketch.unpack(content)) is not None:
                    self.sketches[str(key)] = known
            for one, other, found in file.execute("SELECT one, other, alike FROM verdicts"):
                self.verdicts[str(one), str(other)] = bool(found)

    def _write(self, *steps: tuple[str, Sequence[tuple[object, ...]]]) -> None:
        if self._path is None or not any(rows for _, rows in steps):
            return
        try:
            with closing(sqlite3.connect(self._path)) as file, file:
                file.execute("PRAGMA synchronous = OFF")
                for step, rows in steps:
                    file.executemany(step, rows)
        except sqlite3.Error as error:
            self._give_up(error)

    def _give_up(self, error: sqlite3.Error) -> None:
        """Do without the file from now on; a damaged one is taken away, to be begun anew next time."""
        assert self._path is not None
        # Only its words: an error that somebody keeps would keep the index open, by way of its frames.
        _log.warning("%s: %s; it is done without", self._path, str(error))
        if not isinstance(error, sqlite3.OperationalError):
            self._path.unlink(missing_ok=True)
        self._path = None


def update(handle: Store, path: Path | None) -> set[NamedNode]:
    """Write into an index which articles copy which, and return those that changed.

    `path` is the file of what is known, None where none may be written.
    """
    order = {_iri(article): at for article, at in _articles(handle)}
    ledger = Ledger(path)
    ledger.drop(ledger.sketches.keys() - order.keys())
    due = sorted(order.keys() - ledger.sketches.keys())
    for first in range(0, len(due), _LOT):
        ledger.keep({key: sketch(shingles(_text(handle, key))) for key in due[first : first + _LOT]}, {})
    fresh: dict[tuple[str, str], bool] = {}
    found = join(ledger.sketches, order, _judge(handle, ledger.verdicts, fresh))
    ledger.keep({}, fresh)
    wanted = {_copy(key, origin) for key, origin in found.items() if key != origin}
    present = set(handle.quads_for_pattern(None, node("gk:copyOf"), None, _GRAPH))
    for stale in present - wanted:
        handle.remove(stale)
    handle.extend(wanted - present)
    return {quad.subject for quad in present ^ wanted if isinstance(quad.subject, NamedNode)}


def _judge(
    handle: Store, known: Mapping[tuple[str, str], bool], fresh: dict[tuple[str, str], bool]
) -> Callable[[str, str], bool]:
    """Return what compares two articles: by what is known, else by their texts; what is new is put down."""
    compare = comparing(lambda key: _text(handle, key))

    def alike(one: str, other: str) -> bool:
        if (found := known.get((one, other))) is None:
            found = fresh[one, other] = compare(one, other)
        return found

    return alike


def _articles(handle: Store) -> Iterator[tuple[NamedNode, Order]]:
    issued = handle.quads_for_pattern(None, node("dct:issued"), None, None)
    days = {quad.subject: quad.object.value for quad in issued if isinstance(quad.object, Literal)}
    for quad in handle.quads_for_pattern(None, node("gk:recordId"), None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject, rank(days.get(quad.subject), quad.object.value)


def _text(handle: Store, key: str) -> str:
    iri = NamedNode(f"{names.PREFIXES['article']}{key}")
    (quad,) = handle.quads_for_pattern(iri, node("gk:text"), None, iri)
    return quad.object.value if isinstance(quad.object, Literal) else ""


def _iri(article: NamedNode) -> str:
    return article.value.removeprefix(names.PREFIXES["article"])


def _copy(key: str, origin: str) -> Quad:
    article, of = (NamedNode(f"{names.PREFIXES['article']}{one}") for one in (key, origin))
    return Quad(article, node("gk:copyOf"), of, _GRAPH)
