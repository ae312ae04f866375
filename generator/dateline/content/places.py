"""Where things stand in a source file: front matter and body told apart, with lines and columns for problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from dateline.content.frontmatter import FrontMatter, split
from dateline.content.sources import SourceFile
from dateline.content.strict_yaml import YamlDocument, read_yaml
from dateline.content.validate import Loc
from dateline.problems import Problem


@dataclass(frozen=True, slots=True)
class OpenedFile:
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

    def find(self, needle: str, loc: Loc = ()) -> tuple[str, int, int]:
        """Where `needle` first stands: in the body where `loc` is `('body',)`, else from the value at `loc` on."""
        if loc != ("body",):
            line, column = self.yaml.locate(loc)
            found = _find(self.yaml_text, needle, self.yaml_line, line)
            if found:
                return (self.path, *found)
            if loc:
                return (self.path, line, column)
        found = _find(self.body, needle, self.body_line, self.body_line)
        return (self.body_path, *found) if found else (self.body_path, self.body_line, 1)


def open_file(file: SourceFile) -> tuple[OpenedFile | None, tuple[Problem, ...]]:
    """The file's YAML and body; None where the front matter cannot even be told from the body."""
    text = file.text or ""
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
        yaml, problems = read_yaml(file.meta, file.meta_path)
        return OpenedFile(file.meta_path, yaml, text, file.path, 1, file.meta, 1), problems
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

    def find(self, path: str, needle: str) -> tuple[str, int, int]:
        """Where `needle` first stands in the file at `path`, in its YAML or its body."""
        opened = self._open(path)
        return opened.find(needle) if opened else (path, 0, 0)

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


def _find(text: str, needle: str, first_line: int, from_line: int) -> tuple[int, int] | None:
    lines = text.split("\n")
    for number, line in enumerate(lines[max(from_line - first_line, 0) :], start=max(from_line, first_line)):
        column = line.find(needle)
        if column >= 0:
            return number, column + 1
    return None
