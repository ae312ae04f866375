"""Facts beside pages: an `index.json` for every brief, actor and topic, with what its page tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast

from msgspec import Struct
from pydantic import ConfigDict, Field

from dateline.config import SiteConfig
from dateline.content.dates import PartialDate
from dateline.content.document import AnyDocument, Document
from dateline.content.fields import Reliability
from dateline.content.schema import Actor, Topic
from dateline.site import data_formats as formats
from dateline.site.card_views import RecordCard
from dateline.site.cards import Linked
from dateline.site.data_rows import (
    FORMAT_VERSION,
    ActorRow,
    BriefRow,
    ClaimRow,
    JudgementRow,
    RelationRow,
    SourceRow,
    SubjectRow,
    TopicRow,
)
from dateline.site.data_set import BriefFacts, brief_facts
from dateline.site.page import File
from dateline.site.row_maker import RowMaker, claim_rows, judgement_rows, relation_rows, subject_rows
from dateline.site.urls import FACTS, SCHEMAS, owner_name
from dateline.site.values import Digested

if TYPE_CHECKING:
    from dateline.site.site import Site

_DOCUMENTED = ConfigDict(use_attribute_docstrings=True)
_Schema = Annotated[str, Field(alias="$schema")]


@dataclass(frozen=True, slots=True)
class Revised:
    """A change of substance to a brief."""

    __pydantic_config__ = _DOCUMENTED

    date: PartialDate
    """When it was made."""
    kind: str
    """`update`, `clarification`, `correction` or `retraction`."""
    note: str
    """What changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefFile:
    """A brief, as the `index.json` beside its page tells it."""

    __pydantic_config__ = _DOCUMENTED

    schema: _Schema
    """Address of this schema."""
    version: str
    """Version of the data files."""
    licence: str | None
    """What others may do with it."""
    brief: BriefRow
    """What the table `briefs` has of it."""
    key_points: tuple[str, ...]
    """The points to take away, as HTML."""
    body: str | None
    """Its text, as HTML."""
    why_it_matters: str | None
    """Why a reader should care, as HTML."""
    whats_next: str | None
    """What to expect, as HTML."""
    subjects: tuple[SubjectRow, ...]
    """What it is about."""
    sources: tuple[SourceRow, ...]
    """What it rests on."""
    claims: tuple[ClaimRow, ...]
    """Positions that actors took."""
    judgements: tuple[JudgementRow, ...]
    """Estimates of the desk's."""
    revisions: tuple[Revised, ...]
    """Changes of substance, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFile:
    """An actor, as the `index.json` beside its page tells it."""

    __pydantic_config__ = _DOCUMENTED

    schema: _Schema
    """Address of this schema."""
    version: str
    """Version of the data files."""
    licence: str | None
    """What others may do with it."""
    actor: ActorRow
    """What the table `actors` has of it."""
    body: str | None
    """Its profile, as HTML."""
    relations: tuple[RelationRow, ...]
    """Its posts and its ties to other actors, as its own record states them."""
    briefs: tuple[str, ...]
    """Ids of the briefs about it, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFile:
    """A topic, as the `index.json` beside its page tells it."""

    __pydantic_config__ = _DOCUMENTED

    schema: _Schema
    """Address of this schema."""
    version: str
    """Version of the data files."""
    licence: str | None
    """What others may do with it."""
    topic: TopicRow
    """What the table `topics` has of it."""
    body: str | None
    """Its background, as HTML."""
    briefs: tuple[str, ...]
    """Ids of the briefs about it or about a topic below it, newest first."""


FILES: dict[str, type[Any]] = {"brief": BriefFile, "actor": ActorFile, "topic": TopicFile}
"""What is in an `index.json`, by kind of record."""


class Origin(Digested, frozen=True):
    """The site that facts are from; one value for all of them."""

    base_url: str
    licence: str

    def head(self, kind: str) -> dict[str, Any]:
        """What every file starts with."""
        schema = f"{self.base_url}{SCHEMAS}{kind}.json"
        return {"schema": schema, "version": FORMAT_VERSION, "licence": self.licence or None}


class BriefFileInputs(Struct, frozen=True):
    """All that the facts of a brief are made of."""

    origin: Origin
    facts: BriefFacts
    publishers: tuple[RecordCard, ...]
    """Those that its sources name."""


class TermFileInputs(Struct, frozen=True):
    """All that the facts of an actor or topic are made of."""

    origin: Origin
    document: AnyDocument
    linked: Linked
    briefs: tuple[str, ...]
    count: int


