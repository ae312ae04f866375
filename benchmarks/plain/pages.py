"""The plan of the plain site: the pages, feeds and sitemap that the peers make of the same records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

import dateline.prepare
from dateline.config import Settings
from dateline.content.document import Document
from dateline.content.schema import Actor, Brief, Topic
from dateline.problems import Problem
from dateline.site import urls
from dateline.site.brief_page import source_view
from dateline.site.brief_views import SourceView, Subject
from dateline.site.card_views import BriefCard, Link, RecordCard
from dateline.site.cards import Linked
from dateline.site.locale import ENGLISH
from dateline.site.page import File, Output, Page
from dateline.site.site import Site
from dateline.site.sitemap import Listed, sitemaps
from dateline.site.theme import Theme
from dateline.site.values import Digested, digest_of
from dateline.site.views import FeedLink

NEWEST = 20
"""Briefs on the home page and in a feed."""
_HERE = Path(__file__).parent


def install() -> None:
    """Let builds of this process make these pages."""
    parts: dict[str, Any] = {
        "plan": plan,
        "themed": themed,
        "sharing_files": lambda *_: (),
        "host_files": lambda *_: (),
    }
    vars(dateline.prepare).update(parts)


def themed(_root: Path, _settings: Settings) -> tuple[Theme, tuple[Problem, ...]]:
    """The plain theme; its one stylesheet is a file of the site."""
    templates = {path.name: path.read_text(encoding="utf-8") for path in sorted((_HERE / "templates").iterdir())}
    return Theme("plain", templates, {}, {}, digest_of(templates)), ()


class BriefInputs(Digested, frozen=True):
    document: Document[Brief]
    linked: Linked
    subjects: tuple[RecordCard, ...]
    older: Link | None
    newer: Link | None


class BriefView(Struct, frozen=True):
    """Template `brief.html`."""

    title: str
    date: Any
    bluf: Markup
    key_points: tuple[Markup, ...]
    body: Markup
    actors: tuple[Subject, ...]
    topics: tuple[Subject, ...]
    sources: tuple[SourceView, ...]
    older: Link | None
    newer: Link | None


class ListView(Digested, frozen=True):
    """Template `list.html`, and `home.html`."""

    title: str
    briefs: tuple[BriefCard, ...]
    description: str = ""
    kind: str = ""
    role: str = ""
    aliases: tuple[str, ...] = ()
    parent: RecordCard | None = None
    children: tuple[RecordCard, ...] = ()
    body: str = ""


class Term(Digested, frozen=True):
    url: str
    text: str
    count: int


class TermsView(Digested, frozen=True):
    """Template `terms.html`."""

    title: str
    terms: tuple[Term, ...]
    body: str = ""


class FeedInputs(Digested, frozen=True):
    title: str
    url: str
    base_url: str
    description: str
    briefs: tuple[BriefCard, ...]


def plan(site: Site, _begin: Callable[[Output], None]) -> tuple[Output, ...]:
    """Every page and file, of which none takes long."""
    pages = [*_home(site), *_briefs(site), *_actors(site), *_topics(site), *_months(site)]
    days = {site.cards.briefs[id].url: brief.fields.date.text[:10] for id, brief in site.published.briefs.items()}
    listed = [Listed(page.meta.canonical, days.get(page.url, "")) for page in pages if isinstance(page, Page)]
    style = File("/style.css", (_HERE / "style.css").read_text(encoding="utf-8"), str.encode)
    return (*pages, *sitemaps(listed), style)


def _home(site: Site) -> Iterator[Output]:
    newest = site.briefs(site.analysis.briefs[:NEWEST])
    yield Page(site.meta(urls.HOME), "home.html", ListView("Latest briefs", newest))
    yield _feed(site, urls.HOME, "", site.config.description or "", newest)


def _briefs(site: Site) -> Iterator[Output]:
    cards = site.briefs(site.analysis.briefs)
    for newer, card, older in zip((None, *cards), cards, (*cards[1:], None), strict=False):
        document = site.published.briefs[card.id]
        linked = replace(site.linked[document.key], mentions=())
        links = (Link(one.url, one.title) if one else None for one in (older, newer))
        inputs = BriefInputs(document, linked, (*card.actors, *card.topics, *_publishers(document, site)), *links)
        yield Page(
            site.meta(card.url, card.summary), "brief.html", inputs, _brief_view, f"brief:{card.id}", document.path
        )


def _publishers(document: Document[Brief], site: Site) -> tuple[RecordCard, ...]:
    ids = dict.fromkeys(source.publisher for source in document.fields.sources)
    return tuple(site.cards.records["publisher", id] for id in ids if id)


def _brief_view(inputs: BriefInputs) -> BriefView:
    brief, document = inputs.document.fields, inputs.document
    records = {(card.kind, card.id): card for card in inputs.subjects}

    def text(field: str) -> Markup:
        prose = inputs.linked.prose(document, field)
        return Markup(prose.render(str)) if prose else Markup()  # noqa: S704 - sanitised when it was read

    return BriefView(
        title=brief.title,
        date=brief.date,
        bluf=text("bluf"),
        key_points=tuple(text(f"key_points.{index}") for index in range(len(brief.key_points))),
        body=text("body"),
        actors=tuple(Subject(records["actor", one.id], one.role or "") for one in brief.actors),
        topics=tuple(Subject(records["topic", one.id], one.role or "") for one in brief.topics),
        sources=tuple(source_view(number, one, records, ENGLISH) for number, one in enumerate(brief.sources, 1)),
        older=inputs.older,
        newer=inputs.newer,
    )


def _actors(site: Site) -> Iterator[Output]:
    for id, document in site.published.actors.items():
        actor: Actor = document.fields
        ids = site.analysis.by_actor.get(id, ())
        role = str(document.extra.get("x_role", ""))
        view = ListView(actor.name, site.briefs(ids), actor.summary, actor.kind, role, tuple(actor.weak_aliases))
        yield from _list(site, site.cards.records["actor", id], view)
    yield _terms(site, urls.ACTORS, "Actors", "actor", site.analysis.by_actor)


def _topics(site: Site) -> Iterator[Output]:
    cards, tree = site.cards.records, site.analysis.tree
    for id, document in site.published.topics.items():
        topic: Topic = document.fields
        own = tuple(brief for brief in site.analysis.by_topic.get(id, ()) if _is_about(site, brief, id))
        parent = cards["topic", topic.parent] if topic.parent else None
        children = tuple(cards["topic", child] for child in tree.children[id])
        view = ListView(topic.name, site.briefs(own), topic.summary, parent=parent, children=children)
        yield from _list(site, cards["topic", id], view)
    yield _terms(site, urls.TOPICS, "Topics", "topic", site.analysis.by_topic)


def _is_about(site: Site, brief: str, topic: str) -> bool:
    return any(one.id == topic for one in site.published.briefs[brief].fields.topics)


def _list(site: Site, card: RecordCard, view: ListView) -> Iterator[Output]:
    feeds = (FeedLink(f"{card.url}feed.xml", card.name, "application/rss+xml"),)
    yield Page(site.meta(card.url, card.summary, feeds=feeds), "list.html", view)
    yield _feed(site, card.url, card.name, card.summary, view.briefs[:NEWEST])


def _terms(site: Site, url: str, title: str, kind: str, briefs: Mapping[str, Iterable[str]]) -> Page:
    cards = sorted((card for (of, _), card in site.cards.records.items() if of == kind), key=lambda card: card.name)
    terms = tuple(Term(card.url, card.name, len(tuple(briefs.get(card.id, ())))) for card in cards)
    return Page(site.meta(url), "terms.html", TermsView(title, terms))


def _months(site: Site) -> Iterator[Output]:
    months = sorted(site.analysis.by_month.items(), reverse=True)
    for month, ids in months:
        yield Page(site.meta(f"{urls.ARCHIVE}{month}/"), "list.html", ListView(month, site.briefs(ids)))
    terms = tuple(Term(f"{urls.ARCHIVE}{month}/", month, len(ids)) for month, ids in months)
    yield Page(site.meta(urls.ARCHIVE), "terms.html", TermsView("Archive", terms))


def _feed(site: Site, url: str, title: str, description: str, briefs: tuple[BriefCard, ...]) -> File:
    full = f"{site.config.title} - {title}" if title else site.config.title
    return File(f"{url}feed.xml", FeedInputs(full, url, site.config.base_url, description, briefs), _rss)


def _rss(feed: FeedInputs) -> bytes:
    base = feed.base_url
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>',
        f"<title>{escape(feed.title)}</title>",
        f"<link>{base}{feed.url}</link>",
        f"<description>{escape(feed.description)}</description>",
        "<language>en</language>",
        f'<atom:link href="{base}{feed.url}feed.xml" rel="self" type="application/rss+xml" />',
    ]
    lines += [
        f"<item><title>{escape(one.title)}</title><link>{base}{one.url}</link><guid>{base}{one.url}</guid>"
        f"<pubDate>{_mail_date(one.date.text)}</pubDate><description>{escape(one.summary)}</description></item>"
        for one in feed.briefs
    ]
    return "\n".join([*lines, "</channel></rss>", ""]).encode()


def _mail_date(text: str) -> str:
    return format_datetime(datetime.fromisoformat(text).astimezone(UTC), usegmt=True)
