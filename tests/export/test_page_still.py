"""Still drawings and networks: the same picture as the page, in files of other tools, and parts of it."""

import struct
import zlib
from xml.etree import ElementTree

import networkx as nx
import pytest
from generated_graph import reports as reports_of
from told import told

from graphkit.errors import ExportError, UsageError
from graphkit.export import page_places, page_scene, page_still
from graphkit.export.page_look import Look
from graphkit.export.part import Part
from graphkit.export.save import save
from graphkit.facts import Status
from graphkit.knowledge.ontology import Ontology
from graphkit.network.select import Selection
from graphkit.store.store import GraphStore

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    ontology = Ontology.load()
    with GraphStore.open(tmp_path_factory.mktemp("still") / "kg", write=True, ontology=ontology) as opened:
        opened.add(reports_of(80, 600, ontology))
        yield opened


def texts(file) -> list[str]:
    return [one.text for one in ElementTree.parse(file).getroot().iter(f"{SVG}text")]


def pixels(file) -> tuple[int, int, int]:
    """Return width, height and the number of distinct colours of an 8-bit RGBA PNG without filters undone."""
    data = file.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", data[16:24])
    start, packed = 8, b""
    while start < len(data):
        (size,) = struct.unpack(">I", data[start : start + 4])
        if data[start + 4 : start + 8] == b"IDAT":
            packed += data[start + 8 : start + 8 + size]
        start += 12 + size
    raw = zlib.decompress(packed)
    assert len(raw) == high * (4 * wide + 1)
    return wide, high, len(set(raw))


@pytest.mark.parametrize("suffix", page_still.SUFFIXES)
def test_the_same_store_gives_the_same_bytes(store, tmp_path, suffix):
    for name in ("one", "two"):
        page_still.write(store, tmp_path / f"{name}{suffix}", Look(title="Title"))
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def test_a_picture_is_as_large_as_its_drawing_and_not_blank(store, tmp_path):
    page_still.write(store, tmp_path / "a.png")
    page_still.write(store, tmp_path / "a.svg")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    wide, high = (float(one) for one in root.get("viewBox").split()[2:])
    assert pixels(tmp_path / "a.png")[:2] == (wide * page_paint_scale(), high * page_paint_scale())
    assert pixels(tmp_path / "a.png")[2] > 50


def page_paint_scale() -> int:
    from graphkit.export.page_paint import SCALE

    return SCALE


def test_a_drawing_says_what_it_shows_and_hides(store, tmp_path):
    page_still.write(store, tmp_path / "a.svg", Look(title="Who and whom", part=Selection(top=20)))
    said = texts(tmp_path / "a.svg")
    assert said[0] == "Who and whom"
    assert said[1].startswith("150 articles · 2022-")
    assert said[-1].startswith("20 of 80 actors · ")
    assert "not drawn" in said[-1]
    assert "Material conflict".casefold() in {one.casefold() for one in said}


def test_names_do_not_lie_over_each_other(store, ontology):
    reports = list(store.reports())
    drawn = page_still.scene(reports, ontology, Look(), page_places.by_actor(store))
    names = [mark for mark in drawn.marks if isinstance(mark, page_scene.Words) and mark.centred]
    half = [len(one.text) * one.size * page_scene.LETTER / 2 for one in names]
    boxes = [(n.x - h, n.y - n.size * 0.8, n.x + h, n.y) for n, h in zip(names, half, strict=True)]
    assert len(boxes) > 15
    assert not [(a, b) for a in boxes for b in boxes if a < b and page_scene._meet(a, b)]


def test_the_part_of_an_actor_holds_it_and_its_partners(store, tmp_path):
    page_still.write(store, tmp_path / "a.svg", Look(part=Selection(actor="A3")))
    own = {name for actor in store.actors().values() if actor.id == "A3" for _, name in actor.names}
    assert own & set(texts(tmp_path / "a.svg"))


def test_a_denial_is_not_drawn(tmp_path, ontology):
    from dataclasses import replace

    article, (said,) = told("Aland did not attack Borduria.", "Aland", "attacks", "Borduria", "attack")
    drawn = page_still.scene([(article, (replace(said, status=Status.NEGATED),))], ontology, Look(), {})
    assert [mark.text for mark in drawn.marks] == [
        "This store holds no statements yet, so there is nothing to draw."
    ] or len(drawn.marks) == 1


def test_a_part_that_is_empty_says_what_there_is(store, tmp_path):
    look = Look(part=Selection(since="2031", relations=("attacks",)))
    with pytest.raises(ExportError, match="no statement is left: attacks, since 2031") as caught:
        page_still.write(store, tmp_path / "a.svg", look)
    assert caught.value.hint.startswith("the graph holds statements from 2022-")
    assert not list(tmp_path.iterdir())
    with pytest.raises(UsageError, match="'Nowhere'"):
        page_still.write(store, tmp_path / "a.png", Look(part=Selection(actor="Nowhere")))


def test_gexf_carries_places_sizes_colours_and_shapes_of_the_page(store, tmp_path):
    save(store, tmp_path / "a.gexf")
    graph = nx.read_gexf(tmp_path / "a.gexf")
    places = page_places.by_actor(store)
    for name, data in graph.nodes(data=True):
        spot = data["viz"]["position"]
        assert (spot["x"], -spot["y"]) == places[name]
        assert 5 < data["viz"]["size"] <= 19
        assert data["viz"]["color"] == {"r": 0x46, "g": 0x50, "b": 0x5F, "a": 1.0}
    elements = list(ElementTree.parse(tmp_path / "a.gexf").getroot().iter())
    shapes = {one.get("value") for one in elements if one.tag.endswith("}shape")}
    assert {"disc", "square", "triangle", "diamond", "solid", "dashed"} <= shapes
    edge = next(one for one in elements if one.get("kind") == "attacks")
    colour = next(part for part in edge if part.tag.endswith("}color"))
    red = page_scene.group_look("material_conflict")["light"]
    assert "#" + "".join(f"{int(colour.get(key)):02x}" for key in "rgb") == red


def test_graphml_carries_places_sizes_and_colours_as_plain_attributes(store, tmp_path):
    save(store, tmp_path / "a.graphml")
    graph = nx.read_graphml(tmp_path / "a.graphml")
    places = page_places.by_actor(store)
    for name, data in graph.nodes(data=True):
        assert (data["x"], data["y"]) == places[name]
        assert data["color"] == page_scene.NODE
    data = next(data for *_, data in graph.edges(data=True) if data["relation"] == "aids")
    assert data["color"] == page_scene.group_look("material_cooperation")["light"]
    assert data["arrow"] == "arrow"


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".gexf", ".graphml"])
def test_a_part_of_a_store_is_exported_as_such(store, tmp_path, suffix):
    part = Part(store, Selection(actor="A1", relations=("attacks",)))
    save(part, tmp_path / f"part{suffix}")
    text = (tmp_path / f"part{suffix}").read_text(encoding="utf-8")
    assert "attacks" in text
    assert "criticizes" not in text.replace("material", "")
    assert len(text) < 20_000_000


def test_python_takes_the_options_of_the_command_line_and_an_open_store(store):
    import graphkit

    page = graphkit.view(store, actor="A2", top=30, relation="material_conflict", title="Mine")
    assert '"actor":"A2"' in page.html
    assert '"n":"30"' in page.html
    assert "<title>Mine</title>" in page.html
    assert graphkit.view(store.path, top=30, title="Mine").svg != page.svg
    with pytest.raises(ExportError, match="no statement is left: since 2031"):
        graphkit.view(store, since="2031")
