"""Who held which office when, and ties from both ends."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.analysis.tenure import Held, Offices, Post, Tie, certainty, ties
from dateline.content.dates import PartialDate


def when(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def post(holder: str, title: str, of: str, since: str | None = None, until: str | None = None) -> Post:
    return Post(holder, title, of, when(since), when(until))


@pytest.mark.parametrize(
    ("since", "until", "day", "expected"),
    [
        ("2025-01-28", None, "2025-01-27", None),
        ("2025-01-28", None, "2025-01-28", "known"),
        ("2025-01-28", "2025-05-01", "2025-05-01", "known"),
        ("2025-01-28", "2025-05-01", "2025-05-02", None),
        ("2025", "2025-05-01", "2025-03-01", "possibly"),
        ("2025-01", "2026", "2025-02-01", "known"),
        ("2025-01", "2026", "2026-02-01", "possibly"),
        ("2025-01", "2026", "2027-01-01", None),
        (None, "2025-05-01", "2025-03-01", "possibly"),
        (None, "2025-05-01", "2025-05-02", None),
        (None, None, "2025-05-02", "possibly"),
    ],
)
def test_what_dates_leave_open_is_only_possible(
    since: str | None, until: str | None, day: str, expected: str | None
) -> None:
    assert certainty(when(since), when(until), date.fromisoformat(day)) == expected


OFFICES = Offices(
    [
        post("yellen", "Secretary of the Treasury", "us-treasury", "2021-01-26", "2025-01-20"),
        post("bessent", "Secretary of the Treasury", "us-treasury", "2025-01-28"),
        post("bessent", "Member of the board", "fund", "2025-09-03"),
        post("svyrydenko", "Economy minister", "cabinet", "2021-11-04", "2025-07-17"),
        post("svyrydenko", "Prime minister", "cabinet", "2025-07-17"),
        post("shmyhal", "Prime minister", "cabinet", "2020-03-04"),
        post("sobolev", "Economy minister", "cabinet"),
        post("witkoff", "Envoy", ""),
    ]
)


def names(held: tuple[Held, ...]) -> list[str]:
    return [f"{one.post.holder}: {one.post.title} ({one.certainty})" for one in held]


def test_the_treasury_secretary_is_who_held_the_office_on_the_day_of_the_brief() -> None:
    def secretary(day: str) -> list[str]:
        held = OFFICES.holders("us-treasury", date.fromisoformat(day), "secretary of the treasury")
        return [one.post.holder for one in held]

    assert secretary("2024-10-01") == ["yellen"]
    assert secretary("2025-01-24") == []
    assert secretary("2025-02-12") == ["bessent"]


def test_an_office_without_an_end_is_doubtful_once_another_took_it() -> None:
    assert names(OFFICES.holders("cabinet", date(2025, 7, 16), "Prime minister")) == ["shmyhal: Prime minister (known)"]
    assert names(OFFICES.holders("cabinet", date(2025, 7, 17), "Prime minister")) == [
        "svyrydenko: Prime minister (known)",
        "shmyhal: Prime minister (possibly)",
    ]


def test_holders_of_a_body_come_with_the_sure_ones_first() -> None:
    assert names(OFFICES.holders("cabinet", date(2025, 3, 1))) == [
        "shmyhal: Prime minister (known)",
        "svyrydenko: Economy minister (known)",
        "sobolev: Economy minister (possibly)",
    ]
    assert OFFICES.holders("", date(2025, 3, 1)) == ()


def test_posts_of_an_actor_are_those_of_the_day() -> None:
    assert names(OFFICES.held_by("bessent", date(2025, 2, 12))) == ["bessent: Secretary of the Treasury (known)"]
    assert names(OFFICES.held_by("bessent", date(2025, 9, 3))) == [
        "bessent: Secretary of the Treasury (known)",
        "bessent: Member of the board (known)",
    ]
    assert names(OFFICES.held_by("witkoff", date(2025, 9, 3))) == ["witkoff: Envoy (possibly)"]
    assert [one.title for one in OFFICES.of_holder("svyrydenko")] == ["Economy minister", "Prime minister"]
    assert [one.holder for one in OFFICES.of_body("us-treasury")] == ["yellen", "bessent"]
    assert OFFICES.of_holder("nobody") == OFFICES.of_body("nobody") == ()


def test_two_who_start_together_do_not_follow_each_other() -> None:
    board = Offices([post("a", "Member", "fund", "2025-09-03"), post("b", "Member", "fund", "2025-09-03")])
    assert [one.certainty for one in board.holders("fund", date(2026, 1, 1))] == ["known", "known"]


def test_a_tie_shows_from_both_ends() -> None:
    found = ties({"dfc": [Tie("limited partner of", "fund", when("2025-05-13"), sources=("https://x.example/",))]})
    assert found == {
        "dfc": (Tie("limited partner of", "fund", when("2025-05-13"), sources=("https://x.example/",)),),
        "fund": (
            Tie("limited partner of", "dfc", when("2025-05-13"), sources=("https://x.example/",), is_inverse=True),
        ),
    }


def test_a_tie_that_both_records_state_is_one_with_the_sources_of_both() -> None:
    found = ties(
        {
            "a": [Tie("ally of", "b", when("2024"), sources=("https://x.example/1",))],
            "b": [Tie("Ally of", "a", until=when("2026"), sources=("https://x.example/2", "https://x.example/1"))],
        }
    )
    assert found["a"] == (
        Tie(
            "ally of",
            "b",
            when("2024"),
            when("2026"),
            ("https://x.example/1", "https://x.example/2"),
            is_mutual=True,
        ),
    )
    assert [(tie.other, tie.is_mutual, tie.is_inverse) for tie in found["b"]] == [("a", True, False)]


def test_own_ties_come_first_and_a_tie_to_oneself_once() -> None:
    found = ties({"a": [Tie("owns", "c"), Tie("knows", "a")], "b": [Tie("owns", "a")]})
    assert [(tie.type, tie.other, tie.is_inverse) for tie in found["a"]] == [
        ("owns", "c", False),
        ("knows", "a", False),
        ("owns", "b", True),
    ]
