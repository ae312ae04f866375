"""The output folder: made to equal what a build wrote and kept, whole or not at all.

How. Nothing in the folder is ever changed in place. A new tree grows beside it (`.NAME.dateline-new`): new files are
written there at once, and when all is known, unchanged files and everything that is not ours are added as second links.
Then the two folders change places in one system call (see `swap`). The old one becomes the twin of the output (see
`twin`), in which the next new tree grows, or is removed. A kill at any moment leaves the old tree or the new one at the
output's name, and the next build clears away the rest.

Whose files. The manifest names the files that builds wrote here, and only those, found as regular files, are ever left
out of a new tree. The manifest of the new tree is written to a second file first, with the inode of the new folder, and
takes the first one's name after the swap; so at any moment one of the two describes the tree that is there, and it can
be told which.

What the swap asks of others. A program that has opened the folder itself (a shell inside it, a container that mounts
it) still sees the old tree, which is on its way out: it should ask for the folder by its name, or mount the one around.

Power. The new manifest is flushed to the disk before the swap, pages are not: thousands of flushes would cost more than
the build. After a power loss the output is the old tree or the new one, but a page written in the last seconds may be
short; its size or time then differs from the recorded one, so the next build writes it again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from msgspec import Struct

from dateline.publish import tree, twin
from dateline.publish.atomic import forget_draft
from dateline.publish.errors import MOUNT_HINT, OutputError, as_output_error
from dateline.publish.manifest import Entry, MadeFor, Manifest, content_hash, read_manifest, write_manifest
from dateline.publish.paths import ancestors, check_path, folders_of
from dateline.publish.present import Present, proven
from dateline.publish.staging import Staging
from dateline.publish.swap import swap


class Report(Struct, frozen=True):
    """What publishing did, as sorted output paths."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    adopted: bool
    """Files of the site were there, and no record of the build that made them. Stale ones are there still: nothing
    proves them ours."""


class Made(NamedTuple):
    """A file that was made for the site: what is to be recorded of it, and whether the present tree has it not yet."""

    entry: Entry
    is_new: bool


