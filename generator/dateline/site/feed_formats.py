"""Feeds as bytes: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from functools import partial
from html import escape

from dateline.content.dates import PartialDate
from dateline.site.feeds import Entry, Feed
from dateline.site.urls import ATOM, JSON_FEED

_XML = '<?xml version="1.0" encoding="utf-8"?>'
_ATOM = "http://www.w3.org/2005/Atom"


def write_atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.lang})
    add = partial(_add, root)
    add("id", feed.id)
    add("title", feed.title)
    if feed.description:
        add("subtitle", feed.description)
    add("updated", _instant(feed.updated))
    add("link", rel="self", type="application/atom+xml", href=feed.base + ATOM)
    add("link", rel="alternate", type="text/html", href=feed.home)
    _add(add("author"), "name", feed.author)
    add("generator", "Dateline")
    for entry in feed.entries:
        _atom_entry(add("entry"), entry, feed)
    text: bytes = ET.tostring(root, encoding="utf-8")
    return f'{_XML}\n<?xml-stylesheet type="text/css" href="{feed.style}"?>\n'.encode() + text + b"\n"


def _atom_entry(root: ET.Element, entry: Entry, feed: Feed) -> None:
    add = partial(_add, root)
    if entry.card.lang != feed.lang:
        root.set("{http://www.w3.org/XML/1998/namespace}lang", entry.card.lang)
    add("id", entry.id)
    add("title", entry.title)
    add("published", _instant(entry.published))
    add("updated", _instant(entry.updated))
    add("link", rel="alternate", type="text/html", href=entry.url)
    if entry.author:
        _add(add("author"), "name", entry.author)
    for card in (*entry.card.actors, *entry.card.topics):
        add("category", term=f"{card.kind}:{card.id}", label=card.name)
    if entry.summary:
        add("summary", entry.summary)
    add("content", entry.content, type="html")


def _add(parent: ET.Element, tag: str, text: str = "", /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    element.text = text or None
    return element


def write_json(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.base + JSON_FEED,
        **({"description": feed.description} if feed.description else {}),
        "language": feed.lang,
        "authors": [{"name": feed.author}],
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _json_item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        **({"summary": entry.summary} if entry.summary else {}),
        "content_html": entry.content or escape(entry.title),
        "date_published": _instant(entry.published),
        "date_modified": _instant(entry.updated),
        **({"authors": [{"name": entry.author}]} if entry.author else {}),
        "tags": [card.name for card in (*entry.card.actors, *entry.card.topics)],
        "language": entry.card.lang,
    }


def _instant(date: PartialDate) -> str:
    """A date as RFC 3339 demands it; a day without a time is given as its midnight UTC."""
    return date.utc.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


WRITERS: Mapping[str, tuple[str, Callable[[Feed], bytes]]] = {
    ATOM: ("application/atom+xml", write_atom),
    JSON_FEED: ("application/feed+json", write_json),
}
"""By file name: media type and writer."""
