"""A corpus: files, folders, globs, archives and standard input become Articles; what cannot is told of."""

import glob
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from graphkit.errors import SourceError
from graphkit.sources import crawl, feed, fetch, lines, packing, page, paper, record, stream, table
from graphkit.sources.stream import Peekable
from graphkit.text import Article

Found = Iterator[record.Record | SourceError]
Reader = Callable[[IO[bytes], str], Found]

READERS: dict[str, Reader] = {
    ".jsonl": lines.read_lines,
    ".ndjson": lines.read_lines,
    ".json": lines.read_json,
    ".csv": table.read_table,
    ".tsv": table.read_table,
    ".parquet": table.read_parquet,
    ".html": page.read_html,
    ".htm": page.read_html,
    ".md": page.read_markdown,
    ".txt": page.read_text,
    ".pdf": paper.read_pdf,
    ".rss": feed.read_feed,
    ".atom": feed.read_feed,
    ".xml": feed.read_feed,
    ".warc": crawl.read_warc,
}

STDIN = "-"

# A folder that holds this file is a graph that was built, perhaps from the articles beside it.
_STORE = "store.json"

# Readers of files that are one article each.
_PAGES = (page.read_html, page.read_markdown, page.read_text, paper.read_pdf)

# How standard input tells by its first bytes what it holds.
_MAGIC = (
    (b"%PDF", ".pdf"), (b"PAR1", ".parquet"), (b"WARC/", ".warc"), (b"{", ".jsonl"), (b"[", ".json"),
)  # fmt: skip
_MAGIC_PACKED = ((b"PK\x03\x04", ".zip"), (b"\x1f\x8b", ".gz"), (b"\xfd7zXZ\x00", ".xz"), (b"BZh", ".bz2"))
_TAR = b"ustar"
_FEEDS = (b"<rss", b"<feed", b"<rdf:rdf")


def read(
    paths: Iterable[Path | str],
    *,
    language: str | None = None,
    columns: Mapping[str, str] | None = None,
    network: bool = False,
    on_error: Callable[[SourceError], None],
) -> Iterator[Article]:
    """Yield the articles of the paths, in order; files of a folder by name.

    A path is a file, a folder, a glob, an archive, "-" for standard input or, with `network`, a web
    address. `language` is that of records that state none (told from the text by default), `columns`
    names their fields by the part that they hold. What cannot be read goes to `on_error`, one
    SourceError a failure; the rest is read.
    """
    for path in paths:
        for found in _records(str(path), network=network):
            if isinstance(found, SourceError):
                on_error(found)
                continue
            try:
                article = record.article(found, asked=language, columns=columns)
            except SourceError as error:
                on_error(error)
            else:
                yield article


def count(paths: Iterable[Path | str]) -> int | None:
    """Return how many articles and failures the paths hold, None where telling means reading them all."""
    names = [str(path) for path in paths]
    if any(name == STDIN or fetch.is_address(name) for name in names):
        return None
    total = 0
    for name in names:
        for file in _files(name):
            if isinstance(file, SourceError) or READERS.get(_kind(file.name)[0]) in _PAGES:
                total += 1
            elif READERS.get(_kind(file.name)[0]) in (lines.read_lines, table.read_table):
                total += sum(1 for _ in _file(file))
            else:
                return None
    return total


def _records(path: str, *, network: bool) -> Found:
    if path == STDIN:
        yield from _stdin()
    elif fetch.is_address(path):
        if network:
            yield from fetch.records(path, lambda file, name: _opened(file, name, _guess(file)))
        else:
            hint = "--fetch allows graphkit to ask the network"
            yield SourceError("is an address, and the network is not asked", file=path, hint=hint)
    else:
        for file in _files(path):
            yield from _file(file)


def _files(path: str) -> Iterator[Path | SourceError]:
    place = Path(path)
    try:
        if place.is_dir():
            stores = {mark.parent for mark in place.rglob(_STORE)}
            files = sorted(file for file in place.rglob("*") if _wanted(file, place, stores))
            if not files:
                yield SourceError("no articles in this folder", file=path, hint=_known())
        elif place.exists():
            files = [place]
        else:
            matches = glob.glob(path, recursive=True)  # noqa: PTH207 (Path.glob takes no absolute pattern)
            files = sorted(Path(match) for match in matches if Path(match).is_file())
            if not files:
                yield SourceError("no such file", file=path)
    except (OSError, ValueError) as error:
        yield SourceError(f"cannot be read: {getattr(error, 'strerror', None) or error}", file=path[:200])
        return
    yield from files


def _wanted(file: Path, folder: Path, stores: set[Path]) -> bool:
    """Say whether to read a file: none that is hidden, tells of its folder, or is part of a graph."""
    inside = stores.isdisjoint(file.parents) and _belongs(file.relative_to(folder).as_posix())
    return inside and file.is_file()


