"""Where the time of a command went, by stage: wall and CPU seconds, its processes included."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator


class Stopwatch:
    """Starts when it is made; a stage named twice is one, and one that took no time is not told."""

    def __init__(self) -> None:
        self._stages: dict[str, tuple[float, float]] = {}
        self._last = _now()

    def lap(self, stage: str) -> None:
        """Count the time since the lap before for `stage`."""
        now = _now()
        wall, cpu = self._stages.get(stage, (0.0, 0.0))
        self._stages[stage] = (wall + now[0] - self._last[0], cpu + now[1] - self._last[1])
        self._last = now

    def table(self) -> Iterator[str]:
        """The stages in their order, and all together."""
        total = tuple(map(sum, zip(*self._stages.values(), strict=True))) or (0.0, 0.0)
        yield f"{'stage':<10}{'wall s':>9}{'CPU s':>9}"
        for name, (wall, cpu) in (*self._stages.items(), ("total", total)):
            if wall >= 0.0005 or name == "total":
                yield f"{name:<10}{wall:>9.3f}{cpu:>9.3f}"


def _now() -> tuple[float, float]:
    of_others = os.times()
    return time.perf_counter(), time.process_time() + of_others.children_user + of_others.children_system
