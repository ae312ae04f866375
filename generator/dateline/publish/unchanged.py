"""Whether a build would change nothing, told by the sizes and times of files alone, before anything heavy is imported.

A build notes what it was asked for, and how its inputs and its output lie on the disk. As long as all lies as it did,
on the same day and before the next moment that records themselves name, another build would write the same bytes.
What cannot be told for certain counts as changed: then the build finds out.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from dateline.publish.paths import folders_of

_FORMAT = 4
STATE = "state"
"""Folder of the site for what must last; meant to be committed."""
_PACKAGE = Path(__file__).resolve().parents[1]
_NO_INPUTS = frozenset({"node_modules", "__pycache__"})
_RACY = 50_000_000
"""Nanoseconds in which a file could change twice and keep its time: the coarsest clock of common file systems."""

ASKED = ("base_url", "as_of", "audience", "drafts", "portable", "search", "is_preview")
"""The options of a build that decide about its bytes."""


class Standing(NamedTuple):
    """What the last build said of the output that it left."""

    files: int
    problems: list[dict[str, Any]]
    search_fault: str


class Noted(NamedTuple):
    """How the inputs of a build lay."""

    digest: str
    """Of all but `state/`, which the build itself may change."""
    state: tuple[str, ...]
    """A line for each file and folder there."""
    is_certain: bool
    """Whether a later change must show in the files' times."""

    @property
    def inputs(self) -> str:
        """Stands for all of them."""
        return _digest([self.digest, *self.state])


def note_inputs(root: Path, output: Path, asked: Mapping[str, object]) -> Noted | None:
    """How the site's files and Dateline's own lie on the disk; None where that cannot be told, as with links."""
    begun = time.time_ns()
    lines = [repr([str(asked[name]) for name in ASKED]), sys.version, *_libraries()]
    newest = 0
    own = (_PACKAGE, _PACKAGE.parents[1] / "themes")
    apart = frozenset({os.path.realpath(output), os.path.realpath(root / STATE)})
    try:
        for folder in (root, *filter(Path.is_dir, own)):
            lines.append("")
            for line, mtime in _listing(os.path.realpath(folder), _is_input, apart):
                lines.append(line)
                newest = max(newest, mtime)
        state, newest_state = _state_of(root)
    except _Unclear:
        return None
    return Noted(_digest(lines), state, is_certain=max(newest, newest_state) < begun - _RACY)


def noted_after(noted: Noted, root: Path, written: Collection[str]) -> Noted | None:
    """The note once the build itself has written these files of `state/`; None if others are not as they were.

    It is as certain as before: in the moment since then nobody else gives one of them other bytes in its place.
    """
    try:
        state, _ = _state_of(root)
    except _Unclear:
        return None
    others, others_now = ({line for line in lines if not _is_of(line, written)} for lines in (noted.state, state))
    return noted._replace(state=state) if others == others_now else None


def _state_of(root: Path) -> tuple[tuple[str, ...], int]:
    """How the files of `state/` lie, and when one of them last changed."""
    folder = root / STATE
    if folder.is_symlink():
        raise _Unclear
    listed = list(_listing(os.path.realpath(folder), _is_input)) if folder.is_dir() else []
    return tuple(line for line, _ in listed), max((mtime for _, mtime in listed), default=0)


def _is_of(line: str, paths: Collection[str]) -> bool:
    """Whether a line is about one of these files, or a folder that one of them may be the first in."""
    path = line.partition("\0")[0]
    return path in paths or path.endswith("/")


def _record_path(manifest: Path) -> Path:
    """Where the note on an output folder lies: beside its manifest."""
    return manifest.with_suffix(".unchanged")


def recall(manifest: Path, inputs: Noted | None, output: Path, now: datetime) -> Standing | None:
    """What the build that wrote the manifest said, if a build at `now` would say and write the same."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        known = json.loads(_record_path(manifest).read_bytes())
        if inputs is None or known["format"] != _FORMAT or known["inputs"] != inputs.inputs:
            return None
        if known["day"] not in (None, now.date().isoformat()):
            return None
        if known["until"] is not None and now >= datetime.fromisoformat(known["until"]):
            return None
        recorded = manifest.read_bytes()
        if known["output"] == _folders_digest(recorded, output) and _lie_as_recorded(recorded, output):
            return Standing(int(known["files"]), list(known["problems"]), str(known["search_fault"]))
    return None


def remember(
    manifest: Path, inputs: Noted | None, output: Path, standing: Standing, day: date | None, until: datetime | None
) -> None:
    """Note what the build that wrote the manifest said. It holds on `day` only (None: on any), and until a moment."""
    record = _record_path(manifest)
    record.unlink(missing_ok=True)
    if inputs is None or not inputs.is_certain:
        return
    with contextlib.suppress(OSError):
        values = {
            "format": _FORMAT,
            "inputs": inputs.inputs,
            "output": _folders_digest(manifest.read_bytes(), output),
            "day": day.isoformat() if day else None,
            "until": until.isoformat() if until else None,
            **standing._asdict(),
        }
        draft = record.with_suffix(".new")
        draft.write_text(json.dumps(values), encoding="utf-8")
        draft.replace(record)


class _Unclear(Exception):
    """A tree holds what sizes and times do not describe."""


def _folders_digest(recorded: bytes, output: Path) -> str:
    """The manifest of a build, and how the folders lie that its files are in, to which others may add."""
    top = os.path.realpath(output)
    lines = [blake2b(recorded).hexdigest()]
    for path in ("", *sorted(folders_of(json.loads(recorded)["files"]))):
        status = os.lstat(f"{top}/{path}")
        lines.append(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ino}")
    return _digest(lines)


def _lie_as_recorded(recorded: bytes, output: Path) -> bool:
    """Whether each file of the manifest has the size and time that the build left it with. Raises OSError."""
    top = os.path.realpath(output)
    for path, (*_, size, mtime_ns) in json.loads(recorded)["files"].items():
        status = os.lstat(f"{top}/{path}")
        if status.st_size != size or status.st_mtime_ns != mtime_ns:
            return False
    return True


def _is_input(name: str) -> bool:
    """Whether a file of this name can be read by a build."""
    return not name.startswith(".") and name not in _NO_INPUTS


def _digest(lines: list[str]) -> str:
    return blake2b("\n".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _libraries() -> list[str]:
    """The installed packages with their versions, as the names of their folders tell them."""
    names = []
    for folder in sys.path:
        with contextlib.suppress(OSError):
            names += [name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info"))]
    return sorted(names)


def _listing(
    top: str, wanted: Callable[[str], bool] = lambda _name: True, skipped: Collection[str] = ()
) -> Iterator[tuple[str, int]]:
    """A line for each file and folder of a wanted name below `top`, and when it last changed, in a fixed order."""
    folders = [(top, "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
            for entry in entries:
                if not wanted(entry.name) or entry.path in skipped:
                    continue
                if entry.is_symlink():
                    raise _Unclear
                path = f"{prefix}{entry.name}"
                if entry.is_dir():
                    folders.append((entry.path, f"{path}/"))
                    yield f"{path}/", 0
                else:
                    status = entry.stat()
                    yield f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ino}", status.st_mtime_ns
        except OSError as error:
            raise _Unclear from error
