"""The words of one language that tell what a capitalised name is, read from the files beside this one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args

from msgspec import Struct

NameKind = Literal[
    "person", "organization", "public-body", "state", "alliance", "company", "armed-group", "topic", "place", "unknown"
]
"""The kinds of actors, and what a name may be besides."""
LANGUAGES = ("en", "uk")

_UKRAINIAN_ENDINGS = re.compile(
    "(?:ієві|ією|ієм|ого|ому|ими|ої|ою|ею|єю|ами|ями|ові|еві|єві|ах|ях|ам|ям|ів|їв|ом|ем|єм|им|ім|их|іх|ії|ію|ія|ий|ій|"
    "[аяуюиіїеойьє])$"
)
_SHORTEST_STEM = 3


class Lexicon(Struct, frozen=True):
    """Words by what they tell; each as `key` gives it."""

    lang: str
    common: frozenset[str]
    """Words that may start a sentence and never start a name."""
    not_names: frozenset[str]
    titles: frozenset[str]
    title_modifiers: frozenset[str]
    abbreviations: frozenset[str]
    speech: frozenset[str]
    particles: frozenset[str]
    connectors: frozenset[str]
    portfolios: frozenset[str]
    proper: Mapping[str, NameKind]
    heads: Mapping[str, NameKind]
    outlets: frozenset[str]
    """Heads after which no name goes on."""
    regions: frozenset[str]
    """Names of parts of the world, which are nobody."""
    public_words: frozenset[str]
    public_heads: frozenset[str]
    nouns: Mapping[str, NameKind]
    before_places: frozenset[str]

    def key(self, word: str) -> str:
        """A word as the lexicon holds it: small, and in Ukrainian without its ending."""
        return _key(word, self.lang)


@cache
def lexicon(lang: str) -> Lexicon:
    """The words of a language, which is one of LANGUAGES."""
    data = tomllib.loads(files(__package__).joinpath(f"{lang}.toml").read_text(encoding="utf-8"))

    def words(text: str) -> frozenset[str]:
        return frozenset(_key(word, lang) for word in text.split())

    def kinds(table: Mapping[str, str]) -> dict[str, NameKind]:
        return {word: kind for kind in get_args(NameKind) for word in words(table.get(kind, ""))}

    lists: dict[str, Any] = {
        name: words(data[name])
        for name in (
            "common",
            "not_names",
            "titles",
            "title_modifiers",
            "abbreviations",
            "speech",
            "portfolios",
            "outlets",
            "regions",
        )
    }
    return Lexicon(
        lang=lang,
        **lists,
        particles=frozenset(data["particles"].split()),
        connectors=frozenset(connector.replace("-", " ") for connector in data["connectors"].split()),
        proper=kinds(data["proper"]),
        heads=kinds(data["heads"]),
        public_words=words(data["public"]["words"]),
        public_heads=words(data["public"]["heads"]),
        nouns=kinds(data["nouns"]),
        before_places=frozenset(data["before"]["place"].split()),
    )


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A Ukrainian word without its ending, so that its cases are one; other words in small letters.

    >>> stem("Зеленського"), stem("Україною"), stem("Kyiv")
    ('зеленськ', 'україн', 'kyiv')
    """
    small = word.lower().translate(_NO_APOSTROPHES)
    ending = _UKRAINIAN_ENDINGS.search(small)
    return small[: ending.start()] if ending and ending.start() >= _SHORTEST_STEM else small


def stems(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(stem, words))


_NO_APOSTROPHES = str.maketrans("", "", "'\u2019\u02bc")


def _key(word: str, lang: str) -> str:
    return stem(word) if lang == "uk" else word.lower().rstrip(".")
