"""The calendar: horizons of judgements and dates that briefs announced, as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from dateline.content.dates import PartialDate
from dateline.content.fields import LIKELIHOOD_RANGES
from dateline.content.schema import Brief, Judgement
from dateline.site.citations import is_retracted, titled
from dateline.site.locale import Locale
from dateline.site.page import File
from dateline.site.urls import CALENDAR

if TYPE_CHECKING:
    from dateline.site.site import Site

_LINE = 75
"""The longest line, in bytes."""


class CalendarEntry(Struct, frozen=True):
    """One or more whole days, and the brief that names them."""

    uid: str
    """The brief's id in feeds, and what of it the entry is: no rename changes it."""
    first: PartialDate
    last: PartialDate
    title: str
    note: str
    url: str
    category: str
    stamp: PartialDate
    """When the brief last changed in substance: the format asks for a moment, and builds have none."""


class Calendar(Struct, frozen=True):
    """All entries, in the order of their days."""

    title: str
    entries: tuple[CalendarEntry, ...]


def plan_calendar(site: Site) -> Iterator[File]:
    """The one calendar of the site."""
    found = [one for id in site.published.briefs for one in entries_of(site, id)]
    ordered = sorted(found, key=lambda one: (one.first, one.uid))
    yield File(CALENDAR, Calendar(site.config.title, tuple(ordered)), write_calendar)


def entries_of(site: Site, id: str) -> Iterator[CalendarEntry]:
    """What a brief puts into the calendar: when its judgements end, and an event that lay ahead of it."""
    brief, entry = site.published.briefs[id].fields, site.entries[id]
    for number, judgement in enumerate(brief.judgements, start=1):
        if judgement.horizon:
            yield CalendarEntry(
                uid=f"{entry.id}#judgement-{number}",
                first=judgement.horizon,
                last=judgement.horizon,
                title=site.locale.gettext("Horizon: %(judgement)s", judgement=judgement.text),
                note=_note(judgement, site.locale),
                url=entry.url,
                category=site.locale.gettext("Judgement"),
                stamp=entry.updated,
            )
    if _is_announced(brief) and brief.event_date:
        yield CalendarEntry(
            uid=f"{entry.id}#event",
            first=brief.event_date.start,
            last=brief.event_date.end,
            title=titled(brief.title, site.locale, is_retracted=is_retracted(brief)),
            note=entry.summary,
            url=entry.url,
            category=site.locale.gettext("Event"),
            stamp=entry.updated,
        )


def _is_announced(brief: Brief) -> bool:
    """Whether the brief tells of a day to come, which it names: a year or a month would fill the calendar."""
    event = brief.event_date
    return event is not None and event.start.is_day and event.end.is_day and event.start.first > brief.date.first


def _note(judgement: Judgement, locale: Locale) -> str:
    low, high = LIKELIHOOD_RANGES[judgement.likelihood]
    results = {
        "yes": locale.gettext("It came true"),
        "no": locale.gettext("It did not come true"),
        "void": locale.gettext("The question lapsed"),
    }
    term, until = locale.term(judgement.likelihood), judgement.resolves_by
    outcome = judgement.outcome
    lines = [
        locale.gettext("Judged %(likelihood)s (%(low)s-%(high)s%%).", likelihood=term, low=low, high=high),
        locale.gettext("Settled by: %(event)s", event=until) if until else "",
        f"{results[outcome.result]} ({locale.date(outcome.date)})." if outcome else "",
    ]
    return "\n".join(filter(None, lines))


def write_calendar(calendar: Calendar) -> bytes:
    """The calendar as text/calendar: whole days, which no time zone can shift."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dateline//Dateline//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(calendar.title)}",
        *(line for entry in calendar.entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _event(entry: CalendarEntry) -> Iterator[str]:
    # A month or a year means its last day: that is the day up to which a judgement speaks.
    first = entry.first.first if entry.first.is_day else entry.last.last
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{entry.stamp.utc:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    if (after := _after(entry.last.last)) is not None:
        yield f"DTEND;VALUE=DATE:{_day(after)}"
    yield f"SUMMARY:{_text(entry.title)}"
    yield f"DESCRIPTION:{_text(entry.note)}"
    yield f"URL:{entry.url}"
    yield f"CATEGORIES:{_text(entry.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _after(day: date) -> date | None:
    """The day after, with which an entry ends; the last day of all has none."""
    return day + timedelta(days=1) if day < date.max else None


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def folded(line: str) -> bytes:
    """A line of content, in pieces of 75 bytes at most (RFC 5545, 3.1); no character is cut in two."""
    pieces, size = [bytearray()], 0
    for char in line:
        data = char.encode()
        if size + len(data) > _LINE:
            pieces.append(bytearray(b" "))
            size = 1
        pieces[-1] += data
        size += len(data)
    return b"".join(bytes(piece) + b"\r\n" for piece in pieces)
