"""Related briefs: for each, the few others that a reader should see next, and what they share with it.

Two briefs are related if one continues the other, or if they share a topic and one more term (an actor or a second
topic); where neither lists a topic, two actors. One shared term alone is what the term's own page is for, and two great
powers meet in too many briefs to say anything. Among the related, the thread comes first; then the more they have in
common, the better: a rare term tells more than a common one, terms that only one of them has tell against them, and
nearness in time helps a little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import log, sqrt
from typing import Literal

from dateline.jobs import spread

# The briefs looked at for one brief: those next to it in time among the briefs that share a pair of terms with it, the
# rarest pairs first, until there are enough. So the work grows with the number of briefs, however many share a term.
_NEIGHBOURS = 15
_ENOUGH = 40
_THREAD_BOOST = 2.0
_TIME_BOOST = 0.25
_NEAR_DAYS = 30

Thread = Literal["", "continues", "continued by"]
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """What is compared of a brief: its day as an ordinal, its terms (`actor:x`, `topic:y`), the briefs it continues."""

    id: str
    day: int
    terms: frozenset[str]
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """A brief to see next: the terms shared, weightiest first, and how the first brief stands to it in the thread."""

    id: str
    shared: tuple[str, ...]
    follows: Thread
    days_apart: int


def related(items: Iterable[Item], limit: int = 5, jobs: int = 1) -> dict[str, tuple[Related, ...]]:
    """For every item, by id, at most `limit` others, the most related first; empty where nothing is near enough.

    Ids are unique; ids in `follows` that no item has are passed over. At most `jobs` processes work.
    """
    by_id = {item.id: item for item in sorted(items, key=lambda item: (item.day, item.id))}
    weights = _weights(by_id.values())
    sizes = {id_: sqrt(sum(map(weights.__getitem__, item.terms))) for id_, item in by_id.items()}
    threads = _threads(by_id)
    neighbours = _Neighbours(by_id.values())

    def nearest(item: Item) -> list[Item]:
        places: list[tuple[float, int, str]] = []
        for id_ in neighbours.of(item) | threads[item.id].keys():
            other = by_id[id_]
            days = abs(item.day - other.day)
            common = sum(map(weights.__getitem__, item.terms & other.terms))
            # The cosine of the weighted terms, at most 1; nothing is divided where one of the two has no terms
            score = common and common / (sizes[item.id] * sizes[id_]) * (1 + _TIME_BOOST / (1 + days / _NEAR_DAYS))
            if id_ in threads[item.id]:
                score += _THREAD_BOOST
            # Rounded, so that the last bit of a root, which machines may see differently, decides nothing
            places.append((-round(score, 6), days, id_))
        return [by_id[id_] for _, _, id_ in sorted(places)[:limit]]

    def described(item: Item, other: Item) -> Related:
        shared = sorted(item.terms & other.terms, key=lambda term: (-weights[term], term))
        return Related(other.id, tuple(shared), threads[item.id].get(other.id, ""), abs(item.day - other.day))

    def work(start: int, stop: int) -> list[tuple[Related, ...]]:
        return [tuple(described(item, other) for other in nearest(item)) for item in ordered[start:stop]]

    ordered = [by_id[id_] for id_ in sorted(by_id)]
    found = spread(work, len(ordered), jobs)
    return {item.id: others for item, others in zip(ordered, found, strict=True)}


def _weights(items: Iterable[Item]) -> Mapping[str, int]:
    """What it tells that two briefs share a term: the rarer, the more. Whole numbers, whose sums know no order.

    A term of all briefs tells something too: on a small site there may be no others.
    """
    frequency: Counter[str] = Counter()
    count = 0
    for item in items:
        count += 1
        frequency.update(item.terms)
    return {term: round(1000 * log(1 + count / uses)) for term, uses in frequency.items()}


def _threads(by_id: Mapping[str, Item]) -> Mapping[str, Mapping[str, Thread]]:
    """For each item, the items that it continues and those that continue it."""
    threads: dict[str, dict[str, Thread]] = {id_: {} for id_ in by_id}
    links = [(id_, other) for id_, item in by_id.items() for other in item.follows if other in by_id and other != id_]
    for id_, other in links:
        threads[other][id_] = "continued by"
    for id_, other in links:
        threads[id_][other] = "continues"
    return threads


class _Neighbours:
    """The items that share enough with an item, near to it in time."""

    def __init__(self, items: Iterable[Item]) -> None:
        """Takes the items in order of time."""
        self._members: defaultdict[_Pair, list[str]] = defaultdict(list)
        self._places: defaultdict[str, list[tuple[_Pair, int]]] = defaultdict(list)
        for item in items:
            for pair in _pairs(item.terms):
                members = self._members[pair]
                self._places[item.id].append((pair, len(members)))
                members.append(item.id)

    def of(self, item: Item) -> set[str]:
        rarest_first = sorted((len(self._members[pair]), pair, place) for pair, place in self._places[item.id])
        found: set[str] = set()
        for _, pair, place in rarest_first:
            found.update(self._members[pair][max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1])
            if len(found) > _ENOUGH:
                break
        return found - {item.id}


def _pairs(terms: frozenset[str]) -> Iterator[_Pair]:
    """The pairs of terms of which one is enough to relate two briefs."""
    topics: Sequence[str] = sorted(term for term in terms if term.startswith("topic:"))
    others: Sequence[str] = sorted(terms.difference(topics))
    yield from combinations(topics or others, 2)
    yield from product(topics, others)
