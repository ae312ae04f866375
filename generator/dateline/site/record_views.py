"""Views of the pages of actors, topics and publishers, and of free pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from dateline.content.dates import PartialDate
from dateline.site.analysis_views import ActivityView, AroundView, EvidenceView, LedgerView, StoryView
from dateline.site.card_views import BriefCard, Counted, Listing, PageLink, RecordCard
from dateline.site.prose import Prose
from dateline.site.values import Digested
from dateline.site.views import HeadingView, Image


class OfficeView(Struct, frozen=True):
    """A post: on a holder's page `other` is the body it belongs to, on the body's page it is the holder."""

    title: str
    other: RecordCard | None
    since: PartialDate | None
    until: PartialDate | None


class RelationView(Struct, frozen=True):
    """A tie to another actor; `is_inverse` where the other actor's record states it about this one."""

    type: str
    other: RecordCard
    since: PartialDate | None
    until: PartialDate | None
    sources: tuple[str, ...]
    is_inverse: bool


class ActorView(Struct, frozen=True):
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
    of_country: tuple[Counted, ...]
    """The actors of its country, where it is a state, those with most briefs first."""
    country: str
    """ISO 3166-1 code; the filter `country` gives its name."""
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
    spoken_for: tuple[LedgerView, ...]
    """Where those stand who hold its posts, latest first."""
    around: AroundView | None
    """The network around it."""
    activity: ActivityView | None
    extra: Mapping[str, Any]


class TopicView(Struct, frozen=True):
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


class PageView(Struct, frozen=True):
    """Template `page.html`: a free page."""

    title: str
    summary: str
    tlp: str
    body: Prose | None
    headings: tuple[HeadingView, ...]
    extra: Mapping[str, Any]


class PublisherRow(Digested, frozen=True):
    """A publisher in the list of sources."""

    name: str
    card: RecordCard | None
    """None where the publisher has no record, hence no page."""
    type: str
    country: str
    """ISO 3166-1 code, or empty."""
    reliability: str
    reliability_words: str
    sources: int
    """How many sources of briefs are its own."""
    briefs: int
    """How many briefs rest on it."""


class CitedSource(Struct, frozen=True):
    """A source of a publisher's, and the brief that rests on it."""

    brief: BriefCard
    number: int
    title: str
    url: str
    published: PartialDate | None


class PublisherView(Struct, frozen=True):
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
    repeated: tuple[CitedSource, ...]
    """The newest sources of others that go back to this publisher; empty on further pages."""
    repeats: int
    """How many there are of them."""
    pages: tuple[PageLink, ...]
    newer: str
    older: str
    extra: Mapping[str, Any]
