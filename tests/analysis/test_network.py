"""The network of actors: what is drawn of it, and that it is drawn the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.layout import WIDTH, lay_out
from dateline.analysis.network import Edge, Neighbour, Ties, ego, network

TIES = Ties(
    [("bessent", "treasury"), ("fund", "dfc"), ("dfc", "fund"), ("dfc", "dfc")],
    {("usa", "ukraine"): 9, ("ukraine", "russia"): 4, ("treasury", "usa"): 2, ("bessent", "usa"): 1},
)
SIZES = {"usa": 12, "ukraine": 10, "russia": 5, "treasury": 3, "bessent": 2, "dfc": 1, "fund": 1}


def test_edges_are_of_two_kinds_with_their_weights() -> None:
    drawn = network(TIES, SIZES)
    assert drawn.edges == (
        Edge(("dfc", "fund"), "declared", 2),
        Edge(("bessent", "treasury"), "declared", 1),
        Edge(("ukraine", "usa"), "together", 9),
        Edge(("russia", "ukraine"), "together", 4),
        Edge(("treasury", "usa"), "together", 2),
        Edge(("bessent", "usa"), "together", 1),
    )
    assert [(node.id, node.size) for node in drawn.nodes] == list(SIZES.items())
    assert drawn.left_out == 0


def test_a_large_network_keeps_its_largest_actors_and_strongest_edges() -> None:
    drawn = network(TIES, SIZES, most_nodes=5, most_edges=1)
    assert [node.id for node in drawn.nodes] == ["usa", "ukraine", "russia", "treasury", "bessent"]
    assert drawn.left_out == 2
    # The declared tie is kept, and for each actor that it does not reach the strongest edge
    assert [edge.pair for edge in drawn.edges] == [("bessent", "treasury"), ("ukraine", "usa"), ("russia", "ukraine")]


def test_actors_without_ties_are_not_drawn() -> None:
    assert network(Ties([], {}), {"usa": 3}).nodes == ()
    drawn = network(Ties([], {("a", "b"): 1, ("c", "d"): 1}), {"a": 5, "c": 4}, most_nodes=2)
    assert (drawn.nodes, drawn.edges, drawn.left_out) == ((), (), 4)


def test_around_an_actor_stand_its_declared_ties_then_those_it_appears_with_most() -> None:
    around = ego(TIES, "usa")
    assert around.neighbours == (
        Neighbour("ukraine", 0, 9),
        Neighbour("treasury", 0, 2),
        Neighbour("bessent", 0, 1),
    )
    assert around.among == (Edge(("bessent", "treasury"), "declared", 1),)
    assert [one.id for one in ego(TIES, "treasury").neighbours] == ["bessent", "usa"]
    few = ego(TIES, "usa", most=1)
    assert ([one.id for one in few.neighbours], few.among, few.left_out) == (["ukraine"], (), 2)
    assert ego(TIES, "nobody").neighbours == ()


PAIRS = st.dictionaries(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(lambda pair: pair[0] < pair[1]),
    st.integers(1, 9),
)


@given(PAIRS, st.randoms(use_true_random=False))
def test_every_node_has_a_place_inside_the_drawing_in_whatever_order_ties_come(
    pairs: dict[tuple[str, str], int], random: object
) -> None:
    drawn = network(Ties([], pairs), {})
    shuffled = [((b, a), weight) for (a, b), weight in pairs.items()]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert network(Ties([], dict(shuffled)), {}) == drawn
    assert {node.id for node in drawn.nodes} == {id_ for pair in pairs for id_ in pair}
    assert all(0 < node.x < drawn.width == WIDTH and 0 < node.y < drawn.height for node in drawn.nodes)
    places = [(node.x, node.y) for node in drawn.nodes]
    assert len(set(places)) == len(places)


def test_a_chain_is_drawn_as_a_chain() -> None:
    layout = lay_out("abcd", {("a", "b"): 100, ("b", "c"): 100, ("c", "d"): 100})

    def apart(one: str, other: str) -> float:
        (x, y), (other_x, other_y) = layout.places[one], layout.places[other]
        return float(((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5)

    assert 2.8 < apart("a", "d") / apart("a", "b") < 3.1
    assert abs(apart("a", "b") - apart("c", "d")) < 0.05 * apart("a", "b")


def test_the_drawing_is_the_same_whatever_python_makes_of_hashes() -> None:
    code = (
        "from dateline.analysis.network import Ties, network\n"
        "names = [f'actor-{n}' for n in range(40)]\n"
        "pairs = {(names[n * n % 40], names[(7 * n + 3) % 40]): n % 5 + 1 for n in range(90)}\n"
        "print(network(Ties([(names[0], names[1])], pairs), {name: 3 for name in names}))"
    )
    drawings = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(drawings) == 1
    assert "Node(id='actor-0'" in drawings.pop()
