"""Where actors stand, on a fixture of claims labelled by hand and against a slow second opinion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.positions import (
    Claim,
    Ledger,
    Shift,
    Stance,
    contradictions,
    ledgers,
    marks,
    matrix,
    shifts,
    standing,
)
from dateline.content.dates import PartialDate, Period


def claims(text: str) -> list[Claim]:
    """Claims written one a line: brief, publication, actor, topic, stance, time said, sources (`name@origin`)."""
    found: list[Claim] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        brief, published, by, on, stance, said, *sources = line.split()
        index = sum(claim.brief == brief for claim in found)
        found.append(
            Claim(
                brief,
                index,
                by,
                on,
                stance,  # type: ignore[arg-type]
                Period.parse(said),
                PartialDate.parse(published),
                tuple(source.split("@")[0] for source in sources),
                tuple(source.split("@")[-1] for source in sources),
            )
        )
    return found


# Thirty-six claims about two actors and three topics; what follows from them is written below, by hand
LABELLED = claims("""
    offer      2024-10-17  kyiv        deal       supports     2024-10-16            s1@rada
    costs      2025-02-04  washington  deal       supports     2025-02-03            s2@reuters
    draft      2025-02-13  kyiv        deal       conditional  2025-02-12            s3@ft s4@ft
    munich     2025-02-16  kyiv        deal       opposes      2025-02-15            s5@ap s6@reuters
    munich     2025-02-16  washington  deal       supports     2025-02-15            s5@ap
    kellogg    2025-02-21  kyiv        deal       opposes      2025-02-19            s7@afp
    terms      2025-02-26  kyiv        deal       conditional  2025-02-25            s8@ft s9@up
    clash      2025-03-01  kyiv        deal       conditional  2025-02-28            s10@bbc
    clash      2025-03-01  washington  deal       conditional  2025-02-28            s10@bbc
    letter     2025-03-05  kyiv        deal       supports     2025-03-04            s11@x s12@reuters
    letter     2025-03-05  washington  deal       supports     2025-03-04            s12@reuters
    signed     2025-05-01  kyiv        deal       supports     2025-04-30            s13@treasury
    signed     2025-05-01  washington  deal       supports     2025-04-30            s13@treasury
    victory    2024-10-17  kyiv        truce      opposes      2024-10               s14@rada
    paris      2025-02-18  kyiv        truce      conditional  2025-02-17            s15@afp
    jeddah     2025-03-12  kyiv        truce      supports     2025-03-11            s16@state
    jeddah     2025-03-12  washington  truce      supports     2025-03-11            s16@state
    call       2025-03-19  kyiv        truce      conditional  2025-03-18            s17@reuters
    call       2025-03-19  kyiv        truce      supports     2025-03-18            s18@reuters
    easter     2025-04-20  kyiv        truce      supports     2025-04-19            s19@bbc
    easter-2   2025-04-21  kyiv        truce      conditional  2025-04-19            s20@ria
    kyiv-day   2025-05-11  kyiv        truce      supports     2025-05-10            s21@afp
    months     2025-05-20  washington  truce      neutral      2025-05               s22@axios
    vatican    2025-04-27  washington  truce      conditional  2025-04-26            s23@cnn
    review     2025-06-30  washington  truce      conditional  2025-06/2025-06-20    s24@cnn
    trip       2025-06-18  washington  truce      neutral      2025-06-17            s25@cnn
    debt       2025-02-20  kyiv        repayment  opposes      2025-02-19T17:00+02:00  s26@up
    debt-2     2025-02-20  kyiv        repayment  conditional  2025-02-19T21:00+02:00  s27@ft
    year       2025-03-01  kyiv        repayment  neutral      2025                  s28@nyt
    final      2025-05-02  kyiv        repayment  opposes      2025-04-30            s29@wsj
    final      2025-05-02  washington  repayment  supports     2025-04-30            s29@wsj
    final-2    2025-05-03  washington  repayment  opposes      2025-04-30            s30@wh
    final-3    2025-05-04  washington  repayment  supports     2025-04-30            s31@wh
    later      2025-06-01  washington  repayment  supports     2025-05-31            s32@wh
    later-2    2025-06-02  washington  repayment  supports     2025-05-31            s33@wh
    last       2025-07-01  washington  repayment  neutral      2025-07-01            s34@wh
