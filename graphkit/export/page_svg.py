"""The strongest part of a graph as a still drawing, for papers and for notebooks that run no scripts."""

from collections.abc import Mapping, Sequence
from html import escape
from math import atan2, ceil, cos, hypot, log2, sin, sqrt
from typing import Any

from graphkit.export import page_parts
from graphkit.export.page_layout import Place
from graphkit.export.page_model import Link, Model

TOP, LINES = 60, 170
WIDE = 1100
TEXT, MUTED, NODE, BACK = "#171b22", "#57606d", "#46505f", "#ffffff"
Point = tuple[float, float]
# Outlines in a box of 14 by 14, as the page draws them.
OUTLINES = {
    "hexagon": "M4 1.8h6L13 7l-3 5.2H4L1 7z",
    "diamond": "M7 .8 13.2 7 7 13.2.8 7z",
    "triangle": "M7 1.5 13 12H1z",
    "triangleDown": "M7 12.5 13 2H1z",
    "square": "M2 2h10v10H2z",
    "star": "m7 .8 1.8 4.1 4.4.4-3.3 3 1 4.4L7 10.4l-3.9 2.3 1-4.4-3.3-3 4.4-.4z",
}
DOT = "M7 1.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z"


def draw(model: Model, places: Sequence[Place], *, language: str, top: int = TOP) -> str:
    """Return an SVG of the `top` strongest actors and the lines between them, names in a language."""
    count = min(top, len(model.actors))
    links = [link for link in model.links if link.source < count and link.target < count][:LINES]
    shown = sorted({end for link in links for end in (link.source, link.target)})
    spots, high = _scaled({actor: places[actor] for actor in shown})
    groups = _used(model, links)
    rows = ceil(len(groups) / 4) if links else 0
    body = [*_lines(model, links, spots), *_actors(model, spots, language), *_legend(groups, high, language)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high + 22 * rows + 8}" width="{WIDE}" '
        'font-family="system-ui, sans-serif" role="img">'
    )
    back = f'<rect width="{WIDE}" height="{high + 22 * rows + 8}" fill="{BACK}"/>'
    return "\n".join([head, back, *body, "</svg>"]) + "\n"


def _scaled(places: Mapping[int, Place]) -> tuple[dict[int, Point], int]:
    """Return positions that fill the width, with a margin for names, and the height they take."""
    if not places:
        return {}, 60
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    left, top = min(xs), min(ys)
    wide, high = max(xs) - left, max(ys) - top
    scale = min((WIDE - 180) / max(wide, 1), 900 / max(high, 1), 1.3)
    shift = (WIDE - wide * scale) / 2
    spots = {at: (shift + (x - left) * scale, 34 + (y - top) * scale) for at, (x, y) in places.items()}
    return spots, ceil(high * scale) + 90


def _lines(model: Model, links: Sequence[Link], spots: Mapping[int, Point]) -> list[str]:
    pairs: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        low, high = sorted((link.source, link.target))
        pairs.setdefault((low, high), []).append(link)
    drawn = []
    for (low, _), pair in pairs.items():
        for at, link in enumerate(pair):
            middle = (len(pair) - 1) / 2
            lane = (at - middle) * min(0.16, 0.42 / max(1, middle))
            drawn.append(_line(model, link, spots, lane if link.source == low else -lane))
    return drawn


def _line(model: Model, link: Link, spots: Mapping[int, Point], lane: float) -> str:
    if link.source == link.target:
        return ""
    start, end = spots[link.source], spots[link.target]
    dx, dy = end[0] - start[0], end[1] - start[1]
    middle = ((start[0] + end[0]) / 2 + dy * lane, (start[1] + end[1]) / 2 - dx * lane)
    relation = model.graph["relations"][link.relation]
    group = _look(model.graph["groups"][relation["group"]]["id"])
    tip = _towards(end, middle, _size(model, link.target) + 3)
    width = min(7.0, 1 + 1.2 * log2(link.mentions))
    dash = "" if link.actual else ' stroke-dasharray="5 4"'
    opacity = 0.5 if group.get("faint") else 0.85
    path = f"M{_xy(start)}Q{_xy(middle)} {_xy(tip)}"
    end_ = "" if relation["symmetric"] else _end(tip, middle, group, width)
    return (
        f'<g stroke="{group["light"]}" fill="none" opacity="{opacity}">'
        f'<path d="{path}" stroke-width="{width:.1f}"{dash}/>{end_}</g>'
    )


