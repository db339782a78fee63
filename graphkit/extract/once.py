"""What is asked of a sentence again and again: the rules of its triggers ask the same."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Knowing(Protocol):
    """What remembers answers, by question and what was asked; nobody changes them."""

    known: dict[str, dict[Any, Any]]


def once(tell: Callable[..., T]) -> Callable[..., T]:
    """Look up only once what a function or method tells of a frame."""
    name = tell.__name__

    @wraps(tell)
    def remembered(frame: Knowing, *asked: Hashable) -> T:
        known = frame.known.get(name)
        if known is None:
            known = frame.known[name] = {}
        found: T | None = known.get(asked)
        if found is None:
            found = known[asked] = tell(frame, *asked)
        return found

    return remembered
