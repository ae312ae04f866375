"""Structured data: what a page says, in the terms of schema.org, for programs that read it (JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup
from msgspec import json

from dateline.content.dates import PartialDate
from dateline.site.brief_views import BriefView, RevisionView, SourceView
from dateline.site.card_views import Link, RecordCard
from dateline.site.data_views import DataView
from dateline.site.index_views import OlderView
from dateline.site.record_views import ActorView, PublisherView, TopicView
from dateline.site.urls import DATA, HOME
from dateline.site.views import PageMeta, SiteView

Node = dict[str, Any]
"""A thing of schema.org: values that JSON has; those that are empty are left out when it is written."""

_ARTICLES = {"update": "NewsArticle", "analysis": "AnalysisNewsArticle", "background": "BackgroundNewsArticle"}
_ACTORS = {
    "person": "Person",
    "organization": "Organization",
    "public-body": "GovernmentOrganization",
    "state": "Country",
    "alliance": "Organization",
    "company": "Corporation",
    "armed-group": "Organization",
}
_CORRECTIONS = frozenset({"correction", "retraction"})
_WIKIDATA = "https://www.wikidata.org/entity/"
# In a script element only `<` could end it; the others are escaped for programs that read carelessly.
_UNSAFE = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_written = json.Encoder().encode


def json_ld(page: object, meta: PageMeta, site: SiteView) -> Markup:
    """What a page says as JSON-LD, safe inside a script element; `page` is its view."""
    text = _written({"@context": "https://schema.org", "@graph": _pruned([*_nodes(page, meta, site)])}).decode()
    for char, escaped in _UNSAFE.items():
        text = text.replace(char, escaped)
    return Markup(text)  # noqa: S704  no character is left that HTML gives a meaning to


def _nodes(page: object, meta: PageMeta, site: SiteView) -> Iterator[Node]:
    match page:
        case BriefView():
            yield _article(page, meta, site)
        case ActorView():
            yield from _actor(page, meta, site)
        case TopicView():
            yield _about(page.title, "CollectionPage", _subject(page.card, site), meta, site)
        case PublisherView():
            entity = {
                "@type": "Organization",
                "name": page.title,
                "sameAs": [f"https://{one}/" for one in page.domains],
            }
            yield _about(page.title, "WebPage", entity, meta, site)
        case DataView():
            yield _data_set(page, meta, site)
        case _ if meta.url == HOME:
            yield _web_site(meta, site)
            yield _publisher(site)
        case _:
            yield _about(str(getattr(page, "title", "")), "CollectionPage", None, meta, site)
    crumbs = _crumbs(page, meta, site)
    if len(crumbs) > 1:
        yield {"@type": "BreadcrumbList", "itemListElement": crumbs}


def _article(page: BriefView, meta: PageMeta, site: SiteView) -> Node:
    publisher = _publisher(site)
    subjects = [_subject(one.card, site) for one in (*page.actors, *page.topics)]
    pictures = [meta.card, *([page.image.url] if page.image else [])]
    return {
        "@type": _ARTICLES[page.card.kind],
        "@id": f"{meta.canonical}#article",
        "url": meta.canonical,
        "mainEntityOfPage": meta.canonical,
        "headline": page.title,
        "description": page.card.summary,
        "inLanguage": page.card.lang,
        "datePublished": _day(page.card.date),
        "dateModified": _day(max([page.card.date, *(one.date for one in page.revisions)])),
        "temporalCoverage": page.card.event_date.text if page.card.event_date else None,
        "contentLocation": [{"@type": "Place", "name": place} for place in page.places],
        "image": [site.base_url + picture for picture in pictures if picture],
        "author": {"@type": "Person", "name": page.author} if page.author else publisher,
        "publisher": publisher,
        "isAccessibleForFree": True,
        "about": subjects,
        "citation": [_source(one) for one in page.sources],
        "correction": [_correction(one) for one in page.revisions if one.kind in _CORRECTIONS],
    }


def _source(source: SourceView) -> Node:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "url": source.url,
        "publisher": {"@type": "Organization", "name": source.publisher_name} if source.publisher_name else None,
        "datePublished": _day(source.published) if source.published and source.published.is_day else None,
    }


def _correction(revision: RevisionView) -> Node:
    return {"@type": "CorrectionComment", "datePublished": _day(revision.date), "text": revision.note}


def _actor(page: ActorView, meta: PageMeta, site: SiteView) -> Iterator[Node]:
    entity = {
        **_subject(page.card, site),
        "description": page.card.summary,
        "alternateName": list(page.aliases),
        "image": site.base_url + page.image.url if page.image else None,
        "sameAs": [*([_WIKIDATA + page.wikidata] if page.wikidata else []), *page.same_as],
    }
    if page.kind == "person":
        entity["jobTitle"] = [one.title for one in page.offices if one.until is None]
    is_profile = page.kind not in ("state", "alliance")
    yield _about(page.title, "ProfilePage" if is_profile else "WebPage", entity, meta, site, is_main=True)


def _about(
    title: str, kind: str, entity: Node | None, meta: PageMeta, site: SiteView, *, is_main: bool = False
) -> Node:
    """A page, and the thing that it is about."""
    return {
        "@type": kind,
        "@id": meta.canonical,
        "url": meta.canonical,
        "name": title,
        "description": meta.description,
        "inLanguage": meta.lang or site.lang,
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": site.base_url + HOME},
        "mainEntity" if is_main else "about": entity,
    }


def _subject(card: RecordCard, site: SiteView) -> Node:
    url = site.base_url + card.url
    kind = _ACTORS[card.sort] if card.kind == "actor" else "Thing"
    return {"@type": kind, "@id": f"{url}#{card.kind}", "name": card.name, "url": url}


def _web_site(meta: PageMeta, site: SiteView) -> Node:
    return {
        "@type": "WebSite",
        "@id": f"{meta.canonical}#site",
        "url": meta.canonical,
        "name": site.title,
        "description": site.description,
        "inLanguage": site.lang,
        "publisher": _publisher(site),
    }


def _publisher(site: SiteView) -> Node:
    home = site.base_url + HOME
    return {"@type": "Organization", "@id": f"{home}#publisher", "name": site.publisher, "url": home}


def _data_set(page: DataView, meta: PageMeta, site: SiteView) -> Node:
    files = [("briefing.sqlite", "application/vnd.sqlite3"), ("datapackage.json", "application/json")]
    return {
        "@type": "Dataset",
        "@id": f"{meta.canonical}#data",
        "url": meta.canonical,
        "name": f"{site.title}: {page.title}",
        "description": meta.description,
        "license": page.licence_url or page.licence,
        "creator": _publisher(site),
        "isAccessibleForFree": True,
        "variableMeasured": [table.name for table in page.tables],
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{site.base_url}{DATA}{name}", "encodingFormat": media}
            for name, media in files
        ],
    }


def _crumbs(page: object, meta: PageMeta, site: SiteView) -> list[Node]:
    """The way from the home page to this one."""
    way = [Link(HOME, site.title)]
    way += [link for link in (*site.menu, *site.pages) if link.url == meta.section]
    if isinstance(page, TopicView):
        way += [Link(card.url, card.name) for card in page.ancestors]
    if isinstance(page, OlderView):
        way.append(page.subject)
    way.append(Link(meta.url, str(getattr(page, "title", ""))))
    steps = {link.url: link for link in way}
    return [
        {"@type": "ListItem", "position": number, "name": link.text, "item": site.base_url + link.url}
        for number, link in enumerate(steps.values(), start=1)
    ]


def _day(date: PartialDate) -> str:
    """A day or an instant, as these formats demand one."""
    return date.instant.isoformat() if date.instant else date.first.isoformat()


def _pruned(value: Any) -> Any:
    """A value without what is empty, all the way down."""
    if isinstance(value, dict):
        return {key: _pruned(part) for key, part in value.items() if part or part is False}
    if isinstance(value, list):
        return [_pruned(part) for part in value]
    return value
