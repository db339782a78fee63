"""Web archives: each page of a WARC file is a record."""

from collections.abc import Iterator
from typing import IO

from graphkit.errors import SourceError
from graphkit.sources.page import page
from graphkit.sources.record import Record

_LARGEST_PAGE = 16 * 2**20
_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(file: IO[bytes], name: str) -> Iterator[Record | SourceError]:
    """Yield the record of each page that a crawl was answered with; other answers are passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        answers = ArchiveIterator(file)
        answers.INC_RECORD = ""  # it would speak on stderr of lengths that do not fit
        for answer in answers:
            number += 1
            if answer.rec_type not in ("response", "resource") or not _is_page(answer):
                continue
            place = f"{name}, record {number}"
            content = answer.content_stream().read(_LARGEST_PAGE + 1)
            yield page(content, place, url=answer.rec_headers.get_header("WARC-Target-URI"))
    except (ArchiveLoadFailed, OSError, EOFError, ValueError, TypeError, AttributeError, IndexError) as error:
        yield SourceError(f"the archive is broken after record {number}: {_told(error)}", file=name)


def _is_page(answer: object) -> bool:
    headers = getattr(answer, "http_headers", None)
    if headers is None:
        kind = getattr(answer, "rec_headers").get_header("Content-Type") or ""  # noqa: B009
        return kind.partition(";")[0].strip().lower() in _PAGES
    kind = headers.get_header("Content-Type") or ""
    return headers.get_statuscode() == "200" and kind.partition(";")[0].strip().lower() in _PAGES


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
