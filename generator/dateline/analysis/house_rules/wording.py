"""The words of estimates in running text: terms of likelihood and of confidence, and words that are too vague.

Words in quotation marks are somebody else's and do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from dateline.content.fields import LIKELIHOOD_RANGES
from dateline.content.html_text import blocks

_AS_WRITTEN = {
    "almost no chance": "almost no chance",
    "very unlikely": "very unlikely",
    "unlikely": "unlikely",
    "roughly even chance": "roughly even chance",
    "very likely": "very likely",
    "likely": "likely",
    "almost certain": "almost certain(?:ly)?",
    # Alone, the word is most often said of places.
    "remote": "remote (?:chance|likelihood|possibility|prospect)s?|(?<=is )remote|(?<=are )remote|(?<=remains )remote",
    "highly improbable": "highly improbable",
    "improbable": "improbabl[ey]",
    "roughly even odds": "roughly even odds",
    "highly probable": "highly probable|very probably",
    "probable": "probabl[ey]",
    "nearly certain": "nearly certain(?:ly)?",
}
"""How English texts write each term of ICD 203."""


class _Language(Struct, frozen=True):
    """Regular expressions for words of a language, all of which stand alone."""

    vague: str
    likelihood: str
    confidence: str
    stem: str
    """Letters that all words of confidence share; to look for them first takes no time."""


_LANGUAGES = {
    "en": _Language(
        # A capital May is the month; "as soon as possible" and military might are not vague.
        vague=r"(?-i:may)|(?<!military )(?<!economic )might|could|(?<!as )possible|possibly|perhaps|maybe|potentially"
        r"|conceivabl[ey]|seems?|appears? to|some chance|a chance"
        r"|(?:cannot|can't|can not) (?:be )?(?:rule(?:d)? out|exclude(?:d)?|dismiss(?:ed)?|discount(?:ed)?)",
        likelihood="|".join(_AS_WRITTEN.values()),
        confidence=r"(?:high|moderate|medium|low)(?:[- ]to[- ](?:high|moderate|medium))? confidence"
        r"|we are (?:\w+ )?confident|(?:our|the desk's) confidence",
        stem="onfiden",
    ),
    "uk": _Language(
        vague=r"(?<!не )може|(?<!не )можуть|(?:міг|могла|могло|могли) би?|(?<!наскільки )можливо|можлив(?!о)\w+"
        r"|мабуть|напевно|певно|либонь|не виключено|не (?:можна|варто) виключати",
        likelihood=r"майже напевно|найпевніше|скоріше за все|навряд чи|(?:мало|най)?(?:[йі]мовірн|вірогідн)\w+",
        confidence=r"(?:висок|помірн|середн|низьк)\w+ (?:рівн\w+ )?(?:у?впевненост|у?впевненіст)\w+"
        r"|(?:наша|наш рівень) у?впевнен\w+|ми у?впевнені",
        stem="певнен",
    ),
}
"""Words by language. A desk that writes in another one can name vague words of its own."""

ROWS: tuple[tuple[str, ...], tuple[str, ...]] = (tuple(LIKELIHOOD_RANGES)[::2], tuple(LIKELIHOOD_RANGES)[1::2])
"""The two rows of ICD 203; terms at one place share a range."""
_TERMS = tuple(_AS_WRITTEN)
_TERM = re.compile(
    "|".join(rf"(?P<t{number}>\b(?:{pattern})\b)" for number, pattern in enumerate(_AS_WRITTEN.values())), re.IGNORECASE
)
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]')
_SENTENCE_END = re.compile(r"\n|(?<=[.!?…])[\"'”’»)\]]*\s+(?=[^\W\d_a-zа-яіїєґ]|\d)")
_NO_LANGUAGE = _Language("(?!)", "(?!)", "(?!)", "\0")


class Words(NamedTuple):
    """Words in a text, and how many times they stand there before."""

    text: str
    skip: int


def words_at(text: str, start: int, end: int) -> Words:
    words = text[start:end]
    return Words(words, len(re.findall(rf"(?<!\w){re.escape(words)}(?![\w-])", text[:start])))


def other_row(term: str) -> str:
    """The term of the other row for the same range.

    >>> other_row("probable"), other_row("almost certain")
    ('likely', 'nearly certain')
    """
    row = row_of(term)
    return ROWS[1 - row][ROWS[row].index(term)]


def row_of(term: str) -> int:
    """The row of a term of ICD 203, 0 or 1."""
    return 0 if term in ROWS[0] else 1


def terms_in(text: str) -> Iterator[tuple[str, Words]]:
    """The terms of ICD 203 in an English text: each with the words that mean it there.

    >>> [(term, words.text) for term, words in terms_in("They will probably sign, and are very likely to pay.")]
    [('probable', 'probably'), ('very likely', 'very likely')]
    """
    own = _own(text)
    for found in _TERM.finditer(own):
        assert found.lastgroup is not None, "every alternative has a group"
        yield _TERMS[int(found.lastgroup[1:])], words_at(text, found.start(), found.end())


def vague_words(text: str, lang: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of a judgement's statement that keep it from being true or false, in order; `more` are a desk's own.

    Words of likelihood are among them: they belong to the judgement's likelihood.
    """
    return tuple(dict.fromkeys(found[0] for found in _vague(_base(lang), tuple(more)).finditer(_own(text))))


def mixed_sentences(html: str, lang: str) -> Iterator[tuple[str, Words]]:
    """The words of likelihood and of confidence that stand in one sentence, for each such sentence of a text."""
    words = _LANGUAGES.get(_base(lang), _NO_LANGUAGE)
    if words.stem not in html:
        return
    text = "\n".join(blocks(html))
    own = _own(text)
    for start, end in pairwise([0, *(found.end() for found in _SENTENCE_END.finditer(own)), len(own)]):
        confidence = _alone(words.confidence).search(own, start, end)
        likelihood = _alone(words.likelihood).search(own, start, end)
        if confidence and likelihood:
            yield likelihood[0], words_at(text, confidence.start(), confidence.end())


def confidence_in(text: str, lang: str) -> str:
    """The first words that tell how sure the desk is; empty where there are none."""
    found = _alone(_LANGUAGES.get(_base(lang), _NO_LANGUAGE).confidence).search(_own(text))
    return found[0] if found else ""


def _base(lang: str) -> str:
    return lang.partition("-")[0].lower()


def _own(text: str) -> str:
    """The text with blanks in the place of what is quoted in it."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


@lru_cache
def _alone(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


@lru_cache
def _vague(lang: str, more: tuple[str, ...]) -> re.Pattern[str]:
    words = _LANGUAGES.get(lang, _NO_LANGUAGE)
    return _alone("|".join([words.vague, words.likelihood, *map(re.escape, more)]))
