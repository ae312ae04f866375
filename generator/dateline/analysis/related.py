"""Related briefs: for each, the few others that a reader should see next, and what they share with it.

Two briefs are related if one continues the other, or if they share a topic and one more term (an actor or a second
topic); where neither lists a topic, two actors. One shared term alone is what the term's own page is for, and two great
powers meet in too many briefs to say anything. Among the related, the thread comes first; then the more they have in
common, the better: a rare term tells more than a common one, terms that only one of them has tell against them, and
nearness in time helps a little.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from math import log, sqrt
from typing import Literal, NamedTuple

from msgspec import Struct

# The briefs looked at for one brief: those next to it in time among the briefs that share a pair of terms with it, the
# rarest pairs first, until there are enough. So the work grows with the number of briefs, however many share a term.
_NEIGHBOURS = 15
_ENOUGH = 40
_THREAD_BOOST = 2.0
_TIME_BOOST = 0.25
_NEAR_DAYS = 30
_DIGITS = 6
_NO_DIFFERENCE = 2 / 10**_DIGITS
"""Scores further apart than this are so after rounding as well."""

Thread = Literal["", "continues", "continued by"]
_Pair = tuple[int, int]
"""Two terms, each as its place among all of them."""


class Item(Struct, frozen=True):
    """What is compared of a brief: its day as an ordinal, its terms (`actor:x`, `topic:y`), the briefs it continues."""

    id: str
    day: int
    terms: frozenset[str]
    follows: tuple[str, ...] = ()


class Related(NamedTuple):
    """A brief to see next: the terms shared, weightiest first, and how the first brief stands to it in the thread."""

    id: str
    shared: tuple[str, ...]
    follows: Thread
    days_apart: int


def related(items: Iterable[Item], limit: int = 5) -> dict[str, tuple[Related, ...]]:
    """For every item, by id, at most `limit` others, the most related first; empty where nothing is near enough.

    Ids are unique; ids in `follows` that no item has are passed over.
    """
    all_items = _Items(items)
    places = sorted(range(len(all_items.items)), key=all_items.ids.__getitem__)
    return {
        all_items.ids[place]: tuple(all_items.described(place, other) for other in all_items.nearest(place, limit))
        for place in places
    }


class _Items:
    """All items in order of time, each known by its place there: numbers are compared far sooner than ids."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = sorted(items, key=lambda item: (item.day, item.id))
        self.ids = [item.id for item in self.items]
        self._days = [item.day for item in self.items]
        frequency = Counter(term for item in self.items for term in item.terms)
        self._names = sorted(frequency)
        number = {term: place for place, term in enumerate(self._names)}
        self._terms = [frozenset(map(number.__getitem__, item.terms)) for item in self.items]
        self._weights = _weights(map(frequency.__getitem__, self._names), len(self.items))
        self._ranks = [(-weight, term) for term, weight in enumerate(self._weights)]
        # An item without terms has nothing in common with any: what its nothing is divided by is no matter
        self._sizes = [sqrt(sum(map(self._weights.__getitem__, terms))) or 1.0 for terms in self._terms]
        self._threads = _threads(self.items)
        topics = frozenset(place for place, name in enumerate(self._names) if name.startswith("topic:"))
        self._neighbours = _Neighbours(self._terms, topics)

    def nearest(self, place: int, limit: int) -> list[int]:
        thread = self._threads[place]
        candidates = list(self._neighbours.of(place) | thread.keys())
        days, terms, size, weight = self._days, self._terms, self._sizes, self._weights.__getitem__
        day, own_terms, own_size = days[place], terms[place], size[place]
        # The cosine of the weighted terms, at most 1, and somewhat more for what is near in time
        scores = [
            sum(map(weight, own_terms & terms[other]))
            / (own_size * size[other])
            * (1 + _TIME_BOOST / (1 + abs(day - days[other]) / _NEAR_DAYS))
            for other in candidates
        ]
        if thread:
            scores = [
                score + _THREAD_BOOST if other in thread else score
                for score, other in zip(scores, candidates, strict=True)
            ]
        least = sorted(scores)[-limit] - _NO_DIFFERENCE if len(scores) > limit else 0
        # Rounded, so that the last bit of a root, which machines may see differently, decides nothing
        best = sorted(
            (-round(score, _DIGITS), abs(day - days[other]), self.ids[other], other)
            for score, other in zip(scores, candidates, strict=True)
            if score >= least
        )
        return [other for _, _, _, other in best[:limit]]

    def described(self, place: int, other: int) -> Related:
        shared = sorted(self._terms[place] & self._terms[other], key=self._ranks.__getitem__)
        return Related(
            self.ids[other],
            tuple(map(self._names.__getitem__, shared)),
            self._threads[place].get(other, ""),
            abs(self._days[place] - self._days[other]),
        )


def _weights(uses: Iterable[int], count: int) -> list[int]:
    """What it tells that two of `count` briefs share a term, by how many use it: the rarer, the more.

    Whole numbers, whose sums know no order. A term of all briefs tells something too: on a small site there may be no
    others.
    """
    return [round(1000 * log(1 + count / one)) for one in uses]


def _threads(items: Sequence[Item]) -> list[dict[int, Thread]]:
    """For each item, the items that it continues and those that continue it."""
    place_of = {item.id: place for place, item in enumerate(items)}
    threads: list[dict[int, Thread]] = [{} for _ in items]
    links = [
        (place, place_of[other])
        for place, item in enumerate(items)
        for other in item.follows
        if other in place_of and other != item.id
    ]
    for place, other in links:
        threads[other][place] = "continued by"
    for place, other in links:
        threads[place][other] = "continues"
    return threads


class _Neighbours:
    """The items that share enough with an item, near to it in time."""

    def __init__(self, items: Iterable[frozenset[int]], topics: frozenset[int]) -> None:
        """Takes the terms of each item, in order of time, and which terms are topics."""
        members: defaultdict[_Pair, list[int]] = defaultdict(list)
        self._groups: list[list[list[int]]] = []
        """For each item, the members of each of its pairs, itself among them."""
        for place, terms in enumerate(items):
            groups = [members[pair] for pair in _pairs(terms, topics)]
            for group in groups:
                group.append(place)
            self._groups.append(groups)

    def of(self, item: int) -> set[int]:
        found: set[int] = set()
        for members in sorted(self._groups[item], key=len):
            place = bisect_left(members, item)
            found.update(members[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1])
            if len(found) > _ENOUGH:
                break
        found.discard(item)
        return found


def _pairs(terms: frozenset[int], topics: frozenset[int]) -> Iterator[_Pair]:
    """The pairs of terms of which one is enough to relate two briefs, in a fixed order."""
    its_topics = sorted(terms & topics)
    others = sorted(terms - topics)
    if not its_topics:
        return combinations(others, 2)
    return ((topic, one) for at, topic in enumerate(its_topics) for one in chain(others, its_topics[at + 1 :]))
