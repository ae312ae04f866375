"""The tree of topics, against counts made by hand and by brute force."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.topic_tree import cycles, topic_tree

PARENTS = {"minerals": "economy", "economy": None, "aid": "economy", "security": None, "titanium": "minerals"}
NAMES = {"minerals": "Minerals", "economy": "Economy", "aid": "Aid", "security": "Defence", "titanium": "Titanium"}
BRIEFS = {"minerals": ["b2", "b1"], "titanium": ["b3", "b2"], "economy": ["b1"], "aid": ["b4"]}


def test_roots_and_children_stand_by_name_and_ancestors_from_the_root() -> None:
    tree = topic_tree(PARENTS, BRIEFS, NAMES)
    assert tree.roots == ("security", "economy")
    assert tree.children == {
        "economy": ("aid", "minerals"),
        "minerals": ("titanium",),
        "aid": (),
        "security": (),
        "titanium": (),
    }
    assert tree.ancestors == {
        "economy": (),
        "minerals": ("economy",),
        "aid": ("economy",),
        "security": (),
        "titanium": ("economy", "minerals"),
    }


def test_a_brief_counts_once_for_a_topic_though_it_names_several_below() -> None:
    tree = topic_tree(PARENTS, BRIEFS, NAMES)
    assert tree.briefs == {
        "economy": ("b1", "b2", "b3", "b4"),
        "minerals": ("b1", "b2", "b3"),
        "aid": ("b4",),
        "security": (),
        "titanium": ("b2", "b3"),
    }
    assert tree.count == {"economy": 4, "minerals": 3, "aid": 1, "security": 0, "titanium": 2}


def test_a_tree_cannot_be_changed() -> None:
    tree = topic_tree(PARENTS, BRIEFS, NAMES)
    with pytest.raises(AttributeError, match="immutable"):
        tree.roots = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        tree.count["aid"] = 9  # type: ignore[index]


def test_topics_of_one_name_stand_by_id() -> None:
    assert topic_tree({"b": None, "a": None}, {}, {"a": "Same", "b": "Same"}).roots == ("a", "b")


def test_a_topic_whose_parent_is_not_there_is_a_root() -> None:
    tree = topic_tree({"a": "hidden"}, {"a": ["b1"]}, {"a": "A"})
    assert (tree.roots, tree.ancestors["a"], tree.count["a"]) == (("a",), (), 1)


def test_briefs_of_a_topic_that_is_not_there_are_an_error() -> None:
    with pytest.raises(ValueError, match="no topic 'x'"):
        topic_tree({"a": None}, {"x": ["b1"]}, {})


def test_a_circle_has_no_tree() -> None:
    with pytest.raises(ValueError, match="their own parents: a, b"):
        topic_tree({"b": "a", "a": "b"}, {}, {})


def test_a_circle_is_found_once_from_its_smallest_id_on() -> None:
    parents = {"y": "x", "x": "z", "z": "y", "in": "y", "self": "self", "free": None, "lost": "nowhere"}
    assert cycles(parents) == (("self",), ("x", "z", "y"))


def test_a_chain_of_5000_topics_is_no_deeper_than_any() -> None:
    chain = {f"t{number:04}": f"t{number - 1:04}" if number else None for number in range(5000)}
    tree = topic_tree(chain, {"t4999": ["b1"], "t0000": ["b2"]}, {})
    assert tree.roots == ("t0000",)
    assert tree.ancestors["t4999"] == tuple(sorted(chain)[:-1])
    assert (tree.count["t0000"], tree.count["t4999"]) == (2, 1)
    assert cycles(chain | {"t0000": "t4999"})[0][:2] == ("t0000", "t4999")


TOPICS = "abcdef"
# A parent is a topic of a smaller letter, so that no circle can be
TREES = st.fixed_dictionaries({topic: st.sampled_from([None, *TOPICS[:place]]) for place, topic in enumerate(TOPICS)})
DIRECT = st.dictionaries(st.sampled_from(TOPICS), st.lists(st.sampled_from(["b1", "b2", "b3"])))


@given(TREES, DIRECT, st.permutations(TOPICS))
def test_counts_equal_brute_force_in_any_order_of_input(
    parents: dict[str, str | None], direct: dict[str, list[str]], order: list[str]
) -> None:
    tree = topic_tree(parents, direct, {})
    assert tree == topic_tree({topic: parents[topic] for topic in order}, direct, {})
    for topic in TOPICS:
        line = [topic]
        while (parent := parents[line[0]]) is not None:
            line.insert(0, parent)
        assert tree.ancestors[topic] == tuple(line[:-1])
        below = {
            brief for other in TOPICS if topic in (*tree.ancestors[other], other) for brief in direct.get(other, ())
        }
        assert tree.briefs[topic] == tuple(sorted(below))
        assert tree.count[topic] == len(below)
    assert cycles(parents) == ()


@given(st.dictionaries(st.sampled_from(TOPICS), st.sampled_from([None, *TOPICS])), st.permutations(TOPICS))
def test_every_topic_that_is_its_own_ancestor_is_in_one_circle(
    parents: dict[str, str | None], order: list[str]
) -> None:
    found = cycles(parents)
    assert found == cycles({topic: parents[topic] for topic in order if topic in parents})
    for circle in found:
        assert circle[0] == min(circle)
        assert [parents[topic] for topic in circle] == [*circle[1:], circle[0]]
    own_ancestors = []
    for topic, parent in parents.items():
        above = parent
        for _ in TOPICS:
            if above is None or above == topic:
                break
            above = parents.get(above)
        if above == topic:
            own_ancestors.append(topic)
    assert sorted(topic for circle in found for topic in circle) == sorted(own_ancestors)
