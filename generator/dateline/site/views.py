"""Views: all that a template can see, as frozen values without a way back to the records.

Texts are plain and escaped by the template. A `Prose` is sanitised HTML, printed by the `prose` filter,
which puts in the addresses of what it links. Dates are printed by the `time` filter. URLs are site-absolute
paths, made relative by the `href` function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline.content.dates import PartialDate, Period
from dateline.site.analysis_views import ActivityView, AroundView, EvidenceView, JudgementView, LedgerView, StoryView
from dateline.site.card_views import BriefCard, Counted, Link, Listing, PageLink, RecordCard
from dateline.site.charts.views import BarsView
from dateline.site.pictures.values import Picture
from dateline.site.prose import Prose
from dateline.site.values import Digested


@dataclass(frozen=True)
class Image(Digested):
    """A picture and its text for readers who cannot see it; the filter `picture` prints it."""

    picture: Picture
    alt: str

    @property
    def url(self) -> str:
        """One copy of it, for where no choice can be given."""
        return self.picture.url


@dataclass(frozen=True)
class Subject:
    """What a brief is about, and the part it plays."""

    card: RecordCard
    role: str
    office: str = ""
    """The posts that an actor is known to have held when it happened."""


@dataclass(frozen=True)
class QuoteView:
    text: str
    lang: str
    translation: str


@dataclass(frozen=True)
class SourceView:
    """One source of a brief, as its list of sources shows it; empty texts and None where nothing is known."""

    number: int
    title: str
    url: str
    publisher: RecordCard | None
    publisher_name: str
    """Name of the publisher, also where it has no page."""
    published: PartialDate | None
    accessed: PartialDate | None
    archived: str
    author: str
    lang: str
    type: str
    via: str
    grade: str
    """Admiralty code such as `B2`; one half where only one is known; or empty."""
    grade_words: str
    """The grade in words, such as `usually reliable, probably true`."""
    quote: QuoteView | None


@dataclass(frozen=True)
class ClaimView:
    """A position that an actor took."""

    by: RecordCard
    on: RecordCard
    stance: str
    text: str
    said: PartialDate | Period | None
    sources: tuple[int, ...]
    """Numbers of the brief's sources that show it."""


@dataclass(frozen=True)
class RevisionView(Digested):
    date: PartialDate
    kind: str
    note: str


@dataclass(frozen=True)
class RelatedView(Digested):
    """A brief near to this one, and why."""

    brief: BriefCard
    shared: tuple[RecordCard, ...]
    """Actors and topics of both, weightiest first."""
    follows: str
    """`continues`, `continued by`, or empty."""


@dataclass(frozen=True)
class NeighbourView(Digested):
    """The briefs before and after this one in one of its topics."""

    topic: RecordCard
    previous: Link | None
    next: Link | None


@dataclass(frozen=True)
class HeadingView:
    id: str
    text: str
    level: int


@dataclass(frozen=True)
class BriefView:
    """Template `brief.html`."""

    card: BriefCard
    title: str
    bluf: Prose | None
    key_points: tuple[Prose, ...]
    body: Prose | None
    why_it_matters: Prose | None
    whats_next: Prose | None
    headings: tuple[HeadingView, ...]
    actors: tuple[Subject, ...]
    topics: tuple[Subject, ...]
    places: tuple[str, ...]
    author: str
    image: Image | None
    sources: tuple[SourceView, ...]
    claims: tuple[ClaimView, ...]
    judgements: tuple[JudgementView, ...]
    revisions: tuple[RevisionView, ...]
    """Oldest first."""
    follows: tuple[BriefCard, ...]
    continued_by: tuple[BriefCard, ...]
    related: tuple[RelatedView, ...]
    neighbours: tuple[NeighbourView, ...]
    evidence: EvidenceView | None
    extra: Mapping[str, Any]
    """The record's free fields, by name (`x_...`)."""


@dataclass(frozen=True)
class OfficeView(Digested):
    """A post: on a holder's page `other` is the body it belongs to, on the body's page it is the holder."""

    title: str
    other: RecordCard | None
    since: PartialDate | None
    until: PartialDate | None


@dataclass(frozen=True)
class RelationView(Digested):
    """A tie to another actor; `is_inverse` where the other actor's record states it about this one."""

    type: str
    other: RecordCard
    since: PartialDate | None
    until: PartialDate | None
    sources: tuple[str, ...]
    is_inverse: bool


