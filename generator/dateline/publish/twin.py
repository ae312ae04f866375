"""The twin: a second tree of links to the files of the output, which the next build grows into its new tree.

Making and removing a folder for every page takes longer than all else that publishing does. So the tree that was
replaced is not removed but brought up to date, and put away beside the manifest. It holds no byte that the output does
not hold, and can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

from dateline.publish import tree
from dateline.publish.errors import OutputError
from dateline.publish.paths import folders_of


def take(home: str, place: str, ours: AbstractSet[str]) -> Mapping[str, int]:
    """Move the twin from `home` to `place`: its files with their inodes. None where they are others than `ours`.

    Only links to the very files of the output are worth keeping, which nobody but a build on this disk can have made.
    """
    with contextlib.suppress(OSError, OutputError):
        if tree.is_folder(home):
            found = tree.survey(home, ours, folders_of(ours))
            if found.ours.keys() == ours and not found.files and not found.folders:
                os.rename(home, place)
                return found.ours
    return {}


def put_away(
    old: str, home: str, output: str, *, kept: Collection[str], new: Collection[str], ours: Collection[str]
) -> None:
    """Make `old`, which `output` has replaced, its twin at `home`, where nothing is, if that is on the same disk.

    Both hold the files `kept`; `new` are in `output` only. Of what else is in `old`, files of `ours` are removed, and
    those that came while the build was at work go to `output`. Raises OSError or OutputError where `old` can be no
    twin; it may then be changed in part.
    """
    if os.stat(old).st_dev != os.stat(os.path.dirname(home)).st_dev:
        return
    folders, gone = folders_of(kept), []
    for path, entry, is_inner in tree.walk(old):
        if is_inner:
            if path in folders:
                _make_as_new(entry.path)
            else:
                gone.append(entry.path)
        elif path not in kept:
            tree.drop_or_rescue(path, entry.path, output, ours)
    for folder in reversed(gone):
        os.rmdir(folder)
    for folder in sorted(folders_of(new) - folders):
        os.mkdir(f"{old}/{folder}")
        _make_as_new(f"{old}/{folder}")
    for path in new:
        os.link(f"{output}/{path}", f"{old}/{path}")
    os.rename(old, home)


def _make_as_new(folder: str) -> None:
    """Give a folder the mode of one that a build makes; PermissionError if it is somebody else's."""
    status = os.stat(folder)
    if hasattr(os, "geteuid") and status.st_uid != os.geteuid():
        raise PermissionError(f"{folder} is somebody else's")
    if status.st_mode & 0o777 != 0o755:
        os.chmod(folder, status.st_mode & 0o7000 | 0o755)
