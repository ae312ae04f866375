from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.judgements import RANGES, Bin
from dateline.analysis.network import Edge, Ego, Neighbour, Network, Node, Ties, ego, network
from dateline.content.dates import PartialDate, Period
from dateline.site.card_views import BriefCard, RecordCard
from dateline.site.cards import Cards
from dateline.site.charts.bars import bars, last_months
from dateline.site.charts.calibration import calibration_chart
from dateline.site.charts.labels import LINE
from dateline.site.charts.network import ego_drawing, network_drawing
from dateline.site.charts.scale import NARROW, WIDE
from dateline.site.charts.story import story_chart
from dateline.site.charts.views import DrawingView, TickView

LETTER = 6
"""Width of a letter at the size of labels, on average."""


def place(percent: str, width: int) -> float:
    return float(percent.removesuffix("%")) * width / 100


def brief(name: str) -> BriefCard:
    day = PartialDate.parse("2025")
    return BriefCard(name, f"/{name}/", name, day, None, "update", "", "TLP:CLEAR", "published", (), (), "", "en")


def cards(names: dict[str, str]) -> Cards:
    known = {("actor", id): RecordCard("actor", id, f"/{id}/", name, "", "person") for id, name in names.items()}
    return Cards(known, {}, {})  # type: ignore[arg-type]  # ids of actors only


def by_id(known: Cards) -> dict[str, RecordCard]:
    return {id: card for (_, id), card in known.records.items()}


def ends(tick: TickView, width: int) -> tuple[float, float]:
    """Where the label of a tick starts and ends; a month is told in fourteen letters at most."""
    wide = LETTER * (4 if len(tick.when.text) == 4 else 14)
    start = place(tick.x, width) - {"start": 0, "middle": wide / 2, "end": wide}[tick.anchor]
    return start, start + wide


def names(drawing: DrawingView, width: int) -> list[tuple[str, float, float, int, int]]:
    """Each name that a drawing shows at a width, with the left, right, top and bottom of its text."""
    found = []
    for node in drawing.nodes:
        label = node.label
        if label and (width >= WIDE or not label.is_wide):
            wide = max(map(len, label.lines)) * LETTER
            left = place(node.x, width) + label.dx - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
            top = label.y - LINE + 3
            found.append((node.card.name, left, left + wide, top, top + LINE * len(label.lines)))
    return found


def overlap(a: tuple[str, float, float, int, int], b: tuple[str, float, float, int, int]) -> bool:
    return a[1] < b[2] and b[1] < a[2] and a[3] < b[4] and b[3] < a[4]


months = st.integers(1990 * 12, 2030 * 12).map(lambda number: f"{number // 12}-{number % 12 + 1:02}")


@given(st.lists(st.tuples(months, st.integers(1, 50)), min_size=1, max_size=30))
def test_bars_and_what_is_left_out_tell_all_counts(counts: list[tuple[str, int]]) -> None:
    span = last_months(month for month, _ in counts)
    assert span
    found = bars(counts, span)
    assert found
    assert found.total + found.left_out == sum(count for _, count in counts)
    assert found.total == sum(bar.count for bar in found.bars)
    assert max(bar.height for bar in found.bars) == found.height
    assert all(bool(bar.count) == bool(bar.height) and bar.y + bar.height == found.height for bar in found.bars)


@given(st.lists(st.tuples(months, st.just(1)), min_size=2, max_size=5), st.sampled_from([NARROW, 500, WIDE, 1100]))
def test_dates_below_an_axis_do_not_touch(counts: list[tuple[str, int]], width: int) -> None:
    span = last_months(month for month, _ in counts)
    assert span
    found = bars(counts, span)
    assert found
    shown = [ends(tick, width) for tick in found.ticks if width >= WIDE or not tick.is_wide]
    assert all(left[1] <= right[0] for left, right in pairwise(shown))


def test_a_span_without_counts_is_not_drawn() -> None:
    assert bars([("2020-01", 3)], ("2024-01", "2024-12")) is None


