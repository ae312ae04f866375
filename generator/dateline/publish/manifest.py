"""The manifest: which files a build wrote into an output folder, from what, and for whom.

It is the only evidence that a file is Dateline's own, so what it cannot prove it does not claim: a manifest that is
damaged, forged or of another output folder counts as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import UNSET, Struct, UnsetType, json

from dateline.publish.atomic import write_whole
from dateline.publish.paths import check_path

_FORMAT = 1


class Entry(NamedTuple):
    """One file as a build left it. A file of this size and time is taken to hold the same bytes still."""

    digest: bytes
    """Of the inputs that the file was made from."""
    content: bytes
    """`content_hash` of its bytes."""
    size: int
    mtime_ns: int

    def describes(self, status: os.stat_result) -> bool:
        return status.st_size == self.size and status.st_mtime_ns == self.mtime_ns


class MadeFor(Struct, frozen=True, forbid_unknown_fields=True):
    """For whom and for when a build was made: what decides where it may be sent."""

    base_url: str
    audience: str
    """The widest marking that it shows."""
    as_of: str | None
    """The day that it speaks for, where it was asked for one."""
    drafts: bool
    is_public: bool
    """Whether the build is the one that the world sees, and was recorded in `state/`."""
    redirects: Mapping[str, str]
    """Old URLs of the site that lead on, and where to: for hosts that can say so in a header."""


class Manifest(Struct, frozen=True):
    """The files of one output folder, by output path, and the inode of the folder itself."""

    root: int
    files: Mapping[str, Entry]
    made_for: MadeFor | None = None


def content_hash(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def manifest_path(private: Path, output: Path) -> Path:
    """Where the manifest of `output` lies below the site's `.dateline/`: each output folder has its own."""
    name = hashlib.blake2b(os.fsencode(_relative(output, private)), digest_size=6).hexdigest()
    return private / f"output-{name}.json"


class _Written(Struct, frozen=True):
    """A manifest as its file has it, digests as hexadecimal texts."""

    format: int
    output: str
    root: int
    files: dict[str, tuple[str, str, int, int]]
    made_for: MadeFor | UnsetType = UNSET


def read_manifest(path: Path, output: Path) -> Manifest | None:
    """What the build before recorded of `output`; None if nothing is known for certain."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        return _parse(path.read_bytes(), _named(output, path.parent))
    return None


def write_manifest(path: Path, manifest: Manifest, output: Path) -> None:
    """Record `manifest` at `path` in one step. Raises OutputError."""
    write_whole(path, _format(manifest, _named(output, path.parent)))


def _named(output: Path, folder: Path) -> str:
    """How the manifest in `folder` names its output folder, whose name may be no text."""
    return os.fsencode(_relative(output, folder)).decode(errors="backslashreplace")


def _relative(output: Path, folder: Path) -> str:
    """The way to the output folder, which stays true when the whole site is moved."""
    return os.path.relpath(os.path.realpath(output), os.path.realpath(folder))


def _format(manifest: Manifest, output: str) -> bytes:
    files = {
        path: (entry.digest.hex(), entry.content.hex(), entry.size, entry.mtime_ns)
        for path, entry in sorted(manifest.files.items())
    }
    return json.encode(_Written(_FORMAT, output, manifest.root, files, manifest.made_for or UNSET))


def _parse(data: bytes, output: str) -> Manifest:
    """Raises ValueError or RecursionError for anything that `_format` would not have made."""
    written = json.decode(data, type=_Written)
    if written.format != _FORMAT or written.output != output:
        raise ValueError("not a manifest of this output folder")
    of_hex = bytes.fromhex
    files = {
        check_path(path): Entry(of_hex(digest), of_hex(content), size, mtime_ns)
        for path, (digest, content, size, mtime_ns) in written.files.items()
    }
    return Manifest(written.root, files, written.made_for or None)
