"""Views of the front page: what changed, who and what is moving, and what lies ahead."""

from __future__ import annotations

from msgspec import Struct

from dateline.site.analysis_views import ActivityView, JudgementEntry, NextView, ShiftView
from dateline.site.card_views import BriefCard, RecordCard
from dateline.site.charts.views import BarsView


class Mover(Struct, frozen=True):
    """An actor or topic, its briefs, and whether it is in more of them than its past lets one expect."""

    card: RecordCard
    count: int
    activity: ActivityView | None
    """None where no brief is about it."""


class HomeView(Struct, frozen=True):
    """Template `home.html`."""

    title: str
    latest: tuple[BriefCard, ...]
    actors: tuple[Mover, ...]
    """Those that are moving or new, then those in most briefs."""
    topics: tuple[Mover, ...]
    """Those that are moving or new, then the widest, with their briefs rolled up."""
    shifts: tuple[ShiftView, ...]
    """The latest moves of actors, newest first."""
    judgements: tuple[JudgementEntry, ...]
    """Those without an outcome, the one whose time is up first at their head."""
    announced: tuple[BriefCard, ...]
    """Briefs of events to come, the next one first."""
    next: tuple[NextView, ...]
    """What the newest briefs say is to be watched."""
    briefs_total: int
    actors_total: int
    topics_total: int
    recent_events: tuple[BriefCard, ...]
    """By event date, newest first."""
    strip: BarsView | None
    """The story so far: events by month."""