@dataclass(frozen=True)
class ActorView:
    """Template `actor.html`."""

    card: RecordCard
    title: str
    kind: str
    tlp: str
    aliases: tuple[str, ...]
    body: Prose | None
    headings: tuple[HeadingView, ...]
    offices: tuple[OfficeView, ...]
    held_by: tuple[OfficeView, ...]
    """Posts of this actor and who holds them."""
    relations: tuple[RelationView, ...]
    country: str
    wikidata: str
    same_as: tuple[str, ...]
    image: Image | None
    listing: Listing
    mentioned_in: int
    """Briefs that name the actor without being about it."""
    topics: tuple[Counted, ...]
    appears_with: tuple[Counted, ...]
    positions: tuple[LedgerView, ...]
    """Where it stands, by topic."""
    around: AroundView | None
    """The network around it."""
    activity: ActivityView | None
    extra: Mapping[str, Any]


@dataclass(frozen=True)
class TopicView:
    """Template `topic.html`."""

    card: RecordCard
    title: str
    tlp: str
    aliases: tuple[str, ...]
    body: Prose | None
    headings: tuple[HeadingView, ...]
    status: str
    scope_in: tuple[str, ...]
    scope_out: tuple[str, ...]
    questions: tuple[str, ...]
    watch: tuple[str, ...]
    ancestors: tuple[RecordCard, ...]
    """The wider topics, widest first."""
    children: tuple[Counted, ...]
    listing: Listing
    """Briefs of the topic and of those below it."""
    actors: tuple[Counted, ...]
    positions: tuple[LedgerView, ...]
    """Where actors stand on it."""
    story: StoryView | None
    evidence: EvidenceView | None
    activity: ActivityView | None
    extra: Mapping[str, Any]


@dataclass(frozen=True)
class PageView:
    """Template `page.html`: a free page."""

    title: str
    summary: str
    tlp: str
    body: Prose | None
    headings: tuple[HeadingView, ...]
    extra: Mapping[str, Any]


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
class PublisherRow(Digested):
    """A publisher in the list of sources."""

    name: str
    card: RecordCard | None
    """None where the publisher has no record, hence no page."""
    type: str
    country: str
    reliability: str
    reliability_words: str
    sources: int
    """How many sources of briefs are its own."""
    briefs: int
    """How many briefs rest on it."""


@dataclass(frozen=True)
class SourcesView(Digested):
    """Template `sources.html`: every publisher, with what rests on it."""

    title: str
    publishers: tuple[PublisherRow, ...]
    total: int


@dataclass(frozen=True)
class CitedSource(Digested):
    """A source of a publisher's, and the brief that rests on it."""

    brief: BriefCard
    number: int
    title: str
    url: str
    published: PartialDate | None


@dataclass(frozen=True)
class PublisherView:
    """Template `publisher.html`."""

    title: str
    card: RecordCard
    tlp: str
    row: PublisherRow
    why: str
    domains: tuple[str, ...]
    body: Prose | None
    cited: tuple[CitedSource, ...]
    """One page of them, newest brief first."""
    alone: tuple[BriefCard, ...]
    """Briefs that go back to this publisher and to no other origin; empty on further pages."""
    pages: tuple[PageLink, ...]
    newer: str
    older: str
    extra: Mapping[str, Any]


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


@dataclass(frozen=True)
class NotFoundView(Digested):
    """Template `404.html`."""

    title: str


@dataclass(frozen=True)
class RedirectView(Digested):
    """Template `redirect.html`: an old address and the one that took its place."""

    title: str
    target: str


@dataclass(frozen=True)
class TombstoneView(Digested):
    """Template `gone.html`: an address that was published once."""

    title: str


@dataclass(frozen=True)
class SiteView(Digested):
    """What every template knows of the site, as `site`."""

    title: str
    description: str
    lang: str
    base_url: str
    publisher: str
    audience: str
    """The widest marking that this build shows, such as `TLP:CLEAR`."""
    menu: tuple[Link, ...]
    """The site's sections."""
    pages: tuple[Link, ...]
    """Free pages that ask for a place in the menu."""
    generator: str
    """Name and version of the program."""


@dataclass(frozen=True)
class FeedLink(Digested):
    """A feed of the page's subject."""

    url: str
    type: str
    title: str


@dataclass(frozen=True)
class PageMeta(Digested):
    """What every template knows of its own page, as `meta`."""

    url: str
    canonical: str
    """Full address, or empty for pages that have none (404)."""
    description: str
    feeds: tuple[FeedLink, ...] = ()
    is_indexed: bool = True
    """False keeps search engines out (404, redirects, tombstones)."""
    lang: str = ""
    """Language of the page's text where it is not the site's."""
    section: str = field(default="")
    """URL of the menu entry that the page belongs to."""
    card: str = ""
    """URL of the picture, 1200 by 630, that stands for the page where its address is shared; empty where none does."""