def test_a_single_month_is_drawn_with_one_date() -> None:
    found = bars([("2024-01", 3)], ("2024-01", "2024-01"))
    assert found
    assert [tick.anchor for tick in found.ticks] == ["middle"]


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60), st.integers(0, 12)), min_size=2, max_size=40))
def test_events_of_a_story_stand_within_it_and_not_over_each_other(scenes: list[tuple[int, int, int]]) -> None:
    start = date(2023, 1, 1)
    made = []
    for number, (day, length, thread) in enumerate(sorted(scenes)):
        first = PartialDate.parse((start + timedelta(day)).isoformat())
        last = PartialDate.parse((start + timedelta(day + length)).isoformat())
        made.append((Period(f"{first.text}/{last.text}", first, last), brief(str(number)), thread))
    found = story_chart(made)
    assert found
    assert [mark.brief.title for mark in sorted(found.marks, key=lambda mark: int(mark.brief.title))] == [
        str(number) for number in range(len(scenes))
    ]
    assert all(
        0 <= place(mark.x, 100) <= 100 and mark.y - 4 >= 0 and mark.y + 4 <= found.height for mark in found.marks
    )
    levels = {lane.y for lane in found.lanes}
    for a, b in combinations(found.marks, 2):
        if a.y == b.y and a.y in levels:
            assert a.x == b.x or abs(place(a.x, NARROW) - place(b.x, NARROW)) >= 8 or len(scenes) > 8


def test_a_single_event_is_no_story_to_draw() -> None:
    when = PartialDate.parse("2025-01-01")
    assert story_chart([(Period("2025-01-01", when, when), brief("a"), 0)]) is None


@pytest.mark.parametrize("width", [NARROW, 400, WIDE, 900])
@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_names_around_an_actor_are_all_there_and_do_not_overlap(count: int, width: int) -> None:
    long = {f"a{number}": f"Ministry number {number} of Economy and Trade of the Republic" for number in range(count)}
    around = Ego("me", tuple(Neighbour(id, 1, 2) for id in long), (Edge(("a0", "a1"), "together", 1),)[: count - 1], 0)
    drawing = ego_drawing(around, by_id(cards({"me": "Me", **long})))
    shown = names(drawing, width)
    assert [name for name, *_ in shown] == list(long.values())
    assert not [pair for pair in combinations(shown, 2) if overlap(*pair)]
    assert all(left >= 0 and right <= width and top >= 0 for _, left, right, top, _ in shown)
    assert max(node.y for node in drawing.nodes) < drawing.height


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1200), st.integers(1, 60)), min_size=1, max_size=40))
def test_names_in_the_network_do_not_overlap_at_any_width(places: list[tuple[int, int, int]]) -> None:
    nodes = tuple(Node(f"a{number}", size, x, y) for number, (x, y, size) in enumerate(places))
    known = cards({node.id: f"Actor with the number {node.id}" for node in nodes})
    drawing = network_drawing(Network(nodes, (), 1000, 1200, 0), by_id(known))
    for width in (NARROW, 360, 480, WIDE, 800, 1100):
        shown = names(drawing, width)
        assert not [pair for pair in combinations(shown, 2) if overlap(*pair)]
        assert all(left >= -1 and right <= width + 1 for _, left, right, _, _ in shown)


def test_the_largest_actor_is_named_first() -> None:
    ties = Ties([], {("big", "small"): 3})
    found = network(ties, {"big": 40, "small": 1})
    drawing = network_drawing(found, by_id(cards({"big": "Big", "small": "Small"})))
    assert [node.label.lines for node in drawing.nodes if node.label] == [("Big",), ("Small",)]
    assert ego(ties, "big").neighbours[0].id == "small"


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0, 1)), min_size=7, max_size=7))
def test_points_of_calibration_lie_in_the_plot_and_are_as_high_as_their_share(counts: list[tuple[int, float]]) -> None:
    bins = [
        Bin(one, ("likely",), count, round(count * part)) for one, (count, part) in zip(RANGES, counts, strict=True)
    ]
    chart = calibration_chart(bins)
    assert [(point.count, point.true) for point in chart.points] == [(one.count, one.true) for one in bins if one.count]
    for point in chart.points:
        assert place(chart.left, 100) <= place(point.x1, 100) <= place(point.x, 100) <= place(point.x2, 100)
        high = (chart.bottom - point.y) / (chart.bottom - chart.top)
        assert abs(high - point.true / point.count) < 0.01
        assert 10 <= point.label_y <= chart.bottom


def test_actors_in_one_place_are_moved_apart() -> None:
    nodes = tuple(Node(f"a{number}", 60, 500, 600) for number in range(12))
    known = cards({node.id: "A name" for node in nodes})
    drawing = network_drawing(Network(nodes, (), 1000, 1200, 0), by_id(known))
    for a, b in combinations(drawing.nodes, 2):
        assert (place(a.x, 1000) - place(b.x, 1000)) ** 2 + (a.y - b.y) ** 2 > (a.radius + b.radius) ** 2
    assert all(node.label for node in drawing.nodes)
