"""Positions of actors: seeded, without overlap, stable when actors are added.

The strongest actors (the backbone) are laid out by forces, one connected part after the other; every
other actor then takes the free place nearest to its neighbours. Actors that have a place keep it.
"""

from collections.abc import Mapping, Sequence
from math import ceil, cos, hypot, pi, sin, sqrt
from statistics import median

import networkx
import numpy
from numpy.typing import NDArray

Place = tuple[int, int]
Floats = NDArray[numpy.float64]

BACKBONE = 130  # somewhat more than a screen shows at once
SEED = 20240530
FEW = 32  # actors up to which lines carry labels and want equal length
STEPS = 260
WIDE, HIGH = 130.0, 74.0  # room for a label under a node, in canvas units
EDGE = 150.0  # the length at which the forces on a line between two leaves balance
STRAY = 3.0  # times the usual distance from the middle beyond which a strong actor has lost the others
GOLDEN = pi * (3 - sqrt(5))


def place(
    count: int, edges: Sequence[tuple[int, int, float]], *, known: Mapping[int, Place] | None = None
) -> list[Place]:
    """Return a position for each of `count` actors, numbered by falling strength.

    `edges` are (source, target, weight). Actors in `known` stay where they are, unless so few of the
    backbone are known that a new picture is the better one; a weak one gives way to a strong newcomer.
    """
    old = dict(known or {})
    top = min(count, BACKBONE)
    if sum(actor in old for actor in range(top)) * 2 < top:
        return _fill(count, edges, _backbone(top, edges))
    return _fill(count, edges, _joined(top, edges, old))


def _joined(top: int, edges: Sequence[tuple[int, int, float]], old: Mapping[int, Place]) -> dict[int, Place]:
    """Return the known places, with the newcomers of the backbone among the strong.

    Weak actors stand everywhere around the strong: a newcomer takes such a place, and who stood there
    looks for another. Who has become strong far out is a newcomer, too.
    """
    kept = _near({actor: spot for actor, spot in old.items() if actor < top})
    strong = _fill(top, edges, dict(kept))
    taken = {_cell(*spot) for actor, spot in enumerate(strong) if actor not in kept}
    stay = {actor: spot for actor, spot in old.items() if actor >= top and _cell(*spot) not in taken}
    return stay | dict(enumerate(strong))


def _near(placed: Mapping[int, Place]) -> dict[int, Place]:
    """Return the places without strays, which lie several times as far from the middle as others."""
    if not placed:
        return {}
    middle = median(x for x, _ in placed.values()), median(y for _, y in placed.values())
    far = {actor: hypot(x - middle[0], y - middle[1]) for actor, (x, y) in placed.items()}
    limit = STRAY * max(median(far.values()), WIDE)
    return {actor: spot for actor, spot in placed.items() if far[actor] <= limit}


def _backbone(top: int, edges: Sequence[tuple[int, int, float]]) -> dict[int, Place]:
    graph: networkx.Graph = networkx.Graph()
    graph.add_nodes_from(range(top))
    for source, target, weight in edges:
        if source < top and target < top and source != target:
            before = graph.get_edge_data(source, target, {"weight": 0.0})["weight"]
            graph.add_edge(source, target, weight=before + weight)
    parts = sorted(
        (sorted(part) for part in networkx.connected_components(graph)), key=lambda p: (-len(p), p)
    )
    drawn = [_spread(_forces(graph.subgraph(part).copy(), part)) for part in parts]
    placed = _packed(drawn)
    return {
        actor: (round(float(x)), round(float(y)))
        for part, points in zip(parts, placed, strict=True)
        for actor, (x, y) in zip(part, points, strict=True)
    }


def _forces(graph: networkx.Graph, part: Sequence[int]) -> Floats:
    """Return positions [n, 2] by Fruchterman and Reingold's forces, started from graph distances.

    Graph distances alone make the better picture of few actors: every line is about as long.
    """
    n = len(part)
    if n == 1:
        return numpy.zeros((1, 2))
    at = {actor: index for index, actor in enumerate(part)}
    pull = numpy.zeros((n, n))
    for source, target, weight in sorted(graph.edges(data="weight")):
        pull[at[source], at[target]] = pull[at[target], at[source]] = 1 + 0.35 * numpy.log2(weight)
    points = _stress(graph, part)
    if n <= FEW:
        return _turned(points)
    mass = (1 + (pull > 0).sum(axis=1)) ** 0.4
    for step in range(STEPS):
        heat = 30.0 * (1 - step / STEPS) + 0.5
        points += _move(points, pull, mass, heat)
    return _opened(_turned(points))


def _stress(graph: networkx.Graph, part: Sequence[int]) -> Floats:
    """Return positions [n, 2] whose distances follow the steps between actors (majorization of stress)."""
    n = len(part)
    far = dict(networkx.all_pairs_shortest_path_length(graph))
    ideal = numpy.array([[far[a][b] for b in part] for a in part], dtype=float) * 160 + numpy.eye(n)
    points = numpy.random.default_rng(SEED).normal(size=(n, 2)) * 160
    weight = ideal**-2.0
    numpy.fill_diagonal(weight, 0)
    total = weight.sum(axis=1)[:, None]
    for _ in range(60):
        gap = points[:, None, :] - points[None, :, :]
        length = numpy.sqrt((gap**2).sum(axis=2)) + 1e-9
        aim = points[None, :, :] + gap * (ideal / length)[:, :, None]
        points = (aim * weight[:, :, None]).sum(axis=1) / total
    return points


