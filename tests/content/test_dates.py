"""Dates mean what is written, no more and no less."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dateline.content.dates import AsOf, PartialDate, Period

DAYS = st.dates()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-02-21", date(2025, 2, 21), date(2025, 2, 21)),
        ("2025-02-21T23:30-05:00", date(2025, 2, 21), date(2025, 2, 21)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_date_spans_the_days_that_its_text_may_mean(text: str, first: date, last: date) -> None:
    moment = PartialDate.parse(text)

    assert (moment.first, moment.last, str(moment)) == (first, last, text)
    assert moment.is_day == (first == last)


@pytest.mark.parametrize("text", ["2025-02-21T09:30Z", "2025-02-21 09:30:00Z", "2025-02-21T11:30+02:00"])
def test_a_time_with_its_offset_is_an_instant(text: str) -> None:
    assert PartialDate.parse(text).instant == datetime(2025, 2, 21, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2025", "2025-02", "2025-02-21"])
def test_a_date_without_a_time_is_no_instant(text: str) -> None:
    assert PartialDate.parse(text).instant is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "'' is not a date such as 2025, 2025-02, 2025-02-21 or 2025-02-21T09:30+02:00"),
        ("21.2.2025", "'21.2.2025' is not a date such as 2025, 2025-02, 2025-02-21 or 2025-02-21T09:30+02:00"),
        ("2025-2-1", "'2025-2-1' is not a date such as 2025, 2025-02, 2025-02-21 or 2025-02-21T09:30+02:00"),
        ("25", "'25' is not a date such as 2025, 2025-02, 2025-02-21 or 2025-02-21T09:30+02:00"),
        ("٢٠٢٥", "'٢٠٢٥' is not a date such as 2025, 2025-02, 2025-02-21 or 2025-02-21T09:30+02:00"),
        ("2025-13", "'2025-13' is not a day of the calendar"),
        ("2025-02-29", "'2025-02-29' is not a day of the calendar"),
        ("0000", "'0000' is not a day of the calendar"),
        ("2025-02-21T24:30Z", "'2025-02-21T24:30Z' is not a day of the calendar"),
        (
            "2025-02-21T09:30",
            "'2025-02-21T09:30' has a time without its offset; write it as 2025-02-21T09:30Z or 2025-02-21T09:30+02:00",
        ),
    ],
)
def test_what_is_no_date_is_said_with_what_would_be(text: str, fault: str) -> None:
    with pytest.raises(ValueError) as caught:
        PartialDate.parse(text)

    assert str(caught.value) == fault


@given(
    st.text(alphabet="0123456789-T:+Z /", max_size=30) | st.text(max_size=60), st.sampled_from([PartialDate, Period])
)
def test_any_text_is_a_date_or_a_fault_in_words(text: str, kind: type[PartialDate | Period]) -> None:
    try:
        fault = "" if kind.parse(text).text == text else "another text"
    except ValueError as error:
        fault = str(error)

    assert not fault or any(words in fault for words in ("is not a ", "offset;", "before it starts"))


@given(DAYS, DAYS)
def test_days_are_in_the_order_of_the_calendar(one: date, other: date) -> None:
    first, second = PartialDate.parse(one.isoformat()), PartialDate.parse(other.isoformat())

    assert (first < second) == (one < other)
    assert (first == second) == (one == other)


def test_the_order_of_dates_of_any_precision_is_total() -> None:
    texts = ["2024-12-31", "2025", "2025-01", "2025-01-01", "2025-01-01T00:00+02:00", "2025-01-01T12:00Z", "2025-02"]
    dates = [PartialDate.parse(text) for text in texts]

    backwards = list(reversed(dates))
    assert sorted(dates) == sorted(backwards)
    assert {one < other or other < one or one == other for one in dates for other in dates} == {True}
    assert min(dates).text == "2024-12-31"
    assert max(dates).text == "2025-02"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("2025", "2025", "2025"), ("2025-02/2025-03-01", "2025-02", "2025-03-01"), ("2025 / 2025", "2025", "2025")],
)
def test_a_period_is_one_date_or_two(text: str, start: str, end: str) -> None:
    period = Period.parse(text)

    assert (period.start.text, period.end.text, str(period)) == (start, end, text)


@pytest.mark.parametrize("text", ["2025-02/2025-01", "2025/", "/2025", "2025/2026/2027", "2025--2026"])
def test_a_period_without_two_ends_in_order_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date|ends before it starts"):
        Period.parse(text)


def test_a_period_may_end_in_what_its_start_is_a_part_of() -> None:
    assert Period.parse("2025-05-03/2025-05").end.text == "2025-05"


# As of


def test_the_day_of_a_clock_is_that_of_utc() -> None:
    in_kyiv = datetime(2025, 6, 1, 1, 30, tzinfo=timezone(timedelta(hours=3)))

    assert AsOf.at(in_kyiv) == AsOf(date(2025, 5, 31), datetime(2025, 5, 31, 22, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "is_reached"),
    [
        ("2025", True),
        ("2025-06", True),
        ("2025-06-01", True),
        ("2025-06-02", False),
        ("2025-07", False),
        ("2025-06-01T12:00Z", True),
        ("2025-06-01T12:01Z", False),
        ("2025-06-01T15:00+03:00", True),
        ("2025-06-02T00:30+14:00", True),
        ("2025-06-01T11:30-05:00", False),
    ],
)
def test_a_date_is_reached_on_its_first_day_and_a_time_at_its_instant(text: str, is_reached: bool) -> None:
    noon = AsOf.at(datetime(2025, 6, 1, 12, tzinfo=UTC))

    assert noon.has_reached(PartialDate.parse(text)) is is_reached


def test_the_end_of_a_day_has_reached_all_of_it_and_nothing_of_the_next() -> None:
    end = AsOf.end_of(date(2025, 6, 1))

    assert end.has_reached(PartialDate.parse("2025-06-01T23:59:59Z"))
    assert not end.has_reached(PartialDate.parse("2025-06-02T00:00Z"))
    assert not end.has_reached(PartialDate.parse("2025-06-02"))


# In records


@pytest.mark.parametrize("value", [True, None, 2.5, [], {}, float("nan")])
def test_other_types_are_no_dates(value: object) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        TypeAdapter(PartialDate).validate_python(value)


def test_a_year_may_be_a_number_and_is_written_as_its_text() -> None:
    adapter = TypeAdapter(PartialDate)

    assert adapter.validate_python(2025) == PartialDate.parse("2025")
    assert adapter.dump_python(adapter.validate_python(" 2025-02 ")) == "2025-02"


def test_dates_are_equal_and_hash_by_their_text() -> None:
    assert len({PartialDate.parse("2025"), PartialDate.parse("2025"), PartialDate.parse("2025-01")}) == 2
    assert PartialDate.parse("2025") != "2025"
    assert Period.parse("2025") == Period.parse("2025")
    assert Period.parse("2025") < Period.parse("2025/2026")
