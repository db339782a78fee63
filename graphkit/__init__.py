"""graphkit: knowledge graphs of geopolitical actors from Indonesian and English news.

The names below load what they need when they are first used: `import graphkit` itself loads nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphkit.api import build, extract, to_networkx, view

__all__ = ["build", "extract", "to_networkx", "view"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("graphkit.api"), name)
    raise AttributeError(f"module 'graphkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


class _Room(ModuleType):
    """A room that bears the name of a function above: it can be called as that function."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function of the room's name."""
        return getattr(import_module("graphkit.api"), self.__name__.rpartition(".")[2])(*args, **kwargs)


class _Package(ModuleType):
    """The package: importing `graphkit.extract.rules` must not hide `graphkit.extract(text)`."""

    def __setattr__(self, name: str, value: object) -> None:
        """Let a room be called that Python binds under the name of a function."""
        if name in __all__ and isinstance(value, ModuleType):
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
