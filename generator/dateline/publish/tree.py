"""Trees on the disk: what of a tree is ours, and how a tree that has had its day is cleared away."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from dateline.publish.errors import OutputError, as_output_error, output_error


class Survey(Struct, frozen=True):
    """What lies in a tree: files of ours with their inodes, and as sorted paths what is not ours."""

    ours: Mapping[str, int]
    files: tuple[str, ...]
    """And links and such."""
    folders: tuple[str, ...]


NOTHING = Survey({}, (), ())


def survey(root: str, our_files: Collection[str], our_folders: Collection[str]) -> Survey:
    """What is in the tree; a link or folder in the place of a file of ours is not ours.

    Raises OutputError if a folder cannot be read, or is a mount: its files belong to another tree.
    """
    ours: dict[str, int] = {}
    files, folders = [], []
    with as_output_error("read", root):
        device = os.stat(root).st_dev
    for path, entry, is_inner in walk(root):
        if is_inner:
            if path not in our_folders:
                folders.append(path)
                if entry.stat(follow_symlinks=False).st_dev != device:
                    raise OutputError(f"{entry.path} lies on another disk", "build into a folder without mounts in it")
        elif path in our_files and entry.is_file(follow_symlinks=False):
            ours[path] = entry.inode()
        else:
            files.append(path)
    return Survey(ours, tuple(sorted(files)), tuple(sorted(folders)))


def walk(root: str) -> Iterator[tuple[str, os.DirEntry[str], bool]]:
    """Every entry with its path in the tree, and whether it is a folder, which comes before what it holds.

    No recursion: trees may be deep. Raises OutputError.
    """
    folders = [""]
    while folders:
        prefix = folders.pop()
        try:  # by itself, and not within `as_output_error`: there are as many folders as pages
            with os.scandir(f"{root}/{prefix}") as found:
                entries = list(found)
        except OSError as error:
            raise output_error("read", f"{root}/{prefix}", error) from error
        for entry in entries:
            is_inner = entry.is_dir(follow_symlinks=False)
            yield prefix + entry.name, entry, is_inner
            if is_inner:
                folders.append(f"{prefix}{entry.name}/")


def is_folder(place: str) -> bool:
    """Whether a folder itself is there, not a link to one."""
    return os.path.isdir(place) and not os.path.islink(place)


def clear(tree: str) -> None:
    """Remove a tree that only ever held our files and second links to others; what cannot be removed stays."""
    _clear(tree, lambda _path, place: os.unlink(place))


def retire(tree: str, successor: str, ours: Collection[str]) -> None:
    """Remove the tree that `successor` has replaced. Raises nothing: what cannot be removed stays.

    Files that are neither ours nor carried over, because they came while the build was at work, are moved to
    `successor`: nobody's file is lost.
    """
    _clear(tree, lambda path, place: drop_or_rescue(path, place, successor, ours))


def drop_or_rescue(path: str, place: str, successor: str, ours: Collection[str]) -> None:
    """Remove one file of a tree that `successor` has replaced, as `retire` does. Raises OSError."""
    if path in ours or _same(place, f"{successor}/{path}"):
        os.unlink(place)
    else:
        os.makedirs(os.path.dirname(f"{successor}/{path}"), exist_ok=True)
        os.replace(place, f"{successor}/{path}")


def _clear(tree: str, drop: Callable[[str, str], None]) -> None:
    folders = [""] if is_folder(tree) else []  # a link in its place may lead to anybody's files
    for prefix in folders:  # grows as folders are found; emptied from the deepest back
        with contextlib.suppress(OSError):
            _make_writable(f"{tree}/{prefix}")
            with os.scandir(f"{tree}/{prefix}") as found:
                entries = list(found)
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{prefix}{entry.name}/")
                else:
                    with contextlib.suppress(OSError):
                        drop(prefix + entry.name, entry.path)
    for prefix in reversed(folders):
        with contextlib.suppress(OSError):
            os.rmdir(f"{tree}/{prefix}")


def _make_writable(folder: str) -> None:
    """A folder of somebody else's may be read-only, and its second copy with it, which must go all the same."""
    mode = stat.S_IMODE(os.stat(folder).st_mode)
    if mode & 0o700 != 0o700:
        os.chmod(folder, mode | 0o700)


def _same(old: str, new: str) -> bool:
    """Whether `new` is `old`, or a copy of it that was made with its times."""
    try:
        a, b = os.lstat(old), os.lstat(new)
    except FileNotFoundError:
        return False
    return os.path.samestat(a, b) or (a.st_mode, a.st_size, a.st_mtime_ns) == (b.st_mode, b.st_size, b.st_mtime_ns)


def remove(root: str, files: Iterable[str], folders: Iterable[str]) -> None:
    """Remove files, and folders that then hold nothing. Raises OSError."""
    for path in files:
        os.unlink(f"{root}/{path}")
    for path in sorted(folders, reverse=True):  # what a folder holds comes before it
        os.rmdir(f"{root}/{path}")
