"""Prose: sanitised HTML that still names the records it links, and how it becomes the HTML of a page."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from msgspec import Struct

from dateline.analysis.mentions import Mention, link_mentions
from dateline.content.record_links import RecordLink, resolve
from dateline.site.pictures.elements import picture_element
from dateline.site.pictures.values import Picture
from dateline.site.values import Digested


class Target(Digested, frozen=True):
    """Where a record's page lies, and what it is called."""

    url: str
    name: str
    summary: str


class Prose(Struct, frozen=True):
    """One text of a record with all that its links, pictures and mentions lead to.

    A link whose target is missing here loses its address and keeps its text.
    """

    html: str
    mentions: tuple[Mention, ...] = ()
    links: tuple[tuple[tuple[str, str], Target], ...] = ()
    """By kind and target as written in a link, and by kind and id for mentions."""
    images: tuple[tuple[str, Picture], ...] = ()
    """By path in content/."""

    def render(self, href: Callable[[str], str]) -> str:
        """The HTML, with `href` making each URL of the site fit the page (or feed) that it goes into."""
        targets, images = dict(self.links), dict(self.images)

        def tag(mention: Mention) -> tuple[str, str]:
            target = targets[mention.kind, mention.id]
            return f'<a class="mention {mention.kind}" href="{escape(href(target.url))}">', "</a>"

        def address(link: RecordLink) -> str | None:
            target = targets.get((link.kind, link.target))
            return None if target is None else href(target.url) + (f"#{link.fragment}" if link.fragment else "")

        def label(link: RecordLink) -> str:
            target = targets.get((link.kind, link.target))
            return "" if target is None else target.name

        def shown(path: str, tag: str) -> str | None:
            if path not in images:
                return None
            own = tag.removeprefix("<img").removesuffix(">").replace(f' src="{escape(path)}"', "", 1)
            return picture_element(images[path], own, href, is_late=True)

        linked = link_mentions(self.html, self.mentions, tag)
        return resolve(linked, href=address, label=label, shown=shown)
