"""graphkit: knowledge graphs of geopolitical actors from Indonesian and English news.

The names below load what they need when they are first used: `import graphkit` itself loads nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphkit.api import build, extract, to_networkx, view

__all__ = ["build", "extract", "to_networkx", "view"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("graphkit.api"), name)
    raise AttributeError(f"module 'graphkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
