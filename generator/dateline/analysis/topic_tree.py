"""The tree of topics: what lies below each, and the briefs there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import chain
from types import MappingProxyType

from msgspec import Struct


class TopicTree(Struct, frozen=True):
    """Topics under their parents. Every mapping has every topic.

    `roots` and `children` are in order of the key that the tree was made with; `ancestors` start at the root and leave
    out the topic itself; `briefs` are those of the topic or of one below, each once, by id; `count` is their number.
    """

    roots: tuple[str, ...]
    children: Mapping[str, tuple[str, ...]]
    ancestors: Mapping[str, tuple[str, ...]]
    briefs: Mapping[str, tuple[str, ...]]
    count: Mapping[str, int]


def topic_tree(
    parents: Mapping[str, str | None],
    briefs: Mapping[str, Collection[str]],
    key: Mapping[str, str],
) -> TopicTree:
    """The tree of the topics in `parents` (topic -> parent), with the briefs that name each topic itself.

    Siblings are in order of `key` (such as their names), then of id. A topic whose parent is no topic here is a root.
    ValueError if parents run in a circle, or if briefs name a topic that is not there.
    """
    if circles := cycles(parents):
        raise ValueError(f"topics are their own parents: {', '.join(circles[0])}")
    if strangers := briefs.keys() - parents.keys():
        raise ValueError(f"no topic {min(strangers)!r}")
    below: defaultdict[str | None, list[str]] = defaultdict(list)
    for topic in sorted(parents, key=lambda topic: (key.get(topic, topic), topic)):
        parent = parents[topic]
        below[parent if parent in parents else None].append(topic)
    children = {topic: tuple(below[topic]) for topic in sorted(parents)}
    roots = tuple(below[None])
    ancestors = _ancestors(roots, children)
    # A parent comes before its children there, so backwards each topic finds its children done
    found: dict[str, tuple[str, ...]] = {}
    for topic in reversed(ancestors):
        deeper = (found[child] for child in children[topic])
        found[topic] = tuple(dict.fromkeys(sorted(chain(briefs.get(topic, ()), *deeper))))
    within = {topic: found[topic] for topic in children}
    return TopicTree(
        roots,
        MappingProxyType(children),
        MappingProxyType({topic: ancestors[topic] for topic in children}),
        MappingProxyType(within),
        MappingProxyType({topic: len(ids) for topic, ids in within.items()}),
    )


def cycles(parents: Mapping[str, str | None]) -> tuple[tuple[str, ...], ...]:
    """Every circle of parents, once: each from its smallest id on, child before parent; in order of that id.

    >>> cycles({"c": "a", "a": "b", "b": "c", "d": "a", "e": "e"})
    (('a', 'b', 'c'), ('e',))
    """
    circles: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in sorted(parents):
        path: dict[str, int] = {}  # topic -> its place on the way up from `start`
        topic: str | None = start
        while topic is not None and topic in parents and topic not in seen:
            seen.add(topic)
            path[topic] = len(path)
            topic = parents[topic]
        if topic is not None and topic in path:
            circle = list(path)[path[topic] :]
            first = circle.index(min(circle))
            circles.append((*circle[first:], *circle[:first]))
    return tuple(sorted(circles))


def _ancestors(roots: tuple[str, ...], children: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Every topic's ancestors, root first; each topic after its parent."""
    ancestors: dict[str, tuple[str, ...]] = dict.fromkeys(roots, ())
    waiting = list(roots)
    while waiting:
        topic = waiting.pop()
        for child in children[topic]:
            ancestors[child] = (*ancestors[topic], topic)
            waiting.append(child)
    return ancestors
