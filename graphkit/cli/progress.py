"""Progress on stderr: a bar on a terminal, else a line for each tenth; nothing for work under a second."""

import sys
import time
from types import TracebackType
from typing import Any, Self

from graphkit.cli.talk import say, talks

_PATIENCE = 1.0


class Progress:
    """Count what is done of a total; without a total there is no bar, only a count on a terminal."""

    def __init__(self, noun: str, total: int | None) -> None:
        self._noun = noun
        self._total = total
        self._done = 0
        self._began = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        """Start the clock."""
        return self

    def advance(self, *_: object) -> None:
        """Count one more; whatever is handed over is not looked at."""
        self._done += 1
        if not talks() or time.monotonic() - self._began < _PATIENCE:
            return
        if sys.stderr.isatty():
            self._draw()
        elif self._total is not None and self._tenth(self._done) > self._tenth(self._done - 1):
            left = duration((self._total - self._done) / self._rate())
            say(f"{self._done:,} of {self._total:,} {self._noun}, {self._rate():.1f} a second, {left} left")

    def _tenth(self, done: int) -> int:
        return 0 if not self._total else 10 * done // self._total

    def _rate(self) -> float:
        return self._done / max(time.monotonic() - self._began, 0.001)

    def _draw(self) -> None:
        if self._bar is None:
            self._bar, self._task = _bar(self._noun, self._total)
            self._bar.start()
        self._bar.update(self._task, completed=self._done, rate=f"{self._rate():.1f}/s")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def _bar(noun: str, total: int | None) -> tuple[Any, Any]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn(noun), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    return bar, bar.add_task(noun, total=total, rate="")


def duration(seconds: float) -> str:
    """Return a time as people say it.

    >>> duration(41.2), duration(125), duration(7300)
    ('41 s', '2 min', '2.0 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3_600:.1f} h"