class OutputFolder:
    """A build's hold on its output folder: `with OutputFolder(output, manifest) as folder`.

    The caller holds the `build_lock` of the folder's parent. Every file of the site is either kept or written, each
    path once, and then `publish` is called once. Leaving the block without it leaves the folder as it was.
    Paths are relative POSIX strings such as `briefs/x/index.html`; ValueError for any other.
    All methods raise OutputError if the machine or somebody else's file is in the way.
    """

    def __init__(self, output: Path, manifest: Path) -> None:
        self._output = os.path.realpath(output)
        self._manifest_path = Path(os.path.realpath(manifest))
        if self._manifest_path.is_relative_to(self._output):
            raise OutputError(f"the output folder {output} holds the site itself", "build into a folder of its own")
        parent, name = os.path.split(self._output)
        self._next_path = self._manifest_path.with_suffix(".next.json")
        self._new = f"{parent}/.{name}.dateline-new"
        self._spare = f"{parent}/.{name}.dateline-old"
        self._grown = f"{parent}/.{name}.dateline-grown"
        self._twin = os.fspath(self._manifest_path.with_suffix(".twin"))
        self._previous: Manifest | None = None
        self._present = Present(self._output, {})
        self._staging: Staging | None = None
        self._files: dict[str, Entry] = {}
        self._folders: set[str] = set()
        self._written: set[str] = set()
        self._made_for: MadeFor | None = None

    def __enter__(self) -> Self:
        with as_output_error("restore", self._output):
            if not os.path.lexists(self._output) and tree.is_folder(self._spare):
                os.rename(self._spare, self._output)
        if os.path.lexists(self._output) and not os.path.isdir(self._output):
            raise OutputError(f"{self._output} is not a folder", "move it away, or name another folder with --output")
        self._previous = self._recover()
        self._present = Present(self._output, self._previous.files if self._previous else {})
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        # By its inode: after the swap the old tree has this name, and only `retire` may clear that.
        if self._staging and _inode(self._new) == self._staging.inode:
            tree.clear(self._new)
            tree.clear(self._grown)
            _forget(self._next_path)

    def is_current(self, path: str, digest: bytes) -> bool:
        """Whether the build before made this file from inputs of this digest, and it has not been touched since."""
        return self._present.is_current(path, digest)

    def made_from(self, digest: bytes) -> tuple[str, ...]:
        """The files that the build before made from inputs of this digest; each may have been touched since."""
        return tuple(path for path, entry in self._present.recorded.items() if entry.digest == digest)

    def keep(self, path: str) -> None:
        """Count a file that `is_current` as part of the site."""
        entry = self._present.recorded.get(path)
        if entry is None:
            raise ValueError(f"no build wrote {path!r}, so it cannot be kept")
        self._claim(path)
        self._files[path] = entry

    def write(self, path: str, data: bytes, digest: bytes) -> bool:
        """Make a file part of the site; False if the present one holds the same bytes, so that it is kept instead."""
        self._claim(check_path(path))
        made = self.make(path, data, digest)
        self._add(path, made)
        return made.is_new

    def prepare(self) -> None:
        """Make ready for `make` to be called in several processes at once, which were forked after this."""
        self._staged()

    def make(self, path: str, data: bytes, digest: bytes) -> Made:
        """Write a file beside the present tree, unless that holds the same bytes; `count` makes it part of the site."""
        content = content_hash(data)
        status = self._present.status_if_equal(check_path(path), data, content)
        is_new = status is None
        if status is None:
            status = self._staged().write(path, data)
        return Made(Entry(digest, content, status.st_size, status.st_mtime_ns), is_new)

    def count(self, path: str, made: Made) -> None:
        """Count a file that `make` made, here or in another process, as part of the site."""
        self._claim(check_path(path))
        self._add(path, made)

    def _add(self, path: str, made: Made) -> None:
        if made.is_new:
            self._written.add(path)
        self._files[path] = made.entry

    def publish(self, before_swap: Callable[[], None] = lambda: None, made_for: MadeFor | None = None) -> Report:
        """Make the folder equal to what was kept and written, and record for whom that was.

        `before_swap` is called when all is in place and nothing is visible yet; if it raises, nothing will be.
        If no file is new and none goes, nothing is touched (but the manifest, where digests changed).
        """
        self._made_for = made_for
        adopted = self._previous is None and os.path.isdir(self._output) and any(map(self._present.status, self._files))
        removed = tuple(
            sorted(path for path in self._present.recorded.keys() - self._files.keys() if self._present.status(path))
        )
        if self._written or removed:
            staging = self._staged()
            self._add_what_stays(staging)
            self._record(staging.inode)
            before_swap()
            self._swap()
            self._keep_twin()
        else:
            before_swap()
            if self._previous is None or (self._files, made_for) != (self._present.recorded, self._previous.made_for):
                self._record(_inode(self._output))
        self._settle(self._present.recorded.keys() | self._files.keys())
        unchanged = len(self._files) - len(self._written)
        return Report(tuple(sorted(self._written)), removed, unchanged, adopted)

    def _claim(self, path: str) -> None:
        """A path is used once, and not as a file and a folder: the planner sees to that, so here it is a bug."""
        if path in self._files or path in self._folders:
            raise ValueError(f"two files of the site would be at {path!r}")
        if path.rpartition("/")[0] not in self._folders:
            above = list(ancestors(path))
            if not self._files.keys().isdisjoint(above):
                raise ValueError(f"two files of the site would be at {path!r}")
            self._folders.update(above)

    def _staged(self) -> Staging:
        if self._staging is None:
            if os.path.ismount(self._output):
                raise OutputError(f"{self._output} is a mount point, which cannot be replaced", MOUNT_HINT)
            self._staging = Staging(self._new, self._output)
        return self._staging

    def _add_what_stays(self, staging: Staging) -> None:
        """Second links to unchanged files of ours, and to everything in the folder that is not ours."""
        kept = self._files.keys() - self._written
        there = tree.NOTHING
        if os.path.isdir(self._output):
            ours = self._present.recorded.keys() | kept
            there = self._without_conflicts(tree.survey(self._output, ours, folders_of(ours)))
        linked: AbstractSet[str] = frozenset()
        if held := twin.take(self._twin, self._grown, self._present.recorded.keys()):
            linked = kept & {path for path, inode in held.items() if there.ours.get(path) == inode}
            staging.grow(self._grown, linked, held.keys() - linked, self._written)
        self._link(staging, sorted(kept - linked))
        for path in there.files:
            staging.link(path)
        staging.adopt(there.folders)
        if os.path.isdir(self._output):
            staging.adopt_root()

    def _link(self, staging: Staging, kept: Iterable[str]) -> None:
        for path in kept:
            if copy := staging.link(path):
                self._files[path] = self._files[path]._replace(size=copy.st_size, mtime_ns=copy.st_mtime_ns)

    def _without_conflicts(self, there: tree.Survey) -> tree.Survey:
        """Files that are not ours may not be where the site has a file or folder, unless all is ours but the record."""
        mine = self._written if self._previous is None and self._present.is_marked() else frozenset[str]()
        files = tuple(path for path in there.files if path not in mine)
        taken = [path for path in (*files, *there.folders) if path in self._files or self._lies_below_ours(path)]
        taken += [path for path in files if path in self._folders]
        if taken:
            shown = ", ".join(sorted(taken)[:3]) + (f" and {len(taken) - 3} more" if len(taken) > 3 else "")
            raise OutputError(
                f"{self._output} holds files that Dateline did not write, where the site has its own: {shown}",
                "move them away, or build into another folder with --output",
            )
        return tree.Survey(there.ours, files, there.folders)

    def _lies_below_ours(self, path: str) -> bool:
        return any(folder in self._files for folder in ancestors(path))

    def _record(self, root: int) -> None:
        write_manifest(self._next_path, Manifest(root, self._files, self._made_for), Path(self._output))

    def _swap(self) -> None:
        with as_output_error("replace", self._output):
            if os.path.lexists(self._output):
                swap(self._new, self._output, self._spare)
            else:
                os.rename(self._new, self._output)

    def _keep_twin(self) -> None:
        """Of the old tree, if it can be one; else `_settle` clears it away."""
        tree.clear(self._twin)
        ours, kept = self._present.recorded.keys() | self._files.keys(), self._files.keys() - self._written
        for old in filter(tree.is_folder, (self._new, self._spare)):
            with contextlib.suppress(OSError, OutputError):
                twin.put_away(old, self._twin, self._output, kept=kept, new=self._written, ours=ours)

    def _settle(self, ours: Collection[str]) -> None:
        """After the swap: clear the old tree away; once it is gone, the new manifest is the manifest.

        Not before: should this be killed, the next build must still know which files of the old tree were ours.
        """
        for old in (self._new, self._spare):
            tree.retire(old, self._output, ours)
        if not os.path.lexists(self._new) and not os.path.lexists(self._spare):
            with contextlib.suppress(OSError):
                os.replace(self._next_path, self._manifest_path)

    def _recover(self) -> Manifest | None:
        """The manifest of the tree that is there, once the traces of a build that was killed are gone."""
        previous = read_manifest(self._manifest_path, Path(self._output))
        following = read_manifest(self._next_path, Path(self._output))
        if following and following.root == _inode(self._output):
            self._settle(following.files.keys() | (previous.files.keys() if previous else set()))
            return following
        tree.clear(self._new)
        tree.clear(self._spare)
        tree.clear(self._grown)
        _forget(self._next_path)
        forget_draft(self._next_path)
        return previous if previous is None or previous.root == _inode(self._output) else proven(previous, self._output)


def _inode(path: str) -> int:
    """A folder's number, which it keeps when it is renamed; -1 if there is no such folder."""
    try:
        return os.stat(path).st_ino
    except OSError:
        return -1


def _forget(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
