"""Where things stand in a source file: front matter and body told apart, with lines and columns for problems."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from msgspec import Struct

from dateline.content.frontmatter import FrontMatter, split
from dateline.content.sources import SourceFile
from dateline.content.strict_yaml import YamlDocument, read_yaml
from dateline.content.validate import Loc
from dateline.problems import Problem


class OpenedFile(Struct, frozen=True):
    """A source file's YAML and body, and where each lies."""

    path: str
    """The file that holds the YAML; problems of fields name it."""
    yaml: YamlDocument
    body: str
    body_path: str
    body_line: int
    yaml_text: str
    yaml_line: int

    def place(self, loc: Loc) -> tuple[str, int, int]:
        """Path, line and column of the value at `loc`, or of the nearest part around it that exists."""
        return (self.path, *self.yaml.locate(loc))

    def find(self, loc: Loc, *needles: str) -> list[tuple[str, int, int]]:
        """Every place in the body where `loc` is `('body',)`, else the first from the value at `loc` on.

        Looked for is the first of the `needles` that stands there; where none does, as what they mean may be written
        in another way, the place is the start of that text.
        """
        is_body = loc == ("body",)
        text, first_line = (self.body, self.body_line) if is_body else (self.yaml_text, self.yaml_line)
        path, start = (self.body_path, (first_line, 1)) if is_body else (self.path, self.yaml.locate(loc))
        for needle in needles:
            found = [place for place in _find(text, needle, first_line) if place >= start]
            if found:
                return [(path, *place) for place in (found if is_body else found[:1])]
        return [(path, *start)]

    def nearest(self, words: str, near: str) -> tuple[str, int, int]:
        """The place of `words` around which most of `near` stands, in YAML or body, whatever marks are in between.

        The start of the body where they stand nowhere.
        """
        found = []
        known = set(near.split())
        pattern = re.compile(r"\W+".join(map(re.escape, words.split())) or r"(?!)")
        parts = ((self.path, self.yaml_text, self.yaml_line), (self.body_path, self.body, self.body_line))
        for path, text, first_line in parts:
            for match in pattern.finditer(text):
                around = text[max(match.start() - len(near), 0) : match.end() + len(near)]
                ((line, column),) = _lines_and_columns(text, [match.start()], first_line)
                found.append((len(known & set(around.split())), path, line, column))
        best = max(found, key=lambda one: one[0], default=(0, self.body_path, self.body_line, 1))
        return best[1:]

    def find_all(self, needle: str) -> list[tuple[str, int, int]]:
        """Every place of `needle` in the YAML and in the body; the start of the body where there is none."""
        in_yaml = [(self.path, *place) for place in _find(self.yaml_text, needle, self.yaml_line)]
        in_body = [(self.body_path, *place) for place in _find(self.body, needle, self.body_line)]
        return [*in_yaml, *in_body] or [(self.body_path, self.body_line, 1)]


def open_file(file: SourceFile) -> tuple[OpenedFile | None, tuple[Problem, ...]]:
    """The file's YAML and body; None where the front matter cannot even be told from the body."""
    text = (file.text or b"").decode()
    front = split(text, file.path) if file.text is not None and not file.is_plain else None
    if file.meta is not None:
        assert file.meta_path is not None
        if isinstance(front, FrontMatter):
            fault = Problem(
                file.path,
                1,
                1,
                "two-front-matters",
                f"has front matter, and a sidecar file {PurePosixPath(file.meta_path).name!r} as well",
                "move the fields into one of the two",
            )
            return None, (fault,)
        meta = file.meta.decode()
        yaml, problems = read_yaml(meta, file.meta_path)
        return OpenedFile(file.meta_path, yaml, text, file.path, 1, meta, 1), problems
    if not isinstance(front, FrontMatter):
        return None, (front or _no_sidecar(file),)
    yaml, problems = read_yaml(front.yaml, file.path, front.yaml_line)
    return (
        OpenedFile(file.path, yaml, front.body, file.path, front.body_line, front.yaml, front.yaml_line),
        problems,
    )


class Places:
    """Where things stand in any file of the content, read again only for those that are asked about."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._files = {path: file for file in files for path in (file.path, file.meta_path) if path}
        self._opened: dict[str, OpenedFile | None] = {}

    def of(self, path: str, loc: Loc) -> tuple[str, int, int]:
        """Path, line and column of the value at `loc` in the YAML of the file at `path`."""
        opened = self._open(path)
        return opened.place(loc) if opened else (path, 0, 0)

    def find(self, path: str, loc: Loc, words: str, skip: int = 0) -> tuple[str, int, int]:
        """The place of `words` in the text at `loc`, after as many others as `skip` says; else where the text starts.

        Only in a body, which may be long, can others be told apart.
        """
        opened = self._open(path)
        found = opened.find(loc, words) if opened else [(path, 0, 0)]
        return found[min(skip, len(found) - 1)]

    def nearest(self, path: str, words: str, near: str) -> tuple[str, int, int]:
        """The place of `words` in the file at `path` around which most of `near` stands, in YAML or body."""
        opened = self._open(path)
        return opened.nearest(words, near) if opened else (path, 0, 0)

    def find_all(self, path: str, needle: str) -> list[tuple[str, int, int]]:
        """Every place of `needle` in the file at `path`, in its YAML and its body."""
        opened = self._open(path)
        return opened.find_all(needle) if opened else [(path, 0, 0)]

    def names(self, path: str, text: str) -> bool:
        """Whether `text` stands, as words of their own, in a file that may be too broken to read otherwise."""
        file = self._files.get(path)
        words = re.compile(rf"(?<!\w){re.escape(text.casefold())}(?!\w)")
        parts = (file.text, file.meta) if file is not None else ()
        return any(words.search(part.decode().casefold()) for part in parts if part)

    def _open(self, path: str) -> OpenedFile | None:
        if path not in self._opened:
            self._opened[path] = open_file(self._files[path])[0] if path in self._files else None
        return self._opened[path]


def _no_sidecar(file: SourceFile) -> Problem:
    sidecar = PurePosixPath(file.path).with_suffix(".yaml").name
    return Problem(
        file.path,
        1,
        1,
        "missing-front-matter",
        "a plain text needs its fields in a sidecar file",
        f"write them in {sidecar!r} beside it: title, date, and actors or topics",
    )


def _find(text: str, needle: str, first_line: int) -> list[tuple[int, int]]:
    """Every line and column of `needle` as a name of its own; letter case matters only where that finds it.

    Where it has spaces, a line may end.
    """
    start = r"(?<!\w)" if re.match(r"\w", needle) else ""
    end = r"(?![\w-])" if re.search(r"[\w-]\Z", needle) else ""
    words = r"\s+".join(map(re.escape, needle.split())) or re.escape(needle)
    for flags in (re.NOFLAG, re.IGNORECASE):
        pattern = re.compile(start + words + end, flags)
        if found := [match.start() for match in pattern.finditer(text)]:
            return _lines_and_columns(text, found, first_line)
    return []


def _lines_and_columns(text: str, indices: list[int], first_line: int) -> list[tuple[int, int]]:
    """Line and column of each index, in one pass; the indices rise."""
    places, line, start, at = [], first_line, 0, 0
    for index in indices:
        line += text.count("\n", at, index)
        start = max(start, text.rfind("\n", at, index) + 1)
        at = index
        places.append((line, index - start + 1))
    return places
