"""Rows of the data set's tables, as single records give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from dateline.analysis.derive import event_period
from dateline.content.dates import Period
from dateline.content.document import Document
from dateline.content.fields import LIKELIHOOD_RANGES, Reliability, is_address
from dateline.content.schema import Actor, Brief, Judgement, Publisher, Source, Topic
from dateline.site.card_views import BriefCard
from dateline.site.data_rows import (
    ActorRow,
    BriefRow,
    ClaimRow,
    JudgementRow,
    PublisherRow,
    RelationRow,
    SourceRow,
    SubjectRow,
    TopicRow,
)
from dateline.site.urls import record_url

Grades = Mapping[str, tuple[str, Reliability | None]]
"""Name and reliability of publishers, by id."""


class RowMaker(Struct, frozen=True):
    """Makes rows of records; what it knows besides them is where the site lies and who the publishers are."""

    base_url: str
    publishers: Grades

    def brief(self, brief: Brief, card: BriefCard) -> BriefRow:
        newest = max(brief.revisions, key=lambda one: one.date, default=None)
        return BriefRow(
            id=brief.id,
            url=self.base_url + card.url,
            title=brief.title,
            date=brief.date,
            event_date=brief.event_date,
            kind=brief.kind,
            summary=card.summary,
            actors=tuple(dict.fromkeys(role.id for role in brief.actors)),
            topics=tuple(dict.fromkeys(role.id for role in brief.topics)),
            places=brief.places,
            author=brief.author,
            lang=card.lang,
            follows=brief.follows,
            updated=max(brief.date, newest.date) if newest else brief.date,
            revision=newest.kind if newest else None,
            status=brief.status,
            tlp=brief.tlp,
        )

    def actor(self, document: Document[Actor], briefs: int) -> ActorRow:
        actor = document.fields
        return ActorRow(
            id=actor.id,
            url=self.base_url + record_url("actor", actor.slug),
            name=actor.name,
            kind=actor.kind,
            summary=actor.summary,
            aliases=actor.aliases,
            country=actor.country,
            wikidata=actor.wikidata,
            same_as=actor.same_as,
            briefs=briefs,
            tlp=actor.tlp,
        )

    def topic(self, document: Document[Topic], briefs: int) -> TopicRow:
        topic = document.fields
        return TopicRow(
            id=topic.id,
            url=self.base_url + record_url("topic", topic.slug),
            name=topic.name,
            summary=topic.summary,
            parent=topic.parent,
            aliases=topic.aliases,
            status=topic.status,
            scope_in=topic.scope_in,
            scope_out=topic.scope_out,
            questions=topic.questions,
            watch=topic.watch,
            briefs=briefs,
            tlp=topic.tlp,
        )

    def publisher(self, document: Document[Publisher], sources: int, briefs: int) -> PublisherRow:
        publisher = document.fields
        return PublisherRow(
            id=publisher.id,
            url=self.base_url + record_url("publisher", publisher.slug),
            name=publisher.name,
            type=publisher.type,
            country=publisher.country,
            domains=publisher.domains,
            reliability=publisher.reliability,
            why=publisher.why,
            sources=sources,
            briefs=briefs,
            tlp=publisher.tlp,
        )

    def sources(self, brief: Brief) -> Iterator[SourceRow]:
        """The sources of a brief, numbered as its page does."""
        for number, source in enumerate(brief.sources, start=1):
            yield self._source(brief.id, number, source)

    def _source(self, brief: str, number: int, source: Source) -> SourceRow:
        name, grade = self.publishers.get(source.publisher or "", ("", None))
        quote = source.quote
        return SourceRow(
            brief=brief,
            number=number,
            title=source.title,
            url=source.url,
            publisher=source.publisher if name else None,
            publisher_name=name or source.publisher,
            published=source.published,
            accessed=source.accessed,
            archived=source.archived,
            author=source.author,
            lang=source.lang,
            type=source.type,
            via=source.via,
            based_on=numbers(base for base in source.based_on if not is_address(base)),
            based_on_urls=tuple(filter(is_address, source.based_on)),
            reliability=source.reliability or grade,
            credibility=source.credibility,
            quote=quote.text if quote else None,
            quote_lang=quote.lang if quote else None,
            quote_translation=quote.translation if quote else None,
        )


def subject_rows(brief: Brief) -> Iterator[SubjectRow]:
    yield from (SubjectRow(brief.id, "actor", role.id, role.role) for role in brief.actors)
    yield from (SubjectRow(brief.id, "topic", role.id, role.role) for role in brief.topics)


def claim_rows(brief: Brief) -> Iterator[ClaimRow]:
    for number, claim in enumerate(brief.claims, start=1):
        said = Period(claim.said.text, claim.said, claim.said) if claim.said else event_period(brief)
        sources = numbers(claim.sources)
        yield ClaimRow(brief.id, number, claim.by, claim.on, claim.stance, claim.text, said, sources)


def judgement_rows(brief: Brief) -> Iterator[JudgementRow]:
    return (_judgement_row(brief.id, number, one) for number, one in enumerate(brief.judgements, start=1))


def _judgement_row(brief: str, number: int, judgement: Judgement) -> JudgementRow:
    low, high = LIKELIHOOD_RANGES[judgement.likelihood]
    outcome = judgement.outcome
    return JudgementRow(
        brief=brief,
        number=number,
        text=judgement.text,
        likelihood=judgement.likelihood,
        low=low,
        high=high,
        confidence=judgement.confidence,
        basis=judgement.basis,
        since=judgement.since,
        horizon=judgement.horizon,
        resolves_by=judgement.resolves_by,
        outcome=outcome.result if outcome else None,
        outcome_date=outcome.date if outcome else None,
        outcome_note=outcome.note if outcome else None,
    )


def relation_rows(actor: Actor) -> Iterator[RelationRow]:
    for office in actor.offices:
        yield RelationRow(actor.id, "office", office.title, office.of, office.from_, office.until, ())
    for one in actor.relations:
        yield RelationRow(actor.id, "relation", one.type, one.to, one.from_, one.until, one.sources)


def numbers(refs: Iterable[str]) -> tuple[int, ...]:
    """References to a brief's sources; once the brief is read, they are all numbers."""
    return tuple(map(int, refs))
