"""What fuzzers feed: one function a target, which takes any bytes and raises only where graphkit is wrong.

Used by tests/fuzz.py (guided by coverage, a million inputs) and tests/test_fuzz_cases.py (found cases, and
a short search at every run of the tests).
"""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from html.parser import HTMLParser

import fuzz_writers
from golden_parses import actors, language, link, ontology
from pyoxigraph import RdfFormat, parse

from graphkit.errors import GraphkitError, SourceError
from graphkit.export import page, page_look, turtle
from graphkit.extract.by_rule import Extractor
from graphkit.extract.keep import Scorer
from graphkit.facts import Statement
from graphkit.knowledge import credits
from graphkit.parse import conllu
from graphkit.sources import clean, corpus, dates, outlets, packing, record
from graphkit.sources import language as tongues
from graphkit.sources.markup import plain
from graphkit.sources.mend import mend
from graphkit.store import names, triples
from graphkit.text import Article, Document, Name, Sentence, Token
from graphkit.when import times
from graphkit.when.expressions import expressions

LANGUAGES = ("en", "id")
Target = Callable[[bytes], None]


def reader(suffix: str) -> Target:
    """Return the target of a kind of file: every record is an article or a failure of one line."""

    def feed(data: bytes) -> None:
        for found in corpus._unpacked(io.BytesIO(data), "any", suffix, ""):
            _article(found)

    return feed


def archive(suffix: str) -> Target:
    """Return the target of a kind of archive."""

    def feed(data: bytes) -> None:
        for found in corpus._archive(io.BytesIO(data), "any", suffix):
            _article(found)

    return feed


def packed(suffix: str) -> Target:
    def feed(data: bytes) -> None:
        for found in corpus._unpacked(io.BytesIO(data), "any", ".jsonl", suffix):
            _article(found)

    return feed


def _article(found: record.Record | SourceError) -> None:
    if isinstance(found, SourceError):
        assert "\n" not in str(found), str(found)
        return
    article = None
    with suppress(SourceError):
        article = record.article(found, asked="en")
    if article is not None:
        article.text.encode()
        assert article.text.strip()
        list(clean.load(article.language).spans(article.text))


def text(data: bytes) -> None:
    """Clean, mend and date any text: spans are ordered and inside it."""
    given = data.decode("utf-8", "replace")
    mended = mend(plain(given))
    mended.encode()
    dates.read(given)
    dates.inside(given)
    outlets.of(given)
    for code in LANGUAGES:
        last = 0
        for start, end in clean.load(code).spans(mended):
            assert last <= start < end <= len(mended)
            last = end
        known = times.load(code)
        assert known is not None
        for one in expressions(mended, (0, len(mended)), known, "2024-05-30"):
            assert 0 <= one.start < one.end <= len(mended)
            for ahead in (True, False):
                told = one.told(ahead)
                assert told is None or told.first <= told.last
        for credit in credits.load(code).find(mended):
            assert 0 <= credit.start < credit.end <= len(mended)
    with suppress(SourceError):
        tongues.load().detect(mended)


def parses(data: bytes) -> None:
    """Read CoNLL-U of anybody: a document, or an error that says what is wrong with it."""
    try:
        documents = list(conllu.parse(data.decode("utf-8", "replace")))
    except GraphkitError:
        return
    for document in documents:
        for sentence in document.sentences:
            assert 0 <= sentence.start <= sentence.end <= len(document.article.text)


def extraction(data: bytes) -> None:
    """Link and extract from any tree over words that mean something: every span is the slice it claims."""
    for document in _documents(data):
        _check(document, _extract(document))


def rdf(data: bytes) -> None:
    """Write what is found in any tree as Turtle and N-Quads, and read it again: nothing is lost."""
    for document in _documents(data):
        article, statements = document.article, _extract(document)
        quads = triples.article_quads(article, statements, ontology(), names.run("fuzz"))
        quads += triples.actor_quads({a: None for s in statements for a in triples.parties(s)}, ontology())
        written = turtle.prefixes() + "".join(turtle.blocks(quads))
        again = {(q.subject, q.predicate, q.object) for q in parse(written.encode(), format=RdfFormat.TURTLE)}
        assert again == {(q.subject, q.predicate, q.object) for q in quads}


def html(data: bytes) -> None:
    """Draw what is found in any tree as a page: no word of an article becomes an element of it."""
    reports = [(d.article, _extract(d)) for d in _documents(data)]
    drawn = page.render(reports, ontology(), page_look.Look(title=data[:40].decode("utf-8", "replace")))
    assert _Elements(drawn).found == _Elements(page.render([], ontology(), page_look.Look())).found


