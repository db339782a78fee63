"""JSON Lines and JSON: a record a line, or a list of records."""

import json
from collections.abc import Iterator

from graphkit.errors import SourceError
from graphkit.sources.record import Record

Found = Iterator[Record | SourceError]


def read_lines(content: bytes, file: str) -> Found:
    """Yield the record of each line, or why it has none; empty lines do not count."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError as error:
            yield SourceError(f"not UTF-8 at byte {error.start + 1} of the line", file=file, line=number)
        except json.JSONDecodeError as error:
            yield SourceError(f"broken JSON at column {error.colno}: {error.msg}", file=file, line=number)
        except RecursionError:
            yield SourceError("the JSON is nested too deeply", file=file, line=number)
        else:
            yield _record(value, file, line=number)


def read_json(content: bytes, file: str) -> Found:
    """Yield the records of a JSON file: a list of objects, or one object."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield SourceError("not UTF-8", file=file, line=content.count(b"\n", 0, error.start) + 1)
    except json.JSONDecodeError as error:
        hint = "one record a line belongs in a .jsonl file" if error.msg == "Extra data" else None
        reason = f"broken JSON at column {error.colno}: {error.msg}"
        yield SourceError(reason, file=file, line=error.lineno, hint=hint)
    except RecursionError:
        yield SourceError("the JSON is nested too deeply", file=file)
    else:
        if isinstance(value, list):
            for number, item in enumerate(value, 1):
                yield _record(item, f"{file}, record {number}")
        else:
            yield _record(value, file)


def _record(value: object, file: str, line: int | None = None) -> Record | SourceError:
    if isinstance(value, dict):
        return Record(value, file, line)
    return SourceError(f"a JSON object was expected, not {type(value).__name__}", file=file, line=line)
