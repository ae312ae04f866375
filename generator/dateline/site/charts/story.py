"""The chart of a story: its events along time, in one lane for each thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dateline.content.dates import PartialDate, Period
from dateline.site.card_views import BriefCard
from dateline.site.charts.scale import NARROW, day_place, percent, ticks
from dateline.site.charts.views import LaneView, MarkView, StoryChartView

MOST_LANES = 8
MOST_LEVELS = 8
"""How many events stand on top of each other; those beyond lie over the highest."""
_DOT = 10
"""Diameter of a dot, with what keeps it apart from others."""
_STEP = 11
_LANE = 10
_TOP = 8
_INSET = 80
"""Thousandths at both ends; at the left the thread's number stands there."""

Scene = tuple[Period, BriefCard, int]
"""When it was, its brief, and the number of its thread (0 for none)."""


def story_chart(scenes: Sequence[Scene]) -> StoryChartView | None:
    """A story drawn, from scenes in the order of events; None for a single one."""
    if len(scenes) < 2:
        return None
    first = min(when.start.first for when, _, _ in scenes)
    last = max(when.end.last for when, _, _ in scenes)
    threads = sorted({_lane(scene) for scene in scenes}, key=lambda thread: (thread == 0, thread))
    marks: list[MarkView] = []
    lanes: list[LaneView] = []
    top = _TOP
    for thread in threads:
        own = [scene for scene in scenes if _lane(scene) == thread]
        levels = _levels([_middle(when, first, last) for when, _, _ in own])
        base = top + max(levels) * _STEP
        marks += [_mark(scene, base - level * _STEP, first, last) for scene, level in zip(own, levels, strict=True)]
        lanes.append(LaneView(thread, base, *_ends(own, first, last)))
        top = base + _DOT + _LANE
    years = [(year, day_place(date(year, 1, 1), first, last, _INSET)) for year in range(first.year + 1, last.year + 1)]
    ends = PartialDate.parse(first.isoformat()[:7]), PartialDate.parse(last.isoformat()[:7])
    return StoryChartView(tuple(marks), tuple(lanes), ticks(*ends, years), top - _LANE, *ends)


def _lane(scene: Scene) -> int:
    return scene[2] if scene[2] <= MOST_LANES else 0


def _middle(when: Period, first: date, last: date) -> int:
    return (day_place(when.start.first, first, last, _INSET) + day_place(when.end.last, first, last, _INSET)) // 2


def _levels(places: Sequence[int]) -> list[int]:
    """How high each dot stands, so that none covers another where the chart is narrow."""
    apart = 1000 * _DOT // NARROW
    levels: list[int] = []
    for number, place in enumerate(places):
        taken = {levels[other] for other in range(number) if abs(places[other] - place) < apart}
        levels.append(next((level for level in range(MOST_LEVELS) if level not in taken), MOST_LEVELS - 1))
    return levels


def _mark(scene: Scene, y: int, first: date, last: date) -> MarkView:
    when, brief, _ = scene
    start, end = day_place(when.start.first, first, last, _INSET), day_place(when.end.last, first, last, _INSET)
    return MarkView(brief, when, percent((start + end) // 2), y, percent(start), percent(end), is_span=end - start > 5)


def _ends(scenes: Sequence[Scene], first: date, last: date) -> tuple[str, str]:
    places = [_middle(when, first, last) for when, _, _ in scenes]
    return percent(min(places)), percent(max(places))
