"""Copies of one story are one origin, whatever leads or cuts it; two reports of one event are two."""

import random
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import told

from graphkit.copies import sketches
from graphkit.copies.origins import origins, together
from graphkit.copies.shingles import containment, shingles
from graphkit.copies.sketches import Sketch, likely, sketch
from graphkit.knowledge.ontology import Ontology
from graphkit.network.build import build
from graphkit.text import Article

WORDS = [
    "harbour",
    "minister",
    "said",
    "troops",
    "border",
    "treaty",
    "signed",
    "ship",
    "left",
    "envoy",
    "asked",
    "winter",
    "grain",
    "price",
    "vote",
    "council",
    "bridge",
    "closed",
    "talks",
    "north",
    "river",
    "court",
]


def story(seed: int, length: int = 200) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) for _ in range(length)) + "."


def article(key: str, text: str, day: str | None = None) -> Article:
    return Article(key, "en", "", text, day)


WIRE = story(1)


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE.upper(),
        WIRE.replace(" ", "  "),
        "A lead that our own desk wrote stands before the story now. " + WIRE,
        WIRE[: len(WIRE) // 2],
        WIRE + " " + story(7, 120),
        WIRE.replace("minister", "premier"),
    ],
)
def test_a_copy_has_the_origin_of_the_first(copy: str) -> None:
    found = origins(
        [article("b", copy, "2024-05-31"), article("a", WIRE, "2024-05-30"), article("c", story(2))]
    )
    assert found == {"a": "a", "b": "a", "c": "c"}


def test_a_quotation_in_common_makes_no_copy() -> None:
    quote = story(3, 30)
    found = origins([article("a", story(4) + quote), article("b", story(5) + quote)])
    assert found == {"a": "a", "b": "b"}


def test_short_texts_are_copies_only_where_they_are_equal() -> None:
    found = origins([article("a", "NATO met Japan today."), article("b", "NATO met Japan today!"),
                     article("c", "NATO met Japan today, too."), article("d", "日本")])  # fmt: skip
    assert found == {"a": "a", "b": "b", "c": "c", "d": "d"}
    assert origins([article("b", story(1, 8)), article("a", story(1, 8))]) == {"a": "a", "b": "a"}


def test_the_order_of_articles_does_not_matter() -> None:
    three = [
        article("a", WIRE, "2024"),
        article("b", WIRE[:900], None),
        article("c", WIRE + story(9), "2023-01-01"),
    ]
    found = [origins(order) for order in permutations(three)]
    assert all(one == {"a": "c", "b": "c", "c": "c"} for one in found)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_texts_have_origins(one: str, other: str) -> None:
    found = origins([article("a", one), article("b", other)])
    assert found["a"] == "a"
    assert found["b"] in ("a", "b")
    assert 0 <= containment(shingles(one), shingles(other)) <= 1


def sketched(**texts: str) -> dict[str, Sketch]:
    return {key: sketch(shingles(text)) for key, text in texts.items()}


def test_likely_copies_share_a_band() -> None:
    met = [likely(sketched(a=story(n), b=story(n)[300:])) for n in range(50)]
    assert sum(bool(pairs) for pairs in met) >= 49
    apart = [likely(sketched(a=story(n), b=story(n + 100))) for n in range(50)]
    assert sum(bool(pairs) for pairs in apart) <= 1


def test_a_phrase_that_everybody_prints_brings_nobody_together(monkeypatch: pytest.MonkeyPatch) -> None:
    many = sketched(**{f"k{n}": WIRE for n in range(6)})
    assert len(likely(many)) == 15
    monkeypatch.setattr(sketches, "_CROWD", 5)
    assert likely(many) == []


@given(st.text(max_size=400))
def test_a_sketch_is_kept_as_bytes(text: str) -> None:
    made = sketch(shingles(text))
    assert Sketch.unpack(made.pack()) == made
    assert Sketch.unpack(made.pack()[1:]) is None


def test_confidence_grows_with_origins_and_not_with_copies() -> None:
    text = f"Iran praised Japan. {WIRE}"
    first, said = told(text, "Iran", "supports", "Japan", "praised", key="a")
    other, more = told(f"Iran praised Japan. {story(2)}", "Iran", "supports", "Japan", "praised", key="b")
    copy = replace(first, id="c")
    repeated = tuple(replace(s, evidence=replace(s.evidence, article="c")) for s in said)
    ontology = Ontology.load()

    def edge(*reports: object) -> dict[str, object]:
        ((_, _, found),) = build(reports, ontology).edges(data=True)  # type: ignore[arg-type]
        return found

    once, twice, both = (
        edge((first, said)),
        edge((first, said), (copy, repeated)),
        edge((first, said), (other, more)),
    )
    assert (once["articles"], once["origins"], once["confidence"]) == (1, 1, 0.9)
    assert (twice["articles"], twice["origins"], twice["confidence"]) == (2, 1, 0.9)
    assert (both["articles"], both["origins"], both["confidence"]) == (2, 2, 0.99)
    assert together([]) == 0