def _belongs(name: str) -> bool:
    """Say whether a file of a folder or an archive is one to read."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in parts)
    other = not parts or parts[-1].upper().startswith("README.")
    suffix, packing_suffix = _kind(parts[-1]) if parts else ("", "")
    return not hidden and not other and (suffix in READERS or packing_suffix in packing.ARCHIVES)


def _kind(name: str) -> tuple[str, str]:
    """Return the suffix that says how to read a file, and the one that says how to unpack it."""
    suffixes = ["", *(suffix.lower() for suffix in PurePosixPath(name).suffixes)]
    if suffixes[-1] in packing.ARCHIVES:
        return "", suffixes[-1]
    if suffixes[-2:] == [".warc", ".gz"]:
        return ".warc", ""  # each record of it is packed by itself, and its reader unpacks them
    if suffixes[-1] in packing.PACKED:
        return ("", ".tar") if suffixes[-2] == ".tar" else (suffixes[-2], suffixes[-1])
    return suffixes[-1], ""


def _known() -> str:
    packed = ", ".join((*packing.PACKED, *packing.ARCHIVES))
    return f"articles are read from {', '.join(READERS)}, also in {packed}"


def _file(file: Path | SourceError) -> Found:
    if isinstance(file, SourceError):
        yield file
        return
    name = str(file)
    suffix, packed = _kind(file.name)
    if suffix not in READERS and packed not in packing.ARCHIVES:
        yield SourceError("unknown kind of file", file=name, hint=_known())
        return
    try:
        with file.open("rb") as opened:
            yield from _unpacked(opened, name, suffix, packed)
    except OSError as error:
        yield SourceError(f"cannot be read: {error.strerror or error}", file=name)


def _unpacked(opened: IO[bytes], name: str, suffix: str, packed: str) -> Found:
    """Yield what a file holds, be it packed, an archive or neither."""
    if packed in packing.ARCHIVES:
        yield from _archive(opened, name, packed)
        return
    try:
        yield from _opened(packing.PACKED[packed](opened) if packed else opened, name, suffix)
    except packing.BROKEN as error:
        yield SourceError(f"cannot be unpacked: {' '.join(str(error).split())[:120]}", file=name)
    except OSError as error:
        if error.errno is not None:
            raise
        yield SourceError(f"cannot be unpacked: {error}", file=name)


def _archive(opened: IO[bytes], name: str, suffix: str) -> Found:
    """Yield what the files of an archive hold; archives inside it are not opened."""
    empty = True
    for member in packing.members(opened, suffix, name):
        if isinstance(member, SourceError):
            empty = False
            yield member
        elif _belongs(member[0]):
            empty = False
            inside, inner = _kind(member[0])
            place = f"{name}!{member[0]}"
            if inner in packing.ARCHIVES:
                yield SourceError("is an archive inside an archive; unpack it first", file=place)
            else:
                yield from _unpacked(member[1], place, inside, inner)
    if empty:
        yield SourceError("no articles in this archive", file=name, hint=_known())


def _opened(file: IO[bytes], name: str, suffix: str) -> Found:
    """Yield the records of a file; one that holds nothing is a failure."""
    empty = True
    try:
        for found in READERS[suffix](file, name):
            empty = False
            if isinstance(found, record.Record) and READERS[suffix] in _PAGES and not _any(found):
                found = SourceError("empty", file=name)
            yield found
    except SourceError as error:
        empty = False
        yield error
    if empty:
        yield SourceError("no records", file=name)


def _any(found: record.Record) -> bool:
    return any(str(value).strip() for value in found.fields.values())


def _stdin() -> Found:
    file = Peekable(sys.stdin.buffer)
    head = file.peek()
    if head[257:262] == _TAR:
        yield from _archive(file, "stdin", ".tar")
        return
    for magic, packed in _MAGIC_PACKED:
        if head.startswith(magic):
            if packed != ".zip":
                file = Peekable(packing.PACKED[packed](file))
                try:
                    head = file.peek()
                except (*packing.BROKEN, OSError) as error:
                    yield SourceError(f"cannot be unpacked: {error}", file="stdin")
                    return
                if head[257:262] != _TAR:
                    yield from _unpacked(file, "stdin", _guess(file), "")
                    return
                packed = ".tar"
            yield from _archive(file, "stdin", packed)
            return
    yield from _unpacked(file, "stdin", _guess(file), "")


def _guess(file: IO[bytes]) -> str:
    """Tell from its first bytes what a stream holds; a JSON list or object may span lines."""
    head = stream.plain(file.peek() if isinstance(file, Peekable) else _start(file)).lstrip()
    for magic, suffix in _MAGIC:
        if head.startswith(magic):
            return suffix
    if head[:1] == b"<":
        return ".xml" if any(mark in head[:1000].lower() for mark in _FEEDS) else ".html"
    first = head.split(b"\n", 1)[0]
    cells = [cell.strip(b'" \r').decode("utf-8", "replace") for cell in stream.cells(first)]
    return ".csv" if len(cells) > 1 and record.is_column(cells) else ".txt"


def _start(file: IO[bytes]) -> bytes:
    head = file.read(4096)
    file.seek(0)
    return head
