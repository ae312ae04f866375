"""The present output: which of its files are as a build left them, and which hold given bytes."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from dateline.publish.errors import as_output_error
from dateline.publish.manifest import Entry, Manifest, content_hash

_OUR_MARK = re.compile(rb"<meta\s+name=[\"']?generator[\"']?\s+content=[\"']?Dateline")
_HEAD = 65_536


class Present(Struct, frozen=True):
    """The tree at `root`, of which builds wrote the files that are `recorded`. Methods raise OutputError."""

    root: str
    recorded: Mapping[str, Entry]

    def status(self, path: str) -> os.stat_result | None:
        """Of a file; None if there is none, or a link or folder in its place."""
        try:
            status = os.lstat(f"{self.root}/{path}")
        except OSError:
            return None
        return status if stat.S_ISREG(status.st_mode) else None

    def is_current(self, path: str, digest: bytes) -> bool:
        """Whether a build made this file from inputs of this digest, and it has not been touched since."""
        entry = self.recorded.get(path)
        if entry is None or entry.digest != digest:
            return False
        status = self.status(path)
        return status is not None and entry.describes(status)

    def status_if_equal(self, path: str, data: bytes, content: bytes) -> os.stat_result | None:
        """Of a file, if it holds `data`, whose hash is `content`; it is read only if the record cannot tell."""
        status = self.status(path)
        if status is None or status.st_size != len(data):
            return None
        entry = self.recorded.get(path)
        if entry is not None and entry.describes(status):
            return status if entry.content == content else None
        with as_output_error("read", f"{self.root}/{path}"):
            return status if Path(self.root, path).read_bytes() == data else None

    def is_marked(self) -> bool:
        """Whether the start page says that Dateline made it."""
        with contextlib.suppress(OSError), open(f"{self.root}/index.html", "rb") as file:
            return _OUR_MARK.search(file.read(_HEAD)) is not None
        return False


def proven(manifest: Manifest, root: str) -> Manifest:
    """Of the manifest of another tree, what is true of the one at `root`.

    The site was moved or copied, or the manifest came with a checkout, from whoever made that: it may name the
    files of any folder that the output leads to. A file is ours if it has the time or the bytes that are recorded.
    """
    present = Present(root, manifest.files)
    files = {path: entry for path, entry in manifest.files.items() if _is_as_recorded(present, path, entry)}
    return Manifest(manifest.root, files, manifest.made_for)


def _is_as_recorded(present: Present, path: str, entry: Entry) -> bool:
    status = present.status(path)
    if status is None or status.st_size != entry.size:
        return False
    with as_output_error("read", f"{present.root}/{path}"):
        return entry.describes(status) or content_hash(Path(present.root, path).read_bytes()) == entry.content
