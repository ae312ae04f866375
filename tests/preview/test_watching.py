"""What is changed on the disk is told, wherever it lies, and nothing of what builds write."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from dateline.preview.watching import changes
from support import write_site

FILES = {
    "site.yaml": "title: Desk\n",
    "content/briefs/2025/first.md": "x",
    "output/index.html": "x",
    "state/urls.tsv": "x",
    ".dateline/preview/index.html": "x",
}
Edit = Callable[[Path], object]
LAST = "content/last.md"


async def told_of(root: Path, *edits: Edit) -> list[set[str]]:
    """What is told of each edit."""
    stop = asyncio.Event()
    told: asyncio.Queue[frozenset[Path]] = asyncio.Queue()

    async def follow() -> None:
        async for found in changes(root, root / ".dateline/preview", stop):
            await told.put(found)

    following = asyncio.create_task(follow())
    assert await asyncio.wait_for(told.get(), 30) == frozenset()
    answers = []
    for edit in edits:
        await asyncio.to_thread(edit, root)
        # Twice, since where folders come or go the first telling may be the last before all is watched anew
        answers.append(set().union(*[await asyncio.wait_for(_told_until_last(root, told), 30) for _ in range(2)]))
    stop.set()
    await following
    return answers


async def _told_until_last(root: Path, told: asyncio.Queue[frozenset[Path]]) -> set[str]:
    """All that is told until `LAST` is, which is written time and again, while folders are looked for."""
    answer: set[str] = set()
    while LAST not in answer:
        await asyncio.to_thread(write(LAST), root)
        with suppress(TimeoutError):
            while LAST not in answer:
                found = await asyncio.wait_for(told.get(), 1)
                answer |= {path.relative_to(root).as_posix() for path in found}
    return answer - {LAST}


def write(path: str) -> Edit:
    return lambda root: write_site(root, {path: "y"})


@pytest.mark.parametrize("path", ["site.yaml", "content/briefs/2025/first.md", "content/briefs/second.md"])
def test_a_file_that_changes_or_comes_is_told(tmp_path: Path, path: str) -> None:
    root = write_site(tmp_path / "site", FILES)
    assert asyncio.run(told_of(root, write(path), write(path))) == [{path}, {path}]


@pytest.mark.parametrize(
    "path", ["output/index.html", "state/urls.tsv", ".dateline/preview/index.html", "content/briefs/.first.md.swp"]
)
def test_what_builds_and_editors_write_is_not_told(tmp_path: Path, path: str) -> None:
    root = write_site(tmp_path / "site", FILES)
    assert asyncio.run(told_of(root, write(path))) == [set()]


def new_folder(root: Path) -> None:
    write_site(root, {"content/actors/state/deep/a.md": "x"})


def replaced_folder(root: Path) -> None:
    shutil.rmtree(root / "content/briefs")
    write_site(root, {"content/briefs/2025/first.md": "z"})


@pytest.mark.parametrize(
    ("edit", "inside"),
    [(new_folder, "content/actors/state/deep/a.md"), (replaced_folder, "content/briefs/2025/first.md")],
)
def test_a_folder_that_comes_is_watched_from_then_on(tmp_path: Path, edit: Edit, inside: str) -> None:
    root = write_site(tmp_path / "site", FILES)
    assert asyncio.run(told_of(root, edit, write(inside), write(inside)))[2] == {inside}


def test_a_folder_that_a_link_leads_to_is_watched_once(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", FILES)
    (root / "content/again").symlink_to(root / "content")
    assert asyncio.run(told_of(root, write("content/briefs/2025/first.md"))) == [{"content/briefs/2025/first.md"}]
