"""Candidates: the names in a text that no record has yet, each with what the text says of it.

By rules alone: capitals, titles, the nouns that bodies are named by, a list of states. Nothing is looked up anywhere,
and nothing is said of a name that does not stand in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct, field

from dateline.desk.around import Said, said_after, said_before, said_next
from dateline.desk.lexicon.ukrainian import well_known_in
from dateline.desk.lexicon.words import LANGUAGES, Lexicon, NameKind, lexicon, stems
from dateline.desk.naming import Named, names_in
from dateline.desk.runs import Reader, Run, headlines, starts_sentence

_CONTEXT = 45
_VAGUE: frozenset[NameKind] = frozenset({"unknown", "place"})


class Candidate(Struct, frozen=True):
    """A name that no record has, as a text gives it."""

    name: str
    """The fullest form in the text; for states and unions, the usual one."""
    kind: NameKind
    """The kind of actor; `topic` and `place` are no actors, `unknown` is a name of which the text does not tell."""
    said: str
    """What the text says that it is: an office, or a noun such as `company`; often empty."""
    aliases: tuple[str, ...]
    """Other forms in the text that mean it."""
    hints: tuple[str, ...]
    """Forms that only hint at it, such as a capital for a state."""
    is_hinted_at: bool
    """Whether the text only hints at it, and never names it."""
    start: int
    """Where it stands first: the text from `start` up to `end`."""
    end: int
    count: int
    """How often it is named."""
    context: str
    """The words around its first place, on one line."""


def candidates(text: str, lang: str = "en", known_names: Iterable[str] = ()) -> tuple[Candidate, ...]:
    """The names in a plain text that are not among the known ones, in the order of their first places.

    `lang` is a BCP 47 tag; names are found in English and Ukrainian texts, and only well-known ones in others. To look
    through many texts, make one Finder.
    """
    return Finder(lang, known_names).find(text)


@lru_cache(maxsize=64)
def _lexicon(lang: str) -> Lexicon | None:
    language = lang.partition("-")[0].lower()
    return lexicon(language) if language in LANGUAGES else None


class Finder:
    """Finds candidates in any number of texts of one language; the known names are made ready once."""

    def __init__(self, lang: str, known_names: Iterable[str] = ()) -> None:
        names = tuple(known_names)
        self._words = _lexicon(lang) or lexicon("en")
        self._is_well_known_only = _lexicon(lang) is None
        self._reader = Reader(self._words, lang, names)
        self._known_words = {word for name in names for word in name.split() if word[:1].isupper() and len(word) > 3}

    def find(self, text: str) -> tuple[Candidate, ...]:
        """The candidates of one plain text, in the order of their first places."""
        skipped = headlines(text)
        gathered = _Gathered(text)
        for run in self._reader.runs(text):
            if any(start <= run[0].start < end for start, end in skipped):
                continue
            at_start = starts_sentence(text, run[0].start)
            for part in self._segments(run, at_start=at_start):
                for named in self._names(text, part):
                    said = self._said(text, named, at_start=at_start)
                    gathered.add(named, said, is_doubtful=self._is_doubtful(text, named, said, at_start=at_start))
        return gathered.candidates()

    def _segments(self, run: Run, *, at_start: bool) -> list[Run]:
        """The run without words that only begin sentences."""
        segments: list[Run] = []
        first = 0
        for place, token in enumerate(run):
            if token.text in _ARTICLES or (token.tag == "common" and place == 0 and (at_start or len(run) == 1)):
                segments.append(run[first:place])
                first = place + 1
        return [segment for segment in (*segments, run[first:]) if segment]

    def _names(self, text: str, run: Run) -> Iterable[Named]:
        if self._words.lang == "uk":
            rest = 0
            for start, end, meaning in well_known_in([token.text for token in run]):
                yield from names_in(text, run[rest:start], self._words)
                yield Named(run[start:end], meaning.kind, meaning=meaning.name)
                rest = end
            run = run[rest:]
        yield from names_in(text, run, self._words)

    def _said(self, text: str, named: Named, *, at_start: bool) -> Said | None:
        """What the text says of a name beside it, unless the run has said all."""
        if named.known or named.meaning:
            return None
        if named.kind not in ("unknown", "person"):
            return None
        words, before = self._words, None
        is_single = len(named.tokens) == 1
        if not named.office:
            before = said_before(text, named.start, words)
            if before and before.kind != "place":
                return before
        after = None if before and is_single else said_after(text, named.end, words)
        if after is None and not named.office and not (is_single and at_start):
            after = said_next(text, named.end, words, is_full=not is_single)
        return after or before

    def _is_doubtful(self, text: str, named: Named, said: Said | None, *, at_start: bool) -> bool:
        """Whether a name may be a word that is only written with a capital."""
        if self._is_well_known_only and not named.meaning:
            return True
        single = len(named.tokens) == 1
        if single and (
            len(named.tokens[0].text) == 1 or named.tokens[0].key in self._words.not_names | self._words.regions
        ):
            return True
        if named.kind != "unknown" or named.known or (said and said.kind != "place"):
            return False
        quoted = text[named.start - 1 : named.start] in ('"', "\u201c", "\u00ab", "\u201e")
        return quoted or (single and at_start and starts_sentence(text, named.start))


_ARTICLES = frozenset("The A An In On At By For But And As If It He She They We His Her Its Their This That".split())


class _Entry(Struct):
    """What has been gathered of one name."""

    name: str
    kind: NameKind
    start: int
    end: int
    said: str = ""
    known: bool = False
    count: int = 0
    sure: bool = False
    forms: dict[str, None] = field(default_factory=dict)
    hints: dict[str, None] = field(default_factory=dict)


class _Gathered:
    """The names of one text, those that mean the same made one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._entries: dict[str, _Entry] = {}

    def add(self, named: Named, said: Said | None, *, is_doubtful: bool) -> None:
        written = " ".join(self._text[named.start : named.end].split())
        name = named.meaning or written
        entry = self._entries.setdefault(name, _Entry(name, named.kind, named.start, named.end))
        entry.count += 1
        entry.known |= named.known
        entry.sure |= not is_doubtful
        (entry.hints if named.is_hint else entry.forms).setdefault(written)
        kind = said.kind if said else named.kind
        if kind == "person" and named.tokens[0].tag == "acronym" and len(named.tokens) == 1:
            kind = "unknown"
        if entry.kind == "unknown" or (entry.kind == "place" and kind != "unknown"):
            entry.kind = kind
        office = max(named.office, said.words if said and said.kind != "place" else "", key=len)
        if len(office) > len(entry.said) and entry.kind == kind:
            entry.said = office

    def candidates(self) -> tuple[Candidate, ...]:
        entries = self._merged()
        found = [self._candidate(entry) for entry in entries if entry.sure and not entry.known]
        return tuple(sorted(found, key=lambda candidate: (candidate.start, candidate.end)))

    def _merged(self) -> list[_Entry]:
        """Entries, shorter forms of a name with the longest: `Roe` with `Jane Roe`, `DFC` with its full name."""
        entries = sorted(self._entries.values(), key=lambda entry: (-len(entry.name.split()), entry.start))
        kept: list[_Entry] = []
        by_last: dict[tuple[str, ...], _Entry] = {}
        for entry in entries:
            forms = _short_forms(entry, self._text)
            longer = by_last.get(stems(entry.name.split())) if entry.kind != "state" else None
            if longer is not None and (longer.kind == entry.kind or {longer.kind, entry.kind} & _VAGUE):
                _absorb(longer, entry)
                continue
            kept.append(entry)
            for form in forms:
                by_last.setdefault(form, entry)
        return kept

    def _candidate(self, entry: _Entry) -> Candidate:
        text = self._text
        start, end = max(0, entry.start - _CONTEXT), min(len(text), entry.end + _CONTEXT)
        start = text.rfind(" ", 0, start + 1) + 1 if start else 0
        end = text.find(" ", end) if text.find(" ", end) >= 0 else len(text)
        return Candidate(
            name=entry.name,
            kind=entry.kind,
            said=entry.said,
            aliases=tuple(form for form in entry.forms if form != entry.name),
            hints=tuple(entry.hints),
            is_hinted_at=not entry.forms,
            start=entry.start,
            end=entry.end,
            count=entry.count,
            context=" ".join(text[start:end].split()),
        )


def _absorb(longer: _Entry, entry: _Entry) -> None:
    """Make one of a name and a shorter form of it, which may stand before it."""
    if longer.kind in _VAGUE:
        longer.kind = "person" if entry.kind in _VAGUE else entry.kind
    longer.count += entry.count
    longer.known |= entry.known
    longer.sure |= entry.sure
    longer.forms.update(entry.forms)
    longer.said = longer.said or entry.said


def _short_forms(entry: _Entry, text: str) -> list[tuple[str, ...]]:
    """The shorter forms that mean a name of several words: a surname, an acronym in brackets."""
    words = entry.name.split()
    if len(words) < 2 or entry.kind in ("state", "place"):
        return []
    forms: list[Sequence[str]] = []
    if entry.kind in ("person", "unknown"):
        forms = [words[-1:], words[1:]]
    else:
        forms = [words[place:] for place in range(1, len(words) - 1)]
        if entry.kind == "company":
            forms += [words[:-1], words[:1]]
        forms.append(["".join(word[0] for word in words if word[0].isupper())])
    following = text[entry.end : entry.end + 14]
    if following.startswith(" (") and ")" in following:
        forms.append([following[2 : following.find(")")]])
    return [stems(form) for form in forms]
