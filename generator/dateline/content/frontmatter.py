"""Front matter and body of a record, told apart: `---`, YAML, `---` or `...`, text."""

from __future__ import annotations

import re

from msgspec import Struct

from dateline.problems import Problem

_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_LATE_OPENING = re.compile(r"\s+---[ \t]*\n")
_FORM = "start the file with a line `---`, then `key: value` lines, then a line `---`, then the text"


class FrontMatter(Struct, frozen=True):
    """A text's YAML (without its fences) and its body, and the lines of the file on which they start."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


def split(text: str, path: str) -> FrontMatter | Problem:
    r"""The two parts of `text`, which has `\n` line ends and no byte order mark, or why they cannot be told apart.

    >>> split("---\ntitle: A\n---\nB", "a.md")
    FrontMatter(yaml='title: A\n', yaml_line=2, body='B', body_line=4)
    """
    opening = _OPENING.match(text)
    if not opening:
        return _without(text, path)
    start = opening.end()
    closing = _CLOSING.search(text, start - 1)
    if not closing:
        message = "the front matter is opened here and never closed"
        return Problem(path, 1, 1, "missing-front-matter", message, "close it with a line `---`")
    yaml, body = text[start : closing.start() + 1], text[closing.end() :]
    return FrontMatter(yaml, 2, body, 3 + yaml.count("\n"))


def _without(text: str, path: str) -> Problem:
    if late := _LATE_OPENING.match(text):
        line = 1 + late[0].rstrip().count("\n")
        column = len(late[0].rstrip().rpartition("\n")[2]) - 2
        message = "the front matter does not start on the first line" if line > 1 else "spaces stand before the `---`"
        return Problem(path, line, column, "missing-front-matter", message, "remove what stands above or before it")
    if text.startswith("+++"):
        message = "the front matter is TOML, which is not read"
        return Problem(
            path, 1, 1, "missing-front-matter", message, "write it as YAML: `---`, `key: value` lines, `---`"
        )
    return Problem(path, 1, 1, "missing-front-matter", "there is no front matter", _FORM)
