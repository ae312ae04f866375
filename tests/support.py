"""Small sites for whole-site tests: write one, check it, build it, and look at all that came of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import compress, crc32

from dateline.build import build, check
from dateline.content.dates import AsOf
from dateline.content.library import Library, resolve
from dateline.content.parse import parse
from dateline.content.places import Places
from dateline.content.sources import FOLDERS, MediaFile, SourceFile
from dateline.draft import Built, Request
from dateline.problems import Problem

Files = Mapping[str, str | bytes]
"""What files hold, by path relative to the site; texts are written as UTF-8."""

NOW = AsOf.at(datetime(2025, 6, 1, 12, tzinfo=UTC))
"""The moment for which sites are built where a test names no other: 1 June 2025, noon UTC."""

SETTINGS = "title: Test Desk\nbase_url: https://desk.example\n"

MINIMAL: Files = {
    "site.yaml": SETTINGS,
    "content/actors/ukraine.md": """\
---
name: Ukraine
kind: state
summary: A state in Eastern Europe.
---
Profile.
""",
    "content/topics/minerals.md": """\
---
name: Minerals
summary: Ores, and who may mine them.
---
Background.
""",
    "content/briefs/first.md": """\
---
title: Ministers sign a deal on minerals
date: 2025-04-30
bluf: The deal creates a joint fund.
actors: [ukraine]
topics: [minerals]
sources:
  - {key: text, title: Text of the agreement, url: https://agreement.example/text}
---
The fund has two owners [@text].
""",
}
"""A site with one brief, one actor and one topic, and without any problem. Build on it: `{**MINIMAL, path: text}`."""


def png(width: int = 4, height: int = 3, shade: int = 0, *chunks: bytes, claimed: int = 0) -> bytes:
    """A grey picture as the bytes of a PNG, with further chunks (type and data) where they are given.

    With `claimed`, it says that it is as wide and as high as that.
    """

    def chunk(data: bytes) -> bytes:
        return (len(data) - 4).to_bytes(4) + data + crc32(data).to_bytes(4)

    head = b"IHDR" + (claimed or width).to_bytes(4) + (claimed or height).to_bytes(4) + bytes([8, 0, 0, 0, 0])
    pixels = b"IDAT" + compress((b"\0" + bytes([shade]) * width) * height)
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, (head, *chunks, pixels, b"IEND")))


def write_site(root: Path, files: Files) -> Path:
    """Write every file, and the folders that it needs, below `root`; `root` again."""
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return root


def request_for(root: Path, **fields: Any) -> Request:
    """A request to build the site at `root`; `fields` are those of Request, and `now` is NOW where it is left out."""
    return Request(**{"root": root, "now": NOW, **fields})


def problems_of(root: Path, **fields: Any) -> tuple[Problem, ...]:
    """Every problem of the site at `root`, in order."""
    return check(request_for(root, **fields))


def check_site(root: Path, **fields: Any) -> list[str]:
    """Every problem of the site at `root` as it is printed, in order; the hint is on a second line."""
    return [str(problem) for problem in problems_of(root, **fields)]


def build_site(root: Path, **fields: Any) -> Built:
    """Build the site at `root` into its `output` folder, or as `fields` say. Raises SiteProblems and OutputError."""
    return build(request_for(root, **fields))


def forget_texts(root: Path) -> Path:
    """Let the site at `root` have told its readers nothing yet, so that any edit may be made; `root` again."""
    shutil.rmtree(root / "state" / "texts", ignore_errors=True)
    return root


def tree(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below `folder`, by path, in order; empty where there is no such folder."""
    paths = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def source(path: str, text: str) -> SourceFile:
    """A Markdown record that no disk holds; its kind is that of its folder."""
    kind = FOLDERS[path.split("/")[1]]
    return SourceFile(path=path, kind=kind, text=text.encode(), meta_path=None, meta=None, is_plain=False, many=False)


def resolved(files: Mapping[str, str], *, pictures: Iterable[str] = ()) -> tuple[Library, list[str], Places]:
    """The library of Markdown records that no disk holds, its problems as they are printed, and where things stand."""
    sources = [source(path, text) for path, text in sorted(files.items())]
    parsed = [parse(one) for one in sources]
    places = Places(sources)
    media = [MediaFile(path, b"", Path(path)) for path in pictures]
    library, problems = resolve((one for each in parsed for one in each.documents), places, media)
    found = sorted({*(problem for each in parsed for problem in each.problems), *problems})
    return library, [str(problem) for problem in found], places
