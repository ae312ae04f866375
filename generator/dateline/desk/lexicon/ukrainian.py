"""What is Ukrainian's own: names in any case, bodies whose names go on in small letters, names in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dateline.desk.lexicon.well_known import WellKnown, well_known
from dateline.desk.lexicon.words import Lexicon, stem, stems

_SMALL_WORD = re.compile(r"[ \u00a0]([а-щьюяіїєґ][а-щьюяіїєґ'’\u02bc-]+)")
_GENITIVE = re.compile(r"(?:ів|їв|[аиіїую])$")
_VERB = re.compile(r"(?:л[аои]|[уює]є|ється|ть|ти|ся)$")
_LONGEST_QUOTED = 60


def well_known_in(words: Sequence[str]) -> Iterator[tuple[int, int, WellKnown]]:
    """The names of states and unions among words in any case: (first word, word after the last, meaning)."""
    known = _by_stem()
    place = 0
    while place < len(words):
        for length in (3, 2, 1):
            phrase = " ".join(words[place : place + length])
            meaning = known.get(stems(phrase.split()))
            if meaning and place + length <= len(words):
                yield place, place + length, meaning
                place += length - 1
                break
        place += 1


@cache
def _by_stem() -> dict[tuple[str, ...], WellKnown]:
    return {
        stems(name.split()): meaning
        for name, meaning in well_known("uk")
        if meaning.sense == "name" and "\u0400" <= name[0] <= "\u04ff"
    }


def name_end(text: str, start: int, end: int, words: Lexicon) -> int:
    """Where a name ends whose first word is text[start:end]: it may go on in small letters, or to its quotation mark.

    So it is for "Міністерство фінансів", "Світовий банк" and «Карпатський літій».
    """
    if text[start - 1 : start] == "\u00ab":
        closing = text.find("\u00bb", end, start + _LONGEST_QUOTED)
        return closing if closing > 0 else end
    following = _SMALL_WORD.match(text, end)
    if not following:
        return end
    small, first = following[1], stem(text[start:end])
    if stem(small) in words.heads and first not in words.titles:
        return following.end()
    is_open_head = first in words.heads and first not in words.proper
    return following.end() if is_open_head and _GENITIVE.search(small) and not _VERB.search(small) else end


def head_of(name: str, words: Lexicon) -> str:
    """The key of the word that says what a name of several words names; that of its first word where none does."""
    keys = stems(name.split())
    return next((key for key in keys if key in words.heads), keys[0])
