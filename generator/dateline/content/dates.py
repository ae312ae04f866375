"""Dates as precise as they are written: a year, a month, a day, or a time with its offset (ISO 8601).

A date without a time never becomes an instant, so no time zone can shift it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache, total_ordering
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?P<time>[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)
_TIME_PATTERN = r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2}))?"
DAY_PATTERN = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_TIME_PATTERN}$"
_DATE_PATTERN = rf"[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}}{_TIME_PATTERN})?)?"


class _FromText:
    """A value that pydantic reads from its text and writes back as the same text."""

    text: str
    pattern: ClassVar[str] = f"^{_DATE_PATTERN}$"
    written: ClassVar[dict[str, Any]] = {
        # YAML takes a year alone for a number.
        "type": ["string", "integer"],
        "minimum": 1000,
        "maximum": 9999,
        "patternErrorMessage": "Write 2025, 2025-02, 2025-02-21 or 2025-02-21T09:30+02:00.",
    }
    """What the JSON Schema of the text of an author says besides."""

    @classmethod
    def parse(cls, text: str) -> Self:
        raise NotImplementedError

    @classmethod
    def _validate(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        # A year alone is a number in YAML; a boolean is one in Python, but no date.
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            try:
                return cls.parse(str(value).strip())
            except ValueError as error:
                raise PydanticCustomError("bad_date", "{reason}", {"reason": str(error)}) from None
        raise PydanticCustomError("bad_date", "is not a date", {})

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value.text)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": cls.pattern} | (cls.written if handler.mode == "validation" else {})


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class PartialDate(_FromText):
    """A date with the precision of its text.

    `first` and `last` are the first and last local day that it may mean; `instant` is set for a time with offset.

    >>> PartialDate.parse("2025-02").last
    datetime.date(2025, 2, 28)
    """

    text: str
    first: date
    last: date
    instant: datetime | None = None

    @classmethod
    @lru_cache(maxsize=8_192)  # records name the same days again and again
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a time with its offset; ValueError says what is wrong."""
        match = _DATE.fullmatch(text)
        if not match:
            raise ValueError(
                f"{_shown(text)} is not a date such as 2025, 2025-02, 2025-02-21 or 2025-02-21T09:30+02:00"
            )
        year, month, day = (int(match[part]) if match[part] else None for part in ("year", "month", "day"))
        try:
            first = date(year or 0, month or 1, day or 1)
            last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
            if not match["time"]:
                return cls(text, first, last)
            if not match["offset"]:
                raise ValueError(f"{_shown(text)} has a time without its offset; write it as {text}Z or {text}+02:00")
            instant = datetime.fromisoformat(text)
            instant.astimezone(UTC)  # an offset can lead out of the years that there are
        except OverflowError:
            raise ValueError(f"{_shown(text)} is not a day of the calendar") from None
        except ValueError as error:
            if "offset;" in str(error):
                raise
            raise ValueError(f"{_shown(text)} is not a day of the calendar") from None
        return cls(text, first, last, instant)

    @property
    def is_day(self) -> bool:
        """Whether it names one day (or a time on it)."""
        return self.first == self.last

    @property
    def utc(self) -> datetime:
        """An instant for formats that demand one: the written time, or the first day's midnight UTC."""
        return self.instant.astimezone(UTC) if self.instant else datetime.combine(self.first, datetime.min.time(), UTC)

    @property
    def key(self) -> tuple[date, datetime, str]:
        """What it is sorted by: to sort many by their keys takes less time than to sort them."""
        return (self.first, self.utc, self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self.text == other.text

    def __lt__(self, other: PartialDate) -> bool:
        return self.key < other.key

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Period(_FromText):
    """A date, or a span of dates written `start/end`; `end` is `start` where only one is given."""

    text: str
    start: PartialDate
    end: PartialDate

    pattern = f"^{_DATE_PATTERN}( */ *{_DATE_PATTERN})?$"
    written: ClassVar[dict[str, Any]] = {
        **_FromText.written,
        "patternErrorMessage": "Write a date such as 2025-02-21, or two as in 2025-02-21/2025-02-28.",
    }

    @classmethod
    def parse(cls, text: str) -> Period:
        start, slash, end = text.partition("/")
        first = PartialDate.parse(start.strip())
        last = PartialDate.parse(end.strip()) if slash else first
        if last.last < first.first:
            raise ValueError(f"{_shown(text)} ends before it starts")
        return cls(text, first, last)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and self.text == other.text

    def __lt__(self, other: Period) -> bool:
        return (self.start, self.end, self.text) < (other.start, other.end, other.text)

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment a build speaks for: a day, and the instant that times with an offset are compared with."""

    day: date
    instant: datetime

    @classmethod
    def at(cls, instant: datetime) -> AsOf:
        """The moment of a clock; its day is that of UTC, so that machines agree."""
        return cls(instant.astimezone(UTC).date(), instant.astimezone(UTC))

    @classmethod
    def end_of(cls, day: date) -> AsOf:
        """The whole of a day: what was known when it ended (UTC)."""
        return cls(day, datetime.combine(day, datetime.max.time(), UTC))

    def has_reached(self, moment: PartialDate) -> bool:
        """Whether `moment` has begun: its first day is here, or its instant is past."""
        return moment.instant <= self.instant if moment.instant else moment.first <= self.day


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
