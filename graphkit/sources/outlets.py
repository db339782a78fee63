"""Outlets: who publishes at an address, from data/cleaning/outlets.toml."""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from graphkit.knowledge import files
from graphkit.sources.clean import read_table


def of(url: str | None) -> str | None:
    """Return the outlet of a web address, by its known name, else by its host; None without one.

    >>> of("https://en.antaranews.com/news/1"), of("https://www.example.org/x"), of("no address")
    ('ANTARA', 'example.org', None)
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    parts = host.removeprefix("www.").split(".")
    if len(parts) < 2 or not host.isascii():
        return None
    for first in range(len(parts) - 1):
        if (name := names().get(".".join(parts[first:]))) is not None:
            return name
    return ".".join(parts)


@cache
def names() -> Mapping[str, str]:
    """Return the names of outlets by their hosts."""
    table = read_table(files.path("data", "cleaning", "outlets.toml"))
    return {host: name for name, hosts in table["hosts"].items() for host in hosts}
