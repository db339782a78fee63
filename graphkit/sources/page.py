"""Pages: a file is one article. HTML, Markdown and plain text."""

import re
from collections.abc import Iterator
from typing import Any

from graphkit.errors import SourceError
from graphkit.sources import language
from graphkit.sources.record import Record

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s{0,3}=\s{0,3}["']?([\w-]{2,40})""", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,5000}?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"([\w -]{1,40}):[ \t]*(.*)")
# A first line that stands alone and does not end as a sentence is a headline; longer ones are text.
_HEADLINE = 200

# What Markdown adds to text, and what stays of it.
_MARKDOWN = (
    (re.compile(r"<!--.{0,5000}?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"^(?: {0,3}#{1,6}[ \t]+| {0,3}>[ \t]?|[ \t]{0,8}[*+-][ \t]+(?=\S))", re.MULTILINE), ""),
    (re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)([^*_\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
)


def read_text(content: bytes, file: str) -> Iterator[Record | SourceError]:
    """Yield the record of a plain text file; a headline over an empty line is its title."""
    text = _decode(content, file)
    if isinstance(text, SourceError):
        yield text
        return
    title, text = _headline(text.strip("\n"))
    yield Record({"title": title, "text": text}, file)


def read_markdown(content: bytes, file: str) -> Iterator[Record | SourceError]:
    """Yield the record of a Markdown file: front matter as fields, a first heading as title, bare text."""
    text = _decode(content, file)
    if isinstance(text, SourceError):
        yield text
        return
    fields: dict[str, object] = {}
    match = _FRONT_MATTER.match(text)
    if match is not None:
        pairs = (_KEY.fullmatch(line) for line in match[1].split("\n"))
        fields = {pair[1]: pair[2].strip().strip("\"'") for pair in pairs if pair is not None}
        text = text[match.end() :]
    text = text.strip("\n")
    heading = re.match(r"# +([^\n]+?)[ #]*(?:\n|$)", text)
    if heading is not None:
        fields = {"title": heading[1], **fields}
        text = text[heading.end() :]
    for pattern, kept in _MARKDOWN:
        text = pattern.sub(kept, text)
    yield Record({**fields, "text": text.strip("\n")}, file)


def read_html(content: bytes, file: str) -> Iterator[Record | SourceError]:
    """Yield the record of a saved web page: its main text, and what it says of itself."""
    import trafilatura

    text = _decode(content, file, declared=True)
    if isinstance(text, SourceError):
        yield text
        return
    page: Any = trafilatura.bare_extraction(
        text, with_metadata=True, include_comments=False, include_tables=False
    )
    if page is None or not (page.text or "").strip():
        hint = "is it whole, and not a list of links?"
        yield SourceError("no article found in the page", file=file, hint=hint)
        return
    fields = {
        "title": page.title,
        "date": page.date,
        "source": page.sitename,
        "url": page.url,
        "lang": _declared_language(text),
        "text": page.text.removeprefix(f"{page.title}\n"),
    }
    yield Record({key: value for key, value in fields.items() if value}, file)


def _declared_language(text: str) -> str | None:
    match = re.search(
        r"""<html[^>]{0,500}\blang\s{0,3}=\s{0,3}["']?([\w-]{2,20})""", text[:5000], re.IGNORECASE
    )
    # Pages declare all sorts of things; only a language that we can read says more than the letters do.
    return None if match is None else language.load().code(match[1])


def _decode(content: bytes, file: str, *, declared: bool = False) -> str | SourceError:
    """Decode UTF-8, or the encoding that a web page declares; line ends become plain ones."""
    encoding = "utf-8-sig"
    if declared and (match := _CHARSET.search(content[:4096])) is not None:
        encoding = match[1].decode("ascii").lower().replace("utf-8", "utf-8-sig").replace("utf8", "utf-8-sig")
    try:
        return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except LookupError:
        return SourceError(f"the page declares an unknown encoding, {encoding!r}", file=file)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wanted = "UTF-8" if encoding == "utf-8-sig" else encoding
        return SourceError(
            f"not {wanted}", file=file, line=line, hint="convert it to UTF-8, for instance with iconv"
        )


def _headline(text: str) -> tuple[str, str]:
    head, gap, rest = text.partition("\n\n")
    if gap and "\n" not in head and len(head) <= _HEADLINE and not head.rstrip().endswith((".", '."', ".”")):
        return head.strip(), rest.strip("\n")
    return "", text