def _move(points: Floats, pull: Floats, mass: Floats, heat: float) -> Floats:
    """Return one step [n, 2]: neighbours attract, all repel, the middle holds; `heat` is the longest step."""
    gap = points[:, None, :] - points[None, :, :]
    square = (gap**2).sum(axis=2) + 1.0
    both = mass[:, None] * mass[None, :]
    repel = EDGE**2 * both / square
    numpy.fill_diagonal(repel, 0)
    attract = pull * numpy.sqrt(square) / EDGE / numpy.sqrt(both)
    force = (gap * (repel - attract)[:, :, None]).sum(axis=1) - points * 0.25 * mass[:, None]
    length = numpy.sqrt((force**2).sum(axis=1, keepdims=True)) + 1e-9
    step: Floats = force / length * numpy.minimum(length, heat)
    return step


def _turned(points: Floats) -> Floats:
    """Turn points so that they are wider than high, as screens are."""
    centred = points - points.mean(axis=0)
    xx, yy = float((centred[:, 0] ** 2).sum()), float((centred[:, 1] ** 2).sum())
    xy = float((centred[:, 0] * centred[:, 1]).sum())
    angle = numpy.arctan2(2 * xy, xx - yy) / 2
    turn = numpy.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
    turned: Floats = (centred[:, :, None] * turn[None, :, :]).sum(axis=1)
    return turned


def _opened(points: Floats) -> Floats:
    """Move points outwards, those in the middle most, where hubs crowd; screens are wide."""
    radius = numpy.sqrt((points**2).sum(axis=1, keepdims=True)) + 1e-9
    opened: Floats = points * (radius / radius.max()) ** -0.38 * numpy.array([1.3, 1.0])
    return opened


def _spread(points: Floats) -> Floats:
    """Push points apart until no two labels overlap; a box is WIDE by HIGH."""
    points = points.copy()
    box, rank = numpy.array([WIDE, HIGH]), numpy.arange(len(points))
    order = numpy.sign(rank[:, None] - rank[None, :])[:, :, None]
    apart = ~numpy.eye(len(points), dtype=bool)
    for _ in range(120):
        gap = points[:, None, :] - points[None, :, :]
        over = box - numpy.abs(gap)
        clash = numpy.all(over > 0, axis=2) & apart
        if not numpy.any(clash):
            break
        sideways = (over[:, :, 0] / WIDE) < (over[:, :, 1] / HIGH)
        push = over * numpy.where(gap == 0, order, numpy.sign(gap)) * numpy.expand_dims(clash, 2) * 0.26
        points[:, 0] += (push[:, :, 0] * sideways).sum(axis=1)
        points[:, 1] += (push[:, :, 1] * ~sideways).sum(axis=1)
    return points


def _packed(parts: Sequence[Floats]) -> list[Floats]:
    """Put the parts beside each other: the largest in the middle, the others on a spiral around it."""
    taken: list[tuple[float, float, float, float]] = []
    packed = []
    for points in parts:
        low, high = points.min(axis=0), points.max(axis=0)
        middle, half = (low + high) / 2, (high - low) / 2 + numpy.array([WIDE, HIGH]) * 0.62
        shift = _free(float(half[0]), float(half[1]), taken)
        taken.append((shift[0], shift[1], float(half[0]), float(half[1])))
        packed.append(points - middle + numpy.array(shift))
    return packed


def _free(
    wide: float, high: float, taken: Sequence[tuple[float, float, float, float]]
) -> tuple[float, float]:
    """Return the spot nearest to the middle where a box of these half sizes meets none of the taken ones."""
    for step in range(20000):
        radius = 14.0 * sqrt(step)
        x, y = radius * cos(step * GOLDEN) * 1.45, radius * sin(step * GOLDEN)
        if all(abs(x - a) >= wide + w or abs(y - b) >= high + h for a, b, w, h in taken):
            return x, y
    return 0.0, 14.0 * len(taken)


def _fill(count: int, edges: Sequence[tuple[int, int, float]], placed: dict[int, Place]) -> list[Place]:
    """Give each actor without a place the free cell nearest to the middle of its placed neighbours."""
    near: dict[int, list[tuple[int, float]]] = {}
    for source, target, weight in edges:
        near.setdefault(source, []).append((target, weight))
        near.setdefault(target, []).append((source, weight))
    grid = {_cell(x, y) for x, y in placed.values()}
    next_step: dict[Place, int] = {}
    for actor in range(count):
        if actor not in placed:
            placed[actor] = _nearest(_middle(near.get(actor, ()), placed, len(placed)), grid, next_step)
    return [placed[actor] for actor in range(count)]


def _middle(near: Sequence[tuple[int, float]], placed: Mapping[int, Place], rank: int) -> tuple[float, float]:
    known = [(placed[actor], weight) for actor, weight in near if actor in placed]
    total = sum(weight for _, weight in known)
    if not total:
        radius = WIDE * 0.75 * sqrt(rank + 1)
        return radius * cos(rank * GOLDEN), radius * sin(rank * GOLDEN)
    return sum(x * w for (x, _), w in known) / total, sum(y * w for (_, y), w in known) / total


def _cell(x: float, y: float) -> Place:
    return round(x / WIDE), round(y / HIGH)


def _nearest(point: tuple[float, float], grid: set[Place], next_step: dict[Place, int]) -> Place:
    """Walk a spiral of cells from a point to the first free one; `next_step` remembers how far it is full."""
    home = _cell(*point)
    step = next_step.get(home, 1)
    while True:
        radius, angle = 0.6 * sqrt(step), step * GOLDEN
        cell = (home[0] + round(radius * cos(angle)), home[1] + ceil(radius * sin(angle) - 0.5))
        step += 1 + step // 24  # wider steps far out: a crowded middle would cost seconds otherwise
        if cell not in grid:
            grid.add(cell)
            next_step[home] = step
            return round(cell[0] * WIDE), round(cell[1] * HIGH)
