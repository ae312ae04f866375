"""Plans of the pages of records, each kind with its index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from dateline.content.document import Document
from dateline.content.schema import Actor, Publisher, Topic
from dateline.site import index_pages, urls
from dateline.site.analysis_sections import (
    activity_inputs,
    around_inputs,
    evidence_view,
    ledger_views,
    story_inputs,
)
from dateline.site.analysis_views import LedgerView, MeetingView
from dateline.site.brief_page import brief_inputs, brief_view, topic_neighbours
from dateline.site.card_views import Counted, Link, Listing, RecordCard
from dateline.site.feed_files import feed_links
from dateline.site.index_views import BriefIndexView, SourcesView
from dateline.site.listing import page_links, slices
from dateline.site.page import Output, Page, View, as_it_is
from dateline.site.plan_lists import lists, record_with_list
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
from dateline.site.record_views import CitedSource, PublisherRow
from dateline.site.site import Site

NEAREST = 20
"""How many topics or companions the page of an actor shows, and actors that of a topic."""


def plan_briefs(site: Site) -> Iterator[Output]:
    """The pages of briefs, and the list of all."""
    neighbours = topic_neighbours(site.analysis.by_topic, site.published.briefs)
    for id, document in site.published.briefs.items():
        card = site.cards.briefs[id]
        inputs = brief_inputs(document, site.linked[document.key], site.analysis, site.cards, neighbours)
        meta = site.meta(card.url, card.summary or card.title, section=urls.BRIEFS, lang=card.lang)
        yield Page(meta, "brief.html", inputs, brief_view, urls.owner_name(document.key), document.path)
    cards = site.briefs(site.analysis.briefs)
    subject = Link(urls.BRIEFS, site.locale.gettext("Briefs"))
    about = site.locale.gettext("Every brief, newest first")
    yield from lists(site, cards, subject, partial(_brief_index_head, subject.text), description=about)


def _brief_index_head(title: str, listing: Listing) -> tuple[str, object, View]:
    return "briefs.html", BriefIndexView(title, listing), as_it_is


def plan_actors(site: Site) -> Iterator[Output]:
    """The pages of actors, and their index."""
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
        yield from record_with_list(site, document, analysis.by_actor.get(id, ()), head, urls.ACTORS)


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
        of_country=_of_country(document.fields, site),
        positions=ledger_views(site.ledgers_by_actor.get(id, ()), analysis.findings, site.published, cards),
        spoken_for=_spoken_for(id, site),
        around=around_inputs(id, analysis.findings, site.published, cards),
        activity=activity_inputs(analysis.findings.actor_activity.get(id), site.months),
    )
    return "actor.html", inputs, actor_view


def _of_country(state: Actor, site: Site) -> tuple[Counted, ...]:
    """The actors of a state's country, those with most briefs first; none for other kinds of actors."""
    if state.kind != "state" or state.country is None:
        return ()
    found = [
        (one.id, len(site.analysis.by_actor.get(one.id, ())))
        for one in site.published.actors.values()
        if one.fields.country == state.country and one.fields.kind != "state"
    ]
    found.sort(key=lambda pair: (-pair[1], site.cards.records["actor", pair[0]].name, pair[0]))
    return counted(found, "actor", site.cards, NEAREST)


def _spoken_for(body: str, site: Site) -> tuple[LedgerView, ...]:
    """Where those stand who hold the posts of a body on the viewer's day."""
    findings = site.analysis.findings
    holders = dict.fromkeys(held.post.holder for held in findings.offices.holders(body, findings.day))
    ledgers = [ledger for holder in holders for ledger in site.ledgers_by_actor.get(holder, ())]
    return ledger_views(ledgers, findings, site.published, site.cards)[:NEAREST]


def _with_meeting(topic: Counted, actor: str, site: Site) -> Counted:
    url = site.meeting_urls.get((actor, topic.card.id), "")
    return replace(topic, url=url) if url else topic


def plan_meetings(site: Site) -> Iterator[Output]:
    """The pages of actors on topics."""
    findings, cards = site.analysis.findings, site.cards
    for meeting in findings.meetings:
        actor, topic = cards.records["actor", meeting.actor], cards.records["topic", meeting.topic]
        ledgers = [one for pair in [(meeting.actor, meeting.topic)] if (one := findings.ledgers.get(pair))]
        subject = Link(
            site.meeting_urls[meeting.actor, meeting.topic],
            site.locale.gettext("%(actor)s on %(topic)s", actor=actor.name, topic=topic.name),
        )
        positions = ledger_views(ledgers, findings, site.published, cards)
        yield from lists(
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


def plan_topics(site: Site) -> Iterator[Output]:
    """The pages of topics, and their index."""
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
        yield from record_with_list(site, document, analysis.by_topic.get(id, ()), head, urls.TOPICS)


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
        story=story_inputs(id, findings, site.published, cards, site.linked),
        evidence=evidence_view(findings.topic_evidence.get(id), cards),
        activity=activity_inputs(findings.topic_activity.get(id), site.months),
    )
    return "topic.html", inputs, topic_view


def plan_pages(site: Site) -> Iterator[Output]:
    """The free pages."""
    for document in site.published.pages.values():
        card = site.cards.records[document.key]
        inputs = PageInputs(document, site.linked[document.key])
        meta = site.meta(card.url, card.summary, section=card.url)
        yield Page(meta, "page.html", inputs, page_view, urls.owner_name(document.key), document.path)


def plan_sources(site: Site) -> Iterator[Output]:
    """The pages of publishers, and the list of them."""
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
        yield from _publisher_pages(site, document, rows[id], cited.get(id, ()))


def _publisher_pages(
    site: Site, document: Document[Publisher], row: PublisherRow, cited: Sequence[CitedSource]
) -> Iterator[Output]:
    """The pages of one publisher, of which the first holds all that is told of it but what rests on it."""
    id, card, findings = document.id, site.cards.records[document.key], site.analysis.findings
    alone = site.briefs(findings.origin_of.get(f"publisher:{id}", ()))
    repeats = findings.repeats.get(id, ())
    repeated = tuple(
        index_pages.cited_source(brief, number, site.published, site.cards) for brief, number in repeats[:NEAREST]
    )
    about = site.locale.gettext("%(publisher)s: its grade, and what rests on it", publisher=card.name)
    feeds = feed_links(card.url, f"{card.name} – {site.config.title}")
    parts = slices(cited, card.url, site.config.page_size)
    spans = [(part.entries[-1].brief.date, part.entries[0].brief.date) for part in parts if part.entries]
    links = page_links(parts, spans) if spans else ()
    for part in parts:
        is_first = part.number == 1
        inputs = PublisherInputs(
            document=document,
            card=card,
            linked=site.linked[document.key],
            row=row,
            cited=part.entries,
            alone=alone if is_first else (),
            repeated=repeated if is_first else (),
            repeats=len(repeats) if is_first else 0,
            pages=links if is_first else (),
            newer=part.newer,
            older=part.older,
        )
        meta = site.meta(part.url, about, feeds=feeds, section=urls.SOURCES)
        yield Page(meta, "publisher.html", inputs, publisher_view, urls.owner_name(document.key), document.path)
