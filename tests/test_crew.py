"""Processes side by side give what one process gives."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphkit.crew import Crew, spread
from graphkit.errors import ActorError, GraphkitError


def slow_square(number: int) -> int:
    time.sleep(0.02 * (number % 3))
    return number * number


def fail(number: int) -> int:
    raise ActorError(f"number {number}", hint="none")


def wait(seconds: int) -> None:
    print(os.getpid(), flush=True)
    time.sleep(seconds)


def die(number: int) -> int:
    os._exit(number)


def test_results_keep_their_order() -> None:
    assert list(spread(Crew(slow_square, jobs=2), range(9))) == [(n, n * n) for n in range(9)]


def test_what_work_raises_comes_through_with_its_hint() -> None:
    with pytest.raises(ActorError, match="number 0") as caught:
        list(spread(Crew(fail, jobs=2), range(3)))
    assert caught.value.hint == "none"


def test_a_worker_that_dies_is_told() -> None:
    with pytest.raises(GraphkitError, match="a worker ended unexpectedly"):
        list(spread(Crew(die, jobs=1), [3]))


def test_workers_end_when_who_hired_them_is_killed() -> None:
    """A worker holds models in memory: left behind, it would hold them for good."""
    script = (
        "from test_crew import Crew, wait\n"
        "if __name__ == '__main__':\n"
        "    crew = Crew(wait, jobs=1)\n"
        "    crew.give(0)\n"
        "    crew.take()\n"
        "    crew.give(60)\n"
        "    crew.take()\n"
    )
    where = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    hirer = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=where)
    assert hirer.stdout is not None
    assert int(hirer.stdout.readline())
    hirer.kill()
    # The worker holds the other end of this pipe, too: it ends when the worker has ended.
    hirer.communicate(timeout=30)


def test_work_is_not_taken_far_ahead() -> None:
    taken: list[int] = []

    def items() -> object:
        for number in range(100):
            taken.append(number)
            yield number

    results = spread(Crew(slow_square, jobs=2), items())  # type: ignore[arg-type]
    next(results)
    assert len(taken) <= 4
    results.close()
