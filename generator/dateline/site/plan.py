"""The plan: every page and file of the site, each with all that it is made from.

To add a kind of page, write a planner and add it to `PLANNERS`, with a template for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from dateline import __version__
from dateline.analysis.derive import Analysis
from dateline.analysis.positions import Ledger
from dateline.config import SiteConfig
from dateline.content.document import AnyDocument, Document, Key
from dateline.content.gate import Published
from dateline.content.schema import Actor, Topic
from dateline.site import analysis_pages, home_page, index_pages, urls
from dateline.site.analysis_sections import (
    activity_view,
    around_view,
    chart_months,
    evidence_view,
    ledger_views,
    story_view,
)
from dateline.site.analysis_views import LedgerView, MeetingView
from dateline.site.brief_page import brief_inputs, brief_view, revision_views, topic_neighbours
from dateline.site.calendar_file import plan_calendar
from dateline.site.card_views import BriefCard, Counted, Link, Listing, RecordCard
from dateline.site.cards import Cards, Linked, link_up, make_cards
from dateline.site.charts.bars import Months
from dateline.site.citations import plan_citations
from dateline.site.data_files import plan_data
from dateline.site.feed_files import feed_links, feeds_of, plan_feeds
from dateline.site.feeds import FeedEntry, FeedIds, feed_ids
from dateline.site.listing import listings, page_links, slices
from dateline.site.locale import ENGLISH, Locale
from dateline.site.page import Output, Page, View, as_it_is
from dateline.site.pictures.values import Picture
from dateline.site.record_files import plan_facts
from dateline.site.record_pages import (
    ActorInputs,
    PageInputs,
    PublisherInputs,
    TopicInputs,
    actor_view,
    counted,
    page_view,
    publisher_view,
    ties_of,
    topic_view,
)
from dateline.site.search_docs import plan_names
from dateline.site.sharing import card_url, carded
from dateline.site.sitemap import Listed, robots, sitemaps
from dateline.site.views import (
    BriefIndexView,
    CorrectionsView,
    FeedLink,
    MonthCount,
    MonthView,
    NotFoundView,
    OlderView,
    PageMeta,
    SiteView,
    SourcesView,
)

NEAREST = 20
"""How many topics or companions the page of an actor shows, and actors that of a topic."""


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


@dataclass(frozen=True)
class Site:
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

    def meta(
        self, url: str, description: str = "", *, feeds: tuple[FeedLink, ...] = (), section: str = "", lang: str = ""
    ) -> PageMeta:
        return PageMeta(
            url=url,
            canonical=self.config.absolute(url),
            description=_shortened(description or self.config.description or self.config.title),
            feeds=feeds or feed_links(urls.HOME, self.config.title),
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
    entries = {
        id: FeedEntry(
            ids.of_brief(brief.fields),
            brief,
            cards.briefs[id],
            linked[brief.key],
            revision_views(brief.fields),
            config.base_url,
            config.feed_text == "full",
            locale,
        )
        for id, brief in published.briefs.items()
    }
    ledgers = analysis.findings.ledgers.values()
    return Site(
        config,
        published,
        analysis,
        cards,
        linked,
        entries,
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


def _grouped(pairs: Iterable[tuple[str, Ledger]]) -> dict[str, tuple[Ledger, ...]]:
    groups: dict[str, list[Ledger]] = {}
    for id, ledger in pairs:
        groups.setdefault(id, []).append(ledger)
    return {id: tuple(ledgers) for id, ledgers in groups.items()}


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


def plan(site: Site) -> tuple[Output, ...]:
    """Every page and file that the published set gives, sitemaps included."""
    outputs = [output for planner in PLANNERS for output in planner(site)]
    listed = [_listed(page, site) for page in outputs if isinstance(page, Page) and page.meta.is_indexed]
    return (*outputs, *sitemaps(listed), robots(site.config))


def _listed(page: Page, site: Site) -> Listed:
    kind, _, id = page.owner.partition(":")
    changed = site.entries[id].updated.utc.date().isoformat() if kind == "brief" else ""
    return Listed(page.meta.canonical, changed)


def _home(site: Site) -> Iterator[Output]:
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


def _briefs(site: Site) -> Iterator[Output]:
    neighbours = topic_neighbours(site.analysis.by_topic, site.published.briefs)
    for id, document in site.published.briefs.items():
        card = site.cards.briefs[id]
        inputs = brief_inputs(document, site.linked[document.key], site.analysis, site.cards, neighbours)
        meta = site.meta(card.url, card.summary or card.title, section=urls.BRIEFS, lang=card.lang)
        yield Page(meta, "brief.html", inputs, brief_view, urls.owner_name(document.key), document.path)
    cards = site.briefs(site.analysis.briefs)
    subject = Link(urls.BRIEFS, site.locale.gettext("Briefs"))
    about = site.locale.gettext("Every brief, newest first")
    yield from _lists(site, cards, subject, partial(_brief_index_head, subject.text), description=about)


def _brief_index_head(title: str, listing: Listing) -> tuple[str, object, View]:
    return "briefs.html", BriefIndexView(title, listing), as_it_is


Head = Callable[[Listing], tuple[str, object, View]]
"""Template, inputs and view of the first page of a list, given its listing."""


def _lists(
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


def _actors(site: Site) -> Iterator[Output]:
    analysis, cards = site.analysis, site.cards
    index = index_pages.actor_index(analysis, site.published, cards)
    yield Page(
        site.meta(
            urls.ACTORS,
            site.locale.gettext(
                "Every person, state and organization that the briefs are about, and in how many of them"
            ),
            section=urls.ACTORS,
        ),
        "actors.html",
        index,
    )
    for id, document in site.published.actors.items():
        head = partial(_actor_head, site, document)
        yield from _record_with_list(site, document, analysis.by_actor.get(id, ()), head, urls.ACTORS)


def _actor_head(site: Site, document: Document[Actor], listing: Listing) -> tuple[str, object, View]:
    id, analysis, cards = document.id, site.analysis, site.cards
    inputs = ActorInputs(
        document=document,
        card=cards.records["actor", id],
        linked=site.linked["actor", id],
        ties=ties_of(id, analysis.findings, cards),
        listing=listing,
        named_in=analysis.named_in.get(("actor", id), 0),
        topics=tuple(
            _with_meeting(one, id, site) for one in counted(analysis.topics_of.get(id, ()), "topic", cards, NEAREST)
        ),
        appears_with=counted(analysis.appears_with.get(id, ()), "actor", cards, NEAREST),
        positions=ledger_views(site.ledgers_by_actor.get(id, ()), analysis.findings, site.published, cards),
        around=around_view(id, analysis.findings, site.published, cards),
        activity=activity_view(analysis.findings.actor_activity.get(id), site.months),
    )
    return "actor.html", inputs, actor_view


def _with_meeting(topic: Counted, actor: str, site: Site) -> Counted:
    url = site.meeting_urls.get((actor, topic.card.id), "")
    return replace(topic, url=url) if url else topic


def _meetings(site: Site) -> Iterator[Output]:
    findings, cards = site.analysis.findings, site.cards
    for meeting in findings.meetings:
        actor, topic = cards.records["actor", meeting.actor], cards.records["topic", meeting.topic]
        ledgers = [one for pair in [(meeting.actor, meeting.topic)] if (one := findings.ledgers.get(pair))]
        subject = Link(
            site.meeting_urls[meeting.actor, meeting.topic],
            site.locale.gettext("%(actor)s on %(topic)s", actor=actor.name, topic=topic.name),
        )
        positions = ledger_views(ledgers, findings, site.published, cards)
        yield from _lists(
            site,
            site.briefs(meeting.briefs),
            subject,
            partial(_meeting_head, subject.text, actor, topic, positions),
            description=site.locale.gettext(
                "What briefs tell of %(actor)s on %(topic)s, and where it stands", actor=actor.name, topic=topic.name
            ),
            section=urls.ACTORS,
            owner=urls.owner_name(("actor", meeting.actor)),
            origin=site.published.actors[meeting.actor].path,
        )


def _meeting_head(
    title: str, actor: RecordCard, topic: RecordCard, positions: tuple[LedgerView, ...], listing: Listing
) -> tuple[str, object, View]:
    return "meeting.html", MeetingView(title, actor, topic, positions, listing), as_it_is


def _topics(site: Site) -> Iterator[Output]:
    analysis = site.analysis
    index = index_pages.topic_index(analysis, site.cards)
    yield Page(
        site.meta(
            urls.TOPICS,
            site.locale.gettext("What the briefs are about, from the wide topics to the narrow ones"),
            section=urls.TOPICS,
        ),
        "topics.html",
        index,
    )
    for id, document in site.published.topics.items():
        head = partial(_topic_head, site, document)
        yield from _record_with_list(site, document, analysis.by_topic.get(id, ()), head, urls.TOPICS)


def _topic_head(site: Site, document: Document[Topic], listing: Listing) -> tuple[str, object, View]:
    id, cards, tree, findings = document.id, site.cards, site.analysis.tree, site.analysis.findings
    inputs = TopicInputs(
        document=document,
        card=cards.records["topic", id],
        linked=site.linked["topic", id],
        ancestors=tuple(cards.records["topic", ancestor] for ancestor in tree.ancestors[id]),
        children=counted(((child, tree.count[child]) for child in tree.children[id]), "topic", cards),
        listing=listing,
        actors=counted(site.analysis.actors_of.get(id, ()), "actor", cards, NEAREST),
        positions=ledger_views(site.ledgers_by_topic.get(id, ()), findings, site.published, cards),
        story=story_view(id, findings, site.published, cards, site.linked),
        evidence=evidence_view(findings.topic_evidence.get(id), cards),
        activity=activity_view(findings.topic_activity.get(id), site.months),
    )
    return "topic.html", inputs, topic_view


def _record_with_list(
    site: Site, document: AnyDocument, briefs: tuple[str, ...], head: Head, section: str
) -> Iterator[Output]:
    """The page of an actor or topic, the further pages of its briefs, and its feeds."""
    card = site.cards.records[document.key]
    owner = urls.owner_name(document.key)
    title = f"{card.name} – {site.config.title}"
    yield from _lists(
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


def _pages(site: Site) -> Iterator[Output]:
    for document in site.published.pages.values():
        card = site.cards.records[document.key]
        inputs = PageInputs(document, site.linked[document.key])
        meta = site.meta(card.url, card.summary, section=card.url)
        yield Page(meta, "page.html", inputs, page_view, urls.owner_name(document.key), document.path)


def _archive(site: Site) -> Iterator[Output]:
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
        yield from _lists(site, cards, Link(month.url, title), head, description=title, section=urls.ARCHIVE)


def _month_head(
    title: str, month: MonthCount, older: MonthCount | None, newer: MonthCount | None, listing: Listing
) -> tuple[str, object, View]:
    return "month.html", MonthView(title, month.month, listing, older, newer), as_it_is


def _timeline(site: Site) -> Iterator[Output]:
    views = index_pages.timeline_views(site.analysis, site.cards, urls.TIMELINE, site.config.page_size)
    for url, view in views:
        yield Page(
            site.meta(
                url, site.locale.gettext("All events in the order in which they happened"), section=urls.TIMELINE
            ),
            "timeline.html",
            view,
        )


def _findings(site: Site) -> Iterator[Output]:
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
    network = analysis_pages.network_view(findings, published, cards)
    yield Page(
        site.meta(
            urls.NETWORK,
            site.locale.gettext("Who is tied to whom: by relations, and by appearing in the same briefs"),
            section=urls.NETWORK,
        ),
        "network.html",
        network,
    )


def _sources(site: Site) -> Iterator[Output]:
    cited = index_pages.cited_by_publisher(site.analysis, site.published, site.cards)
    rows = index_pages.publisher_rows(site.published, site.cards, cited)
    total = sum(len(sources) for sources in cited.values())
    view = SourcesView(site.locale.gettext("Sources"), tuple(rows.values()), total)
    yield Page(
        site.meta(
            urls.SOURCES,
            site.locale.gettext("Every publisher that the briefs rest on, with its grade"),
            section=urls.SOURCES,
        ),
        "sources.html",
        view,
    )
    for id, document in site.published.publishers.items():
        card = site.cards.records[document.key]
        alone = site.analysis.findings.origin_of.get(f"publisher:{id}", ())
        parts = slices(cited.get(id, ()), card.url, site.config.page_size)
        spans = [(part.entries[-1].brief.date, part.entries[0].brief.date) for part in parts if part.entries]
        links = page_links(parts, spans) if spans else ()
        for part in parts:
            inputs = PublisherInputs(
                document=document,
                card=card,
                linked=site.linked[document.key],
                row=rows[id],
                cited=part.entries,
                alone=site.briefs(alone) if part.number == 1 else (),
                pages=links if part.number == 1 else (),
                newer=part.newer,
                older=part.older,
            )
            about = site.locale.gettext("%(publisher)s: its grade, and what rests on it", publisher=card.name)
            feeds = feed_links(card.url, f"{card.name} – {site.config.title}")
            meta = site.meta(part.url, about, feeds=feeds, section=urls.SOURCES)
            yield Page(meta, "publisher.html", inputs, publisher_view, urls.owner_name(document.key), document.path)


def _corrections(site: Site) -> Iterator[Output]:
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


def _search(site: Site) -> Iterator[Output]:
    view = index_pages.search_view(site.analysis, site.published, site.cards)
    yield Page(
        site.meta(urls.SEARCH, site.locale.gettext("Find briefs, actors and topics"), section=urls.SEARCH),
        "search.html",
        view,
    )


PLANNERS: tuple[Callable[[Site], Iterator[Output]], ...] = (
    _home,
    _briefs,
    _actors,
    _topics,
    _meetings,
    _pages,
    _archive,
    _timeline,
    _findings,
    _sources,
    _corrections,
    _search,
    plan_feeds,
    plan_data,
    plan_facts,
    plan_citations,
    plan_calendar,
    plan_names,
)


def _shortened(text: str, limit: int = 300) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"
