"""Views of the pages that lead to others: indexes, archive, timeline, sources, corrections, search."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.content.dates import PartialDate, Period
from dateline.site.brief_views import RevisionView
from dateline.site.card_views import BriefCard, Counted, Link, Listing, PageLink, RecordCard
from dateline.site.charts.views import BarsView
from dateline.site.record_views import PublisherRow
from dateline.site.values import Digested


@dataclass(frozen=True)
class BriefIndexView(Digested):
    """Template `briefs.html`: every brief, newest first."""

    title: str
    listing: Listing


@dataclass(frozen=True)
class OlderView(Digested):
    """Template `older.html`: a further page of a list; what it belongs to is told by `subject`."""

    title: str
    subject: Link
    listing: Listing


@dataclass(frozen=True)
class ActorEntry(Digested):
    """An actor in the index of actors."""

    card: RecordCard
    count: int
    """How many briefs are about it."""
    last: PartialDate | None
    """When it was last in one; None where no brief is about it."""


@dataclass(frozen=True)
class ActorGroup(Digested):
    """Actors of one kind, by name."""

    kind: str
    actors: tuple[ActorEntry, ...]


@dataclass(frozen=True)
class ActorIndexView(Digested):
    """Template `actors.html`."""

    title: str
    groups: tuple[ActorGroup, ...]


@dataclass(frozen=True)
class TopicNode(Digested):
    """A topic with those below it."""

    topic: Counted
    children: tuple[TopicNode, ...]


@dataclass(frozen=True)
class TopicIndexView(Digested):
    """Template `topics.html`."""

    title: str
    roots: tuple[TopicNode, ...]


@dataclass(frozen=True)
class MonthCount(Digested):
    """A month of the archive."""

    month: PartialDate
    url: str
    count: int


@dataclass(frozen=True)
class ArchiveView(Digested):
    """Template `archive.html`: the months, newest first, grouped by year."""

    title: str
    years: tuple[tuple[str, tuple[MonthCount, ...]], ...]
    total: int


@dataclass(frozen=True)
class MonthView(Digested):
    """Template `month.html`: the briefs of one month, newest first."""

    title: str
    month: PartialDate
    listing: Listing
    previous: MonthCount | None
    next: MonthCount | None


@dataclass(frozen=True)
class TimelineEntry(Digested):
    """One dated event, told by its brief."""

    period: Period
    brief: BriefCard


@dataclass(frozen=True)
class TimelineView(Digested):
    """Template `timeline.html`: events in the order in which they happened, one page of them."""

    title: str
    months: tuple[tuple[PartialDate, tuple[TimelineEntry, ...]], ...]
    """Month (or year, for events without one) and its events."""
    total: int
    pages: tuple[PageLink, ...]
    earlier: str
    """URL of the page with earlier events, or empty."""
    later: str
    """URL of the page with later events, or empty."""
    strip: BarsView | None
    """All events by month; None on further pages."""


@dataclass(frozen=True)
class SourcesView(Digested):
    """Template `sources.html`: every publisher, with what rests on it."""

    title: str
    publishers: tuple[PublisherRow, ...]
    total: int


@dataclass(frozen=True)
class CorrectionEntry(Digested):
    """A revision and its brief."""

    brief: BriefCard
    revision: RevisionView


@dataclass(frozen=True)
class CorrectionsView(Digested):
    """Template `corrections.html`: every revision, newest first."""

    title: str
    entries: tuple[CorrectionEntry, ...]
    policy: Link | None
    """The free page about corrections, where there is one."""


@dataclass(frozen=True)
class SearchGroup(Digested):
    """Names under one heading of the A-Z."""

    heading: str
    links: tuple[Counted, ...]


@dataclass(frozen=True)
class SearchView(Digested):
    """Template `search.html`: an A-Z of actors and topics, publishers and months."""

    title: str
    names: tuple[SearchGroup, ...]
    """Actors and topics by first letter."""
    publishers: tuple[RecordCard, ...]
    months: tuple[MonthCount, ...]