def _end(tip: Point, before: Point, group: dict[str, Any], width: float) -> str:
    angle = atan2(tip[1] - before[1], tip[0] - before[0])
    half = 3 + 0.7 * width

    def at(along: float, across: float) -> str:
        x = tip[0] + along * cos(angle) - across * sin(angle)
        return f"{x:.1f} {tip[1] + along * sin(angle) + across * cos(angle):.1f}"

    if group["end"] == "bar":
        return f'<path d="M{at(0, half)}L{at(0, -half)}" stroke-width="2.4"/>'
    path = f"M{at(0, 0)}L{at(-2 * half, half)}L{at(-2 * half, -half)}z"
    return f'<path d="{path}" fill="{group["light"]}" stroke="none"/>'


def _actors(model: Model, spots: Mapping[int, Point], language: str) -> list[str]:
    labels = model.graph["actors"]["label"]
    names = labels.get(language) or next(iter(labels.values()))
    drawn, taken = [], list[tuple[float, float, float, float]]()
    for actor, (x, y) in spots.items():
        size = _size(model, actor)
        drawn.append(_outline(_shape(model, actor), x, y, size))
        name = names[actor] if len(names[actor]) <= 34 else names[actor][:33] + "…"
        half = len(name) * 3.5
        box = (x - half, y + size, x + half, y + size + 15)
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            taken.append(box)
            drawn.append(
                f'<text x="{x:.1f}" y="{y + size + 12:.1f}" text-anchor="middle" font-size="12" '
                f'fill="{TEXT}" stroke="{BACK}" stroke-width="3" paint-order="stroke">{escape(name)}</text>'
            )
    return drawn


def _outline(shape: str, x: float, y: float, size: float) -> str:
    ink = f'fill="{BACK}" stroke="{NODE}" stroke-width="2"' if shape == "ring" else f'fill="{NODE}"'
    where = f"translate({x - size:.1f} {y - size:.1f}) scale({size / 7:.3f})"
    return f'<path d="{OUTLINES.get(shape, DOT)}" transform="{where}" {ink}/>'


def _legend(groups: Sequence[dict[str, Any]], top: int, language: str) -> list[str]:
    drawn = []
    for at, group in enumerate(groups):
        x, y = 40 + (at % 4) * 265, top + 8 + 22 * (at // 4)
        look = _look(group["id"])
        label = group["label"].get(language) or next(iter(group["label"].values()))
        end = f"M{x + 22} {y - 5}v10" if look["end"] == "bar" else f"M{x + 17} {y - 4}l6 4-6 4"
        drawn.append(
            f'<path d="M{x} {y}h22{end}" stroke="{look["light"]}" stroke-width="2.5" fill="none"/>'
            f'<text x="{x + 32}" y="{y + 4}" font-size="12" fill="{MUTED}">{escape(label)}</text>'
        )
    return drawn


def _used(model: Model, links: Sequence[Link]) -> list[dict[str, Any]]:
    relations, groups = model.graph["relations"], model.graph["groups"]
    used = {relations[link.relation]["group"] for link in links}
    return [groups[at] for at in sorted(used)]


def _look(group: str) -> dict[str, Any]:
    encoding = page_parts.encoding()
    look: dict[str, Any] = encoding["groups"].get(group, encoding["other"]["group"])
    return look


def _shape(model: Model, actor: int) -> str:
    kind = model.graph["kinds"][model.graph["actors"]["kind"][actor]]["id"]
    encoding = page_parts.encoding()
    shape: str = encoding["kinds"].get(kind, encoding["other"]["kind"])
    return shape


def _size(model: Model, actor: int) -> float:
    return min(19.0, 5 + 1.3 * sqrt(model.weights[actor]))


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = hypot(other[0] - point[0], other[1] - point[1]) or 1.0
    share = min(distance / length, 1.0)
    return point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share


def _xy(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
