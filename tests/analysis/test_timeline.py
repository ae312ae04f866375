"""The order of events, and threads that run in a circle."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.timeline import Event, by_month, thread_cycles, timeline
from dateline.content.dates import Period


def events(*texts: str) -> list[Event]:
    """Events that are called by their dates."""
    return [Event(text, Period.parse(text)) for text in texts]


def ids(ordered: tuple[Event, ...]) -> list[str]:
    return [event.id for event in ordered]


def test_events_stand_by_start_then_the_less_precise_then_the_sooner_ended() -> None:
    expected = [
        "2024-12-31",
        "2025",
        "2025/2026",
        "2025-01",
        "2025-01-01",
        "2025-01-01/2025-01-03",
        "2025-01-01/2025-02",
        "2025-01-01T00:30+05:00",
        "2025-01-01T09:30Z/2025-01-03",
        "2025-01-01T10:30+00:00/2025-01-02",
        "2025-01-02/2025-02-10",
        "2025-01-02/2025-02",
        "2025-01-03/2025-02-10T09:30+02:00",
        "2025-01-03/2025-02-10T08:30Z",
    ]
    assert ids(timeline(events(*reversed(expected)))) == expected
    assert ids(timeline(events(*sorted(expected)))) == expected


def test_times_on_one_day_are_compared_as_instants() -> None:
    assert ids(timeline(events("2025-02-21T10:00+02:00", "2025-02-21T09:00Z", "2025-02-21T03:30-05:00"))) == [
        "2025-02-21T10:00+02:00",
        "2025-02-21T03:30-05:00",
        "2025-02-21T09:00Z",
    ]


def test_events_of_one_date_stand_by_id_in_whatever_order_they_come() -> None:
    day = Period.parse("2025-02-21")
    for order in permutations("abc"):
        assert ids(timeline(Event(id_, day) for id_ in order)) == ["a", "b", "c"]


def test_events_known_to_the_year_stand_before_its_january() -> None:
    groups = by_month(events("2025-02-21", "2025-01-05", "2025", "2025-02", "2024-12", "2025/2026-03"))
    assert [(month, ids(group)) for month, group in groups] == [
        ((2024, 12), ["2024-12"]),
        ((2025, None), ["2025", "2025/2026-03"]),
        ((2025, 1), ["2025-01-05"]),
        ((2025, 2), ["2025-02", "2025-02-21"]),
    ]


DATES = st.sampled_from(["2024", "2025", "2025-01", "2025-01-01", "2025-01-01T09:30Z", "2025-02", "2025-12-31"])


@given(st.lists(DATES))
def test_no_month_comes_twice_and_no_event_is_lost(texts: list[str]) -> None:
    groups = by_month(events(*texts))
    months = [month for month, _ in groups]
    assert len(set(months)) == len(months)
    assert [event for _, group in groups for event in group] == list(timeline(events(*texts)))
    assert sorted(event.id for _, group in groups for event in group) == sorted(texts)


def test_a_thread_may_branch_and_join_without_a_circle() -> None:
    assert thread_cycles({"d": ("b", "c"), "c": ("a",), "b": ("a",), "a": ()}) == ()


def test_briefs_that_continue_each_other_are_one_group() -> None:
    follows = {
        "c": ("a",),
        "a": ("b", "start"),
        "b": ("c", "a"),
        "self": ("self",),
        "start": (),
        "end": ("a",),
        "z": ("gone",),
    }
    assert thread_cycles(follows) == (("a", "b", "c"), ("self",))


def test_a_circle_of_20000_briefs_is_found() -> None:
    circle = {f"b{number:05}": (f"b{(number + 1) % 20_000:05}",) for number in range(20_000)}
    assert thread_cycles(circle) == (tuple(sorted(circle)),)


NODES = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=3).map(tuple))


@given(GRAPHS, st.permutations(NODES))
def test_groups_are_the_nodes_that_reach_each_other(follows: dict[str, tuple[str, ...]], order: list[str]) -> None:
    reach = {node: {target for target in targets if target in follows} for node, targets in follows.items()}
    for _ in NODES:
        reach = {node: near.union(*(reach[other] for other in near)) for node, near in reach.items()}
    groups = {tuple(sorted(other for other in near if node in reach[other])) for node, near in reach.items()}
    assert thread_cycles(follows) == tuple(sorted(groups - {()}))
    assert thread_cycles({node: follows[node] for node in order if node in follows}) == thread_cycles(follows)
