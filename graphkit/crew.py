"""Several processes at one task: results come in the order of the work, only sooner."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Generic, Protocol, TypeVar

from graphkit.errors import GraphkitError

Item = TypeVar("Item")
Result = TypeVar("Result")
Given = TypeVar("Given")
Made = TypeVar("Made", covariant=True)


class Hands(Protocol[Given, Made]):
    """Whoever does a kind of work elsewhere: processes of this machine, a cluster."""

    @property
    def room(self) -> int:
        """Return how many items may be under way."""
        ...

    def give(self, item: Given) -> None:
        """Hand over an item."""
        ...

    def take(self) -> tuple[Given, Made]:
        """Wait for a result, and return it with its item."""
        ...

    def close(self) -> None:
        """Let go of whatever is still under way."""
        ...


class Crew(Generic[Item, Result]):
    """Processes of this machine; results are taken in the order in which items were given.

    Processes are spawned, so that each begins clean: work and items must be picklable.
    """

    def __init__(self, work: Callable[[Item], Result], *, jobs: int) -> None:
        self.room = jobs + 1
        self._work = work
        self._pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)
        self._waiting: deque[tuple[Item, Future[Result]]] = deque()

    def give(self, item: Item) -> None:
        """Hand over an item.

        Raises:
            GraphkitError: a process died.
        """
        try:
            self._waiting.append((item, self._pool.submit(self._work, item)))
        except BrokenProcessPool as error:
            raise _died() from error

    def take(self) -> tuple[Item, Result]:
        """Wait for the result of the item that was given first.

        Raises:
            GraphkitError: a process died; whatever the work raises comes through.
        """
        item, future = self._waiting.popleft()
        try:
            return item, future.result()
        except BrokenProcessPool as error:
            raise _died() from error

    def close(self) -> None:
        """End the processes once they are done with what they hold."""
        self._pool.shutdown(cancel_futures=True)


def spread(hands: Hands[Item, Result], items: Iterable[Item]) -> Iterator[tuple[Item, Result]]:
    """Yield each item with its result, as they are taken; only so many items are under way at once."""
    under_way = 0
    try:
        for item in items:
            if under_way == hands.room:
                under_way -= 1
                yield hands.take()
            hands.give(item)
            under_way += 1
        for _ in range(under_way):
            yield hands.take()
    finally:
        hands.close()


def windows(
    items: Iterable[Item], *, count: int, weight: int, weigh: Callable[[Item], int]
) -> Iterator[list[Item]]:
    """Yield items in lists of so many, or of fewer that together weigh so much."""
    window: list[Item] = []
    total = 0
    for item in items:
        window.append(item)
        total += weigh(item)
        if len(window) >= count or total >= weight:
            yield window
            window, total = [], 0
    if window:
        yield window


def _begin() -> None:
    """Leave Ctrl-C to the process that hired this one, and end when it ends, however that comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    """Wait for the end of the process that hired this one: killed, it tells nobody to go home."""
    hirer = parent_process()
    if hirer is not None:
        hirer.join()
        os._exit(1)


def _died() -> GraphkitError:
    hint = "most likely memory ran out: take fewer --jobs; the same command continues where it stopped"
    return GraphkitError("a worker ended unexpectedly", hint=hint)
