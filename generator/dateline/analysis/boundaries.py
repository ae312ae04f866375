"""Word boundaries: whether a piece of a text stands alone or is cut out of a word, in any script.

Letters, digits and the marks on them make words; everything else (spaces, hyphens, apostrophes, quotes, brackets) ends
them. Scripts written without spaces need no boundary, but a piece must not cut a syllable in two there either.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

BREAK = "\x00"
"""Stands between two texts that are no neighbours."""
JOIN = "\x01"
"""Stands where one word goes on in another element; looked through."""

_UNSPACED = re.compile(
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001b000-\U0001b16f"  # Hiragana, Katakana
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b"  # Han
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
    "]"
)
# Letters that form one syllable with the letter after them: Thai and Lao vowels, Khmer and Myanmar stacking signs.
_BINDS_NEXT = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4\u17d2\u1039")
# Letters that form one syllable with the letter before them: Thai and Lao vowels, the Japanese sign for a long vowel.
_BINDS_PREVIOUS = frozenset("\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3\u30fc\uff70")
_ZERO_WIDTH_SPACE = "\u200b"


_Kind = Literal["end", "hidden", "mark", "letter", "unspaced"]


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the characters from `start` up to `end` are whole words of `text`.

    >>> stands_alone("US-Ukraine", 0, 2), stands_alone("USA", 0, 2), stands_alone("美国和中国", 0, 2)
    (True, False, True)
    """
    return _is_free_before(text, start) and _is_free_after(text, end)


def _is_free_before(text: str, place: int) -> bool:
    """Whether no word that began earlier goes on at `place`."""
    position = place - 1
    while position >= 0 and _kind(text[position]) == "hidden":
        position -= 1
    if position < 0 or _kind(text[position]) == "end":
        return True
    if text[position] in _BINDS_NEXT:
        return False
    # A mark is of the script of the letter that bears it
    while position > 0 and _kind(text[position]) == "mark":
        position -= 1
    return "unspaced" in (_kind(text[position]), _kind(text[place]))


def _is_free_after(text: str, place: int) -> bool:
    """Whether the word before `place` ends there."""
    position = place
    while position < len(text) and _kind(text[position]) == "hidden":
        position += 1
    if position == len(text) or _kind(text[position]) == "end":
        return True
    # With a mark on its last letter, it is another word
    if _kind(text[position]) == "mark" or text[position] in _BINDS_PREVIOUS:
        return False
    return "unspaced" in (_kind(text[place - 1]), _kind(text[position]))


@cache
def _kind(character: str) -> _Kind:
    """What a character does to a word: end it, stand in it unseen, mark a letter, or be a letter or digit of it."""
    category = unicodedata.category(character)
    if category[0] == "M":
        return "mark"
    if category[0] == "L" or category in ("Nd", "Nl", "Pc"):
        return "unspaced" if _UNSPACED.match(character) else "letter"
    return "hidden" if character == JOIN or (category == "Cf" and character != _ZERO_WIDTH_SPACE) else "end"
