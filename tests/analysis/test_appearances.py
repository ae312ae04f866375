"""Co-mentions and activity are plain counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.appearances import activity, appears_with

IDS = st.sampled_from("abcd")


def test_others_stand_by_the_number_of_briefs_shared_then_by_id() -> None:
    groups = [("usa", "ukraine"), ("ukraine", "usa", "russia"), ("eu", "ukraine"), ("france",)]
    assert appears_with(groups) == {
        "eu": (("ukraine", 1),),
        "france": (),
        "russia": (("ukraine", 1), ("usa", 1)),
        "ukraine": (("usa", 2), ("eu", 1), ("russia", 1)),
        "usa": (("ukraine", 2), ("russia", 1)),
    }


def test_an_actor_listed_twice_in_a_brief_counts_once() -> None:
    assert appears_with([("a", "b", "a")]) == {"a": (("b", 1),), "b": (("a", 1),)}


@given(st.lists(st.lists(IDS)))
def test_shared_briefs_equal_a_recount(groups: list[list[str]]) -> None:
    result = appears_with(groups)
    for one in "abcd":
        for other in set("abcd") - {one}:
            assert dict(result.get(one, ())).get(other, 0) == sum(one in group and other in group for group in groups)
    assert result == appears_with(reversed(groups))


def test_activity_counts_entries_per_month_oldest_first() -> None:
    dated = [("usa", "2025-02-28"), ("eu", "2025-02-01"), ("usa", "2024-11"), ("usa", "2025-02-21T09:30Z")]
    assert activity(dated) == {"eu": (("2025-02", 1),), "usa": (("2024-11", 1), ("2025-02", 2))}


def test_a_year_alone_has_no_month() -> None:
    with pytest.raises(ValueError, match="'2025' names no month"):
        activity([("usa", "2025")])


@given(st.lists(st.tuples(IDS, st.sampled_from(["2024-12-31", "2025-01-01", "2025-01-31", "2025-10-01"]))))
def test_activity_equals_a_recount(dated: list[tuple[str, str]]) -> None:
    result = activity(dated)
    assert list(result) == sorted({id_ for id_, _ in dated})
    for id_, months in result.items():
        assert months == tuple(sorted(months))
        assert all(count == sum(i == id_ and d.startswith(month) for i, d in dated) for month, count in months)
        assert sum(count for _, count in months) == sum(i == id_ for i, _ in dated)
