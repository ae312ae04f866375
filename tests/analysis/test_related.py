"""Which briefs are related, in what order, and that the work stays linear."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.related import Item, Related, related


def brief(id_: str, *terms: str, day: int = 0, follows: tuple[str, ...] = ()) -> Item:
    """A brief with terms written short: `usa` is an actor, `#war` a topic."""
    full = (f"topic:{term[1:]}" if term.startswith("#") else f"actor:{term}" for term in terms)
    return Item(id_, day, frozenset(full), follows)


def order(items: list[Item], id_: str) -> list[str]:
    return [other.id for other in related(items)[id_]]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (["usa", "#war"], ["usa", "#war"], True),
        (["#war", "#aid"], ["#war", "#aid"], True),
        (["usa", "russia"], ["usa", "russia"], True),
        (["usa", "russia", "#war"], ["usa", "russia", "#aid"], False),
        (["usa", "russia"], ["usa", "russia", "#aid"], False),
        (["usa", "#war"], ["usa", "#aid"], False),
        (["usa", "#war"], ["eu", "#war"], False),
        (["#war"], ["#war"], False),
        (["usa"], ["usa"], False),
        ([], [], False),
    ],
)
def test_a_shared_topic_and_one_more_term_relate_or_two_actors_where_there_are_no_topics(
    one: list[str], other: list[str], expected: bool
) -> None:
    items = [brief("a", *one), brief("b", *other)]
    assert order(items, "a") == ["b"] * expected
    assert order(items, "b") == ["a"] * expected


def test_a_related_brief_says_what_is_shared_the_rarest_first_and_how_far_it_is() -> None:
    items = [
        brief("a", "usa", "ukraine", "#war", day=10),
        brief("b", "ukraine", "usa", "#war", "#aid", day=3, follows=("a",)),
        brief("c", "usa", "#war", day=11),
        brief("d", "usa", day=12),
    ]
    assert related(items) == {
        "a": (
            Related("b", ("actor:ukraine", "topic:war", "actor:usa"), "continued by", 7),
            Related("c", ("topic:war", "actor:usa"), "", 1),
        ),
        "b": (
            Related("a", ("actor:ukraine", "topic:war", "actor:usa"), "continues", 7),
            Related("c", ("topic:war", "actor:usa"), "", 8),
        ),
        "c": (
            Related("a", ("topic:war", "actor:usa"), "", 1),
            Related("b", ("topic:war", "actor:usa"), "", 8),
        ),
        "d": (),
    }


def test_a_thread_comes_first_though_nothing_is_shared() -> None:
    items = [brief("new", "usa", "#war", follows=("old",)), brief("same", "usa", "#war"), brief("old", day=-900)]
    assert related(items)["new"] == (
        Related("old", (), "continues", 900),
        Related("same", ("actor:usa", "topic:war"), "", 0),
    )
    assert related(items)["old"] == (Related("new", (), "continued by", 900),)


def test_rare_terms_weigh_more_than_common_ones() -> None:
    crowd = [brief(f"x{number}", "usa", "#war", day=9999) for number in range(20)]
    items = [
        brief("a", "usa", "palau", "#war"),
        brief("common", "usa", "#war", "fiji"),
        brief("rare", "palau", "#war", "samoa"),
        *crowd,
    ]
    assert order(items, "a")[0] == "rare"


def test_terms_that_only_one_of_two_has_count_against_them() -> None:
    items = [brief("a", "usa", "#war"), brief("b", "usa", "#war", "#x", "#y", "#z"), brief("c", "usa", "#war", "#x")]
    assert order(items, "a") == ["c", "b"]


def test_of_equals_the_nearer_in_time_comes_first_then_the_smaller_id() -> None:
    items = [brief(id_, "usa", "#war", day=day) for id_, day in [("a", 0), ("d", 5), ("c", -5), ("b", 400)]]
    assert order(items, "a") == ["c", "d", "b"]


def test_nearness_in_time_outweighs_a_small_difference() -> None:
    terms = ("usa", "ukraine", "#war", "#aid")
    items = [brief("a", *terms), brief("far", *terms, day=3000), brief("near", *terms, "eu", day=1)]
    assert order(items, "a") == ["near", "far"]


def test_of_a_thread_that_shares_nothing_the_nearer_comes_first() -> None:
    items = [brief("a", follows=("b", "c")), brief("b", day=9), brief("c", day=8)]
    assert order(items, "a") == ["c", "b"]


def test_a_brief_that_follows_itself_or_one_that_is_not_there_has_no_thread() -> None:
    assert related([brief("a", "usa", "#war", follows=("a", "gone"))]) == {"a": ()}


def test_two_briefs_that_follow_each_other_continue_each_other() -> None:
    result = related([brief("a", follows=("b",)), brief("b", follows=("a",))])
    assert (result["a"][0].follows, result["b"][0].follows) == ("continues", "continues")


def test_there_are_at_most_as_many_as_asked_for() -> None:
    items = [brief(f"b{number}", "usa", "#war", day=number) for number in range(9)]
    assert {len(others) for others in related(items, limit=3).values()} == {3}


TERMS = st.frozensets(st.sampled_from(["actor:a", "actor:b", "actor:c", "topic:x", "topic:y"]))
ITEMS = st.lists(
    st.builds(
        Item,
        id=st.sampled_from("pqrstuvw"),
        day=st.integers(0, 60),
        terms=TERMS,
        follows=st.lists(st.sampled_from("pqrstuvw"), max_size=2).map(tuple),
    ),
    unique_by=lambda item: item.id,
)


@given(ITEMS, st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_the_order_of_items(items: list[Item], random: Random) -> None:
    shuffled = items[:]
    random.shuffle(shuffled)
    assert list(related(shuffled).items()) == list(related(items).items())


@given(ITEMS)
def test_exactly_the_related_are_listed_and_nothing_twice(items: list[Item]) -> None:
    result = related(items, limit=99)
    for one in items:
        listed = [other.id for other in result[one.id]]
        assert len(set(listed)) == len(listed)
        for other in items:
            shared = one.terms & other.terms
            topics = sum(term.startswith("topic:") for term in shared)
            no_topics = not any(term.startswith("topic:") for term in one.terms | other.terms)
            near = len(shared) > 1 and (topics > 0 or no_topics)
            thread = other.id in one.follows or one.id in other.follows
            assert (other.id in listed) == (other is not one and (near or thread))


class CountedDay(int):
    """A day that counts how often days are compared."""

    compared = 0

    def __sub__(self, other: int) -> int:
        CountedDay.compared += 1
        return int(self) - int(other)


def comparisons(count: int) -> int:
    """How often briefs are compared if one actor, one state and one topic are in all of them."""
    CountedDay.compared = 0
    terms = frozenset(["actor:usa", "actor:ukraine", "topic:war"])
    related(Item(f"b{number:04}", CountedDay(number), terms) for number in range(count))
    return CountedDay.compared


def test_twice_the_briefs_are_twice_the_work_though_all_share_their_terms() -> None:
    assert 0 < comparisons(1000) < 1000 * 60
    assert comparisons(1000) * 1.9 < comparisons(2000) < comparisons(1000) * 2.1
