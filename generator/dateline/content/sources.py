"""The files of `content/`, found and read once, in a fixed order."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dateline.content.fields import Kind
from dateline.problems import Problem, did_you_mean, listed

MAX_BYTES = 5_000_000
"""The longest record file that is read."""
FOLDERS: dict[str, Kind] = {
    "briefs": "brief",
    "actors": "actor",
    "topics": "topic",
    "pages": "page",
    "publishers": "publisher",
}
"""The folders of `content/` that hold records."""
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})
"""The pictures that are published. Not SVG, which may hold scripts."""

_CONTENT = "content"
_TEXTS = frozenset({".md", ".txt"})
_METAS = frozenset({".yaml", ".yml"})
_PUBLISHERS = frozenset({"publishers.yaml", "publishers.yml"})
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_AS_UTF_8 = "save it as UTF-8 text"
# They reorder the text around them, so a path would not be shown as it is.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One record's file or files: a text, a text with its sidecar YAML, or YAML alone."""

    path: str
    """POSIX path relative to the site, in NFC, with control characters escaped."""
    kind: Kind
    text: str | None
    """What the `.md` or `.txt` holds, with `\\n` line ends; None where YAML stands alone."""
    meta_path: str | None
    """Path of the YAML file, if there is one; `path` where it stands alone."""
    meta: str | None
    """What the YAML file holds."""
    is_plain: bool
    """Whether the text is a `.txt`, which has no markup and no front matter."""
    many: bool
    """Whether the YAML is a mapping of ids to records: `content/publishers.yaml`."""
    digest: bytes = field(init=False)
    """Of everything above: equal for equal files, on every machine."""

    def __post_init__(self) -> None:
        parts = (self.path, self.kind, self.text, self.meta_path, self.meta, str(self.is_plain), str(self.many))
        object.__setattr__(self, "digest", _digest(parts))


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture: its path relative to `content/`, the digest of its bytes, and where to read it."""

    path: str
    digest: bytes
    file: Path


@dataclass(frozen=True, slots=True)
class Sources:
    """All that `content/` holds, sorted by path, and what is wrong with its files."""

    files: tuple[SourceFile, ...]
    media: tuple[MediaFile, ...]
    problems: tuple[Problem, ...]


def read_sources(root: Path) -> Sources:
    """Read the content of the site at `root`. What cannot be read is a problem; everything else is read all the same."""
    walk = _Walk(root)
    walk.run()
    problems = walk.problems
    records: dict[str, _Parts] = {}
    pictures: dict[str, _Found] = {}
    for found in sorted(walk.found):
        stem, extension = os.path.splitext(found.path)
        extension = extension.lower()
        kind = _kind(found.path)
        if extension in PICTURES:
            if found.path in pictures:
                problems.append(_namesake(found.path, found.path))
            pictures.setdefault(found.path, found)
        elif kind and extension in _TEXTS | _METAS:
            parts = records.setdefault(stem, _Parts(kind, [], []))
            (parts.texts if extension in _TEXTS else parts.metas).append(found)
        else:
            problems.append(_misplaced(found.path, extension))
    files = [file for parts in records.values() if (file := _source_file(parts, problems))]
    media = [file for found in pictures.values() if (file := _media_file(found, problems))]
    return Sources(tuple(sorted(files, key=lambda file: file.path)), tuple(media), tuple(sorted(problems)))


class _Found(NamedTuple):
    """A file: its path as problems show it, and the path that opens it."""

    path: str
    file: str


class _Parts(NamedTuple):
    """The files that make one record."""

    kind: Kind
    texts: list[_Found]
    metas: list[_Found]


class _Folder(NamedTuple):
    """A folder to list: its path as problems show it, the one that opens it, and the real folders around it."""

    path: str
    folder: str
    around: tuple[str, ...]
    linked: bool


class _Walk:
    """Finds every file of the content folder but those that nobody means to publish; follows links that stay inside."""

    def __init__(self, root: Path) -> None:
        self.found: list[_Found] = []
        self.problems: list[Problem] = []
        self._top = os.path.realpath(root / _CONTENT)
        self._waiting = [_Folder(_CONTENT, self._top, (self._top,), linked=False)]
        self._followed: set[str] = set()

    def run(self) -> None:
        while self._waiting:
            folder = self._waiting.pop()
            for path, entry in self._entries(folder):
                try:
                    self._take(path, entry, folder)
                except OSError as error:
                    self.problems.append(_unreadable(path, error))

    def _entries(self, folder: _Folder) -> list[tuple[str, os.DirEntry[str]]]:
        """What a folder holds, in an order that the disk has no part in."""
        try:
            with os.scandir(folder.folder) as entries:
                named = [
                    (f"{folder.path}/{_shown(entry.name)}", entry)
                    for entry in entries
                    if not _is_passed_over(entry.name, at_top=folder.path == _CONTENT)
                ]
        except OSError as error:
            self.problems.append(_unreadable(folder.path, error))
            return []
        return sorted(named, key=lambda pair: (pair[0], pair[1].name))

    def _take(self, path: str, entry: os.DirEntry[str], folder: _Folder) -> None:
        target, linked = entry.path, folder.linked
        if entry.is_symlink():
            target, linked = os.path.realpath(entry.path, strict=True), True
            if os.path.commonpath((self._top, target)) != self._top:
                message, hint = "this link leads out of the content folder", "copy what it leads to into the folder"
                self.problems.append(Problem(path, 0, 0, "outside-link", message, hint))
                return
        if entry.is_file():
            self.found.append(_Found(path, target))
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
    """A file's name as text: in NFC, with what is no text or would disturb a line of it escaped.

    >>> _shown("a\\nb\\udcff")
    'a\\\\x0ab\\\\xff'
    """
    return "".join(_escaped(char) if _is_unsafe(char) else char for char in unicodedata.normalize("NFC", name))


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in _BIDI_CONTROLS


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # how Python carries a byte that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _kind(path: str) -> Kind | None:
    """The kind of the records that a file at `path` holds; None outside the records' folders."""
    folder, slash, _ = path.removeprefix(f"{_CONTENT}/").partition("/")
    if slash:
        return FOLDERS.get(folder)
    return "publisher" if folder in _PUBLISHERS else None


