"""The files of `content/`, found and read once, in a fixed order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from dateline.content.fields import Kind, MarkdownEngine
from dateline.content.walk import CONTENT, Found, find_files, unreadable
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

_TEXTS = frozenset({".md", ".txt"})
_METAS = frozenset({".yaml", ".yml"})
_PUBLISHERS = frozenset({"publishers.yaml", "publishers.yml"})
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_AS_UTF_8 = "save it as UTF-8 text"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One record's file or files: a text, a text with its sidecar YAML, or YAML alone.

    All are held as UTF-8 until the build ends, for a single letter can make a text twice or four times as long.
    """

    path: str
    """POSIX path relative to the site, in NFC, with control characters escaped."""
    kind: Kind
    text: bytes | None
    """What the `.md` or `.txt` holds, with `\\n` line ends; None where YAML stands alone."""
    meta_path: str | None
    """Path of the YAML file, if there is one; `path` where it stands alone."""
    meta: bytes | None
    """What the YAML file holds."""
    is_plain: bool
    """Whether the text is a `.txt`, which has no markup and no front matter."""
    many: bool
    """Whether the YAML is a mapping of ids to records: `content/publishers.yaml`."""
    markdown: MarkdownEngine = "python-markdown"
    """What reads its Markdown."""
    digest: bytes = field(init=False)
    """Of everything above: equal for equal files, on every machine."""

    def __post_init__(self) -> None:
        meta_path = self.meta_path.encode() if self.meta_path is not None else None
        texts = (self.path.encode(), self.kind.encode(), self.text, meta_path, self.meta)
        parts = (*texts, b"%r" % self.is_plain, b"%r" % self.many, self.markdown.encode())
        object.__setattr__(self, "digest", _digest(parts))


class MediaFile(Struct, frozen=True):
    """A picture: its path relative to `content/`, the digest of its bytes, and where to read it."""

    path: str
    digest: bytes
    file: Path


class Sources(Struct, frozen=True):
    """All that `content/` holds, sorted by path, and what is wrong with its files."""

    files: tuple[SourceFile, ...]
    media: tuple[MediaFile, ...]
    problems: tuple[Problem, ...]


def read_sources(root: Path, markdown: MarkdownEngine = "python-markdown") -> Sources:
    """Read the content of the site at `root`; what cannot be read is a problem, and the rest is read all the same."""
    files, problems = find_files(root / CONTENT)
    records: dict[str, _Parts] = {}
    pictures: dict[str, Found] = {}
    for found in sorted(files):
        stem, dot, extension = found.path.rpartition(".")
        extension = (dot + extension).lower()
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
    sources = [source for parts in records.values() if (source := _source_file(parts, markdown, problems))]
    media = [medium for found in pictures.values() if (medium := _media_file(found, problems))]
    sources.sort(key=lambda source: source.path)
    return Sources(tuple(sources), tuple(media), tuple(sorted(problems)))


def read_again(root: Path, file: SourceFile) -> SourceFile | None:
    """A record's file or files as they are now; None where that takes a walk: they cannot be read, or are links."""
    problems: list[Problem] = []
    content = os.path.realpath(root / CONTENT)
    texts: dict[str, bytes | None] = {}
    for path in {file.path, file.meta_path or file.path}:
        place = f"{content}/{path.removeprefix(f'{CONTENT}/')}"
        if os.path.realpath(place) != place:
            return None
        texts[path] = _text(Found(path, place), problems)
    if problems:
        return None
    text = texts[file.path] if file.text is not None else None
    return replace(file, text=text, meta=texts[file.meta_path] if file.meta_path else None)


def recalled(path: str, digest: bytes, markdown: MarkdownEngine) -> SourceFile | None:
    """A record's file as it was, of which only its digest is known: good for asking the memo, and for no more."""
    kind = _kind(path)
    if kind is None:
        return None
    file = SourceFile(path, kind, None, None, None, is_plain=False, many=_holds_many(path), markdown=markdown)
    object.__setattr__(file, "digest", digest)
    return file


class _Parts(NamedTuple):
    """The files that make one record."""

    kind: Kind
    texts: list[Found]
    metas: list[Found]


