"""The records that a desk writes: every field, its type and its meaning.

The reference documentation, the editors' JSON Schema and the messages of problems come from these models.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from dateline.content.dates import PartialDate, Period
from dateline.content.fields import (
    ActorRef,
    BasisRef,
    BriefRef,
    Country,
    Day,
    Domain,
    Id,
    ImagePath,
    Kind,
    Language,
    Likelihood,
    Line,
    Prose,
    PublisherRef,
    Reliability,
    RuleName,
    SitePath,
    SourceRef,
    Text,
    Tlp,
    TopicRef,
    Url,
    WikidataId,
)


class Part(BaseModel):
    """Any piece of a record: immutable, and strict about the names of its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _only_id(value: object) -> object:
    """A plain id is short for `{id: ...}`."""
    return value if isinstance(value, Mapping | BaseModel) else {"id": value}


class ActorRole(Part):
    """An actor that a brief is about, and what it does there."""

    id: ActorRef
    """Id, name or alias of the actor."""
    role: Line | None = None
    """What the actor does in this brief, such as `host` or `negotiator`."""


class TopicRole(Part):
    """A topic that a brief is about, and how."""

    id: TopicRef
    """Id, name or alias of the topic."""
    role: Line | None = None
    """How the topic comes in, such as `main` or `background`."""


class Quote(Part):
    """Words quoted from a source."""

    text: Text
    """The words, in the language in which they were said or written."""
    lang: Language | None = None
    """Their language (BCP 47), such as `uk` or `pt-BR`."""
    translation: Text | None = None
    """A translation into the language of the brief."""


SourceType = Literal["official", "wire", "press", "social", "document", "dataset", "interview", "think-tank"]


class Source(Part):
    """One piece of evidence that a brief rests on."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["title"]}, {"required": ["url"]}]})

    key: Id | None = None
    """Name by which the body cites it (`[@key]`) and claims refer to it; its number works as well."""
    title: Line | None = None
    """Title as the publisher printed it, or a plain description."""
    url: Url | None = None
    """Where it can be read."""
    publisher: PublisherRef | None = None
    """Id of a publisher, or a name; found by the domain of `url` where it is left out."""
    published: PartialDate | None = None
    """When it was published."""
    accessed: PartialDate | None = None
    """When the desk read it."""
    archived: Url | None = None
    """Address of an archived copy."""
    author: Line | None = None
    """Who wrote it."""
    lang: Language | None = None
    """Its language (BCP 47), such as `uk` or `pt-BR`."""
    type: SourceType | None = None
    """What kind of evidence it is."""
    via: Line | None = None
    """The origin that it repeats, such as a wire service."""
    based_on: tuple[BasisRef, ...] = ()
    """What it is derived from: the brief's other sources, or addresses; it adds no origin to theirs."""
    credibility: Annotated[int, Field(strict=True, ge=1, le=6)] | None = None
    """Admiralty credibility of the information: 1 confirmed, 6 cannot be judged."""
    reliability: Reliability | None = None
    """Admiralty reliability of the source, A to F; the publisher's where it is left out."""
    quote: Quote | None = None
    """Words quoted from it."""

    @model_validator(mode="after")
    def _is_findable(self) -> Source:
        if self.title is None and self.url is None:
            raise PydanticCustomError(
                "bad_value", "a source needs a title or a url", {"hint": "add `title:` or `url:`"}
            )
        return self


class Claim(Part):
    """Where an actor stands on a topic, by its own words or acts."""

    by: ActorRef
    """The actor whose position it is."""
    on: TopicRef
    """The topic that it is about."""
    stance: Literal["supports", "conditional", "neutral", "opposes"]
    """Where the actor stands."""
    text: Text
    """The position in a sentence."""
    said: PartialDate | None = None
    """When it was said or done; the brief's event date where it is left out."""
    sources: tuple[SourceRef, ...] = ()
    """Keys or numbers of the brief's sources that show it."""


class JudgementChange(Part):
    """An earlier state of a judgement, and why it changed."""

    date: PartialDate
    """When it was held from."""
    likelihood: Likelihood | None = None
    """The likelihood then."""
    confidence: Literal["low", "moderate", "high"] | None = None
    """The confidence then."""
    reason: Text
    """Why it was so."""