""")
BOOKS = ledgers(LABELLED)


def moves(ledger: Ledger) -> list[str]:
    return [_move(shift) for shift in shifts(ledger)]


def _move(shift: Shift) -> str:
    before, after = "+".join(shift.before), "+".join(shift.after)
    doubt = "" if shift.is_sure else "?"
    return f"{shift.said}{doubt} {before} > {after} ({shift.sources}/{shift.origins})"


def test_shifts_equal_the_labels() -> None:
    assert len(LABELLED) == 36
    assert {f"{by} on {on}": moves(ledger) for (by, on), ledger in BOOKS.items()} == {
        "kyiv on deal": [
            "2025-02-12 supports > conditional (2/1)",
            "2025-02-15 conditional > opposes (2/2)",
            "2025-02-25 opposes > conditional (2/2)",
            "2025-03-04 conditional > supports (2/2)",
        ],
        "kyiv on repayment": [
            # "2025" may be before or after all of that year
            "2025-02-19T17:00+02:00? neutral > opposes (1/1)",
            "2025-02-19T21:00+02:00 opposes > conditional (1/1)",
            "2025-04-30 conditional > opposes (1/1)",
        ],
        "kyiv on truce": [
            "2025-02-17 opposes > conditional (1/1)",
            "2025-03-11 conditional > supports (1/1)",
            "2025-04-19 supports > supports+conditional (2/2)",
            "2025-05-10 supports+conditional > supports (1/1)",
        ],
        "washington on deal": [
            "2025-02-28 supports > conditional (1/1)",
            "2025-03-04 conditional > supports (1/1)",
        ],
        "washington on repayment": [
            "2025-05-31 supports+opposes > supports (2/1)",
            "2025-07-01 supports > neutral (1/1)",
        ],
        "washington on truce": [
            "2025-04-26 supports > conditional (1/1)",
            "2025-05 conditional > neutral (1/1)",
            "2025-06/2025-06-20 neutral > conditional (1/1)",
            "2025-06-17? conditional > neutral (1/1)",
        ],
    }


def stand(by: str, on: str, day: str) -> str:
    found = standing(BOOKS[by, on], date.fromisoformat(day))
    return f"{'+'.join(found.stances)} since {found.since}, set by {found.set_by[-1].brief}" if found else "nothing"


def test_standing_on_a_day_equals_the_labels() -> None:
    assert stand("kyiv", "deal", "2024-10-15") == "nothing"
    assert stand("kyiv", "deal", "2024-10-16") == "supports since 2024-10-16, set by offer"
    assert stand("kyiv", "deal", "2025-02-14") == "conditional since 2025-02-12, set by draft"
    assert stand("kyiv", "deal", "2025-02-20") == "opposes since 2025-02-15, set by kellogg"
    assert stand("kyiv", "deal", "2025-03-01") == "conditional since 2025-02-25, set by clash"
    assert stand("kyiv", "deal", "2026-01-01") == "supports since 2025-03-04, set by signed"
    assert stand("kyiv", "truce", "2024-10-01") == "opposes since 2024-10, set by victory"
    assert stand("kyiv", "truce", "2025-04-20") == "supports+conditional since 2025-04-19, set by easter-2"
    assert stand("kyiv", "repayment", "2025-02-18") == "neutral since 2025, set by year"
    assert stand("washington", "repayment", "2025-06-05") == "supports since 2025-05-31, set by later-2"


def test_two_briefs_with_two_stances_for_one_day_contradict_each_other() -> None:
    assert contradictions(BOOKS["kyiv", "truce"]) == {
        ("easter", 0): (("easter-2", 0),),
        ("easter-2", 0): (("easter", 0),),
    }
    assert contradictions(BOOKS["washington", "repayment"]) == {
        ("final", 1): (("final-2", 0),),
        ("final-2", 0): (("final", 1), ("final-3", 0)),
        ("final-3", 0): (("final-2", 0),),
    }


def test_one_brief_with_two_stances_for_a_day_tells_of_a_move_and_its_last_stands() -> None:
    assert contradictions(BOOKS["kyiv", "deal"]) == {}
    found = standing(BOOKS["kyiv", "truce"], date(2025, 3, 18))
    assert found is not None
    assert found.stances == ("supports",)
    assert [claim.id for claim in found.set_by] == [("call", 0), ("call", 1)]


def test_vague_dates_never_contradict_each_other() -> None:
    (ledger,) = ledgers(
        claims("""
        a 2025-03-02 x y supports 2025-02
        b 2025-03-01 x y opposes  2025-02
        c 2025-03-03 x y neutral  2025-02-01/2025-02-02
        """)
    ).values()
    assert contradictions(ledger) == {}
    assert [claim.brief for claim in ledger.claims] == ["b", "a", "c"]
    assert [shift.is_sure for shift in shifts(ledger)] == [False, False]


def test_times_on_one_day_are_put_in_order_instead() -> None:
    assert contradictions(BOOKS["kyiv", "repayment"]) == {}


def test_superseded_and_repeated_claims_are_told_from_the_one_that_stands() -> None:
    assert marks(BOOKS["kyiv", "deal"]) == {
        ("offer", 0): "superseded",
        ("draft", 0): "superseded",
        ("munich", 0): "superseded",
        ("kellogg", 0): "superseded",
        ("terms", 0): "superseded",
        ("clash", 0): "superseded",
        ("letter", 0): "repeated",
        ("signed", 0): "standing",
    }


def test_of_one_day_the_stance_that_a_brief_gave_up_is_superseded() -> None:
    (ledger,) = ledgers(claims("a 2025-03-01 x y supports 2025-02-28\na 2025-03-01 x y opposes 2025-02-28")).values()
    assert marks(ledger) == {("a", 0): "superseded", ("a", 1): "standing"}


def test_matrix_has_the_fullest_rows_and_columns_first() -> None:
    shown = matrix(BOOKS, date(2025, 2, 16))
    assert shown.actors == ("kyiv", "washington")
    assert shown.topics == ("deal", "repayment", "truce")
    assert {pair: cell.stances for pair, cell in shown.cells.items()} == {
        ("kyiv", "deal"): ("opposes",),
        ("kyiv", "repayment"): ("neutral",),
        ("kyiv", "truce"): ("opposes",),
        ("washington", "deal"): ("supports",),
    }
    few = matrix(BOOKS, date(2025, 2, 16), among={("washington", "deal")})
    assert (few.actors, few.topics) == (("washington",), ("deal",))


STANCES: Sequence[Stance] = ("supports", "conditional", "neutral", "opposes")
DAYS = st.integers(0, 4).map(lambda days: date(2025, 1, 30) + timedelta(days))


@st.composite
def some_claims(draw: st.DrawFn) -> list[Claim]:
    found = []
    for number in range(draw(st.integers(1, 8))):
        said = draw(DAYS).isoformat()
        found.append(
            Claim(
                draw(st.sampled_from("abc")),
                number,
                draw(st.sampled_from("xy")),
                "t",
                draw(st.sampled_from(STANCES)),
                Period.parse(draw(st.sampled_from([said, said[:7]]))),
                PartialDate.parse(draw(DAYS).isoformat()),
            )
        )
    return found


@given(some_claims(), DAYS, st.randoms(use_true_random=False))
def test_standing_is_what_a_look_at_every_claim_finds(found: list[Claim], day: date, random: object) -> None:
    books = ledgers(found)
    random.shuffle(found)  # type: ignore[attr-defined]
    assert ledgers(found) == books
    for (by, on), ledger in books.items():
        said = [claim for claim in found if (claim.by, claim.on) == (by, on) and claim.said.start.first <= day]
        now = standing(ledger, day)
        assert (now is None) == (not said)
        if now is None:
            continue
        newest = max(claim.said.start.first for claim in said)
        exact = [claim for claim in said if claim.said.text == newest.isoformat()]
        if exact:
            last = {claim.brief: claim.stance for claim in sorted(exact, key=lambda one: (one.published, one.index))}
            assert set(now.stances) == set(last.values())
        else:
            vague = [claim for claim in said if claim.said.start.first == newest]
            last_out = max(vague, key=lambda one: (one.published, one.brief, one.index))
            assert now.stances == (last_out.stance,)


@given(some_claims())
def test_every_claim_has_one_place_and_one_mark(found: list[Claim]) -> None:
    books = ledgers(found)
    placed = [claim.id for ledger in books.values() for claim in ledger.claims]
    assert sorted(placed) == sorted(claim.id for claim in found)
    for ledger in books.values():
        assert marks(ledger).keys() == {claim.id for claim in ledger.claims}
        assert {id_ for id_, mark in marks(ledger).items() if mark == "standing"} <= {
            claim.id for claim in ledger.steps[-1].claims
        }
