"""A feed's bytes to its items: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed, as well-formed as they happen to be."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from dateline.content.html_text import blocks
from dateline.content.markup import MarkupError, render, sanitise
from dateline.desk.article import Article
from dateline.desk.errors import DeskError
from dateline.desk.html_article import as_markdown
from dateline.desk.plain_text import as_markdown as text_as_markdown
from dateline.problems import quote

MAX_ITEMS = 2_000
_LONGEST_TITLE = 300
_DEEPEST = 200
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_FLAT = frozenset("area base br col dd dt embed hr img input li link meta option p source td th tr track wbr".split())
"""Tags that hold nothing, or that need not be closed."""
_LONGEST_TEXT = 100_000
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What many feeds state in place of a name, or beside it.
_MAIL = re.compile(r"[^\s()<>,]+@[^\s()<>,]+")
_ALTERNATE = re.compile(
    r"<link\b(?=[^>]*\btype\s*=\s*[\"']?application/(?:(?:atom|rss)\+xml|feed\+json))[^>]*?\bhref\s*=\s*[\"']([^\"'>]+)",
    re.IGNORECASE,
)


class FeedItem(Struct, frozen=True):
    """An item; each text is empty where the feed does not say."""

    title: str
    url: str
    """Absolute, http or https."""
    guid: str
    published: str
    """The day, as ISO 8601."""
    article: Article | None
    """What it tells; None where it has neither a text nor a title."""


class Feed(Struct, frozen=True):
    """A feed's items in its order, and whether its form had faults that may have cost some of them."""

    title: str
    items: tuple[FeedItem, ...]
    is_faulty: bool


