"""Positions: the same for the same graph, apart from each other, kept when actors come."""

from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.export.page_layout import BACKBONE, place


def edges_of(count: int, number: int, seed: int = 5) -> list[tuple[int, int, float]]:
    random = Random(seed)
    return [
        (random.randrange(count), int(count * random.random() ** 3), random.randint(1, 9))
        for _ in range(number)
    ]


def test_the_same_graph_has_the_same_places():
    edges = edges_of(150, 400)
    assert place(150, edges) == place(150, edges)


def test_no_two_actors_share_a_place():
    places = place(900, edges_of(900, 2500))
    assert len(set(places)) == 900


def test_names_of_the_backbone_have_room():
    places = place(60, edges_of(60, 120))
    close = [(a, b) for a, b in combinations(places, 2) if abs(a[0] - b[0]) < 60 and abs(a[1] - b[1]) < 34]
    assert close == []


def test_the_picture_is_wider_than_high():
    places = place(80, edges_of(80, 200))
    wide = max(x for x, _ in places) - min(x for x, _ in places)
    high = max(y for _, y in places) - min(y for _, y in places)
    assert wide > high


def test_neighbours_lie_nearer_than_strangers():
    """Two groups of actors joined by one line come apart."""
    edges = [(a, b, 3.0) for group in (range(10), range(10, 20)) for a, b in combinations(group, 2)]
    places = place(20, [*edges, (0, 10, 1.0)])
    (ax, ay), (bx, by) = (
        (sum(x for x, _ in part) / 10, sum(y for _, y in part) / 10) for part in (places[:10], places[10:])
    )
    spread = max(abs(x - ax) + abs(y - ay) for x, y in places[:10])
    assert abs(ax - bx) + abs(ay - by) > spread


def test_known_actors_stay_where_they_are():
    before = dict(enumerate(place(120, edges_of(120, 300))))
    after = place(130, [*edges_of(120, 300), (125, 3, 2.0)], known=before)
    assert after[:120] == [before[actor] for actor in range(120)]
    assert len(set(after)) == 130


def test_a_newcomer_lies_beside_its_only_neighbour():
    before = dict(enumerate(place(120, edges_of(120, 300))))
    places = place(121, [*edges_of(120, 300), (120, 7, 1.0)], known=before)
    near = sorted(
        range(120),
        key=lambda actor: abs(places[actor][0] - places[120][0]) + abs(places[actor][1] - places[120][1]),
    )
    assert 7 in near[:12]


def test_a_strong_newcomer_stands_among_the_strong():
    """Weak actors fill the plain around the strong ones: who joins the strong does not stand behind them."""
    edges = edges_of(1500, 4000)
    before = place(1500, edges)
    known = {actor + 10: spot for actor, spot in enumerate(before)}  # ten newcomers are the strongest now
    joined = [(a + 10, b + 10, w) for a, b, w in edges] + [(new, 10 + 3 * new, 9.0) for new in range(10)]
    after = place(1510, joined, known=known)
    assert [after[actor] for actor in range(10, BACKBONE)] == [known[actor] for actor in range(10, BACKBONE)]
    assert len(set(after)) == 1510
    for new in range(10):
        (x, y), (near_x, near_y) = after[new], after[10 + 3 * new]
        assert abs(x - near_x) + abs(y - near_y) < 600
    moved = sum(after[actor] != known[actor] for actor in range(10, 1510))
    assert moved <= 10


def test_who_became_strong_far_out_comes_in():
    before = dict(enumerate(place(100, edges_of(100, 300))))
    wide = max(abs(x) for x, _ in before.values())
    after = place(100, edges_of(100, 300), known=before | {3: (20 * wide, 0)})
    assert abs(after[3][0]) < 2 * wide
    assert [after[actor] for actor in range(100) if actor != 3] == [
        before[actor] for actor in range(100) if actor != 3
    ]


def test_a_picture_that_knows_few_of_the_backbone_is_made_anew():
    edges = edges_of(120, 300)
    assert place(120, edges, known={119: (0, 0)}) == place(120, edges)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 12), st.data())
def test_any_small_graph_has_places(count, data):
    ends = st.integers(0, max(0, count - 1))
    edges = data.draw(st.lists(st.tuples(ends, ends, st.floats(1, 50)), max_size=30)) if count else []
    places = place(count, edges)
    assert len(places) == count
    assert len(set(places)) == count


def test_actors_beyond_the_backbone_are_placed_fast_enough_to_be_placed_at_all():
    count = BACKBONE * 10
    assert len(set(place(count, [(0, actor, 1.0) for actor in range(1, count)]))) == count
