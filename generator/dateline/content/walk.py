"""The walk through `content/`: which files there are, under names that are safe to show."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import NamedTuple

from dateline.problems import Problem

CONTENT = "content"
"""The folder of a site's records, and the first part of their paths."""

# They reorder the text around them, so a path would not be shown as it is.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Found(NamedTuple):
    """A file: its path as problems show it, and the path that opens it."""

    path: str
    file: str


def find_files(content: Path) -> tuple[list[Found], list[Problem]]:
    """Every file of the folder `content` but those that nobody means to publish, and what is wrong with the others.

    Links that stay inside are followed. The order depends on names alone.
    """
    walk = _Walk(content)
    walk.run()
    return walk.found, walk.problems


class _Folder(NamedTuple):
    """A folder to list: its path as problems show it, the one that opens it, and the real folders around it."""

    path: str
    folder: str
    around: tuple[str, ...]
    linked: bool


class _Walk:
    """One walk through the content folder, with what it has found so far."""

    def __init__(self, content: Path) -> None:
        self.found: list[Found] = []
        self.problems: list[Problem] = []
        self._top = os.path.realpath(content)
        self._waiting = [_Folder(CONTENT, self._top, (self._top,), linked=False)]
        self._followed: set[str] = set()

    def run(self) -> None:
        while self._waiting:
            folder = self._waiting.pop()
            for path, entry in self._entries(folder):
                try:
                    self._take(path, entry, folder)
                except OSError as error:
                    self.problems.append(unreadable(path, error))

    def _entries(self, folder: _Folder) -> list[tuple[str, os.DirEntry[str]]]:
        """What a folder holds, in an order that the disk has no part in."""
        try:
            with os.scandir(folder.folder) as entries:
                named = [
                    (f"{folder.path}/{_shown(entry.name)}", entry)
                    for entry in entries
                    if not _is_passed_over(entry.name, at_top=folder.path == CONTENT)
                ]
        except OSError as error:
            self.problems.append(unreadable(folder.path, error))
            return []
        return sorted(named, key=lambda pair: (pair[0], pair[1].name))

    def _take(self, path: str, entry: os.DirEntry[str], folder: _Folder) -> None:
        target, linked = entry.path, folder.linked
        if entry.is_symlink():
            target, linked = os.path.realpath(entry.path, strict=True), True
            if not f"{target}{os.sep}".startswith(f"{self._top}{os.sep}"):
                message, hint = "this link leads out of the content folder", "copy what it leads to into the folder"
                self.problems.append(Problem(path, 0, 0, "outside-link", message, hint))
                return
        if entry.is_file():
            self.found.append(Found(path, target))
        elif not entry.is_dir():
            self.problems.append(Problem(path, 0, 0, "misplaced-file", "this is no ordinary file", "remove it"))
        elif not linked:
            self._waiting.append(_Folder(path, target, (*folder.around, target), linked))
        elif target in folder.around or target in self._followed:
            # Links to folders could go in circles, and multiply each other.
            message = "this link leads to a folder that is read already, so it is not followed"
            self.problems.append(Problem(path, 0, 0, "misplaced-file", message, "remove the link"))
        else:
            self._followed.add(target)
            self._waiting.append(_Folder(path, target, (*folder.around, target), linked))


def _is_passed_over(name: str, *, at_top: bool) -> bool:
    """Whether a name is one of those that editors, systems and repositories leave about."""
    return (
        name.startswith((".", "_"))
        or name.endswith(("~", ".swp"))
        or name == "Thumbs.db"
        or (at_top and name == "README.md")
    )


def _shown(name: str) -> str:
    r"""A file's name as text: in NFC, with what is no text or would disturb a line of it escaped.

    >>> _shown("a\nb\udcff")
    'a\\x0ab\\xff'
    """
    if name.isascii() and name.isprintable():
        return name
    return "".join(_escaped(char) if _is_unsafe(char) else char for char in unicodedata.normalize("NFC", name))


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in _BIDI_CONTROLS


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # how Python carries a byte that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def unreadable(path: str, error: OSError) -> Problem:
    """The problem of a file or folder that the machine would not open."""
    if path == CONTENT and isinstance(error, FileNotFoundError):
        hint = f"name the folder that holds {CONTENT!r}, or make a site with `dateline init`"
        return Problem(path, 0, 0, "unreadable-file", f"there is no folder {CONTENT!r}", hint)
    reason = "nothing is there" if isinstance(error, FileNotFoundError) else error.strerror or "it cannot be opened"
    return Problem(path, 0, 0, "unreadable-file", f"cannot be read: {reason}", "mend or remove the file or link")
