"""The states of judgements, and their scores: by hand, and against a second implementation that shares no code."""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]

from dateline.analysis.judgements import RANGES, Estimate, by_state, calibration, probability, state
from dateline.content.dates import PartialDate
from dateline.content.fields import Likelihood
from support import MINIMAL, build_site, write_site

TODAY = date(2025, 6, 1)
Result = Literal["yes", "no", "void"]


def estimate(
    likelihood: Likelihood = "likely",
    horizon: str | None = None,
    result: Result | None = None,
    resolved: str | None = None,
    number: int = 0,
) -> Estimate:
    return Estimate(
        ("brief", number),
        likelihood,
        PartialDate.parse(horizon) if horizon else None,
        result,
        PartialDate.parse(resolved) if resolved else None,
    )


@pytest.mark.parametrize(
    ("horizon", "expected"),
    [
        (None, "open"),
        ("2025-05-31", "overdue"),
        ("2025-05", "overdue"),
        ("2025-06-01", "due"),
        ("2025-06", "due"),
        ("2025-07-01", "due"),
        ("2025-07-02", "open"),
        ("2025-07", "open"),
        ("2025", "open"),
        ("2024", "overdue"),
    ],
)
def test_a_judgement_is_due_a_month_before_its_horizon_and_overdue_after_its_last_day(
    horizon: str | None, expected: str
) -> None:
    assert state(estimate(horizon=horizon), TODAY) == expected


def test_an_outcome_counts_from_the_day_on_which_it_came() -> None:
    resolved = estimate(horizon="2025-05-31", result="no", resolved="2025-05-20")
    assert state(resolved, date(2025, 5, 20)) == "no"
    assert state(resolved, date(2025, 5, 19)) == "due"
    assert state(resolved, date(2025, 4, 1)) == "open"


def test_judgements_stand_under_their_states_most_urgent_first() -> None:
    found = by_state(
        [
            estimate(horizon="2026", number=1),
            estimate(number=2),
            estimate(horizon="2025-09-30", number=3),
            estimate(horizon="2025-05-30", number=4),
            estimate(result="yes", resolved="2025-01-01", number=5),
            estimate(result="yes", resolved="2025-02", number=6),
            estimate(result="void", resolved="2025-02-01", number=7),
        ],
        TODAY,
    )
    assert {name: [one.id[1] for one in group] for name, group in found.items()} == {
        "overdue": [4],
        "due": [],
        "open": [3, 1, 2],
        "yes": [6, 5],
        "no": [],
        "void": [7],
    }


def test_a_term_stands_for_the_middle_of_its_range() -> None:
    assert [float(probability(term)) for term in get_args(Likelihood)[::2]] == [
        0.03, 0.125, 0.325, 0.5, 0.675, 0.875, 0.97,
    ]  # fmt: skip
    assert [probability(term) for term in get_args(Likelihood)[1::2]] == [
        probability(term) for term in get_args(Likelihood)[::2]
    ]


def test_scores_equal_those_computed_by_hand() -> None:
    # likely (0.675): yes, no; very likely (0.875): yes, yes; unlikely (0.325): no. Three of five came true.
    found = calibration(
        [
            estimate("likely", result="yes"),
            estimate("probable", result="no"),
            estimate("very likely", result="yes"),
            estimate("highly probable", result="yes"),
            estimate("unlikely", result="no"),
            estimate("unlikely", result="void"),
            estimate("almost certain"),
        ],
        TODAY,
    )
    assert found is not None
    assert found.count == 5
    # ((0.675-1)^2 + 0.675^2 + 2 (0.875-1)^2 + 0.325^2) / 5 = (0.105625 + 0.455625 + 0.03125 + 0.105625) / 5
    assert found.brier == Fraction("0.139625")
    # (2 (0.675-0.5)^2 + 2 (0.875-1)^2 + 0.325^2) / 5 = (0.06125 + 0.03125 + 0.105625) / 5
    assert found.reliability == Fraction("0.039625")
    # (2 (0.5-0.6)^2 + 2 (1-0.6)^2 + (0-0.6)^2) / 5 = (0.02 + 0.32 + 0.36) / 5
    assert found.resolution == Fraction("0.14")
    assert found.uncertainty == Fraction("0.24")
    assert [(one.range, one.count, one.true, one.share) for one in found.bins] == [
        ((1, 5), 0, 0, None),
        ((5, 20), 0, 0, None),
        ((20, 45), 1, 0, 0),
        ((45, 55), 0, 0, None),
        ((55, 80), 2, 1, Fraction(1, 2)),
        ((80, 95), 2, 2, 1),
        ((95, 99), 0, 0, None),
    ]
    assert found.bins[4].terms == ("likely", "probable")


