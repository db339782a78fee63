"""The one way to the network, and only when asked: feeds and pages by their addresses."""

import io
import ipaddress
import socket
import urllib.error
import urllib.request
import urllib.robotparser
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from graphkit.errors import SourceError
from graphkit.sources import feed, page
from graphkit.sources.record import Record

_SECONDS = 20
_LARGEST = 32 * 2**20
# A summary shorter than this is a teaser: the page that it leads to holds the article.
_TEASER = 800


def is_address(path: str) -> bool:
    """Tell whether a path is a web address."""
    return path.lower().startswith(("http://", "https://"))


def records(
    address: str, read: Callable[[IO[bytes], str], Iterator[Record | SourceError]]
) -> Iterator[Record | SourceError]:
    """Yield the records at an address: of a feed the articles that it leads to, else what `read` finds.

    Only http and https are asked, at most a minute a page; what robots.txt forbids is left out. A
    feed leads to no machine of a private network but its own.
    """
    try:
        content, kind = _get(address)
    except SourceError as error:
        yield error
        return
    if "xml" not in kind and "rss" not in kind and "atom" not in kind:
        if "html" in kind:
            yield page.page(content, address, url=address)
        else:
            yield from read(io.BytesIO(content), address)
        return
    for found in feed.read_feed(io.BytesIO(content), address):
        yield _followed(found, address) if isinstance(found, Record) else found


def _followed(found: Record, address: str) -> Record | SourceError:
    """Return an entry with the text of its page, where the feed holds only the beginning of it."""
    fields = dict(found.fields)
    link = urljoin(address, str(fields.get("url") or ""))
    if len(str(fields.get("text") or "")) >= _TEASER or not is_address(link):
        return found
    own = urlsplit(address).hostname
    if urlsplit(link).hostname != own and _private(urlsplit(link).hostname or ""):
        return SourceError("leads into a private network, and is not asked", file=link)
    try:
        content, _ = _get(link)
    except SourceError as error:
        return error
    whole = page.page(content, link, url=link)
    if isinstance(whole, SourceError):
        return whole
    return replace(whole, fields={**whole.fields, **fields, "text": whole.fields["text"]})


def _get(address: str) -> tuple[bytes, str]:
    """Return what an address answers, and of which kind it is.

    Raises:
        SourceError: it cannot be reached, does not answer in time, answers too much, or asks robots
            to stay away.
    """
    if not _allowed(address):
        raise SourceError("the site asks programs to stay away (robots.txt)", file=address)
    try:
        with _opener().open(_request(address), timeout=_SECONDS) as answer:
            content: bytes = answer.read(_LARGEST + 1)
            kind = str(answer.headers.get("Content-Type") or "").lower()
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise SourceError(f"cannot be fetched: {_told(error)}", file=address) from error
    if len(content) > _LARGEST:
        raise SourceError(f"answers with more than {_LARGEST // 2**20} MB", file=address)
    return content, kind or ("xml" if content.lstrip()[:1] == b"<" else "")


def _request(address: str) -> urllib.request.Request:
    return urllib.request.Request(address, headers={"User-Agent": f"graphkit/{version('graphkit')}"})


@cache
def _opener() -> urllib.request.OpenerDirector:
    """Return what opens addresses of the web, and no others: no files, no FTP, wherever they lead."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _allowed(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return True  # the request itself tells what is wrong
    return _robots(f"{parts.scheme}://{parts.netloc}").can_fetch("graphkit", address)


@cache
def _robots(site: str) -> urllib.robotparser.RobotFileParser:
    rules = urllib.robotparser.RobotFileParser()
    try:
        with _opener().open(_request(f"{site}/robots.txt"), timeout=_SECONDS) as answer:
            rules.parse(answer.read(2**20).decode("utf-8", "replace").splitlines())
    except (OSError, ValueError):
        rules.parse([])
    return rules


def _private(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False  # the request itself tells that there is no such host
    return any(not ipaddress.ip_address(row[4][0]).is_global for row in found)


def _told(error: Any) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return " ".join(str(reason).split())[:120] or type(error).__name__
