"""Views of what the records say together: positions, judgements, evidence, networks, stories and pace.

Texts are plain and escaped by the template, as in `views`.
"""

from __future__ import annotations

from msgspec import Struct

from dateline.content.dates import PartialDate, Period
from dateline.site.card_views import BriefCard, Link, Listing, RecordCard
from dateline.site.charts.views import BarsView, CalibrationChartView, DrawingView, StoryChartView
from dateline.site.prose import Prose


class JudgementView(Struct, frozen=True):
    """An estimate with its ICD 203 range."""

    text: str
    likelihood: str
    """The term of ICD 203, as the record has it."""
    range: str
    """Such as `55-80%`; templates print it in the text."""
    low: int
    high: int
    """The ends of the range, in per cent."""
    confidence: str
    basis: str
    horizon: PartialDate | None
    resolves_by: str
    since: PartialDate | None
    """When it was last changed."""
    history: tuple[JudgementChangeView, ...]
    outcome: OutcomeView | None


class JudgementChangeView(Struct, frozen=True):
    date: PartialDate
    likelihood: str
    confidence: str
    reason: str


class OutcomeView(Struct, frozen=True):
    date: PartialDate
    result: str
    """`yes`, `no` or `void`."""
    note: str


class StandingView(Struct, frozen=True):
    """Where an actor stands on a topic, and what set it last."""

    stances: tuple[str, ...]
    """One of `supports`, `conditional`, `neutral`, `opposes`; several where briefs contradict each other."""
    text: str
    """The position in a sentence."""
    said: Period
    since: Period
    """When it first took the stance that it has had since."""
    brief: BriefCard
    url: str
    """Where the claim stands in its brief."""


class PositionRow(Struct, frozen=True):
    """An actor's row in the matrix of positions: a cell for each topic."""

    actor: RecordCard
    cells: tuple[StandingView | None, ...]


class ShiftView(Struct, frozen=True):
    """A move of an actor's on a topic."""

    actor: RecordCard
    topic: RecordCard
    before: tuple[str, ...]
    after: tuple[str, ...]
    said: Period
    sources: int
    origins: int
    is_sure: bool
    """False where the dates are too vague to tell which stance came first."""
    url: str
    """Where the first claim of the new stance stands."""


class LedgerEntry(Struct, frozen=True):
    """One claim in a ledger."""

    stance: str
    text: str
    said: Period
    brief: BriefCard
    url: str
    sources: int
    mark: str
    """`standing`, `repeated` (a later claim says the same) or `superseded` (a later one says otherwise)."""
    contradicted_by: tuple[Link, ...]
    """Claims of other briefs that give another stance for the same day."""


class StepView(Struct, frozen=True):
    """A stance that an actor came to, and the claim that shows it; several where briefs contradict each other."""

    stances: tuple[str, ...]
    said: Period
    url: str


class LedgerView(Struct, frozen=True):
    """Everything that an actor said on a topic, newest first."""

    actor: RecordCard
    topic: RecordCard
    now: tuple[str, ...]
    since: Period
    steps: tuple[StepView, ...]
    """The way to where it stands now, oldest first: a step for each change of stance."""
    entries: tuple[LedgerEntry, ...]


class PositionsView(Struct, frozen=True):
    """Template `positions.html`: where actors stand on topics."""

    title: str
    topics: tuple[RecordCard, ...]
    rows: tuple[PositionRow, ...]
    shifts: tuple[ShiftView, ...]
    """The latest moves, newest first."""
    left_out: int
    """Positions for which the matrix has no room."""


class JudgementEntry(Struct, frozen=True):
    """A judgement and its brief."""

    brief: BriefCard
    url: str
    """Where it stands in its brief."""
    judgement: JudgementView


class JudgementGroup(Struct, frozen=True):
    """The judgements in one state: `overdue`, `due`, `open`, `yes`, `no` or `void`."""

    state: str
    entries: tuple[JudgementEntry, ...]


