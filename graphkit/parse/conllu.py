"""Document to CoNLL-U file and back, exactly: offsets and names in MISC, the article in a comment.

Files of other makers are read too. Where no article comment stands, its text is put together from the
sentences: a line for each `# newpar`, else a space between them.

Source:
    The CoNLL-U format, https://universaldependencies.org/format.html.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from graphkit.errors import ParseError
from graphkit.facts import Span
from graphkit.text import Article, Document, Name, Sentence, Token

_ARTICLE = "article"
# Comments of a document that fill an Article where no article comment stands, with the names other tools use.
_COMMENTS = {
    "newdoc id": "id",
    "lang": "language",
    "language": "language",
    "title": "title",
    "date": "published",
    "published": "published",
    "url": "url",
    "source": "source",
}


def write(documents: Document | Iterable[Document], path: Path) -> None:
    """Write one or more documents.

    Raises:
        ParseError: a name does not begin and end where words do, or the file cannot be written.
    """
    if isinstance(documents, Document):
        documents = [documents]
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            for document in documents:
                out.writelines(f"{line}\n" for line in _lines(document))
    except OSError as error:
        raise ParseError(f"cannot write {path}: {error.strerror}") from error


def read(path: Path) -> Document:
    """Read a file of one document.

    Raises:
        ParseError: the file is malformed (the message names the line) or holds none or several documents.
    """
    documents = list(read_all(path))
    if len(documents) != 1:
        raise ParseError(f"{path}: one document expected, {len(documents)} found")
    return documents[0]


def read_all(path: Path) -> Iterator[Document]:
    """Yield the documents of a file.

    Raises:
        ParseError: the file is missing or malformed; the message names the line.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ParseError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ParseError(f"{path}: not UTF-8 at byte {error.start}") from error
    yield from parse(text, str(path))


def parse(text: str, origin: str = "text") -> Iterator[Document]:
    """Yield the documents of a CoNLL-U text; `origin` names it in errors."""
    draft = _Draft()
    block = _Block()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        line = line.removesuffix("\r")
        try:
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                if key.split()[:1] == ["newdoc"] and (draft.sentences or draft.article):
                    yield draft.document()
                    draft = _Draft()
                block.comment(key.strip(), value.strip())
            elif line.strip():
                block.add(line)
            elif block.tokens:
                block.check()
                draft.add(block)
                block = _Block()
            elif block.article is not None:
                # A document without sentences: its comments stand alone.
                draft.article = block.article
                block = _Block()
        except (ValueError, TypeError) as error:
            raise ParseError(f"{origin}:{number}: {error}") from error
    if draft.sentences or draft.article is not None:
        yield draft.document()


def _lines(document: Document) -> Iterator[str]:
    article = document.article
    yield f"# newdoc id = {_flat(article.id)}"
    yield f"# {_ARTICLE} = {json.dumps(asdict(article), ensure_ascii=False)}"
    if not document.sentences:
        yield ""
    for sentence in document.sentences:
        yield f"# sent_id = {sentence.index}"
        yield f"# text = {_flat(article.text[sentence.start : sentence.end])}"
        tags = _tags(sentence, article.id)
        for (start, end), words in _written(sentence):
            misc = f"start_char={start}|end_char={end}"
            if start in tags:
                misc += f"|ner={tags[start]}"
            if len(words) > 1:
                place = f"{words[0].index}-{words[-1].index}"
                yield "\t".join([place, _flat(article.text[start:end]), *"_" * 7, misc])
                misc = "_"
            for word in words:
                columns = [word.form, word.lemma, word.upos, "", word.feats, str(word.head), word.deprel, ""]
                yield "\t".join([str(word.index), *(cell or "_" for cell in columns), misc])
        yield ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _written(sentence: Sentence) -> Iterator[tuple[Span, list[Token]]]:
    """Yield each written token with its words, which share its offsets."""
    for span, words in groupby(sentence.tokens, key=lambda token: (token.start, token.end)):
        yield span, list(words)


def _tags(sentence: Sentence, article: str) -> dict[int, str]:
    """Give the written tokens of names, by their start, their tags: B-, I-, E-, and S- for a name of one."""
    tags: dict[int, str] = {}
    for name in sentence.names:
        inside = [span for span, _ in _written(sentence) if name.start <= span[0] and span[1] <= name.end]
        if not inside or (inside[0][0], inside[-1][1]) != (name.start, name.end):
            raise ParseError(f"article {article}: the name at {name.start}-{name.end} does not fit its words")
        if any(start in tags for start, _ in inside):
            raise ParseError(f"article {article}: two names share a word at {name.start}-{name.end}")
        marks = ["S"] if len(inside) == 1 else ["B", *"I" * (len(inside) - 2), "E"]
        tags |= {start: f"{mark}-{name.kind}" for (start, _), mark in zip(inside, marks, strict=True)}
    return tags


