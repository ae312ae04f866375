"""From the path of a request to a file of the output folder, or to where the reader should go instead.

Never to a file outside of the folder, a hidden one, or a listing.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

from dateline.publish.media_types import media_type

_INDEX = "index.html"


class Found(Struct, frozen=True):
    """A file, opened; the caller closes it."""

    stream: BinaryIO
    status: os.stat_result
    media_type: str


class Moved(Struct, frozen=True):
    """The path of the folder that was meant, with its slash."""

    path: str


def find(folder: Path, path: str) -> Found | Moved | None:
    """What a static host would give for a request's `path` (without query): None where it has nothing.

    Everything is looked up anew each time, as a build may put another folder in the place of this one.
    """
    segments = _segments(path)
    if segments is None:
        return None
    try:
        asked = _inside(folder.resolve(), [*segments, _INDEX] if path.endswith("/") else segments)
        if asked is None:
            return None
        if (asked / _INDEX).is_file():
            return Moved("".join(f"/{quote(segment)}" for segment in segments) + "/")
        return _open(asked)
    except (OSError, RuntimeError):
        # A name too long for the disk, a file that may not be read, links in a circle: no host would give that.
        return None


def _inside(top: Path, names: list[str]) -> Path | None:
    """Where the names lead, links followed; None if that is outside of `top` or hidden in it."""
    path = top.joinpath(*names).resolve()
    if not path.is_relative_to(top) or any(name.startswith(".") for name in path.relative_to(top).parts):
        return None
    return path


def _segments(path: str) -> list[str] | None:
    """The names in a path; None if one of them could lead elsewhere, or to what is hidden."""
    try:
        names = [unquote_to_bytes(part).decode() for part in path.split("/")]
    except UnicodeDecodeError:
        return None
    if names[0] or len(names) == 1:
        return None
    names = names[1:-1] if not names[-1] else names[1:]
    return names if all(map(_is_plain, names)) else None


def _is_plain(name: str) -> bool:
    """Whether a name is one file's or folder's in every system. A leading dot hides it, and `..` has one as well."""
    return bool(name) and not name.startswith(".") and name.isprintable() and not set(name) & set("/\\:")


def _open(file: Path) -> Found | None:
    # Without waiting for a pipe's other end, and not through a link that came in the meantime.
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        return None
    return Found(os.fdopen(descriptor, "rb"), status, media_type(file.name))
