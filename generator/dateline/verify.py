"""Verification: a clean build beside the present one, compared byte for byte."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from dateline.build import build
from dateline.draft import Request
from dateline.memo import PRIVATE
from dateline.publish.manifest import manifest_path


def verify(request: Request) -> tuple[str, ...]:
    """Build clean beside the present output and compare: the paths that differ, none where all is well."""
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "output"
        try:
            build(replace(request, output=clean, clean=True))
        finally:
            manifest = manifest_path(request.root / PRIVATE, clean)
            for note in manifest.parent.glob(f"{manifest.stem}.*"):  # of all that is told of this output
                note.unlink(missing_ok=True)
        return differences(request.output_folder, clean)


def differences(first: Path, second: Path) -> tuple[str, ...]:
    """The files that are not the same, or not there, in the two folders; names that start with a dot do not count."""
    trees = [set(_files(folder)) for folder in (first, second)]
    common = trees[0] & trees[1]
    unequal = {path for path in common if not filecmp.cmp(first / path, second / path, shallow=False)}
    return tuple(sorted((trees[0] ^ trees[1]) | unequal))


def _files(folder: Path) -> Iterable[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name).relative_to(folder).as_posix() for name in names if not name.startswith("."))
