"""Which changes on the disk can change the site."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import Change, awatch

_DEBOUNCE = 50
"""Milliseconds to wait for more of one save: editors write a file in several steps."""
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "state"})


def can_matter(path: Path, root: Path, output: Path) -> bool:
    """Whether a changed file below `root` may change the site: not what is hidden, our own, or left by an editor.

    >>> can_matter(Path("/s/content/a.md"), Path("/s"), Path("/s/output"))
    True
    >>> can_matter(Path("/s/output/index.html"), Path("/s"), Path("/s/output"))
    False
    """
    if path.is_relative_to(output):
        return False
    names = path.relative_to(root).parts
    return not any(name.startswith(".") or name in _PASSED_OVER or name.endswith(("~", ".swp")) for name in names)


async def changes(root: Path, output: Path, stop: asyncio.Event) -> AsyncIterator[frozenset[Path]]:
    """Yields nothing once all is watched, and then the files that changed and can matter, until `stop` is set."""
    top, ours = await asyncio.to_thread(lambda: (root.resolve(), output.resolve()))

    def wanted(_change: Change, path: str) -> bool:
        return can_matter(Path(path), top, ours)

    is_first = True
    watched = awatch(
        top,
        watch_filter=wanted,
        debounce=_DEBOUNCE,
        step=10,
        stop_event=stop,
        rust_timeout=500,
        yield_on_timeout=True,
    )
    async for found in watched:
        if found or is_first:
            yield frozenset(Path(path) for _, path in found)
        is_first = False
