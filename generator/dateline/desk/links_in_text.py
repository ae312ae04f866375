"""The addresses that a Markdown text leads to, with the words of their links."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINK = re.compile(
    r"(?<!!)\[(?P<title>[^\[\]\n]{0,300})\]\(\s*<?(?P<url>https?://[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?[^()\n]*\)"
    r"|<(?P<auto>https?://[^\s<>]+)>"
    r"|(?P<bare>https?://[^\s<>\"'`\u00ab\u00bb\u201c\u201d]+)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?*_|\\]}"
_MARKS = re.compile(r"[*_`\\]")


class Link(NamedTuple):
    """An address, and the words that lead to it (empty where it stands by itself)."""

    url: str
    title: str


def links_in(markdown: str) -> tuple[Link, ...]:
    """The http(s) addresses in a text, in order, each once.

    >>> links_in("See [the order](https://a.example/x_(1)), https://b.example/y.")
    (Link(url='https://a.example/x_(1)', title='the order'), Link(url='https://b.example/y', title=''))
    """
    links: dict[str, Link] = {}
    for found in _LINK.finditer(markdown):
        url = found["url"] or found["auto"] or trimmed(found["bare"]).replace("\\", "")
        title = " ".join(_MARKS.sub("", found["title"] or "").split())
        if url not in links or (title and not links[url].title):
            links[url] = Link(url, "" if title == url else title)
    return tuple(links.values())


def trimmed(url: str) -> str:
    """An address without the marks that end the sentence around it."""
    while url and (url[-1] in _TRAILING or (url[-1] == ")" and url.count("(") < url.count(")"))):
        url = url[:-1]
    return url
