"""Drawings of networks: all actors as the analysis laid them out, and the neighbours around one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import isqrt

from dateline.analysis.network import Ego, Network
from dateline.site.card_views import RecordCard
from dateline.site.charts.labels import LINE, Labels, lines_of
from dateline.site.charts.scale import percent, share
from dateline.site.charts.views import DrawingView, EdgeView, LabelView, NodeView

_HEIGHT = 0.75
"""A drawing is so much flatter than it was laid out: screens are wide, and names need little height."""
_MARGIN = 30
_APART = 24
"""Pixels between dots, at least: a name and a little more."""
_ROUNDS = 60
_EDGE = 3
"""Pixels above the highest name."""
_COLUMNS = (265, 735)
_BOW = 60
"""Where the first and last neighbours stand around an actor, and how much further out those between them do, in
thousandths: such that names of `_LETTERS` have room on the smallest screen."""
_LETTERS = 18
_ROW = 26
"""Height between two neighbours, without that of their names."""


def network_drawing(found: Network, cards: Mapping[str, RecordCard]) -> DrawingView:
    """All actors, the largest named first; a name for which there is no room is left out."""
    radii = {node.id: _radius(node.size) for node in found.nodes}
    places = _parted({node.id: (share(node.x, found.width), round(node.y * _HEIGHT)) for node in found.nodes}, radii)
    labels = Labels()
    for node in found.nodes:
        labels.take_dot(*places[node.id], radii[node.id])
    nodes = []
    for node in found.nodes:
        (x, y), radius, card = places[node.id], radii[node.id], cards[node.id]
        nodes.append(NodeView(card, percent(x), y, radius, labels.place(card.name, x, y, radius)))
    edges = tuple(_edge(edge.kind, line_width(edge.weight), edge.pair, places) for edge in reversed(found.edges))
    return DrawingView(max((y for _, y in places.values()), default=0) + _MARGIN, tuple(nodes), edges)


def _parted(places: Mapping[str, tuple[int, int]], radii: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The places with dots moved apart that are too near for a name between them, in a drawing 1000 pixels wide.

    Whole numbers and square roots of whole numbers only, so that machines agree.
    """
    parted = dict(places)
    for _ in range(_ROUNDS):
        is_still = True
        for (a, (ax, ay)), (b, (bx, by)) in combinations(list(parted.items()), 2):
            wanted = radii[a] + radii[b] + _APART
            square = (bx - ax) ** 2 + (by - ay) ** 2
            if square < wanted**2:
                is_still = False
                x, y = _step((bx - ax, by - ay), isqrt(square), wanted)
                parted[a] = _kept_in(parted[a][0] - x, parted[a][1] - y)
                parted[b] = _kept_in(parted[b][0] + x, parted[b][1] + y)
        if is_still:
            break
    return parted


def _step(way: tuple[int, int], apart: int, wanted: int) -> tuple[int, int]:
    """How far one of two dots moves: half of what they lack, and a little more, so that they come to rest."""
    if not apart:
        return 0, wanted // 2 + 1
    x, y = way
    half = (wanted - apart + 2) // 2
    return x * half // apart, y * half // apart


def _kept_in(x: int, y: int) -> tuple[int, int]:
    return min(max(x, _MARGIN), 1000 - _MARGIN), max(y, _MARGIN)


def ego_drawing(around: Ego, cards: Mapping[str, RecordCard]) -> DrawingView:
    """The neighbours of one actor in two columns around it, each with its name above it."""
    names = {one.id: lines_of(cards[one.id].name, _LETTERS) for one in around.neighbours}
    ids = list(names)
    sides = ids[::2], ids[1::2]
    rows = [max(len(names[id]) for id in row if id) for row in zip_sides(*sides)]
    tops = [_EDGE + sum(rows[:row]) * LINE + row * _ROW for row in range(len(rows))]
    dots = [top + lines * LINE + 6 for top, lines in zip(tops, rows, strict=True)]
    middle = (dots[0] + dots[-1]) // 2
    places = {around.id: (500, middle)}
    for side, column, outward in zip(sides, _COLUMNS, (-1, 1), strict=True):
        for row, id in enumerate(side):
            # A shallow bow, by whole numbers: the rows in the middle stand further out
            off = abs(2 * row - len(rows) + 1)
            places[id] = (column + outward * (_BOW - share(off, len(rows), _BOW)), dots[row])
    nodes = [NodeView(cards[around.id], "50%", middle, 9, None)]
    for id, lines in names.items():
        x, y = places[id]
        label = LabelView(lines, "middle", 0, y - 6 - LINE * len(lines) + LINE - 3, is_wide=False)
        nodes.append(NodeView(cards[id], percent(x), y, 6, label))
    edges = tuple(_edge(kind, width, (a, b), places) for kind, width, a, b in _ego_edges(around))
    return DrawingView(dots[-1] + 12, tuple(nodes), edges)


def zip_sides(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    """Left and right neighbour of each row; the last row may have no right one."""
    yield from zip(left, [*right, ""], strict=False)


def _edge(kind: str, width: int, pair: tuple[str, str], places: Mapping[str, tuple[int, int]]) -> EdgeView:
    (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
    return EdgeView(kind, width, percent(x1), y1, percent(x2), y2)


def _ego_edges(around: Ego) -> Iterator[tuple[str, int, str, str]]:
    for edge in around.among:
        yield edge.kind, 1, *edge.pair
    for neighbour in around.neighbours:
        if neighbour.together:
            yield "together", line_width(neighbour.together), around.id, neighbour.id
        if neighbour.declared:
            yield "declared", 2, around.id, neighbour.id


def line_width(weight: int) -> int:
    """How wide a line stands for a weight: 1 to 5, one more for each doubling."""
    return min(weight.bit_length(), 5)


def _radius(size: int) -> int:
    """One step for each doubling of the number of briefs."""
    return 4 + 2 * min(size.bit_length(), 6)
