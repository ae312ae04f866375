"""The network of actors: who is tied to whom, by declared relations and by appearing together.

Places of the nodes come from `layout`; here is decided what is drawn, and how long each edge wants to be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Literal

from msgspec import Struct

from dateline.analysis.layout import Layout, lay_out

MOST_NODES = 80
"""More than these cannot be read in one drawing."""
MOST_EDGES = 240
EGO = 12
"""How many neighbours the network around one actor shows."""

EdgeKind = Literal["declared", "together"]
Pair = tuple[str, str]
"""Two ids, the smaller first."""

_SHORTEST, _LONGEST = 100, 200
"""How long an edge wants to be: between two that always come together, and between two that hardly do."""


class Edge(Struct, frozen=True):
    """Two actors that are tied. `weight` is the number of relations declared, or of briefs in which both appear."""

    pair: Pair
    kind: EdgeKind
    weight: int


class Node(Struct, frozen=True):
    """An actor in a drawing, with the number of its briefs, and its place."""

    id: str
    size: int
    x: int
    y: int


class Chosen(Struct, frozen=True):
    """What a drawing is to show: actors with the number of their briefs, the largest first, and edges."""

    sizes: tuple[tuple[str, int], ...]
    edges: tuple[Edge, ...]
    left_out: int


class Network(Struct, frozen=True):
    """A drawing `width` by `height`: nodes, the largest first, and edges, declared ones first, then the strongest."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int
    left_out: int
    """Actors with ties that are not drawn."""


class Neighbour(Struct, frozen=True):
    """An actor next to another: the relations declared between them, and the briefs in which both appear."""

    id: str
    declared: int
    together: int


class Ego(Struct, frozen=True):
    """What surrounds one actor: its nearest neighbours, and as many edges among these, the strongest."""

    id: str
    neighbours: tuple[Neighbour, ...]
    among: tuple[Edge, ...]
    left_out: int


class Ties:
    """All edges among actors, found by kind, pair and actor."""

    def __init__(self, declared: Iterable[Pair], together: Mapping[Pair, int]) -> None:
        """Takes pairs in any order; one that is declared twice weighs double, an actor with itself is passed over."""
        self.declared = _weights((pair, 1) for pair in declared)
        self.together = _weights(together.items())
        next_to: defaultdict[str, list[str]] = defaultdict(list)
        for a, b in {**self.declared, **self.together}:
            next_to[a].append(b)
            next_to[b].append(a)
        self._next_to = {actor: tuple(others) for actor, others in next_to.items()}

    @property
    def actors(self) -> frozenset[str]:
        """Those with any tie."""
        return frozenset(self._next_to)

    def neighbours(self, actor: str) -> tuple[Neighbour, ...]:
        """All actors tied to one: those with declared ties first, then those that appear with it most, then by id."""
        found = (
            Neighbour(other, self.declared.get(pair, 0), self.together.get(pair, 0))
            for other in self._next_to.get(actor, ())
            if (pair := ordered_pair(actor, other))
        )
        return tuple(sorted(found, key=lambda one: (not one.declared, -one.together, -one.declared, one.id)))

    def edges(self, actors: frozenset[str]) -> list[Edge]:
        """The edges among some actors: declared ones first, then the strongest, then by ids."""
        both: list[tuple[EdgeKind, Mapping[Pair, int]]] = [("declared", self.declared), ("together", self.together)]
        pairs = list(combinations(sorted(actors), 2))
        found = [Edge(pair, kind, weights[pair]) for kind, weights in both for pair in pairs if pair in weights]
        return sorted(found, key=lambda edge: (edge.kind, -edge.weight, edge.pair))


def network(
    ties: Ties, sizes: Mapping[str, int], most_nodes: int = MOST_NODES, most_edges: int = MOST_EDGES
) -> Network:
    """The drawing of all actors with ties: those that `choose` chooses, laid out."""
    return lay_network_out(choose(ties, sizes, most_nodes, most_edges))


def choose(ties: Ties, sizes: Mapping[str, int], most_nodes: int = MOST_NODES, most_edges: int = MOST_EDGES) -> Chosen:
    """The `most_nodes` actors with most briefs, and their strongest edges.

    Every declared relation among them is drawn, and the strongest edge of each; what is left of `most_edges` goes to
    the strongest of the others.
    """
    largest = sorted(ties.actors, key=lambda id_: (-sizes.get(id_, 0), id_))
    drawn = frozenset(largest[:most_nodes])
    edges = _strongest(ties.edges(drawn), most_edges)
    ids = [id_ for id_ in largest[:most_nodes] if any(id_ in edge.pair for edge in edges)]
    return Chosen(tuple((id_, sizes.get(id_, 0)) for id_ in ids), tuple(edges), len(largest) - len(ids))


def lay_network_out(chosen: Chosen) -> Network:
    """What was chosen with its places: the same on any machine. It takes a fifth of a second for a full drawing."""
    layout = _layout(chosen.edges, dict(chosen.sizes))
    nodes = tuple(Node(id_, size, *layout.places[id_]) for id_, size in chosen.sizes)
    return Network(nodes, chosen.edges, layout.width, layout.height, chosen.left_out)


def ego(ties: Ties, actor: str, most: int = EGO) -> Ego:
    """The network around one actor."""
    neighbours = ties.neighbours(actor)
    shown = neighbours[:most]
    among = ties.edges(frozenset(one.id for one in shown))
    return Ego(actor, shown, tuple(among[: len(shown)]), len(neighbours) - len(shown))


def ordered_pair(a: str, b: str) -> Pair:
    return (a, b) if a <= b else (b, a)


def _weights(pairs: Iterable[tuple[Pair, int]]) -> dict[Pair, int]:
    weights: defaultdict[Pair, int] = defaultdict(int)
    for (a, b), weight in pairs:
        if a != b and weight > 0:
            weights[ordered_pair(a, b)] += weight
    return dict(sorted(weights.items()))


def _strongest(edges: list[Edge], most: int) -> list[Edge]:
    """The edges to draw, in the order given."""
    kept = {edge for edge in edges if edge.kind == "declared"}
    reached = {id_ for edge in kept for id_ in edge.pair}
    for edge in edges:
        if not reached.issuperset(edge.pair):
            kept.add(edge)
            reached.update(edge.pair)
    for edge in edges:
        if len(kept) >= most:
            break
        kept.add(edge)
    return [edge for edge in edges if edge in kept]


def _layout(edges: Iterable[Edge], sizes: Mapping[str, int]) -> Layout:
    lengths: dict[Pair, int] = {}
    for pair, length in _lengths(edges, sizes):
        lengths[pair] = min(length, lengths.get(pair, _LONGEST))
    return lay_out([*sizes], lengths)


def _lengths(edges: Iterable[Edge], sizes: Mapping[str, int]) -> Iterator[tuple[Pair, int]]:
    """How long each edge wants to be: the greater the part of their briefs that two actors share, the shorter."""
    for edge in edges:
        briefs = sum(sizes.get(id_, 0) for id_ in edge.pair)
        share = 2 * edge.weight * (_LONGEST - _SHORTEST) // max(briefs, 2 * edge.weight)
        yield edge.pair, _LONGEST - (share if edge.kind == "together" else (_LONGEST - _SHORTEST) // 2)
