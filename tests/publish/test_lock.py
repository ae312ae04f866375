"""Two builds at once: the second waits, says so once, and goes on when the first is done or dead."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dateline.publish.lock import build_lock
from publishing import Files, besides, build, site_tree, tree_of


def in_child(work: Callable[[], None]) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside a test runner's threads
        child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def holder(folders: list[Path], seconds: float = 60) -> tuple[int, int]:
    """A process that holds the lock, and where it says so."""
    reader, writer = os.pipe()

    def work() -> None:
        with build_lock(folders):
            os.write(writer, b"held")
            time.sleep(seconds)

    child = in_child(work)
    assert os.read(reader, 4) == b"held"
    return child, reader


def test_lock_leaves_nothing_behind_and_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        with build_lock([tmp_path, tmp_path / "public"], lambda: pytest.fail("nobody else is here")):
            pass

    assert os.listdir(tmp_path) == ["public"]
    assert os.listdir(tmp_path / "public") == []


def test_one_folder_named_twice_or_by_a_link_is_no_deadlock(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "link").symlink_to("site")

    with build_lock(
        [tmp_path / "site", tmp_path / "site/.", tmp_path / "link"], lambda: pytest.fail("waits for itself")
    ):
        pass


@pytest.mark.parametrize("shared", ["site", "public"])
def test_second_build_waits_and_says_so_once(tmp_path: Path, shared: str) -> None:
    child, _ = holder([tmp_path / "site", tmp_path / "public"], seconds=0.2)
    said = []

    with build_lock([tmp_path / "other", tmp_path / shared], lambda: said.append(time.monotonic())):
        assert time.monotonic() - said[0] > 0.05

    assert len(said) == 1
    os.waitpid(child, 0)


def test_builds_of_other_folders_do_not_wait(tmp_path: Path) -> None:
    child, _ = holder([tmp_path / "site"])
    try:
        with build_lock([tmp_path / "other"], lambda: pytest.fail("waits for a stranger")):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_lock_of_a_killed_build_is_free(tmp_path: Path) -> None:
    child, _ = holder([tmp_path])
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    with build_lock([tmp_path], lambda: pytest.fail("waits for the dead")):
        pass


def test_lock_is_free_after_an_error_in_its_block(tmp_path: Path) -> None:
    with pytest.raises(KeyError), build_lock([tmp_path]):
        raise KeyError
    with build_lock([tmp_path], lambda: pytest.fail("still held")):
        pass


def test_two_holders_are_waited_for_with_one_word(tmp_path: Path) -> None:
    children = [holder([tmp_path / name], seconds=seconds)[0] for name, seconds in (("one", 0.1), ("two", 0.3))]
    said: list[str] = []

    with build_lock([tmp_path / "one", tmp_path / "two"], lambda: said.append("waiting")):
        assert said == ["waiting"]

    for child in children:
        os.waitpid(child, 0)


def test_order_of_the_folders_does_not_matter(tmp_path: Path) -> None:
    """Two processes that name them crosswise, and are slow to take the second one, do not wait for each other."""
    one, two = tmp_path / "one", tmp_path / "two"

    def work(folders: list[Path]) -> None:
        flock = fcntl.flock

        def slow(file: Any, operation: int) -> None:
            flock(file, operation)
            time.sleep(0.25)

        fcntl.flock = slow
        with build_lock(folders):
            pass

    children = [in_child(partial(work, folders)) for folders in ([one, two], [two, one])]
    ends = time.monotonic() + 10
    while children and time.monotonic() < ends:
        children = [child for child in children if os.waitpid(child, os.WNOHANG)[0] == 0]
        time.sleep(0.01)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert children == []


def test_file_system_without_locks_does_not_stop_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with build_lock([tmp_path], lambda: pytest.fail("nobody else is here")):
        pass


def test_two_builds_at_once_leave_one_of_their_sites_whole(tmp_path: Path) -> None:
    sites: list[Files] = [
        {f"p{number}/index.html": name * number for number in range(60)} | {name.decode(): name}
        for name in (b"a", b"b")
    ]

    def work(files: Files) -> None:
        for _ in range(10):
            with build_lock([tmp_path]):
                build(tmp_path, files)

    children = [in_child(partial(work, files)) for files in sites]

    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    assert tree_of(tmp_path / "output") in [site_tree(files) for files in sites]
    assert besides(tmp_path) == []


def test_lock_is_free_although_a_forked_worker_is_still_there(tmp_path: Path) -> None:
    with build_lock([tmp_path]):
        worker = in_child(lambda: time.sleep(60))
    try:
        with build_lock([tmp_path], lambda: pytest.fail("waits for a worker of a build that is done")):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
