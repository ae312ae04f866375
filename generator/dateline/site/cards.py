"""Cards: how any page mentions a record. Each is made once and shared by all pages that show it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from dateline.analysis.mentions import Mention
from dateline.content.document import AnyDocument, Document, Key
from dateline.content.gate import Published
from dateline.content.html_text import first_paragraph, plain_text
from dateline.content.record_links import RecordLink, resolve
from dateline.content.schema import Actor, Brief, Page, Publisher, Topic
from dateline.site.card_views import BriefCard, RecordCard
from dateline.site.locale import ENGLISH, Locale
from dateline.site.pictures.values import Picture
from dateline.site.prose import Prose, Target
from dateline.site.urls import record_url
from dateline.site.values import Digested
from dateline.site.views import HeadingView, Image

SUMMARY_LENGTH = 300


class Cards(Struct, frozen=True):
    """The cards of all published records, and the pictures that they show."""

    records: Mapping[Key, RecordCard]
    briefs: Mapping[str, BriefCard]
    images: Mapping[str, Picture]
    """By path in content/."""
    locale: Locale = ENGLISH
    """The language in which pages speak of them."""
    targets: Mapping[Key, Target] = field(default_factory=dict)
    """Where a link to each record leads."""


def make_cards(published: Published, pictures: Mapping[str, Picture], locale: Locale = ENGLISH) -> Cards:
    """The cards of a published set; briefs that name no language are in that of `locale`."""
    records = {document.key: _record_card(document) for document in published if document.kind != "brief"}
    used = {image for document in published for image in document.images}
    images = {path: picture for path, picture in pictures.items() if path in used}
    names = {key: card.name for key, card in records.items()}
    names |= {brief.key: brief.fields.title for brief in published.briefs.values()}
    briefs = {id: _brief_card(brief, records, names, locale.lang) for id, brief in published.briefs.items()}
    targets = {key: Target(card.url, card.name, card.summary) for key, card in records.items()}
    targets |= {("brief", id): Target(card.url, card.title, card.summary) for id, card in briefs.items()}
    return Cards(records, briefs, images, locale, targets)


def _record_card(document: AnyDocument) -> RecordCard:
    url = record_url(document.kind, document.fields.slug)
    match document.fields:
        case Actor() as actor:
            return RecordCard("actor", actor.id, url, actor.name, actor.summary, actor.kind)
        case Topic() as topic:
            return RecordCard("topic", topic.id, url, topic.name, topic.summary, topic.status)
        case Publisher() as publisher:
            return RecordCard("publisher", publisher.id, url, publisher.name, "", publisher.reliability or "")
        case Page() as page:
            return RecordCard("page", page.id, url, page.title, page.summary or "", "")
    raise TypeError(f"no card for a {document.kind}")


def _brief_card(
    document: Document[Brief], records: Mapping[Key, RecordCard], names: Mapping[Key, str], lang: str
) -> BriefCard:
    brief = document.fields
    return BriefCard(
        id=brief.id,
        url=record_url("brief", brief.slug),
        title=brief.title,
        date=brief.date,
        event_date=brief.event_date,
        kind=brief.kind,
        summary=summary_of(document, names),
        tlp=brief.tlp,
        status=brief.status,
        actors=tuple(records["actor", role.id] for role in brief.actors),
        topics=tuple(records["topic", role.id] for role in brief.topics),
        latest_revision=max(brief.revisions, key=lambda one: one.date).kind if brief.revisions else "",
        lang=brief.lang or lang,
    )


def summary_of(document: AnyDocument, names: Mapping[Key, str]) -> str:
    """A record in a sentence or two of plain text: its bottom line, or its first paragraph cut to a fair length.

    `names` are those of all published records, for links that have no text of their own.
    """
    bluf = document.html("bluf")
    if bluf is not None:
        return plain_text(_labelled(bluf, document, names))
    text = plain_text(_labelled(first_paragraph(document.html("body") or ""), document, names))
    return text if len(text) <= SUMMARY_LENGTH else text[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"


def _labelled(html: str, document: AnyDocument, names: Mapping[Key, str]) -> str:
    """The HTML with the names of records in links without text, and without links to records."""
    labels = {(kind, written): names[kind, id] for kind, written, id in document.targets}

    def label(link: RecordLink) -> str:
        return labels.get((link.kind, link.target), "")

    return resolve(html, href=lambda _link: None, label=label, shown=lambda _path, tag: tag)


class Linked(Digested, frozen=True):
    """What the texts of one record lead to: its mentions, the targets of its links, and its pictures."""

    mentions: tuple[Mention, ...]
    links: tuple[tuple[tuple[str, str], Target], ...]
    images: tuple[tuple[str, Picture], ...]

    def prose(self, document: AnyDocument, field: str) -> Prose | None:
        """One text of the record, ready for a page; None where the record has none."""
        html = document.html(field)
        if html is None:
            return None
        return Prose(html, tuple(one for one in self.mentions if one.part == field), self.links, self.images)

    def image(self, path: str | None, alt: str | None) -> Image | None:
        return Image(dict(self.images)[path], alt or "") if path else None


def link_up(document: AnyDocument, mentions: tuple[Mention, ...], cards: Cards) -> Linked:
    """All that the texts of a document lead to."""
    links = {(kind, written): cards.targets[kind, id] for kind, written, id in document.targets}
    links |= {(one.kind, one.id): cards.targets[one.kind, one.id] for one in mentions}
    return Linked(mentions, tuple(links.items()), tuple((path, cards.images[path]) for path in document.images))


def headings_of(document: AnyDocument) -> tuple[HeadingView, ...]:
    return tuple(HeadingView(one.id, one.text, one.level) for one in document.headings)
