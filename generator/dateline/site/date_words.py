"""Dates in words of a language: `2025-02` as `February 2025`, a span as `12–15 February 2025`, never more precise.

Patterns and names are those of the Unicode CLDR, which Babel brings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import parse_pattern, tokenize_pattern

from dateline.content.dates import PartialDate, Period

_DAY, _MONTH, _YEAR = 3, 2, 1
_SKELETONS = {_YEAR: "y", _MONTH: "yMMMM", _DAY: "yMMMd"}
_SEPARATOR = re.compile(r"\s*[–—～~-]\s*$")
_SHORT_MONTH = re.compile(r"(?<![ML])(MMM|LLL)(?![ML])")


class Worded(NamedTuple):
    """A date, and the words for it in the text that it stands in."""

    date: PartialDate
    words: str


class DateWords:
    """The words for dates in the language of a BCP 47 tag; those of British English where nobody knows it."""

    def __init__(self, lang: str) -> None:
        self._locale = babel_locale(lang)
        self._texts: dict[str, str] = {}
        """What was told already, by the text of the date: a site shows the same days on very many pages."""

    def text(self, value: PartialDate | Period) -> str:
        """A date or span as plain text.

        >>> DateWords("en").text(PartialDate.parse("2025-02-21T09:30+02:00"))
        '21 February 2025, 09:30 +02:00'
        >>> DateWords("es").text(Period.parse("2025-02-12/2025-02-15"))
        '12–15 de febrero de 2025'
        """
        found = self._texts.get(value.text)
        if found is None:
            ends, separator = self.ends(value)
            found = self._texts[value.text] = separator.join(end.words for end in ends)
        return found

    def ends(self, value: PartialDate | Period) -> tuple[tuple[Worded, ...], str]:
        """A date in words, or the two ends of a span, and what goes between two.

        >>> DateWords("en").ends(Period.parse("2025-02-12/2025-02-15"))[0][0].words
        '12'
        """
        start, end = (value, value) if isinstance(value, PartialDate) else (value.start, value.end)
        if start == end:
            return (Worded(start, self._full(start)),), ""
        parts = self._parts(start, end)
        if parts is None:
            first, last, separator = self._full(start), self._full(end), _literal(self._locale.interval_formats[None])
        else:
            first, last = self._worded(start.first, parts[0]), self._worded(end.first, parts[1])
            separator = parts[2]
        if separator.strip() == "–":  # close only between single words of one sort, as in `12–15 February`
            separator = " – " if " " in _plain(first) or _precision(start) != _precision(end) else "–"
        return (Worded(start, first), Worded(end, last)), separator

    def _full(self, value: PartialDate) -> str:
        words = self._worded(value.first, self._long(_precision(value)))
        if value.instant is None:
            return words
        clock = value.instant.isoformat(timespec="seconds" if value.instant.second else "minutes")[11:]
        time, offset = clock[:-6], clock[-6:]
        joined = str(self._locale.datetime_formats["medium"]).replace("'", "")
        return joined.format(f"{time} {'UTC' if value.text.endswith('Z') else offset}", words)

    def _worded(self, day: date, pattern: str) -> str:
        return parse_pattern(pattern).apply(day, self._locale).replace("\u2009", " ")

    def _long(self, precision: int) -> str:
        """The pattern of a whole date."""
        if precision == _DAY:
            return str(self._locale.date_formats["long"].pattern)
        return str(self._locale.datetime_skeletons[_SKELETONS[precision]].pattern)

    def _parts(self, start: PartialDate, end: PartialDate) -> tuple[str, str, str] | None:
        """The patterns of the two ends of a span, and what goes between; None where each end is told whole."""
        precision = _precision(start)
        if start.instant or end.instant or precision != _precision(end):
            return None
        if start.first.year == end.first.year:
            return self._split("d" if start.first.month == end.first.month else "M", precision)
        split, whole = self._split("y", precision), self._long(precision)
        return split and (whole, whole, split[2].removeprefix(_last_literal(whole)))

    def _split(self, differing: str, precision: int) -> tuple[str, str, str] | None:
        """How the CLDR tells a span whose ends differ in the day, month or year, with its months in full."""
        parts = self._locale.interval_formats.get(_SKELETONS[precision], {}).get(differing, ())
        if len(parts) != 2:
            return None
        first, last = parts
        found = _SEPARATOR.search(first)
        separator = found[0] if found else _last_literal(first)
        opening = self._widened(first.removesuffix(separator))
        between = separator if found else separator.removeprefix(_last_literal(opening))
        return opening, self._widened(last), between.replace("\u2009", " ")

    def _widened(self, pattern: str) -> str:
        """A pattern with the month in full; where it tells all, that of a whole date."""
        told = {
            str(value[0])[0].lower().replace("l", "m") for kind, value in tokenize_pattern(pattern) if kind == "field"
        }
        if told == {"y", "m", "d"}:
            return self._long(_DAY)
        if told == {"m", "d"} and "MMMMd" in self._locale.datetime_skeletons:
            return str(self._locale.datetime_skeletons["MMMMd"].pattern)
        return _SHORT_MONTH.sub(lambda month: month[0] + month[0][0], pattern)


def babel_locale(lang: str) -> Locale:
    """What Babel knows of a language: of the tag, or of as much of its start as it knows; else of British English.

    English without a country is written day first, as most of the world reads it.
    """
    for tag in _wider(lang):
        try:
            return Locale.parse("en_001" if tag.lower() == "en" else tag, sep="-" if "-" in tag else "_")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_001")


def _wider(lang: str) -> Iterator[str]:
    while lang:
        yield lang
        lang = lang.rpartition("-")[0]


def _precision(value: PartialDate) -> int:
    return min(value.text[:10].count("-") + 1, _DAY)


def _plain(words: str) -> str:
    return words.replace("\u202f", " ").replace("\xa0", " ")


def _literal(pattern: str) -> str:
    """What stands between the two ends in a pattern such as `{0} – {1}`."""
    return pattern.replace("\u2009", " ").split("{0}", 1)[1].split("{1}", 1)[0]


def _last_literal(pattern: str) -> str:
    kind, value = tokenize_pattern(pattern)[-1]
    return str(value) if kind == "chars" else ""
