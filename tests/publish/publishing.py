"""Small sites for the tests of the publish room: build one, and look at everything that is then on the disk."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from dateline.publish.output import OutputFolder, Report

Tree = dict[str, tuple[str, bytes | str, int]]
Files = Mapping[str, bytes]


def build(
    site: Path, files: Files, *, output: str = "output", before_swap: Callable[[], None] = lambda: None
) -> Report:
    """Publish `files` into the site's output as a real build would: what is current is kept, the rest is written."""
    with OutputFolder(site / output, site / ".dateline" / "output.json") as folder:
        for path, data in files.items():
            digest = hashlib.blake2b(data, digest_size=8).digest()
            if folder.is_current(path, digest):
                folder.keep(path)
            else:
                folder.write(path, data, digest)
        return folder.publish(before_swap)


def tree_of(root: Path) -> Tree:
    """Everything below `root`: kind, content (or target) and mode by path."""
    tree: Tree = {}
    for place, folders, names in os.walk(root):
        for name in (*folders, *names):
            path = Path(place, name)
            status = path.lstat()
            mode = stat.S_IMODE(status.st_mode)
            key = path.relative_to(root).as_posix()
            if stat.S_ISLNK(status.st_mode):
                tree[key] = ("link", os.readlink(path), 0)
            elif stat.S_ISDIR(status.st_mode):
                tree[key] = ("folder", "", mode)
            else:
                tree[key] = ("file", path.read_bytes(), mode)
    return tree


def site_tree(files: Files) -> Tree:
    """What `tree_of` an output shows that holds exactly `files`."""
    tree: Tree = {path: ("file", data, 0o644) for path, data in files.items()}
    for path in files:
        tree.update({str(folder): ("folder", "", 0o755) for folder in Path(path).parents if str(folder) != "."})
    return tree


def put(root: Path, files: Files) -> None:
    """Files of somebody else's."""
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def besides(site: Path) -> list[str]:
    """What lies in the site's folder besides the output and `.dateline/`: leftovers, if the build was not clean."""
    return sorted(path.name for path in site.iterdir() if path.name not in ("output", ".dateline"))


def private(site: Path) -> list[str]:
    """What lies in `.dateline/` besides the twin, which may be there if it is one."""
    twin = site / ".dateline/output.twin"
    if twin.exists():
        assert holds_links_only(twin, site / "output")
    return sorted(path.name for path in (site / ".dateline").iterdir() if path != twin)


def holds_links_only(twin: Path, output: Path) -> bool:
    """Whether each file of `twin` is one of `output`, under the same name."""
    files = [path for path in twin.rglob("*") if not path.is_dir()]
    return all(os.path.samefile(path, output / path.relative_to(twin)) for path in files)
