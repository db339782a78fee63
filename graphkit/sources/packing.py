"""Packed files and archives: opened in memory, with limits, and never written to the disk."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, cast

from graphkit.errors import SourceError
from graphkit.sources.stream import LARGEST, UNPACKED

PACKED: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    ".gz": lambda file: cast(IO[bytes], gzip.GzipFile(fileobj=file)),
    ".xz": lambda file: cast(IO[bytes], lzma.LZMAFile(file)),  # noqa: SIM115 (closed with the file)
    ".bz2": lambda file: cast(IO[bytes], bz2.BZ2File(file)),
}
ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz")
# What reading a packed file may raise where it is cut short, damaged or something else.
BROKEN = (
    EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile, tarfile.TarError, zipfile.BadZipFile, ValueError,
    NotImplementedError, RuntimeError, struct.error,
)  # fmt: skip
_MOST_MEMBERS = 1_000_000


def members(file: IO[bytes], suffix: str, name: str) -> Iterator[tuple[str, IO[bytes]] | SourceError]:
    """Yield the files of an archive by name, in its order, each readable until the next one.

    Folders, links and devices are passed over; an archive that unpacks to more than it may ends.
    """
    found = _zipped(file, name) if suffix == ".zip" else _tarred(file)
    left = UNPACKED
    try:
        for number, (inside, size, opened) in enumerate(found):
            left -= size
            if left < 0 or number >= _MOST_MEMBERS:
                yield SourceError("the archive unpacks to more than is read from one", file=name)
                return
            yield _shown(inside), opened
    except BROKEN as error:
        yield SourceError(f"cannot be unpacked: {_told(error)}", file=name)


def _zipped(file: IO[bytes], name: str) -> Iterator[tuple[str, int, IO[bytes]]]:
    """Yield what a ZIP archive holds; it is read into memory unless it lies on the disk."""
    seekable = file if file.seekable() else io.BytesIO(file.read(LARGEST + 1))
    with zipfile.ZipFile(seekable) as archive:
        for info in archive.infolist():
            if not info.filename or info.filename.endswith("/"):
                continue
            if info.flag_bits & 1:
                raise zipfile.BadZipFile(f"{_shown(info.filename)} is locked by a password")
            with archive.open(info) as member:
                yield info.filename, info.file_size, member


def _tarred(file: IO[bytes]) -> Iterator[tuple[str, int, IO[bytes]]]:
    with tarfile.open(fileobj=file, mode="r|*") as archive:
        for info in archive:
            member = archive.extractfile(info) if info.isreg() else None
            if member is not None:
                yield info.name, info.size, member


def _shown(name: str) -> str:
    """Return the name of a member as one line without control characters."""
    return "".join(char if char.isprintable() else "?" for char in name)[:200]


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
