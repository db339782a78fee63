"""Pages: a file is one article. HTML, Markdown and plain text."""

import re
from collections.abc import Iterator
from typing import IO, Any

from graphkit.errors import SourceError
from graphkit.sources import language, stream
from graphkit.sources.record import Record

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s{0,3}=\s{0,3}["']?([\w-]{2,40})""", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,5000}?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"([\w -]{1,40}):[ \t]*(.*)")
# A first line that stands alone and does not end as a sentence is a headline; longer ones are text.
_HEADLINE = 200
# A page is text with some frame; what is larger is a picture that somebody pasted in, or a bomb.
_LARGEST_PAGE = 16 * 2**20
# Deeper than any real page: what walks through a page calls itself at each step down.
_DEEPEST = 400
_OPENING = re.compile(
    r"<(/?)(?!area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|!)[a-z]", re.I
)

# What Markdown adds to text, and what stays of it.
_MARKDOWN = (
    (re.compile(r"<!--.{0,5000}?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"^(?: {0,3}#{1,6}[ \t]+| {0,3}>[ \t]?|[ \t]{0,8}[*+-][ \t]+(?=\S))", re.MULTILINE), ""),
    (re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)([^*_\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
)


def read_text(file: IO[bytes], name: str) -> Iterator[Record | SourceError]:
    """Yield the record of a plain text file; a headline over an empty line is its title."""
    text = _decode(stream.whole(file, name), name)
    if isinstance(text, SourceError):
        yield text
        return
    title, text = _headline(text.strip("\n"))
    yield Record({"title": title, "text": text}, name)


def read_markdown(file: IO[bytes], name: str) -> Iterator[Record | SourceError]:
    """Yield the record of a Markdown file: front matter as fields, a first heading as title, bare text."""
    text = _decode(stream.whole(file, name), name)
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
    yield Record({**fields, "text": text.strip("\n")}, name)


def read_html(file: IO[bytes], name: str) -> Iterator[Record | SourceError]:
    """Yield the record of a saved web page: its main text, and what it says of itself."""
    yield page(stream.whole(file, name), name)


def page(content: bytes, name: str, *, url: str | None = None) -> Record | SourceError:
    """Return the record of a web page; `url` is where it was found, for one that does not say."""
    if len(content) > _LARGEST_PAGE:
        return SourceError(f"the page is larger than {_LARGEST_PAGE // 2**20} MB", file=name)
    text = _decode(content, name, declared=True)
    if isinstance(text, SourceError):
        return text
    if _depth(text) > _DEEPEST:
        return SourceError("the page is nested too deeply", file=name)
    import trafilatura

    try:
        found: Any = trafilatura.bare_extraction(
            text, with_metadata=True, include_comments=False, include_tables=False, url=url
        )
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        # What the library trips over is no page that a browser would show.
        return SourceError(f"the page is broken: {type(error).__name__}", file=name)
    if found is None or not (found.text or "").strip():
        hint = "is it whole, and not a list of links?"
        return SourceError("no article found in the page", file=name, hint=hint)
    fields = {
        "title": found.title,
        "date": found.date,
        "source": found.sitename,
        "author": found.author,
        "url": found.url or url,
        "lang": _declared_language(text),
        "text": found.text.removeprefix(f"{found.title}\n"),
    }
    return Record({key: value for key, value in fields.items() if value}, name)


def _depth(text: str) -> int:
    """Return how deeply the elements of a page are nested, at most: unclosed ones count as open."""
    depth = deepest = 0
    for match in _OPENING.finditer(text):
        depth = depth + 1 if not match[1] else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _declared_language(text: str) -> str | None:
    match = re.search(
        r"""<html[^>]{0,500}\blang\s{0,3}=\s{0,3}["']?([\w-]{2,20})""", text[:5000], re.IGNORECASE
    )
    # Pages declare all sorts of things; only a language that we can read says more than the letters do.
    return None if match is None else language.load().code(match[1])


def _decode(content: bytes, file: str, *, declared: bool = False) -> str | SourceError:
    """Decode UTF-8, what a web page declares, or an older encoding; line ends become plain ones."""
    try:
        return _text(content, declared=declared).replace("\r\n", "\n").replace("\r", "\n")
    except ValueError as error:
        return SourceError(str(error), file=file, hint="is it text?")


def _text(content: bytes, *, declared: bool) -> str:
    match = _CHARSET.search(content[:4096]) if declared else None
    encoding = match[1].decode("ascii").lower() if match is not None else ""
    if encoding and encoding.replace("-", "") != "utf8":
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeError):
            pass  # pages declare all sorts of things; their bytes say more
    return stream.decoded(content)


def _headline(text: str) -> tuple[str, str]:
    head, gap, rest = text.partition("\n\n")
    if gap and "\n" not in head and len(head) <= _HEADLINE and not head.rstrip().endswith((".", '."', ".”")):
        return head.strip(), rest.strip("\n")
    return "", text
