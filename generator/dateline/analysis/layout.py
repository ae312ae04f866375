"""Layout: places for the nodes of a graph, such that distances on paper follow distances in the graph.

Each connected part is laid out by lowering its stress, the sum of w (|p - q| - d)^2 over all pairs, with d the distance
in the graph and w = 1/d^2, one node at a time (E. R. Gansner, Y. Koren and S. North, Graph drawing by stress
majorization, 2004). Only sums, products, quotients and square roots are used, which are the same on every machine, in
an order that is fixed, and no chance. It takes time as the square of the number of nodes: for some hundred at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from msgspec import Struct

WIDTH = 1000
_TALLEST = 1400
_MARGIN = 40
_GAP = 120
_ROUNDS = 100
_STILL = 0.5
"""When no node moves further than this in a round, it is good enough: an edge is some hundred long."""


class Layout(Struct, frozen=True):
    """A place for every node, in a drawing `width` by `height`; a margin is left free."""

    places: Mapping[str, tuple[int, int]]
    width: int
    height: int


_Point = tuple[float, float]


def lay_out(ids: Sequence[str], lengths: Mapping[tuple[str, str], int]) -> Layout:
    """A layout of the nodes `ids`, given how long each edge wants to be (a whole number, at least 1).

    The same for the same ids in the same order, in whatever order the edges come.
    """
    import rustworkx  # noqa: PLC0415 - it takes 15 ms, and most builds draw nothing anew

    graph: rustworkx.PyGraph[str, int] = rustworkx.PyGraph()
    nodes = dict(zip(ids, graph.add_nodes_from(list(ids)), strict=True))
    graph.add_edges_from([(nodes[a], nodes[b], length) for (a, b), length in sorted(lengths.items())])
    # From one node at a time: for all pairs it would start threads, which processes forked later wait for in vain
    distances = {node: rustworkx.dijkstra_shortest_path_lengths(graph, node, float) for node in nodes.values()}
    parts = sorted(
        (sorted(part) for part in rustworkx.connected_components(graph)), key=lambda part: (-len(part), part)
    )
    drawn = [_placed(part, {a: distances[a] for a in part}) for part in parts]
    return _scaled({ids[node]: point for node, point in _packed(drawn).items()})


def _placed(part: Sequence[int], distances: Mapping[int, Mapping[int, float]]) -> dict[int, _Point]:
    """Places of the nodes of one connected part."""
    pulls = {a: [(b, distances[a][b], 1 / distances[a][b] ** 2) for b in part if b != a] for a in part}
    places = _on_a_circle(part, max((d for pull in pulls.values() for _, d, _ in pull), default=1.0) / 2)
    for _ in range(_ROUNDS):
        furthest = 0.0
        for a in part:
            if pulls[a]:
                moved = _eased(places[a], pulls[a], places)
                furthest = max(furthest, abs(moved[0] - places[a][0]), abs(moved[1] - places[a][1]))
                places[a] = moved
        if furthest < _STILL:
            break
    return places


def _eased(place: _Point, pulls: Sequence[tuple[int, float, float]], places: Mapping[int, _Point]) -> _Point:
    """Where a node has least stress, as the others see it."""
    x, y = place
    sum_x = sum_y = total = 0.0
    for other, wanted, weight in pulls:
        other_x, other_y = places[other]
        apart_x, apart_y = x - other_x, y - other_y
        apart = sqrt(apart_x * apart_x + apart_y * apart_y)
        stretch = wanted / apart if apart > 1e-9 else 0.0
        sum_x += weight * (other_x + apart_x * stretch)
        sum_y += weight * (other_y + apart_y * stretch)
        total += weight
    return sum_x / total, sum_y / total


def _on_a_circle(part: Sequence[int], radius: float) -> dict[int, _Point]:
    """The nodes around a circle, found without sine and cosine, on which machines differ."""
    points = {}
    for place, node in enumerate(part):
        turn = 4 * place / len(part)
        quarter = int(turn)
        t = turn - quarter
        # Not quite evenly spaced along a quarter, which does not matter for a start
        x, y = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
        for _ in range(quarter):
            x, y = -y, x
        points[node] = (radius * x, radius * y)
    return points


def _packed(parts: Iterable[Mapping[int, _Point]]) -> dict[int, _Point]:
    """The parts side by side in rows as wide as the first, and largest, one."""
    packed: dict[int, _Point] = {}
    widest = right = top = bottom = 0.0
    for part in parts:
        left, upper = min(x for x, _ in part.values()), min(y for _, y in part.values())
        width, height = max(x for x, _ in part.values()) - left, max(y for _, y in part.values()) - upper
        if not packed:
            widest = width
        elif right + width > widest:
            right, top = 0.0, bottom + _GAP
        packed |= {node: (right + x - left, top + y - upper) for node, (x, y) in part.items()}
        bottom = max(bottom, top + height)
        right += width + _GAP
    return packed


def _scaled(places: Mapping[str, _Point]) -> Layout:
    """The places in whole numbers: in the middle, as wide as can be without being too tall."""
    if not places:
        return Layout({}, WIDTH, 2 * _MARGIN)
    left, top = min(x for x, _ in places.values()), min(y for _, y in places.values())
    width, height = max(x for x, _ in places.values()) - left, max(y for _, y in places.values()) - top
    scale = min((WIDTH - 2 * _MARGIN) / max(width, 1.0), (_TALLEST - 2 * _MARGIN) / max(height, 1.0))
    margin = (WIDTH - width * scale) / 2
    whole = {
        id_: (round(margin + (x - left) * scale), round(_MARGIN + (y - top) * scale)) for id_, (x, y) in places.items()
    }
    return Layout(whole, WIDTH, max(y for _, y in whole.values()) + _MARGIN)
