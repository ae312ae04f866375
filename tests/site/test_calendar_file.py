"""Calendars show the horizons of judgements and the dates that briefs announced, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.dates import PartialDate
from dateline.site.calendar_file import Calendar, CalendarEntry, folded, write_calendar
from rich_site import RICH
from support import build_site, write_site

ANNOUNCED = """\
---
title: The board will meet
date: 2025-05-01
event_date: {when}
actors: [ukraine]
embargo_until: 2025-05-03
review_by: 2025-09-01
expires: 2027-02-02
---
It will.
"""


def _events(root: Path) -> list[Any]:
    build_site(root)
    calendar = icalendar.Calendar.from_ical((root / "output/calendar.ics").read_bytes())
    assert calendar.errors == []
    events: list[Any] = calendar.walk("VEVENT")
    return events


def test_horizons_are_whole_days_and_a_month_means_its_last_day(tmp_path: Path) -> None:
    first, second = _events(write_site(tmp_path, RICH))
    assert first["SUMMARY"] == "Horizon: The pit opens."
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2025, 5, 31), date(2025, 6, 1))
    assert first["DESCRIPTION"] == "Judged unlikely (20-45%).\nIt did not come true (31 May 2025)."
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert second["UID"] == "tag:desk.example,2025-04-30:brief/deal#judgement-1"
    assert second["URL"] == "https://desk.example/project/briefs/deal/"


def test_an_announced_event_is_told_with_its_days_and_no_other_date_of_the_brief_is(tmp_path: Path) -> None:
    write_site(tmp_path, {**RICH, "content/briefs/board.md": ANNOUNCED.format(when="2025-06-10/2025-06-11")})
    (event,) = [one for one in _events(tmp_path) if one["CATEGORIES"].cats == ["Event"]]
    assert event["SUMMARY"] == "The board will meet"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2025, 6, 10), date(2025, 6, 12))
    text = (tmp_path / "output/calendar.ics").read_text()
    assert not [day for day in ("20250503", "20250901", "20270202") if day in text]


def test_an_event_of_the_past_or_without_its_day_is_no_entry(tmp_path: Path) -> None:
    write_site(tmp_path, {**RICH, "content/briefs/board.md": ANNOUNCED.format(when="2025-06")})
    assert {str(one["CATEGORIES"].cats[0]) for one in _events(tmp_path)} == {"Judgement"}


def test_a_draft_puts_nothing_into_the_calendar(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, RICH))
    assert b"Canary" not in (tmp_path / "output/calendar.ics").read_bytes()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_any_text_comes_back_from_lines_of_75_bytes_at_most(text: str) -> None:
    day = PartialDate.parse("2025-05-31")
    title = text.replace("\u2028", " ").replace("\u2029", " ")
    entry = CalendarEntry("tag:x", day, day, f"x{title}", title, "https://desk.example/", "Event", day)
    data = write_calendar(Calendar("A desk", (entry,)))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["SUMMARY"] == f"x{title}"


def test_the_last_day_of_all_needs_no_day_after_it() -> None:
    day = PartialDate.parse("9999-12-31")
    data = write_calendar(Calendar("A desk", (CalendarEntry("tag:x", day, day, "x", "", "u", "Event", day),)))
    assert b"DTEND" not in data


def test_a_line_is_folded_between_characters() -> None:
    assert folded("x" * 74 + "ї") == b"x" * 74 + b"\r\n " + "ї".encode() + b"\r\n"