def read_feed(data: bytes, name: str, *, url: str = "", content_type: str = "") -> Feed:
    """The feed in some bytes that came from `url`. Raises DeskError, which calls them `name`, where they are none."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(data, name, url)
    return _xml_feed(data, name, url, content_type)


def _xml_feed(data: bytes, name: str, url: str, content_type: str) -> Feed:
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415  (it takes time to load)

    # A stream, as it would take a text for an address or a file to open.
    headers = {**({"content-type": content_type} if content_type else {}), **({"content-location": url} if url else {})}
    parsed = feedparser.parse(
        io.BytesIO(data), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
    )
    if not parsed.get("version"):
        raise _no_feed(data, name, url)
    language = str(parsed.feed.get("language") or "")
    base = url or str(parsed.feed.get("link") or "")
    items = [_xml_item(entry, base, language) for entry in parsed.entries[:MAX_ITEMS]]
    # Wrong declarations of the encoding or the type are put right without loss.
    harmless = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    is_faulty = bool(parsed.get("bozo")) and not isinstance(parsed.get("bozo_exception"), harmless)
    return Feed(_line(str(parsed.feed.get("title") or "")), tuple(items), is_faulty)


def _xml_item(entry: Mapping[str, Any], base: str, language: str) -> FeedItem:
    texts = [*entry.get("content", ()), *filter(None, [entry.get("summary_detail")])]
    html = [text for text in texts if "html" in str(text.get("type"))]
    chosen: Mapping[str, Any] = next(iter(html or texts), {})
    text = str(chosen.get("value") or entry.get("summary") or "")
    return _item(
        title=str(entry.get("title") or ""),
        url=str(entry.get("feedburner_origlink") or entry.get("link") or ""),
        base=base,
        guid=str(entry.get("id") or ""),
        stated=_first(entry, "published", "updated"),
        parsed=_first(entry, "published_parsed", "updated_parsed"),
        author=_MAIL.sub("", str(entry.get("author") or "")).strip(" ()<>,"),
        lang=str(chosen.get("language") or language),
        text=text,
        is_html=str(chosen.get("type")) != "text/plain",
    )


def _json_feed(data: bytes, name: str, url: str) -> Feed:
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _no_feed(data, name, url) from None
    version = feed.get("version") if isinstance(feed, dict) else None
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not (isinstance(version, str) and "jsonfeed.org/version/" in version and isinstance(entries, list)):
        raise _no_feed(data, name, url)
    base = url or _text(feed, "feed_url") or _text(feed, "home_page_url")
    mappings = [entry for entry in entries[:MAX_ITEMS] if isinstance(entry, dict)]
    items = tuple(_json_item(entry, base, _text(feed, "language")) for entry in mappings)
    return Feed(_line(_text(feed, "title")), items, is_faulty=len(mappings) < len(entries[:MAX_ITEMS]))


def _json_item(entry: Mapping[str, Any], base: str, language: str) -> FeedItem:
    authors = entry.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else entry.get("author")
    html = _text(entry, "content_html")
    return _item(
        title=_text(entry, "title"),
        url=_text(entry, "url") or _text(entry, "external_url"),
        base=base,
        guid=_text(entry, "id"),
        stated=_text(entry, "date_published") or _text(entry, "date_modified"),
        parsed=None,
        author=_text(first, "name") if isinstance(first, dict) else "",
        lang=_text(entry, "language") or language,
        text=html or _text(entry, "content_text") or _text(entry, "summary"),
        is_html=bool(html),
    )


def _item(
    *,
    title: str,
    url: str,
    base: str,
    guid: str,
    stated: Any,
    parsed: Any,
    author: str,
    lang: str,
    text: str,
    is_html: bool,
) -> FeedItem:
    address = _address(url, base) or _address(guid, "")
    headline = _line(title)
    body = _body(text, is_html=is_html) or text_as_markdown(headline)
    day = _day(stated, parsed)
    article = Article(
        body=body,
        title=headline,
        published=day,
        author=_line(author),
        url=address,
        lang=_line(lang),
    )
    return FeedItem(headline, address, _UNFIT.sub("", guid), day, article if body else None)


def _body(text: str, *, is_html: bool) -> str:
    """A text as Markdown that a brief can hold, cut where it is longer than any brief."""
    clean = _UNFIT.sub(" ", text.replace("\r\n", "\n"))
    if is_html and _depth(clean) <= _DEEPEST:
        try:
            body = _cut(as_markdown(clean))
            render(body, {})
        except MarkupError:
            return _cut(text_as_markdown(_words(clean)))
        return body
    return _cut(text_as_markdown(_words(clean) if is_html else clean))


def _cut(body: str) -> str:
    if len(body) <= _LONGEST_TEXT:
        return body
    return (body[:_LONGEST_TEXT].rpartition("\n\n")[0] or body[:_LONGEST_TEXT]) + "\n\n…"


def _line(text: str) -> str:
    """A text without tags and line breaks, no longer than a title."""
    plain = _words(text) if "<" in text or "&" in text else text
    line = " ".join(_UNFIT.sub(" ", plain).split())
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rpartition(' ')[0] or line[:99]}…"


def _words(html: str) -> str:
    """The words of HTML, its paragraphs kept apart; also of HTML that is too odd to be read as such."""
    if _depth(html) <= _DEEPEST:
        with suppress(MarkupError):
            return "\n\n".join(blocks(sanitise(html)))
    return unescape(re.sub(r"<[^<>]*>", " ", html))


def _depth(html: str) -> int:
    """How deep tags are nested at most; readers of HTML take a time that grows with its square."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + (tag[2].lower() not in _FLAT)
        deepest = max(deepest, depth)
    return deepest


def _address(url: str, base: str) -> str:
    """The absolute http or https address that an item states; empty where it states none."""
    try:
        full = urljoin(base, stated) if (stated := "".join(url.split())) else ""
        parts = urlsplit(full)
    except ValueError:
        return ""
    return full if parts.scheme in ("http", "https") and parts.hostname else ""


def _day(stated: object, parsed: Any) -> str:
    """The day that a date of publication names where it was written, so that no time zone shifts it."""
    text = stated.strip() if isinstance(stated, str) else ""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    try:
        return date(*parsed[:3]).isoformat() if parsed else ""
    except (ValueError, TypeError):
        return ""


def _no_feed(data: bytes, name: str, url: str) -> DeskError:
    """Why something is no feed; a web page may name the feed that it has."""
    found = _ALTERNATE.search(data[:200_000].decode("utf-8", "replace"))
    hint = "it has to be RSS, Atom or JSON Feed"
    if found:
        hint = f"it is a web page; its feed is {quote(urljoin(url, found[1]), 200)}"
    elif re.search(rb"<html", data[:5_000], re.IGNORECASE):
        hint = "it is a web page; look there for the address of its feed"
    return DeskError(f"{name} is no feed", hint)


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _first(values: Mapping[str, Any], *keys: str) -> Any:
    return next((values[key] for key in keys if values.get(key)), None)
