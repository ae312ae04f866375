"""Time: events in the order in which they happened, and threads of briefs that never come to a start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby

from msgspec import Struct

from dateline.content.dates import PartialDate, Period

Month = tuple[int, int | None]
"""A year and a month of it; None for what is only known to the year."""


class Event(Struct, frozen=True):
    """Something that happened, and when, as precisely as it is known."""

    id: str
    period: Period


def timeline(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events in order of their start; what is known less precisely first, then what ended sooner, then by id.

    The start is the local day that was written, as everywhere; times on one day are compared as instants.
    """
    return tuple(sorted(events, key=_order))


def by_month(events: Iterable[Event]) -> tuple[tuple[Month, tuple[Event, ...]], ...]:
    """The timeline under the months in which events start; events known to the year stand before its January."""
    return tuple((month, tuple(group)) for month, group in groupby(timeline(events), key=_month))


def thread_cycles(follows: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The groups of briefs that each continue one another in a circle, and those that continue themselves.

    A group holds every brief on any circle through its members (a strongly connected component), by id; groups are in
    order. No group: every thread has a start.

    >>> thread_cycles({"a": ("b",), "b": ("a", "c"), "c": (), "d": ("d", "unknown")})
    (('a', 'b'), ('d',))
    """
    return tuple(
        sorted(
            tuple(sorted(group)) for group in _components(follows) if len(group) > 1 or group[0] in follows[group[0]]
        )
    )


def _order(event: Event) -> tuple[date, int, bool, datetime, date, datetime, str]:
    start, end = event.period.start, event.period.end
    return (start.first, -_days(start), start.instant is not None, start.utc, end.last, end.utc, event.id)


def _days(moment: PartialDate) -> int:
    return (moment.last - moment.first).days


def _month(event: Event) -> Month:
    start = event.period.start
    is_year = (start.first.month, start.last.month) == (1, 12)
    return start.first.year, None if is_year else start.first.month


def _components(graph: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """The strongly connected components (Kosaraju's algorithm, without recursion: threads may be long)."""
    backward: defaultdict[str, list[str]] = defaultdict(list)
    for node, targets in graph.items():
        for target in targets:
            backward[target].append(node)
    components: list[list[str]] = []
    seen: set[str] = set()
    for root in reversed(_finished(graph)):
        component: list[str] = []
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                component.append(node)
                waiting.extend(backward[node])
        if component:
            components.append(component)
    return components


def _finished(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The nodes in the order in which a walk in depth leaves them."""
    finished: list[str] = []
    seen: set[str] = set()
    for root in graph:
        walk = [(root, iter(graph[root]))] if root not in seen else []
        seen.add(root)
        while walk:
            node, targets = walk[-1]
            target = next((target for target in targets if target in graph and target not in seen), None)
            if target is None:
                finished.append(node)
                walk.pop()
            else:
                seen.add(target)
                walk.append((target, iter(graph[target])))
    return finished
