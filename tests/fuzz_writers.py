"""Hostile names, titles, sentences and addresses for what writes pages, drawings and RDF.

The texts go in where the page and the RDF get them from: actors, articles and statements. What does not
hang on them (style, script, places of actors) is left out, so that a hundred thousand are tried in minutes.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

from golden_parses import ontology
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graphkit.export import (
    linked,
    page,
    page_findings,
    page_look,
    page_parts,
    page_places,
    page_registry,
    page_svg,
    page_vis,
    turtle,
)
from graphkit.export.files import legal
from graphkit.export.page_scene import Scene, Words
from graphkit.facts import Actor, Evidence, Party, Statement, Status
from graphkit.store import names, shards, triples
from graphkit.text import Article

# What ends, opens or turns something somewhere: HTML, JSON, JavaScript, templates, Turtle, XML, tables, bidi.
HOSTILE = (
    "</script>", "</SCRIPT\t>", "<script>", "<!--", "-->", "]]>", "<![CDATA[", "</style>", "</title>",
    "<svg onload=", "<img src=x onerror=a(1)>", "&lt;", "&", "&#0;", '"', "'", "`", "\\", "\\u003c", '\\"',
    "\u2028", "\u2029", "\u0085", "\x00", "\x0b", "\x1b", "\x7f", "\ufeff", "\ufffe", "\u202e", "\u200d",
    "\U0001f600", "A\u0301", "\u0130", "{{ words }}", "{% raw %}", "{#", "javascript:alert(1)",
    'https://a.example/" onload="', "https://a.example/\u00e4?q=<1>", "data:text/html,<b>", "__proto__",
    "constructor", "\r\n", "\n", "\t", "=1+1", "@prefix", " . ", "<http://b.example>", '"""', "^^xsd:date",
    "@en", "%00", "%zz", "../", "NaN", "", " ", "Iran", "Jepang", "2024-05-30", "2024-13", "0000",
)  # fmt: skip
RELATIONS = ("attacks", "cooperates_with", "represents", "capital_of", "supports")
KINDS = ("State", "Person", "Organization", "Place", "Group")


