"""Several processes at one task: results come in the order of the work, only sooner."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from graphkit.errors import GraphkitError

Item = TypeVar("Item")
Result = TypeVar("Result")


def spread(work: Callable[[Item], Result], items: Iterable[Item], *, workers: int) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order; processes are some items ahead of the one asked for.

    Processes are spawned, so that each begins clean: `work` and items must be picklable.

    Raises:
        GraphkitError: a process died; whatever `work` raises comes through.
    """
    waiting: deque[Future[Result]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as crew:
        try:
            for item in items:
                waiting.append(crew.submit(work, item))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            hint = "most likely memory ran out: take fewer --workers"
            raise GraphkitError("a worker ended unexpectedly", hint=hint) from error
        finally:
            for future in waiting:
                future.cancel()
