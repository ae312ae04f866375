"""Upcoming: the moments at which records' own dates will change what is published, without any edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct
from msgspec.structs import replace

from dateline.analysis.judgements import DUE_DAYS
from dateline.content.dates import AsOf, PartialDate
from dateline.content.document import Document
from dateline.content.gate import Viewer, hidden_because
from dateline.content.library import Library
from dateline.content.schema import Actor, Brief, Judgement

_INSTANT = timedelta(microseconds=1)


class Upcoming(Struct, frozen=True, order=True):
    """A moment (UTC) at which a build starts to show something else, the file that says so, and what happens."""

    moment: datetime
    path: str
    what: str


def upcoming(library: Library, viewer: Viewer) -> tuple[Upcoming, ...]:
    """Every such moment after the viewer's own, the nearest first.

    What the viewer may not see by then does not count: a date of a hidden record changes nothing. The pace of actors
    and topics is not among these: it drifts with the calendar, and no date of a record tells when it turns.
    """
    return tuple(sorted(set(_all(library, viewer))))


def nearest(changes: Iterable[Upcoming]) -> tuple[Upcoming, ...]:
    """Those that come first, at one moment."""
    changes = sorted(changes)
    return tuple(change for change in changes if change.moment == changes[0].moment)


def begins(moment: PartialDate) -> datetime:
    """The instant from which `AsOf.has_reached` says yes.

    >>> begins(PartialDate.parse("2025-02")).isoformat()
    '2025-02-01T00:00:00+00:00'
    """
    return moment.instant.astimezone(UTC) if moment.instant else _midnight(moment.first)


def _all(library: Library, viewer: Viewer) -> Iterator[Upcoming]:
    for brief in library.briefs.values():
        yield from _of_brief(brief, viewer)
    for actor in library.actors.values():
        if hidden_because(actor.fields, viewer):
            continue
        for moment, what in _of_actor(actor.fields):
            if moment > viewer.as_of.instant:
                yield Upcoming(moment, actor.path, what)


def _of_brief(document: Document[Brief], viewer: Viewer) -> Iterator[Upcoming]:
    brief = document.fields

    def is_visible(moment: datetime) -> bool:
        return not hidden_because(brief, replace(viewer, as_of=AsOf.at(moment)))

    for date_, what in ((brief.date, "it appears"), (brief.embargo_until, "its embargo ends"), (brief.expires, "")):
        if date_ is not None and (moment := begins(date_)) > viewer.as_of.instant:
            before, after = is_visible(moment - _INSTANT), is_visible(moment)
            if before != after:
                yield Upcoming(moment, document.path, what or "it expires")
    for moment, what in _inside(brief):
        if moment > viewer.as_of.instant and is_visible(moment):
            yield Upcoming(moment, document.path, what)


def _inside(brief: Brief) -> Iterator[tuple[datetime, str]]:
    """What changes on the pages of a brief that is there."""
    for revision in brief.revisions:
        yield begins(revision.date), f"its {revision.kind} is shown"
    for claim in brief.claims:
        said = claim.said or (brief.event_date and brief.event_date.start)
        if said:
            yield _midnight(said.first), f"what {claim.by} said counts"
    for number, judgement in enumerate(brief.judgements, start=1):
        yield from _of_judgement(judgement, f"judgement {number}")


def _of_judgement(judgement: Judgement, name: str) -> Iterator[tuple[datetime, str]]:
    settled = begins(judgement.outcome.date) if judgement.outcome else datetime.max.replace(tzinfo=UTC)
    if judgement.outcome:
        yield settled, f"the outcome of {name} is shown"
    for change in judgement.history:
        yield begins(change.date), f"{name} changes"
    if judgement.horizon:
        steps = [*_on(judgement.horizon.last, -DUE_DAYS, f"{name} falls due")]
        steps += _on(judgement.horizon.last, 1, f"the horizon of {name} is past")
        yield from (step for step in steps if step[0] < settled)


def _of_actor(actor: Actor) -> Iterator[tuple[datetime, str]]:
    """When an office or a tie begins or ends: for certain, or possibly where the date is vague."""
    spans = [(office.title, office.from_, office.until) for office in actor.offices]
    spans += [(f"{relation.type} {relation.to}", relation.from_, relation.until) for relation in actor.relations]
    for name, start, end in spans:
        for day in {start.first, start.last} if start else ():
            yield from _on(day, 0, f"'{name}' begins")
        for day in {end.first, end.last} if end else ():
            yield from _on(day, 1, f"'{name}' ends")


def _on(day: date, days: int, what: str) -> Iterator[tuple[datetime, str]]:
    """The start of a day that lies some days after another; none where the calendar ends before that."""
    try:
        yield _midnight(day + timedelta(days)), what
    except OverflowError:
        return


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
