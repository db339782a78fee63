"""Tables: a record a row, under the names of the first row. CSV and its kin, and Parquet."""

import csv
import io
from collections.abc import Iterator
from typing import IO, Any

from graphkit.errors import SourceError
from graphkit.sources import stream
from graphkit.sources.record import LONGEST, Record

_SEPARATORS = ",;\t|"
# Rows of a Parquet file that are held at once.
_ROWS = 64


def read_table(file: IO[bytes], name: str) -> Iterator[Record | SourceError]:
    """Yield the record of each row, or why it has none."""
    csv.field_size_limit(10 * LONGEST)
    source = _Lines(stream.rewound(file, name), name)
    head = next(source, "")
    rows = csv.reader(_again(head, source), delimiter=max(_SEPARATORS, key=head.count), strict=True)
    columns: list[str] = []
    while True:
        begin = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, SourceError) as error:
            # A quote that does not close swallows the rest: there is no way to go on.
            reason = error.reason if isinstance(error, SourceError) else f"broken row: {error}"
            yield SourceError(reason, file=name, line=begin)
            return
        if not columns:
            columns = [cell.strip() for cell in row]
        elif len(row) == len(columns):
            yield Record(dict(zip(columns, row, strict=True)), name, begin)
        elif any(cell.strip() for cell in row):
            reason = f"{len(columns)} cells expected, {len(row)} found"
            yield SourceError(reason, file=name, line=begin)


class _Lines:
    """The lines of a table as text."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._lines = stream.lines(file, name)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, SourceError):
            raise line
        try:
            return stream.decoded(line[1]) + "\n"
        except ValueError as error:
            raise SourceError(str(error)) from error


def _again(head: str, rest: Iterator[str]) -> Iterator[str]:
    if head:
        yield head
    yield from rest


def read_parquet(file: IO[bytes], name: str) -> Iterator[Record | SourceError]:
    """Yield the record of each row of a Parquet file."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        yield SourceError(
            "Parquet needs pyarrow", file=name, hint="pip install 'graphkit[parquet]' brings it"
        )
        return
    content = io.BytesIO(stream.whole(file, name))
    try:
        rows = 0
        for batch in parquet.ParquetFile(content).iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                rows += 1
                yield Record({str(key): _plain(value) for key, value in row.items()}, f"{name}, row {rows}")
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError, UnicodeDecodeError) as error:
        yield SourceError(f"is no Parquet: {str(error).partition(chr(10))[0][:120]}", file=name)


def _plain(value: Any) -> object:
    """Return a cell as text where it is a time."""
    return value.isoformat() if hasattr(value, "isoformat") else value
