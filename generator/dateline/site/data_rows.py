"""Rows: the published records as tables, one type of row each; the columns' meanings are told to programs as well.

The JSON Schemas, the table descriptions of the Data Package, the headers of the CSV files and the columns of the
database are all made from these types. Dates are texts, as precise as they are written. Nobody changes a row, but to
freeze them would take more time than to make them, and the database asks for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

from dateline.content.dates import PartialDate, Period
from dateline.content.fields import Likelihood, Reliability, Tlp
from dateline.content.schema import SourceType

FORMAT_VERSION = "1.0"
"""Version of all the data files: the first number grows when a column goes or changes its meaning."""

_DOCUMENTED = ConfigDict(use_attribute_docstrings=True)

Confidence = Literal["low", "moderate", "high"]


@dataclass(slots=True)
class BriefRow:
    """A brief."""

    __pydantic_config__ = _DOCUMENTED

    id: str
    """Immutable name of the brief."""
    url: str
    """Address of its page."""
    title: str
    """Headline."""
    date: PartialDate
    """When it was published."""
    event_date: Period | None
    """When it happened: a date, or two with a slash between them."""
    kind: Literal["update", "analysis", "background"]
    """News, an analysis of it, or standing background."""
    summary: str
    """The bottom line, or the first paragraph where there is none."""
    actors: tuple[str, ...]
    """Ids of the actors that it is about."""
    topics: tuple[str, ...]
    """Ids of the topics that it is about."""
    places: tuple[str, ...]
    """Where it happened."""
    author: str | None
    """Who wrote it."""
    lang: str
    """Language of the text (BCP 47)."""
    follows: tuple[str, ...]
    """Ids of the briefs that it continues."""
    updated: PartialDate
    """When it last changed in substance; its date where it never did."""
    revision: Literal["update", "clarification", "correction", "retraction"] | None
    """What its newest revision was."""
    status: Literal["draft", "review", "published"]
    """`published`; anything else only in a build with drafts."""
    tlp: Tlp
    """Marking (TLP 2.0)."""


@dataclass(slots=True)
class SubjectRow:
    """An actor or topic that a brief is about, and the part it plays."""

    __pydantic_config__ = _DOCUMENTED

    brief: str
    """Id of the brief."""
    kind: Literal["actor", "topic"]
    """What the subject is."""
    id: str
    """Id of the actor or topic."""
    role: str | None
    """What it does there, or how it comes in."""


@dataclass(slots=True)
class ActorRow:
    """A person, state, body or group."""

    __pydantic_config__ = _DOCUMENTED

    id: str
    """Immutable name of the actor."""
    url: str
    """Address of its page."""
    name: str
    """Name as pages show it."""
    kind: Literal["person", "organization", "public-body", "state", "alliance", "company", "armed-group"]
    """What sort of actor it is."""
    summary: str
    """Who or what it is, in one line."""
    aliases: tuple[str, ...]
    """Other names."""
    country: str | None
    """ISO 3166-1 code of its country."""
    wikidata: str | None
    """Wikidata item."""
    same_as: tuple[str, ...]
    """Addresses of pages about the same actor."""
    briefs: int
    """How many briefs are about it."""
    tlp: Tlp
    """Marking (TLP 2.0)."""


@dataclass(slots=True)
class TopicRow:
    """A subject that briefs are about."""

    __pydantic_config__ = _DOCUMENTED

    id: str
    """Immutable name of the topic."""
    url: str
    """Address of its page."""
    name: str
    """Name as pages show it."""
    summary: str
    """What it is about, in one line."""
    parent: str | None
    """Id of the wider topic that it is a part of."""
    aliases: tuple[str, ...]
    """Other names."""
    status: Literal["active", "dormant", "closed"]
    """Whether it is still moving."""
    scope_in: tuple[str, ...]
    """What belongs to it."""
    scope_out: tuple[str, ...]
    """What does not."""
    questions: tuple[str, ...]
    """What is not known yet."""
    watch: tuple[str, ...]
    """What to look out for."""
    briefs: int
    """How many briefs are about it or about a topic below it."""
    tlp: Tlp
    """Marking (TLP 2.0)."""


@dataclass(slots=True)
class ClaimRow:
    """A position that an actor took, as a brief reports it."""

    __pydantic_config__ = _DOCUMENTED

    brief: str
    """Id of the brief."""
    number: int
    """Its place in the brief, from 1."""
    by: str
    """Id of the actor whose position it is."""
    on: str
    """Id of the topic that it is about."""
    stance: Literal["supports", "conditional", "neutral", "opposes"]
    """Where the actor stands."""
    text: str
    """The position in a sentence."""
    said: Period
    """When it was said or done; where nobody noted it, when what the brief tells happened."""
    sources: tuple[int, ...]
    """Numbers of the brief's sources that show it."""


