"""Where data goes: a file that appears whole or not at all, or standard output."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graphkit.export.files import target

STDOUT = Path("-")


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """Open the file for writing, or standard output for "-"."""
    if path == STDOUT:
        yield sys.stdout
        sys.stdout.flush()
    else:
        with target(path) as file:
            yield file


def written(write: Callable[[Path], object], path: Path, suffix: str = "") -> None:
    """Let `write` make the file, or for "-" a temporary one of that suffix, and print it."""
    if path != STDOUT:
        write(path)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"out{suffix}"
        write(file)
        sys.stdout.flush()
        sys.stdout.buffer.write(file.read_bytes())
        sys.stdout.buffer.flush()


def size(path: Path) -> str:
    """Return a file's size for people ("3.8 MB")."""
    amount = float(path.stat().st_size)
    for unit in ("B", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
