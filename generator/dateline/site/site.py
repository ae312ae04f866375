"""The site as its planners read it: what is published, what it says together, and all cards and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from dateline.analysis.derive import Analysis
from dateline.analysis.positions import Ledger
from dateline.config import SiteConfig
from dateline.content.document import Key
from dateline.content.gate import Published
from dateline.site import urls
from dateline.site.analysis_sections import chart_months
from dateline.site.brief_page import revision_views
from dateline.site.card_views import BriefCard
from dateline.site.cards import Cards, Linked, link_up, make_cards
from dateline.site.charts.bars import Months
from dateline.site.feed_files import feed_links
from dateline.site.feeds import FeedEntry, FeedIds, feed_ids
from dateline.site.locale import ENGLISH, Locale
from dateline.site.pictures.values import Picture
from dateline.site.sharing import card_url, carded
from dateline.site.views import FeedLink, PageMeta


class Site(Struct, frozen=True, dict=True):
    """Everything that planners read."""

    config: SiteConfig
    published: Published
    analysis: Analysis
    cards: Cards
    linked: Mapping[Key, Linked]
    entries: Mapping[str, FeedEntry]
    """By brief id."""
    ids: FeedIds
    ledgers_by_actor: Mapping[str, tuple[Ledger, ...]]
    ledgers_by_topic: Mapping[str, tuple[Ledger, ...]]
    meeting_urls: Mapping[tuple[str, str], str]
    """By actor and topic, where the two have a page."""
    months: Months | None
    """Those that charts of activity show; None where there are no briefs."""
    carded: frozenset[str]
    """URLs of the pages that have a social card of their own."""

    @property
    def locale(self) -> Locale:
        """The language that the site speaks."""
        return self.cards.locale

    @cached_property
    def _feeds(self) -> tuple[FeedLink, ...]:
        """The feeds of the whole site, which pages without feeds of their own name."""
        return feed_links(urls.HOME, self.config.title)

    def meta(
        self, url: str, description: str = "", *, feeds: tuple[FeedLink, ...] = (), section: str = "", lang: str = ""
    ) -> PageMeta:
        return PageMeta(
            url=url,
            canonical=self.config.absolute(url),
            description=_shortened(description or self.config.description or self.config.title),
            feeds=feeds or self._feeds,
            section=section,
            lang=lang if lang != self.config.lang else "",
            card=card_url(url, self.carded),
        )

    def feed_owners(self) -> tuple[Key, ...]:
        """The records that have feeds of their own."""
        published = self.published
        return tuple(one.key for kind in ("actor", "topic", "publisher") for one in published.of_kind(kind).values())

    def briefs(self, ids: Iterable[str]) -> tuple[BriefCard, ...]:
        return tuple(self.cards.briefs[id] for id in ids)


def make_site(
    config: SiteConfig,
    published: Published,
    analysis: Analysis,
    pictures: Mapping[str, Picture],
    known_ids: Mapping[str, str],
    locale: Locale = ENGLISH,
) -> Site:
    """What planners read, computed once; `known_ids` are the feed ids that were given before."""
    cards = make_cards(published, pictures, locale)
    linked = {document.key: link_up(document, analysis.mentions[document.key], cards) for document in published}
    first_day = min((brief.fields.date.first for brief in published.briefs.values()), default=None)
    ids = feed_ids(config, known_ids, first_day.isoformat() if first_day else "1970-01-01")
    ledgers = analysis.findings.ledgers.values()
    return Site(
        config,
        published,
        analysis,
        cards,
        linked,
        _entries(config, published, cards, linked, ids),
        ids,
        ledgers_by_actor=_grouped((ledger.by, ledger) for ledger in ledgers),
        ledgers_by_topic=_grouped((ledger.on, ledger) for ledger in ledgers),
        meeting_urls={
            (one.actor, one.topic): urls.meeting_url(
                cards.records["actor", one.actor].url, published.topics[one.topic].slug
            )
            for one in analysis.findings.meetings
        },
        months=chart_months(analysis.by_month),
        carded=carded(config.social_cards, analysis, published, cards),
    )


def _entries(
    config: SiteConfig, published: Published, cards: Cards, linked: Mapping[Key, Linked], ids: FeedIds
) -> dict[str, FeedEntry]:
    """What feeds tell of each brief, by its id."""
    return {
        id: FeedEntry(
            ids.of_brief(brief.fields),
            brief,
            cards.briefs[id],
            linked[brief.key],
            revision_views(brief.fields),
            config.base_url,
            config.feed_text == "full",
            cards.locale,
        )
        for id, brief in published.briefs.items()
    }


def _grouped(pairs: Iterable[tuple[str, Ledger]]) -> dict[str, tuple[Ledger, ...]]:
    groups: dict[str, list[Ledger]] = {}
    for id, ledger in pairs:
        groups.setdefault(id, []).append(ledger)
    return {id: tuple(ledgers) for id, ledgers in groups.items()}


def _shortened(text: str, limit: int = 300) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"
