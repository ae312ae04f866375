"""A disk that is full, broken or refuses leaves the old site as it was, and the user is told what and where."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dateline.publish import swap
from dateline.publish.errors import OutputError
from publishing import Files, besides, build, private, put, site_tree, tree_of

OLD: Files = {"index.html": b"old", "same/index.html": b"same", "stale/index.html": b"stale"}
NEW: Files = {"index.html": b"new", "same/index.html": b"same", "fresh/index.html": b"fresh"}
THEIRS: Files = {"CNAME": b"desk.example", "box/note.txt": b"note"}

# What needs room or a right; and with it, all that may fail on a broken disk.
NEEDS_ROOM = ("mkdir", "open", "write", "fsync", "link", "replace")
MAY_FAIL = (*NEEDS_ROOM, "chmod", "fchmod", "close", "rename", "unlink", "rmdir", "utime")


class Disk:
    """Calls to the disk, of which the one with the given number (or all from there on) fail."""

    def __init__(self, patch: pytest.MonkeyPatch, calls: tuple[str, ...]) -> None:
        self.count = 0
        self.fails: Callable[[int], bool] = lambda _count: False
        self.code = errno.ENOSPC
        for name in calls:
            patch.setattr(os, name, self._watched(name, getattr(os, name)))
        patch.setattr(swap, "exchange", self._watched("exchange", swap.exchange))

    def _watched(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **kwargs: Any) -> Any:
            if name == "open" and not args[1] & os.O_CREAT:
                return call(*args, **kwargs)
            self.count += 1
            if self.fails(self.count):
                if name == "close":
                    call(*args, **kwargs)
                raise OSError(self.code, os.strerror(self.code))
            return call(*args, **kwargs)

        return watched

    def plan(self, fails: Callable[[int], bool], code: int) -> None:
        self.count, self.fails, self.code = 0, fails, code


def error_of(work: Callable[[], object]) -> OutputError | None:
    try:
        work()
    except OutputError as error:
        return error
    return None


def try_every_fault(
    tmp_path: Path, disk: Disk, fails: Callable[[int, int], bool], code: int, *, with_twin: bool
) -> tuple[int, int]:
    """Build with a fault at the n-th call, for every n; how many builds failed, and how many came through."""
    failed = 0
    for number in range(1, 1000):
        site = tmp_path / str(number)
        disk.plan(lambda _count: False, code)
        if with_twin:
            build(site, {"first.html": b"first"})
        build(site, OLD)
        put(site / "output", THEIRS)
        disk.plan(partial(fails, number), code)
        error = error_of(partial(build, site, NEW))
        if error:
            failed += 1
            assert os.strerror(code).lower() in error.message.lower()
            assert error.hint
            assert str(tmp_path) in error.message
        expected = OLD if error else NEW
        met = disk.count >= number
        disk.plan(lambda _count: False, code)
        assert tree_of(site / "output") == site_tree({**expected, **THEIRS}), f"fault at call {number}"
        if expected is OLD:
            assert private(site) == ["output.json"] or code != errno.ENOSPC
        for files in (NEW, OLD):
            build(site, files)
            assert tree_of(site / "output") == site_tree({**files, **THEIRS}), f"after a fault at call {number}"
            assert besides(site) == []
            assert private(site) == ["output.json"]
        if not met:
            return failed, number - failed
    pytest.fail("the build has no end")


@pytest.mark.parametrize("with_twin", [False, True], ids=["", "with a twin"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_one_call_that_fails_at_any_place_is_harmless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, with_twin: bool
) -> None:
    disk = Disk(monkeypatch, MAY_FAIL)

    failed, _ = try_every_fault(tmp_path, disk, lambda number, count: count == number, code, with_twin=with_twin)

    assert failed > 20


@pytest.mark.parametrize("with_twin", [False, True], ids=["", "with a twin"])
def test_disk_that_is_full_from_any_moment_on_is_harmless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_twin: bool
) -> None:
    disk = Disk(monkeypatch, NEEDS_ROOM)

    failed, passed = try_every_fault(
        tmp_path, disk, lambda number, count: count >= number, errno.ENOSPC, with_twin=with_twin
    )

    assert failed > 10
    assert passed >= 2  # once the swap is done, the build is; the record's own rename can wait


@pytest.mark.parametrize(
    ("code", "fact"),
    [
        (errno.EBUSY, "device or resource busy"),
        (errno.EXDEV, "cross-device link"),
        (errno.EACCES, "permission denied"),
        (errno.EROFS, "read-only file system"),
    ],
)
def test_folder_that_cannot_be_replaced_is_named_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, fact: str
) -> None:
    build(tmp_path, OLD)

    def refuse(first: str, second: str) -> None:
        raise OSError(code, os.strerror(code), first, None, second)

    monkeypatch.setattr(swap, "exchange", refuse)
    with pytest.raises(OutputError) as caught:
        build(tmp_path, NEW)

    assert fact in caught.value.message
    assert str(tmp_path / "output") in caught.value.message
    assert caught.value.hint
    assert tree_of(tmp_path / "output") == site_tree(OLD)
    assert besides(tmp_path) == []


def test_limit_on_file_size_is_a_machine_fault_like_others(tmp_path: Path) -> None:
    """A real refusal of the kernel's in the middle of a file."""
    build(tmp_path, OLD)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, limits[1]))
    try:
        with pytest.raises(OutputError, match=r"cannot write .*output/big\.html: file too large"):
            build(tmp_path, {**NEW, "big.html": b"x" * 9_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)

    assert tree_of(tmp_path / "output") == site_tree(OLD)
    assert besides(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 400 kB."""
    place = tmp_path / "mounts/disk"
    place.mkdir(parents=True)
    command = shutil.which("mount")
    if command is None or os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    if subprocess.run(
        [command, "-t", "tmpfs", "-o", "size=400k", "tmpfs", place], capture_output=True, check=False
    ).returncode:
        pytest.skip("this machine does not let the tests mount a small file system")
    yield place
    moved = tmp_path / ".mounts.dateline-new/disk"  # where a wrong build would take it
    subprocess.run(["umount", moved if os.path.ismount(moved) else place], check=True)


def test_disk_that_is_really_full_leaves_the_old_site(small_disk: Path) -> None:
    old = {f"briefs/{number}/index.html": b"x" * 4_000 for number in range(30)}
    build(small_disk, old)
    new = dict.fromkeys(old, b"y" * 4000) | {"more/index.html": b"z" * 300_000}

    with pytest.raises(OutputError, match="no space left on device") as caught:
        build(small_disk, new)

    assert "free some space" in caught.value.hint
    assert tree_of(small_disk / "output") == site_tree(old)
    assert besides(small_disk) == []
    smaller = dict.fromkeys(old, b"y")
    build(small_disk, smaller)
    assert tree_of(small_disk / "output") == site_tree(smaller)


def test_output_that_is_a_real_mount_point_is_refused(small_disk: Path) -> None:
    put(small_disk, {"theirs": b"1"})

    with pytest.raises(OutputError, match="mount point"):
        build(small_disk.parent, NEW, output="disk")

    assert tree_of(small_disk) == site_tree({"theirs": b"1"})


def test_disk_inside_the_output_is_refused_even_if_it_is_empty(small_disk: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="disk lies on another disk"):
        build(tmp_path, NEW, output="mounts")

    assert os.listdir(tmp_path) == ["mounts"]
    assert os.path.ismount(small_disk)


def test_mount_inside_the_output_is_refused_and_left_alone(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    mounted = tmp_path / "output/mounted"
    mounted.mkdir()
    put(tmp_path / "elsewhere", {"theirs": b"1"})
    command = shutil.which("mount")
    if command is None or os.geteuid() != 0:
        pytest.skip("only root may mount a folder")
    if subprocess.run(
        [command, "--bind", tmp_path / "elsewhere", mounted], capture_output=True, check=False
    ).returncode:
        pytest.skip("this machine does not let the tests mount a folder")
    try:
        with pytest.raises(OutputError):
            build(tmp_path, NEW)
        assert (tmp_path / "elsewhere/theirs").read_bytes() == b"1"
        assert (tmp_path / "output/index.html").read_bytes() == b"old"
    finally:
        for place in (mounted, tmp_path / ".output.dateline-new/mounted"):  # where a wrong build would take it
            if os.path.ismount(place) or (place / "theirs").exists():
                subprocess.run(["umount", place], check=True)
