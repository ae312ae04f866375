"""Sections on the pages of briefs, actors and topics that tell what the records say together.

Charts take longer to be drawn than pages to be compared, so the inputs of a page hold what they are drawn from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from dateline.analysis.activity import Activity
from dateline.analysis.counts import Counts
from dateline.analysis.derive import event_period
from dateline.analysis.evidence import Evidence
from dateline.analysis.findings import Findings
from dateline.analysis.network import Ego, ego
from dateline.analysis.positions import Ledger, Standing, contradictions, marks, standing
from dateline.content.dates import PartialDate
from dateline.content.document import Key
from dateline.content.gate import Published
from dateline.site.analysis_views import (
    ActivityView,
    AroundRow,
    AroundView,
    EvidenceView,
    LedgerEntry,
    LedgerView,
    NextView,
    OriginView,
    SceneView,
    Share,
    StepView,
    StoryView,
)
from dateline.site.card_views import Link, RecordCard
from dateline.site.cards import Cards, Linked
from dateline.site.charts.bars import Months, bars, last_months
from dateline.site.charts.network import ego_drawing
from dateline.site.charts.story import story_chart

ORIGINS = 12
"""How many origins a page names."""
SCENES = 60
"""How many scenes of a story a page shows: the last ones."""
BARS = 24
"""How many months a page draws."""


def claim_url(brief_url: str, index: int) -> str:
    """Where a claim stands in its brief; `_claims.html` sets the other end."""
    return f"{brief_url}#claim-{index + 1}"


def judgement_url(brief_url: str, index: int) -> str:
    """Where a judgement stands in its brief; `_judgements.html` sets the other end."""
    return f"{brief_url}#judgement-{index + 1}"


def ledger_views(
    ledgers: Iterable[Ledger], findings: Findings, published: Published, cards: Cards
) -> tuple[LedgerView, ...]:
    """Ledgers as pages show them, those with the latest claims first."""
    shown = [(ledger, found) for ledger in ledgers if (found := standing(ledger, findings.day))]
    shown.sort(key=lambda one: (-one[1].said.start.first.toordinal(), one[0].by, one[0].on))
    return tuple(_ledger_view(ledger, found, published, cards) for ledger, found in shown)


def _ledger_view(ledger: Ledger, now: Standing, published: Published, cards: Cards) -> LedgerView:
    became, against = marks(ledger), contradictions(ledger)
    entries = [
        LedgerEntry(
            stance=claim.stance,
            text=published.briefs[claim.brief].fields.claims[claim.index].text,
            said=claim.said,
            brief=cards.briefs[claim.brief],
            url=claim_url(cards.briefs[claim.brief].url, claim.index),
            sources=len(claim.sources),
            mark=became[claim.id],
            contradicted_by=tuple(
                Link(claim_url(cards.briefs[brief].url, index), cards.briefs[brief].title)
                for brief, index in against.get(claim.id, ())
            ),
        )
        for claim in reversed(ledger.claims)
    ]
    actor, topic = cards.records["actor", ledger.by], cards.records["topic", ledger.on]
    return LedgerView(actor, topic, now.stances, now.since, tuple(_step_views(ledger, now, cards)), tuple(entries))


def _step_views(ledger: Ledger, now: Standing, cards: Cards) -> Iterator[StepView]:
    """The steps up to the standing one, without those that repeat the stance before them."""
    before: set[str] = set()
    for step in ledger.steps:
        if set(step.stances) != before:
            claim = step.claims[0]
            yield StepView(step.stances, step.said, claim_url(cards.briefs[claim.brief].url, claim.index))
        before = set(step.stances)
        if step.claims == now.set_by:
            return


def evidence_view(evidence: Evidence | None, cards: Cards) -> EvidenceView | None:
    """What a brief or a topic rests on; None where it has no sources."""
    if evidence is None or not evidence.sources:
        return None
    return EvidenceView(
        sources=evidence.sources,
        origins=tuple(origin_view(name, count, cards) for name, count in evidence.origins[:ORIGINS]),
        origins_total=len(evidence.origins),
        types=_shares(evidence.types),
        countries=_shares(evidence.countries),
        languages=_shares(evidence.languages),
        grades=_shares(evidence.grades),
        is_single_origin="single-origin" in evidence.flags,
        is_low_grade="low-grade" in evidence.flags,
    )


def origin_view(origin: str, count: int, cards: Cards) -> OriginView:
    """An origin by the name that readers know it by."""
    kind, _, name = origin.partition(":")
    if kind == "publisher":
        card = cards.records["publisher", name]
        return OriginView(card.name, card, count)
    return OriginView("" if kind == "item" else name, None, count)


def _shares(counts: Counts) -> tuple[Share, ...]:
    return tuple(Share(name, count) for name, count in counts)


def chart_months(by_month: Iterable[str]) -> Months | None:
    """The months that charts of activity show, the same on every page, so that readers can compare them."""
    return last_months(by_month, BARS)


class ActivityInputs(Struct, frozen=True):
    """What is told of an activity, and what its chart is drawn from."""

    told: ActivityView
    """Without the chart."""
    counts: tuple[tuple[str, int], ...]
    months: Months


def activity_inputs(activity: Activity | None, months: Months | None) -> ActivityInputs | None:
    """When something was in the briefs."""
    if activity is None or months is None:
        return None
    is_moving = activity.pace == "moving"
    told = ActivityView(
        first=PartialDate.parse(activity.first.isoformat()),
        last=PartialDate.parse(activity.last.isoformat()),
        pace=activity.pace,
        recent=activity.recent if is_moving else 0,
        usual=_tenths(activity) if is_moving else "",
        chart=None,
    )
    return ActivityInputs(told, activity.months, months)


def activity_view(inputs: ActivityInputs | None) -> ActivityView | None:
    """The same with its chart, month by month."""
    return replace(inputs.told, chart=bars(inputs.counts, inputs.months)) if inputs else None


def _tenths(activity: Activity) -> str:
    tenths = round(activity.expected * 10)
    return f"{tenths // 10}.{tenths % 10}"


def story_inputs(
    topic: str, findings: Findings, published: Published, cards: Cards, linked: Mapping[Key, Linked]
) -> StoryView | None:
    """A topic's story so far, without its chart; None where there are no briefs."""
    story = findings.stories.get(topic)
    if story is None:
        return None
    threads: dict[str, int] = {}
    for scene in story.scenes:
        if scene.thread:
            threads.setdefault(scene.thread, len(threads) + 1)
    scenes = [
        SceneView(
            when=event_period(published.briefs[scene.id].fields),
            brief=cards.briefs[scene.id],
            thread=threads.get(scene.thread, 0) if len(threads) > 1 else 0,
            continues=tuple(Link(cards.briefs[id].url, cards.briefs[id].title) for id in scene.continues),
        )
        for scene in story.scenes[-SCENES:]
    ]
    following = []
    for id in story.open_ends:
        text = linked["brief", id].prose(published.briefs[id], "whats_next")
        if text is not None:
            following.append(NextView(cards.briefs[id], text))
    return StoryView(tuple(scenes), len(story.scenes) - len(scenes), None, tuple(following))


