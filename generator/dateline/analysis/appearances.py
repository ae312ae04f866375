"""Appearances: who comes up with whom, and how often in which month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

_MONTH = len("2025-02")


def appears_with(groups: Iterable[Collection[str]]) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each id in the groups (a brief's actors), the others with the number of groups shared.

    The others stand most first, then by id; an id that is always alone has none.

    >>> appears_with([["ukraine", "usa"], ["usa", "ukraine", "russia"]])["ukraine"]
    (('usa', 2), ('russia', 1))
    """
    shared: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for group in groups:
        members = set(group)
        for id_ in members:
            shared[id_].update(members - {id_})
    return {
        id_: tuple(sorted(others.items(), key=lambda other: (-other[1], other[0])))
        for id_, others in sorted(shared.items())
    }


def activity(dated: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each id, its number of entries per month (`YYYY-MM`), oldest first; months without any are left out.

    Takes (id, ISO 8601 date or month); ValueError for a date that names no month.

    >>> activity([("usa", "2025-02-21"), ("usa", "2025-02-28"), ("usa", "2024-11")])
    {'usa': (('2024-11', 1), ('2025-02', 2))}
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for id_, date in dated:
        if len(date) < _MONTH:
            raise ValueError(f"{date!r} names no month")
        counts[id_][date[:_MONTH]] += 1
    return {id_: tuple(sorted(months.items())) for id_, months in sorted(counts.items())}
