"""Write files whole or not at all."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graphkit.errors import ExportError

# XML 1.0, production 2 (Char), inverted.
_ILLEGAL = re.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\U00010000-\\U0010FFFF]")


@contextmanager
def target(path: Path) -> Iterator[IO[str]]:
    """Open a UTF-8 text file that appears under its name only once it is complete.

    Raises:
        ExportError: The file cannot be written; an older one of that name is left as it was.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def made(path: Path) -> Iterator[Path]:
    """Yield a path to write to, which gets its name only once the file is complete.

    Raises:
        ExportError: The file cannot be written; an older one of that name is left as it was.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.touch()
        yield partial
        partial.replace(path)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


def whole(path: Path, content: bytes) -> None:
    """Write bytes to a file that appears under its name only once it is complete.

    Raises:
        ExportError: The file cannot be written; an older one of that name is left as it was.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


def legal(text: str) -> str:
    """Return text with the characters that XML 1.0 cannot hold replaced by U+FFFD."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
