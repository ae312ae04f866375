"""Runs: the capitalised words of a text that stand together, each with what it may be."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from dateline.analysis.mentions import Name, NameIndex, searchable
from dateline.desk.lexicon.ukrainian import head_of, name_end
from dateline.desk.lexicon.well_known import WellKnown, well_known
from dateline.desk.lexicon.words import Lexicon

Tag = Literal["known", "name", "adjective", "capital", "title", "head", "proper", "acronym", "common", "word"]
"""What a token may be: a known name, a well-known one or what stems from it, a word of the lexicon, or just a word."""


class Token(NamedTuple):
    """One capitalised word, or a known name of several, and what parts it from the token before it in its run."""

    text: str
    start: int
    end: int
    tag: Tag
    key: str
    gap: str
    meaning: WellKnown | None = None


Run = tuple[Token, ...]

_UPPER = "".join(chr(code) for code in range(0x2000) if chr(code).isupper())
_WORD = re.compile(rf"(?<![\w@#/.’'])(?:(?:[{_UPPER}]\.){{2,}}|[{_UPPER}]\w*(?:['’](?![sS]\b)\w+)*(?:-[{_UPPER}]\w*)*)")
_NO_PROSE = re.compile(r"\b[a-z]{2,10}://\S+|\bwww\.\S+|[\w.+-]{1,64}@\S+|`[^`\n]*`", re.IGNORECASE)
_PREFIX = re.compile("(?:Anti|Ex|Non|Post|Pre|Pro)-")
_SIGNS = ("://", "www.", "@", "`")
"""One of which stands in whatever is no prose."""
_SUFFIXES = frozenset("inc ltd llc corp plc co gmbh".split())
_SENTENCE_ENDS = ".!?:|\n\u2022\u2026"
_SKIPPED_BACK = " \t\u00a0\"'*_\u201c\u201e\u2018\u00ab([-\u2013\u2014>"
_DASHES = "-\u2013\u2014"
_LEAST_WORDS_OF_A_HEADLINE = 4
_LONGEST_RUN = 25


class Reader:
    """Finds the runs of texts in one language, where some names are known already."""

    def __init__(self, words: Lexicon, lang: str, known: Iterable[str]) -> None:
        self._words = words
        self._meanings: Mapping[str, WellKnown] = dict(reversed(well_known(lang)))
        names = [Name(text, "actor", text) for text in self._meanings]
        self._told: dict[str, tuple[Tag, str]] = {}
        self._index = NameIndex([*names, *(Name(text, "topic", sys.intern(text)) for text in known)])

    def runs(self, text: str) -> Iterator[Run]:
        """The runs of a text, in order; addresses and code are passed over."""
        if any(sign in text for sign in _SIGNS):
            text = _NO_PROSE.sub(lambda found: " " * len(found[0]), text)
        run: list[Token] = []
        for token in self._tokens(text):
            if run and (len(run) == _LONGEST_RUN or not self._joins(text, run, token)):
                yield tuple(run)
                run = []
            run.append(token)
        if run:
            yield tuple(run)

    def _tokens(self, text: str) -> Iterator[Token]:
        spans = {start: (end, refs) for refs, start, end in self._index.spans(searchable(text))}
        starts = list(spans)
        reached = 0
        while found := _WORD.search(text, reached):
            start, end = found.span()
            gap = text[reached:start]
            around = bisect_left(starts, start) - 1
            if around >= 0 and spans[starts[around]][0] > start:
                reached = spans[starts[around]][0]  # of `al-Roe`, which is known
                continue
            if start in spans:
                end, refs = spans[start]
                yield self._named(text[start:end], start, gap, refs)
            else:
                if (cut := _PREFIX.match(text, start, end)) and cut.end() in spans:
                    end = cut.end() - 1  # of `Pro-Russian`, what is known is a token of its own
                if self._words.lang == "uk":
                    end = name_end(text, start, end, self._words)
                yield self._plain(text[start:end], start, gap)
            reached = end

    def _named(self, text: str, start: int, gap: str, refs: Iterable[tuple[str, str]]) -> Token:
        end = start + len(text)
        if any(kind == "topic" for kind, _ in refs):
            return Token(text, start, end, "known", text.lower(), gap)
        meaning = self._meanings[next(id for _, id in refs)]
        return Token(text, start, end, meaning.sense, text.lower(), gap, meaning)

    def _plain(self, text: str, start: int, gap: str) -> Token:
        told = self._told.get(text)
        if told is None:
            told = self._told[text] = self._tell(text)
        return Token(text, start, start + len(text), told[0], told[1], gap)

    def _tell(self, text: str) -> tuple[Tag, str]:
        """What a word may be, and its key."""
        words = self._words
        key = head_of(text, words) if " " in text else words.key(text)
        if key in words.proper:
            return "proper", key
        if key in words.titles or (key.endswith("s") and key[:-1] in words.titles):
            return "title", key
        if key in words.heads:
            return "head", key
        if key in words.common:
            return "common", key
        return ("acronym" if len(text) > 1 and text.isupper() and text.isalnum() else "word"), key

    def _joins(self, text: str, run: list[Token], token: Token) -> bool:
        """Whether a token goes on with the run before it."""
        last, gap = run[-1], token.gap
        if not gap.strip(" \t\n\u00a0"):
            return bool(gap) and "\n" not in gap.replace("\n", "", 1) and not _ends_line(text, last.end, gap)
        words = self._words
        between = " ".join(gap.split())
        if between == ".":
            is_initial = len(last.text) == 1 and token.tag != "common"
            return is_initial or words.key(last.text) in words.abbreviations
        if between in words.connectors and last.key not in words.outlets:
            return last.tag in ("head", "title", "proper") or (token.key in words.portfolios and _is_chain(run))
        if between == "&" and last.tag == token.tag == "word":
            return True
        if between in ("and", ",", "&"):
            if between == "," and token.key in _SUFFIXES:
                return True
            return _is_chain(run) and token.key in words.portfolios and last.key in words.portfolios
        return last.tag == token.tag == "word" and all(part in words.particles for part in between.split())


def starts_sentence(text: str, start: int) -> bool:
    """Whether what stands at `start` may be written with a capital only because a sentence begins there."""
    place = start - 1
    while place >= 0 and text[place] in _SKIPPED_BACK:
        if text[place] in _DASHES and text[place + 1].isspace():
            return True
        place -= 1
    return place < 0 or text[place] in _SENTENCE_ENDS


def headlines(text: str) -> tuple[tuple[int, int], ...]:
    """The lines that are written in capitals, or with a capital in nearly every word, which tell no names."""
    found, start = [], 0
    for line in text.split("\n"):
        words = [word for word in line.split() if word[:1].isalpha() and len(word) > 3]
        capital = sum(word[0].isupper() for word in words)
        ends = line.rstrip("\"'\u201d\u2019) ").endswith((".", "!", "?", ","))
        if len(words) >= _LEAST_WORDS_OF_A_HEADLINE and capital * 10 >= len(words) * 8 and not ends:
            found.append((start, start + len(line)))
        start += len(line) + 1
    return tuple(found)


def _ends_line(text: str, end: int, gap: str) -> bool:
    """Whether a line ends between two tokens because a paragraph ends, not because it is full."""
    return "\n" in gap and end - (text.rfind("\n", 0, end) + 1) < 50


def _is_chain(run: list[Token]) -> bool:
    """Whether a run is a body's or an office's name that goes on after `of`."""
    return any(token.tag in ("head", "title") for token in run) and any(token.gap.strip() for token in run[1:])
