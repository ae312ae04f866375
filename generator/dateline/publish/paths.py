"""Output paths: which strings may name a file of the output, and the folders that they lie in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_NO_NAMES = frozenset({"", ".", ".."})


def check_path(path: str) -> str:
    """`path` itself, if it names a file strictly below the output folder; else a ValueError.

    >>> check_path("briefs/x/index.html")
    'briefs/x/index.html'
    >>> check_path("../x")
    Traceback (most recent call last):
    ValueError: not an output path: '../x'
    """
    if "\0" in path or not _NO_NAMES.isdisjoint(path.split("/")):
        raise ValueError(f"not an output path: {path!r}")
    try:
        path.encode()
    except UnicodeEncodeError:
        raise ValueError(f"not an output path: {path!r}") from None
    return path


def ancestors(path: str) -> Iterator[str]:
    """The folders that `path` lies in, nearest first.

    >>> list(ancestors("briefs/x/index.html"))
    ['briefs/x', 'briefs']
    """
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that one of `paths` lies in."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders
