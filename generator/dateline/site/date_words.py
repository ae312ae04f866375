"""Dates in words: `2025-02` as `February 2025`, a span as `12–15 February 2025`, never more precise than written."""

from __future__ import annotations

from datetime import date

from dateline.content.dates import PartialDate, Period

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY, _MONTH, _YEAR = 3, 2, 1

Worded = tuple[PartialDate, str]
"""A date, and the words for it in the text that it stands in."""


def words_for(value: PartialDate | Period) -> tuple[Worded, ...]:
    """The words for a date, or for the two ends of a span; `separator` goes between two.

    >>> [words for _, words in words_for(Period.parse("2025-02-12/2025-02-15"))]
    ['12', '15 February 2025']
    """
    if isinstance(value, PartialDate):
        return ((value, _full(value)),)
    start, end = value.start, value.end
    if start == end:
        return ((start, _full(start)),)
    return (start, _opening(start, end)), (end, _full(end))


def separator(worded: tuple[Worded, ...]) -> str:
    """The dash between two ends: close only between single words of one sort, as in `12–15 February`."""
    (start, words), (end, _) = worded[0], worded[-1]
    return " – " if " " in words or _precision(start) != _precision(end) else "–"


def date_text(value: PartialDate | Period) -> str:
    """A date or span as plain text.

    >>> date_text(PartialDate.parse("2025-02-21T09:30+02:00")), date_text(Period.parse("2024-12/2025-01"))
    ('21 February 2025, 09:30 +02:00', 'December 2024 – January 2025')
    """
    worded = words_for(value)
    return separator(worded).join(words for _, words in worded)


def _precision(value: PartialDate) -> int:
    return min(value.text[:10].count("-") + 1, _DAY)


def _day_words(day: date, precision: int) -> str:
    words = (str(day.year), _MONTHS[day.month - 1], str(day.day))
    return " ".join(reversed(words[:precision]))


def _full(value: PartialDate) -> str:
    words = _day_words(value.first, _precision(value))
    if value.instant is None:
        return words
    clock = value.instant.isoformat(timespec="seconds" if value.instant.second else "minutes")[11:]
    time, offset = clock[: clock.index(value.instant.strftime("%z")[:1])], clock[-6:]
    return f"{words}, {time} {'UTC' if value.text.endswith('Z') else offset}"


def _opening(start: PartialDate, end: PartialDate) -> str:
    """The start of a span, without what its end says again."""
    precision = _precision(start)
    if start.instant or end.instant or precision != _precision(end) or precision == _YEAR:
        return _full(start)
    if start.first.year != end.first.year:
        return _full(start)
    if precision == _DAY and start.first.month == end.first.month:
        return str(start.first.day)
    return _day_words(start.first, precision).removesuffix(f" {start.first.year}")
