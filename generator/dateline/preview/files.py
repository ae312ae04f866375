"""From the path of a request to a file of the output folder, or to where the reader should go instead.

Never to a file outside of the folder, a hidden one, or a listing.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes

_TEXT_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".xml": "application/xml",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_BINARY_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}

_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Found:
    """A file, opened; the caller closes it."""

    stream: BinaryIO
    status: os.stat_result
    media_type: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The path of the folder that was meant, with its slash."""

    path: str


def find(folder: Path, path: str) -> Found | Moved | None:
    """What a static host would give for a request's `path` (without query): None where it has nothing.

    Everything is looked up anew each time, as a build may put another folder in the place of this one.
    """
    segments = _segments(path)
    if segments is None:
        return None
    top = os.path.realpath(folder)
    asked = os.path.realpath(os.path.join(top, *segments))
    if path.endswith("/"):
        asked = os.path.realpath(os.path.join(asked, _INDEX))
    if not f"{asked}/".startswith(os.path.join(top, "")) or "/." in asked.removeprefix(top):
        return None
    if os.path.isfile(os.path.join(asked, _INDEX)):
        return Moved("".join(f"/{quote(segment)}" for segment in segments) + "/")
    return _open(asked)


def media_type(name: str) -> str:
    """The type of a file by its name, with the encoding of texts.

    >>> media_type("feed.xml")
    'application/xml; charset=utf-8'
    """
    ending = os.path.splitext(name)[1].lower()
    if ending in _TEXT_TYPES:
        return f"{_TEXT_TYPES[ending]}; charset=utf-8"
    return _BINARY_TYPES.get(ending, "application/octet-stream")


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


def _open(file: str) -> Found | None:
    try:
        # Without waiting for a pipe's other end, and not through a link that came in the meantime.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        return None
    return Found(os.fdopen(descriptor, "rb"), status, media_type(file))
