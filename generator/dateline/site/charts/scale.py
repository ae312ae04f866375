"""Scales: numbers and dates to places in a chart, with few decimals and the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from dateline.content.dates import PartialDate
from dateline.site.charts.views import TickView

NARROW = 288
"""Pixels between the margins of the smallest screen, for which labels are laid out."""
WIDE = 640
"""From this width on, the style sheet shows labels that need the room."""

_END = 350
"""Thousandths of a narrow chart that the labels at its two ends may take, with half a year's own."""
_END_WIDE = 165
_YEAR = 140
"""Thousandths of a narrow chart from one year's label to the next, at least."""
_YEAR_WIDE = 60


def percent(thousandths: int) -> str:
    """A place in thousandths of the width, as SVG takes it.

    >>> percent(125), percent(1000), percent(-5)
    ('12.5%', '100%', '-0.5%')
    """
    whole, rest = divmod(abs(thousandths), 10)
    return f"{'-' if thousandths < 0 else ''}{whole}{f'.{rest}' if rest else ''}%"


def share(part: int, whole: int, size: int = 1000) -> int:
    """`part` of `whole`, scaled to `size` and rounded: whole numbers only, on which machines agree.

    >>> share(1, 3), share(2, 3, size=10)
    (333, 7)
    """
    return (2 * part * size + whole) // (2 * whole)


def day_place(day: date, first: date, last: date, inset: int = 0) -> int:
    """Where a day lies between two others, in thousandths; `inset` thousandths are left free at both ends."""
    days = (last - first).days
    if not days:
        return 500
    return inset + share((day - first).days, days, 1000 - 2 * inset)


def ticks(first: PartialDate, last: PartialDate, years: Sequence[tuple[int, int]]) -> tuple[TickView, ...]:
    """The dates at both ends of an axis, and the years between them for which there is room, none over another.

    Takes the year and place, in thousandths, of each start of a year.
    """
    if first == last:
        return (TickView(first, "50%", "middle", is_wide=False),)
    ends = (TickView(first, "0%", "start", is_wide=False), TickView(last, "100%", "end", is_wide=False))
    return (ends[0], *_years(years), ends[1])


def _years(years: Sequence[tuple[int, int]]) -> Iterator[TickView]:
    narrow = _spaced(years, _END, _YEAR)
    wide = _spaced(years, _END_WIDE, _YEAR_WIDE)
    for year, place in years:
        if year in narrow or (year in wide and _is_clear(place, narrow, years)):
            when = PartialDate.parse(f"{year:04}")
            yield TickView(when, percent(place), "middle", is_wide=year not in narrow)


def _spaced(years: Sequence[tuple[int, int]], end: int, apart: int) -> set[int]:
    """Every so many years, such that their labels fit between those at the ends."""
    gaps = [b[1] - a[1] for a, b in pairwise(years)]
    step = -(-apart // max(1, min(gaps))) if gaps else 1
    return {year for year, place in years if end <= place <= 1000 - end and year % step == 0}


def _is_clear(place: int, narrow: set[int], years: Sequence[tuple[int, int]]) -> bool:
    return all(abs(place - other) >= _YEAR_WIDE for year, other in years if year in narrow)
