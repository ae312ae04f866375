"""Bars: how much there was by month, or by year where there are too many months to tell apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dateline.content.dates import PartialDate
from dateline.site.charts.scale import percent, share, ticks
from dateline.site.charts.views import BarsView, BarView

MOST_MONTHS = 72
MOST_YEARS = 100
_HEIGHT = 40
_GAP = 5
"""A fifth of its place is left free beside each bar."""

Months = tuple[str, str]
"""The first and last of some months, as `YYYY-MM`."""


def bars(counts: Iterable[tuple[str, int]], months: Months, *, height: int = _HEIGHT) -> BarsView | None:
    """Counts by month `YYYY-MM`, drawn over a span of months; None where nothing lies in it.

    Months of the span without a count are drawn as empty, and counts before it are told as left out.
    """
    first, last = map(_number, months)
    by_month = Counter[int]()
    for month, count in counts:
        by_month[_number(month)] += count
    is_by_year = last - first >= MOST_MONTHS
    if is_by_year:
        first, last = max(first // 12, last // 12 - MOST_YEARS + 1), last // 12
        by_month = _by_year(by_month)
    drawn = [(number, by_month[number]) for number in range(first, last + 1)]
    most = max(count for _, count in drawn)
    if not most:
        return None
    dates = [_date(number, is_by_year=is_by_year) for number, _ in drawn]
    places = [share(place, len(drawn)) for place in range(len(drawn) + 1)]
    return BarsView(
        bars=tuple(
            _bar(date, count, places[index], places[index + 1], most, height)
            for index, (date, (_, count)) in enumerate(zip(dates, drawn, strict=True))
        ),
        ticks=ticks(dates[0], dates[-1], _starts(drawn, places, is_by_year=is_by_year)),
        height=height,
        most=most,
        total=sum(count for _, count in drawn),
        left_out=sum(count for number, count in by_month.items() if number < first),
    )


def last_months(months: Iterable[str], most: int | None = None) -> Months | None:
    """The span of some months, or its last `most` ones; None where there is no month."""
    known = sorted(set(months))
    if not known:
        return None
    last = _number(known[-1])
    first = max(_number(known[0]), last - most + 1) if most else _number(known[0])
    return _date(first, is_by_year=False).text, known[-1]


def _bar(when: PartialDate, count: int, left: int, right: int, most: int, height: int) -> BarView:
    tall = max(1, share(count, most, height)) if count else 0
    width = (right - left) * (_GAP - 1) // _GAP
    return BarView(when, count, percent(left), height - tall, percent(max(width, 1)), tall)


def _starts(drawn: list[tuple[int, int]], places: list[int], *, is_by_year: bool) -> list[tuple[int, int]]:
    """Year and place of the middle of each year's first bar."""
    step = 1 if is_by_year else 12
    return [
        (number // step, (places[index] + places[index + 1]) // 2)
        for index, (number, _) in enumerate(drawn)
        if number % step == 0
    ]


def _by_year(by_month: Counter[int]) -> Counter[int]:
    years = Counter[int]()
    for month, count in by_month.items():
        years[month // 12] += count
    return years


def _number(month: str) -> int:
    year, _, of_year = month.partition("-")
    return int(year) * 12 + int(of_year) - 1


def _date(number: int, *, is_by_year: bool) -> PartialDate:
    return PartialDate.parse(f"{number:04}" if is_by_year else f"{number // 12:04}-{number % 12 + 1:02}")
