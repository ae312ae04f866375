"""Views of a brief: its page, and what that says of sources, claims, revisions and neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from dateline.content.dates import PartialDate, Period
from dateline.site.analysis_views import EvidenceView, JudgementView
from dateline.site.card_views import BriefCard, Link, RecordCard
from dateline.site.prose import Prose
from dateline.site.views import HeadingView, Image


class Subject(Struct, frozen=True):
    """What a brief is about, and the part it plays."""

    card: RecordCard
    role: str
    office: str = ""
    """The posts that an actor is known to have held when it happened."""


class QuoteView(Struct, frozen=True):
    text: str
    lang: str
    translation: str


class SourceView(Struct, frozen=True):
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


class ClaimView(Struct, frozen=True):
    """A position that an actor took."""

    by: RecordCard
    on: RecordCard
    stance: str
    text: str
    said: PartialDate | Period | None
    sources: tuple[int, ...]
    """Numbers of the brief's sources that show it."""


class RevisionView(Struct, frozen=True):
    date: PartialDate
    kind: str
    note: str


class RelatedView(Struct, frozen=True):
    """A brief near to this one, and why."""

    brief: BriefCard
    shared: tuple[RecordCard, ...]
    """Actors and topics of both, weightiest first."""
    follows: str
    """`continues`, `continued by`, or empty."""


class NeighbourView(Struct, frozen=True):
    """The briefs before and after this one in one of its topics."""

    topic: RecordCard
    previous: Link | None
    next: Link | None


class BriefView(Struct, frozen=True):
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
