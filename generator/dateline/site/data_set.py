"""The data set: the published records, and the tables that are made of them when a data file is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec import Struct

from dateline.content.dates import PartialDate, Period
from dateline.content.document import AnyDocument, Document
from dateline.content.html_text import plain_text
from dateline.content.record_links import resolve
from dateline.content.schema import Actor, Brief, Publisher, Topic
from dateline.site.card_views import BriefCard
from dateline.site.cards import Linked
from dateline.site.data_rows import PublisherRow, Row
from dateline.site.row_maker import RowMaker, claim_rows, judgement_rows, relation_rows, subject_rows
from dateline.site.values import Digested, digest_of

if TYPE_CHECKING:
    from dateline.site.site import Site

Tables = Mapping[str, tuple[Row, ...]]
"""Rows by name of the table."""


class BriefFacts(Struct, frozen=True):
    """A brief with its card, and with what its texts lead to."""

    document: Document[Brief]
    card: BriefCard
    linked: Linked

    @property
    def text(self) -> str:
        """All its texts in reading order, without marks."""
        return text_of(self.document, self.linked)


class DataSet(Digested, frozen=True, dict=True):
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
            "briefs": tuple(rows.brief(one.document.fields, one.card) for one in self.briefs),
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
            hasher.update(one.document.stated)
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


def cell(value: object) -> object:
    """A value of a row as JSON has it: dates are their texts, lists are lists."""
    if isinstance(value, PartialDate | Period):
        return value.text
    return list(value) if isinstance(value, tuple) else value
