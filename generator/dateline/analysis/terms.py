"""Terms: what a text says, word by word, without regard to how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dateline.analysis.amounts import Date, amount_of, date_of, tokens_of
from dateline.analysis.vocabulary import Vocabulary

TermKind = Literal["number", "date", "name", "negation", "likelihood", "attribution", "word"]
HEADING = "## "
"""How a block of text starts that is a heading."""

_ENDS = frozenset(".!?;:")
_LISTED = frozenset({",", "and", "or", "und", "oder", "et", "ou", "і", "й", "та", "або", "&"})
_AT = frozenset({"in", "at", "near", "on", "à", "en", "у", "в", "на"})
_LEADING = frozenset({"of", "to", "from", "by", "for", "with", "against", *_AT})
_WORD = re.compile(r"\w+")
_START = re.compile(r"(\w+)(?:\W{1,2}(\w+))?")
_CITED = re.compile(r"\[(\d+(?:, \d+)*)\]")
_NOT = re.compile(r"(?:n['’]t|\bcannot)\Z", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\Z", re.IGNORECASE)
_POSSESSIVE_HERE = re.compile(r"['’]s?(?!\w)", re.IGNORECASE)
_ELIDED = re.compile(r"\A(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)


class Term(Struct, frozen=True):
    """One word, number, date or name. Terms of equal keys say the same."""

    key: str
    kind: TermKind
    text: str
    start: int
    end: int
    is_light: bool = False
    """Whether it says nothing by itself."""
    is_name: bool = False
    """Whether it is written as a name, or is one."""
    date: Date | None = None
    role: str = ""
    """For a name, the word that leads to it: `of`, `by`; `at` for a place."""
    clause: int = 0
    run: int = 0
    """Names of one list have the same."""


class Sentence(Struct, frozen=True, dict=True):
    """The terms of a sentence, and the text that they stand in."""

    text: str
    terms: tuple[Term, ...]
    block: int = 0
    """The number of the block that it stands in."""
    is_heading: bool = False
    sources: frozenset[str] = frozenset()
    """What it cites."""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What it says: the keys of its terms without the light ones."""
        return tuple(term.key for term in self.terms if not term.is_light)


