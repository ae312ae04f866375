"""What templates see of charts. `x` and `width` are percentages such as `12.5%`; `y` and heights are pixels."""

from __future__ import annotations

from msgspec import Struct

from dateline.content.dates import PartialDate, Period
from dateline.site.card_views import BriefCard, RecordCard


class TickView(Struct, frozen=True):
    """A date on the axis of time."""

    when: PartialDate
    x: str
    anchor: str
    """Which part of its label stands at `x`: `start`, `middle` or `end`."""
    is_wide: bool
    """Whether there is room for its label only where the chart is wide."""


class BarView(Struct, frozen=True):
    """How much was in one month, or year."""

    when: PartialDate
    count: int
    x: str
    y: int
    width: str
    height: int


class BarsView(Struct, frozen=True):
    """A number by month, or by year where there are too many months."""

    bars: tuple[BarView, ...]
    ticks: tuple[TickView, ...]
    height: int
    """Of the highest bar; ticks have their labels below it."""
    most: int
    """What the highest bar stands for."""
    total: int
    """All bars together."""
    left_out: int
    """What lies before the first bar, where there is no room for it."""


class MarkView(Struct, frozen=True):
    """An event on a story's chart: a dot, and a line where it lasted or where it is not known to the day."""

    brief: BriefCard
    when: Period
    x: str
    y: int
    x1: str
    x2: str
    is_span: bool
    """Whether `x1` and `x2` lie apart."""


class LaneView(Struct, frozen=True):
    """A thread of a story: its line from its first event to its last one."""

    thread: int
    """Its number; 0 for events that belong to none."""
    y: int
    x1: str
    x2: str


class StoryChartView(Struct, frozen=True):
    """A story drawn along time, one lane for each of its threads."""

    marks: tuple[MarkView, ...]
    lanes: tuple[LaneView, ...]
    ticks: tuple[TickView, ...]
    height: int
    """Of all lanes; ticks have their labels below them."""
    first: PartialDate
    last: PartialDate


class LabelView(Struct, frozen=True):
    """A name in a chart, in lines."""

    lines: tuple[str, ...]
    anchor: str
    """Which part of it stands beside the dot: `start`, `middle` or `end`."""
    dx: int
    """How far right of the dot's middle that is, in pixels."""
    y: int
    """Where its first line stands."""
    is_wide: bool
    """Whether there is room for it only where the chart is wide."""


class NodeView(Struct, frozen=True):
    """An actor in a drawing."""

    card: RecordCard
    x: str
    y: int
    radius: int
    label: LabelView | None
    """None where there is no room for its name at all."""


class EdgeView(Struct, frozen=True):
    """A line in a drawing: a `declared` relation, or actors that appear `together`; `weight` is its width, 1 to 5."""

    kind: str
    weight: int
    x1: str
    y1: int
    x2: str
    y2: int


class DrawingView(Struct, frozen=True):
    """A network drawn."""

    height: int
    nodes: tuple[NodeView, ...]
    edges: tuple[EdgeView, ...]


class PointView(Struct, frozen=True):
    """One of the seven ranges of likelihood in a chart of calibration."""

    count: int
    true: int
    x: str
    y: int
    radius: int
    x1: str
    """Where its range starts."""
    x2: str
    """Where its range ends."""
    label_y: int


class GridView(Struct, frozen=True):
    """A line of a grid, and the percentage that it stands for."""

    percent: int
    x: str
    y: int


class CalibrationChartView(Struct, frozen=True):
    """What was judged, from left to right, against the share that came true, from the bottom up."""

    points: tuple[PointView, ...]
    grid: tuple[GridView, ...]
    left: str
    right: str
    top: int
    bottom: int
    height: int
