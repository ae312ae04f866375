"""Two folders change places in one step, where the system can; in two that can be undone, where it cannot."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, renameat2
_RENAME_SWAP = 2  # macOS, renamex_np
# For C libraries older than the system call (musl before 1.2.6): its number on 64-bit machines.
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276}
# EPERM: what some sandboxes answer to a call they do not know. Where it means a missing right, renaming fails as well.
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})


def swap(new: str, current: str, spare: str) -> str:
    """Put the folder `new` in the place of the folder `current`; the answer is where the old one lies now.

    Both lie in one folder. With the system's help (Linux, macOS) there is no moment at which `current` is not whole,
    and the old folder then lies at `new`. Elsewhere `current` is moved to `spare` first; who finds `spare` but no
    `current` knows that the process was killed in between, and moves it back. Raises OSError, with nothing changed.
    """
    try:
        exchange(new, current)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    else:
        return new
    os.rename(current, spare)
    try:
        os.rename(new, current)
    except BaseException:
        os.rename(spare, current)
        raise
    return spare


def exchange(first: str, second: str) -> None:
    """Swap the names of two folders in one system call; OSError with ENOSYS where there is no such call."""
    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(first), os.fsencode(second)
    ctypes.set_errno(0)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(a, b, _RENAME_SWAP)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    elif sys.platform == "linux" and sys.maxsize > 2**32 and platform.machine() in _RENAMEAT2:
        failed = libc.syscall(
            ctypes.c_long(_RENAMEAT2[platform.machine()]), _AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE
        )
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), first, None, second)
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), first, None, second)
