"""The chart of calibration: what was judged against what came true."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.analysis.judgements import Bin
from dateline.site.charts.scale import NARROW, percent, share
from dateline.site.charts.views import CalibrationChartView, GridView, PointView

_LEFT, _RIGHT = 130, 980
"""The plot's sides, in thousandths; left of it stand the percentages."""
_TOP, _BOTTOM = 16, 216
_LABELS = 24
_LETTER = 7
_LINE = 14


def calibration_chart(bins: Iterable[Bin]) -> CalibrationChartView:
    """A point for each range that was used, as high as the share that came true."""
    taken: list[tuple[int, int, int]] = []
    return CalibrationChartView(
        points=tuple(_point(one, taken) for one in bins if one.count),
        grid=tuple(GridView(number, percent(_x(number * 10)), _y(number * 10)) for number in (0, 25, 50, 75, 100)),
        left=percent(_LEFT),
        right=percent(_RIGHT),
        top=_TOP,
        bottom=_BOTTOM,
        height=_BOTTOM + _LABELS,
    )


def _point(one: Bin, taken: list[tuple[int, int, int]]) -> PointView:
    x, y = _x(round(one.forecast * 1000)), _y(share(one.true, one.count))
    radius = 3 + min(one.count.bit_length(), 4)
    return PointView(
        count=one.count,
        true=one.true,
        x=percent(x),
        y=y,
        radius=radius,
        x1=percent(_x(one.range[0] * 10)),
        x2=percent(_x(one.range[1] * 10)),
        label_y=_label_y(f"{one.true}/{one.count}", x, y, radius, taken),
    )


def _label_y(text: str, x: int, y: int, radius: int, taken: list[tuple[int, int, int]]) -> int:
    """Above the point, or below it, or further above, where no other label stands when the chart is narrow."""
    middle, half = x * NARROW // 1000, len(text) * _LETTER // 2
    heights = [y - radius - 4, y + radius + _LINE - 3, *(y - radius - 4 - step * _LINE for step in range(1, 8))]
    fitting = [height for height in heights if _LINE - 4 <= height <= _BOTTOM]
    free = next((height for height in fitting if _is_free(middle, height, half, taken)), fitting[0])
    taken.append((middle, free, half))
    return free


def _is_free(middle: int, height: int, half: int, taken: list[tuple[int, int, int]]) -> bool:
    return all(abs(middle - x) >= half + wide or abs(height - y) >= _LINE for x, y, wide in taken)


def _x(thousandths: int) -> int:
    return _LEFT + share(thousandths, 1000, _RIGHT - _LEFT)


def _y(thousandths: int) -> int:
    return _BOTTOM - share(thousandths, 1000, _BOTTOM - _TOP)
