"""Labels: names in lines, put where they cover neither each other nor a dot, however wide the chart is."""

from __future__ import annotations

from textwrap import wrap

from msgspec import Struct

from dateline.site.charts.scale import NARROW, WIDE
from dateline.site.charts.views import LabelView

LINE = 14
"""Height of a line of a label."""
_LETTER = 6.5
"""Width of a letter, about."""
_WIDTHS = (NARROW, 360, 480, WIDE, 800, 1100)
"""Widths of a chart at which labels are tried; between them, nothing moves by much."""
_WIDE_ONES = tuple(width for width in _WIDTHS if width >= WIDE)
_NAME = 1000


class _Box(Struct, frozen=True):
    left: float
    right: float
    top: int
    bottom: int
    rank: int
    """Radius of a dot; names are above all dots."""

    def covers(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class _Spot(Struct, frozen=True):
    """A place beside a dot: where the text starts, seen from the dot, and its top."""

    anchor: str
    dx: int
    top: int

    def box(self, lines: tuple[str, ...], middle: float) -> _Box:
        wide = max(map(len, lines)) * _LETTER
        left = middle + self.dx - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return _Box(left, left + wide, self.top, self.top + LINE * len(lines), _NAME)


def lines_of(name: str, width: int = 20, most: int = 3) -> tuple[str, ...]:
    """A name in lines of at most `width` letters, cut with a mark where it needs more than `most` of them.

    >>> lines_of("Ministry of Economy of Ukraine")
    ('Ministry of Economy', 'of Ukraine')
    >>> lines_of("one two three", width=5, most=2)
    ('one', 'two…')
    """
    lines = wrap(name, width) or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: width - 1] + "…"]
    return tuple(lines)


class Labels:
    """The places in a chart that are taken, at each of the widths that it may have."""

    def __init__(self) -> None:
        self._taken: dict[int, list[_Box]] = {width: [] for width in _WIDTHS}

    def take_dot(self, x: int, y: int, radius: int) -> None:
        """Keep labels from a dot at `x` thousandths."""
        for width, taken in self._taken.items():
            middle = x * width / 1000
            taken.append(_Box(middle - radius, middle + radius, y - radius, y + radius, radius))

    def place(self, name: str, x: int, y: int, radius: int) -> LabelView | None:
        """A label beside the dot at `x` thousandths, where a place is free; None where there is no room.

        Where it must, it covers dots that are smaller than its own.
        """
        lines = lines_of(name)
        tall = LINE * len(lines)
        beside = y - tall // 2
        spots = (
            _Spot("middle", 0, y - radius - tall),
            _Spot("middle", 0, y + radius),
            _Spot("start", radius + 3, beside),
            _Spot("end", -radius - 3, beside),
        )
        for widths in (_WIDTHS, _WIDE_ONES):
            for rank in (0, radius):
                for spot in spots:
                    boxes = {width: spot.box(lines, x * width / 1000) for width in widths}
                    if all(self._is_free(box, width, rank) for width, box in boxes.items()):
                        for width, box in boxes.items():
                            self._taken[width].append(box)
                        return LabelView(lines, spot.anchor, spot.dx, spot.top + LINE - 3, is_wide=widths != _WIDTHS)
        return None

    def _is_free(self, box: _Box, width: int, rank: int) -> bool:
        is_inside = box.left >= 0 and box.right <= width and box.top >= 0
        return is_inside and not any(box.covers(other) for other in self._taken[width] if other.rank >= rank)
