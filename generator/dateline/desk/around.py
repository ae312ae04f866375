"""What the small words around a name say of it: an office, a calling, a kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dateline.desk.lexicon.words import Lexicon, NameKind

_OPENING = re.compile(r"\s*(?:[,\u2013\u2014(]|(?<=\s)-(?=\s))\s*")
_CLOSING = re.compile(r"[,;:()\n\u2013\u2014]|\.(?!\w)(?<![A-Z]\.)")
_NEXT = re.compile(r"\s+([^\W\d_][\w-]*)")
_WORDS = re.compile(r"[\w'’.-]+")
_DETERMINERS = frozenset("the a an then now his her their its as our that this one new".split())
_NEVER_WITHIN = frozenset(
    """
    who whose which that where when while as and but or is was were are has had have will would can could may might said
    says told in on at to from by with for of before after during since until than if not he she they it we you also
    який яка яке які де коли що щоб як та і й а але або є був була було має мав мала в у на з із зі до від за про при
    """.split()
)
_QUOTATION_MARKS = frozenset('"\u201c\u201e\u00ab')
_LONGEST_PHRASE = 90
_LONGEST_OFFICE = 70
_MOST_WORDS = 9
_MOST_SMALL_WORDS = 5
_BEFORE = 90


class Said(NamedTuple):
    """What a text says of a name beside it: its kind, and the words that say so."""

    kind: NameKind
    words: str


def said_after(text: str, end: int, words: Lexicon) -> Said | None:
    """What follows a name after a comma, a dash or a bracket: ", then first deputy prime minister"."""
    opening = _OPENING.match(text, end)
    if not opening or "\n\n" in opening[0]:
        return None
    closing = _CLOSING.search(text, opening.end(), opening.end() + _LONGEST_PHRASE)
    if closing is None and opening.end() + _LONGEST_PHRASE < len(text):
        return None
    phrase = text[opening.end() : closing.start() if closing else len(text)]
    if "\u00ab" in phrase:
        return None
    parts = list(_WORDS.finditer(phrase))
    while parts and parts[0][0].lower() in _DETERMINERS:
        parts.pop(0)
    for place, part in enumerate(parts[:_MOST_WORDS]):
        key = words.key(part[0])
        if key in words.titles:
            if place + 1 == len(parts) or words.key(parts[place + 1][0]) not in words.titles:
                return Said("person", _office(phrase, parts, place, words))
        elif key in words.nouns:
            return Said(words.nouns[key], _office(phrase, parts, place, words))
        elif not _leads_on(part[0], key, words, place):
            return None
    return None


def said_before(text: str, start: int, words: Lexicon) -> Said | None:
    """What stands right before a name in small letters: "special envoy Jane Roe", "the mining company Oreco"."""
    if text[start - 1 : start] in _QUOTATION_MARKS:
        start -= 1
    before = " ".join(text[max(0, start - _BEFORE) : start].rpartition("\n\n")[2].split())
    if not text[start - 1 : start].isspace():
        return None
    parts = list(_WORDS.finditer(before))
    if not parts or parts[-1].end() < len(before.removesuffix(",")):
        return None
    last = words.key(parts[-1][0])
    if parts[-1][0].endswith(".") and last not in words.abbreviations:
        return None
    if before.endswith(",") and last not in words.titles:
        return None
    if last in words.before_places:
        return Said("place", last)
    place = _title_before(parts, words)
    if place is not None:
        return Said("person", _office_before(before, parts, place, words))
    if parts[-1][0][0].isupper():
        return None
    if last in words.nouns:
        return Said(words.nouns[last], parts[-1][0])
    if last == "of" and len(parts) > 1 and words.nouns.get(words.key(parts[-2][0])) == "place":
        return Said("place", f"{parts[-2][0]} of")
    return None


def said_next(text: str, end: int, words: Lexicon, *, is_full: bool) -> Said | None:
    """What the word after a name makes of it: "the Roe group"; a full name that `said` something is a person's."""
    found = _NEXT.match(text, end)
    if not found:
        return None
    key = words.key(found[1])
    if key in words.speech:
        return Said("person", "") if is_full else None
    if key in words.nouns:
        return Said(words.nouns[key], found[1])
    return None


def _leads_on(part: str, key: str, words: Lexicon, place: int) -> bool:
    """Whether a word may stand between a name's comma and the title or noun that describes it."""
    if part[0].isupper() or key in words.title_modifiers or part.endswith(("'s", "\u2019s", "s'", "s\u2019")):
        return True
    return place < _MOST_SMALL_WORDS and part.lower() not in _NEVER_WITHIN and key not in words.speech


def _office(phrase: str, parts: Sequence[re.Match[str]], place: int, words: Lexicon) -> str:
    """The phrase from its first telling word on, up to a verb, and not too long."""
    verb = next((part for part in parts[place + 1 :] if words.key(part[0]) in words.speech), None)
    told = " ".join(phrase[parts[0].start() : verb.start() if verb else len(phrase)].split())
    return told if len(told) <= _LONGEST_OFFICE else told[:_LONGEST_OFFICE].rpartition(" ")[0]


def _title_before(parts: Sequence[re.Match[str]], words: Lexicon) -> int | None:
    """Where the title stands that ends right before a name; in Ukrainian, words in the genitive may follow it."""
    farthest = 3 if words.lang == "uk" else 0
    for back in range(min(farthest + 1, len(parts))):
        place = len(parts) - 1 - back
        word = parts[place][0]
        if words.key(word) in words.titles and (word[0].islower() or back or words.lang == "uk"):
            return place
        if word.lower() in _NEVER_WITHIN or words.key(word) in words.speech:
            return None
    return None


def _office_before(before: str, parts: Sequence[re.Match[str]], place: int, words: Lexicon) -> str:
    """The title before a name with the words that belong to it, back to the first one that does not."""
    first = place
    while first > 0:
        part = parts[first - 1][0]
        key = words.key(part)
        is_near = not before[parts[first - 1].end() : parts[first].start()].strip()
        belongs = key in words.title_modifiers or key in words.titles or (part[0].isupper() and key not in words.common)
        if part == "of" and first > 1 and words.key(parts[first - 2][0]) in words.titles:
            belongs = True  # "chief of staff"
        if not is_near or not belongs or (part.endswith(".") and key not in words.abbreviations):
            break
        first -= 1
    return before[parts[first].start() : parts[-1].end()]
