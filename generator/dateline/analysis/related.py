"""Related briefs: for each, the few others that a reader should see next, and what they share with it.

Two briefs are related if one continues the other, or if they share a topic and one more term (an actor or a second
topic); where neither lists a topic, two actors. One shared term alone is what the term's own page is for, and two great
powers meet in too many briefs to say anything. Among the related, the thread comes first; then the more they have in
common, the better: a rare term tells more than a common one, terms that only one of them has tell against them, and
nearness in time helps a little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import log, sqrt
from typing import Literal

# The briefs looked at for one brief: those next to it in time among the briefs that share a pair of terms with it, the
# rarest pairs first, until there are enough. So the work grows with the number of briefs, however many share a term.
_NEIGHBOURS = 15
_ENOUGH = 60
_THREAD_BOOST = 2.0
_TIME_BOOST = 0.25
_DAYS_OF_NEARNESS = 30

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


def related(items: Iterable[Item], limit: int = 5) -> dict[str, tuple[Related, ...]]:
    """For every item, by id, at most `limit` others, the most related first; empty where nothing is near enough.

    Ids are unique; ids in `follows` that no item has are passed over.
    """
    by_id = {item.id: item for item in sorted(items, key=lambda item: (item.day, item.id))}
    weights = _weights(by_id.values())
    ranked = {id_: tuple(sorted(item.terms, key=lambda term: (-weights[term], term))) for id_, item in by_id.items()}
    totals = {id_: sum(weights[term] for term in terms) for id_, terms in ranked.items()}
    threads = _threads(by_id)
    neighbours = _Neighbours(by_id.values())

    def rank(item: Item, other: Item) -> tuple[float, int, str, Related]:
        shared = tuple(term for term in ranked[item.id] if term in other.terms)
        thread = threads[item.id].get(other.id, "")
        days = abs(item.day - other.day)
        score = _score(sum(weights[term] for term in shared), totals[item.id] * totals[other.id], days)
        # Rounded, so that the last bit of a logarithm, which machines may see differently, decides nothing
        return -round(score + _THREAD_BOOST * bool(thread), 6), days, other.id, Related(other.id, shared, thread, days)

    return {
        id_: tuple(place[3] for place in sorted(rank(item, by_id[other]) for other in candidates)[:limit])
        for id_, item in sorted(by_id.items())
        for candidates in [neighbours.of(item) | threads[id_].keys()]
    }


def _score(shared: float, totals: float, days: int) -> float:
    """How much two briefs have in common, up to 1 (the cosine of their weighted terms), a little more if near in time."""
    return shared / sqrt(totals) * (1 + _TIME_BOOST / (1 + days / _DAYS_OF_NEARNESS)) if totals else 0.0


def _weights(items: Iterable[Item]) -> Mapping[str, float]:
    """What it tells that two briefs share a term: the rarer, the more; never nothing, for a small site has no rare terms."""
    frequency: defaultdict[str, int] = defaultdict(int)
    count = 0
    for item in items:
        count += 1
        for term in item.terms:
            frequency[term] += 1
    return {term: log(1 + count / uses) for term, uses in frequency.items()}


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
