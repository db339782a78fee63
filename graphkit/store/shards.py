"""The source of truth: a folder of compressed N-Quads files, one a batch of articles, never changed.

A shard's head names its articles in comments, so that a writer knows what is there without reading
quads. Where two shards hold the same record, the later one counts.
"""

import gzip
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, parse, serialize

from graphkit.errors import StoreError
from graphkit.store import names

_HEAD = "# graphkit shard "
_SCHEMA = 1
# How the name of a file ends while it is written.
PART = ".part"
# What stands in place of an article that was taken out: later shards say so of earlier ones.
REMOVED = "-"
# Level 6 packs the demo corpus about a fifth smaller than level 1 and is still far faster than parsing.
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a shard: its IRI, its record id, the run that read it, and the digest of its quads."""

    iri: str
    record: str
    run: str
    digest: str


def write(folder: Path, articles: Mapping[Entry, Iterable[Quad]], others: Iterable[Quad]) -> Path:
    """Write a shard that holds those articles, with the quads of each, and other quads; return its path.

    Either the whole file is there afterwards, on the disk, or none of it.
    """
    head = [f"{_HEAD}{_SCHEMA}"]
    head += sorted(f"# {e.iri} {e.run} {e.digest} {json.dumps(e.record)}" for e in articles)
    quads = [quad for graph in articles.values() for quad in graph]
    body = b"".join(line + b"\n" for line in lines([*quads, *others]))
    content = "\n".join(head).encode("ascii") + b"\n" + body
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(path.name.partition("-")[0]) for path in paths(folder)), default=0) + 1
    path = folder / f"{number:06}-{names.digest(content.decode(), length=12)}.nq.gz"
    save(path, gzip.compress(content, _LEVEL, mtime=0))
    return path


def strike(folder: Path, records: Iterable[str]) -> Path:
    """Write a shard that says that articles of earlier ones are taken out; return its path."""
    return write(folder, {Entry(REMOVED, record, REMOVED, REMOVED): [] for record in records}, [])


def lines(quads: Iterable[Quad]) -> list[bytes]:
    """Return quads as sorted lines of N-Quads, each one once."""
    content = serialize(quads, format=RdfFormat.N_QUADS) or b""
    # Only a line feed ends a line: literals may hold every other separator of Unicode.
    return sorted(set(content.split(b"\n")) - {b""})


def digest(quads: Iterable[Quad]) -> str:
    """Return a digest of quads that does not depend on their order."""
    return names.digest([line.decode() for line in lines(quads)], length=16)


def paths(folder: Path) -> list[Path]:
    """Return the shards of a folder, oldest first."""
    return sorted(folder.glob("[0-9]*-*.nq.gz"))


def entries(path: Path) -> list[Entry]:
    """Return the articles of a shard from its head.

    Raises:
        StoreError: The file is no shard of ours, or is damaged.
    """
    found = []
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            if file.readline().rstrip("\n") != f"{_HEAD}{_SCHEMA}":
                raise StoreError(f"{path}: is no graphkit shard of schema {_SCHEMA}")
            for line in file:
                if not line.startswith("# "):
                    break
                iri, run, key, record = line[2:].split(" ", 3)
                found.append(Entry(iri, json.loads(record), run, key))
    except (OSError, EOFError, ValueError) as error:
        raise StoreError(f"{path}: is damaged: {error}", hint="restore this file from a copy") from error
    return found


def read(path: Path) -> Iterator[Quad]:
    """Yield the quads of a shard.

    Raises:
        StoreError: The file is damaged.
    """
    try:
        with gzip.open(path, "rb") as file:
            yield from parse(cast(IO[bytes], file), format=RdfFormat.N_QUADS)
    except (OSError, EOFError, ValueError, SyntaxError) as error:
        raise StoreError(f"{path}: is damaged: {error}", hint="restore this file from a copy") from error


def save(path: Path, content: bytes) -> None:
    """Put content into a file that appears whole, synced to the disk, under its name or not at all.

    Raises:
        StoreError: The disk is full, or the folder cannot be written.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _sync(path.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error


def sweep(folder: Path, name: str = "*") -> None:
    """Take away what writers of files with such names left half written when they were killed."""
    for path in folder.glob(f"{name}.[0-9]*{PART}"):
        path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make a rename durable; a system that cannot open folders keeps its own order of writes."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
