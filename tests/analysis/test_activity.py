"""First and last seen, months, and what is moving now."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.activity import Activity, activity

TODAY = date(2025, 6, 30)


PAST = (30, 40, 50, 60, 70, 89)
"""Six in the sixty days before the window."""


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(number) for number in days]


def seen(*days: int) -> Activity:
    found = activity(ago(*days), TODAY)
    assert found is not None
    return found


def test_months_run_from_the_first_to_the_last_without_a_gap() -> None:
    found = activity([date(2024, 12, 31), date(2025, 3, 1), date(2025, 3, 31), date(2025, 8, 1)], TODAY)
    assert found is not None
    assert (found.first, found.last) == (date(2024, 12, 31), date(2025, 3, 31))
    assert found.months == (("2024-12", 1), ("2025-01", 0), ("2025-02", 0), ("2025-03", 2))


def test_what_was_not_seen_by_the_day_has_no_activity() -> None:
    assert activity([date(2025, 7, 1)], TODAY) is None
    assert activity([], TODAY) is None


@pytest.mark.parametrize(
    ("days", "pace"),
    [
        ([29], "new"),
        ([0, 1, 2, 3, 4, 5], "new"),
        ([30], "steady"),
        ([0, 1, 30], "steady"),  # two are no movement
        ([0, 1, 2, 229], "moving"),  # three where 0.15 were expected
        ([0, 1, 2, *PAST], "steady"),  # three a month, as before
        ([*range(6), *PAST], "steady"),  # six where three were expected: chance may do that
        ([*range(7), *PAST], "moving"),  # seven are more than 3 + 2 sqrt(3)
        ([*range(20), *range(400, 800)], "moving"),  # only a year counts as its past
        ([90, 100], "steady"),
        ([91, 100], "quiet"),
    ],
)
def test_the_pace_is_measured_against_its_own_past(days: list[int], pace: str) -> None:
    assert seen(*days).pace == pace


def test_what_is_expected_comes_from_the_days_since_it_was_first_seen() -> None:
    # Two in the sixty days before the window
    assert seen(0, 40, 89).expected == 1
    assert seen(0, 40, 89).recent == 1
    # A year at most: of these only the one 100 days ago
    assert seen(0, 100, 500).expected == Fraction(30, 365)


@given(st.lists(st.integers(-5, 500), min_size=1))
def test_every_entry_by_the_day_is_in_one_month(days: list[int]) -> None:
    found = activity(ago(*days), TODAY)
    past = [number for number in days if number >= 0]
    assert (found is None) == (not past)
    if found is not None:
        assert sum(count for _, count in found.months) == len(past)
        assert found.recent == sum(number < 30 for number in past)
        assert found.months[0][1] > 0
        assert found.months[-1][1] > 0
        assert (found.pace == "new") == (max(past) < 30)
        assert found.pace != "quiet" or min(past) > 90
