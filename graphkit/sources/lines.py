"""JSON Lines and JSON: a record a line, or a list of records."""

import json
from collections.abc import Iterator
from typing import IO

from graphkit.errors import SourceError
from graphkit.sources import stream
from graphkit.sources.record import Record

Found = Iterator[Record | SourceError]


def read_lines(file: IO[bytes], name: str) -> Found:
    """Yield the record of each line, or why it has none; empty lines do not count."""
    for line in stream.lines(stream.rewound(file, name), name):
        if isinstance(line, SourceError):
            yield line
            continue
        number, content = line
        if not content.strip():
            continue
        try:
            value = json.loads(stream.decoded(content))
        except json.JSONDecodeError as error:
            yield SourceError(f"broken JSON at column {error.colno}: {error.msg}", file=name, line=number)
        except RecursionError:
            yield SourceError("the JSON is nested too deeply", file=name, line=number)
        except ValueError as error:
            yield SourceError(_short(error), file=name, line=number)
        else:
            yield _record(value, name, line=number)


def read_json(file: IO[bytes], name: str) -> Found:
    """Yield the records of a JSON file: a list of objects, or one object."""
    content = stream.whole(stream.rewound(file, name), name)
    try:
        value = json.loads(stream.decoded(content))
    except json.JSONDecodeError as error:
        hint = "one record a line belongs in a .jsonl file" if error.msg == "Extra data" else None
        reason = f"broken JSON at column {error.colno}: {error.msg}"
        yield SourceError(reason, file=name, line=error.lineno, hint=hint)
    except RecursionError:
        yield SourceError("the JSON is nested too deeply", file=name)
    except ValueError as error:
        yield SourceError(_short(error), file=name)
    else:
        if isinstance(value, list):
            for number, item in enumerate(value, 1):
                yield _record(item, f"{name}, record {number}")
        else:
            yield _record(value, name)


def _short(error: ValueError) -> str:
    """Return why a value cannot be read: no text, or a number of thousands of digits."""
    return str(error).partition("\n")[0].partition(";")[0][:120]


def _record(value: object, file: str, line: int | None = None) -> Record | SourceError:
    if isinstance(value, dict):
        return Record(value, file, line)
    return SourceError(f"a JSON object was expected, not {type(value).__name__}", file=file, line=line)
