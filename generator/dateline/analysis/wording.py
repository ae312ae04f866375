"""Wording: whether one text tells readers something else than another, and in which words.

What is compared is terms, not characters. Sentences that say the same are set aside wherever they stand; the others
are brought together by the words that they share. What then stands on one side only, and is no other spelling of
something on the other, is a change; so is a swap of names or numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from dateline.analysis.spellings import (
    without_compounds,
    without_misspelt_names,
    without_refined_dates,
    without_slips,
)
from dateline.analysis.terms import Sentence, Term
from dateline.analysis.vocabulary import Vocabulary

_KIN = 0.5
"""The share of terms from which on two sentences are taken for versions of one."""
_STRICT = frozenset({"negation"})
"""Kinds of terms of which each one counts; others may be said again."""
_TOLD_IN_HEADINGS = frozenset({"number", "date", "negation", "likelihood"})


class Change(Struct, frozen=True):
    """One thing that readers are told otherwise. `before` is empty where it was added, `after` where it was dropped."""

    kind: str
    before: str
    after: str
    near: str = ""
    """The sentence that it stands in now."""

    def __str__(self) -> str:
        if self.before and self.after:
            return f"{_quoted(self.before)} became {_quoted(self.after)}"
        return f"{_quoted(self.before)} was dropped" if self.before else f"{_quoted(self.after)} was added"


def changes(old: Sequence[Sentence], new: Sequence[Sentence], vocabulary: Vocabulary) -> list[Change]:
    """What the new text says otherwise than the old one."""
    known = {term.key for sentence in old for term in sentence.terms if term.is_name}
    equal, before, after = _matched(old, new)
    groups = list(_groups([_told(one) for one in before], [_told(one) for one in after]))
    found: list[Change] = []
    for olds, news in groups:
        if not olds or not news:
            found += [_whole(sentence, is_new=not olds) for sentence in (*olds, *news) if sentence.keys]
        else:
            near = " ".join(sentence.text for sentence in news)
            compared = _Comparison(_terms_of(olds), _terms_of(news), vocabulary, known).changes()
            found += [replace(change, near=near) for change in compared]
    paired = [pair for pair in (*(((one,), (other,)) for one, other in equal), *groups) if pair[0] and pair[1]]
    return [*found, *_dropped_sources(paired, new)]


_Pair = tuple[Sequence[Sentence], Sequence[Sentence]]


def _matched(
    old: Sequence[Sentence], new: Sequence[Sentence]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """The sentences that say the same, in pairs, and those of either side that are left."""
    waiting: defaultdict[tuple[str, ...], list[Sentence]] = defaultdict(list)
    for sentence in reversed(old):
        waiting[sentence.keys].append(sentence)
    equal, after = [], []
    for sentence in new:
        if waiting[sentence.keys]:
            equal.append((waiting[sentence.keys].pop(), sentence))
        else:
            after.append(sentence)
    left = {id(sentence) for group in waiting.values() for sentence in group}
    return equal, [sentence for sentence in old if id(sentence) in left], after


def _dropped_sources(paired: Iterable[_Pair], new: Sequence[Sentence]) -> Iterator[Change]:
    """Sources that statements no longer cite, nor their paragraphs."""
    cited: defaultdict[int, set[str]] = defaultdict(set)
    for sentence in new:
        cited[sentence.block] |= sentence.sources
    for olds, news in paired:
        before = set().union(*(sentence.sources for sentence in olds))
        after = set().union(*(sentence.sources for sentence in news))
        gone = before - set().union(*(cited[sentence.block] for sentence in news))
        if gone:
            text = " ".join(sentence.text for sentence in news)
            yield Change("source", ", ".join(sorted(gone)), ", ".join(sorted(after - before)), text)


def _told(sentence: Sentence) -> Sentence:
    """The sentence; of a heading only what states a fact: other words in it only show the way."""
    if not sentence.is_heading:
        return sentence
    return replace(sentence, terms=tuple(t for t in sentence.terms if t.kind in _TOLD_IN_HEADINGS or t.is_name))


def _groups(old: list[Sentence], new: list[Sentence]) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
    """Sentences that are versions of each other, however they were split or joined; those without any stand alone."""
    groups: list[tuple[list[int], list[int]]] = [([], [place]) for place in range(len(new))]
    counts_old, counts_new = [Counter(one.keys) for one in old], [Counter(one.keys) for one in new]
    for place, counts in enumerate(counts_old):
        shares = [_share(counts, other) for other in counts_new]
        best = max(shares, default=0.0)
        if best >= _KIN:
            groups[shares.index(best)][0].append(place)
        else:
            groups.append(([place], []))
    for group in [group for group in groups if not group[0]]:
        place = group[1][0]
        shares = [_share(counts_new[place], other) for other in counts_old]
        best = max(shares, default=0.0)
        if best >= _KIN:
            groups.remove(group)
            home = next(one for one in groups if shares.index(best) in one[0])
            home[1].append(place)
    for olds, news in groups:
        yield [old[place] for place in sorted(olds)], [new[place] for place in sorted(news)]


def _share(one: Counter[str], other: Counter[str]) -> float:
    """How much of the shorter of two sentences the longer one holds."""
    least = min(one.total(), other.total())
    return (one & other).total() / least if least else 0.0


def _whole(sentence: Sentence, *, is_new: bool) -> Change:
    if is_new:
        return Change("statement", "", sentence.text, sentence.text)
    return Change("statement", sentence.text, "")


def _terms_of(sentences: Iterable[Sentence]) -> list[Term]:
    """The terms of sentences in a row; each has clauses of its own."""
    terms: list[Term] = []
    clause = run = 0
    for sentence in sentences:
        terms += [replace(one, clause=one.clause + clause, run=one.run and one.run + run) for one in sentence.terms]
        clause, run = max((t.clause for t in terms), default=0) + 1, max((t.run for t in terms), default=0)
    return terms


class _Comparison:
    """Two versions of a sentence or some."""

    def __init__(self, old: list[Term], new: list[Term], vocabulary: Vocabulary, known: set[str]) -> None:
        self._old_all, self._new_all = old, new
        self._old = [term for term in old if not term.is_light]
        self._new = [term for term in new if not term.is_light]
        self._vocabulary = vocabulary
        self._known = known

    def changes(self) -> list[Change]:
        dropped, added = self._only(self._old, self._new), self._only(self._new, self._old)
        dropped, added = self._without_spellings(dropped, added)
        dropped, added = without_refined_dates(dropped, added)
        dropped, added = self._without_fuller_names(dropped, added)
        found = [*_paired(self._old, self._new, dropped, added)]
        return found or self._swaps()

    def _only(self, terms: list[Term], others: list[Term]) -> list[Term]:
        """The terms that do not stand on the other side."""
        counts = Counter(term.key for term in others)
        left = []
        for term in terms:
            if counts[term.key] == 0:
                left.append(term)
            elif term.kind in _STRICT:
                counts[term.key] -= 1
        return left

    def _without_spellings(self, dropped: list[Term], added: list[Term]) -> tuple[list[Term], list[Term]]:
        """Both without words that are only spelled in another way, parts of compounds among them."""
        dropped, added = without_misspelt_names(*without_compounds(dropped, added))
        return without_slips(dropped, added, self._old_all, self._new_all)

    def _without_fuller_names(self, dropped: list[Term], added: list[Term]) -> tuple[list[Term], list[Term]]:
        """Both without what only tells more or less of a name that is on both sides."""
        if any(term.is_name for term in dropped) != any(term.is_name for term in added) or not (dropped and added):
            dropped = [term for term in dropped if not self._is_part_of_name(term, self._old_all, self._new, added)]
            added = [term for term in added if not self._is_part_of_name(term, self._new_all, self._old, dropped)]
        return dropped, added

    def _is_part_of_name(self, term: Term, around: list[Term], others: list[Term], opposite: list[Term]) -> bool:
        place = around.index(term)
        beside = [one for one in around[max(place - 1, 0) : place + 2] if one is not term and one.is_name]
        is_title = term.text.casefold() in self._vocabulary.titles
        if (term.is_name and not term.key.startswith("@")) or is_title:
            common = {one.key for one in others}
            return any(one.key in common for one in beside) and not any(one.is_name for one in opposite)
        # A name in the place of a pronoun, or the other way round.
        return term.is_name and term.key in self._known and self._has_pronoun(around)

    def _has_pronoun(self, around: list[Term]) -> bool:
        other = self._old_all if around is self._new_all else self._new_all
        pronouns = self._vocabulary.pronouns
        return sum(t.text.casefold() in pronouns for t in other) > sum(t.text.casefold() in pronouns for t in around)

    def _swaps(self) -> list[Change]:
        """Names, numbers or dates that changed places, although each is still there."""
        if Counter(_clauses(self._old)) == Counter(_clauses(self._new)):
            return []
        once = {term.key for term in _once(self._old)} & {term.key for term in _once(self._new)}
        before = {term.key: (place, term) for place, term in enumerate(self._old) if term.key in once}
        after = {term.key: (place, term) for place, term in enumerate(self._new) if term.key in once}
        for one, other in combinations(before, 2):
            pair = (before[one], before[other], after[one], after[other])
            if _are_swapped(*pair):
                first, second = before[one][1].text, before[other][1].text
                return [Change("order", f"{first} … {second}", f"{second} … {first}")]
        return []


def _paired(old: list[Term], new: list[Term], dropped: list[Term], added: list[Term]) -> Iterator[Change]:
    """Changes of what is left on either side: what stands in one place belongs together, then what is of one kind."""
    gone, come = [id(term) for term in dropped], [id(term) for term in added]
    lone_gone, lone_come = [], []
    matcher = SequenceMatcher(None, [term.key for term in old], [term.key for term in new], autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        befores = [term for term in old[start:end] if id(term) in gone]
        afters = [term for term in new[new_start:new_end] if id(term) in come]
        if befores and afters:
            yield Change(_kind(befores, afters), _text(befores), _text(afters))
        elif befores:
            lone_gone.append(befores)
        elif afters:
            lone_come.append(afters)
    for befores in lone_gone:
        afters = next((one for one in lone_come if one[0].kind == befores[0].kind), [])
        if afters:
            lone_come.remove(afters)
        yield Change(_kind(befores, afters), _text(befores), _text(afters))
    for afters in lone_come:
        yield Change(_kind([], afters), "", _text(afters))


def _kind(befores: list[Term], afters: list[Term]) -> str:
    """The gravest kind among terms."""
    kinds = {term.kind for term in (*befores, *afters)}
    order = ("negation", "number", "date", "name", "likelihood", "attribution")
    return next((kind for kind in order if kind in kinds), "word")


def _text(terms: list[Term]) -> str:
    return " ".join(term.text for term in terms)


def _clauses(terms: list[Term]) -> list[tuple[str, ...]]:
    clauses: dict[int, list[str]] = {}
    for term in terms:
        clauses.setdefault(term.clause, []).append(term.key)
    return [tuple(keys) for keys in clauses.values()]


def _once(terms: list[Term]) -> list[Term]:
    """Names, numbers and dates that stand there one time."""
    counts = Counter(term.key for term in terms)
    return [term for term in terms if counts[term.key] == 1 and (term.is_name or term.kind in ("number", "date"))]


_Placed = tuple[int, Term]


def _are_swapped(one: _Placed, other: _Placed, one_after: _Placed, other_after: _Placed) -> bool:
    """Whether two terms took each other's part in the sentence."""
    (at, first), (behind, second) = one, other
    (at_after, first_after), (behind_after, second_after) = one_after, other_after
    if first.kind != second.kind:
        return False  # A day and a place cannot take each other's part
    is_reversed = (at < behind) != (at_after < behind_after)
    if not (first.is_name and second.is_name):
        return first.kind == second.kind != "name" and is_reversed
    if first.run == second.run and first_after.run == second_after.run:
        return False
    roles, roles_after = (first.role, second.role), (first_after.role, second_after.role)
    if roles[0] == roles[1] and roles_after[0] == roles_after[1]:
        return is_reversed
    if roles == roles_after[::-1] and roles[0] != roles[1]:
        return True
    # Active and passive: who acts comes first, or after `by`.
    return not is_reversed and {roles, roles_after} in ({("", ""), ("", "by")}, {("", ""), ("by", "")})


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return repr(shown if len(shown) <= 80 else shown[:79] + "…")
