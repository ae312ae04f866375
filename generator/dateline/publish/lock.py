"""Builds that would write to the same folders wait for each other."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dateline.publish.errors import as_output_error

# File systems without locks (some network ones) answer so: builds go on, and are not kept apart there.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF})


@contextmanager
def build_lock(folders: Iterable[Path], on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Holds the folders (the site's, and the one that the output lies in) until its block ends.

    If another build holds one of them, `on_wait` is called once, and this one waits. The lock lies on the open
    folders themselves: it leaves no file behind, and the kernel lets go of it when the process ends, however it ends.
    Folders that do not exist are made. Raises OutputError.
    """
    with ExitStack() as held:
        waited = False
        for file in _opened(folders, held):
            if _is_held_by_another(file):
                if not waited:
                    on_wait()
                waited = True
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _opened(folders: Iterable[Path], held: ExitStack) -> list[int]:
    """The folders' descriptors, each folder once, and in one order for all builds.

    Two locks on one folder would wait for each other, and so would two builds that take theirs crosswise.
    """
    files: dict[tuple[int, int], int] = {}
    for folder in folders:
        with as_output_error("open", folder):
            _make(folder)
            file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            held.callback(_let_go, file)
            status = os.fstat(file)
        files.setdefault((status.st_dev, status.st_ino), file)
    return [files[place] for place in sorted(files)]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:  # a file, which the system says of it only if something else is below
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None


def _is_held_by_another(file: int) -> bool:
    """Takes the lock if nobody has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return False


def _let_go(file: int) -> None:
    # Said aloud, since a worker process that was forked meanwhile still has the folder open.
    with contextlib.suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_UN)
    os.close(file)
