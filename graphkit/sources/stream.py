"""Bytes before they are records: limits on what one file may cost, and the encoding that it is in."""

import codecs
import io
from collections.abc import Iterator
from typing import IO

from graphkit.errors import SourceError

# A page, a list of records or a table in a format that must be held in memory whole.
LARGEST = 256 * 2**20
# One record on one line: a novel in the widest encoding, and all that may stand beside it.
LONGEST_LINE = 16 * 2**20
# What is unpacked from one file; sixteen hours of news wires fit in.
UNPACKED = 64 * 2**30
_BUFFER = 64 * 2**10
# Texts that went through old databases hold a zero byte now and then; other files hold more.
_RARE = 100
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def whole(file: IO[bytes], name: str) -> bytes:
    """Return all that a file holds.

    Raises:
        SourceError: it holds more than one file of its kind should.
    """
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise SourceError(f"holds more than {LARGEST // 2**20} MB", file=name)
    return content


def lines(file: IO[bytes], name: str) -> Iterator[tuple[int, bytes] | SourceError]:
    """Yield the lines of a file with their numbers, from 1, without their ends; overlong ones as failures."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
            reason = f"the line is longer than {LONGEST_LINE // 2**20} MB"
            yield SourceError(reason, file=name, line=number)
        else:
            yield number, line.rstrip(b"\r\n")


def rewound(file: IO[bytes], name: str) -> IO[bytes]:
    """Return a file as UTF-8 without a mark; other Unicode encodings are told by their mark.

    Raises:
        SourceError: it is larger than a file may be that is turned into UTF-8 whole, or is not
            what its mark says.
    """
    rest = Peekable(file)
    head = rest.peek(4)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            if encoding == "utf-8-sig":
                rest.read(len(mark))
                return rest
            try:
                return io.BytesIO(whole(rest, name).decode(encoding).encode("utf-8", "replace"))
            except UnicodeDecodeError as error:
                raise SourceError(f"is not the {encoding.upper()} that it is marked as", file=name) from error
    return rest


def decoded(content: bytes) -> str:
    """Return a text in UTF-8, or in the encoding of older Windows systems where it is no UTF-8.

    Raises:
        ValueError: it is neither, and most likely no text.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise ValueError(f"is not the {encoding.upper()} that it is marked as") from error
    if content.count(0) * _RARE > len(content):
        raise ValueError("holds zero bytes, and is most likely no text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if any(byte < 9 or 13 < byte < 27 for byte in content):
            raise ValueError("not UTF-8, and no text in an older encoding") from error
        return content.decode("windows-1252", errors="replace").replace("\ufffd", "?")


def plain(head: bytes) -> bytes:
    """Return the first bytes of a stream as UTF-8 without a mark, as far as they can be read."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head.decode(encoding, "ignore").encode("utf-8", "ignore")
    return head


def cells(line: bytes) -> list[bytes]:
    """Return the cells of a table's first line, by the separator that it holds most."""
    return line.split(max((b",", b";", b"\t", b"|"), key=line.count))


class Peekable(io.BufferedReader):
    """A stream that shows its first bytes without giving them away."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(_Raw(file), _BUFFER)

    def peek(self, size: int = 4096, /) -> bytes:
        """Return the first bytes that are left."""
        return super().peek(size)[:size]


class _Raw(io.RawIOBase):
    """What a buffer reads from: whatever has a `read`."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._inner = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        content = self._inner.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)
