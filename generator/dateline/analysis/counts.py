"""Counts: names with how often they came up."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

Counts = tuple[tuple[str, int], ...]
"""Names with numbers, the highest first, then by name."""

Value = TypeVar("Value", bound=Hashable)

_FEW = 8
_number = itemgetter(1)


def most_first(numbers: Mapping[str, int]) -> Counts:
    """Numbers by name as `Counts`."""
    if len(numbers) < 2:
        return tuple(map(_shared, numbers.items()))
    # Two sorts without a key of our own take less time than one with it; the second keeps the order of equals
    return tuple(map(_shared, sorted(sorted(numbers.items()), key=_number, reverse=True)))


def counted(names: Iterable[str]) -> Counts:
    """How often each name comes up.

    >>> counted(["usa", "ukraine", "france", "ukraine"])
    (('ukraine', 2), ('france', 1), ('usa', 1))
    """
    listed = tuple(names)
    return _few_counted(listed) if len(listed) <= _FEW else _counted(listed)


def _counted(names: tuple[str, ...]) -> Counts:
    numbers: dict[str, int] = {}
    for name in names:
        numbers[name] = numbers.get(name, 0) + 1
    counts: Counts = _shared(most_first(numbers))
    return counts


_few_counted = lru_cache(maxsize=10_000)(_counted)
"""The few kinds, countries and languages of the sources of a brief are those of many others."""


@lru_cache(maxsize=50_000)
def _shared(value: Value) -> Value:
    """The same, and one value for all that are equal: the same few numbers come up with most names."""
    return value
