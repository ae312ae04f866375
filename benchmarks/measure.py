"""What running a program costs: wall and CPU seconds, and the memory of all its processes at their peak."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_EVERY = 0.05


class Cost(NamedTuple):
    """What one run cost."""

    wall: float
    cpu: float
    """Of the program and all processes that it waited for."""
    peak: float
    """Megabytes; what processes share counts once. NaN where the system does not tell."""


def run(command: Sequence[str | Path], log: Path) -> Cost:
    """Run a command; raises RuntimeError with the end of what it said if it fails."""
    with log.open("wb") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdout=said, stderr=said)
        ended = threading.Event()
        peaks = [float("nan")]
        watcher = threading.Thread(target=_watch, args=(process.pid, ended, peaks), daemon=True)
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}:\n{log.read_text(errors='replace')[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, max(peaks))


def _watch(pid: int, ended: threading.Event, peaks: list[float]) -> None:
    while not ended.wait(_EVERY):
        if sizes := [size for one in _family(pid) if (size := _proportional(one)) is not None]:
            peaks[:] = [sum(sizes) if peaks[0] != peaks[0] else max(peaks[0], sum(sizes))]


def _family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    waiting = [pid]
    while waiting:
        yield (one := waiting.pop())
        for tasks in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += map(int, tasks.read_text().split())
            except OSError:
                continue


def _proportional(pid: int) -> float | None:
    """Megabytes of a process, with its share of what it has in common with others."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