def story_view(story: StoryView | None) -> StoryView | None:
    """The same with its chart."""
    if story is None:
        return None
    return replace(story, chart=story_chart([(scene.when, scene.brief, scene.thread) for scene in story.scenes]))


class AroundInputs(Struct, frozen=True):
    """The network around an actor, before it is drawn."""

    card: RecordCard
    around: Ego
    rows: tuple[AroundRow, ...]


def around_inputs(actor: str, findings: Findings, published: Published, cards: Cards) -> AroundInputs | None:
    """The network around an actor; None where it has no ties."""
    around = ego(findings.ties, actor)
    if not around.neighbours:
        return None
    rows = tuple(
        AroundRow(cards.records["actor", one.id], tuple(relations(actor, one.id, published, cards)), one.together)
        for one in around.neighbours
    )
    return AroundInputs(cards.records["actor", actor], around, rows)


def around_view(inputs: AroundInputs | None) -> AroundView | None:
    """The same, drawn."""
    if inputs is None:
        return None
    cards = {card.id: card for card in (inputs.card, *(row.other for row in inputs.rows))}
    return AroundView(ego_drawing(inputs.around, cards), inputs.rows, inputs.around.left_out)


def relations(first: str, second: str, published: Published, cards: Cards) -> Iterable[str]:
    """What records declare between two actors, in words."""
    found = (
        f"{cards.records['actor', one].name} {relation.type} {cards.records['actor', other].name}"
        for one, other in ((first, second), (second, first))
        for relation in published.actors[one].fields.relations
        if relation.to == other
    )
    return dict.fromkeys(found)
