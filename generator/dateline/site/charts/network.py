"""Drawings of networks: all actors as the analysis laid them out, and the neighbours around one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dateline.analysis.network import Ego, Network
from dateline.site.cards import Cards
from dateline.site.charts.labels import LINE, Labels, lines_of
from dateline.site.charts.scale import percent, share
from dateline.site.charts.views import DrawingView, EdgeView, LabelView, NodeView

_HEIGHT = 0.75
"""A drawing is so much flatter than it was laid out: screens are wide, and names need little height."""
_EDGE = 3
"""Pixels above the highest name."""
_COLUMNS = (265, 735)
_BOW = 60
"""Where the first and last neighbours stand around an actor, and how much further out those between them do, in
thousandths: such that names of `_LETTERS` have room on the smallest screen."""
_LETTERS = 18
_ROW = 26
"""Height between two neighbours, without that of their names."""


def network_drawing(found: Network, cards: Cards) -> DrawingView:
    """All actors, the largest named first; a name for which there is no room is left out."""
    places = {node.id: (share(node.x, found.width), round(node.y * _HEIGHT)) for node in found.nodes}
    labels = Labels()
    for node in found.nodes:
        labels.take_dot(*places[node.id], _radius(node.size))
    nodes = []
    for node in found.nodes:
        (x, y), radius, card = places[node.id], _radius(node.size), cards.records["actor", node.id]
        nodes.append(NodeView(card, percent(x), y, radius, labels.place(card.name, x, y, radius)))
    edges = tuple(_edge(edge.kind, line_width(edge.weight), edge.pair, places) for edge in reversed(found.edges))
    return DrawingView(round(found.height * _HEIGHT), tuple(nodes), edges)


def ego_drawing(around: Ego, cards: Cards) -> DrawingView:
    """The neighbours of one actor in two columns around it, each with its name above it."""
    names = {one.id: lines_of(cards.records["actor", one.id].name, _LETTERS) for one in around.neighbours}
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
    nodes = [NodeView(cards.records["actor", around.id], "50%", middle, 9, None)]
    for id, lines in names.items():
        x, y = places[id]
        label = LabelView(lines, "middle", 0, y - 6 - LINE * len(lines) + LINE - 3, is_wide=False)
        nodes.append(NodeView(cards.records["actor", id], percent(x), y, 6, label))
    edges = tuple(_edge(kind, width, (a, b), places) for kind, width, a, b in _ego_edges(around))
    return DrawingView(dots[-1] + 12, tuple(nodes), edges)


def zip_sides(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    """Left and right neighbour of each row; the last row may have no right one."""
    yield from zip(left, [*right, ""], strict=False)


def _edge(kind: str, width: int, pair: tuple[str, str], places: Mapping[str, tuple[int, int]]) -> EdgeView:
    (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
    return EdgeView(kind, width, percent(x1), y1, percent(x2), y2)


def _ego_edges(around: Ego) -> Iterator[tuple[str, int, str, str]]:
    for edge in around.among[: len(around.neighbours)]:
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
