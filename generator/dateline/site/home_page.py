"""The front page: what somebody with one minute has to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dateline.analysis.activity import Activity
from dateline.analysis.derive import Analysis
from dateline.analysis.findings import Findings
from dateline.analysis.judgements import by_state
from dateline.content.document import Key
from dateline.content.gate import Published
from dateline.site.analysis_pages import judgement_entry, latest_shifts
from dateline.site.analysis_sections import activity_inputs, activity_view
from dateline.site.analysis_views import JudgementEntry, NextView
from dateline.site.card_views import BriefCard
from dateline.site.cards import Cards, Linked
from dateline.site.charts.bars import Months
from dateline.site.front_views import HomeView, Mover
from dateline.site.index_pages import event_strip

BRIEFS = 10
RECORDS = 8
AHEAD = 4
"""How many shifts, judgements and events to come it shows."""
NEXT = 2
"""Of how many briefs it says what comes next."""
_PACES = {"moving": 0, "new": 1}


def home_view(
    title: str,
    analysis: Analysis,
    published: Published,
    cards: Cards,
    linked: Mapping[Key, Linked],
    months: Months | None,
) -> HomeView:
    """What is new, who and what is moving, and what lies ahead."""
    findings, tree = analysis.findings, analysis.tree
    by_actor = {id: len(ids) for id, ids in analysis.by_actor.items()}
    moving = {id for id, one in findings.topic_activity.items() if one.pace in _PACES}
    by_topic = {id: tree.count[id] for id in {*tree.roots, *moving}}
    return HomeView(
        title=title,
        latest=tuple(cards.briefs[id] for id in analysis.briefs[:BRIEFS]),
        actors=tuple(_movers("actor", by_actor, findings.actor_activity, cards, months)),
        topics=tuple(_movers("topic", by_topic, findings.topic_activity, cards, months)),
        shifts=latest_shifts(findings, cards, AHEAD),
        judgements=tuple(_open(findings, published, cards))[:AHEAD],
        announced=_announced(analysis, cards)[:AHEAD],
        next=tuple(_next(analysis.briefs, published, cards, linked)),
        briefs_total=len(published.briefs),
        actors_total=len(published.actors),
        topics_total=len(published.topics),
        recent_events=tuple(cards.briefs[event.id] for event in reversed(analysis.timeline[-BRIEFS:])),
        strip=event_strip(analysis),
    )


def _movers(
    kind: str, counts: Mapping[str, int], paces: Mapping[str, Activity], cards: Cards, months: Months | None
) -> Iterator[Mover]:
    """The records that move, then those with most briefs."""

    def place(id: str) -> tuple[int, int, str]:
        pace = paces[id].pace if id in paces else "quiet"
        return _PACES.get(pace, len(_PACES)), -counts[id], id

    for id in sorted(counts, key=place)[:RECORDS]:
        card = cards.records["actor" if kind == "actor" else "topic", id]
        yield Mover(card, counts[id], activity_view(activity_inputs(paces.get(id), months)))


def _open(findings: Findings, published: Published, cards: Cards) -> Iterator[JudgementEntry]:
    groups = by_state(findings.estimates, findings.day)
    for state in ("overdue", "due", "open"):
        for estimate in groups[state]:
            yield judgement_entry(estimate, published, cards)


def _announced(analysis: Analysis, cards: Cards) -> tuple[BriefCard, ...]:
    today = analysis.findings.day
    return tuple(cards.briefs[event.id] for event in analysis.timeline if event.period.start.first > today)


def _next(
    newest: Iterable[str], published: Published, cards: Cards, linked: Mapping[Key, Linked]
) -> Iterator[NextView]:
    found = 0
    for id in newest:
        text = linked["brief", id].prose(published.briefs[id], "whats_next")
        if text is not None:
            yield NextView(cards.briefs[id], text)
            found += 1
        if found == NEXT:
            return
