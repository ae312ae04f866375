"""Activity: when something was first and last seen, and whether it is moving now against its own past."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Literal

from msgspec import Struct

WINDOW = 30
"""Days that count as now: the day asked for, and those before it."""
PAST = 365
"""Days before the window that count as its own past, as far back as it was first seen."""
LEAST = 3
"""Fewer entries than this are no movement."""
QUIET = 90
"""Days without any entry after which it counts as quiet."""

Pace = Literal["new", "moving", "steady", "quiet"]


class Activity(Struct, frozen=True):
    """How often something came up: over all, now, and how often that was to be expected from its past."""

    first: date
    last: date
    months: tuple[tuple[str, int], ...]
    """Every month from the first to the last (`YYYY-MM`), with its number."""
    recent: int
    expected: Fraction
    """Entries in as many days of its past as the window has; 0 where it has no past."""
    pace: Pace


def activity(days: Iterable[date], today: date) -> Activity | None:
    """How often something came up by the end of `today`, given the days on which it did; None where it never did.

    It is `new` where it was first seen within the window. Else it is `moving` where the window has at least `LEAST`
    entries, and more than are to be expected by two standard deviations of chance: recent > e + 2 sqrt(e), with e the
    number that its past (at most `PAST` days before the window) lets one expect. It is `quiet` where it was last seen
    more than `QUIET` days ago, and `steady` otherwise.
    """
    seen = sorted(day for day in days if day <= today)
    if not seen:
        return None
    start = today - timedelta(days=WINDOW - 1)
    begun = max(seen[0], start - timedelta(days=PAST))
    before = bisect_left(seen, start)
    recent = len(seen) - before
    past = max(0, before - bisect_left(seen, begun))
    expected = Fraction(past * WINDOW, (start - begun).days) if begun < start else Fraction()
    return Activity(
        first=seen[0],
        last=seen[-1],
        months=_months(seen),
        recent=recent,
        expected=expected,
        pace=_pace(seen, today, recent, expected),
    )


def _pace(seen: list[date], today: date, recent: int, expected: Fraction) -> Pace:
    if (today - seen[0]).days < WINDOW:
        return "new"
    excess = recent - expected
    # Squared, so that the comparison is exact
    if recent >= LEAST and excess > 0 and excess**2 > 4 * expected:
        return "moving"
    return "quiet" if (today - seen[-1]).days > QUIET else "steady"


def _months(seen: list[date]) -> tuple[tuple[str, int], ...]:
    counts = Counter([day.year * 12 + day.month - 1 for day in seen])
    return tuple((_month(number), counts[number]) for number in range(min(counts), max(counts) + 1))


@cache
def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
