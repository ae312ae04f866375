"""A web page to the article that it holds: its text as Markdown, and what its head says of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.content.markup import MarkupError, sanitise
from dateline.desk.plain_text import escape, escape_start

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_ASIDE = ["nav", "footer", "aside", "form", "script", "style", "noscript", "template", "iframe", "svg", "button"]
_TITLES = ("og:title", "twitter:title")
_DATES = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "pubdate", "publish-date")
_AUTHORS = ("author", "article:author", "dc.creator")
_SHORTEST = 200
"""An element with less text is a teaser, not the article."""
_LINE_END = re.compile(r"\s*\n\s*")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class HtmlArticle:
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

    soup = BeautifulSoup(text, "html.parser")
    head = _head(soup)
    root = _root(soup)
    passed_over = len(soup.get_text(" ", strip=True)) > len(root.get_text(" ", strip=True)) + _SHORTEST
    html = soup.find("html")
    return HtmlArticle(
        markdown=as_markdown(str(root)),
        title=_first(head, _TITLES) or _text(root.find("h1") or soup.find("h1")) or _text(soup.find("title")),
        published=_first(head, _DATES) or _published(soup),
        author=_first(head, _AUTHORS),
        url=_first(head, ("canonical", "og:url")),
        lang=str(html.get("lang") or "") if html else "",
        passed_over=passed_over,
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
        root = soup.find("body") or soup
    for aside in root.find_all([*_ASIDE, "head"]):
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
