"""Materiality: what readers of a brief are told otherwise than before, in its texts and in the facts that it states.

Numbers, names, dates, negations, likelihoods, sources and who said what count; so do words of another meaning. Another
spelling, order or form of the same does not. Nor does a detail that was only added, such as an event's date or the
result of a judgement, which bears its own date; nor a longer or shorter list of actors or places.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from dateline.analysis.edition import Edition, KeptClaim, KeptJudgement, KeptRevision, KeptSource, KeptState
from dateline.analysis.terms import NameBook, Sentence, read
from dateline.analysis.vocabularies import vocabulary_of
from dateline.analysis.wording import Change, changes
from dateline.content.fields import LIKELIHOOD_RANGES

T = TypeVar("T")
Loc = tuple[str | int, ...]


class Material(Struct, frozen=True):
    """A change that readers have to be told of: what it is of, such as `date`, and where in the record it stands."""

    of: str
    change: Change
    loc: Loc = ()

    def __str__(self) -> str:
        return f"{self.of}: {self.change}" if self.of else str(self.change)


def is_labelled(old: Edition, new: Edition) -> bool:
    """Whether the new edition says of itself that it changed: it has a revision more than the old one."""
    before, after = ([(one.date, one.kind) for one in edition.revisions] for edition in (old, new))
    fresh = [one for one in after if one not in before]
    return len(after) > len(before) and len(fresh) > len([one for one in before if one not in after])


def material_changes(
    old: Edition, new: Edition, names: NameBook, lang: str, hidden: Collection[str] = ()
) -> list[Material]:
    """What readers of `new` are told otherwise than those of `old`.

    `lang` is the language of briefs that name none. `hidden` are the ids of actors and topics that no reader may see
    any more: that they are gone from the brief is no change of the brief's.
    """
    return list(_Editions(old, new, names, lang, hidden).changes())


class _Editions:
    """Two editions of a brief."""

    def __init__(self, old: Edition, new: Edition, names: NameBook, lang: str, hidden: Collection[str]) -> None:
        self._old, self._new = old, new
        self._names = names
        pairs = _paired(old.sources, new.sources, _is_same_source)
        self._sources_paired = list(pairs)
        self._cited_before = {str(number): one.name for number, one in enumerate(old.sources, start=1)}
        as_before = {id(after): before.name for before, after in self._sources_paired if before and after}
        self._cited_after = {
            str(number): as_before.get(id(one), one.name) for number, one in enumerate(new.sources, start=1)
        }
        self._vocabulary = vocabulary_of(new.lang or lang)
        self._hidden = hidden

    def changes(self) -> Iterator[Material]:
        old, new = self._old, self._new
        yield from self._wording("title", old.title, new.title, ("title",))
        yield from _stated("date", old.date[:10], new.date[:10], ("date",))
        yield from _stated("event_date", old.event_date, new.event_date, ("event_date",))
        yield from _stated("author", old.author, new.author, ("author",))
        yield from self._prose()
        yield from self._actors()
        yield from _replaced("places", old.places, new.places, ("places",))
        yield from self._sources()
        yield from self._claims()
        yield from self._judgements()
        yield from self._revisions()

    def _read(self, texts: Iterable[str], sources: Mapping[str, str] | None = None) -> list[Sentence]:
        return read(texts, self._vocabulary, self._names, sources)

    def _wording(self, of: str, old: str | None, new: str | None, loc: Loc) -> Iterator[Material]:
        """Changes of a text; one that was not there before says nothing otherwise."""
        if old is None or old == new:
            return
        found = changes(self._read([old]), self._read([new] if new else []), self._vocabulary)
        yield from (Material(of, change, loc) for change in found)

    def _prose(self) -> Iterator[Material]:
        """Changes of the running text: it is one, whichever field a sentence stands in."""
        if self._old.prose == self._new.prose and self._old.sources == self._new.sources:
            return
        old = self._read(self._old.prose, self._cited_before)
        for change in changes(old, self._read(self._new.prose, self._cited_after), self._vocabulary):
            yield Material("citation" if change.kind == "source" else "", change)

    def _actors(self) -> Iterator[Material]:
        before, after = ({one.id: one.role for one in edition.actors} for edition in (self._old, self._new))
        yield from _replaced("actors", [one for one in before if one not in self._hidden], [*after], ("actors",))
        for place, actor in enumerate(self._new.actors):
            if before.get(actor.id):
                loc = ("actors", place, "role")
                yield from self._wording(f"role of {actor.id}", before[actor.id], actor.role, loc)

    def _sources(self) -> Iterator[Material]:
        for old, new in self._sources_paired:
            loc: Loc = ("sources", self._new.sources.index(new)) if new else ("sources",)
            if old is None or new is None:
                yield Material(
                    "source", _added_or_dropped("source", old.name if old else None, new.name if new else None), loc
                )
                continue
            of = f"source {self._new.sources.index(new) + 1}"
            yield from self._wording(of, old.title, new.title, loc)
            for name in ("published", "via", "credibility", "reliability"):
                yield from _stated(f"{name} of {of}", getattr(old, name), getattr(new, name), (*loc, name))
            if old.quote and new.quote:
                yield from self._wording(f"quote of {of}", old.quote.text, new.quote.text, (*loc, "quote"))
                yield from self._wording(
                    f"quote of {of}", old.quote.translation, new.quote.translation, (*loc, "quote")
                )

    def _claims(self) -> Iterator[Material]:
        before, after = self._old.claims, self._new.claims
        for old, new in _paired(before, after, *_SAME_CLAIM):
            loc: Loc = ("claims", after.index(new)) if new else ("claims",)
            if old is None or new is None:
                if not (old and {old.by, old.on} & set(self._hidden)):
                    yield Material(
                        "claim", _added_or_dropped("claim", old.text if old else None, new.text if new else None), loc
                    )
                continue
            yield from self._wording("claim", old.text, new.text, (*loc, "text"))
            for name, of in (("by", "who claims"), ("on", "topic"), ("stance", "stance"), ("said", "date")):
                yield from _stated(f"{of} of a claim", getattr(old, name), getattr(new, name), (*loc, name))
            cited = [self._cited_before.get(one, one) for one in old.sources]
            cited_after = [self._cited_after.get(one, one) for one in new.sources]
            yield from _dropped("sources of a claim", cited, cited_after, (*loc, "sources"))

    def _judgements(self) -> Iterator[Material]:
        before, after = self._old.judgements, self._new.judgements
        for old, new in _paired(before, after, *_SAME_JUDGEMENT, self._is_reworded):
            loc: Loc = ("judgements", after.index(new)) if new else ("judgements",)
            if old is None or new is None:
                yield Material(
                    "judgement",
                    _added_or_dropped("judgement", old.text if old else None, new.text if new else None),
                    loc,
                )
            elif old != new:
                yield from self._judgement(old, new, loc)

    def _is_reworded(self, one: KeptJudgement, other: KeptJudgement) -> bool:
        return not list(self._wording("", one.text, other.text, ()))

    def _judgement(self, old: KeptJudgement, new: KeptJudgement, loc: Loc) -> Iterator[Material]:
        yield from self._wording("judgement", old.text, new.text, (*loc, "text"))
        is_told = any(
            state.likelihood == old.likelihood and state.confidence == old.confidence
            for state in new.history
            if state not in old.history
        )
        if not is_told:  # else the history is its label
            if LIKELIHOOD_RANGES.get(old.likelihood) != LIKELIHOOD_RANGES.get(new.likelihood):
                yield from _stated("likelihood", old.likelihood, new.likelihood, (*loc, "likelihood"))
            yield from _stated("confidence", old.confidence, new.confidence, (*loc, "confidence"))
            yield from self._wording("basis of a judgement", old.basis, new.basis, (*loc, "basis"))
        yield from _stated("horizon of a judgement", old.horizon, new.horizon, (*loc, "horizon"))
        yield from self._wording("test of a judgement", old.resolves_by, new.resolves_by, (*loc, "resolves_by"))
        states, states_after = ([_told(one) for one in judgement.history] for judgement in (old, new))
        yield from _dropped("history of a judgement", states, states_after, (*loc, "history"))
        if old.outcome:
            result = new.outcome.result if new.outcome else None
            yield from _stated("outcome of a judgement", old.outcome.result, result, (*loc, "outcome"))

    def _revisions(self) -> Iterator[Material]:
        before, after = (
            [f"{one.kind} of {one.date}" for one in edition.revisions] for edition in (self._old, self._new)
        )
        yield from _dropped("revisions", before, after, ("revisions",))
        for old, new in _paired(self._old.revisions, self._new.revisions, _is_same_revision):
            if old and new:
                yield from self._wording("note of a revision", old.note, new.note, ("revisions",))


def _is_same_source(one: KeptSource, other: KeptSource) -> bool:
    """Whether both are one document: addresses move, and titles are mended."""
    if one.url is not None and one.url == other.url:
        return True
    return one.title is not None and other.title is not None and one.title.casefold() == other.title.casefold()


def _is_same_revision(one: KeptRevision, other: KeptRevision) -> bool:
    return (one.date, one.kind) == (other.date, other.kind)


_SAME_CLAIM: Sequence[Callable[[KeptClaim, KeptClaim], bool]] = (
    lambda one, other: one == other,
    lambda one, other: one.text == other.text,
    lambda one, other: (one.by, one.on, one.stance) == (other.by, other.on, other.stance),
    lambda one, other: (one.by, one.on) == (other.by, other.on),
)
_SAME_JUDGEMENT: Sequence[Callable[[KeptJudgement, KeptJudgement], bool]] = (
    lambda one, other: one == other,
    lambda one, other: one.text == other.text,
)


def _paired(
    before: Sequence[T], after: Sequence[T], *tests: Callable[[T, T], bool]
) -> Iterator[tuple[T | None, T | None]]:
    """Each entry with what has become of it, as the first test that holds tells; None stands where there is none."""
    left, waiting = list(before), list(after)
    for test in tests:
        for new in list(waiting):
            old = next((one for one in left if test(one, new)), None)
            if old is not None:
                left.remove(old)
                waiting.remove(new)
                yield old, new
    yield from ((old, None) for old in left)
    yield from ((None, new) for new in waiting)


def _stated(of: str, old: object, new: object, loc: Loc) -> Iterator[Material]:
    """A fact that is another now, or gone; one that was not stated before contradicts nothing."""
    if old is not None and old != new:
        yield Material(of, Change(of, str(old), "" if new is None else str(new)), loc)


def _dropped(of: str, before: Sequence[str], after: Sequence[str], loc: Loc) -> Iterator[Material]:
    """Entries of a list that are gone, with those that came in their place."""
    gone = [one for one in before if one not in after]
    if gone:
        come = [one for one in after if one not in before]
        yield Material(of, Change(of, ", ".join(gone), ", ".join(come)), loc)


def _replaced(of: str, before: Sequence[str], after: Sequence[str], loc: Loc) -> Iterator[Material]:
    """Entries of a list in whose place others came; a shorter or longer list says nothing else."""
    return (one for one in _dropped(of, before, after, loc) if one.change.after)


def _added_or_dropped(kind: str, old: str | None, new: str | None) -> Change:
    return Change(kind, old or "", new or "", new or "")


def _told(state: KeptState) -> str:
    return " ".join(filter(None, [state.date, state.likelihood, state.confidence]))
