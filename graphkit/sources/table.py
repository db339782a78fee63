"""Tables: a record a row, under the names of the first row."""

import csv
import io
from collections.abc import Iterator

from graphkit.errors import SourceError
from graphkit.sources.record import LONGEST, Record

_SEPARATORS = ",;\t|"


def read_table(content: bytes, file: str) -> Iterator[Record | SourceError]:
    """Yield the record of each row, or why it has none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        yield SourceError("not UTF-8", file=file, line=line, hint="save the table as UTF-8 CSV")
        return
    header = text.split("\n", 1)[0]
    csv.field_size_limit(10 * LONGEST)
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=header.count), strict=True
    )
    columns: list[str] = []
    while True:
        begin = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            # A quote that does not close swallows the rest: there is no way to go on.
            yield SourceError(f"broken row: {error}", file=file, line=begin)
            return
        if not columns:
            columns = [cell.strip() for cell in row]
        elif len(row) == len(columns):
            yield Record(dict(zip(columns, row, strict=True)), file, begin)
        elif any(cell.strip() for cell in row):
            reason = f"{len(columns)} cells expected, {len(row)} found"
            yield SourceError(reason, file=file, line=begin)
