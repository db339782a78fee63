"""JSON Lines and JSON: a record a line, or a list of records."""

import json
from collections.abc import Iterator

from graphkit.errors import SourceError
from graphkit.sources.record import Record

Found = Iterator[Record | SourceError]


def read_lines(content: bytes, name: str) -> Found:
    """Yield the record of each line, or why it has none; empty lines do not count."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            value = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError as error:
            yield SourceError(f"{place}: not UTF-8 at byte {error.start + 1} of the line")
        except json.JSONDecodeError as error:
            yield SourceError(f"{place}: broken JSON at column {error.colno}: {error.msg}")
        except RecursionError:
            yield SourceError(f"{place}: the JSON is nested too deeply")
        else:
            yield _record(value, place)


def read_json(content: bytes, name: str) -> Found:
    """Yield the records of a JSON file: a list of objects, or one object."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield SourceError(f"{name}: not UTF-8 at byte {error.start + 1}")
    except json.JSONDecodeError as error:
        hint = "one record a line belongs in a .jsonl file" if error.msg == "Extra data" else None
        yield SourceError(
            f"{name}:{error.lineno}: broken JSON at column {error.colno}: {error.msg}", hint=hint
        )
    except RecursionError:
        yield SourceError(f"{name}: the JSON is nested too deeply")
    else:
        if isinstance(value, list):
            for number, item in enumerate(value, 1):
                yield _record(item, f"{name}: record {number}")
        else:
            yield _record(value, name)


def _record(value: object, place: str) -> Record | SourceError:
    if isinstance(value, dict):
        return Record(place, value)
    return SourceError(f"{place}: a JSON object was expected, not {type(value).__name__}")
