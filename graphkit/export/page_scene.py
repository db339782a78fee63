"""The strongest part of a graph as marks on paper: what a still drawing shows, whatever file holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import atan2, ceil, cos, hypot, log2, sin, sqrt
from typing import Any

from graphkit.export import page_parts
from graphkit.export.files import legal
from graphkit.export.page_layout import Place
from graphkit.export.page_model import Link, Model

TOP, LINES = 60, 170
SIDE_BY_SIDE = 5  # lines drawn between the same two actors
WIDE, MARGIN = 1100.0, 90.0
TEXT, MUTED, NODE, BACK = "#171b22", "#57606d", "#46505f", "#ffffff"
NAMED = 24  # the strongest are named even where the name lies over the mark of a weaker one
LETTER = 0.56  # the mean width of a letter, as a share of its height
Point = tuple[float, float]
Box = tuple[float, float, float, float]
# Outlines in a box of 14 by 14, as the page draws them; a dot and a ring are circles.
OUTLINES: dict[str, tuple[Point, ...]] = {
    "hexagon": ((4, 1.8), (10, 1.8), (13, 7), (10, 12.2), (4, 12.2), (1, 7)),
    "diamond": ((7, 0.8), (13.2, 7), (7, 13.2), (0.8, 7)),
    "triangle": ((7, 1.5), (13, 12), (1, 12)),
    "triangleDown": ((7, 12.5), (13, 2), (1, 2)),
    "square": ((2, 2), (12, 2), (12, 12), (2, 12)),
    "star": ((7, 0.8), (8.8, 4.9), (13.2, 5.3), (9.9, 8.3), (10.9, 12.7), (7, 10.4), (3.1, 12.7), (4.1, 8.3),
             (0.8, 5.3), (5.2, 4.9)),
}  # fmt: skip
RADIUS = 5.5  # of a circle in that box


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from start to end, bent towards `via`."""

    start: Point
    via: Point
    end: Point
    colour: str
    width: float
    opacity: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled outline; without points a circle around `middle`. `hollow` leaves only its edge."""

    colour: str
    points: tuple[Point, ...] = ()
    middle: Point = (0.0, 0.0)
    radius: float = 0.0
    hollow: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `x` is its middle where it is `centred`, else its left end, `y` its baseline."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    centred: bool = False
    bold: bool = False


@dataclass(slots=True)
class Scene:
    """Marks in the order in which they are drawn, on a sheet of `wide` by `high`."""

    wide: float
    high: float
    marks: list[Stroke | Area | Words] = field(default_factory=list)


def scene(
    model: Model,
    places: Sequence[Place],
    *,
    language: str,
    title: str = "",
    scope: str = "",
    top: int | None = None,
) -> Scene:
    """Return the `top` strongest actors and the lines between them, with a legend, in a language.

    What is not shown at first on the page (denials) is not drawn either.
    """
    count = min(top or TOP, len(model.actors))
    links = _chosen(model, count)
    shown = sorted({end for link in links for end in (link.source, link.target)})
    head = 70.0 if title else 16.0
    spots, low = _scaled({actor: places[actor] for actor in shown}, head + 18)
    words = page_parts.words()[language]
    drawn = Scene(WIDE, low)
    if title:
        drawn.marks.append(Words(28, 36, shortened(title, 90), 20, TEXT, bold=True))
        drawn.marks.append(Words(28, 56, scope, 12, MUTED))
    if not links:
        drawn.marks.append(Words(28, head + 24, words["nothing_left" if model.links else "empty"], 14, MUTED))
        drawn.high = head + 60
        return drawn
    drawn.marks += _lines(model, links, spots)
    drawn.marks += _actors(model, spots, language)
    _legend(drawn, model, links, language)
    return drawn


def shortened(text: str, most: int = 34) -> str:
    """Return a text as one line of at most so many characters that paper can show."""
    plain = legal(" ".join("".join(char if char.isprintable() else " " for char in text).split()))
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _chosen(model: Model, count: int) -> list[Link]:
    """Return the strongest lines among the first `count` actors, few between the same two."""
    beside: dict[tuple[int, int], int] = {}
    found = []
    for link in model.links:
        pair = (min(link.source, link.target), max(link.source, link.target))
        if pair[1] < count and pair[0] != pair[1] and beside.get(pair, 0) < SIDE_BY_SIDE:
            beside[pair] = beside.get(pair, 0) + 1
            found.append(link)
    return found[: max(LINES, 3 * count)]


def _scaled(places: Mapping[int, Place], top: float) -> tuple[dict[int, Point], float]:
    """Return positions that fill the width, with a margin for names, and where the drawing ends."""
    if not places:
        return {}, top
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    left, upper = min(xs), min(ys)
    wide, high = max(xs) - left, max(ys) - upper
    across = min((WIDE - 2 * MARGIN) / max(wide, 1), 1.6)
    down = min(across, 760 / max(high, 1), 1.4)
    shift = (WIDE - wide * across) / 2
    spots = {at: (shift + (x - left) * across, top + (y - upper) * down) for at, (x, y) in places.items()}
    return spots, ceil(top + high * down) + 44.0


# ---- Lines


def _lines(model: Model, links: Sequence[Link], spots: Mapping[int, Point]) -> list[Stroke | Area | Words]:
    pairs: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        pairs.setdefault((min(link.source, link.target), max(link.source, link.target)), []).append(link)
    drawn: list[Stroke | Area | Words] = []
    for (low, _), pair in reversed(pairs.items()):  # the strongest lies on top
        for at, link in enumerate(pair):
            middle = (len(pair) - 1) / 2
            lane = (at - middle) * min(0.16, 0.42 / max(1, middle))
            drawn += _line(model, link, spots, lane if link.source == low else -lane)
    return drawn


def _line(model: Model, link: Link, spots: Mapping[int, Point], lane: float) -> list[Stroke | Area | Words]:
    start, end = spots[link.source], spots[link.target]
    dx, dy = end[0] - start[0], end[1] - start[1]
    via = ((start[0] + end[0]) / 2 + dy * lane, (start[1] + end[1]) / 2 - dx * lane)
    relation = model.graph["relations"][link.relation]
    look = group_look(model.graph["groups"][relation["group"]]["id"])
    tip = _towards(end, via, node_size(model, link.target) + 3)
    width = line_width(link.mentions)
    opacity = 0.5 if look.get("faint") else 0.85
    line = Stroke(start, via, tip, look["light"], width, opacity, dashed=not link.actual)
    return [line] if relation.get("symmetric") else [line, _end(tip, via, look, width, opacity)]


def _end(tip: Point, before: Point, look: Mapping[str, Any], width: float, opacity: float) -> Stroke | Area:
    angle = atan2(tip[1] - before[1], tip[0] - before[0])
    half = 3 + 0.7 * width

    def at(along: float, across: float) -> Point:
        x = tip[0] + along * cos(angle) - across * sin(angle)
        return x, tip[1] + along * sin(angle) + across * cos(angle)

    if look["end"] == "bar":
        return Stroke(at(0, half), tip, at(0, -half), look["light"], 2.4, opacity)
    return Area(look["light"], (at(0, 0), at(-2 * half, half), at(-2 * half, -half)), opacity=opacity)


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = hypot(other[0] - point[0], other[1] - point[1]) or 1.0
    share = min(distance / length, 1.0)
    return point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share


# ---- Actors and their names


def _actors(model: Model, spots: Mapping[int, Point], language: str) -> list[Stroke | Area | Words]:
    labels = model.graph["actors"]["label"]
    names = labels.get(language) or next(iter(labels.values()))
    sizes = {actor: node_size(model, actor) for actor in spots}
    nodes = [(x - sizes[at], y - sizes[at], x + sizes[at], y + sizes[at]) for at, (x, y) in spots.items()]
    areas: list[Stroke | Area | Words] = []
    texts: list[Stroke | Area | Words] = []
    taken: list[Box] = []
    for number, (actor, spot) in enumerate(spots.items()):
        areas.append(outline(node_shape(model, actor), spot, sizes[actor]))
        text = shortened(names[actor])
        around = _around(spot, sizes[actor], 12, len(text) * 12 * LETTER)
        inside = [place for place in around if place[2][0] > 4 and place[2][2] < WIDE - 4]
        clear = [
            place for place in inside if not _hits(place[2], [*taken, *nodes[:number], *nodes[number + 1 :]])
        ]
        if not clear and number < NAMED:
            clear = [place for place in inside if not _hits(place[2], [*taken, *nodes[:number]])]
        for x, y, box in clear[:1]:
            taken.append(box)
            texts.append(Words(x, y, text, 12, TEXT, centred=True))
    return areas + texts


def _around(spot: Point, size: float, high: float, wide: float) -> list[tuple[float, float, Box]]:
    """Return where a name may stand: below, above, right and left of its actor, with the box it takes."""
    x, y = spot
    middles = (
        (x, y + size + 0.55 * high + 3),
        (x, y - size - 0.55 * high - 2),
        (x + size + 5 + wide / 2, y),
        (x - size - 5 - wide / 2, y),
    )
    return [
        (mx, my + 0.36 * high, (mx - wide / 2, my - high / 2, mx + wide / 2, my + high / 2))
        for mx, my in middles
    ]


def _hits(box: Box, others: Sequence[Box]) -> bool:
    return any(_meet(box, other) for other in others)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def outline(shape: str, spot: Point, size: float) -> Area:
    """Return the outline of an actor of that half width around a spot."""
    scale = size / 7
    points = tuple((spot[0] + (x - 7) * scale, spot[1] + (y - 7) * scale) for x, y in OUTLINES.get(shape, ()))
    return Area(NODE, points, spot, RADIUS * scale, hollow=shape == "ring")


# ---- Legend


def _legend(drawn: Scene, model: Model, links: Sequence[Link], language: str) -> None:
    """Add, below the drawing, what colours, ends, dashes and shapes mean, and how much is drawn."""
    words = page_parts.words()[language]
    relations, groups = model.graph["relations"], model.graph["groups"]
    used = sorted({relations[link.relation]["group"] for link in links})
    y = drawn.high + 8
    entries = [(groups[at], group_look(groups[at]["id"])) for at in used]
    for at, (group, look) in enumerate(entries):
        x, row = 40 + (at % 3) * 350.0, y + 22 * (at // 3)
        end = (x + 24, row)
        drawn.marks.append(Stroke((x, row), (x + 12, row), end, look["light"], 2.5))
        drawn.marks.append(_end(end, (x, row), look, 1.6, 1.0))
        drawn.marks.append(Words(x + 34, row + 4, labelled(group, language), 12, MUTED))
    y += 22 * ceil(len(entries) / 3) + 2
    ends = {end for link in links for end in (link.source, link.target)}
    x = 40.0
    for number in sorted({model.graph["actors"]["kind"][actor] for actor in ends}):
        kind = model.graph["kinds"][number]
        name = labelled(kind, language)
        if x + 30 + len(name) * 7 > WIDE - 20:
            x, y = 40.0, y + 22
        drawn.marks.append(outline(kind_shape(kind["id"]), (x + 6, y), 6))
        drawn.marks.append(Words(x + 18, y + 4, name, 12, MUTED))
        x += 46 + len(name) * 7
    notes = ("legend_bar", "legend_dash", "legend_width", "legend_missing")
    drawn.marks.append(Words(40, y + 26, "   ·   ".join(words[one] for one in notes), 12, MUTED))
    figures = {
        "shown": len(ends),
        "all": len(model.actors),
        "lines": len(links),
        "hidden": len(model.links) - len(links),
    }
    drawn.marks.append(Words(40, y + 48, words["shown_some"].format(**figures), 12, TEXT, bold=True))
    drawn.high = y + 66


# ---- Looks, the same as those of the page


def labelled(term: Mapping[str, Any], language: str) -> str:
    """Return a term's label in a language, else in any."""
    label: str = term["label"].get(language) or next(iter(term["label"].values()))
    return label


def group_look(group: str) -> dict[str, Any]:
    """Return colours and line end of a class of relations."""
    encoding = page_parts.encoding()
    look: dict[str, Any] = encoding["groups"].get(group, encoding["other"]["group"])
    return look


def kind_shape(kind: str) -> str:
    """Return the shape of a kind of actor."""
    encoding = page_parts.encoding()
    shape: str = encoding["kinds"].get(kind, encoding["other"]["kind"])
    return shape


def node_shape(model: Model, actor: int) -> str:
    """Return the shape of an actor."""
    return kind_shape(model.graph["kinds"][model.graph["actors"]["kind"][actor]]["id"])


def node_size(model: Model, actor: int) -> float:
    """Return half the width of an actor's mark."""
    return mark_size(model.weights[actor])


def mark_size(mentions: int) -> float:
    """Return half the width of the mark of an actor with so many mentions."""
    return round(min(19.0, 5 + 1.3 * sqrt(mentions)), 2)


def line_width(mentions: int) -> float:
    """Return the width of a line that stands for so many mentions."""
    return round(min(7.0, 1 + 1.2 * log2(mentions)), 2)
