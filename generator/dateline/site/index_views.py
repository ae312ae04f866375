"""Views of the pages that lead to others: indexes, archive, timeline, sources, corrections, search."""

from __future__ import annotations

from msgspec import Struct

from dateline.content.dates import PartialDate, Period
from dateline.site.brief_views import RevisionView
from dateline.site.card_views import BriefCard, Counted, Link, Listing, PageLink, RecordCard
from dateline.site.charts.views import BarsView
from dateline.site.record_views import PublisherRow


class BriefIndexView(Struct, frozen=True):
    """Template `briefs.html`: every brief, newest first."""

    title: str
    listing: Listing


class OlderView(Struct, frozen=True):
    """Template `older.html`: a further page of a list; what it belongs to is told by `subject`."""

    title: str
    subject: Link
    listing: Listing


class ActorEntry(Struct, frozen=True):
    """An actor in the index of actors."""

    card: RecordCard
    count: int
    """How many briefs are about it."""
    last: PartialDate | None
    """When it was last in one; None where no brief is about it."""


class ActorGroup(Struct, frozen=True):
    """Actors of one kind, by name."""

    kind: str
    actors: tuple[ActorEntry, ...]


class ActorIndexView(Struct, frozen=True):
    """Template `actors.html`."""

    title: str
    groups: tuple[ActorGroup, ...]


class TopicNode(Struct, frozen=True):
    """A topic with those below it."""

    topic: Counted
    children: tuple[TopicNode, ...]


class TopicIndexView(Struct, frozen=True):
    """Template `topics.html`."""

    title: str
    roots: tuple[TopicNode, ...]


class MonthCount(Struct, frozen=True):
    """A month of the archive."""

    month: PartialDate
    url: str
    count: int


class ArchiveView(Struct, frozen=True):
    """Template `archive.html`: the months, newest first, grouped by year."""

    title: str
    years: tuple[tuple[str, tuple[MonthCount, ...]], ...]
    total: int


class MonthView(Struct, frozen=True):
    """Template `month.html`: the briefs of one month, newest first."""

    title: str
    month: PartialDate
    listing: Listing
    previous: MonthCount | None
    next: MonthCount | None


class TimelineEntry(Struct, frozen=True):
    """One dated event, told by its brief."""

    period: Period
    brief: BriefCard


class TimelineView(Struct, frozen=True):
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


class SourcesView(Struct, frozen=True):
    """Template `sources.html`: every publisher, with what rests on it."""

    title: str
    publishers: tuple[PublisherRow, ...]
    total: int


class CorrectionEntry(Struct, frozen=True):
    """A revision and its brief."""

    brief: BriefCard
    revision: RevisionView


class CorrectionsView(Struct, frozen=True):
    """Template `corrections.html`: every revision, newest first."""

    title: str
    entries: tuple[CorrectionEntry, ...]
    policy: Link | None
    """The free page about corrections, where there is one."""


class SearchGroup(Struct, frozen=True):
    """Names under one heading of the A-Z."""

    heading: str
    links: tuple[Counted, ...]


class SearchView(Struct, frozen=True):
    """Template `search.html`: an A-Z of actors and topics, publishers and months."""

    title: str
    names: tuple[SearchGroup, ...]
    """Actors and topics by first letter."""
    publishers: tuple[RecordCard, ...]
    months: tuple[MonthCount, ...]
