"""Mentions: where a text first names each actor and topic, in any script.

The whole of a part is searched at once for every name (Aho-Corasick). Which of the matches count is decided here, after
the boundary test, so that a long match cut out of a word never hides a shorter one that stands on its own.
"""

from __future__ import annotations

import html as markup
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct
from msgspec.structs import astuple

from dateline.analysis.boundaries import BREAK, JOIN, stands_alone
from dateline.content.html_text import text_runs

NamedKind = Literal["actor", "topic"]
Ref = tuple[NamedKind, str]
"""The kind and id of a record that texts may name."""

# What stands in HTML for one character of the text: an entity, or spaces and line ends in a row.
_ONE_CHARACTER = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);|[ \t\n\r\f]{2,}")
# Elements that change how letters look, not where a word ends: `<b>U</b>kraine` is one word.
_WITHIN_A_WORD = re.compile(r"(?:</?(?:b|em|i|mark|s|small|span|strong|u)(?:\s[^<>]*)?>)+")
# What typesetting changes in a name: the kind of space, line ends, curly apostrophes, hyphens that do not break.
_SPACES = tuple(filter(str.isspace, map(chr, range(0x3001))))
_FOLDED = re.compile(f"[{re.escape(''.join({*_SPACES} - {' '}))}\u2019\u2010\u2011]")
_FOLD = str.maketrans({**dict.fromkeys(_SPACES, " "), "\u2019": "'", "\u2010": "-", "\u2011": "-"})
_NO_GAPS = str.maketrans(dict.fromkeys((BREAK, JOIN)))
_UNKNOWN_CHARACTER = "\ufffc"


class Name(Struct, frozen=True):
    """A text that means a record: its name or one of its aliases."""

    text: str
    kind: NamedKind
    id: str


class Mention(Struct, frozen=True):
    """A place that names a record: from `start` up to `end` in the HTML of `part`."""

    kind: NamedKind
    id: str
    part: str
    start: int
    end: int


class NameIndex:
    """All names, ready to be searched for; the same for the same names, in whatever order they come.

    `ambiguous` holds every text, as written (NFC), that may mean more than one record, with those records in order;
    `refs` are all records; `digest` is equal for equal names.
    """

    __slots__ = ("_automaton", "_meanings", "ambiguous", "digest", "refs")

    def __init__(self, names: Iterable[Name]) -> None:
        meanings: defaultdict[str, set[Ref]] = defaultdict(set)
        written: dict[str, str] = {}
        names = sorted(names, key=astuple)
        self.digest = blake2b(repr(names).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        self.refs = frozenset((name.kind, name.id) for name in names)
        for name in names:
            text = _folded(name.text)
            if text:
                written[unicodedata.normalize("NFC", name.text)] = text
            for form in _forms(text, name.kind):
                meanings[form].add((name.kind, name.id))
        patterns = sorted(meanings)
        self._automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard)
        self._meanings: tuple[tuple[Ref, ...], ...] = tuple(tuple(sorted(meanings[text])) for text in patterns)
        self.ambiguous: Mapping[str, tuple[Ref, ...]] = MappingProxyType(
            {text: tuple(sorted(meanings[form])) for text, form in sorted(written.items()) if len(meanings[form]) > 1}
        )

    def spans(self, text: str) -> Iterator[tuple[tuple[Ref, ...], int, int]]:
        """The names that stand alone in a plain, `searchable` text: (records that it may mean, start, end).

        The leftmost comes first, and of those that start together the longest stands for all; no two overlap.
        """
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        found.sort(key=lambda match: (match[1], -match[2]))
        reached = 0
        for pattern, start, end in found:
            if start >= reached and stands_alone(text, start, end):
                reached = end
                yield self._meanings[pattern], start, end


