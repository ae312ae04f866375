"""The manifest: which files a build wrote into an output folder, from what, and for whom.

It is the only evidence that a file is Dateline's own, so what it cannot prove it does not claim: a manifest that is
damaged, forged or of another output folder counts as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

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


class MadeFor(Struct, frozen=True):
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


def read_manifest(path: Path, output: Path) -> Manifest | None:
    """What the build before recorded of `output`; None if nothing is known for certain."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        return _parse(path.read_bytes(), _relative(output, path.parent))
    return None


def write_manifest(path: Path, manifest: Manifest, output: Path) -> None:
    """Record `manifest` at `path` in one step. Raises OutputError."""
    write_whole(path, _format(manifest, _relative(output, path.parent)))


def _relative(output: Path, folder: Path) -> str:
    """How the manifest names its output folder: it stays true when the whole site is moved."""
    return os.path.relpath(os.path.realpath(output), os.path.realpath(folder))


def _format(manifest: Manifest, output: str) -> bytes:
    files = {
        path: [entry.digest.hex(), entry.content.hex(), entry.size, entry.mtime_ns]
        for path, entry in sorted(manifest.files.items())
    }
    data = {"format": _FORMAT, "output": output, "root": manifest.root, "files": files}
    if manifest.made_for:
        data["made_for"] = {name: getattr(manifest.made_for, name) for name in _MADE_FOR}
    return json.dumps(data, separators=(",", ":"), ensure_ascii=True).encode()


def _parse(data: bytes, output: str) -> Manifest:
    """Raises ValueError, TypeError, KeyError or RecursionError for anything that `_format` would not have made."""
    value = json.loads(data)
    if type(value) is not dict or value["format"] != _FORMAT or value["output"] != output:
        raise ValueError("not a manifest of this output folder")
    if type(value["files"]) is not dict or type(value["root"]) is not int:
        raise TypeError("not a manifest")
    files = {check_path(path): _entry(*row) for path, row in value["files"].items()}
    return Manifest(value["root"], files, _made_for(value["made_for"]) if "made_for" in value else None)


def _entry(digest: object, content: object, size: object, mtime_ns: object) -> Entry:
    if type(digest) is not str or type(content) is not str or type(size) is not int or type(mtime_ns) is not int:
        raise TypeError("not an entry")
    return Entry(bytes.fromhex(digest), bytes.fromhex(content), size, mtime_ns)


_MADE_FOR: Mapping[str, tuple[type, ...]] = {
    "base_url": (str,),
    "audience": (str,),
    "as_of": (str, type(None)),
    "drafts": (bool,),
    "is_public": (bool,),
    "redirects": (dict,),
}


def _made_for(value: Any) -> MadeFor:
    if type(value) is not dict or value.keys() != _MADE_FOR.keys():
        raise TypeError("not what a build was made for")
    if not all(type(value[name]) in types for name, types in _MADE_FOR.items()):
        raise TypeError("not what a build was made for")
    if not all(type(target) is str for target in value["redirects"].values()):
        raise TypeError("not a redirect")
    return MadeFor(**value)