class Outcome(Part):
    """How a judgement came out."""

    date: PartialDate
    """When it was resolved."""
    result: Literal["yes", "no", "void"]
    """Whether it came true; `void` where the question lapsed."""
    note: Text | None = None
    """What decided it."""


class Judgement(Part):
    """An estimate of the desk's, in the terms of ICD 203."""

    text: Text
    """What is judged, as a statement that can turn out true or false."""
    likelihood: Likelihood
    """ICD 203 term; printed with its range, as in `likely (55-80%)`."""
    confidence: Literal["low", "moderate", "high"] | None = None
    """How well the evidence supports the judgement; not the same as likelihood."""
    basis: Text | None = None
    """What it rests on."""
    horizon: PartialDate | None = None
    """The date up to which it speaks."""
    resolves_by: Text | None = None
    """The test that will settle it."""
    since: PartialDate | None = None
    """When it was last changed; with a `history`, builds for an earlier day need it."""
    history: tuple[JudgementChange, ...] = ()
    """Earlier states, oldest first."""
    outcome: Outcome | None = None
    """How it came out."""


class Revision(Part):
    """A change of substance to a published brief."""

    date: PartialDate
    """When it was made."""
    kind: Literal["update", "clarification", "correction", "retraction"]
    """What sort of change it is."""
    note: Text
    """What changed, for readers."""


class Office(Part):
    """A post that an actor holds or held."""

    title: Line
    """Name of the post, such as `Treasury secretary`."""
    of: ActorRef | None = None
    """The state or body whose post it is."""
    from_: Annotated[PartialDate | None, Field(alias="from")] = None
    """First day in office."""
    until: PartialDate | None = None
    """Last day in office."""


class Relation(Part):
    """A lasting tie from this actor to another."""

    type: Line
    """What ties them, such as `member of`, `owns` or `ally of`."""
    to: ActorRef
    """The other actor."""
    from_: Annotated[PartialDate | None, Field(alias="from")] = None
    """When it began."""
    until: PartialDate | None = None
    """When it ended."""
    sources: tuple[Url, ...] = ()
    """Addresses that show it."""


class RuleException(Part):
    """A house rule that a brief may break, and why."""

    rule: RuleName
    """Code of the rule, such as `few-origins`."""
    why: Text
    """The reason, for the desk; no page shows it."""


class Record(Part):
    """What every record has, besides free fields that start with `x_`."""

    id: Id
    """Immutable name of the record; the file's name where it is left out."""
    slug: Id
    """Last part of the record's address; the id where it is left out. It may change: the old address redirects."""
    tlp: Tlp = "TLP:CLEAR"
    """Marking (TLP 2.0): builds for a wider audience leave the record out."""
    redirect_from: tuple[SitePath, ...] = ()
    """Old addresses of this record, such as `/briefs/old-name/`."""


class Brief(Record):
    """A short text on what happened, whom it concerns and what supports it (`content/briefs/`)."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["actors"], "properties": {"actors": {"minItems": 1}}},
                {"required": ["topics"], "properties": {"topics": {"minItems": 1}}},
                {"required": ["status"], "properties": {"status": {"const": "draft"}}},
            ]
        }
    )

    title: Line
    """Headline."""
    date: Day
    """When it is published; a day, or a time with its offset. Later dates wait for their day."""
    bluf: Text | None = None
    """Bottom line up front, in one or two sentences."""
    actors: tuple[
        Annotated[ActorRole, BeforeValidator(_only_id, json_schema_input_type=ActorRef | ActorRole)], ...
    ] = ()
    """Actors that the brief is about: ids, names or aliases, or `{id, role}`."""
    topics: tuple[
        Annotated[TopicRole, BeforeValidator(_only_id, json_schema_input_type=TopicRef | TopicRole)], ...
    ] = ()
    """Topics that the brief is about, likewise."""
    sources: tuple[Source, ...] = ()
    """What it rests on; the body cites them as `[@key]` or `[^1]`."""
    kind: Literal["update", "analysis", "background"] = "update"
    """News, an analysis of it, or standing background."""
    event_date: Period | None = None
    """When it happened, as against when it was published: a date or `start/end`."""
    key_points: tuple[Text, ...] = ()
    """The points to take away."""
    why_it_matters: Prose | None = None
    """Why a reader should care."""
    whats_next: Prose | None = None
    """What to expect."""
    places: tuple[Line, ...] = ()
    """Where it happened."""
    claims: tuple[Claim, ...] = ()
    """Positions that actors took."""
    judgements: tuple[Judgement, ...] = ()
    """Estimates of the desk's."""
    status: Literal["draft", "review", "published"] = "published"
    """Only `published` briefs leave the desk."""
    embargo_until: Day | None = None
    """Not published before this day or time."""
    expires: Day | None = None
    """Not published from this day or time on; its address then shows a tombstone."""
    review_by: PartialDate | None = None
    """When the desk should look at it again."""
    author: Line | None = None
    """Who wrote it."""
    revisions: tuple[Revision, ...] = ()
    """Changes of substance since it was first published."""
    follows: tuple[BriefRef, ...] = ()
    """Ids or slugs of briefs that this one continues."""
    exceptions: tuple[RuleException, ...] = ()
    """House rules that do not hold for this brief."""
    lang: Language | None = None
    """Language of the text (BCP 47), such as `uk` or `pt-BR`; the site's where it is left out."""
    image: ImagePath | None = None
    """Picture: path of a file in `content/`."""
    image_alt: Text | None = None
    """The picture in words, for readers who cannot see it."""


