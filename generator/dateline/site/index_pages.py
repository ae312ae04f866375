"""The pages that list: home, the indexes, archive, timeline, sources, corrections and the A-Z."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from dateline.analysis.derive import Analysis
from dateline.analysis.timeline import Event
from dateline.content.dates import PartialDate
from dateline.content.fields import RELIABILITY_WORDS
from dateline.content.gate import Published
from dateline.site.brief_page import revision_views, source_view
from dateline.site.card_views import Counted, Link, PageLink, RecordCard
from dateline.site.cards import Cards
from dateline.site.charts.bars import bars, last_months
from dateline.site.charts.views import BarsView
from dateline.site.index_views import (
    ActorEntry,
    ActorGroup,
    ActorIndexView,
    ArchiveView,
    CorrectionEntry,
    MonthCount,
    SearchGroup,
    SearchView,
    TimelineEntry,
    TimelineView,
    TopicIndexView,
    TopicNode,
)
from dateline.site.listing import Slice, page_links, slices
from dateline.site.locale import ENGLISH, Locale
from dateline.site.record_views import CitedSource, PublisherRow
from dateline.site.urls import month_url

EVENTS_FACTOR = 5
"""Events are shorter than cards, so a page of the timeline holds more of them."""
STRIP_HEIGHT = 72


def actor_index(analysis: Analysis, published: Published, cards: Cards) -> ActorIndexView:
    """All actors by kind and name."""
    groups: dict[str, list[ActorEntry]] = defaultdict(list)
    for id in published.actors:
        card, seen = cards.records["actor", id], analysis.findings.actor_activity.get(id)
        last = PartialDate.parse(seen.last.isoformat()) if seen else None
        groups[card.sort].append(ActorEntry(card, len(analysis.by_actor.get(id, ())), last))
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return ActorIndexView(
        cards.locale.gettext("Actors"),
        tuple(ActorGroup(kind, tuple(sorted(group, key=_name))) for kind, group in ordered),
    )


def topic_index(analysis: Analysis, cards: Cards) -> TopicIndexView:
    """All topics as a tree."""
    nodes: dict[str, TopicNode] = {}
    tree = analysis.tree
    for id in sorted(tree.ancestors, key=lambda id: -len(tree.ancestors[id])):
        topic = Counted(cards.records["topic", id], tree.count[id])
        nodes[id] = TopicNode(topic, tuple(nodes[child] for child in tree.children[id]))
    return TopicIndexView(cards.locale.gettext("Topics"), tuple(nodes[id] for id in tree.roots))


def months(analysis: Analysis) -> tuple[MonthCount, ...]:
    """The months in which briefs were published, newest first."""
    return tuple(
        MonthCount(PartialDate.parse(month), month_url(month), len(ids)) for month, ids in analysis.by_month.items()
    )


def archive_view(analysis: Analysis, locale: Locale = ENGLISH) -> ArchiveView:
    """The months under their years."""
    years = groupby(months(analysis), key=lambda one: one.month.text[:4])
    return ArchiveView(
        locale.gettext("Archive"), tuple((year, tuple(group)) for year, group in years), len(analysis.briefs)
    )


def timeline_views(analysis: Analysis, cards: Cards, url: str, size: int) -> tuple[tuple[str, TimelineView], ...]:
    """The pages of the timeline with their URLs. The first holds the latest events; in each, time runs forward."""
    parts = slices(tuple(reversed(analysis.timeline)), url, size * EVENTS_FACTOR)
    spans = [(part.entries[-1].period.start, part.entries[0].period.start) for part in parts if part.entries]
    links = page_links(parts, spans) if spans else ()
    return tuple((part.url, _timeline_view(part, analysis, cards, links)) for part in parts)


def _timeline_view(part: Slice[Event], analysis: Analysis, cards: Cards, links: tuple[PageLink, ...]) -> TimelineView:
    entries = [TimelineEntry(event.period, cards.briefs[event.id]) for event in reversed(part.entries)]
    grouped = groupby(entries, key=lambda entry: entry.period.start.text[:7])
    first = part.number == 1
    return TimelineView(
        title=cards.locale.gettext("Timeline"),
        months=tuple((PartialDate.parse(month), tuple(group)) for month, group in grouped),
        total=len(analysis.timeline) if first else 0,
        pages=links if first else (),
        earlier=part.older,
        later=part.newer,
        strip=event_strip(analysis) if first else None,
    )


def event_strip(analysis: Analysis) -> BarsView | None:
    """All events by the month in which they began; None where they are of one month."""
    months = [event.period.start.first.isoformat()[:7] for event in analysis.timeline]
    span = last_months(months)
    return bars(((month, 1) for month in months), span, height=STRIP_HEIGHT) if span and span[0] != span[1] else None


def cited_by_publisher(analysis: Analysis, published: Published, cards: Cards) -> Mapping[str, tuple[CitedSource, ...]]:
    """For each publisher's id, or name where it has no record: its sources, those of the newest briefs first."""
    cited: dict[str, list[CitedSource]] = defaultdict(list)
    for id in analysis.briefs:
        for number, source in enumerate(published.briefs[id].fields.sources, start=1):
            if source.publisher is not None:
                cited[source.publisher].append(cited_source(id, number, published, cards))
    return {name: tuple(sources) for name, sources in cited.items()}


