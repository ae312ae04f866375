"""Story lines: topological order by event time, threads, and where actors and topics meet."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.story import Meeting, Scene, in_order, meetings, story, threads
from dateline.analysis.timeline import Event, timeline
from dateline.content.dates import Period


def events(text: str) -> list[str]:
    """Events written `id date id date ...`, in order of time."""
    words = text.split()
    happened = [Event(id_, Period.parse(when)) for id_, when in zip(words[::2], words[1::2], strict=True)]
    return [event.id for event in timeline(happened)]


def test_events_stand_by_time_where_nothing_follows() -> None:
    assert in_order(events("b 2025-02 a 2025-03 c 2025-01"), {}) == ("c", "b", "a")


def test_a_brief_never_stands_before_one_that_it_continues() -> None:
    happened = events("analysis 2025-01-05 news 2025-01-10 other 2025-01-07")
    assert in_order(happened, {"analysis": ["news"]}) == ("other", "news", "analysis")


def test_links_to_briefs_outside_are_passed_over() -> None:
    assert in_order(events("a 2025 b 2024"), {"a": ["gone"], "gone": ["a"]}) == ("b", "a")


def test_a_circle_has_no_order() -> None:
    with pytest.raises(ValueError, match="circle: a"):
        in_order(events("a 2025 b 2024 c 2023"), {"a": ["b"], "b": ["a"]})


NODES = "abcde"
GRAPHS = st.sets(st.sampled_from([(a, b) for a in NODES for b in NODES if a < b]))
DATES = st.fixed_dictionaries({id_: st.sampled_from(["2025", "2025-01", "2025-02-03", "2025-06"]) for id_ in NODES})


@given(GRAPHS, DATES, st.permutations(NODES))
def test_of_all_topological_orders_it_is_the_first_by_event_time(
    links: set[tuple[str, str]], dates: dict[str, str], names: list[str]
) -> None:
    renamed = dict(zip(NODES, names, strict=True))
    follows: dict[str, list[str]] = {}
    for a, b in links:
        follows.setdefault(renamed[a], []).append(renamed[b])
    happened = [event.id for event in timeline(Event(id_, Period.parse(when)) for id_, when in dates.items())]
    rank = {id_: place for place, id_ in enumerate(happened)}
    topological = [
        order
        for order in permutations(NODES)
        if all(order.index(earlier) < order.index(id_) for id_, its in follows.items() for earlier in its)
    ]
    assert in_order(happened, follows) == min(topological, key=lambda order: [rank[id_] for id_ in order])


@given(GRAPHS)
def test_threads_are_what_links_join(links: set[tuple[str, str]]) -> None:
    follows: dict[str, list[str]] = {}
    for a, b in links:
        follows.setdefault(b, []).append(a)
    groups = [{id_} for id_ in NODES]
    for a, b in links:
        joined = [group for group in groups if group & {a, b}]
        groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    expected = {min(group): tuple(sorted(group)) for group in groups if len(group) > 1}
    assert threads(tuple(NODES), follows) == expected


def test_a_story_marks_its_threads_and_ends_with_the_newest_that_nobody_continues() -> None:
    happened = events("offer 2024-10 draft 2025-02-12 clash 2025-02-28 signed 2025-04-30 tender 2025-06 poll 2025-05")
    follows = {"draft": ("offer", "elsewhere"), "clash": ("draft",), "signed": ("clash", "draft")}
    found = story(happened, follows)
    assert found.scenes == (
        Scene("offer", (), "offer"),
        Scene("draft", ("offer",), "offer"),
        Scene("clash", ("draft",), "offer"),
        Scene("signed", ("draft", "clash"), "offer"),
        Scene("poll", (), ""),
        Scene("tender", (), ""),
    )
    assert found.open_ends == ("tender", "poll", "signed")
    assert story(happened, follows, newest=1).open_ends == ("tender",)
    assert story([], follows).scenes == ()


def test_an_actor_and_a_topic_meet_where_three_briefs_share_them() -> None:
    briefs = [
        ("d", ["usa", "ukraine"], ["deal"]),
        ("c", ["usa", "usa"], ["deal", "truce"]),
        ("b", ["usa", "ukraine"], ["deal", "truce"]),
        ("a", ["russia"], ["truce"]),
    ]
    assert meetings(briefs) == (Meeting("usa", "deal", ("d", "c", "b")),)
    assert [(one.actor, one.topic) for one in meetings(briefs, least=2)] == [
        ("ukraine", "deal"),
        ("usa", "deal"),
        ("usa", "truce"),
    ]
