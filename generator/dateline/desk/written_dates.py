"""Dates as people write them in texts, in several languages; a date that could mean two days is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_ORDINAL = r"(?:st|nd|rd|th|\.|er|º|°|-го)?"
_OF = r"(?:\s+(?:of|de|del|di)\s+|,?\s+|\s*)"
_NUMERIC = re.compile(
    r"(?:(?<![\w.,/-])(?:(?P<iso>\d{4}-\d{2}-\d{2})(?=T|\b)"
    r"|(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}))"
    r"|(?<!\d)(?P<cjk>\d{4})[年년]\s?(?P<cjk_month>\d{1,2})[月월]\s?(?P<cjk_day>\d{1,2})[日일])(?![\d/-]|\.\d)"
)
_PUBLISHED = re.compile(
    r"(?:published|posted|updated|publication date|date|released|issued|опубліковано|оновлено|дата|veröffentlicht|"
    r"publié|publicado|pubblicato|opublikowano)(?:\s+(?:on|le|el|am|il|at))?\s*:?\s*$",
    re.IGNORECASE,
)
_PLACE_LINE = re.compile(r"(?:^|\n)[ \t*_]*[^\W\d_a-z][^\n.;:!?]{1,40},\s*$")
_FIRST_LINES = 6
_NEAR_THE_START = 2_000
_LINE_MARKS = " .|\u00b7*_,"


class WrittenDate(NamedTuple):
    """A date in a text: as ISO 8601 (a day or a month), where it stands, and whether it says when it was published."""

    iso: str
    start: int
    end: int
    is_publication: bool


def dates_in(text: str, lang: str = "en") -> tuple[WrittenDate, ...]:
    """The days and months of the calendar that a text names with their year, in order.

    Names of months are read in English and in `lang`. Dates such as 3/4/2025, which two customs read as two days, and
    those that need another date to be understood ("last Friday", "14 March") are left out.
    """
    found = [*_numeric(text), *_named(text, lang)]
    found.sort(key=lambda one: (one[1], -one[2]))
    dates: list[WrittenDate] = []
    for iso, start, end in found:
        if not dates or start >= dates[-1].end:
            dates.append(WrittenDate(iso, start, end, _is_publication(text, start, end)))
    return tuple(dates)


def _numeric(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _NUMERIC.finditer(text):
        if found["iso"]:
            iso = _iso(*found["iso"].split("-"))
        elif found["cjk"]:
            iso = _iso(found["cjk"], found["cjk_month"], found["cjk_day"])
        elif found["mark"] == ".":
            iso = _iso(found["year"], found["month"], found["day"])
        else:
            iso = _slashed(found["year"], found["day"], found["month"])
        if iso:
            yield iso, found.start(), found.end()


def _slashed(year: str, first: str, second: str) -> str:
    """A date with slashes, where only one order of day and month makes sense."""
    orders = {iso for iso in (_iso(year, second, first), _iso(year, first, second)) if iso}
    return orders.pop() if len(orders) == 1 else ""


def _named(text: str, lang: str) -> Iterator[tuple[str, int, int]]:
    months, pattern = _months(lang)
    for found in pattern.finditer(text):
        name = found["month"] or found["month_first"] or found["month_alone"]
        month = str(months[name.casefold().rstrip(".")])
        if day := found["day"] or found["day_second"]:
            iso = _iso(found["year"] or found["year_second"], month, day)
        else:
            iso = f"{found['year_alone']}-{int(month):02}"
        if iso:
            yield iso, found.start(), found.end()


@lru_cache(maxsize=16)
def _months(lang: str) -> tuple[dict[str, int], re.Pattern[str]]:
    """The names of months (CLDR), in all their forms and short forms, and the pattern of dates written with them."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (it takes time to load)

    months: dict[str, int] = {"sept": 9}
    for tag in dict.fromkeys([lang, lang.partition("-")[0], "en"]):
        try:
            forms = Locale.parse(tag, sep="-").months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in forms[context][width].items():
                    if not name.isdigit():
                        months.setdefault(name.casefold().rstrip("."), number)
    name = "|".join(re.escape(name) for name in sorted(months, key=lambda name: (-len(name), name)))
    return months, re.compile(
        rf"(?<![\w.,])(?:(?P<day>\d{{1,2}}){_ORDINAL}{_OF}(?P<month>{name})\.?{_OF}(?P<year>\d{{4}})"
        rf"|(?P<month_first>{name})\.?\s+(?P<day_second>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year_second>\d{{4}})"
        rf"|(?P<month_alone>{name})\.?,?\s+(?P<year_alone>\d{{4}}))(?![\w-])",
        re.IGNORECASE,
    )


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _is_publication(text: str, start: int, end: int) -> bool:
    """Whether a date stands where articles print that of their publication."""
    before = text[max(0, start - 60) : start]
    if _PUBLISHED.search(before) or _PLACE_LINE.search(before if start > 60 else f"\n{before}"):
        return True
    # A date in a line of its own, near the start.
    line, rest = before.rpartition("\n")[2], text[end : end + 20].partition("\n")
    is_alone = not line.strip(_LINE_MARKS) and not rest[0].strip(_LINE_MARKS) and bool(rest[1])
    return is_alone and start < _NEAR_THE_START and text.count("\n", 0, start) < _FIRST_LINES
