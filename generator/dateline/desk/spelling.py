"""Spellings of one name: a key that is the same for `Zelensky`, `Zelenskyj` and `Зеленського`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from dateline.desk.lexicon.words import stem
from dateline.desk.slugs import slug_of

_SHORTEST = 5
_RULES = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("shch|szcz|sch|sz|sh", "s"),
        ("tch|tsch|cz|ch", "c"),
        ("zh", "z"),
        ("kh|ch|h", "h"),
        ("w", "v"),
        ("g", "h"),
        ("ph", "f"),
        ("ck|q", "k"),
        ("x", "ks"),
        ("ou|oo", "u"),
        ("[iyj]+(?=[eau])", ""),
        ("[iyj]+", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_ENDING = re.compile("[aeiou]+$")


@lru_cache(maxsize=65_536)
def spelling_key(name: str) -> str:
    """What remains of a name in whatever romanisation, case or accent; empty where too little remains to tell.

    >>> len({spelling_key(name) for name in ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Володимиром Зеленським")})
    1
    """
    words = [_word(word) for word in name.split()]
    return " ".join(words) if sum(map(len, words)) >= _SHORTEST else ""


def _word(word: str) -> str:
    small = unicodedata.normalize("NFC", word).lower()
    is_cyrillic = any("\u0400" <= char <= "\u04ff" for char in small)
    plain = slug_of(stem(small) if is_cyrillic else small).replace("-", "")
    for pattern, short in _RULES:
        plain = pattern.sub(short, plain)
    return _ENDING.sub("", plain) or plain