def find_mentions(
    index: NameIndex,
    parts: Sequence[tuple[str, str]],
    about: Collection[Ref] = (),
    own: Ref | None = None,
) -> tuple[Mention, ...]:
    """The first mention of each record in a text's parts, which are (name, sanitised HTML), in reading order.

    Names in code, links and headings are passed over. A name inside a longer one is no mention, whatever becomes of the
    longer one. A text that may mean several records means the one that is in `about`; if none is, or several are, it
    means none. `own`, the record whose page the text stands on, is never mentioned.
    """
    subjects = frozenset(about)
    first: dict[Ref, Mention] = {}
    for part, html in parts:
        text, places = _plain(html)
        for records, start, end in index.spans(text):
            meant = records if len(records) == 1 else tuple(record for record in records if record in subjects)
            if len(meant) != 1 or meant[0] == own or meant[0] in first:
                continue
            kind, id_ = meant[0]
            first[meant[0]] = Mention(kind, id_, part, places.at(start), places.at(end - 1, after=True))
    return tuple(first.values())


def link_mentions(html: str, mentions: Sequence[Mention], tag: Callable[[Mention], tuple[str, str]]) -> str:
    """`html` with each mention between the opening and the closing text that `tag` gives for it.

    The mentions must all be of the part that `html` is; ValueError if two of them overlap.
    """
    pieces: list[str] = []
    reached = 0
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if mention.start < reached:
            raise ValueError(f"the mention of {mention.kind} {mention.id!r} overlaps the one before it")
        opening, closing = tag(mention)
        pieces += (html[reached : mention.start], opening, html[mention.start : mention.end], closing)
        reached = mention.end
    return "".join((*pieces, html[reached:]))


class _Places:
    """Where the characters of a plain text stand in the HTML that it was made from."""

    __slots__ = ("_ends", "_plain", "_starts")

    def __init__(self) -> None:
        # A stretch of characters starts at _plain[i]; its first one stands in the HTML from _starts[i] up to _ends[i]
        self._plain: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, plain: int, start: int, end: int) -> None:
        self._plain.append(plain)
        self._starts.append(start)
        self._ends.append(end)

    def at(self, position: int, *, after: bool = False) -> int:
        """The offset in the HTML at which a plain character starts, or with `after`, ends."""
        stretch = bisect_right(self._plain, position) - 1
        return (self._ends if after else self._starts)[stretch] + position - self._plain[stretch]


def _plain(html: str) -> tuple[str, _Places]:
    """The text of `html` in which names count: folded, without entities, its runs kept apart by BREAK or JOIN."""
    pieces: list[str] = []
    places = _Places()
    length = previous = 0
    is_literal = _ONE_CHARACTER.search(html) is None
    for run in text_runs(html):
        gap = html[previous : run.start]
        if gap:
            pieces.append(JOIN if _WITHIN_A_WORD.fullmatch(gap) else BREAK)
            length += 1
        if is_literal or _ONE_CHARACTER.search(run.text) is None:
            places.add(length, run.start, run.start + 1)
            pieces.append(run.text)
            length += len(run.text)
        else:
            for start, end, text in _stretches(html, run.start, run.end):
                places.add(length, start, end)
                pieces.append(text)
                length += len(text)
        previous = run.end
    return searchable("".join(pieces)), places


def _stretches(html: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Text in pieces: (where it starts, where its first character ends, characters)."""
    for found in _ONE_CHARACTER.finditer(html, start, end):
        if start < found.start():
            yield start, start + 1, html[start : found.start()]
        character = markup.unescape(found[0]) if found[0][0] == "&" else " "
        yield found.start(), found.end(), character if len(character) == 1 else _UNKNOWN_CHARACTER
        start = found.end()
    if start < end:
        yield start, start + 1, html[start:end]


def searchable(text: str) -> str:
    """A plain text as `NameIndex.spans` takes it: places stay, typesetting goes."""
    text = text.replace("\n", " ")
    return text.translate(_FOLD) if _FOLDED.search(text) else text


def _folded(name: str) -> str:
    """A name as it is searched for: composed, with single spaces and plain apostrophes and hyphens."""
    return " ".join(unicodedata.normalize("NFC", name).translate(_FOLD).translate(_NO_GAPS).split())


def _forms(name: str, kind: NamedKind) -> set[str]:
    """The texts matched for a name: composed or not, and for a topic with a small or a capital first letter."""
    forms = {name}
    if kind == "topic":
        forms |= {first + name[1:] for first in (name[:1].lower(), name[:1].upper()) if len(first) == 1}
    return {unicodedata.normalize(composition, form) for form in forms for composition in ("NFC", "NFD")} - {""}