@dataclass(slots=True)
class JudgementRow:
    """An estimate of the desk's, in the terms of ICD 203."""

    __pydantic_config__ = _DOCUMENTED

    brief: str
    """Id of the brief."""
    number: int
    """Its place in the brief, from 1."""
    text: str
    """What is judged."""
    likelihood: Likelihood
    """ICD 203 term."""
    low: int
    """Lower end of the term's range, in per cent."""
    high: int
    """Upper end of the term's range, in per cent."""
    confidence: Confidence | None
    """How well the evidence supports the judgement."""
    basis: str | None
    """What it rests on."""
    since: PartialDate | None
    """When it was last changed."""
    horizon: PartialDate | None
    """The date up to which it speaks."""
    resolves_by: str | None
    """The test that will settle it."""
    outcome: Literal["yes", "no", "void"] | None
    """Whether it came true; `void` where the question lapsed."""
    outcome_date: PartialDate | None
    """When it was resolved."""
    outcome_note: str | None
    """What decided it."""


@dataclass(slots=True)
class RelationRow:
    """A lasting tie from one actor to another, or a post that an actor holds."""

    __pydantic_config__ = _DOCUMENTED

    actor: str
    """Id of the actor whose record states it."""
    kind: Literal["office", "relation"]
    """A post, or any other tie."""
    type: str
    """What ties them, such as `member of`; the title of the post."""
    to: str | None
    """Id of the other actor; of the state or body whose post it is."""
    since: PartialDate | None
    """When it began."""
    until: PartialDate | None
    """When it ended."""
    sources: tuple[str, ...]
    """Addresses that show it."""


@dataclass(slots=True)
class SourceRow:
    """One piece of evidence that a brief rests on."""

    __pydantic_config__ = _DOCUMENTED

    brief: str
    """Id of the brief."""
    number: int
    """Its number in the brief's list of sources."""
    title: str | None
    """Title as the publisher printed it, or a plain description."""
    url: str | None
    """Where it can be read."""
    publisher: str | None
    """Id of the publisher, where it has a record."""
    publisher_name: str | None
    """Name of the publisher."""
    published: PartialDate | None
    """When it was published."""
    accessed: PartialDate | None
    """When the desk read it."""
    archived: str | None
    """Address of an archived copy."""
    author: str | None
    """Who wrote it."""
    lang: str | None
    """Its language (BCP 47)."""
    type: SourceType | None
    """What kind of evidence it is."""
    via: str | None
    """The origin that it repeats."""
    based_on: tuple[int, ...]
    """Numbers of the brief's other sources that it is derived from."""
    based_on_urls: tuple[str, ...]
    """Addresses of texts that the brief does not list and it is derived from."""
    reliability: Reliability | None
    """Admiralty reliability, A to F; the publisher's where the source has none of its own."""
    credibility: int | None
    """Admiralty credibility, 1 to 6."""
    quote: str | None
    """Words quoted from it."""
    quote_lang: str | None
    """Their language (BCP 47)."""
    quote_translation: str | None
    """Their translation."""


@dataclass(slots=True)
class PublisherRow:
    """An outlet or body whose texts serve as sources."""

    __pydantic_config__ = _DOCUMENTED

    id: str
    """Immutable name of the publisher."""
    url: str
    """Address of its page."""
    name: str
    """Name as pages show it."""
    type: SourceType | None
    """What sort of publisher it is."""
    country: str | None
    """ISO 3166-1 code of its country."""
    domains: tuple[str, ...]
    """Its internet domains."""
    reliability: Reliability | None
    """Admiralty grade, A to F."""
    why: str | None
    """Reason for the grade."""
    sources: int
    """How many sources of briefs are its own."""
    briefs: int
    """How many briefs rest on it."""
    tlp: Tlp
    """Marking (TLP 2.0)."""


Row = BriefRow | SubjectRow | ActorRow | TopicRow | ClaimRow | JudgementRow | RelationRow | SourceRow | PublisherRow

TABLES: dict[str, type[Row]] = {
    "briefs": BriefRow,
    "subjects": SubjectRow,
    "actors": ActorRow,
    "topics": TopicRow,
    "claims": ClaimRow,
    "judgements": JudgementRow,
    "relations": RelationRow,
    "sources": SourceRow,
    "publishers": PublisherRow,
}
"""Type of row by name of the table."""
KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("briefs", "actors", "topics", "publishers"), ("id",)),
    **dict.fromkeys(("claims", "judgements", "sources"), ("brief", "number")),
}
"""The columns that tell the rows of a table apart; subjects and relations may be stated twice."""
REFERENCES: dict[str, dict[str, str]] = {
    "subjects": {"brief": "briefs"},
    "topics": {"parent": "topics"},
    "claims": {"brief": "briefs", "by": "actors", "on": "topics"},
    "judgements": {"brief": "briefs"},
    "relations": {"actor": "actors", "to": "actors"},
    "sources": {"brief": "briefs", "publisher": "publishers"},
}
"""For columns of ids: the table that has them."""
