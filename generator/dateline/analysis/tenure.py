"""Tenure: who held which office when, and how actors are tied, as of any day.

A date that is left out is unknown, so what hangs on it is held `possibly`. One thing is taken on trust: an office with
a start and without an end is still held, until the record of another holder of the same office starts later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from dateline.content.dates import PartialDate

Certainty = Literal["known", "possibly"]


class Post(Struct, frozen=True):
    """An office in the hands of one holder. `of` is the body that it belongs to, or empty."""

    holder: str
    title: str
    of: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None


class Held(Struct, frozen=True):
    """A post, and how sure it is that it was held on the day asked for."""

    post: Post
    certainty: Certainty


class Tie(Struct, frozen=True):
    """A lasting relation as one of its two actors sees it.

    `is_inverse` where only the other's record states it; `is_mutual` where both state the same.
    """

    type: str
    other: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    sources: tuple[str, ...] = ()
    is_inverse: bool = False
    is_mutual: bool = False


class Offices:
    """All posts, found by who holds them and by the body that they belong to."""

    def __init__(self, posts: Iterable[Post]) -> None:
        ordered = sorted(posts, key=_order)
        self._by_holder = _grouped((post.holder, post) for post in ordered)
        self._by_body = _grouped((post.of, post) for post in ordered if post.of)
        self._starts: defaultdict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
        for post in ordered:
            if post.since is not None:
                self._starts[_office(post)].append((post.since.first, post.holder))

    def of_holder(self, actor: str) -> tuple[Post, ...]:
        """Every post that the actor ever held, the earliest first; those without a start come first."""
        return self._by_holder.get(actor, ())

    def of_body(self, actor: str) -> tuple[Post, ...]:
        """Every post that belongs to the actor, in the same order."""
        return self._by_body.get(actor, ())

    def held_by(self, actor: str, day: date) -> tuple[Held, ...]:
        """The posts that the actor held on `day`, the sure ones first."""
        return self._held(self.of_holder(actor), day)

    def holders(self, body: str, day: date, title: str | None = None) -> tuple[Held, ...]:
        """Who held the posts of a body on `day`, the sure ones first; `title` keeps one office, in any letter case."""
        posts = self.of_body(body)
        if title is not None:
            posts = tuple(post for post in posts if post.title.casefold() == title.casefold())
        return self._held(posts, day)

    def _held(self, posts: Sequence[Post], day: date) -> tuple[Held, ...]:
        found = [Held(post, certainty) for post in posts if (certainty := self._certainty(post, day))]
        return tuple(sorted(found, key=lambda held: held.certainty != "known"))

    def _certainty(self, post: Post, day: date) -> Certainty | None:
        found = certainty(post.since, post.until, day)
        if found == "known" and post.until is None and self._has_successor(post, day):
            return "possibly"
        return found

    def _has_successor(self, post: Post, day: date) -> bool:
        """Whether another took the same office after this holder did, by `day`."""
        assert post.since is not None, "without a start it is not known to be held"
        begun = post.since.last
        return any(begun < start <= day and holder != post.holder for start, holder in self._starts[_office(post)])


def certainty(since: PartialDate | None, until: PartialDate | None, day: date) -> Certainty | None:
    """Whether something that began at `since` and ended with `until` was so on `day`; None where it surely was not.

    It is known where the dates leave no doubt: not before the last day that the start may mean, nor after the first
    day that the end may mean. Without an end it goes on; without a start it is never more than possible.
    """
    if (since is not None and day < since.first) or (until is not None and day > until.last):
        return None
    is_sure = since is not None and since.last <= day and (until is None or day <= until.first)
    return "known" if is_sure else "possibly"


def ties(relations: Mapping[str, Iterable[Tie]]) -> dict[str, tuple[Tie, ...]]:
    """The ties of every actor from both ends, given those that each actor's record states, with `other` its target.

    Own statements come first, in their order; then what others state, by the other's id. A tie that both records state
    in the same words is one tie, with the sources of both.
    """
    stated = {actor: tuple(own) for actor, own in relations.items()}
    keys = {(actor, tie.other, tie.type.casefold()): tie for actor, own in stated.items() for tie in own}
    found: defaultdict[str, list[Tie]] = defaultdict(list)
    for actor in sorted(stated):
        for tie in stated[actor]:
            twin = keys.get((tie.other, actor, tie.type.casefold())) if tie.other != actor else None
            found[actor].append(_mutual(tie, twin) if twin else tie)
    for actor in sorted(stated):
        for tie in stated[actor]:
            if tie.other != actor and (tie.other, actor, tie.type.casefold()) not in keys:
                seen = Tie(tie.type, actor, tie.since, tie.until, tie.sources, is_inverse=True)
                found[tie.other].append(seen)
    return {actor: tuple(its_ties) for actor, its_ties in sorted(found.items())}


def _mutual(tie: Tie, twin: Tie) -> Tie:
    """Both statements in one: the dates of the actor's own record, or else of the other's."""
    return Tie(
        type=tie.type,
        other=tie.other,
        since=tie.since or twin.since,
        until=tie.until or twin.until,
        sources=tuple(dict.fromkeys((*tie.sources, *twin.sources))),
        is_mutual=True,
    )


def _order(post: Post) -> tuple[date, date, str, str, str]:
    since, until = post.since, post.until
    return (since.first if since else date.min, until.last if until else date.max, post.title, post.of, post.holder)


def _office(post: Post) -> tuple[str, str]:
    return post.of, post.title.casefold()


def _grouped(pairs: Iterable[tuple[str, Post]]) -> dict[str, tuple[Post, ...]]:
    groups: defaultdict[str, list[Post]] = defaultdict(list)
    for key, post in pairs:
        groups[key].append(post)
    return {key: tuple(posts) for key, posts in groups.items()}