class CalibrationRow(Struct, frozen=True):
    """One of the seven ranges: how often what was given this likelihood came true."""

    terms: tuple[str, ...]
    range: str
    count: int
    true: int
    forecast: str
    """The middle of the range, such as `67.5%`."""
    share: str
    """The share that came true, such as `50%`; empty where there is none."""


class CalibrationView(Struct, frozen=True):
    """How well resolved judgements were calibrated. Numbers are rounded to three places."""

    rows: tuple[CalibrationRow, ...]
    chart: CalibrationChartView
    count: int
    brier: str
    reliability: str
    resolution: str
    uncertainty: str


class JudgementsView(Struct, frozen=True):
    """Template `judgements.html`: every judgement by its state, and how they came out."""

    title: str
    groups: tuple[JudgementGroup, ...]
    """Those that have any, most urgent first."""
    total: int
    due_days: int
    """How many days before its horizon a judgement is due."""
    calibration: CalibrationView | None


class OriginView(Struct, frozen=True):
    """An origin, and how many sources go back to it."""

    name: str
    publisher: RecordCard | None
    """None where there is no record of it."""
    sources: int


class Share(Struct, frozen=True):
    """How many sources are of one kind; `name` is empty for those of which it is not known."""

    name: str
    count: int


class EvidenceView(Struct, frozen=True):
    """What a brief or a topic rests on."""

    sources: int
    origins: tuple[OriginView, ...]
    origins_total: int
    """All origins, those for which there is no room included."""
    types: tuple[Share, ...]
    countries: tuple[Share, ...]
    languages: tuple[Share, ...]
    grades: tuple[Share, ...]
    is_single_origin: bool
    is_low_grade: bool


class TieRow(Struct, frozen=True):
    """Two actors that are tied: the relations declared, as in `a owns b`, and in how many briefs both appear."""

    first: RecordCard
    second: RecordCard
    relations: tuple[str, ...]
    together: int


class AroundRow(Struct, frozen=True):
    """An actor tied to the one that a page is about: the relations declared, and in how many briefs both appear."""

    other: RecordCard
    relations: tuple[str, ...]
    together: int


class AroundView(Struct, frozen=True):
    """The network around an actor; `rows` tell the same as the drawing."""

    drawing: DrawingView
    rows: tuple[AroundRow, ...]
    left_out: int
    """Actors with ties to it for which there is no room."""


class NetworkView(Struct, frozen=True):
    """Template `network.html`: who is tied to whom; `rows` tell the same as the drawing."""

    title: str
    drawing: DrawingView
    rows: tuple[TieRow, ...]
    left_out: int
    """Actors with ties for which there is no room."""


class ActivityView(Struct, frozen=True):
    """When something was in the briefs."""

    first: PartialDate
    last: PartialDate
    pace: str
    """`new`, `moving`, `steady` or `quiet`."""
    recent: int
    """Briefs within the last 30 days, where it is moving; otherwise 0."""
    usual: str
    """How many were to be expected from its past, where it is moving; otherwise empty."""
    chart: BarsView | None
    """Briefs by month, over the months that all such charts of the site show; None where there were none then."""


class MeetingView(Struct, frozen=True):
    """Template `meeting.html`: an actor on a topic."""

    title: str
    actor: RecordCard
    topic: RecordCard
    positions: tuple[LedgerView, ...]
    """Where the actor stands on the topic: one ledger, or none."""
    listing: Listing
    """The briefs that are about both, newest first."""


class SceneView(Struct, frozen=True):
    """A brief in a story."""

    when: Period
    brief: BriefCard
    thread: int
    """Number of its thread in this story; 0 where it belongs to none, or there is only one."""
    continues: tuple[Link, ...]


class NextView(Struct, frozen=True):
    """What to watch for, as a brief says."""

    brief: BriefCard
    text: Prose


class StoryView(Struct, frozen=True):
    """A topic's story so far, in the order of events."""

    scenes: tuple[SceneView, ...]
    earlier: int
    """Scenes before these, for which there is no room."""
    chart: StoryChartView | None
    """The same scenes along time; None for a single one."""
    next: tuple[NextView, ...]
