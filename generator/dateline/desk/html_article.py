"""A web page to the article that it holds: its text as Markdown, and what its head says of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from dateline.content.markup import MarkupError, sanitise, tidy
from dateline.desk.plain_text import escape, escape_start

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_ASIDE = ["nav", "footer", "aside", "form", "script", "button", "title", "meta", "link"]
_TITLES = ("og:title", "twitter:title")
_DATES = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "pubdate", "publish-date")
_AUTHORS = ("author", "article:author", "dc.creator")
_SHORTEST = 200
"""An element with less text is a teaser, not the article."""
_LANG = re.compile(r"""<html\b[^<>]{0,500}?\slang\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)
_HEAD = 10_000
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_CLOSE_THEMSELVES = frozenset(
    "area base br circle col dd dt embed g hr img input li line link meta optgroup option p param path polygon rect"
    " source tbody td tfoot th thead tr track use wbr".split()
)
_DEEPEST = 1_000
_LINE_END = re.compile(r"\s*\n\s*")
_BLANK_LINES = re.compile(r"\n{3,}")


class HtmlArticle(Struct, frozen=True):
    """What a page says; each is empty where it does not."""

    markdown: str
    title: str
    published: str
    """As written in the page's head, in whatever form."""
    author: str
    url: str
    lang: str
    passed_over: bool
    """Whether the page holds text outside of the article."""


def read_html(text: str) -> HtmlArticle:
    """The article of a page. What no page of ours may hold is left out; MarkupError where it cannot be read."""
    from bs4 import BeautifulSoup  # noqa: PLC0415  (it takes time to load)

    _check_depth(text)
    soup = BeautifulSoup(tidy(text), "html.parser")
    head, titles = _head(soup), [_text(soup.find(name)) for name in ("h1", "title")]
    published = _first(head, _DATES) or _published(soup)
    whole = len(soup.get_text(" ", strip=True))
    root = _root(soup)
    lang = _LANG.search(text[:_HEAD])
    return HtmlArticle(
        markdown=as_markdown(str(root)),
        title=_first(head, _TITLES) or _text(root.find("h1")) or next(filter(None, titles), ""),
        published=published,
        author=_first(head, _AUTHORS),
        url=_first(head, ("canonical", "og:url")),
        lang=lang[1] if lang else "",
        passed_over=whole > len(root.get_text(" ", strip=True)) + _SHORTEST,
    )


def as_markdown(html: str) -> str:
    """HTML as Markdown, sanitised first; pictures are left out, as none from elsewhere is shown. Raises MarkupError."""
    from markdownify import MarkdownConverter  # noqa: PLC0415  (it takes time to load)

    class Converter(MarkdownConverter):
        """Escapes what Python-Markdown takes for marks, and nothing that it cannot unescape."""

        def escape(self, text: str, _parent_tags: object) -> str:
            return escape_start(escape(_LINE_END.sub(" ", text)))

    try:
        markdown = Converter(heading_style="ATX", bullets="-", strip=["img"]).convert(sanitise(html))
    except RecursionError as error:
        raise MarkupError("HTML tags are nested too deep") from error
    lines = (line.rstrip() if not line.endswith("  ") else line.rstrip() + "  " for line in markdown.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _check_depth(text: str) -> None:
    """Refuse tags within tags within tags, on which every parser of HTML spends the square of their number."""
    depth = 0
    for found in _TAG.finditer(text):
        if found[2].lower() not in _CLOSE_THEMSELVES:
            depth = max(0, depth - 1) if found[1] else depth + 1
            if depth > _DEEPEST:
                raise MarkupError(f"HTML tags are nested deeper than {_DEEPEST:,}, or not closed")


def _head(soup: BeautifulSoup) -> dict[str, str]:
    """What the head's `meta` elements and canonical link say, by name."""
    said: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            said.setdefault(str(name).lower(), " ".join(str(meta["content"]).split()))
    for link in soup.find_all("link", rel="canonical"):
        said.setdefault("canonical", str(link.get("href") or ""))
    return said


def _root(soup: BeautifulSoup) -> Tag:
    """The element that holds the article: the only `article`, else the only `main`, else all of the body."""
    for name in ("article", "main"):
        found = soup.find_all(name)
        if len(found) == 1 and len(found[0].get_text(" ", strip=True)) >= _SHORTEST:
            root = found[0]
            break
    else:
        root = soup
    for aside in root.find_all(_ASIDE):
        aside.decompose()
    return root


def _published(soup: BeautifulSoup) -> str:
    """The date in the page's JSON-LD or, where it has none, of its only `time`."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
                return str(item["datePublished"])
    times = [str(time["datetime"]) for time in soup.find_all("time", datetime=True)]
    return times[0] if len(times) == 1 else ""


def _first(head: dict[str, str], names: tuple[str, ...]) -> str:
    return next((head[name] for name in names if head.get(name)), "")


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""
