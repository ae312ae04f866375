"""A build that is killed at any moment leaves the old site or the new one, and no trace after the next build."""

from __future__ import annotations

import errno
import os
import random
import signal
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.publish import swap
from dateline.publish.output import OutputFolder
from publishing import Files, besides, build, private, put, site_tree, tree_of

OLD: Files = {"index.html": b"old", "same/index.html": b"same", "stale/index.html": b"stale", "turns": b"file"}
NEW: Files = {
    "index.html": b"new",
    "same/index.html": b"same",
    "fresh/index.html": b"fresh",
    "turns/index.html": b"dir",
}
THEIRS: Files = {"CNAME": b"desk.example", "stale/note.txt": b"note", ".git/config": b"[core]"}

# Every call by which a build changes the disk.
CALLS = ("mkdir", "chmod", "fchmod", "chown", "utime", "open", "write", "fsync", "close", "link", "rename", "replace",
         "unlink", "rmdir")  # fmt: skip


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a process of its own, which is left to its fate: its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside a test runner's threads
        child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def outcome(child: int) -> int | None:
    """The signal that ended it; None if it came to its own end."""
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else None


def die_before_call(number: int, *, exchange: bool) -> None:
    """From now on, count this process's calls that change the disk, and end it with SIGKILL before that one."""
    left = number

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return counting

    def refuse(_first: str, _second: str) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
    stand_in: Any = counted(swap.exchange) if exchange else refuse
    swap.exchange = stand_in


def old_site(site: Path, *, with_twin: bool = False) -> None:
    if with_twin:
        build(site, {"first.html": b"first"})
    build(site, OLD)
    put(site / "output", THEIRS)
    assert (site / ".dateline/output.twin").exists() == with_twin


@pytest.mark.parametrize("with_twin", [False, True], ids=["", "with a twin"])
@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
@pytest.mark.parametrize("then", [NEW, OLD], ids=["built again", "taken back"])
def test_kill_before_any_call_leaves_one_of_the_two_sites(
    tmp_path: Path, exchange: bool, then: Files, with_twin: bool
) -> None:
    seen = set()
    for number in range(1000):
        site = tmp_path / str(number)
        old_site(site, with_twin=with_twin)

        def work(site: Path = site, number: int = number) -> None:
            die_before_call(number, exchange=exchange)
            build(site, NEW, before_swap=lambda: put(site, {"state": b"written"}))

        ended = outcome(in_child(work))

        if not exchange and not (site / "output").exists():
            # The one moment between two renames: whoever opens the folder next puts the old site back.
            assert ended == signal.SIGKILL
            with OutputFolder(site / "output", site / ".dateline/output.json"):
                pass
            assert tree_of(site / "output") == site_tree({**OLD, **THEIRS})
        now = tree_of(site / "output")
        assert now in (site_tree({**OLD, **THEIRS}), site_tree({**NEW, **THEIRS})), f"killed before call {number}"
        assert now["index.html"][1] == b"old" or (site / "state").exists()
        seen.add(now["index.html"][1])

        build(site, then)

        assert tree_of(site / "output") == site_tree({**then, **THEIRS}), f"killed before call {number}"
        assert set(besides(site)) <= {"state"}
        assert private(site) == ["output.json"]
        if ended is None:
            break
    assert ended is None
    assert number > 40
    assert seen == {b"old", b"new"}


def test_kill_of_a_first_build_leaves_nothing_or_all(tmp_path: Path) -> None:
    for number in range(1000):
        site = tmp_path / str(number)
        site.mkdir()

        def work(site: Path = site, number: int = number) -> None:
            die_before_call(number, exchange=True)
            build(site, NEW)

        ended = outcome(in_child(work))

        assert not (site / "output").exists() or tree_of(site / "output") == site_tree(NEW)
        build(site, OLD)
        assert tree_of(site / "output") == site_tree(OLD)
        assert besides(site) == []
        if ended is None:
            break
    assert ended is None


@pytest.mark.parametrize("with_twin", [False, True], ids=["", "with a twin"])
def test_file_that_came_before_the_kill_is_not_lost(tmp_path: Path, with_twin: bool) -> None:
    """The worst of both: it came after the new tree was made, and the build died before it cleared the old one away."""
    for number in range(1000):
        site = tmp_path / str(number)
        old_site(site, with_twin=with_twin)

        def work(site: Path = site, number: int = number) -> None:
            def meanwhile() -> None:
                put(site / "output", {"late.txt": b"late"})
                die_before_call(number, exchange=True)

            build(site, NEW, before_swap=meanwhile)

        ended = outcome(in_child(work))
        build(site, NEW)

        assert tree_of(site / "output") == site_tree({**NEW, **THEIRS, "late.txt": b"late"})
        assert besides(site) == []
        if ended is None:
            break
    assert ended is None


def test_kill_at_a_random_moment_leaves_one_of_the_two_sites(tmp_path: Path) -> None:
    first = {f"briefs/{number}/index.html": b"%d" % number for number in range(150)} | {"index.html": b"first"}
    second = {path: data + b"!" if number % 3 else data for number, (path, data) in enumerate(first.items())}
    second |= {"index.html": b"second", "more/index.html": b"more"}
    site_trees = [site_tree({**files, **THEIRS}) for files in (first, second)]
    build(tmp_path, first)
    put(tmp_path / "output", THEIRS)
    started = time.monotonic()
    for files in (second, first):
        build(tmp_path, files)
    round_trip = time.monotonic() - started
    chance = random.Random(20250221)
    seen: set[bytes | str] = set()

    def work() -> None:
        while True:
            build(tmp_path, second)
            build(tmp_path, first)

    ends = time.monotonic() + 4
    while time.monotonic() < ends or (len(seen) < 2 and time.monotonic() < ends + 30):  # a busy machine takes longer
        child = in_child(work)
        time.sleep(chance.uniform(0, 1.5 * round_trip))
        os.kill(child, signal.SIGKILL)
        assert outcome(child) == signal.SIGKILL

        now = tree_of(tmp_path / "output")
        assert now in site_trees
        seen.add(now["index.html"][1])

    assert seen == {b"first", b"second"}
    build(tmp_path, first)
    assert tree_of(tmp_path / "output") == site_trees[0]
    assert besides(tmp_path) == []
