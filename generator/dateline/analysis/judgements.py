"""Judgements: which are open, due, overdue or resolved on a day, and how well those resolved were calibrated.

A judgement's probability is the midpoint of its ICD 203 range. All scores are exact fractions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from dateline.content.dates import PartialDate
from dateline.content.fields import LIKELIHOOD_RANGES, Likelihood

State = Literal["open", "due", "overdue", "yes", "no", "void"]
STATES: tuple[State, ...] = ("overdue", "due", "open", "yes", "no", "void")
"""In the order in which a desk wants to see them."""
DUE_DAYS = 30
"""How many days before its horizon ends a judgement is due."""
Range = tuple[int, int]
"""Lowest and highest probability of a term, in per cent."""
RANGES: tuple[Range, ...] = tuple(sorted(set(LIKELIHOOD_RANGES.values())))
"""The seven ranges, each shared by two terms."""


class Estimate(Struct, frozen=True):
    """What is counted of a judgement: `id` is its brief's and its place there."""

    id: tuple[str, int]
    likelihood: Likelihood
    horizon: PartialDate | None = None
    result: Literal["yes", "no", "void"] | None = None
    resolved: PartialDate | None = None
    """When it was resolved; None counts as always."""


class Bin(Struct, frozen=True):
    """The resolved judgements of one range: how many there are, and how many of them came true."""

    range: Range
    terms: tuple[str, ...]
    count: int
    true: int

    @property
    def forecast(self) -> Fraction:
        """The probability that the range stands for."""
        return midpoint(self.range)

    @property
    def share(self) -> Fraction | None:
        """The share that came true; None where there are none."""
        return Fraction(self.true, self.count) if self.count else None


class Calibration(Struct, frozen=True):
    """How the judgements that came out as yes or no compare with what was said.

    `brier` is the mean of (p - o)^2, with p the probability and o 1 for yes and 0 for no (G. W. Brier, Verification of
    forecasts expressed in terms of probability, Monthly Weather Review 78, 1950). Never guessing gives 0, always being
    wrong with certainty 1, and 50% for everything 1/4.

    With n_k of the N judgements in range k, p_k its probability, o_k the share of them that came true and o that share
    for all: `reliability` is 1/N * sum n_k (p_k - o_k)^2, the lower the better; `resolution` 1/N * sum n_k (o_k - o)^2,
    the higher the better; `uncertainty` o (1 - o), which is the events' own; and brier = reliability - resolution +
    uncertainty (A. H. Murphy, A new vector partition of the probability score, Journal of Applied Meteorology 12,
    1973). It holds exactly, as all judgements of a range have one probability.
    """

    bins: tuple[Bin, ...]
    """One for each of the seven ranges, lowest first."""
    count: int
    brier: Fraction
    reliability: Fraction
    resolution: Fraction
    uncertainty: Fraction


def probability(likelihood: Likelihood) -> Fraction:
    """The probability that a term stands for: the midpoint of its range.

    >>> probability("likely"), probability("roughly even odds")
    (Fraction(27, 40), Fraction(1, 2))
    """
    return midpoint(LIKELIHOOD_RANGES[likelihood])


def midpoint(range_: Range) -> Fraction:
    return Fraction(sum(range_), 200)


def state(estimate: Estimate, day: date, due_days: int = DUE_DAYS) -> State:
    """How a judgement stands on `day`: its result, or whether its horizon is far, near or past.

    A vague date counts with its last day: a judgement up to `2025-05` is overdue from June on.
    """
    if estimate.result is not None and (estimate.resolved is None or estimate.resolved.first <= day):
        return estimate.result
    if estimate.horizon is None:
        return "open"
    left = (estimate.horizon.last - day).days
    if left < 0:
        return "overdue"
    return "due" if left <= due_days else "open"


def by_state(estimates: Iterable[Estimate], day: date, due_days: int = DUE_DAYS) -> dict[State, tuple[Estimate, ...]]:
    """The judgements in each state: those to be settled by the end of their horizon, the others by the newest result.

    Every state is there, in the order of `STATES`.
    """
    groups: defaultdict[State, list[Estimate]] = defaultdict(list)
    for estimate in estimates:
        groups[state(estimate, day, due_days)].append(estimate)
    return {one: tuple(sorted(groups[one], key=_nearest if one in STATES[:3] else _newest)) for one in STATES}


def calibration(estimates: Iterable[Estimate], day: date) -> Calibration | None:
    """The scores of the judgements that had come out as yes or no by the end of `day`; None where there is none."""
    outcomes = [(LIKELIHOOD_RANGES[one.likelihood], state(one, day)) for one in estimates]
    resolved = Counter((range_, result) for range_, result in outcomes if result in ("yes", "no"))
    if not resolved:
        return None
    bins = tuple(_bin(range_, resolved[range_, "yes"], resolved[range_, "no"]) for range_ in RANGES)
    count, true = sum(one.count for one in bins), sum(one.true for one in bins)
    base = Fraction(true, count)
    squares = sum(
        (one.true * (one.forecast - 1) ** 2 + (one.count - one.true) * one.forecast**2 for one in bins), Fraction()
    )
    shares = [(one.count, one.forecast, one.share) for one in bins]
    return Calibration(
        bins=bins,
        count=count,
        brier=squares / count,
        reliability=sum((n * (p - share) ** 2 for n, p, share in shares if share is not None), Fraction()) / count,
        resolution=sum((n * (share - base) ** 2 for n, _, share in shares if share is not None), Fraction()) / count,
        uncertainty=base * (1 - base),
    )


def _bin(range_: Range, yes: int, no: int) -> Bin:
    terms = tuple(term for term, its_range in LIKELIHOOD_RANGES.items() if its_range == range_)
    return Bin(range_, terms, yes + no, yes)


def _nearest(estimate: Estimate) -> tuple[date, tuple[str, int]]:
    return (estimate.horizon.last if estimate.horizon else date.max, estimate.id)


def _newest(estimate: Estimate) -> tuple[int, tuple[str, int]]:
    return (-estimate.resolved.last.toordinal() if estimate.resolved else 0, estimate.id)
