"""PDF files: the text of their pages, put together from lines into paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import IO

from graphkit.errors import SourceError
from graphkit.sources import stream
from graphkit.sources.record import Record

# A newspaper has fewer; what has more is an archive, and no article.
_MOST_PAGES = 200
# A line that ends so ends a paragraph, where it is shorter than the lines around it.
_SENTENCE_END = tuple('.!?"”’)')
_SHORT = 0.8
_FOLIO = re.compile(r"\W*(?:\w{1,12}\W{1,3})?\d{1,4}(?:\W{0,3}\d{1,4})?\W*")


def read_pdf(file: IO[bytes], name: str) -> Iterator[Record | SourceError]:
    """Yield the record of a PDF file; one of pictures alone has no text."""
    try:
        import pypdfium2
    except ImportError:
        yield SourceError("PDF needs pypdfium2", file=name, hint="pip install 'graphkit[pdf]' brings it")
        return
    content = stream.whole(file, name)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        reason = "is locked by a password" if "password" in str(error).lower() else "is no PDF, or is broken"
        yield SourceError(reason, file=name)
        return
    try:
        if len(document) > _MOST_PAGES:
            hint = "give each article a file of its own"
            yield SourceError(f"has more than {_MOST_PAGES} pages", file=name, hint=hint)
            return
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
        title = document.get_metadata_value("Title")
        author = document.get_metadata_value("Author")
    except pypdfium2.PdfiumError as error:
        yield SourceError(f"a page cannot be read: {error}", file=name)
        return
    finally:
        document.close()
    text = "\n".join(_paragraphs([_lines(page) for page in pages]))
    if not text.strip():
        hint = "pages that are pictures need text recognition first"
        yield SourceError("no text in this PDF", file=name, hint=hint)
        return
    fields = {"title": title.strip(), "author": author.strip(), "text": text}
    yield Record({key: value for key, value in fields.items() if value}, name)


def _lines(page: str) -> list[str]:
    # PDFium writes U+FFFE or U+0002 for a hyphen at the end of a line, and joins the lines.
    joined = re.sub("[\ufffe\x02]\n?", "", page.replace("\r\n", "\n").replace("\r", "\n"))
    return [line.strip() for line in joined.split("\n") if line.strip()]


def _paragraphs(pages: list[list[str]]) -> Iterator[str]:
    """Yield paragraphs: lines belong together until a short one ends a sentence.

    Lines that stand at the edge of most pages, and page numbers, belong to the frame.
    """
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    frame = {line for line, count in edges.items() if len(pages) > 2 and count > len(pages) / 2}
    kept = [line for page in pages for line in page if line not in frame and not _FOLIO.fullmatch(line)]
    widest = max(map(len, kept), default=0)
    paragraph = ""
    for line in kept:
        if paragraph.endswith("-") and paragraph[-2:-1].isalpha() and line[:1].islower():
            paragraph = paragraph[:-1] + line
        else:
            paragraph = f"{paragraph} {line}" if paragraph else line
        if line.endswith(_SENTENCE_END) and len(line) < _SHORT * widest:
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
