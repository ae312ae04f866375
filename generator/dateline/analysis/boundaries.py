"""Word boundaries: whether a piece of a text stands alone or is cut out of a word, in any script.

Letters, digits and the marks on them make words; everything else (spaces, hyphens, apostrophes, quotes, brackets) ends
them. Scripts written without spaces need no boundary, but a piece must not cut a syllable in two there either.
"""

from __future__ import annotations

import re
import unicodedata

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


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the characters from `start` up to `end` are whole words of `text`.

    >>> stands_alone("US-Ukraine", 0, 2), stands_alone("USA", 0, 2), stands_alone("美国和中国", 0, 2)
    (True, False, True)
    """
    return _ends_before(text, start) and _starts_at(text, end)


def _ends_before(text: str, place: int) -> bool:
    """Whether no word reaches from the left over `place`."""
    position = place - 1
    while position >= 0 and _is_invisible(text[position]):
        position -= 1
    if position < 0 or not _is_of_word(text[position]):
        return True
    if text[position] in _BINDS_NEXT:
        return False
    # A mark is of the script of the letter that bears it
    while position > 0 and unicodedata.category(text[position])[0] == "M":
        position -= 1
    return _needs_no_space(text[position], text[place])


def _starts_at(text: str, place: int) -> bool:
    """Whether no word reaches from the left of `place` over it."""
    position = place
    while position < len(text) and _is_invisible(text[position]):
        position += 1
    if position == len(text) or not _is_of_word(text[position]):
        return True
    if text[position] in _BINDS_PREVIOUS or text[place - 1] in _BINDS_NEXT:
        return False
    # A mark stands on the piece's last letter: the piece is another word without it
    return unicodedata.category(text[position])[0] != "M" and _needs_no_space(text[place - 1], text[position])


def _is_of_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category in ("Nd", "Nl", "Pc")


def _is_invisible(character: str) -> bool:
    """Whether a reader sees nothing there and no word ends: soft hyphens, joiners, marks of direction."""
    return character == JOIN or (unicodedata.category(character) == "Cf" and character != _ZERO_WIDTH_SPACE)


def _needs_no_space(left: str, right: str) -> bool:
    return bool(_UNSPACED.match(left) or _UNSPACED.match(right))
