"""One file, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from dateline.publish.errors import as_output_error


def write_whole(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Put `data` at `path` in one step, and on the disk for good before it counts; its folder is made if need be.

    A reader, a kill or a power loss finds the old bytes or the new ones. Without `sync`, nobody waits for the disk,
    and a power loss may leave something else. Raises OutputError.
    """
    draft = _draft(path)
    with as_output_error("write", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_file(draft, data, flags=os.O_TRUNC, sync=sync)
            os.replace(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def forget_draft(path: Path) -> None:
    """Remove what a kill in the middle of `write_whole` left beside `path`, if it can be removed."""
    with contextlib.suppress(OSError):
        _draft(path).unlink(missing_ok=True)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def write_file(path: str | Path, data: bytes, *, flags: int = os.O_EXCL, sync: bool = False) -> os.stat_result:
    """Write a file of mode 0644, whatever the umask is, and say what the file system then knows of it."""
    # Explicit calls: the mode must not depend on the umask, and the times must be read after the last write.
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | flags, 0o644)
    try:
        os.fchmod(file, 0o644)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        if sync:
            os.fsync(file)
        return os.fstat(file)
    finally:
        os.close(file)
