"""Story lines: briefs that continue each other, put in the order in which things happened.

No brief stands before one that it continues; apart from that, event time decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

MEETINGS = 3
"""How many briefs an actor and a topic share before they get a page of their own."""
NEWEST = 3
"""How many briefs tell what is to be watched."""


class Scene(NamedTuple):
    """A brief in a story: the briefs of the story that it continues, and the thread that it belongs to.

    `thread` is the first brief of its thread, or empty where nothing of the story continues it or is continued by it.
    """

    id: str
    continues: tuple[str, ...]
    thread: str


class Story(Struct, frozen=True):
    """A topic's story so far, and the briefs in which it goes on: the newest that no other one continues."""

    scenes: tuple[Scene, ...]
    open_ends: tuple[str, ...]


class Meeting(Struct, frozen=True):
    """An actor and a topic that meet in several briefs, newest first."""

    actor: str
    topic: str
    briefs: tuple[str, ...]


def in_order(ordered: Sequence[str], follows: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The ids of events, given in order of time, with each after those that it follows.

    Of the topological orders it is the one that takes the earliest event whenever it has a choice. Ids in `follows`
    that are no events here are passed over. ValueError where events follow in a circle.
    """
    rank = {id_: place for place, id_ in enumerate(ordered)}
    before = _within(ordered, follows)
    if not before:
        return tuple(ordered)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in ordered:
        for earlier in before.get(id_, ()):
            after[earlier].append(id_)
    missing = {id_: len(before.get(id_, ())) for id_ in ordered}
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


def story(by_time: Sequence[str], follows: Mapping[str, Collection[str]], newest: int = NEWEST) -> Story:
    """The story that the briefs of a topic tell, given in order of time."""
    links = _within(by_time, follows)
    continued = set().union(*links.values())
    ordered = in_order(by_time, links)
    # Most briefs of most topics are in no thread: what lies between those that are is little
    linked = [id_ for id_ in ordered if id_ in links or id_ in continued]
    place = {id_: number for number, id_ in enumerate(linked)}
    thread_of = {id_: first for first, ids in threads(linked, links).items() for id_ in ids}
    scenes = (
        Scene(id_, tuple(sorted(links.get(id_, ()), key=place.__getitem__)), thread_of.get(id_, "")) for id_ in ordered
    )
    ends = (id_ for id_ in reversed(ordered) if id_ not in continued)
    return Story(tuple(scenes), tuple(islice(ends, newest)))


def _within(ids: Collection[str], follows: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """For those that continue any other of them, which."""
    among = set(ids)
    return {id_: links for id_ in ids if id_ in follows and (links := among.intersection(follows[id_]))}


def meetings(
    briefs: Iterable[tuple[str, Collection[str], Collection[str]]], least: int = MEETINGS
) -> tuple[Meeting, ...]:
    """The actors and topics that at least `least` briefs share, by actor and topic.

    Takes id, actors and topics of each brief, newest first.
    """
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for id_, actors, topics in briefs:
        for actor in set(actors):
            for topic in set(topics):
                found[actor][topic].append(id_)
    often = (
        (actor, topic, ids) for actor, by_topic in found.items() for topic, ids in by_topic.items() if len(ids) >= least
    )
    return tuple(Meeting(actor, topic, tuple(ids)) for actor, topic, ids in sorted(often))
