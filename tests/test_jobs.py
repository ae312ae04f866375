"""Work spread over processes: all of it, in order, whatever becomes of a process."""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.jobs import WORTH_A_PROCESS, aside, spread, usable_cores

MANY = 5 * WORTH_A_PROCESS
SHOWCASE = Path(__file__).parents[1]


class Fault(Exception):
    """What the work of these tests raises."""


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("count", [0, 1, WORTH_A_PROCESS, MANY + 1])
def test_every_place_is_done_once_and_results_are_in_order(count: int, jobs: int) -> None:
    assert spread(lambda start, stop: [n * n for n in range(start, stop)], count, jobs) == [n * n for n in range(count)]


def test_several_processes_take_part() -> None:
    def work(start: int, stop: int) -> list[int]:
        time.sleep(0.01)
        return [os.getpid()] * (stop - start)

    assert len(set(spread(work, MANY, 3))) == 3


def test_little_work_is_done_here() -> None:
    workers = spread(lambda start, stop: [os.getpid()] * (stop - start), WORTH_A_PROCESS, 8)
    assert set(workers) == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("place", [0, MANY - 1])
def test_what_the_work_raises_is_raised(place: int, jobs: int) -> None:
    def work(start: int, stop: int) -> list[int]:
        if start <= place < stop:
            raise Fault(place)
        return [0] * (stop - start)

    with pytest.raises(Fault, match=str(place)):
        spread(work, MANY, jobs)


def test_a_process_that_the_system_ends_is_told() -> None:
    parent = os.getpid()

    def work(start: int, stop: int) -> list[int]:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return [0] * (stop - start)

    with pytest.raises(ChildProcessError, match="--jobs 1") as told:
        spread(work, MANY, 2)
    assert told.value.errno == errno.ECHILD


def test_no_process_is_left_when_the_work_is_interrupted() -> None:
    parent = os.getpid()

    def work(start: int, stop: int) -> list[int]:
        if os.getpid() == parent:
            raise KeyboardInterrupt
        time.sleep(0.01)
        return [0] * (stop - start)

    with pytest.raises(KeyboardInterrupt):
        spread(work, MANY, 3)
    assert multiprocessing.active_children() == []


def test_progress_goes_up_to_the_end() -> None:
    told: list[int] = []
    spread(lambda start, stop: [0] * (stop - start), MANY, 2, told.append)
    assert told == sorted(told)
    assert told[-1] == MANY


def test_a_machine_has_a_core() -> None:
    assert usable_cores() >= 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_aside_gives_what_it_gives_here(jobs: int) -> None:
    with aside(lambda: [os.getpid(), 7], jobs) as results:
        worker, seven = results()
    assert ((worker == os.getpid()), seven) == (jobs == 1, 7)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_work_aside_raises_is_raised_where_it_is_waited_for(jobs: int) -> None:
    def work() -> list[int]:
        raise Fault("aside")

    with pytest.raises(Fault, match="aside"), aside(work, jobs) as results:
        results()


def test_work_aside_that_nobody_waits_for_is_ended() -> None:
    def work() -> list[int]:
        time.sleep(60)
        return []

    with aside(work, 2):
        pass
    assert multiprocessing.active_children() == []


def test_work_aside_that_the_system_ends_is_told() -> None:
    def work() -> list[int]:
        os.kill(os.getpid(), signal.SIGKILL)
        return []

    with pytest.raises(ChildProcessError, match="--jobs 1"), aside(work, 2) as results:
        results()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux counts the threads of a process")
def test_a_build_starts_no_thread_for_which_later_processes_would_wait_in_vain(tmp_path: Path) -> None:
    """A library's own threads are not in a forked process, but its locks and queues are."""
    shutil.copytree(SHOWCASE, tmp_path / "site", ignore=shutil.ignore_patterns("output", ".*", "tests"))
    program = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from dateline.build import build
from dateline.content.dates import AsOf
from dateline.draft import Request

build(Request(root=Path(sys.argv[1]), now=AsOf.at(datetime(2025, 6, 1, tzinfo=UTC)), drafts=True, search=True))
print(len(os.listdir("/proc/self/task")))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "site"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-1] == "1"
