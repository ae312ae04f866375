"""Story lines: briefs that continue each other, put in the order in which things happened.

No brief stands before one that it continues; apart from that, event time decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import product

from dateline.analysis.timeline import Event, timeline

MEETINGS = 3
"""How many briefs an actor and a topic share before they get a page of their own."""
NEWEST = 3
"""How many briefs tell what is to be watched."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A brief in a story: the briefs of the story that it continues, and the thread that it belongs to.

    `thread` is the first brief of its thread, or empty where nothing of the story continues it or is continued by it.
    """

    id: str
    continues: tuple[str, ...]
    thread: str


@dataclass(frozen=True, slots=True)
class Story:
    """A topic's story so far, and the briefs in which it goes on: the newest that no other one continues."""

    scenes: tuple[Scene, ...]
    open_ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """An actor and a topic that meet in several briefs, newest first."""

    actor: str
    topic: str
    briefs: tuple[str, ...]


def in_order(events: Iterable[Event], follows: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The ids of events by time, each after those that it follows.

    Of the topological orders it is the one that takes the earliest event (as `timeline` orders them) whenever it has a
    choice. Ids in `follows` that are no events here are passed over. ValueError where events follow in a circle.
    """
    ordered = [event.id for event in timeline(events)]
    rank = {id_: place for place, id_ in enumerate(ordered)}
    before = {id_: rank.keys() & set(follows.get(id_, ())) for id_ in ordered}
    after: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in ordered:
        for earlier in before[id_]:
            after[earlier].append(id_)
    missing = {id_: len(before[id_]) for id_ in ordered}
    ready = [rank[id_] for id_ in ordered if not missing[id_]]
    heapify(ready)
    found = []
    while ready:
        id_ = ordered[heappop(ready)]
        found.append(id_)
        for later in after[id_]:
            missing[later] -= 1
            if not missing[later]:
                heappush(ready, rank[later])
    if len(found) < len(ordered):
        raise ValueError(f"events follow each other in a circle: {min(rank.keys() - set(found))}")
    return tuple(found)


def threads(ordered: Sequence[str], follows: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """The threads among briefs, by their first brief, each in the order given; a brief alone is no thread.

    Briefs are in one thread where one leads to the other over any number of links, in whatever direction.
    """
    root = {id_: id_ for id_ in ordered}

    def find(id_: str) -> str:
        while root[id_] != id_:
            root[id_] = root[root[id_]]
            id_ = root[id_]
        return id_

    for id_ in ordered:
        for earlier in sorted(follows.get(id_, ())):
            if earlier in root:
                root[find(id_)] = find(earlier)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in ordered:
        groups[find(id_)].append(id_)
    return {group[0]: tuple(group) for group in groups.values() if len(group) > 1}


def story(events: Iterable[Event], follows: Mapping[str, Collection[str]], newest: int = NEWEST) -> Story:
    """The story that the briefs of a topic tell."""
    ordered = in_order(events, follows)
    place = {id_: number for number, id_ in enumerate(ordered)}
    within = {
        id_: tuple(sorted({one for one in follows.get(id_, ()) if one in place}, key=place.__getitem__))
        for id_ in ordered
    }
    thread_of = {id_: first for first, ids in threads(ordered, follows).items() for id_ in ids}
    continued = {earlier for links in within.values() for earlier in links}
    ends = [id_ for id_ in reversed(ordered) if id_ not in continued]
    return Story(tuple(Scene(id_, within[id_], thread_of.get(id_, "")) for id_ in ordered), tuple(ends[:newest]))


def meetings(
    briefs: Iterable[tuple[str, Collection[str], Collection[str]]], least: int = MEETINGS
) -> tuple[Meeting, ...]:
    """The actors and topics that at least `least` briefs share, by actor and topic.

    Takes id, actors and topics of each brief, newest first.
    """
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for id_, actors, topics in briefs:
        for pair in product(set(actors), set(topics)):
            found[pair].append(id_)
    return tuple(Meeting(*pair, tuple(ids)) for pair, ids in sorted(found.items()) if len(ids) >= least)
