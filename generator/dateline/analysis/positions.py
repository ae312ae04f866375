"""Positions: where each actor stands on each topic on any day, and when it moved.

Claims are put in order of the time at which they were said: by its first day, then by the day on which the brief came
out. Two briefs that give an actor different stances for one and the same day contradict each other, and neither wins.
A date that names no single day is never taken for proof of a contradiction, nor for proof of the order of a shift.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Literal

from msgspec import Struct

from dateline.content.dates import PartialDate, Period

Stance = Literal["supports", "conditional", "neutral", "opposes"]
ClaimId = tuple[str, int]
"""The id of a brief, and the place of the claim among its claims."""
Pair = tuple[str, str]
"""An actor and a topic."""
Mark = Literal["standing", "repeated", "superseded"]
"""What became of a claim: it sets the stance, a later one said the same again, or a later one said otherwise."""


class Claim(Struct, frozen=True):
    """What is compared of a claim. `sources` and `origins` name what shows it, each by a name of its own site-wide."""

    brief: str
    index: int
    by: str
    on: str
    stance: Stance
    said: Period
    published: PartialDate
    sources: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    @property
    def id(self) -> ClaimId:
        return (self.brief, self.index)


class Step(Struct, frozen=True):
    """What an actor said of a topic at one time: all the claims that count for it.

    `stances` is what each brief leaves standing of that time, in order of the claims: one stance, or several that
    contradict each other.
    """

    said: Period
    claims: tuple[Claim, ...]
    stances: tuple[Stance, ...]

    @property
    def is_contradicted(self) -> bool:
        return len(self.stances) > 1


class Ledger(Struct, frozen=True):
    """Everything that an actor said on a topic, in order of time; never empty."""

    by: str
    on: str
    steps: tuple[Step, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for step in self.steps for claim in step.claims)


class Standing(Struct, frozen=True):
    """Where an actor stands on a topic: what set it last, and since when it has been so."""

    stances: tuple[Stance, ...]
    set_by: tuple[Claim, ...]
    said: Period
    since: Period

    @property
    def is_contradicted(self) -> bool:
        return len(self.stances) > 1


class Shift(Struct, frozen=True):
    """A move from one stance to another, with the number of sources and of independent origins that show the new one.

    `is_sure` is false where the dates are too vague to tell which of the two came first.
    """

    by: str
    on: str
    before: tuple[Stance, ...]
    after: tuple[Stance, ...]
    said: Period
    sources: int
    origins: int
    claims: tuple[ClaimId, ...]
    is_sure: bool


class Matrix(Struct, frozen=True):
    """Who stands where: actors by topics, those with most positions first, then by id; most cells are empty."""

    actors: tuple[str, ...]
    topics: tuple[str, ...]
    cells: Mapping[Pair, Standing]


def ledgers(claims: Iterable[Claim]) -> dict[Pair, Ledger]:
    """The ledger of every actor and topic that claims name, by actor and topic, whatever the order of the claims."""
    pairs: defaultdict[Pair, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=_order):
        pairs[claim.by, claim.on].append(claim)
    return {pair: Ledger(*pair, _steps(group)) for pair, group in sorted(pairs.items())}


def standing(ledger: Ledger, day: date) -> Standing | None:
    """Where the actor stood at the end of `day`; None before it had said anything.

    A claim counts from the first day that its date may mean.
    """
    steps = [step for step in ledger.steps if step.said.start.first <= day]
    if not steps:
        return None
    last = run = steps[-1]
    for step in reversed(steps):
        if set(step.stances) != set(last.stances):
            break
        run = step
    return Standing(last.stances, last.claims, last.said, run.said)


def shifts(ledger: Ledger) -> tuple[Shift, ...]:
    """Every move of the actor's, oldest first. Into a contradiction and out of it are moves as well."""
    return tuple(
        Shift(
            by=ledger.by,
            on=ledger.on,
            before=before.stances,
            after=after.stances,
            said=after.said,
            sources=len({source for claim in after.claims for source in claim.sources}),
            origins=len({origin for claim in after.claims for origin in claim.origins}),
            claims=tuple(claim.id for claim in after.claims),
            is_sure=before.said.end.last < after.said.start.first or _is_one_day(before.said),
        )
        for before, after in pairwise(ledger.steps)
        if set(before.stances) != set(after.stances)
    )


def marks(ledger: Ledger) -> dict[ClaimId, Mark]:
    """What became of each claim of the ledger."""
    last = ledger.steps[-1]
    found: dict[ClaimId, Mark] = {claim.id: "standing" for claim in last.claims if claim.stance in last.stances}
    is_current = True
    for step in reversed(ledger.steps):
        is_current = is_current and set(step.stances) == set(last.stances)
        for claim in step.claims:
            found.setdefault(claim.id, "repeated" if is_current and claim.stance in last.stances else "superseded")
    return found


def contradictions(ledger: Ledger) -> dict[ClaimId, tuple[ClaimId, ...]]:
    """For each claim that another brief contradicts for the same day: the claims that do."""
    return {
        claim.id: others
        for step in ledger.steps
        if step.is_contradicted
        for claim in step.claims
        if (others := tuple(o.id for o in step.claims if o.brief != claim.brief and o.stance != claim.stance))
    }


def matrix(books: Mapping[Pair, Ledger], day: date, *, among: Collection[Pair] | None = None) -> Matrix:
    """Where everyone stood at the end of `day`; `among` keeps only these pairs."""
    cells = {
        pair: found
        for pair, ledger in sorted(books.items())
        if (among is None or pair in among) and (found := standing(ledger, day)) is not None
    }
    return Matrix(_most_first(actor for actor, _ in cells), _most_first(topic for _, topic in cells), cells)


def _order(claim: Claim) -> tuple[date, datetime, date, datetime, str, int]:
    """Time said, then publication; a vague date stands at its first day."""
    start, published = claim.said.start, claim.published
    return (start.first, start.utc, published.first, published.utc, claim.brief, claim.index)


def _steps(ordered: list[Claim]) -> tuple[Step, ...]:
    steps = []
    for day, group in groupby(ordered, key=lambda claim: claim.said.start.first):
        same_day = list(group)
        # Vague dates that start on this day stand alone, before what is known to the day
        vague = [claim for claim in same_day if not _is_one_day(claim.said)]
        exact = [claim for claim in same_day if _is_one_day(claim.said)]
        steps += [_step([claim]) for claim in vague]
        if exact and all(claim.said.start.instant for claim in exact):
            steps += [_step(list(at)) for _, at in groupby(exact, key=lambda claim: claim.said.start.utc)]
        elif exact:
            steps.append(_step(exact, Period.parse(day.isoformat())))
    return tuple(steps)


def _step(claims: list[Claim], said: Period | None = None) -> Step:
    # A brief that gives two stances for one time tells of a move: its last one stands
    last_of: dict[str, Stance] = {claim.brief: claim.stance for claim in claims}
    return Step(said or claims[0].said, tuple(claims), tuple(dict.fromkeys(last_of.values())))


def _is_one_day(said: Period) -> bool:
    return said.start.first == said.end.last


def _most_first(ids: Iterable[str]) -> tuple[str, ...]:
    counts: dict[str, int] = defaultdict(int)
    for id_ in ids:
        counts[id_] += 1
    return tuple(sorted(counts, key=lambda id_: (-counts[id_], id_)))