class Actor(Record):
    """A person, state, body or group that acts in the briefs (`content/actors/`); the body is its profile."""

    name: Line
    """Name as pages show it."""
    kind: Literal["person", "organization", "public-body", "state", "alliance", "company", "armed-group"]
    """What sort of actor it is."""
    summary: Text
    """Who or what it is, in one line; shown in cards."""
    aliases: tuple[Line, ...] = ()
    """Other names: they resolve references, and texts link them."""
    weak_aliases: tuple[Line, ...] = ()
    """Names too common to link; they only lead to suggestions."""
    offices: tuple[Office, ...] = ()
    """Posts held, with dates."""
    relations: tuple[Relation, ...] = ()
    """Lasting ties to other actors."""
    country: Country | None = None
    """ISO 3166-1 code of its country, such as `NO`."""
    wikidata: WikidataId | None = None
    """Wikidata item, such as `Q22686`."""
    same_as: tuple[Url, ...] = ()
    """Addresses of pages about the same actor."""
    image: ImagePath | None = None
    """Portrait or emblem: path of a file in `content/`."""
    image_alt: Text | None = None
    """The picture in words, for readers who cannot see it."""


class Topic(Record):
    """A subject that briefs are about (`content/topics/`); the body is its standing background."""

    name: Line
    """Name as pages show it."""
    summary: Text
    """What it is about, in one line; shown in cards."""
    parent: TopicRef | None = None
    """The wider topic that it is a part of."""
    aliases: tuple[Line, ...] = ()
    """Other names: they resolve references, and texts link them."""
    scope_in: tuple[Text, ...] = ()
    """What belongs to it."""
    scope_out: tuple[Text, ...] = ()
    """What does not."""
    status: Literal["active", "dormant", "closed"] = "active"
    """Whether it is still moving."""
    questions: tuple[Text, ...] = ()
    """What is not known yet."""
    watch: tuple[Text, ...] = ()
    """What to look out for."""


class Publisher(Record):
    """An outlet or body whose texts serve as sources (`content/publishers.yaml` or `content/publishers/`)."""

    name: Line
    """Name as pages show it."""
    domains: tuple[Domain, ...] = ()
    """Its internet domains, such as `name.example`; sources whose `url` lies there are its own."""
    country: Country | None = None
    """ISO 3166-1 code of its country, such as `NO`."""
    type: SourceType | None = None
    """What sort of publisher it is."""
    reliability: Reliability | None = None
    """Admiralty grade: A completely reliable, F cannot be judged."""
    why: Text | None = None
    """Reason for the grade."""


class Page(Record):
    """A free page such as About or Methods (`content/pages/`)."""

    title: Line
    """Title of the page."""
    summary: Text | None = None
    """What it holds, in one line."""
    menu: Annotated[int, Field(strict=True, ge=0)] | None = None
    """Place in the site's footer menu, lowest first; left out, the page is not in the menu."""


MODELS: dict[Kind, type[Record]] = {
    "brief": Brief,
    "actor": Actor,
    "topic": Topic,
    "publisher": Publisher,
    "page": Page,
}
