"""Views of the pages that lead to others: indexes, archive, timeline, sources, corrections, search."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.content.dates import PartialDate, Period
from dateline.site.brief_views import RevisionView
from dateline.site.card_views import BriefCard, Counted, Link, Listing, PageLink, RecordCard
from dateline.site.charts.views import BarsView
from dateline.site.record_views import PublisherRow


@dataclass(frozen=True, slots=True)
class BriefIndexView:
    """Template `briefs.html`: every brief, newest first."""

    title: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class OlderView:
    """Template `older.html`: a further page of a list; what it belongs to is told by `subject`."""

    title: str
    subject: Link
    listing: Listing


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor in the index of actors."""

    card: RecordCard
    count: int
    """How many briefs are about it."""
    last: PartialDate | None
    """When it was last in one; None where no brief is about it."""


@dataclass(frozen=True, slots=True)
class ActorGroup:
    """Actors of one kind, by name."""

    kind: str
    actors: tuple[ActorEntry, ...]


@dataclass(frozen=True, slots=True)
class ActorIndexView:
    """Template `actors.html`."""

    title: str
    groups: tuple[ActorGroup, ...]


@dataclass(frozen=True, slots=True)
class TopicNode:
    """A topic with those below it."""

    topic: Counted
    children: tuple[TopicNode, ...]


@dataclass(frozen=True, slots=True)
class TopicIndexView:
    """Template `topics.html`."""

    title: str
    roots: tuple[TopicNode, ...]


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A month of the archive."""

    month: PartialDate
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """Template `archive.html`: the months, newest first, grouped by year."""

    title: str
    years: tuple[tuple[str, tuple[MonthCount, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class MonthView:
    """Template `month.html`: the briefs of one month, newest first."""

    title: str
    month: PartialDate
    listing: Listing
    previous: MonthCount | None
    next: MonthCount | None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One dated event, told by its brief."""

    period: Period
    brief: BriefCard


@dataclass(frozen=True, slots=True)
class TimelineView:
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


@dataclass(frozen=True, slots=True)
class SourcesView:
    """Template `sources.html`: every publisher, with what rests on it."""

    title: str
    publishers: tuple[PublisherRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CorrectionEntry:
    """A revision and its brief."""

    brief: BriefCard
    revision: RevisionView


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """Template `corrections.html`: every revision, newest first."""

    title: str
    entries: tuple[CorrectionEntry, ...]
    policy: Link | None
    """The free page about corrections, where there is one."""


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """Names under one heading of the A-Z."""

    heading: str
    links: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """Template `search.html`: an A-Z of actors and topics, publishers and months."""

    title: str
    names: tuple[SearchGroup, ...]
    """Actors and topics by first letter."""
    publishers: tuple[RecordCard, ...]
    months: tuple[MonthCount, ...]
