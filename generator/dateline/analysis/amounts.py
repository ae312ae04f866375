"""Numbers and dates in running text: `$1bn`, `1 billion dollars` and `US$1,000 million` are one amount."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from dateline.analysis.vocabulary import Vocabulary

_SIGN = r"(?:US)?[$€£¥₴₽]"
_LETTERS = {"k": 3, "m": 6, "b": 9, "t": 12}
"""Letters that multiply the number that they are written to: `$40m`."""
_GROUPED = r"\d{1,3}(?P<gap>[.,'’\u00a0\u202f ])\d{3}(?:(?P=gap)\d{3})*(?:[.,]\d+)?(?!\d)"
_DIGITS = rf"(?<!\d)(?:{_GROUPED}|\d+(?:[.,]\d+)?)"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er)?"
_YEAR = r"(?:\.?,?\s+(?P<{}>[12]\d{{3}})\b(?!\s*[%$€£]))?"
_WORD = r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
# English `may` is a month only where another word leads to it, or a year follows.
_NOT_MAY = r"(?!may\b(?!\s+[12]\d{3}))"
_LED_TO = "".join(rf"(?<=\b{word}\s)|" for word in ("in", "of", "by", "since", "until", "from", "this", "last", "next"))


class Date(NamedTuple):
    """A date in a text, as precise as it is there."""

    year: int | None
    month: int
    day: int | None


@cache
def tokens_of(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A pattern that cuts running text into dates, amounts, words and marks.

    `date_of` and `amount_of` read its matches; the group of a word is `word`, that of anything else `mark`.
    """
    parts = [*_dates(vocabulary), _amount(vocabulary), rf"(?P<word>(?:[^\W\d_]\.){{2,}}|{_WORD}(?:[-‐‑]{_WORD})*)"]
    return re.compile("|".join([*parts, r"(?P<mark>\S)"]), re.IGNORECASE)


def date_of(found: re.Match[str], vocabulary: Vocabulary) -> Date | None:
    """The date that a match of `tokens_of` is, if it is one."""
    parts = found.groupdict()
    if iso := parts["iso"]:
        return Date(int(iso[:4]), int(iso[5:7]), int(iso[8:]))
    if dotted := parts["dotted"]:
        return Date(int(dotted[-4:]), *(int(part) for part in dotted.split(".")[1::-1]))
    name = next(filter(None, (parts.get(f"m{form}") for form in (1, 2, 3))), None)
    if name is None:
        return None
    days = next(filter(None, (parts.get(f"d{form}") for form in (1, 2))), None)
    years = next(filter(None, (parts.get(f"y{form}") for form in (1, 2, 3))), None)
    day = int(re.sub(r"\D", "", days)) if days else None
    return Date(int(years) if years else None, vocabulary.months[name.casefold().removesuffix(".")], day)


def amount_of(found: re.Match[str], vocabulary: Vocabulary) -> str | None:
    """A name for the amount that a match of `tokens_of` is, equal for equal amounts; None if it is none."""
    digits, spelled = found["digits"], found["spelled"]
    if not digits and not spelled:
        return None
    value = _value(digits, vocabulary) if digits else _spelled(spelled, vocabulary)
    if found["ordinal"]:
        return f"#{value}"
    unit = _unit(found["before"], vocabulary) or _unit(found["after"], vocabulary)
    scale = (found["scale"] or found["letter"] or "").casefold()
    power = vocabulary.scales.get(scale) or _LETTERS.get(scale, 0)
    return f"{value * 10**power}{unit}"


def _value(digits: str, vocabulary: Vocabulary) -> Fraction:
    grouped = re.fullmatch(_GROUPED, digits)
    if grouped and grouped["gap"] != vocabulary.decimal:
        digits = digits.replace(grouped["gap"], "")
    return Fraction(digits.replace(",", "."))


def _spelled(words: str, vocabulary: Vocabulary) -> Fraction:
    """What number words add up to; `a` before `million` is one."""
    return Fraction(sum(vocabulary.numerals.get(word, 1) for word in re.split(r"[-\s]", words.casefold())))


def _unit(text: str | None, vocabulary: Vocabulary) -> str:
    if not text:
        return ""
    sign = text.strip().casefold()
    if sign[-1] in "$€£¥₴₽":
        return sign[-1]
    return vocabulary.currencies.get(sign, "%")


def _dates(vocabulary: Vocabulary) -> Iterable[str]:
    yield r"(?P<iso>(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-]))"
    yield r"(?P<dotted>(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?!\d))"
    if not vocabulary.months:
        return
    month = rf"(?-i:\b(?:{_any(vocabulary.month_forms)})\b)"
    yield rf"(?P<d1>(?<![\d.,]){_DAY})\.?\s+(?:of\s+|de\s+)?(?P<m1>{month})" + _YEAR.format("y1")
    yield rf"(?P<m2>{month})\.?\s+(?P<d2>{_DAY})\b(?![.,]?\d)" + _YEAR.format("y2")
    yield rf"(?:{_LED_TO}{_NOT_MAY})(?P<m3>{month})" + _YEAR.format("y3")


def _amount(vocabulary: Vocabulary) -> str:
    signs = "|".join([_SIGN, *([rf"\b(?:{_any(vocabulary.currencies)})\b"] if vocabulary.currencies else [])])
    scales = _any(vocabulary.scales) or r"(?!)"
    numeral = rf"\b(?:{_any(vocabulary.numerals) or '(?!)'})\b"
    spelled = rf"{numeral}(?:[-\s]{numeral})?|\ban?(?=\s+(?:{scales})\b)"
    percent = rf"%|\b(?:{_any(vocabulary.percent - {'%'}) or '(?!)'})\b|\bper\s+cent\b|\bpour\s+cent\b"
    return (
        rf"(?:(?P<before>{signs})\s?)?(?:(?P<digits>{_DIGITS})|(?P<spelled>{spelled}))(?:(?P<ordinal>st|nd|rd|th)\b)?"
        rf"(?:[-\s]?(?P<scale>{scales})\b|(?P<letter>[kmbt])\b)?(?:\.?[-\s]?(?:d['’])?(?P<after>{percent}|{signs}))?"
    )


def _any(words: Iterable[str]) -> str:
    """An alternative of words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