class NameBook:
    """Who is meant by a name: ids by the first two words of each name and alias, longest first."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_start: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = {}
        for name, id_ in names.items():
            words = tuple(_WORD.findall(name.casefold()))
            if words:
                self._by_start.setdefault(words[:2], []).append((words, id_))
        for entries in self._by_start.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))

    def find(self, text: str, start: int) -> tuple[int, str] | None:
        """Where the longest name that starts at `start` of `text` ends, and whose it is."""
        first = _START.match(text, start)
        told = tuple(word.casefold() for word in first.groups() if word) if first else ()
        for words, id_ in (*self._by_start.get(told, ()), *self._by_start.get(told[:1], ())):
            pattern = r"(?<!\w)" + r"\W{1,2}".join(map(re.escape, words)) + r"\.?(?![\w$€£¥])"
            found = re.compile(pattern, re.IGNORECASE).match(text, start)
            if found and not found[0][0].islower():
                return found.end(), id_
        return None


def read(
    blocks: Iterable[str], vocabulary: Vocabulary, names: NameBook, sources: Mapping[str, str] | None = None
) -> list[Sentence]:
    """The sentences of a text in blocks, such as paragraphs and headings; `sources` are what its citations name."""
    reader = _Reader(vocabulary, names, sources or {})
    found: list[Sentence] = []
    for number, block in enumerate(blocks):
        sentences = list(reader.sentences(block, number))
        if not sentences and found:
            # A block of nothing but citations, as below a quotation, shows what stands before it
            found[-1] = replace(found[-1], sources=found[-1].sources | reader.cited(block))
        found += sentences
    return found


class _Reader:
    """How the texts of one brief are read."""

    def __init__(self, vocabulary: Vocabulary, names: NameBook, sources: Mapping[str, str]) -> None:
        self._vocabulary = vocabulary
        self._names = names
        self._sources = sources

    def sentences(self, block: str, number: int) -> Iterator[Sentence]:
        is_heading = block.startswith(HEADING)
        text, cited = self._without_citations(block.removeprefix(HEADING))
        found = list(_with_phrases(list(_terms(text, self._vocabulary, self._names)), self._vocabulary))
        parts = _parts(_with_roles(found))
        starts = [part[0].start for part in parts[1:]]
        bounds = pairwise([0, *starts, len(text) + 1]) if parts else ()
        for part, (start, end) in zip(parts, bounds, strict=True):
            told = tuple(term for term in part if term.text[0].isalnum() or not term.is_light)
            sources = frozenset(source for at, source in cited if start < at <= end)
            yield Sentence(text[part[0].start : part[-1].end], told, number, is_heading, sources)

    def cited(self, block: str) -> frozenset[str]:
        return frozenset(source for _, source in self._without_citations(block)[1])

    def _without_citations(self, text: str) -> tuple[str, list[tuple[int, str]]]:
        """The text without `[1]`, and which sources it cites at which places."""
        cited: list[tuple[int, str]] = []
        kept, at = "", 0
        for found in _CITED.finditer(text):
            kept += text[at : found.start()]
            at = found.end()
            cited += [(len(kept.rstrip()), self._sources.get(one, one)) for one in found[1].split(", ")]
        return kept + text[at:], cited


def _parts(terms: Iterable[Term]) -> list[list[Term]]:
    """The terms of each sentence."""
    parts: list[list[Term]] = [[]]
    for term in terms:
        if not (term.is_light and term.key in _ENDS):
            parts[-1].append(term)
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]


def _terms(text: str, vocabulary: Vocabulary, names: NameBook) -> Iterator[Term]:
    """Every term, in order, marks among them as light ones."""
    at = 0
    starts = True
    pattern = tokens_of(vocabulary)
    while found := pattern.search(text, at):
        known = names.find(text, found.start())
        if known:
            at, id_ = known
            own = _POSSESSIVE_HERE.match(text, at)
            role = "of" if own else ""
            yield Term(f"@{id_}", "name", text[found.start() : at], found.start(), at, is_name=True, role=role)
            at = own.end() if own else at
            starts = False
            continue
        at = found.end()
        if found["mark"]:
            starts = starts or found["mark"] in _ENDS or found["mark"] in '"“„«('
            yield Term(found["mark"], "word", found["mark"], found.start(), at, is_light=True)
        elif found["word"]:
            yield from _word(found["word"], found.start(), vocabulary, starts=starts)
            starts = False
        else:
            yield _amount(found, vocabulary)
            starts = False


def _amount(found: re.Match[str], vocabulary: Vocabulary) -> Term:
    date = date_of(found, vocabulary)
    if date:
        return Term(f"{date.year}-{date.month}-{date.day}", "date", found[0], found.start(), found.end(), date=date)
    key = amount_of(found, vocabulary)
    assert key is not None, "a match is a mark, a word, a date or an amount"
    return Term(key, "number", found[0], found.start(), found.end(), is_light=key == "1")


def _word(text: str, start: int, vocabulary: Vocabulary, *, starts: bool) -> Iterator[Term]:
    end = start + len(text)
    if found := _NOT.search(text):
        if found.start():
            yield from _word(text[: found.start()], start, vocabulary, starts=starts)
        yield Term(vocabulary.key("not"), "negation", text[found.start() :], start + found.start(), end)
        return
    if found := _ELIDED.match(text):
        start += found.end()
        text = text[found.end() :]
    bare = _POSSESSIVE.sub("", text)
    word = bare.casefold().replace("’", "'").replace("ʼ", "'").replace(".", "")
    if not word.replace("-", "").replace("‐", "").replace("‑", ""):
        return
    joined = re.sub("[-‐‑]", "", word)
    key = vocabulary.key(joined)
    is_name = bare[0].isupper() and not starts and not vocabulary.has_capital_nouns
    kind = "name" if is_name and vocabulary.kind(key) == "word" else vocabulary.kind(key)
    light = vocabulary.is_light(key)
    role = "of" if bare != text else ""
    yield Term(key, kind, text, start, end, is_light=light, is_name=is_name and not light, role=role)


def _with_phrases(terms: list[Term], vocabulary: Vocabulary) -> Iterator[Term]:
    """The terms with phrases as one, and words that mean something else before a number."""
    at = 0
    while at < len(terms):
        term = terms[at]
        length, key = vocabulary.phrase([one.key for one in terms[at : at + 6]])
        following = terms[at + 1].kind if at + 1 < len(terms) else None
        meant = vocabulary.before_numbers.get(term.text.casefold()) if following == "number" else None
        if length:
            last = terms[at + length - 1]
            text = " ".join(one.text for one in terms[at : at + length])
            kind = vocabulary.kind(key)
            yield Term(key, kind, text, term.start, last.end, is_light=vocabulary.is_light(key))
        elif meant:
            yield Term(meant, "word", term.text, term.start, term.end)
        else:
            yield term
        at += max(length, 1)


def _with_roles(terms: list[Term]) -> Iterator[Term]:
    """The terms with clauses numbered, and for each name what leads to it and of which list it is."""
    clause = run = 0
    role = ""
    is_listing = False
    for term in terms:
        word = term.text.casefold()
        if term.is_light and (word in _LISTED or not word[0].isalnum() or word in ("while", "whereas", "but")):
            clause += 1
        if term.is_name:
            run += 0 if is_listing else 1
            own = term.role or role
            yield _placed(term, clause, "at" if own in _AT else own, run)
            is_listing = True
            continue
        yield _placed(term, clause, term.role, 0)
        if word in _LEADING:
            role, is_listing = word, False
        elif not (term.is_light and (word in _LISTED or word in ("the", "a", "an"))):
            role, is_listing = "", False


def _placed(term: Term, clause: int, role: str, run: int) -> Term:
    return Term(
        term.key, term.kind, term.text, term.start, term.end, term.is_light, term.is_name, term.date, role, clause, run
    )