def cited_source(brief: str, number: int, published: Published, cards: Cards) -> CitedSource:
    """A source of a brief, as pages of publishers list it."""
    view = source_view(number, published.briefs[brief].fields.sources[number - 1], {}, cards.locale)
    return CitedSource(cards.briefs[brief], number, view.title, view.url, view.published)


def publisher_rows(
    published: Published, cards: Cards, cited: Mapping[str, Sequence[CitedSource]]
) -> Mapping[str, PublisherRow]:
    """A row for every publisher with a record, and for every name that sources give without one."""
    rows = {}
    for name in {*published.publishers, *cited}:
        document = published.publishers.get(name)
        fields = document.fields if document else None
        sources = cited.get(name, ())
        rows[name] = PublisherRow(
            name=fields.name if fields else name,
            card=cards.records["publisher", name] if fields else None,
            type=(fields.type if fields else None) or "",
            country=(fields.country if fields else None) or "",
            reliability=(fields.reliability if fields else None) or "",
            reliability_words=cards.locale.term(
                RELIABILITY_WORDS.get((fields.reliability if fields else None) or "", "")
            ),
            sources=len(sources),
            briefs=len({source.brief.id for source in sources}),
        )
    return dict(sorted(rows.items(), key=lambda row: (sort_key(row[1].name), row[0])))


def corrections(analysis: Analysis, published: Published, cards: Cards) -> tuple[CorrectionEntry, ...]:
    """Every revision of every brief, newest first."""
    entries = [
        CorrectionEntry(cards.briefs[id], revision)
        for id in analysis.briefs
        for revision in revision_views(published.briefs[id].fields)
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.revision.date, entry.brief.id), reverse=True))


def search_view(analysis: Analysis, published: Published, cards: Cards) -> SearchView:
    """An A-Z that works without any script."""
    named: list[Counted] = [
        *(Counted(cards.records["actor", id], len(analysis.by_actor.get(id, ()))) for id in published.actors),
        *(Counted(cards.records["topic", id], analysis.tree.count[id]) for id in published.topics),
    ]
    by_letter: dict[str, list[Counted]] = defaultdict(list)
    for one in sorted(named, key=_name):
        by_letter[_letter(one.card.name)].append(one)
    publishers = sorted((cards.records["publisher", id] for id in published.publishers), key=lambda c: sort_key(c.name))
    return SearchView(
        title=cards.locale.gettext("Search"),
        names=tuple(SearchGroup(letter, tuple(group)) for letter, group in sorted(by_letter.items())),
        publishers=tuple(publishers),
        months=months(analysis),
    )


def corrections_policy(published: Published, cards: Cards) -> Link | None:
    """The free page that tells how corrections are made, if the desk has one under a usual name."""
    for id in ("corrections-policy", "corrections"):
        if id in published.pages:
            card: RecordCard = cards.records["page", id]
            return Link(card.url, card.name)
    return None


def sort_key(name: str) -> str:
    """Names in the order in which a reader looks for them: without letter case or accents, the same on any machine."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return plain.casefold()


def _name(one: Counted | ActorEntry) -> tuple[str, str]:
    return sort_key(one.card.name), one.card.url


def _letter(name: str) -> str:
    first = sort_key(name)[:1].upper()
    return first if first.isalpha() else "#"
