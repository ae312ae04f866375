"""Links to records and pictures: how a text names them, and how they get the addresses of a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from msgspec import Struct

from dateline.content.fields import KINDS, Kind
from dateline.content.html_text import attributes

_KINDS: dict[str, Kind] = {kind: kind for kind in KINDS}
_RECORD_HREF = re.compile(rf"\s*({'|'.join(KINDS)}):([^#]*)(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_PICTURE = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
_LINK_OR_PICTURE = re.compile(r'<(/?)(a|img)((?: [a-z-]+="[^"]*")*)>')
_EMPTY = re.compile(r"\s*</a>")
_TO_RESOLVE = re.compile(rf'<img |href="(?:{"|".join(KINDS)}):')


class RecordLink(Struct, frozen=True):
    """A link to another record, written `[text](brief:slug#heading)`; nothing says yet that the record exists."""

    kind: Kind
    target: str
    fragment: str

    @property
    def href(self) -> str:
        return f"{self.kind}:{self.target}" + (f"#{self.fragment}" if self.fragment else "")


def record_link(href: str) -> RecordLink | None:
    """The record that an address names; None for any other address.

    >>> record_link("actor:usa")
    RecordLink(kind='actor', target='usa', fragment='')
    """
    found = _RECORD_HREF.fullmatch(href)
    if found is None:
        return None
    return RecordLink(_KINDS[found[1].lower()], found[2].strip(), (found[3] or "").strip())


def is_picture_path(path: str) -> bool:
    """Whether `path` can be a picture in content/: relative, without a scheme and without dots that climb."""
    return _PICTURE.fullmatch(path) is not None and not {".", ".."} & set(path.split("/"))


def resolve(
    html: str,
    *,
    href: Callable[[RecordLink], str | None],
    label: Callable[[RecordLink], str],
    shown: Callable[[str, str], str | None],
) -> str:
    """The HTML with the addresses of its links to records and of its pictures.

    A link for which `href` gives None keeps its text and is no link; one without text gets its `label`.
    Both answer in plain text; escaping is done here. `shown` takes the path and the tag of a picture and gives the HTML
    in its place; where that is None, the text that stands for the picture does. Other links are left as they are.
    """
    if not _TO_RESOLVE.search(html):
        return html
    out: list[str] = []
    closers: list[str] = []
    at = 0
    for tag in _LINK_OR_PICTURE.finditer(html):
        out.append(html[at : tag.start()])
        at = tag.end()
        if tag[2] == "img":
            out.append(_resolved_picture(tag[0], shown))
        elif tag[1]:
            out.append(closers.pop())
        else:
            link = record_link(attributes(tag[0]).get("href", ""))
            address = None if link is None else href(link)
            closers.append("" if link is not None and address is None else "</a>")
            if link is None:
                out.append(tag[0])
            elif address is not None:
                out.append(tag[0].replace(f'href="{escape(link.href)}"', f'href="{escape(address)}"', 1))
            if link is not None and _EMPTY.match(html, at):
                out.append(escape(label(link), quote=False))
    return "".join([*out, html[at:]])


def _resolved_picture(tag: str, shown: Callable[[str, str], str | None]) -> str:
    given = attributes(tag)
    html = shown(given.get("src", ""), tag)
    return escape(given.get("alt", ""), quote=False) if html is None else html
