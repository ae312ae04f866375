"""Spellings: what stands on one side of two texts only because it is written in another way there."""

from __future__ import annotations

from itertools import combinations

from dateline.analysis.terms import Term


def is_misspelling(one: str, other: str) -> bool:
    """Whether two words differ as by a slip: one letter too many or too few, or two that changed places.

    A letter in the place of another makes a slip only of a long word: `talks` and `tanks` are two words.

    >>> is_misspelling("recieve", "receive"), is_misspelling("talks", "tanks"), is_misspelling("legal", "illegal")
    (True, False, False)
    """
    one, other = one.casefold(), other.casefold()
    if one == other or min(len(one), len(other)) < 3 or one[0] != other[0]:
        return False
    if len(one) == len(other):
        places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(places) == 2 and places[1] - places[0] == 1:
            return one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
        return len(places) == 1 and len(one) >= 8
    short, long = sorted((one, other), key=len)
    return (
        len(long) - len(short) == 1
        and len(long) >= 5
        and any(short == long[:n] + long[n + 1 :] for n in range(len(long)))
    )


def without_slips(
    dropped: list[Term], added: list[Term], old: list[Term], new: list[Term]
) -> tuple[list[Term], list[Term]]:
    """Both without words of which the other text has a misspelling; `old` and `new` are all words of the two."""
    words, words_after = ({term.text.casefold() for term in terms} for terms in (old, new))
    come, gone = words_after - words, words - words_after
    return (
        [term for term in dropped if not (_may_be_slip(term) and any(is_misspelling(term.text, one) for one in come))],
        [term for term in added if not (_may_be_slip(term) and any(is_misspelling(term.text, one) for one in gone))],
    )


def _may_be_slip(term: Term) -> bool:
    """Whether a term may be a slip of the pen: a known name or a number is not."""
    return not term.key.startswith("@") and term.kind not in ("number", "date")


def without_compounds(dropped: list[Term], added: list[Term]) -> tuple[list[Term], list[Term]]:
    """Both without words that are joined on one side and apart on the other: `cease fire`, `ceasefire`."""
    for parts, wholes in ((dropped, added), (added, dropped)):
        for first, second in combinations(list(parts), 2):
            joined = (first.text + second.text).replace("-", "").casefold()
            whole = next((one for one in wholes if one.text.replace("-", "").casefold() == joined), None)
            if whole and first in parts and second in parts:
                parts.remove(first)
                parts.remove(second)
                wholes.remove(whole)
    return dropped, added


def without_misspelt_names(dropped: list[Term], added: list[Term]) -> tuple[list[Term], list[Term]]:
    """Both without names of which one side has a slip: a name of several words is found only if all are right."""
    for wrong, right in ((dropped, added), (added, dropped)):
        for name in [term for term in right if term.key.startswith("@")]:
            words = name.text.split()
            parts = [term for term in wrong if any(_is_version(term.text, word) for word in words)]
            if len(parts) == len(words):
                right.remove(name)
                for part in parts:
                    wrong.remove(part)
    return dropped, added


def _is_version(one: str, other: str) -> bool:
    return one.casefold() == other.casefold() or is_misspelling(one, other)


def without_refined_dates(dropped: list[Term], added: list[Term]) -> tuple[list[Term], list[Term]]:
    """Both without dates of which one only leaves the year out."""
    for one in [term for term in dropped if term.date]:
        for other in [term for term in added if term.date]:
            assert one.date is not None
            assert other.date is not None
            if one.date[1:] == other.date[1:] and None in (one.date.year, other.date.year):
                dropped = [term for term in dropped if term is not one]
                added = [term for term in added if term is not other]
                break
    return dropped, added