def _kind(path: str) -> Kind | None:
    """The kind of the records that a file at `path` holds; None outside the records' folders."""
    folder, slash, _ = path.removeprefix(f"{CONTENT}/").partition("/")
    if slash:
        return FOLDERS.get(folder)
    return "publisher" if folder in _PUBLISHERS else None


def _holds_many(path: str) -> bool:
    return path.removeprefix(f"{CONTENT}/") in _PUBLISHERS


def _source_file(parts: _Parts, markdown: MarkdownEngine, problems: list[Problem]) -> SourceFile | None:
    """The record that `parts` make; None, with a problem noted, where one of them cannot be read."""
    for first, *others in filter(None, (parts.texts, parts.metas)):
        problems += [_namesake(other.path, first.path) for other in others]
    text, meta = (_text(found[0], problems) if found else None for found in (parts.texts, parts.metas))
    if (parts.texts and text is None) or (parts.metas and meta is None):
        return None
    path = (parts.texts or parts.metas)[0].path
    return SourceFile(
        path=path,
        kind=parts.kind,
        text=text,
        meta_path=parts.metas[0].path if parts.metas else None,
        meta=meta,
        is_plain=path.lower().endswith(".txt"),
        many=_holds_many(path),
        markdown=markdown,
    )


def read_text(file: Path, shown: str) -> tuple[str | None, tuple[Problem, ...]]:
    r"""The text of `file` with `\n` line ends and no byte order mark, or why there is none; `shown` in problems."""
    problems: list[Problem] = []
    text = _text(Found(shown, str(file)), problems)
    return text.decode() if text is not None else None, tuple(problems)


def _text(found: Found, problems: list[Problem]) -> bytes | None:
    r"""The text of a file as UTF-8, with `\n` line ends and no byte order mark."""
    try:
        with open(found.file, "rb", buffering=0) as file:  # noqa: PTH123 - a path object costs as much as the file
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                message = f"the file has {size / 1e6:.1f} MB; a record may have {MAX_BYTES // 1_000_000}"
                problems.append(Problem(found.path, 0, 0, "too-long", message, "is it a record at all?"))
                return None
            data = file.read()
    except OSError as error:
        problems.append(unreadable(found.path, error))
        return None
    data = data.removeprefix(_BYTE_ORDER_MARK)
    problem = _no_text(found.path, data)
    if problem:
        problems.append(problem)
        return None
    return _with_unix_line_ends(data)


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
    before = _with_unix_line_ends(data[:end]).decode()
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(path, line, column, "not-text", message, _AS_UTF_8)


def _with_unix_line_ends(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text


def _media_file(found: Found, problems: list[Problem]) -> MediaFile | None:
    try:
        with Path(found.file).open("rb", buffering=0) as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest()
    except OSError as error:
        problems.append(unreadable(found.path, error))
        return None
    return MediaFile(found.path.removeprefix(f"{CONTENT}/"), digest, Path(found.file))


def _digest(parts: Iterable[bytes | None]) -> bytes:
    # Lengths keep "a", "b" and "ab", "" apart; -1 keeps None and "" apart.
    told = b"".join([b"%d:%b" % (-1 if part is None else len(part), part or b"") for part in parts])
    return hashlib.blake2b(told, digest_size=16).digest()


def _namesake(path: str, first: str) -> Problem:
    message = f"{path.rpartition('/')[2]!r} and {first.rpartition('/')[2]!r} would be one record"
    if path == first:
        message = "two files have this name; they differ only in how their letters are encoded"
    return Problem(path, 0, 0, "duplicate-id", message, "rename or remove one of them")


def _misplaced(path: str, extension: str) -> Problem:
    folder, slash, _ = path.removeprefix(f"{CONTENT}/").partition("/")
    message = "a file of this kind is not published"
    if extension == ".svg":
        hint = "export it as PNG or WebP: an SVG may hold scripts"
    elif extension in _TEXTS | _METAS:
        message = "records of no kind lie in this folder"
        places = listed([f"{CONTENT}/{name}/" for name in FOLDERS])
        hint = (slash and did_you_mean(folder, FOLDERS)) or f"records lie in {places}"
    else:
        hint = f"records are {listed(sorted(_TEXTS | _METAS))}, pictures {listed(sorted(PICTURES))} files"
    return Problem(path, 0, 0, "misplaced-file", message, hint)
