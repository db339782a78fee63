"""Parses kept beside a store: what was parsed once is not parsed again, whatever changes but the models.

A parse is found by a digest of everything it hangs on: the text, the models, the cleaning rules. The
file is a convenience; where it is of another version, damaged, or the disk is full, it is done without.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from graphkit.parse.packing import VERSION
from graphkit.text import Article

FILE = "parses.sqlite"
_SCHEMA = 1
# SQLite's own mark of whose file it is ("gkpa").
_MARK = 0x676B7061
# Keys asked for at once.
_ASKED = 500
_log = logging.getLogger(__name__)


def key(article: Article, versions: str) -> bytes:
    """Return the digest of all that the parse of an article hangs on."""
    # The outlet, too: publishers have cleaning rules of their own.
    parts = (article.language, article.source or "", article.title, article.text)
    told = "\0".join((str(VERSION), versions, *parts))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()


class Shelf:
    """An open file of parses, of no more than some bytes: what was not used for longest makes room."""

    def __init__(self, path: Path, *, most: int) -> None:
        """Open the file, or make it; `most` is its size in bytes.

        One of another version or another maker is set aside and begun anew.
        """
        self.path = path
        self._most = most
        self._file: sqlite3.Connection | None = None
        try:
            self._file = _open(path)
        except sqlite3.Error as error:
            self._give_up(error)

    def __enter__(self) -> Self:
        """Return the shelf itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Make room and close the file."""
        self.close()

    @property
    def size(self) -> int:
        """Return the size of the file in bytes."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def find(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the parses that are there, by key."""
        found: dict[bytes, bytes] = {}
        for first in range(0, len(keys), _ASKED):
            if self._file is None:
                break
            part = keys[first : first + _ASKED]
            marks = ",".join("?" * len(part))
            try:
                rows = self._file.execute(f"SELECT key, parse FROM parses WHERE key IN ({marks})", part)
                found.update((bytes(k), bytes(parse)) for k, parse in rows if isinstance(parse, bytes))
            except sqlite3.Error as error:
                self._give_up(error)
        return found

    def keep(self, parses: Mapping[bytes, bytes], used: Iterable[bytes] = ()) -> None:
        """Add parses, and note which others were used."""
        if self._file is None:
            return
        try:
            with self._file:
                self._file.execute("UPDATE turn SET now = now + 1")
                self._file.executemany(
                    "INSERT OR REPLACE INTO parses SELECT ?, now, ? FROM turn", list(parses.items())
                )
                self._file.executemany(
                    "UPDATE parses SET used = (SELECT now FROM turn) WHERE key = ?", [(k,) for k in used]
                )
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Make room and close the file."""
        if self._file is not None:
            with suppress(sqlite3.Error):
                self._make_room(self._file)
            self._file.close()
            self._file = None

    def _make_room(self, file: sqlite3.Connection) -> None:
        (pages,), (free,), (size,) = (
            file.execute(f"PRAGMA {name}").fetchone()
            for name in ("page_count", "freelist_count", "page_size")
        )
        over = (pages - free) * size - self._most
        if over <= 0:
            return
        rest = over
        last = None
        for used, length in file.execute("SELECT used, LENGTH(parse) FROM parses ORDER BY used"):
            last = used
            rest -= length
            if rest <= 0:
                break
        with file:
            file.execute("DELETE FROM parses WHERE used <= ?", (last,))
        file.execute("VACUUM")

    def _give_up(self, error: sqlite3.Error) -> None:
        """Do without the file from now on; a damaged one is taken away, for the next build to begin anew."""
        _log.warning("%s: %s; parses are not kept", self.path, error)
        if self._file is not None:
            self._file.close()
            self._file = None
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            self.path.unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    file = _ours(path) if path.exists() else None
    if file is None:
        if path.exists():
            _log.warning("%s: of another version or damaged; it is begun anew", path)
            for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
                name.unlink(missing_ok=True)
        file = sqlite3.connect(path)
        with file:
            file.execute(f"PRAGMA application_id = {_MARK}")
            file.execute(f"PRAGMA user_version = {_SCHEMA}")
            file.execute("CREATE TABLE parses (key BLOB PRIMARY KEY, used INTEGER, parse BLOB)")
            file.execute("CREATE TABLE turn (now INTEGER)")
            file.execute("INSERT INTO turn VALUES (0)")
    file.execute("PRAGMA synchronous = OFF")
    return file


def _ours(path: Path) -> sqlite3.Connection | None:
    """Open a file that is there; None where it is not one of ours."""
    file = sqlite3.connect(path)
    try:
        (mark,) = file.execute("PRAGMA application_id").fetchone()
        (schema,) = file.execute("PRAGMA user_version").fetchone()
        file.execute("SELECT key, used, parse FROM parses LIMIT 1").fetchone()
        (turns,) = file.execute("SELECT COUNT(*) FROM turn").fetchone()
    except sqlite3.DatabaseError:
        file.close()
        return None
    if (mark, schema, turns) != (_MARK, _SCHEMA, 1):
        file.close()
        return None
    return file
