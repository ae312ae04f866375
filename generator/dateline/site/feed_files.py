"""Feeds as files: who has one, where it lies, the list of them all, and how a browser shows one."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from dateline.site.feed_formats import WRITERS
from dateline.site.feeds import Entry, Feed, RevisionEntry, style_from
from dateline.site.locale import Locale
from dateline.site.page import File
from dateline.site.urls import ATOM, CORRECTIONS, FEED_STYLE, FEEDS, HOME, owner_name
from dateline.site.views import FeedLink

if TYPE_CHECKING:
    from dateline.site.site import Site

_STYLE = """\
feed { display: block; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
feed::before { display: block; margin-bottom: 1.5rem; padding: 0.75rem 1rem; border: 1px solid; content:
  "%(feed)s" }
title, subtitle, summary, updated, link { display: block }
feed > title { font-size: 1.75rem; font-weight: bold; line-height: 1.2 }
feed > link[rel="alternate"]::before { content: "%(pages)s " attr(href) }
entry { display: block; margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid }
entry > title { font-weight: bold }
entry > link::before { content: attr(href); overflow-wrap: anywhere; font-size: 0.875rem }
id, feed > updated, feed > author, generator, published, category, content, link[rel="self"], entry > author,
entry > updated { display: none }
"""


class FeedOutline(Struct, frozen=True):
    """A feed in the list of all feeds."""

    group: str
    """`Actors`, `Topics` or `Publishers`; empty for those of the site."""
    title: str
    feed: str
    """Full address of the feed."""
    page: str
    """Full address of the page that it belongs to."""


class FeedList(Struct, frozen=True):
    """All feeds of the site."""

    title: str
    outlines: tuple[FeedOutline, ...]


class _Style(Struct, frozen=True):
    """The style sheet, which depends on the language only."""

    text: str


def plan_feeds(site: Site) -> Iterator[File]:
    """The feeds of publishers and of corrections, the list of all feeds, and their style sheet."""
    config = site.config
    resting: dict[str, dict[str, None]] = defaultdict(dict)
    for id in site.analysis.briefs:
        for source in site.published.briefs[id].fields.sources:
            if source.publisher is not None:
                resting[source.publisher][id] = None
    for id, document in site.published.publishers.items():
        card = site.cards.records[document.key]
        entries = [site.entries[brief] for brief in list(resting[id])[: config.feed_size]]
        about = site.locale.gettext("Briefs that rest on %(publisher)s", publisher=card.name)
        yield from _feed_files(
            site, owner_name(document.key), card.url, f"{card.name} – {config.title}", about, entries
        )
    about = site.locale.gettext("Every change of substance to a published brief")
    title = f"{site.locale.gettext('Corrections')} – {config.title}"
    yield from _feed_files(site, "site:corrections", CORRECTIONS, title, about, _revisions(site)[: config.feed_size])
    yield File(FEEDS, FeedList(config.title, tuple(_outlines(site))), write_opml)
    yield File(FEED_STYLE, _Style(_style(site.locale)), write_style)


def feeds_of(site: Site, owner: str, url: str, title: str, description: str, briefs: Iterable[str]) -> Iterator[File]:
    """The feeds of the page at `url`, which tell of these briefs."""
    return _feed_files(site, owner, url, title, description, [site.entries[id] for id in briefs])


def feed_links(url: str, title: str) -> tuple[FeedLink, ...]:
    """What leads from a page to its feeds."""
    return tuple(FeedLink(url + name, kind, title) for name, (kind, _) in WRITERS.items())


def _feed_files(
    site: Site, owner: str, url: str, title: str, description: str, entries: Iterable[Entry]
) -> Iterator[File]:
    feed = Feed(
        id=site.ids.of_feed(owner),
        title=title,
        description=description,
        home=site.config.absolute(url),
        base=site.config.absolute(url),
        author=site.config.publisher or site.config.title,
        lang=site.config.lang,
        style=style_from(url),
        entries=tuple(entries),
    )
    for name, (_, write) in WRITERS.items():
        yield File(url + name, feed, write, owner)


def _revisions(site: Site) -> list[RevisionEntry]:
    """Every change to every brief, newest first."""
    found = []
    for entry in site.entries.values():
        days: Counter[str] = Counter()
        for revision in entry.revisions:
            day = revision.date.first.isoformat()
            days[day] += 1
            found.append(RevisionEntry(entry, revision, days[day]))
    return sorted(found, key=lambda one: (one.updated, one.id), reverse=True)


def _outlines(site: Site) -> Iterator[FeedOutline]:
    def outline(group: str, title: str, url: str) -> FeedOutline:
        return FeedOutline(group, title, site.config.absolute(url + ATOM), site.config.absolute(url))

    yield outline("", site.config.title, HOME)
    yield outline("", site.locale.gettext("Corrections"), CORRECTIONS)
    for group, records in (
        (site.locale.gettext("Actors"), site.published.actors),
        (site.locale.gettext("Topics"), site.published.topics),
        (site.locale.gettext("Publishers"), site.published.publishers),
    ):
        for document in records.values():
            card = site.cards.records[document.key]
            yield outline(group, card.name, card.url)


def _style(locale: Locale) -> str:
    about = locale.gettext(
        "This is a feed. Copy its address from the address bar into a feed reader, and new entries come to you."
    )
    return _STYLE % {"feed": _css_string(about), "pages": _css_string(locale.gettext("Pages of this feed:"))}


def _css_string(text: str) -> str:
    """A text as it stands between quotation marks in CSS."""
    return re.sub(r'[\\"\x00-\x1f]', lambda char: f"\\{ord(char[0]):x} ", text)


def write_opml(feeds: FeedList) -> bytes:
    """The list of feeds as OPML 2.0, which feed readers take as a whole."""
    root = ET.Element("opml", {"version": "2.0"})
    ET.SubElement(ET.SubElement(root, "head"), "title").text = feeds.title
    body = ET.SubElement(root, "body")
    groups: dict[str, ET.Element] = {"": body}
    for one in feeds.outlines:
        if one.group not in groups:
            groups[one.group] = ET.SubElement(body, "outline", {"text": one.group})
        attributes = {"type": "rss", "text": one.title, "title": one.title, "xmlUrl": one.feed, "htmlUrl": one.page}
        ET.SubElement(groups[one.group], "outline", attributes)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def write_style(style: _Style) -> bytes:
    """How browsers that show XML show a feed."""
    return style.text.encode()
