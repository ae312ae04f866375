"""Plans of the pages that show all records together: home, archive, timeline, findings, corrections, search."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from dateline.site import analysis_pages, home_page, index_pages, urls
from dateline.site.card_views import Link, Listing
from dateline.site.feed_files import feed_links, feeds_of
from dateline.site.index_views import CorrectionsView, MonthCount, MonthView
from dateline.site.page import Output, Page, View, as_it_is
from dateline.site.plan_lists import lists
from dateline.site.site import Site
from dateline.site.views import NotFoundView

_MANY_ACTORS = 40
"""Actors that take longer to be placed in the network than starting a process; the time grows as their square."""


def plan_home(site: Site) -> Iterator[Output]:
    """The front page with its feeds, and the page for what is not there."""
    view = home_page.home_view(site.config.title, site.analysis, site.published, site.cards, site.linked, site.months)
    feeds = feed_links(urls.HOME, site.config.title)
    yield Page(site.meta(urls.HOME, feeds=feeds), "home.html", view)
    newest = site.analysis.briefs[: site.config.feed_size]
    yield from feeds_of(site, "site:feed", urls.HOME, site.config.title, site.config.description or "", newest)
    yield Page(
        replace(site.meta(urls.NOT_FOUND), canonical="", is_indexed=False),
        "404.html",
        NotFoundView(site.locale.gettext("Page not found")),
    )


def plan_archive(site: Site) -> Iterator[Output]:
    """The archive: its page, and one for each month."""
    yield Page(
        site.meta(
            urls.ARCHIVE,
            site.locale.gettext("All briefs by the month in which they were published"),
            section=urls.ARCHIVE,
        ),
        "archive.html",
        index_pages.archive_view(site.analysis, site.locale),
    )
    months = index_pages.months(site.analysis)
    for newer, month, older in zip((None, *months), months, (*months[1:], None), strict=False):
        title = site.locale.gettext("Briefs of %(month)s", month=site.locale.date(month.month))

        head = partial(_month_head, title, month, older, newer)
        cards = site.briefs(site.analysis.by_month[month.month.text])
        yield from lists(site, cards, Link(month.url, title), head, description=title, section=urls.ARCHIVE)


def _month_head(
    title: str, month: MonthCount, older: MonthCount | None, newer: MonthCount | None, listing: Listing
) -> tuple[str, object, View]:
    return "month.html", MonthView(title, month.month, listing, older, newer), as_it_is


def plan_timeline(site: Site) -> Iterator[Output]:
    """All events in the order in which they happened."""
    views = index_pages.timeline_views(site.analysis, site.cards, urls.TIMELINE, site.config.page_size)
    for url, view in views:
        yield Page(
            site.meta(
                url, site.locale.gettext("All events in the order in which they happened"), section=urls.TIMELINE
            ),
            "timeline.html",
            view,
        )


def plan_findings(site: Site) -> Iterator[Output]:
    """Positions, judgements and the network."""
    findings, published, cards = site.analysis.findings, site.published, site.cards
    positions = analysis_pages.positions_view(findings, published, cards)
    yield Page(
        site.meta(
            urls.POSITIONS,
            site.locale.gettext("Where actors stand on each topic, and how that has changed"),
            section=urls.POSITIONS,
        ),
        "positions.html",
        positions,
    )
    judgements = analysis_pages.judgements_view(findings, published, cards)
    yield Page(
        site.meta(
            urls.JUDGEMENTS,
            site.locale.gettext(
                "What was judged to be likely or not, with the range of each term, and how it came out"
            ),
            section=urls.JUDGEMENTS,
        ),
        "judgements.html",
        judgements,
    )
    network = analysis_pages.network_inputs(findings, published, cards)
    yield Page(
        site.meta(
            urls.NETWORK,
            site.locale.gettext("Who is tied to whom: by relations, and by appearing in the same briefs"),
            section=urls.NETWORK,
        ),
        "network.html",
        network,
        analysis_pages.network_view,
        is_long=len(network.cards) > _MANY_ACTORS,
    )


def plan_corrections(site: Site) -> Iterator[Output]:
    """Every revision of a brief."""
    entries = index_pages.corrections(site.analysis, site.published, site.cards)
    policy = index_pages.corrections_policy(site.published, site.cards)
    title = site.locale.gettext("Corrections")
    view = CorrectionsView(title, entries, policy)
    feeds = feed_links(urls.CORRECTIONS, f"{title} – {site.config.title}")
    yield Page(
        site.meta(
            urls.CORRECTIONS,
            site.locale.gettext("Every change of substance to a published brief"),
            feeds=feeds,
            section=urls.CORRECTIONS,
        ),
        "corrections.html",
        view,
    )


def plan_search(site: Site) -> Iterator[Output]:
    """The search page."""
    view = index_pages.search_view(site.analysis, site.published, site.cards)
    yield Page(
        site.meta(urls.SEARCH, site.locale.gettext("Find briefs, actors and topics"), section=urls.SEARCH),
        "search.html",
        view,
    )