def _source_file(parts: _Parts, problems: list[Problem]) -> SourceFile | None:
    """The record that `parts` make; None, with a problem noted, where one of them cannot be read."""
    for first, *others in filter(None, (parts.texts, parts.metas)):
        problems += [_namesake(other.path, first.path) for other in others]
    text_file, meta_file = (next(iter(found), None) for found in (parts.texts, parts.metas))
    text, meta = (_text(found, problems) if found else None for found in (text_file, meta_file))
    if (text_file and text is None) or (meta_file and meta is None):
        return None
    main = text_file or meta_file
    assert main is not None
    return SourceFile(
        path=main.path,
        kind=parts.kind,
        text=text,
        meta_path=meta_file.path if meta_file else None,
        meta=meta,
        is_plain=bool(text_file) and main.path.lower().endswith(".txt"),
        many=main.path.removeprefix(f"{_CONTENT}/") in _PUBLISHERS,
    )


def _text(found: _Found, problems: list[Problem]) -> str | None:
    """The text of a file, with `\\n` line ends and no byte order mark."""
    try:
        with open(found.file, "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                message = f"the file has {size / 1e6:.1f} MB; a record may have {MAX_BYTES // 1_000_000}"
                problems.append(Problem(found.path, 0, 0, "too-long", message, "is it a record at all?"))
                return None
            data = file.read()
    except OSError as error:
        problems.append(_unreadable(found.path, error))
        return None
    data = data.removeprefix(_BYTE_ORDER_MARK)
    problem = _no_text(found.path, data)
    if problem:
        problems.append(problem)
        return None
    return _with_unix_line_ends(data.decode())


def _no_text(path: str, data: bytes) -> Problem | None:
    """Why bytes are not a text, at the first of them that shows it."""
    if data.startswith(_UTF_16_MARKS):
        return Problem(path, 1, 1, "not-text", "this is UTF-16 text", _AS_UTF_8)
    end = data.find(0)
    message = "a NUL byte stands here: this is UTF-16 text or no text at all"
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if end < 0 or error.start < end:
            end = error.start
            message = f"the byte 0x{data[end]:02X} that stands here is not UTF-8"
    if end < 0:
        return None
    before = _with_unix_line_ends(data[:end].decode())
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(path, line, column, "not-text", message, _AS_UTF_8)


def _with_unix_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _media_file(found: _Found, problems: list[Problem]) -> MediaFile | None:
    try:
        with open(found.file, "rb", buffering=0) as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest()
    except OSError as error:
        problems.append(_unreadable(found.path, error))
        return None
    return MediaFile(found.path.removeprefix(f"{_CONTENT}/"), digest, Path(found.file))


def _digest(parts: Iterable[str | None]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        encoded = b"" if part is None else part.encode()
        # Lengths keep "a", "b" and "ab", "" apart; -1 keeps None and "" apart.
        digest.update(b"%d:" % (-1 if part is None else len(encoded)))
        digest.update(encoded)
    return digest.digest()


def _unreadable(path: str, error: OSError) -> Problem:
    if path == _CONTENT and isinstance(error, FileNotFoundError):
        hint = f"name the folder that holds {_CONTENT!r}, or make a site with `dateline init`"
        return Problem(path, 0, 0, "unreadable-file", f"there is no folder {_CONTENT!r}", hint)
    reason = "nothing is there" if isinstance(error, FileNotFoundError) else error.strerror or "it cannot be opened"
    return Problem(path, 0, 0, "unreadable-file", f"cannot be read: {reason}", "mend or remove the file or link")


def _namesake(path: str, first: str) -> Problem:
    message = f"{path.rpartition('/')[2]!r} and {first.rpartition('/')[2]!r} would be one record"
    if path == first:
        message = "two files have this name; they differ only in how their letters are encoded"
    return Problem(path, 0, 0, "duplicate-id", message, "rename or remove one of them")


def _misplaced(path: str, extension: str) -> Problem:
    folder, slash, _ = path.removeprefix(f"{_CONTENT}/").partition("/")
    message = "a file of this kind is not published"
    if extension == ".svg":
        hint = "export it as PNG or WebP: an SVG may hold scripts"
    elif extension in _TEXTS | _METAS:
        message = "records of no kind lie in this folder"
        places = listed([f"{_CONTENT}/{name}/" for name in FOLDERS])
        hint = (slash and did_you_mean(folder, FOLDERS)) or f"records lie in {places}"
    else:
        hint = f"records are {listed(sorted(_TEXTS | _METAS))}, pictures {listed(sorted(PICTURES))} files"
    return Problem(path, 0, 0, "misplaced-file", message, hint)
