"""Two folders change places, with the system's help or without."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.publish import swap
from publishing import put, tree_of


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    put(tmp_path, {"new/n": b"1", "current/c": b"1"})
    return tmp_path


def refuse_with(code: int) -> Callable[..., None]:
    def refuse(*_args: object) -> None:
        raise OSError(code, os.strerror(code))

    return refuse


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no call to exchange two folders")
def test_exchange_is_one_call_after_which_each_has_the_others_name(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "rename", refuse_with(errno.EIO))
    before = {name: (folders / name).stat().st_ino for name in ("new", "current")}
    try:
        old = swap.swap(str(folders / "new"), str(folders / "current"), str(folders / "spare"))
    except OSError:
        pytest.skip("this file system cannot exchange two folders")

    assert old == str(folders / "new")
    assert (folders / "current").stat().st_ino == before["new"]
    assert (folders / "new").stat().st_ino == before["current"]


def test_system_call_by_number_does_the_same(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a C library that does not know the call."""
    if sys.platform != "linux" or os.uname().machine not in ("x86_64", "aarch64"):
        pytest.skip("the number of the call is known for 64-bit Linux only")

    class Libc:
        def __init__(self, *_args: object, **_kwargs: object) -> None:
            self.syscall = real(None, use_errno=True).syscall

    real = ctypes.CDLL
    monkeypatch.setattr(ctypes, "CDLL", Libc)
    try:
        swap.exchange(str(folders / "new"), str(folders / "current"))
    except OSError:
        pytest.skip("this file system cannot exchange two folders")

    assert (folders / "current/n").exists()


def test_no_such_call_is_an_error_that_names_it(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_kwargs: object())
    monkeypatch.setattr(sys, "platform", "freebsd14")

    with pytest.raises(OSError) as caught:
        swap.exchange(str(folders / "new"), str(folders / "current"))

    assert caught.value.errno == errno.ENOSYS


def test_exchange_with_nothing_raises_and_changes_nothing(folders: Path) -> None:
    with pytest.raises(FileNotFoundError):
        swap.swap(str(folders / "new"), str(folders / "missing"), str(folders / "spare"))

    assert sorted(os.listdir(folders)) == ["current", "new"]


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM])
def test_refused_exchange_becomes_two_renames(folders: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setattr(swap, "exchange", refuse_with(code))

    old = swap.swap(str(folders / "new"), str(folders / "current"), str(folders / "spare"))

    assert old == str(folders / "spare")
    assert set(tree_of(folders)) == {"current", "current/n", "spare", "spare/c"}


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EXDEV, errno.EROFS, errno.EIO])
def test_other_refusals_are_final(folders: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setattr(swap, "exchange", refuse_with(code))

    with pytest.raises(OSError) as caught:
        swap.swap(str(folders / "new"), str(folders / "current"), str(folders / "spare"))

    assert caught.value.errno == code
    assert set(tree_of(folders)) == {"current", "current/c", "new", "new/n"}


def test_second_rename_that_fails_takes_the_first_one_back(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "exchange", refuse_with(errno.EINVAL))
    rename = os.rename

    def fail_for_new(source: str, target: str) -> None:
        if source.endswith("new"):
            raise KeyboardInterrupt
        rename(source, target)

    monkeypatch.setattr(os, "rename", fail_for_new)

    with pytest.raises(KeyboardInterrupt):
        swap.swap(str(folders / "new"), str(folders / "current"), str(folders / "spare"))

    assert set(tree_of(folders)) == {"current", "current/c", "new", "new/n"}
