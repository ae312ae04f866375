"""Titles to slugs: accents are dropped, Ukrainian and Russian are romanised, other scripts are left out."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
"""Shorter than an id may be, so that a number can follow."""

# Ukrainian: the national romanisation (Cabinet of Ministers, resolution 55 of 2010), which drops ь and apostrophes.
_UKRAINIAN = dict(zip("абвгґдезиійклмнопрстуф", "abvhgdezyiiklmnoprstuf", strict=True)) | {
    "є": "ie",
    "ж": "zh",
    "ї": "i",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}
_AT_WORD_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
# Russian: as in passports (ICAO Doc 9303). A text without any of these letters cannot be told from Ukrainian.
_RUSSIAN_ONLY = {"ё": "e", "ъ": "ie", "ы": "y", "э": "e"}
_RUSSIAN = {**_UKRAINIAN, **_RUSSIAN_ONLY, "г": "g", "и": "i"}

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb`\u00b4]")
_LATIN = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})(?: WITH .*)?")


def slug_of(title: str) -> str:
    """The slug that a title suggests; empty where its script leaves nothing to write one with.

    >>> slug_of("Łódź: l'été à Kyïv"), slug_of("Згурський їде"), slug_of("東京")
    ('lodz-lete-a-kyiv', 'zghurskyi-yide', '')
    """
    lowered = _APOSTROPHES.sub("", unicodedata.normalize("NFC", title).casefold())
    plain = "".join(_plain(char) for char in unicodedata.normalize("NFKD", _romanised(lowered)))
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]


def _romanised(text: str) -> str:
    if not _RUSSIAN_ONLY.keys().isdisjoint(text):
        return "".join(_RUSSIAN.get(char, char) for char in text)
    # зг would read as ж.
    text = text.replace("зг", "zgh")
    return "".join(
        _AT_WORD_START.get(char) or _UKRAINIAN.get(char, char)
        if not (place and text[place - 1].isalpha())
        else _UKRAINIAN.get(char, char)
        for place, char in enumerate(text)
    )


def _plain(char: str) -> str:
    """A letter without its accent, a digit as 0 to 9, nothing for an accent; anything else as it is."""
    if char.isascii():
        return char
    if unicodedata.combining(char):
        return ""
    if latin := _LATIN.fullmatch(unicodedata.name(char, "")):
        return latin[1].lower()
    return str(unicodedata.decimal(char, char))
