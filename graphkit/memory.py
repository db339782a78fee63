"""Memory while much is made at once, and when it is done with."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nobody look for cycles meanwhile: what is found in an article holds none, and hangs together.

    Looking through thousands of tokens again and again takes an eighth of the time.
    """
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def give_back() -> None:
    """Give what is free back to the system: glibc keeps what lies between things that are still held."""
    with suppress(OSError, AttributeError, TypeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