@dataclass(slots=True)
class _Written:
    """A written token: its surface, what MISC says of it, the columns of its words."""

    surface: str
    misc: dict[str, str]
    words: list[list[str]]

    @property
    def span(self) -> Span:
        """Return its offsets."""
        if "start_char" not in self.misc or "end_char" not in self.misc:
            raise ValueError(f"{self.surface!r} has no start_char and end_char in MISC")
        return int(self.misc["start_char"]), int(self.misc["end_char"])


@dataclass(slots=True)
class _Block:
    """The lines of one sentence."""

    comments: dict[str, str] = field(default_factory=dict)
    article: Article | None = None
    tokens: list[_Written] = field(default_factory=list)
    words: int = 0
    last: int = 0

    def comment(self, key: str, value: str) -> None:
        """Read a comment."""
        if key == _ARTICLE:
            self.article = Article(**json.loads(value))
        else:
            self.comments[key] = value

    def add(self, line: str) -> None:
        """Read a line of ten columns; empty nodes are left out."""
        cells = line.split("\t")
        if len(cells) != 10:
            raise ValueError(f"10 columns expected, {len(cells)} found")
        if "." in cells[0]:
            return
        misc = {} if cells[9] == "_" else dict(item.partition("=")[::2] for item in cells[9].split("|"))
        if "-" in cells[0]:
            self.last = int(cells[0].split("-")[1])
            self.tokens.append(_Written(cells[1], misc, []))
            return
        self.words += 1
        if int(cells[0]) != self.words:
            raise ValueError(f"word {self.words} expected, {cells[0]} found")
        if self.words > self.last:
            self.tokens.append(_Written(cells[1], misc, [cells]))
        else:
            written = self.tokens[-1]
            written.misc = {**misc, **written.misc}
            written.words.append(cells)

    def check(self) -> None:
        """Check that every head is a word of the sentence, or 0."""
        for written in self.tokens:
            for cells in written.words:
                if not 0 <= int(cells[6]) <= self.words:
                    raise ValueError(f"word {cells[0]} hangs on {cells[6]}, which is not in the sentence")

    def sentence(self, index: int) -> Sentence:
        """Return what was read."""
        tokens = [_token(cells, *written.span) for written in self.tokens for cells in written.words]
        return Sentence(index, tuple(tokens), tuple(_names(self.tokens)))


@dataclass(slots=True)
class _Draft:
    """A document in the making."""

    comments: dict[str, str] = field(default_factory=dict)
    article: Article | None = None
    sentences: list[Sentence] = field(default_factory=list)
    text: str = ""

    def add(self, block: _Block) -> None:
        """Take in a sentence; comments of the first one tell of the article."""
        self.comments = {**block.comments, **self.comments}
        self.article = self.article or block.article
        if self.article is None:
            self._place(block)
        self.sentences.append(block.sentence(len(self.sentences)))

    def _place(self, block: _Block) -> None:
        """Give each token the offsets it has in the text that the sentences make."""
        if self.text:
            opens = any(key.startswith("newpar") for key in block.comments)
            self.text = self.text.rstrip() + ("\n" if opens else " ")
        for written in block.tokens:
            start = len(self.text)
            written.misc |= {"start_char": str(start), "end_char": str(start + len(written.surface))}
            self.text += written.surface + ("" if written.misc.get("SpaceAfter") == "No" else " ")

    def document(self) -> Document:
        """Return what was read."""
        article = self.article
        if article is None:
            known: dict[str, Any] = {"id": "", "language": "", "title": ""}
            known |= {_COMMENTS[key]: value for key, value in self.comments.items() if key in _COMMENTS}
            article = Article(text=self.text.rstrip(), **known)
        return Document(article, tuple(self.sentences))


def _token(cells: list[str], start: int, end: int) -> Token:
    number, form, lemma, upos, _, feats, head, deprel = cells[:8]
    return Token(
        index=int(number),
        form=form,
        lemma="" if lemma == "_" != form else lemma,
        upos="" if upos == "_" else upos,
        feats="" if feats == "_" else feats,
        head=int(head),
        deprel="" if deprel == "_" else deprel,
        start=start,
        end=end,
    )


def _names(tokens: Iterable[_Written]) -> Iterator[Name]:
    """Read name tags of the schemes BIO and BIOES."""
    name: Name | None = None
    for written in tokens:
        mark, _, kind = written.misc.get("ner", "O").partition("-")
        start, end = written.span
        if name is not None and (mark not in ("I", "E") or kind != name.kind):
            yield name
            name = None
        if mark != "O":
            name = Name(start if name is None else name.start, end, kind)
    if name is not None:
        yield name
