"""The data set: the published records, and the tables that are made of them when a data file is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from dateline.analysis.derive import event_period
from dateline.content.dates import PartialDate, Period
from dateline.content.document import AnyDocument, Document
from dateline.content.fields import LIKELIHOOD_RANGES, Reliability, is_address
from dateline.content.html_text import plain_text
from dateline.content.record_links import resolve
from dateline.content.schema import Actor, Brief, Judgement, Publisher, Source, Topic
from dateline.site.card_views import BriefCard
from dateline.site.cards import Linked
from dateline.site.data_rows import (
    ActorRow,
    BriefRow,
    ClaimRow,
    JudgementRow,
    PublisherRow,
    RelationRow,
    Row,
    SourceRow,
    SubjectRow,
    TopicRow,
)
from dateline.site.urls import record_url
from dateline.site.values import Digested, digest_of

if TYPE_CHECKING:
    from dateline.site.site import Site

Grades = Mapping[str, tuple[str, Reliability | None]]
"""Name and reliability of publishers, by id."""
Tables = Mapping[str, tuple[Row, ...]]
"""Rows by name of the table."""


@dataclass(frozen=True)
class BriefFacts(Digested):
    """A brief with its card, and with what its texts lead to."""

    document: Document[Brief]
    card: BriefCard
    linked: Linked

    @property
    def text(self) -> str:
        """All its texts in reading order, without marks."""
        return text_of(self.document, self.linked)


@dataclass(frozen=True)
class DataSet(Digested):
    """All that the data files are made from. It is made once; its digest stands for all of it."""

    base_url: str
    briefs: tuple[BriefFacts, ...]
    """Newest first."""
    actors: tuple[Document[Actor], ...]
    topics: tuple[Document[Topic], ...]
    publishers: tuple[Document[Publisher], ...]
    briefs_of_actors: tuple[tuple[str, int], ...]
    briefs_of_topics: tuple[tuple[str, int], ...]

    @cached_property
    def tables(self) -> Tables:
        """Every table, its rows in an order that does not change: by id, but for briefs, newest first."""
        rows = RowMaker(self.base_url, {one.id: (one.fields.name, one.fields.reliability) for one in self.publishers})
        briefs = [one.document.fields for one in self.briefs]
        return {
            "briefs": tuple(map(rows.brief, self.briefs)),
            "subjects": tuple(row for brief in briefs for row in subject_rows(brief)),
            "actors": tuple(
                rows.actor(one, count) for one, (_, count) in zip(self.actors, self.briefs_of_actors, strict=True)
            ),
            "topics": tuple(
                rows.topic(one, count) for one, (_, count) in zip(self.topics, self.briefs_of_topics, strict=True)
            ),
            "claims": tuple(row for brief in briefs for row in claim_rows(brief)),
            "judgements": tuple(row for brief in briefs for row in judgement_rows(brief)),
            "relations": tuple(row for one in self.actors for row in relation_rows(one.fields)),
            "sources": tuple(row for brief in briefs for row in rows.sources(brief)),
            "publishers": tuple(self._publisher_rows(rows)),
        }

    def part(self, table: str) -> bytes:
        """Stands for all that a table is made from, which texts are not: an edit of a body changes no table."""
        if table in ("actors", "relations"):
            return digest_of((self.base_url, self.actors, self.briefs_of_actors))
        if table == "topics":
            return digest_of((self.base_url, self.topics, self.briefs_of_topics))
        return self._stated

    @cached_property
    def _stated(self) -> bytes:
        """Stands for what briefs and publishers state."""
        hasher = blake2b(digest_of((self.base_url, self.publishers)), digest_size=16)
        for one in self.briefs:
            hasher.update(one.card.digest)
            hasher.update(one.document.fields.model_dump_json(exclude_defaults=True).encode())
        return hasher.digest()

    def sizes(self) -> tuple[tuple[str, int], ...]:
        """How many rows each table has."""
        briefs = [one.document.fields for one in self.briefs]
        actors = [one.fields for one in self.actors]
        return (
            ("briefs", len(briefs)),
            ("subjects", sum(len(one.actors) + len(one.topics) for one in briefs)),
            ("actors", len(actors)),
            ("topics", len(self.topics)),
            ("claims", sum(len(one.claims) for one in briefs)),
            ("judgements", sum(len(one.judgements) for one in briefs)),
            ("relations", sum(len(one.offices) + len(one.relations) for one in actors)),
            ("sources", sum(len(one.sources) for one in briefs)),
            ("publishers", len(self.publishers)),
        )

    def texts(self) -> Iterator[tuple[str, str]]:
        """For every brief its id and whole text, without marks."""
        return ((one.card.id, one.text) for one in self.briefs)

    def _publisher_rows(self, rows: RowMaker) -> Iterator[PublisherRow]:
        cited = [(source.publisher, one.card.id) for one in self.briefs for source in one.document.fields.sources]
        sources: dict[str, int] = {}
        briefs: dict[str, set[str]] = {}
        for publisher, brief in cited:
            if publisher is not None:
                sources[publisher] = sources.get(publisher, 0) + 1
                briefs.setdefault(publisher, set()).add(brief)
        for one in self.publishers:
            yield rows.publisher(one, sources.get(one.id, 0), len(briefs.get(one.id, ())))


def data_set(site: Site) -> DataSet:
    """What the published set gives to programs."""
    published, analysis = site.published, site.analysis
    return DataSet(
        base_url=site.config.base_url,
        briefs=tuple(brief_facts(site, id) for id in analysis.briefs),
        actors=tuple(published.actors.values()),
        topics=tuple(published.topics.values()),
        publishers=tuple(published.publishers.values()),
        briefs_of_actors=tuple((id, len(analysis.by_actor.get(id, ()))) for id in published.actors),
        briefs_of_topics=tuple((id, analysis.tree.count[id]) for id in published.topics),
    )


def brief_facts(site: Site, id: str) -> BriefFacts:
    document = site.published.briefs[id]
    return BriefFacts(document, site.cards.briefs[id], site.linked[document.key])


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes rows of records; what it knows besides them is where the site lies and who the publishers are."""

    base_url: str
    publishers: Grades

    def brief(self, facts: BriefFacts) -> BriefRow:
        brief, card = facts.document.fields, facts.card
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


def text_of(document: AnyDocument, linked: Linked) -> str:
    """The texts of a record in reading order, without marks; paragraphs apart."""
    texts = [html for _, html in document.prose]
    if any("></a>" in html for html in texts):  # a link without a text of its own shows the name of what it leads to
        names = {link: target.name for link, target in linked.links}

        def named(html: str) -> str:
            return resolve(
                html,
                href=lambda _: None,
                label=lambda link: names.get((link.kind, link.target), ""),
                shown=lambda _path, tag: tag,
            )

        texts = [named(html) for html in texts]
    return "\n\n".join(filter(None, map(plain_text, texts)))


def numbers(refs: Iterable[str]) -> tuple[int, ...]:
    """References to a brief's sources; once the brief is read, they are all numbers."""
    return tuple(map(int, refs))


def cell(value: object) -> object:
    """A value of a row as JSON has it: dates are their texts, lists are lists."""
    if isinstance(value, PartialDate | Period):
        return value.text
    return list(value) if isinstance(value, tuple) else value
