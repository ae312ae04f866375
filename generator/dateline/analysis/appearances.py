"""Appearances: who comes up with whom, and how often in which month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import chain

from dateline.analysis.counts import Counts, most_first

_MONTH = len("2025-02")


def appears_with(groups: Iterable[Collection[str]]) -> dict[str, Counts]:
    """For each id in the groups (a brief's actors), the others with the number of groups shared.

    An id that is always alone has none.

    >>> appears_with([["ukraine", "usa"], ["usa", "ukraine", "russia"]])["ukraine"]
    (('usa', 2), ('russia', 1))
    """
    groups_of: defaultdict[str, list[set[str]]] = defaultdict(list)
    for group in groups:
        members = set(group)
        for id_ in members:
            groups_of[id_].append(members)
    found = {}
    for id_, its_groups in sorted(groups_of.items()):
        others = Counter(chain.from_iterable(its_groups))
        del others[id_]
        found[id_] = most_first(others)
    return found


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
