"""A corpus: files, folders, globs and standard input become Articles, and whatever cannot is told of."""

import bz2
import glob
import gzip
import lzma
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graphkit.errors import SourceError
from graphkit.sources import lines, page, record, table
from graphkit.text import Article

Reader = Callable[[bytes, str], Iterator[record.Record | SourceError]]

READERS: dict[str, Reader] = {
    ".jsonl": lines.read_lines,
    ".ndjson": lines.read_lines,
    ".json": lines.read_json,
    ".csv": table.read_table,
    ".tsv": table.read_table,
    ".html": page.read_html,
    ".htm": page.read_html,
    ".md": page.read_markdown,
    ".txt": page.read_text,
}

_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".xz": lzma.decompress,
    ".bz2": bz2.decompress,
}

STDIN = "-"

# A folder that holds this file is a graph that was built, perhaps from the articles beside it.
_STORE = "store.json"

# Readers of files that are one article each.
_PAGES = (page.read_html, page.read_markdown, page.read_text)


def read(
    paths: Iterable[Path | str],
    *,
    language: str | None = None,
    on_error: Callable[[SourceError], None],
) -> Iterator[Article]:
    """Yield the articles of the paths, in order; files of a folder by name.

    A path is a file, a folder, a glob or "-" for standard input. `language` is that of records that
    state none (told from the text by default). What cannot be read goes to `on_error`, one SourceError
    a failure; the rest is read.
    """
    for path in paths:
        for found in _records(str(path)):
            if isinstance(found, SourceError):
                on_error(found)
                continue
            try:
                article = record.article(found, asked=language)
            except SourceError as error:
                on_error(error)
            else:
                yield article


def count(paths: Iterable[Path | str]) -> int | None:
    """Return how many articles and failures the paths hold, None where standard input is among them."""
    names = [str(path) for path in paths]
    if STDIN in names:
        return None
    return sum(1 for path in names for file in _files(path) for _ in _file(file, whole=False))


def _records(path: str) -> Iterator[record.Record | SourceError]:
    if path == STDIN:
        content = sys.stdin.buffer.read()
        yield from _read(content, "stdin", _guess(content))
        return
    for file in _files(path):
        yield from _file(file)


def _files(path: str) -> Iterator[Path | SourceError]:
    place = Path(path)
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
    yield from files


def _wanted(file: Path, folder: Path, stores: set[Path]) -> bool:
    """Say whether to read a file: none that is hidden, tells of its folder, or is part of a graph."""
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    other = file.name.upper().startswith("README.") or not stores.isdisjoint(file.parents)
    return not hidden and not other and file.is_file() and _kind(file)[0] in READERS


def _kind(file: Path) -> tuple[str, str]:
    """Return the suffix that says how to read a file, and the one that says how to unpack it."""
    suffixes = ["", *(suffix.lower() for suffix in file.suffixes)]
    return (suffixes[-2], suffixes[-1]) if suffixes[-1] in _UNPACK else (suffixes[-1], "")


def _known() -> str:
    return f"articles are read from {', '.join(READERS)}, also with {', '.join(_UNPACK)}"


def _file(file: Path | SourceError, *, whole: bool = True) -> Iterator[record.Record | SourceError]:
    """Yield the records of a file; unless `whole`, a page yields an empty one, unread."""
    if isinstance(file, SourceError):
        yield file
        return
    suffix, packing = _kind(file)
    if not whole and READERS.get(suffix) in _PAGES:
        yield record.Record({}, str(file))
        return
    if suffix not in READERS:
        yield SourceError("unknown kind of file", file=str(file), hint=_known())
        return
    try:
        content = file.read_bytes()
        if packing:
            content = _UNPACK[packing](content)
    except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile, ValueError) as error:
        yield SourceError(f"cannot be unpacked: {error}", file=str(file))
    except OSError as error:
        yield SourceError(f"cannot be read: {error.strerror or error}", file=str(file))
    else:
        yield from _read(content, str(file), suffix)


def _read(content: bytes, name: str, suffix: str) -> Iterator[record.Record | SourceError]:
    if not content.strip():
        yield SourceError("empty", file=name)
        return
    empty = True
    for found in READERS[suffix](content, name):
        empty = False
        yield found
    if empty:
        yield SourceError("no records", file=name)


def _guess(content: bytes) -> str:
    """Tell from its first character what standard input holds; a JSON list or object may span lines."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{":
        return ".jsonl"
    return {b"[": ".json", b"<": ".html"}.get(start, ".txt")
