"""Feeds as bytes: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape

from dateline.content.dates import PartialDate
from dateline.site.feeds import Entry, Feed
from dateline.site.urls import ATOM, JSON_FEED

_ESCAPES = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("\r", "&#13;"),
    ("\n", "&#10;"),
    ("\t", "&#09;"),
)
"""What stands for itself nowhere in an attribute, in the order in which it must be replaced."""


def write_atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    parts = (
        _element("id", feed.id),
        _element("title", feed.title),
        _element("subtitle", feed.description) if feed.description else "",
        _element("updated", _instant(feed.updated)),
        _element("link", rel="self", type="application/atom+xml", href=feed.base + ATOM),
        _element("link", rel="alternate", type="text/html", href=feed.home),
        f"<author>{_element('name', feed.author)}</author>",
        _element("generator", "Dateline"),
        *(_atom_entry(entry, feed) for entry in feed.entries),
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<?xml-stylesheet type="text/css" href="{feed.style}"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_quoted(feed.lang)}">{"".join(parts)}</feed>\n'
    ).encode()


def _atom_entry(entry: Entry, feed: Feed) -> str:
    lang = f' xml:lang="{_quoted(entry.card.lang)}"' if entry.card.lang != feed.lang else ""
    parts = (
        _element("id", entry.id),
        _element("title", entry.title),
        _element("published", _instant(entry.published)),
        _element("updated", _instant(entry.updated)),
        _element("link", rel="alternate", type="text/html", href=entry.url),
        f"<author>{_element('name', entry.author)}</author>" if entry.author else "",
        *(
            _element("category", term=f"{card.kind}:{card.id}", label=card.name)
            for card in (*entry.card.actors, *entry.card.topics)
        ),
        _element("summary", entry.summary) if entry.summary else "",
        _element("content", entry.content, type="html"),
    )
    return f"<entry{lang}>{''.join(parts)}</entry>"


def _element(tag: str, text: str = "", /, **attributes: str) -> str:
    head = tag + "".join([f' {name}="{_quoted(value)}"' for name, value in attributes.items()])
    return f"<{head}>{escape(text, quote=False)}</{tag}>" if text else f"<{head} />"


def _quoted(text: str) -> str:
    """A text as it stands between quotation marks."""
    for char, escaped in _ESCAPES:
        text = text.replace(char, escaped)
    return text


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
