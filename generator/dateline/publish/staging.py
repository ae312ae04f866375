"""The new tree, while it grows beside the present one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile

from dateline.publish.atomic import write_file
from dateline.publish.errors import OutputError, as_output_error
from dateline.publish.paths import ancestors, folders_of
from dateline.publish.tree import remove

# Without hard links (FAT, some network and sandbox file systems; files of another owner; too many links): copy.
# EXDEV is not among them: inside one tree it means a mount, whose files must not be taken for the tree's.
_NO_LINKS = frozenset({errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})


class Staging:
    """A folder that is filled with new files, and with the unchanged ones of `present`. Methods raise OutputError."""

    def __init__(self, root: str, present: str) -> None:
        self.root = root
        self._present = present
        self._folders: set[str] = set()
        if os.path.lexists(root):
            raise OutputError(f"an earlier build left {root}, which cannot be removed", "look into it, and delete it")
        with as_output_error("make the folder", root):
            os.makedirs(os.path.dirname(root), exist_ok=True)
            os.mkdir(root, 0o755)
            status = os.stat(root)
            # The umask holds for the whole build: one look tells whether folders need a second call for their mode.
            self._masked = stat.S_IMODE(status.st_mode) & 0o777 != 0o755
            if self._masked:
                os.chmod(root, 0o755)
        self.inode = status.st_ino

    def write(self, path: str, data: bytes) -> os.stat_result:
        """Add a file of ours: mode 0644, whatever the umask."""
        self._make_folders(path)
        with as_output_error("write", f"{self._present}/{path}"):
            return write_file(f"{self.root}/{path}", data)

    def link(self, path: str) -> os.stat_result | None:
        """Add the present file (or symbolic link) as it is; if it had to be copied, say what the copy is like."""
        if path.rpartition("/")[0] not in self._folders:
            self._make_folders(path)
        source, place = f"{self._present}/{path}", f"{self.root}/{path}"
        try:  # by itself, and not within `as_output_error`, which takes half as long: every build keeps most files
            os.link(source, place, follow_symlinks=False)
        except OSError as error:
            with as_output_error("keep", source):
                if error.errno not in _NO_LINKS:
                    raise
                return _copy(source, place)
        return None

    def grow(self, tree: str, kept: AbstractSet[str], gone: AbstractSet[str], new: AbstractSet[str]) -> None:
        """Go on with `tree`, less the files `gone`, in the place of this one, which holds the files `new`."""
        beside, self.root = self.root, tree
        self._folders = folders_of(kept)
        with as_output_error("update", self._present):
            inode = os.stat(tree).st_ino
            remove(tree, gone, folders_of(gone) - self._folders)
            for path in new:
                self._make_folders(path)
                os.rename(f"{beside}/{path}", f"{tree}/{path}")
            remove(beside, (), folders_of(new))
            os.rmdir(beside)
            os.rename(tree, beside)
        self.root, self.inode = beside, inode

    def adopt(self, folders: Sequence[str]) -> None:
        """Add folders of somebody else's, with their modes and times: parents first, once all else is in its place."""
        for path in folders:
            self._make_folders(f"{path}/")
        for path in reversed(folders):
            self._take_after(path)

    def adopt_root(self) -> None:
        """Give the new tree's folder the owner, mode and times of the present one's."""
        self._take_after("")

    def _make_folders(self, path: str) -> None:
        missing = list(takewhile(lambda folder: folder not in self._folders, ancestors(path)))
        for folder in reversed(missing):
            with as_output_error("make the folder", f"{self._present}/{folder}"):
                self._make_folder(f"{self.root}/{folder}")
            self._folders.add(folder)

    def _make_folder(self, place: str) -> None:
        try:
            os.mkdir(place, 0o755)
        except FileExistsError:  # another process of this build was quicker
            if not os.path.isdir(place):
                raise
            return
        if self._masked:
            os.chmod(place, 0o755)

    def _take_after(self, path: str) -> None:
        source, place = f"{self._present}/{path}", f"{self.root}/{path}"
        with as_output_error("keep", source):
            model, ours = os.stat(source), os.stat(place)
            if (model.st_uid, model.st_gid) != (ours.st_uid, ours.st_gid):
                # Only root may give files away; elsewhere a folder of the builder's own has to serve.
                with contextlib.suppress(PermissionError):
                    os.chown(place, model.st_uid, model.st_gid)
            shutil.copystat(source, place)


def _copy(source: str, place: str) -> os.stat_result:
    kind = os.lstat(source).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISLNK(kind)):
        raise OutputError(f"cannot keep {source}: it is not a file", "move it out of the output folder")
    shutil.copy2(source, place, follow_symlinks=False)
    return os.lstat(place)
