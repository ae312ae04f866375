"""Plans of pages that end in a list of briefs, with the further pages of that list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dateline.content.document import AnyDocument
from dateline.site import urls
from dateline.site.card_views import BriefCard, Link, Listing
from dateline.site.feed_files import feed_links, feeds_of
from dateline.site.index_views import OlderView
from dateline.site.listing import listings
from dateline.site.page import Output, Page, View, as_it_is
from dateline.site.site import Site
from dateline.site.views import FeedLink

Head = Callable[[Listing], tuple[str, object, View]]
"""Template, inputs and view of the first page of a list, given its listing."""


def lists(
    site: Site,
    cards: tuple[BriefCard, ...],
    subject: Link,
    head: Head,
    *,
    description: str = "",
    feeds: tuple[FeedLink, ...] = (),
    section: str = urls.BRIEFS,
    owner: str = "-",
    origin: str = "site.yaml",
) -> Iterator[Output]:
    """A page that ends in a list of briefs, and the further pages of that list."""
    for url, listing in listings(cards, subject.url, site.config.page_size):
        meta = site.meta(url, description, feeds=feeds, section=section)
        if listing.is_first:
            template, inputs, view = head(listing)
            yield Page(meta, template, inputs, view, owner, origin)
        else:
            yield Page(
                meta,
                "older.html",
                OlderView(site.locale.gettext("%(subject)s: older briefs", subject=subject.text), subject, listing),
                as_it_is,
                owner,
                origin,
            )


def record_with_list(
    site: Site, document: AnyDocument, briefs: tuple[str, ...], head: Head, section: str
) -> Iterator[Output]:
    """The page of an actor or topic, the further pages of its briefs, and its feeds."""
    card = site.cards.records[document.key]
    owner = urls.owner_name(document.key)
    title = f"{card.name} – {site.config.title}"
    yield from lists(
        site,
        site.briefs(briefs),
        Link(card.url, card.name),
        head,
        description=card.summary,
        feeds=feed_links(card.url, title),
        section=section,
        owner=owner,
        origin=document.path,
    )
    yield from feeds_of(site, owner, card.url, title, card.summary, briefs[: site.config.feed_size])
