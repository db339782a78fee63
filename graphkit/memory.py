"""Memory while much is made at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
