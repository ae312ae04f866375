"""Vocabularies: which words of a language mean the same, which say nothing by themselves, which are numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

WordKind = Literal["word", "negation", "likelihood", "attribution", "date", "number"]
"""What a word is to a reader of corrections; a date is a weekday, a number such as `third` or `half`."""
Groups = Mapping[WordKind, str]
"""Words of one meaning, a line each, phrases joined by `_`; the first of a line names it."""


def stem_by_length(word: str) -> str:
    """A word without what inflection mostly changes: its last two letters, if four are left.

    >>> stem_by_length("угода") == stem_by_length("угоди")
    True
    """
    return word[: max(4, len(word) - 2)]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of one language, all in lower case."""

    light: frozenset[str] = frozenset()
    """Words that carry no statement: articles, forms of `be`, most prepositions."""
    pronouns: frozenset[str] = frozenset()
    """Light words that stand for a name."""
    titles: frozenset[str] = frozenset()
    """Words that go before a name and may be left out."""
    months: Mapping[str, int] = field(default_factory=dict)
    has_capital_months: bool = False
    """Whether a month's name always starts with a capital."""
    numerals: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    """Words after a number that multiply it, and by which power of ten."""
    currencies: Mapping[str, str] = field(default_factory=dict)
    """Signs by the words for them."""
    percent: frozenset[str] = frozenset({"%"})
    before_numbers: Mapping[str, str] = field(default_factory=dict)
    """Words that mean something else where a number follows: `about 60`."""
    decimal: Literal[".", ","] = ","
    """The decimal mark."""
    has_capital_nouns: bool = False
    """Whether all nouns start with a capital, so that it tells no name."""
    stem: Callable[[str], str] = stem_by_length
    groups: Groups = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    _kinds: dict[str, WordKind] = field(default_factory=dict, init=False, repr=False)
    _phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        phrases: list[tuple[str, str]] = []
        for kind, text in self.groups.items():
            for line in text.split("\n"):
                words = line.split()
                for word in words:
                    if "_" in word:
                        phrases.append((word, words[0]))
                    else:
                        self._keys[word] = words[0]
                        self._keys.setdefault(self.stem(word), words[0])
                self._kinds.update({words[0]: kind} if words else {})
        for phrase, name in phrases:
            keys = tuple(self.key(word) for word in phrase.split("_"))
            self._phrases.setdefault(keys[0], []).append((keys, name))
        for known in self._phrases.values():
            known.sort(key=lambda phrase: -len(phrase[0]))

    @property
    def month_forms(self) -> frozenset[str]:
        """The names of months as they are written."""
        capital = {word.capitalize() for word in self.months}
        return frozenset(capital if self.has_capital_months else {*capital, *self.months})

    def key(self, word: str) -> str:
        """What the word means: the name of its group, or its stem; equal for words that may replace each other."""
        if word in self.light:
            return word
        return self._keys.get(word) or self._keys.get(self.stem(word)) or self.stem(word)

    def kind(self, key: str) -> WordKind:
        return self._kinds.get(key, "word")

    def is_light(self, key: str) -> bool:
        return key in self.light

    def phrase(self, keys: list[str]) -> tuple[int, str]:
        """How many of the words with these keys, from the first on, make a phrase, and its key; 0 where none does."""
        for phrase, name in self._phrases.get(keys[0], ()) if keys else ():
            if tuple(keys[: len(phrase)]) == phrase:
                return len(phrase), name
        return 0, ""
