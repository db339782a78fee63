"""The page as text: what it holds, what it never holds, and that it is the same every time."""

import base64
import gzip
import hashlib
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from generated_graph import reports as reports_of
from small_world import JAPAN, REPORTS

from graphkit.errors import ExportError, UsageError
from graphkit.export import (
    page,
    page_findings,
    page_model,
    page_parts,
    page_places,
    page_registry,
    page_scene,
    page_svg,
    page_vis,
)
from graphkit.knowledge.actors import ActorIndex
from graphkit.network import measures
from graphkit.network.build import build as network_of
from graphkit.store.store import GraphStore

# SHA-256 of vis-network 9.1.2 as pyvis 0.3.2 ships it (CRLF in its licence banner).
VIS_DIGEST = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"
TEMPLATES = Path(page_parts.__file__).parent / "templates"


@pytest.fixture
def store(tmp_path, ontology):
    with GraphStore.open(tmp_path / "kg", write=True, ontology=ontology) as opened:
        opened.add(REPORTS)
        yield opened


class Reader(HTMLParser):
    """Collect elements with their attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        self.inside = True

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.texts[-1] += data

    def all(self, tag):
        return [(a, t) for (name, a), t in zip(self.elements, self.texts, strict=True) if name == tag]


def drawn(reports, ontology, **look):
    return page.render(reports, ontology, page.Look(**look))


def test_the_policy_names_exactly_the_scripts_and_styles_of_the_page(ontology):
    read = Reader(drawn(REPORTS, ontology))
    (policy,) = [
        a["content"] for a, _ in read.all("meta") if a.get("http-equiv") == "Content-Security-Policy"
    ]
    run = [text for a, text in read.all("script") if "type" not in a]
    styles = [text for _, text in read.all("style")]
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in run + styles]
    assert re.findall(r"'sha256-([^']+)'", policy) == digests
    assert len(run) == 2
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy


def test_the_page_asks_for_nothing(ontology):
    read = Reader(drawn(REPORTS, ontology))
    asked = [a[key] for _, a in read.elements for key in ("src", "href", "srcset", "data") if key in a]
    assert asked == ["data:,"]
    assert "@import" not in page_parts.style()
    assert "url(" not in page_parts.style()
    handlers = [key for _, a in read.elements for key in a if key.startswith("on") or key == "style"]
    assert handlers == []


def test_the_policy_stands_before_any_script(ontology):
    text = drawn(REPORTS, ontology)
    assert text.index("Content-Security-Policy") < text.index("<script")
    assert text.startswith("<!doctype html>")


def test_the_same_graph_gives_the_same_bytes(ontology):
    reports = reports_of(40, 200, ontology)
    assert drawn(reports, ontology) == drawn(list(reversed(reports)), ontology)


def test_the_same_store_gives_the_same_bytes(store):
    assert page.page(store).html == page.page(store).html


def test_markup_in_names_and_titles_is_text(ontology):
    hostile = "</script><script>alert(1)</script><!--"
    text = drawn(REPORTS, ontology, title=hostile)
    assert "<script>alert(1)" not in text
    assert len(Reader(text).all("script")) == 4


def test_data_cannot_end_its_element():
    text = page_parts.data({"a": "</script>&\u2028\u2029<!--"})
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == {"a": "</script>&\u2028\u2029<!--"}


def test_long_data_is_packed_and_comes_back(ontology, monkeypatch):
    plain = Reader(drawn(REPORTS, ontology))
    monkeypatch.setattr(page, "PLAIN_LIMIT", 1000)
    packed = Reader(drawn(REPORTS, ontology))
    for name in ("graph", "texts"):
        ((_, text),) = [(a, t) for a, t in plain.all("script") if a.get("id") == name]
        ((kind, code),) = [(a["type"], t) for a, t in packed.all("script") if a.get("id") == name]
        assert kind == "application/gzip"
        assert gzip.decompress(base64.b64decode(code)).decode() == text


def test_pyvis_holds_every_actor_and_every_link(ontology):
    model = page_model.build(reports_of(25, 120, ontology), ontology)
    shapes = ["dot"] * len(model.graph["kinds"])
    network = page_vis.hold(model, page_places.place(model), shapes)
    nodes, edges, *_ = network.get_network_data()
    assert network.directed
    assert [node["label"] for node in nodes] == [actor.code for actor in model.actors]
    assert [(edge["from"], edge["relation"], edge["to"]) for edge in edges] == [
        (link.source, link.relation, link.target) for link in model.links
    ]


def test_vis_network_is_the_one_that_the_page_was_written_for():
    from importlib.util import find_spec

    file = Path(find_spec("pyvis").origin).parent.joinpath(*page_vis.VIS_NETWORK)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == VIS_DIGEST
    script = page_vis.script()
    assert "@license" in script
    assert "\r" not in script
    assert "sourceMappingURL" not in script
    assert "</script" not in script


def test_readers_without_scripts_get_a_table(ontology):
    text = drawn(REPORTS, ontology, language="en")
    plain = text[text.index("<noscript>") : text.index("</noscript>")]
    assert "<td>NATO<td>" in plain
    assert plain.count("<tr>") > 2


def test_the_interface_speaks_the_language_of_most_articles(ontology):
    assert Reader(drawn(reports_of(5, 8, ontology), ontology)).all("html")[0][0]["lang"] == "en"
    assert Reader(drawn([], ontology, language="id")).all("html")[0][0]["lang"] == "id"


def test_an_actor_that_is_not_there_is_an_error_with_a_hint(ontology):
    with pytest.raises(UsageError, match="no actor in this graph is called 'Natoo'") as caught:
        drawn(REPORTS, ontology, start={"actor": "Natoo"})
    assert caught.value.hint == "did you mean 'NATO'?"


def test_an_actor_is_known_by_any_of_its_names(ontology):
    assert '"start":{"actor":"Japan"}' in drawn(REPORTS, ontology, start={"actor": "jepang"})


def test_a_language_that_the_page_does_not_speak_is_an_error(ontology):
    with pytest.raises(UsageError, match="'tlh'"):
        drawn(REPORTS, ontology, language="tlh")


def test_an_empty_store_gives_a_page(ontology):
    assert "<h1>Nothing</h1>" in drawn([], ontology, title="Nothing")


def test_a_page_is_written_whole_or_not_at_all(store, tmp_path):
    file = tmp_path / "graph.html"
    page.write(store, file, page.Look(title="A"))
    first = file.read_bytes()
    assert first.decode("utf-8").startswith("<!doctype html>")
    assert b"\r" not in first
    with pytest.raises(ExportError, match="cannot be written"):
        page.write(store, tmp_path / "missing" / "graph.html")


def test_positions_are_kept_in_the_store_when_articles_come(store, ontology):
    page.page(store)
    before = json.loads((store.path / "layout.json").read_text(encoding="utf-8"))
    store.add(reports_of(12, 24, ontology))
    page.page(store)
    after = json.loads((store.path / "layout.json").read_text(encoding="utf-8"))
    assert len(after) > len(before)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_store_that_cannot_be_written_still_has_a_page(store):
    store.path.chmod(0o500)
    try:
        assert page.page(store).html
    finally:
        store.path.chmod(0o700)


def test_a_notebook_gets_a_frame_and_a_drawing(store):
    bundle = page.page(store)._repr_mimebundle_()
    frame = Reader(bundle["text/html"]).all("iframe")[0][0]
    assert frame["sandbox"] == "allow-scripts allow-popups allow-downloads"
    assert frame["srcdoc"] == page.page(store).html
    ElementTree.fromstring(bundle["image/svg+xml"])


def test_the_still_drawing_is_xml_whatever_the_names(ontology):
    model = page_model.build(reports_of(80, 400, ontology), ontology)
    hostile = model.graph["actors"]["label"]["en"]
    hostile[0] = "<b>&\"'</b>"
    scene = page_scene.scene(model, page_places.place(model), language="en", title=hostile[0])
    root = ElementTree.fromstring(page_svg.draw(scene))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "<b>&\"'</b>" in texts


def test_the_encoding_names_only_what_the_ontology_has(ontology):
    encoding = page_parts.encoding()
    assert set(encoding["groups"]) == set(ontology.groups)
    assert set(encoding["kinds"]) <= set(ontology.kinds)
    assert {encoding["solid"], *encoding["hidden"]} <= set(ontology.statuses)


def test_the_interface_has_the_same_texts_in_every_language():
    words = page_parts.words()
    keys = {language: set(texts) for language, texts in words.items()}
    assert len(set(map(frozenset, keys.values()))) == 1
    gaps = {
        language: {key: set(re.findall(r"\{\w+\}", text)) for key, text in texts.items()}
        for language, texts in words.items()
    }
    first, *others = gaps.values()
    assert all(other == first for other in others)


def test_every_text_that_the_script_asks_for_is_there():
    words = next(iter(page_parts.words().values()))
    files = sorted((TEMPLATES / "js").iterdir())
    script = "\n".join(file.read_text(encoding="utf-8") for file in files)
    asked = set(re.findall(r'\bt\("(\w+)"', script)) | set(
        re.findall(r'counted\([^;]*?"(\w+)", "(\w+)"', script)[0]
    )
    template = (TEMPLATES / "page.html.jinja").read_text(encoding="utf-8")
    asked |= set(re.findall(r'data-(?:word|say|hint)="(\w+)"', template))
    assert asked <= set(words)


def test_our_script_never_makes_markup_out_of_text():
    for file in sorted((TEMPLATES / "js").iterdir()):
        text = file.read_text(encoding="utf-8")
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "fetch(",
        ):
            assert word not in text, f"{file.name} uses {word}"


def test_every_part_of_the_script_is_in_the_page():
    assert {file.stem for file in (TEMPLATES / "js").iterdir()} == set(page_parts.SCRIPTS)


def test_findings_are_those_of_the_network_measures(ontology):
    reports = reports_of(40, 600, ontology)
    model = page_model.build(reports, ontology)
    number = {actor.id: at for at, actor in enumerate(model.actors)}
    found = page_findings.find(reports, ontology, number)
    graph = network_of(reports, ontology)
    groups = measures.communities(graph)
    assert (
        found["communities"]
        == [sorted(number[one] for one in group) for group in groups if len(group) > 2][:12]
    )
    first = measures.triads(graph)[0]
    assert found["triads"][0] == [[number[one] for one in first.actors], list(first.ties), first.mentions]


def test_the_registry_adds_other_names_offices_and_identifiers():
    index = ActorIndex.load()
    person = next(entry.actor for entry in index.entries.values() if entry.terms)
    known = page_registry.look_up([JAPAN, person])
    assert ("id", "Jepang") in known.names["Japan"]
    assert known.offices[person.id][0]["office"]
    assert all(len(row) == 2 for rows in known.identifiers.values() for row in rows)
