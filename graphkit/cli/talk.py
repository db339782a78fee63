"""How commands speak: data on stdout, talk on stderr, a failure in two lines, a hint only once."""

import functools
import json
import logging
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, TypeVar

import typer

from graphkit.errors import GraphkitError, SettingsError, UsageError

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130

# Libraries that warn of what our own failures say better.
_CHATTY = ("trafilatura", "htmldate", "justext", "stanza")

_log = logging.getLogger(__name__)
Command = TypeVar("Command", bound=Callable[..., Any])


def listen(*, quiet: bool, debug: bool) -> None:
    """Set what is heard: warnings of libraries, our own talk unless quiet, everything for debugging."""
    level = logging.DEBUG if debug else logging.WARNING
    logging.basicConfig(level=level, stream=sys.stderr, format="%(name)s: %(message)s", force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.NOTSET if debug else logging.CRITICAL)
    _log.setLevel(logging.DEBUG if debug else logging.WARNING if quiet else logging.INFO)


def talks() -> bool:
    """Return whether talk is wanted."""
    return _log.isEnabledFor(logging.INFO)


def say(text: str) -> None:
    """Tell something on stderr, unless asked to be quiet."""
    if talks():
        print(text, file=sys.stderr)


def show(value: object) -> None:
    """Print data as JSON on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def complain(*failures: tuple[str, str | None]) -> None:
    """Tell of failures on stderr, one line each with its place, then each remedy once."""
    for message, _ in failures:
        print(f"error: {message}", file=sys.stderr)
    for hint in dict.fromkeys(hint for _, hint in failures if hint):
        print(f"hint: {hint}", file=sys.stderr)


def guarded(command: Command) -> Command:
    """Turn what a command raises into two lines and an exit code; with --debug let it fall."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (GraphkitError, OSError) as error:
            if isinstance(error, BrokenPipeError) or _log.isEnabledFor(logging.DEBUG):
                raise
            complain((_message(error), getattr(error, "hint", None)))
            raise typer.Exit(MISUSED if isinstance(error, UsageError | SettingsError) else FAILED) from error
        except KeyboardInterrupt as error:
            complain(("interrupted; what was stored stays stored", None))
            raise typer.Exit(INTERRUPTED) from error

    return run  # type: ignore[return-value]


def unexpected(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """Tell of a mistake of ours; Python itself then ends with exit code 1."""
    complain((f"unexpected {kind.__name__}: {error}", "graphkit --debug shows where; please report it"))


def _message(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return str(error)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, widest: int = 60) -> str:
    """Return rows as text in columns. Cells longer than `widest` are cut, except in the last column."""
    last = len(head) - 1
    cut = [[_cut(cell, None if place == last else widest) for place, cell in enumerate(row)] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cut, strict=True)]
    lines = [head, ["-" * width for width in widths], *cut]
    return "\n".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cut(cell: str, widest: int | None) -> str:
    flat = " ".join(cell.split())
    return flat if widest is None or len(flat) <= widest else f"{flat[: widest - 1]}…"


def thousands(number: int, noun: str) -> str:
    """Return a count with its noun ("1,204 articles", "1 article")."""
    return f"{number:,} {noun}" if number != 1 else f"1 {noun.removesuffix('s')}"
