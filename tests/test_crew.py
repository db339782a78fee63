"""Processes side by side give what one process gives."""

import os
import time

import pytest

from graphkit.crew import spread
from graphkit.errors import ActorError, GraphkitError


def slow_square(number: int) -> int:
    time.sleep(0.02 * (number % 3))
    return number * number


def fail(number: int) -> int:
    raise ActorError(f"number {number}", hint="none")


def die(number: int) -> int:
    os._exit(number)


def test_results_keep_their_order() -> None:
    assert list(spread(slow_square, range(9), workers=2)) == [number * number for number in range(9)]


def test_what_work_raises_comes_through_with_its_hint() -> None:
    with pytest.raises(ActorError, match="number 0") as caught:
        list(spread(fail, range(3), workers=2))
    assert caught.value.hint == "none"


def test_a_worker_that_dies_is_told() -> None:
    with pytest.raises(GraphkitError, match="a worker ended unexpectedly"):
        list(spread(die, [3], workers=1))


def test_work_is_not_taken_far_ahead() -> None:
    taken: list[int] = []

    def items() -> object:
        for number in range(100):
            taken.append(number)
            yield number

    results = spread(slow_square, items(), workers=2)  # type: ignore[arg-type]
    next(results)
    assert len(taken) <= 4
    results.close()
