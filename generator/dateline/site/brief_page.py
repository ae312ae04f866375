"""The page of a brief: its inputs, and the view that is made of them when the page is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from dateline.analysis.derive import Analysis, event_period
from dateline.analysis.findings import Findings
from dateline.content.document import Document
from dateline.content.fields import CREDIBILITY_WORDS, LIKELIHOOD_RANGES, RELIABILITY_WORDS
from dateline.content.references import references
from dateline.content.schema import Brief, Claim, Judgement, Source
from dateline.site.analysis_sections import evidence_view
from dateline.site.analysis_views import EvidenceView, JudgementChangeView, JudgementView, OutcomeView
from dateline.site.brief_views import (
    BriefView,
    ClaimView,
    NeighbourView,
    QuoteView,
    RelatedView,
    RevisionView,
    SourceView,
    Subject,
)
from dateline.site.card_views import BriefCard, Link, RecordCard
from dateline.site.cards import Cards, Linked, headings_of
from dateline.site.locale import Locale
from dateline.site.prose import Prose


class BriefInputs(Struct, frozen=True):
    """All that the page of a brief is made of."""

    document: Document[Brief]
    card: BriefCard
    linked: Linked
    records: tuple[RecordCard, ...]
    """Every actor, topic and publisher that its fields name."""
    follows: tuple[BriefCard, ...]
    continued_by: tuple[BriefCard, ...]
    related: tuple[RelatedView, ...]
    neighbours: tuple[NeighbourView, ...]
    evidence: EvidenceView | None
    offices: tuple[tuple[str, str], ...]
    """By actor: the posts that it is known to have held when it happened."""
    locale: Locale


Neighbours = Mapping[tuple[str, str], tuple[str | None, str | None]]
"""For a topic and a brief of it: the ids of the briefs before and after."""


def brief_inputs(
    document: Document[Brief], linked: Linked, analysis: Analysis, cards: Cards, neighbours: Neighbours
) -> BriefInputs:
    """What the page of `document` is made of."""
    brief = document.fields
    return BriefInputs(
        document=document,
        card=cards.briefs[brief.id],
        linked=linked,
        records=_records_of(brief, cards),
        follows=tuple(cards.briefs[id] for id in brief.follows),
        continued_by=tuple(cards.briefs[id] for id in reversed(analysis.continued_by.get(brief.id, ()))),
        related=tuple(
            RelatedView(
                brief=cards.briefs[one.id],
                shared=tuple(_card_of_term(term, cards) for term in one.shared),
                follows=one.follows,
            )
            for one in analysis.related[brief.id]
        ),
        neighbours=tuple(_neighbour(brief.id, role.id, cards, neighbours) for role in brief.topics),
        evidence=evidence_view(analysis.findings.evidence.get(brief.id), cards),
        offices=tuple(_offices(brief, analysis.findings)),
        locale=cards.locale,
    )


def topic_neighbours(by_topic: Mapping[str, tuple[str, ...]], briefs: Mapping[str, Document[Brief]]) -> Neighbours:
    """Before and after in each topic itself, by date of publication; `by_topic` lists briefs newest first."""
    found: dict[tuple[str, str], tuple[str | None, str | None]] = {}
    for topic, ids in by_topic.items():
        own = [id for id in ids if any(role.id == topic for role in briefs[id].fields.topics)]
        for newer, id, older in zip([None, *own], own, [*own[1:], None], strict=False):
            found[topic, id] = (older, newer)
    return found


def _neighbour(id: str, topic: str, cards: Cards, neighbours: Neighbours) -> NeighbourView:
    links = [
        Link(cards.briefs[other].url, cards.briefs[other].title) if other else None for other in neighbours[topic, id]
    ]
    return NeighbourView(cards.records["topic", topic], *links)


def _offices(brief: Brief, findings: Findings) -> Iterator[tuple[str, str]]:
    day = event_period(brief).start.first
    for actor in dict.fromkeys(role.id for role in brief.actors):
        titles = [held.post.title for held in findings.offices.held_by(actor, day) if held.certainty == "known"]
        if titles:
            yield actor, ", ".join(dict.fromkeys(titles))


def _card_of_term(term: str, cards: Cards) -> RecordCard:
    kind, _, id = term.partition(":")
    return cards.records["actor" if kind == "actor" else "topic", id]


def _records_of(brief: Brief, cards: Cards) -> tuple[RecordCard, ...]:
    named = dict.fromkeys((ref.kind, text) for ref, text in references(brief) if ref.kind != "source")
    return tuple(cards.records[key] for key in named if key in cards.records)


def brief_view(inputs: BriefInputs) -> BriefView:
    """What the template of a brief sees."""
    document, linked, brief = inputs.document, inputs.linked, inputs.document.fields
    records = {(card.kind, card.id): card for card in inputs.records}
    offices = dict(inputs.offices)
    points = [linked.prose(document, f"key_points.{index}") for index in range(len(brief.key_points))]
    return BriefView(
        card=inputs.card,
        title=brief.title,
        bluf=linked.prose(document, "bluf"),
        key_points=tuple(point for point in points if isinstance(point, Prose)),
        body=linked.prose(document, "body"),
        why_it_matters=linked.prose(document, "why_it_matters"),
        whats_next=linked.prose(document, "whats_next"),
        headings=headings_of(document),
        actors=tuple(
            Subject(records["actor", role.id], role.role or "", offices.get(role.id, "")) for role in brief.actors
        ),
        topics=tuple(Subject(records["topic", role.id], role.role or "") for role in brief.topics),
        places=brief.places,
        author=brief.author or "",
        image=linked.image(brief.image, brief.image_alt),
        sources=tuple(
            source_view(number, one, records, inputs.locale) for number, one in enumerate(brief.sources, start=1)
        ),
        claims=tuple(_claim_view(claim, brief, records) for claim in brief.claims),
        judgements=tuple(map(judgement_view, brief.judgements)),
        revisions=revision_views(brief),
        follows=inputs.follows,
        continued_by=inputs.continued_by,
        related=inputs.related,
        neighbours=inputs.neighbours,
        evidence=inputs.evidence,
        extra=document.extra,
    )


def source_view(
    number: int, source: Source, records: Mapping[tuple[str, str], RecordCard], locale: Locale
) -> SourceView:
    """A source as a brief's list shows it; its reliability is its publisher's where it has none of its own."""
    publisher = records.get(("publisher", source.publisher or ""))
    reliability = source.reliability or (publisher.sort if publisher else "")
    words = (RELIABILITY_WORDS.get(reliability), CREDIBILITY_WORDS.get(source.credibility or 0))
    quote = source.quote
    return SourceView(
        number=number,
        title=source.title or source.url or "",
        url=source.url or "",
        publisher=publisher,
        publisher_name=publisher.name if publisher else source.publisher or "",
        published=source.published,
        accessed=source.accessed,
        archived=source.archived or "",
        author=source.author or "",
        lang=source.lang or "",
        type=source.type or "",
        via=source.via or "",
        grade=f"{reliability}{source.credibility or ''}",
        grade_words=", ".join(locale.term(word) for word in words if word),
        quote=QuoteView(quote.text, quote.lang or "", quote.translation or "") if quote else None,
    )


def _claim_view(claim: Claim, brief: Brief, records: Mapping[tuple[str, str], RecordCard]) -> ClaimView:
    return ClaimView(
        by=records["actor", claim.by],
        on=records["topic", claim.on],
        stance=claim.stance,
        text=claim.text,
        said=claim.said or event_period(brief),
        sources=tuple(map(int, claim.sources)),
    )


def judgement_view(judgement: Judgement) -> JudgementView:
    """A judgement as any page shows it."""
    low, high = LIKELIHOOD_RANGES[judgement.likelihood]
    outcome = judgement.outcome
    return JudgementView(
        text=judgement.text,
        likelihood=judgement.likelihood,
        range=f"{low}-{high}%",
        low=low,
        high=high,
        confidence=judgement.confidence or "",
        basis=judgement.basis or "",
        horizon=judgement.horizon,
        resolves_by=judgement.resolves_by or "",
        since=judgement.since,
        history=tuple(
            JudgementChangeView(change.date, change.likelihood or "", change.confidence or "", change.reason)
            for change in judgement.history
        ),
        outcome=OutcomeView(outcome.date, outcome.result, outcome.note or "") if outcome else None,
    )


def revision_views(brief: Brief) -> tuple[RevisionView, ...]:
    """The revisions of a brief, oldest first."""
    ordered = sorted(brief.revisions, key=lambda one: one.date)
    return tuple(RevisionView(one.date, one.kind, one.note) for one in ordered)
