"""What a user is told when the machine, not the content, stops a build."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

_FULL = "free some space there and build again"
_REFUSED = "give yourself the right to write there, or build into another folder with --output"
MOUNT_HINT = "build into a folder inside it, or mount the folder that holds it"
_HINTS = {
    errno.ENOENT: "something else changed the folder during the build: build again",
    errno.EEXIST: "this disk takes two names for one, such as upper and lower case: change one of the slugs",
    errno.ENOTDIR: "a file is in the place of a folder: move it away, or build into another folder with --output",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EROFS: _REFUSED,
    errno.EBUSY: f"it may be a mount point, which cannot be replaced: {MOUNT_HINT}",
    errno.EXDEV: "it holds a mount point, or comes with a container's image: build into another folder with --output",
    errno.EIO: "the disk reports damage: look after it before you build again",
    errno.ENAMETOOLONG: "shorten the slug or the folder's name",
}


class OutputError(Exception):
    """The output could not be written, and is as it was. `message` says what and where, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def output_error(doing: str, path: str | os.PathLike[str], error: OSError) -> OutputError:
    """What the operating system refused, in plain words.

    >>> output_error("write", "output/a.html", OSError(errno.ENOSPC, "No space left on device")).message
    'cannot write output/a.html: no space left on device'
    """
    reason = error.strerror or str(error)
    return OutputError(
        f"cannot {doing} {os.fspath(path)}: {reason[:1].lower()}{reason[1:]}", _HINTS.get(error.errno or 0, "")
    )


@contextmanager
def as_output_error(doing: str, path: str | os.PathLike[str]) -> Iterator[None]:
    """Turns an OSError of its block into an OutputError that says what was being done, and to which file."""
    try:
        yield
    except OSError as error:
        raise output_error(doing, path, error) from error