class _Elements(HTMLParser):
    """Count the elements that may run or load something."""

    def __init__(self, drawn: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(drawn)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[tag] += tag in (
            "script",
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "form",
            "style",
        )
        self.found["on"] += any(name.startswith("on") for name, _ in attrs)


def _check(document: Document, statements: tuple[Statement, ...]) -> None:
    whole = document.article.text
    for statement in statements:
        proof = statement.evidence
        sentence = document.sentences[proof.sentence]
        assert (proof.start, proof.end) == (sentence.start, sentence.end)
        for start, end in (proof.source, proof.target, proof.trigger):
            assert 0 <= start <= end <= len(whole)
        assert 0 <= statement.confidence <= 1
        assert statement.source.principal != statement.target.principal or statement.relation
        json.dumps(whole[proof.start : proof.end])


@cache
def _extractor(code: str) -> Extractor:
    return Extractor(language(code), ontology(), scorer=Scorer({}, 0.0))


def _extract(document: Document) -> tuple[Statement, ...]:
    links, trees = link(document)
    return _extractor(document.article.language).extract(document, links, trees)


UPOS = ("NOUN", "VERB", "PROPN", "ADJ", "ADP", "PUNCT", "AUX", "ADV", "PRON", "NUM", "DET", "X")
DEPRELS = (
    "nsubj", "obj", "obl", "nmod", "conj", "xcomp", "ccomp", "advcl", "acl:relcl", "appos", "flat", "case",
    "nsubj:pass", "obl:agent", "compound", "amod", "parataxis", "advmod", "mark", "cop", "det", "nummod",
    "aux", "punct",
)  # fmt: skip


@cache
def _words(code: str) -> tuple[str, ...]:
    """Return words that mean something in a language: triggers, names, titles, cues, times and marks."""
    known = language(code)
    spoken = {name for actor in list(actors().actors.values())[:400] for _, name in actor.names[:2]}
    few = {word for pattern in list(known.patterns)[:300] for word in [pattern]}
    cues = {*known.status.negation, *known.status.future, *known.verbs.speech, *known.markers.adpositions}
    cues |= {*known.anaphora.person, *known.anaphora.plural, *known.markers.attribution}
    odd = {
        '"',
        "“",
        "”",
        ",",
        ".",
        "(",
        ")",
        "2014",
        "</script>",
        "<b>",
        "'",
        "\\",
        "\u2028",
        "😀",
        "A\u0301",
    }
    times_ = {
        "Monday",
        "Kamis",
        "kemarin",
        "yesterday",
        "12",
        "Mei",
        "Reuters",
        "dilansir",
        "according",
        "to",
    }
    return tuple(sorted(spoken | few | cues | odd | times_))


def _documents(data: bytes) -> Iterator[Document]:
    """Yield a document whose words, tags and heads the bytes choose: four bytes a word."""
    if not data:
        return
    code = LANGUAGES[data[0] % 2]
    words = _words(code)
    sentences: list[Sentence] = []
    written = ""
    size = 1 + data[0] // 16
    units = [data[at : at + 4] for at in range(1, min(len(data) - 3, 241), 4)]
    for first in range(0, len(units), size):
        rows = units[first : first + size]
        tokens = []
        for index, (a, b, c, d) in enumerate(rows, 1):
            form = words[(a * 256 + b) % len(words)]
            start = len(written)
            written += f"{form} "
            # Any head but the word itself; the first word hangs on nothing, as one of each sentence does.
            head = 0 if index == 1 else c % index
            tokens.append(
                Token(index, form, form.casefold(), UPOS[d % len(UPOS)], "", head,
                      "root" if head == 0 else DEPRELS[(c + d) % len(DEPRELS)], start, start + len(form))
            )  # fmt: skip
        marks = tuple(Name(t.start, t.end, "PER") for t in tokens if t.upos == "PROPN" and t.head % 3 == 1)
        sentences.append(Sentence(len(sentences), tuple(tokens), marks))
    if sentences:
        yield Document(Article("fuzz", code, "", written, "2024-05-30"), tuple(sentences))


TARGETS: dict[str, Target] = {
    **{
        suffix[1:]: reader(suffix)
        for suffix in corpus.READERS
        if suffix not in (".htm", ".ndjson", ".atom", ".xml")
    },
    **{suffix[1:]: archive(suffix) for suffix in (".zip", ".tar")},
    **{suffix[1:]: packed(suffix) for suffix in packing.PACKED},
    "text": text,
    "conllu": parses,
    "extract": extraction,
    "turtle": rdf,
    "page": html,
    "page_data": fuzz_writers.page_data,
    "drawing": fuzz_writers.drawing,
    "rdf_data": fuzz_writers.rdf_data,
}
