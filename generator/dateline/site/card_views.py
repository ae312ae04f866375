"""Views of single records and of lists of briefs, as any page may show them."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from dateline.content.dates import PartialDate, Period
from dateline.site.values import Digested


class Link(Struct, frozen=True):
    """A text that leads to a page of the site."""

    url: str
    text: str


class RecordCard(Digested, frozen=True):
    """How any page mentions an actor, topic, publisher or free page."""

    kind: str
    """`actor`, `topic`, `publisher` or `page`."""
    id: str
    url: str
    name: str
    summary: str
    sort: str
    """The actor's kind (person, state, ...), the topic's status or the publisher's reliability (A to F); or empty."""


class BriefCard(Digested, frozen=True):
    """How any page mentions a brief."""

    id: str
    url: str
    title: str
    date: PartialDate
    event_date: Period | None
    kind: str
    summary: str
    """The bottom line as plain text, or the first paragraph where there is none."""
    tlp: str
    status: str
    """`published`; `draft` or `review` only in a build with drafts."""
    actors: tuple[RecordCard, ...]
    topics: tuple[RecordCard, ...]
    latest_revision: str
    """Kind of the newest revision (`update`, `clarification`, `correction`, `retraction`), or empty."""
    lang: str

    def __hash__(self) -> int:
        return hash(self.digest)


class Counted(Struct, frozen=True):
    """A record with the number of briefs that count for it here."""

    card: RecordCard
    count: int
    url: str = ""
    """Page of just these briefs, or empty where there is none."""


class PageLink(Struct, frozen=True):
    """One page of a long list."""

    url: str
    number: int
    is_current: bool
    first: PartialDate
    """Date of its oldest entry."""
    last: PartialDate
    """Date of its newest entry."""


class Listing(Struct, frozen=True):
    """One page of a list of briefs, newest first."""

    briefs: tuple[BriefCard, ...]
    total: int
    """Briefs on all pages together; 0 on older pages, which keep their bytes when newer briefs come."""
    pages: tuple[PageLink, ...]
    """All pages, newest first; empty on older pages and where one page holds everything."""
    newer: str
    """URL of the page with newer briefs, or empty."""
    older: str
    """URL of the page with older briefs, or empty."""

    @property
    def is_first(self) -> bool:
        return not self.newer

    @property
    def months(self) -> tuple[tuple[PartialDate, tuple[BriefCard, ...]], ...]:
        """The briefs under the months in which they came out."""
        groups = groupby(self.briefs, key=lambda brief: brief.date.text[:7])
        return tuple((PartialDate.parse(month), tuple(briefs)) for month, briefs in groups)
