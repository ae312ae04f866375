"""The pages that tell what the records say together: positions, judgements and the network of actors."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from dateline.analysis.findings import Findings
from dateline.analysis.judgements import DUE_DAYS, Bin, Estimate, by_state, calibration
from dateline.analysis.network import Chosen, choose, lay_network_out
from dateline.analysis.positions import ClaimId, Shift, Standing, matrix, shifts
from dateline.content.gate import Published
from dateline.site.analysis_sections import claim_url, judgement_url, relations
from dateline.site.analysis_views import (
    CalibrationRow,
    CalibrationView,
    JudgementEntry,
    JudgementGroup,
    JudgementsView,
    NetworkView,
    PositionRow,
    PositionsView,
    ShiftView,
    StandingView,
    TieRow,
)
from dateline.site.brief_page import judgement_view
from dateline.site.card_views import RecordCard
from dateline.site.cards import Cards
from dateline.site.charts.calibration import calibration_chart
from dateline.site.charts.network import network_drawing

MATRIX_ACTORS = 60
MATRIX_TOPICS = 20
SHIFTS = 40
"""How many of the latest moves the page of positions lists."""


def positions_view(findings: Findings, published: Published, cards: Cards) -> PositionsView:
    """Where actors stand on topics, and the latest moves."""
    whole = matrix(findings.ledgers, findings.day)
    actors, topics = whole.actors[:MATRIX_ACTORS], whole.topics[:MATRIX_TOPICS]
    cells = {
        pair: _standing_view(found, published, cards)
        for pair, found in whole.cells.items()
        if pair[0] in set(actors) and pair[1] in set(topics)
    }
    return PositionsView(
        title=cards.locale.gettext("Positions"),
        topics=tuple(cards.records["topic", topic] for topic in topics),
        rows=tuple(
            PositionRow(cards.records["actor", actor], tuple(cells.get((actor, topic)) for topic in topics))
            for actor in actors
        ),
        shifts=latest_shifts(findings, cards, SHIFTS),
        left_out=len(whole.cells) - len(cells),
    )


def latest_shifts(findings: Findings, cards: Cards, limit: int) -> tuple[ShiftView, ...]:
    """The moves of actors up to the day, newest first."""
    moves = [shift for ledger in findings.ledgers.values() for shift in shifts(ledger)]
    moves = [shift for shift in moves if shift.said.start.first <= findings.day]
    moves.sort(key=lambda shift: (-shift.said.start.first.toordinal(), shift.by, shift.on, shift.claims))
    return tuple(_shift_view(shift, cards) for shift in moves[:limit])


def _standing_view(found: Standing, published: Published, cards: Cards) -> StandingView:
    claim = found.set_by[-1]
    card = cards.briefs[claim.brief]
    return StandingView(
        stances=found.stances,
        text=published.briefs[claim.brief].fields.claims[claim.index].text,
        said=found.said,
        since=found.since,
        brief=card,
        url=claim_url(card.url, claim.index),
    )


def _shift_view(shift: Shift, cards: Cards) -> ShiftView:
    return ShiftView(
        actor=cards.records["actor", shift.by],
        topic=cards.records["topic", shift.on],
        before=shift.before,
        after=shift.after,
        said=shift.said,
        sources=shift.sources,
        origins=shift.origins,
        is_sure=shift.is_sure,
        url=_claim_url(shift.claims[0], cards),
    )


def _claim_url(claim: ClaimId, cards: Cards) -> str:
    return claim_url(cards.briefs[claim[0]].url, claim[1])


def judgements_view(findings: Findings, published: Published, cards: Cards) -> JudgementsView:
    """Every judgement by its state, and how those resolved were calibrated."""
    groups = by_state(findings.estimates, findings.day)
    return JudgementsView(
        title=cards.locale.gettext("Judgements"),
        groups=tuple(
            JudgementGroup(state, tuple(judgement_entry(one, published, cards) for one in estimates))
            for state, estimates in groups.items()
            if estimates
        ),
        total=len(findings.estimates),
        due_days=DUE_DAYS,
        calibration=_calibration_view(findings),
    )


def judgement_entry(estimate: Estimate, published: Published, cards: Cards) -> JudgementEntry:
    """A judgement with the brief that makes it."""
    brief, index = estimate.id
    card = cards.briefs[brief]
    judgement = published.briefs[brief].fields.judgements[index]
    return JudgementEntry(card, judgement_url(card.url, index), judgement_view(judgement))


def _calibration_view(findings: Findings) -> CalibrationView | None:
    found = calibration(findings.estimates, findings.day)
    if found is None:
        return None
    return CalibrationView(
        rows=tuple(map(_calibration_row, found.bins)),
        chart=calibration_chart(found.bins),
        count=found.count,
        brier=_decimal(found.brier, 3),
        reliability=_decimal(found.reliability, 3),
        resolution=_decimal(found.resolution, 3),
        uncertainty=_decimal(found.uncertainty, 3),
    )


def _calibration_row(one: Bin) -> CalibrationRow:
    share = one.share
    return CalibrationRow(
        terms=one.terms,
        range=f"{one.range[0]}-{one.range[1]}%",
        count=one.count,
        true=one.true,
        forecast=f"{_decimal(one.forecast * 100, 1).removesuffix('.0')}%",
        share=f"{round(share * 100)}%" if share is not None else "",
    )


def _decimal(number: Fraction, places: int) -> str:
    """A number rounded to some places, exactly: half to even.

    >>> _decimal(Fraction(1, 8), 3), _decimal(Fraction(2, 3), 1)
    ('0.125', '0.7')
    """
    whole, rest = divmod(round(number * 10**places), 10**places)
    return f"{whole}.{rest:0{places}}"


class NetworkInputs(Struct, frozen=True):
    """All that the page of the network is made of: what it shows, without its places."""

    title: str
    chosen: Chosen
    cards: tuple[RecordCard, ...]
    rows: tuple[TieRow, ...]


def network_inputs(findings: Findings, published: Published, cards: Cards) -> NetworkInputs:
    """Who is in the network of actors."""
    sizes = {id: sum(count for _, count in one.months) for id, one in findings.actor_activity.items()}
    chosen = choose(findings.ties, sizes)
    shown = tuple(cards.records["actor", id] for id, _ in chosen.sizes)
    return NetworkInputs(cards.locale.gettext("Network"), chosen, shown, _tie_rows(chosen, published, cards))


def network_view(inputs: NetworkInputs) -> NetworkView:
    """The network of actors, drawn and in a table."""
    drawing = network_drawing(lay_network_out(inputs.chosen), {card.id: card for card in inputs.cards})
    return NetworkView(inputs.title, drawing, inputs.rows, inputs.chosen.left_out)


def _tie_rows(found: Chosen, published: Published, cards: Cards) -> tuple[TieRow, ...]:
    together = {edge.pair: edge.weight for edge in found.edges if edge.kind == "together"}
    rows = []
    for a, b in dict.fromkeys(edge.pair for edge in found.edges):
        first, second = cards.records["actor", a], cards.records["actor", b]
        rows.append(TieRow(first, second, tuple(relations(a, b, published, cards)), together.get((a, b), 0)))
    return tuple(rows)