class SchemaInputs(Struct, frozen=True):
    """What the schema of an `index.json` is made of, besides the types."""

    kind: str
    base_url: str


def plan_facts(site: Site) -> Iterator[File]:
    """The `index.json` of every brief, actor and topic, and their schemas."""
    origin = origin_of(site.config)
    for kind in FILES:
        yield File(f"{SCHEMAS}{kind}.json", SchemaInputs(kind, origin.base_url), file_schema)
    cards = site.cards.records
    for id, brief in site.published.briefs.items():
        names = dict.fromkeys(source.publisher for source in brief.fields.sources if source.publisher)
        publishers = tuple(card for name in names if (card := cards.get(("publisher", name))))
        inputs = BriefFileInputs(origin, brief_facts(site, id), publishers)
        yield File(inputs.facts.card.url + FACTS, inputs, brief_file, owner_name(brief.key), brief.path)
    for id, actor in site.published.actors.items():
        briefs = site.analysis.by_actor.get(id, ())
        made = TermFileInputs(origin, actor, site.linked[actor.key], briefs, len(briefs))
        yield File(cards[actor.key].url + FACTS, made, actor_file, owner_name(actor.key), actor.path)
    for id, topic in site.published.topics.items():
        briefs = site.analysis.by_topic.get(id, ())
        made = TermFileInputs(origin, topic, site.linked[topic.key], briefs, site.analysis.tree.count[id])
        yield File(cards[topic.key].url + FACTS, made, topic_file, owner_name(topic.key), topic.path)


def origin_of(config: SiteConfig) -> Origin:
    return Origin(config.base_url, config.licence or "")


def file_schema(inputs: SchemaInputs) -> bytes:
    """The JSON Schema of an `index.json`."""
    address = f"{inputs.base_url}{SCHEMAS}{inputs.kind}.json"
    return formats.as_json(formats.json_schema(FILES[inputs.kind], address))


def brief_file(inputs: BriefFileInputs) -> bytes:
    """The facts of a brief."""
    origin, facts, brief = inputs.origin, inputs.facts, inputs.facts.document.fields
    grades = {card.id: (card.name, cast("Reliability | None", card.sort or None)) for card in inputs.publishers}
    rows = RowMaker(origin.base_url, grades)
    texts = dict(_texts(facts.document, facts.linked, origin.base_url))
    return _written(
        BriefFile(
            **origin.head("brief"),
            brief=rows.brief(brief, facts.card),
            # A point of which nothing may be shown is not on the page either.
            key_points=tuple(text for field, text in texts.items() if field.startswith("key_points.")),
            body=texts.get("body"),
            why_it_matters=texts.get("why_it_matters"),
            whats_next=texts.get("whats_next"),
            subjects=tuple(subject_rows(brief)),
            sources=tuple(rows.sources(brief)),
            claims=tuple(claim_rows(brief)),
            judgements=tuple(judgement_rows(brief)),
            revisions=tuple(
                Revised(one.date, one.kind, one.note) for one in sorted(brief.revisions, key=lambda one: one.date)
            ),
        )
    )


def actor_file(inputs: TermFileInputs) -> bytes:
    """The facts of an actor."""
    document = cast("Document[Actor]", inputs.document)
    return _written(
        ActorFile(
            **inputs.origin.head("actor"),
            actor=RowMaker(inputs.origin.base_url, {}).actor(document, inputs.count),
            body=dict(_texts(document, inputs.linked, inputs.origin.base_url)).get("body"),
            relations=tuple(relation_rows(document.fields)),
            briefs=inputs.briefs,
        )
    )


def topic_file(inputs: TermFileInputs) -> bytes:
    """The facts of a topic."""
    document = cast("Document[Topic]", inputs.document)
    return _written(
        TopicFile(
            **inputs.origin.head("topic"),
            topic=RowMaker(inputs.origin.base_url, {}).topic(document, inputs.count),
            body=dict(_texts(document, inputs.linked, inputs.origin.base_url)).get("body"),
            briefs=inputs.briefs,
        )
    )


def _texts(document: AnyDocument, linked: Linked, base_url: str) -> Iterator[tuple[str, str]]:
    """The marked-up texts of a record, their links leading to full addresses."""
    for field, _ in document.texts:
        prose = linked.prose(document, field)
        assert prose is not None
        yield field, prose.render(lambda url: base_url + url)


def _written(facts: BriefFile | ActorFile | TopicFile) -> bytes:
    plain = formats.plain(facts)
    return formats.as_json({"$schema": plain.pop("schema"), **plain})