class Feed:
    """Bytes that choose; when they end, they choose the first of everything."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, below: int) -> int:
        self._at += 1
        return self._data[self._at - 1] % below if self._at <= len(self._data) else 0

    def text(self) -> str:
        """Return some pieces: hostile ones, or what the bytes say as UTF-8."""
        pieces = []
        for _ in range(1 + self.number(3)):
            chosen = self.number(2 * len(HOSTILE))
            if chosen < len(HOSTILE):
                pieces.append(HOSTILE[chosen])
            else:
                size = self.number(12)
                pieces.append(self._data[self._at : self._at + size].decode("utf-8", "replace"))
                self._at += size
        return "".join(pieces)

    def maybe(self) -> str | None:
        return self.text() if self.number(3) else None


def reports(feed: Feed) -> list[tuple[Article, list[Statement]]]:
    """Return one to three articles with statements; the bytes choose what everything is called."""
    actors = [
        Actor(feed.text() or "x", feed.text(), KINDS[feed.number(len(KINDS))],
              tuple((("en", "id", "")[feed.number(3)], feed.text()) for _ in range(feed.number(3))))
        for _ in range(2 + feed.number(2))
    ]  # fmt: skip
    actors = list({actor.id: actor for actor in actors}.values())
    parties = [Party(actor, principal) for actor in actors for principal in actors]
    return [_report(feed, number, parties) for number in range(1 + feed.number(3))]


def _report(feed: Feed, number: int, parties: list[Party]) -> tuple[Article, list[Statement]]:
    text = feed.text() + " x " + feed.text()
    article = Article(f"{feed.text()}{number}", ("en", "id")[feed.number(2)], feed.text(), text,
                      feed.maybe(), feed.maybe(), feed.maybe(), feed.maybe())  # fmt: skip
    found = []
    for _ in range(1 + feed.number(2)):
        spans = [tuple(sorted((feed.number(len(text) + 1), feed.number(len(text) + 1)))) for _ in range(3)]
        start = feed.number(len(text))
        end = start + 1 + feed.number(len(text) - start)
        proof = Evidence(article.id, 0, start, end, feed.text() or "rule", *spans, cited=feed.maybe())
        ends = parties[feed.number(len(parties))], parties[feed.number(len(parties))]
        said_by = parties[feed.number(len(parties))] if feed.number(2) else None
        relation, status = RELATIONS[feed.number(len(RELATIONS))], list(Status)[feed.number(4)]
        confidence = feed.number(256) / 255
        found.append(Statement(ends[0], relation, ends[1], status, said_by, confidence, proof, feed.maybe()))
    return article, found


def page_data(data: bytes) -> None:
    """Draw a page of hostile texts: its data read back as they were, and no text becomes an element."""
    feed = Feed(data)
    given = reports(feed)
    title, alias = feed.text(), feed.text()
    drawn = _drawn(given, title, alias)
    seen = _Seen(drawn)
    assert seen.shape == _shape()
    assert seen.texts["title"] == seen.texts["h1"] == (title or page_look.TITLE)
    graph, texts = (json.loads(seen.texts[name]) for name in ("graph", "texts"))
    assert graph["title"] == (title or page_look.TITLE)
    said = [(article, one) for article, found in given for one in found]
    assert len(graph["mentions"]["link"]) == len(said)
    assert set(graph["articles"]["title"]) == {article.title for article, _ in said}
    assert set(graph["articles"]["url"]) == {article.url or "" for article, _ in said}
    ends = {party.principal for _, one in said for party in (one.source, one.target)}
    assert set(graph["actors"]["code"]) == {actor.code for actor in ends}
    sentences = {article.text[one.evidence.start : one.evidence.end] for article, one in said}
    assert set(texts["sentences"]) == sentences
    labels = graph["actors"]["label"]
    shown = labels.get(graph["language"]) or next(iter(labels.values()))
    rows = [row for row in seen.rows if row]  # the first has heads and no cells
    assert {cell for row in rows for cell in (row[0], row[2])} == set(shown)


def drawing(data: bytes) -> None:
    """Write hostile names into a drawing: XML that reads back with them in it."""
    feed = Feed(data)
    texts = [feed.text() for _ in range(1 + feed.number(4))]
    marks = [Words(1.0, 2.0, text, 12.0, "#000000") for text in texts]
    root = ElementTree.fromstring(page_svg.draw(Scene(10, 10, list(marks)), texts[0]))
    written = [found.text or "" for found in root.iter("{http://www.w3.org/2000/svg}text")]
    assert written == [_xml(text) for text in texts]


def rdf_data(data: bytes) -> None:
    """Write hostile texts as N-Quads, Turtle, JSON-LD and RDF/XML: what is read again is what was written."""
    quads: list[Quad] = []
    for article, statements in reports(Feed(data)):
        quads += triples.article_quads(article, statements, ontology(), names.run("fuzz"))
        quads += triples.actor_quads({a: None for s in statements for a in triples.parties(s)}, ontology())
    owed = {(q.subject, q.predicate, q.object) for q in quads}
    lines = b"\n".join(shards.lines(quads))
    assert set(parse(lines, format=RdfFormat.N_QUADS)) == set(quads)
    written = turtle.prefixes() + "".join(turtle.blocks(quads))
    assert _triples(written.encode(), RdfFormat.TURTLE) == owed
    short = {triple for triple in owed if triple[1] != triples.node("gk:text")}
    with tempfile.TemporaryDirectory() as folder:
        linked.write_json(_Quads(quads), Path(folder) / "a.jsonld")  # type: ignore[arg-type]
        assert _triples((Path(folder) / "a.jsonld").read_bytes(), RdfFormat.JSON_LD) == short
        linked.write_xml(_Quads(quads), Path(folder) / "a.rdf")  # type: ignore[arg-type]
        again = _triples((Path(folder) / "a.rdf").read_bytes(), RdfFormat.RDF_XML)
        assert {tuple(map(_bare, one)) for one in again} == {tuple(map(_bare, one)) for one in short}


def _bare(term: object) -> tuple[str, ...]:
    """Return what XML can hold of a term."""
    if isinstance(term, Literal):
        return legal(term.value), term.language or "", term.datatype.value
    return (str(term),)


class _Quads:
    """Quads as a graph that can be written."""

    def __init__(self, quads: list[Quad]) -> None:
        self._quads: dict[str, list[Quad]] = {}
        for quad in quads:
            graph = quad.graph_name
            self._quads.setdefault(graph.value if isinstance(graph, NamedNode) else "", []).append(quad)

    def graphs(self) -> list[str]:
        articles = sorted(self._quads.keys() - {names.ACTORS})
        return [names.ACTORS, names.RELATIONS, *articles, names.RUNS]

    def quads(self, graph: str) -> Iterator[Quad]:
        return iter(set(self._quads.get(graph, ())))


def _triples(content: bytes, form: RdfFormat) -> set[tuple[object, object, object]]:
    return {(q.subject, q.predicate, q.object) for q in parse(content, format=form)}


def _drawn(given: list[tuple[Article, list[Statement]]], title: str, alias: str) -> str:
    """Return the page with all that hangs on texts, and without the rest."""

    def known(actors: object) -> page_registry.Known:
        return page_registry.Known({actor.id: (("en", alias),) for actor in actors}, {}, {})  # type: ignore[attr-defined]

    with ExitStack() as stack:
        for module, name, made in (
            (page_parts, "template", _template),
            (page_parts, "style", str),
            (page_parts, "script", str),
            (page_vis, "script", str),
            (page_registry, "look_up", known),
            (page_findings, "find", lambda *_: {}),
            (page_places, "place", lambda model, _: [(0.0, 0.0)] * len(model.actors)),
        ):
            stack.enter_context(patch.object(module, name, made))
        return page.render(given, ontology(), page_look.Look(title=title), origin={})


_template = cache(page_parts.template)


class _Seen(HTMLParser):
    """The elements of a page, the texts of some, and the rows for readers without scripts."""

    def __init__(self, drawn: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, tuple[str, ...]]] = []
        self.texts: dict[str, str] = {}
        self.rows: list[list[str]] = []
        self._into = ""
        self.feed(drawn)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
        if tag not in ("tr", "td"):
            self.shape.append((tag, tuple(name for name, _ in attrs)))
        self._into = dict(attrs).get("id") or tag
        self.texts.setdefault(self._into, "")

    def handle_endtag(self, tag: str) -> None:
        self._into = "" if tag != "td" else self._into

    def handle_data(self, data: str) -> None:
        if self._into == "td":
            self.rows[-1][-1] += data
        elif self._into:
            self.texts[self._into] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data!r}")


@cache
def _shape() -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements of a page on which nobody says anything odd."""
    return _Seen(_drawn(reports(Feed(bytes(64))), "Title", "alias")).shape


def _xml(text: str) -> str:
    """Return a text as an XML parser hands it over."""
    return legal(text).replace("\r\n", "\n").replace("\r", "\n")