def test_without_an_outcome_there_is_no_score() -> None:
    assert calibration([estimate(), estimate(result="void")], TODAY) is None
    assert calibration([estimate(result="yes", resolved="2025-06-02")], TODAY) is None


PER_CENT = {  # ICD 203, written out once more
    "almost no chance": 3,
    "remote": 3,
    "very unlikely": 12.5,
    "highly improbable": 12.5,
    "unlikely": 32.5,
    "improbable": 32.5,
    "roughly even chance": 50,
    "roughly even odds": 50,
    "likely": 67.5,
    "probable": 67.5,
    "very likely": 87.5,
    "highly probable": 87.5,
    "almost certain": 97,
    "nearly certain": 97,
}


def naive_scores(outcomes: list[tuple[Likelihood, Result]]) -> tuple[float, float, float, float]:
    """Brier score, reliability, resolution and uncertainty in plain floating point, from the formulas in the papers."""
    pairs = [(PER_CENT[term] / 100, 1.0 if result == "yes" else 0.0) for term, result in outcomes if result != "void"]
    n = len(pairs)
    base = sum(o for _, o in pairs) / n
    brier = sum((p - o) ** 2 for p, o in pairs) / n
    reliability = resolution = 0.0
    for p in {p for p, _ in pairs}:
        inside = [o for q, o in pairs if q == p]
        mean = sum(inside) / len(inside)
        reliability += len(inside) * (p - mean) ** 2 / n
        resolution += len(inside) * (mean - base) ** 2 / n
    return brier, reliability, resolution, base * (1 - base)


OUTCOMES = st.lists(
    st.tuples(st.sampled_from(get_args(Likelihood)), st.sampled_from(["yes", "no", "void"])), min_size=1, max_size=40
).filter(lambda outcomes: any(result != "void" for _, result in outcomes))


@given(OUTCOMES)
def test_scores_equal_those_of_a_second_implementation(outcomes: list[tuple[Likelihood, Result]]) -> None:
    found = calibration([estimate(term, result=result) for term, result in outcomes], TODAY)
    assert found is not None
    scores = (found.brier, found.reliability, found.resolution, found.uncertainty)
    assert [float(score) for score in scores] == pytest.approx(naive_scores(outcomes), abs=1e-12)
    assert found.brier == found.reliability - found.resolution + found.uncertainty
    assert 0 <= found.brier <= 1
    assert sum(one.count for one in found.bins) == found.count
    assert len(found.bins) == len(RANGES) == 7


def test_the_scores_on_the_page_follow_from_the_exported_data(tmp_path: Path) -> None:
    """One who has only `data/judgements.csv` and the formulas comes to the numbers on the page."""
    said = ["likely yes", "likely no", "probable yes", "very likely yes", "unlikely no", "remote no", "likely void"]
    listed = "".join(
        f"  - {{text: Event {number} comes., likelihood: {one.rpartition(' ')[0]}, basis: We think so.,"
        f" outcome: {{date: 2025-05-01, result: '{one.rpartition(' ')[2]}'}}}}\n"
        for number, one in enumerate([*said, "unlikely yes"])
    )
    brief = str(MINIMAL["content/briefs/first.md"]).replace("sources:", f"judgements:\n{listed}sources:")
    build_site(write_site(tmp_path, {**MINIMAL, "content/briefs/first.md": brief}))

    with (tmp_path / "output/data/judgements.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["outcome"] in ("yes", "no")]
    scores = naive_scores([(row["likelihood"], row["outcome"]) for row in rows])  # type: ignore[misc]
    page = html.parse(tmp_path / "output/judgements/index.html").getroot()
    names = ("Brier score", "Reliability", "Resolution", "Uncertainty")
    shown = [page.xpath("string(//dt[normalize-space()=$name]/following-sibling::dd)", name=name) for name in names]

    assert len(rows) == 7
    assert shown == [f"{score:.3f}" for score in scores]
    assert all(PER_CENT[row["likelihood"]] * 2 == int(row["low"]) + int(row["high"]) for row in rows)
