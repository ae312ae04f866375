"""Views: all that a template can see, as frozen values without a way back to the records.

Texts are plain and escaped by the template. A `Prose` is sanitised HTML, printed by the `prose` filter,
which puts in the addresses of what it links. Dates are printed by the `time` filter. URLs are site-absolute
paths, made relative by the `href` function.

Here are those that all pages share, and the pages that say little; the others stand by kind of page beside it.
"""

from __future__ import annotations

from msgspec import Struct, field

from dateline.site.card_views import Link
from dateline.site.pictures.values import Picture
from dateline.site.values import Digested


class Image(Struct, frozen=True):
    """A picture and its text for readers who cannot see it; the filter `picture` prints it."""

    picture: Picture
    alt: str

    @property
    def url(self) -> str:
        """One copy of it, for where no choice can be given."""
        return self.picture.url


class HeadingView(Struct, frozen=True):
    id: str
    text: str
    level: int


class NotFoundView(Struct, frozen=True):
    """Template `404.html`."""

    title: str


class RedirectView(Struct, frozen=True):
    """Template `redirect.html`: an old address and the one that took its place."""

    title: str
    target: str


class TombstoneView(Struct, frozen=True):
    """Template `gone.html`: an address that was published once."""

    title: str


class SiteView(Struct, frozen=True):
    """What every template knows of the site, as `site`."""

    title: str
    description: str
    lang: str
    base_url: str
    publisher: str
    audience: str
    """The widest marking that this build shows, such as `TLP:CLEAR`."""
    menu: tuple[Link, ...]
    """The site's sections."""
    pages: tuple[Link, ...]
    """Free pages that ask for a place in the menu."""
    generator: str
    """Name and version of the program."""


class FeedLink(Digested, frozen=True):
    """A feed of the page's subject."""

    url: str
    type: str
    title: str


class PageMeta(Struct, frozen=True):
    """What every template knows of its own page, as `meta`."""

    url: str
    canonical: str
    """Full address, or empty for pages that have none (404)."""
    description: str
    feeds: tuple[FeedLink, ...] = ()
    is_indexed: bool = True
    """False keeps search engines out (404, redirects, tombstones)."""
    lang: str = ""
    """Language of the page's text where it is not the site's."""
    section: str = field(default="")
    """URL of the menu entry that the page belongs to."""
    card: str = ""
    """URL of the picture, 1200 by 630, that stands for the page where its address is shared; empty where none does."""
