"""What surrounds every page: the name of the site, its menu, its free pages."""

from __future__ import annotations

from dateline import __version__
from dateline.config import SiteConfig
from dateline.content.gate import Published
from dateline.site import urls
from dateline.site.card_views import Link
from dateline.site.locale import ENGLISH, Locale
from dateline.site.views import SiteView


def menu(locale: Locale) -> tuple[Link, ...]:
    """The site's sections, as every page offers them."""
    return (
        Link(urls.BRIEFS, locale.gettext("Briefs")),
        Link(urls.ACTORS, locale.gettext("Actors")),
        Link(urls.TOPICS, locale.gettext("Topics")),
        Link(urls.TIMELINE, locale.gettext("Timeline")),
        Link(urls.POSITIONS, locale.gettext("Positions")),
        Link(urls.JUDGEMENTS, locale.gettext("Judgements")),
        Link(urls.NETWORK, locale.gettext("Network")),
        Link(urls.ARCHIVE, locale.gettext("Archive")),
        Link(urls.SOURCES, locale.gettext("Sources")),
        Link(urls.SEARCH, locale.gettext("Search")),
    )


def site_view(config: SiteConfig, published: Published, locale: Locale = ENGLISH) -> SiteView:
    """What every template knows of the site."""
    in_menu = [page.fields for page in published.pages.values() if page.fields.menu is not None]
    pages = [
        Link(urls.record_url("page", page.slug), page.title)
        for page in sorted(in_menu, key=lambda page: (page.menu, page.title, page.id))
    ]
    return SiteView(
        title=config.title,
        description=config.description or "",
        lang=config.lang,
        base_url=config.base_url,
        publisher=config.publisher or config.title,
        audience=config.audience,
        menu=menu(locale),
        pages=(*pages, Link(urls.CORRECTIONS, locale.gettext("Corrections")), Link(urls.DATA, locale.gettext("Data"))),
        generator=f"Dateline {__version__}",
    )
