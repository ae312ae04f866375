"""Which changes on the disk can change the site."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Collection
from contextlib import aclosing, suppress
from pathlib import Path

from watchfiles import Change, awatch

_DEBOUNCE = 50
"""Milliseconds to wait for more of one save: editors write a file in several steps."""
_PASSED_OVER = frozenset({"node_modules", "__pycache__"})
_NOT_READ = frozenset({"state", "output"})
"""Folders of the site that a preview does not read."""


def can_matter(path: Path, root: Path, output: Path) -> bool:
    """Whether a changed file below `root` may change the site: not what is hidden, our own, or left by an editor.

    >>> can_matter(Path("/s/content/a.md"), Path("/s"), Path("/s/output"))
    True
    >>> can_matter(Path("/s/output/index.html"), Path("/s"), Path("/s/preview"))
    False
    """
    if path.is_relative_to(output):
        return False
    names = path.relative_to(root).parts
    if names and names[0] in _NOT_READ:
        return False
    return not any(name.startswith(".") or name in _PASSED_OVER or name.endswith(("~", ".swp")) for name in names)


async def changes(root: Path, output: Path, stop: asyncio.Event) -> AsyncIterator[frozenset[Path]]:
    """Yields once all is watched, and then the files that changed and can matter, until `stop` is set.

    When folders come or go it begins anew. What had changed by then may have escaped it: whoever is told looks himself.
    """
    top, ours = await asyncio.to_thread(lambda: (root.resolve(), output.resolve()))

    def wanted(_change: Change, path: str) -> bool:
        return can_matter(Path(path), top, ours)

    while not stop.is_set():
        # Folder by folder, not all below the site: each build makes and moves more folders of pages than the system
        # can tell of, and what is saved meanwhile would be lost among them.
        folders = await asyncio.to_thread(_folders, top, ours)
        is_first = True
        watched = awatch(
            *folders,
            recursive=False,
            watch_filter=wanted,
            debounce=_DEBOUNCE,
            step=10,
            stop_event=stop,
            rust_timeout=500,
            yield_on_timeout=True,
        )
        with suppress(FileNotFoundError):  # of a folder that went before it was watched
            async with aclosing(watched):
                async for found in watched:
                    if found or is_first:
                        yield frozenset(Path(path) for _, path in found)
                    if is_first and await asyncio.to_thread(_folders, top, ours) != folders:
                        break  # one came before it could be watched
                    if await asyncio.to_thread(_are_folders, found, folders):
                        break
                    is_first = False


def _are_folders(found: Collection[tuple[Change, str]], known: Collection[Path]) -> bool:
    """Whether one of these is a folder, or was one."""
    return any(Path(path) in known or Path(path).is_dir() for _, path in found)


def _folders(top: Path, output: Path) -> frozenset[Path]:
    """The site's folder and those below it in which a change can matter, links to folders among them."""
    folders, seen = set(), set()
    for folder, names, _ in os.walk(top, followlinks=True):
        place = os.path.realpath(folder)
        if place in seen:
            names.clear()  # links can lead in a circle
            continue
        seen.add(place)
        names[:] = [name for name in names if can_matter(Path(folder, name), top, output)]
        folders.add(Path(folder))
    return frozenset(folders)
