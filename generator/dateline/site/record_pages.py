"""The pages of actors, topics, publishers and free pages: their inputs, and the views made of them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from dateline.analysis.findings import Findings
from dateline.analysis.tenure import Post
from dateline.content.document import Document
from dateline.content.schema import Actor, Page, Publisher, Topic
from dateline.site.analysis_sections import ActivityInputs, AroundInputs, activity_view, around_view, story_view
from dateline.site.analysis_views import EvidenceView, LedgerView, StoryView
from dateline.site.card_views import BriefCard, Counted, Listing, PageLink, RecordCard
from dateline.site.cards import Cards, Linked, headings_of
from dateline.site.record_views import (
    ActorView,
    CitedSource,
    OfficeView,
    PageView,
    PublisherRow,
    PublisherView,
    RelationView,
    TopicView,
)


class Ties(Struct, frozen=True):
    """What all records say of an actor: the posts it holds, who holds its own, and its ties from both ends."""

    offices: tuple[OfficeView, ...]
    held_by: tuple[OfficeView, ...]
    relations: tuple[RelationView, ...]


class ActorInputs(Struct, frozen=True):
    """All that the page of an actor is made of."""

    document: Document[Actor]
    card: RecordCard
    linked: Linked
    ties: Ties
    listing: Listing
    named_in: int
    topics: tuple[Counted, ...]
    appears_with: tuple[Counted, ...]
    of_country: tuple[Counted, ...]
    positions: tuple[LedgerView, ...]
    spoken_for: tuple[LedgerView, ...]
    around: AroundInputs | None
    activity: ActivityInputs | None


def ties_of(actor: str, findings: Findings, cards: Cards) -> Ties:
    """What all records say of an actor."""

    def office(post: Post, other: str) -> OfficeView:
        return OfficeView(post.title, cards.records["actor", other] if other else None, post.since, post.until)

    return Ties(
        offices=tuple(office(post, post.of) for post in findings.offices.of_holder(actor)),
        held_by=tuple(office(post, post.holder) for post in findings.offices.of_body(actor)),
        relations=tuple(
            RelationView(
                tie.type,
                cards.records["actor", tie.other],
                tie.since,
                tie.until,
                tie.sources,
                is_inverse=tie.is_inverse,
            )
            for tie in findings.relations.get(actor, ())
        ),
    )


def actor_view(inputs: ActorInputs) -> ActorView:
    """What the template of an actor sees."""
    document, actor = inputs.document, inputs.document.fields
    return ActorView(
        card=inputs.card,
        title=actor.name,
        kind=actor.kind,
        tlp=actor.tlp,
        aliases=actor.aliases,
        body=inputs.linked.prose(document, "body"),
        headings=headings_of(document),
        offices=inputs.ties.offices,
        held_by=inputs.ties.held_by,
        relations=inputs.ties.relations,
        of_country=inputs.of_country,
        country=actor.country or "",
        wikidata=actor.wikidata or "",
        same_as=actor.same_as,
        image=inputs.linked.image(actor.image, actor.image_alt),
        listing=inputs.listing,
        mentioned_in=inputs.named_in,
        topics=inputs.topics,
        appears_with=inputs.appears_with,
        positions=inputs.positions,
        spoken_for=inputs.spoken_for,
        around=around_view(inputs.around),
        activity=activity_view(inputs.activity),
        extra=document.extra,
    )


class TopicInputs(Struct, frozen=True):
    """All that the page of a topic is made of."""

    document: Document[Topic]
    card: RecordCard
    linked: Linked
    ancestors: tuple[RecordCard, ...]
    children: tuple[Counted, ...]
    listing: Listing
    actors: tuple[Counted, ...]
    positions: tuple[LedgerView, ...]
    story: StoryView | None
    """Without its chart."""
    evidence: EvidenceView | None
    activity: ActivityInputs | None


def topic_view(inputs: TopicInputs) -> TopicView:
    """What the template of a topic sees."""
    document, topic = inputs.document, inputs.document.fields
    return TopicView(
        card=inputs.card,
        title=topic.name,
        tlp=topic.tlp,
        aliases=topic.aliases,
        body=inputs.linked.prose(document, "body"),
        headings=headings_of(document),
        status=topic.status,
        scope_in=topic.scope_in,
        scope_out=topic.scope_out,
        questions=topic.questions,
        watch=topic.watch,
        ancestors=inputs.ancestors,
        children=inputs.children,
        listing=inputs.listing,
        actors=inputs.actors,
        positions=inputs.positions,
        story=story_view(inputs.story),
        evidence=inputs.evidence,
        activity=activity_view(inputs.activity),
        extra=document.extra,
    )


class PublisherInputs(Struct, frozen=True):
    """All that one page of a publisher is made of."""

    document: Document[Publisher]
    card: RecordCard
    linked: Linked
    row: PublisherRow
    cited: tuple[CitedSource, ...]
    alone: tuple[BriefCard, ...]
    repeated: tuple[CitedSource, ...]
    repeats: int
    pages: tuple[PageLink, ...]
    newer: str
    older: str


def publisher_view(inputs: PublisherInputs) -> PublisherView:
    """What the template of a publisher sees."""
    document, publisher = inputs.document, inputs.document.fields
    return PublisherView(
        title=publisher.name,
        card=inputs.card,
        tlp=publisher.tlp,
        row=inputs.row,
        why=publisher.why or "",
        domains=publisher.domains,
        body=inputs.linked.prose(document, "body"),
        cited=inputs.cited,
        alone=inputs.alone,
        repeated=inputs.repeated,
        repeats=inputs.repeats,
        pages=inputs.pages,
        newer=inputs.newer,
        older=inputs.older,
        extra=document.extra,
    )


class PageInputs(Struct, frozen=True):
    """All that a free page is made of."""

    document: Document[Page]
    linked: Linked


def page_view(inputs: PageInputs) -> PageView:
    """What the template of a free page sees."""
    document, page = inputs.document, inputs.document.fields
    return PageView(
        title=page.title,
        summary=page.summary or "",
        tlp=page.tlp,
        body=inputs.linked.prose(document, "body"),
        headings=headings_of(document),
        extra=document.extra,
    )


def counted(pairs: Iterable[tuple[str, int]], kind: str, cards: Cards, limit: int | None = None) -> tuple[Counted, ...]:
    """Cards of a kind with their numbers, in the order given, `limit` of them at most."""
    chosen = list(pairs)[:limit]
    return tuple(Counted(cards.records["actor" if kind == "actor" else "topic", id], count) for id, count in chosen)
