"""Likeness of titles: whether two say the same in nearly the same words."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_ALIKE = 0.8
_FEW = 4
"""Titles of fewer words have to be the same: any word may make the difference."""


def words_of(title: str) -> frozenset[str]:
    """The words of a title, by which it is compared with others."""
    folded = unicodedata.normalize("NFKC", title).casefold().replace("\u2019", "").replace("'", "")
    return frozenset(_WORD.findall(folded))


def are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether four of five words are in both titles, and all numbers: those of a series differ in nothing else.

    >>> are_alike(words_of("Rada ratifies the deal, 338 to 0"), words_of("The Rada ratifies the deal: 338 to 0"))
    True
    """
    if not one or not other or _numbers(one) != _numbers(other):
        return False
    if min(len(one), len(other)) < _FEW:
        return one == other
    return len(one & other) >= _ALIKE * len(one | other)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(map(str.isdigit, word)))
