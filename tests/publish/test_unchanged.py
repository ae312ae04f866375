"""Nothing changed: told at once where it is certain, and never where anything might be otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import dateline as command
from dateline.publish import unchanged
from support import MINIMAL, tree, write_site

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
SITE = {
    **MINIMAL,
    "site.yaml": "title: Test Desk\nbase_url: https://desk.example\nhost: github-pages\n",
    "templates/404.html": "<p>Own page.</p>\n",
    "themes/own/theme.yaml": "name: Own\ndescription: A theme of the site.\n",
    "content/briefs/later.md": str(MINIMAL["content/briefs/first.md"]).replace(
        "date: 2025-04-30", "date: 2025-04-29\nembargo_until: 2025-06-01T18:00Z"
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was built twice, some time after it was written: the first build makes its `state/`."""
    root = write_site(tmp_path / "site", SITE)
    _age(root)
    _build(root)
    _age(root / "state")
    _build(root)
    assert _is_told_at_once(root)
    return root


def _age(root: Path) -> None:
    """Let the files be a minute old."""
    for path in (*root.rglob("*"), root):
        if "output" not in path.parts and path.is_file():
            os.utime(path, (path.stat().st_mtime - 60, path.stat().st_mtime - 60))


def _build(root: Path, *options: str, at: datetime = NOON) -> str:
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": str(int(at.timestamp()))})
    result = runner.invoke(command, ["build", str(root), "--no-search", *options], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def _is_told_at_once(root: Path, *options: str, at: datetime = NOON) -> bool:
    """Whether a build ends without even loading the code that builds."""
    code = """
import sys
from dateline.cli import dateline
try:
    dateline(standalone_mode=False)
finally:
    print("loaded" if {"dateline.build", "pydantic"} & sys.modules.keys() else "at once")
"""
    line = [sys.executable, "-c", code, "build", str(root), "--no-search", *options]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(at.timestamp()))}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.endswith(("loaded\n", "at once\n")), done.stderr
    return done.stdout.endswith("at once\n")


def test_a_build_that_wrote_its_state_counts_as_the_last_one(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", SITE)
    _age(root)
    assert "state/urls.tsv" in _build(root)
    assert _is_told_at_once(root)


@pytest.mark.parametrize(
    ("change", "is_sure"),
    [
        (lambda _state: None, True),
        (lambda state: (state / "texts/2025/first.json").write_text("of the build"), True),
        (lambda state: (state / "urls.tsv").write_text("somebody's"), False),
        (lambda state: (state / "urls.tsv").unlink(), False),
        (lambda state: (state / "texts/2025/other.json").write_text("somebody's"), False),
    ],
    ids=["nothing", "what it wrote", "another file", "one that went", "one that came"],
)
def test_only_what_the_build_itself_wrote_may_have_changed(
    tmp_path: Path, change: Callable[[Path], object], is_sure: bool
) -> None:
    root = write_site(tmp_path / "site", {**SITE, "state/urls.tsv": "old", "state/texts/2025/first.json": "old"})
    asked = dict.fromkeys(unchanged.ASKED)
    noted = unchanged.note_inputs(root, root / "output", asked)
    assert noted is not None
    change(root / "state")

    after = unchanged.noted_after(noted, root, ["texts/2025/first.json"])

    again = unchanged.note_inputs(root, root / "output", asked)
    assert again is not None
    assert (after is not None and after.inputs == again.inputs) == is_sure


def test_it_says_what_the_build_said(site: Path) -> None:
    write_site(site, {"content/stray.docx": "x"})
    _age(site / "content")
    first, second = _build(site), _build(site)
    assert "misplaced-file" in first
    assert first == second
    assert _is_told_at_once(site)
    assert _build(site, "--json") == _build(site, "--json", "--jobs", "1")


def _same_size(path: str) -> Callable[[Path], object]:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(text.replace("e", "a"), encoding="utf-8")

    return edit


@pytest.mark.parametrize(
    "change",
    [
        _same_size("content/briefs/first.md"),
        _same_size("templates/404.html"),
        _same_size("themes/own/theme.yaml"),
        lambda root: (root / "site.yaml").write_text("title: X\nbase_url: https://desk.example\n", encoding="utf-8"),
        lambda root: (root / "content/briefs/first.md").rename(root / "content/briefs/renamed.md"),
        lambda root: (root / "content/briefs/more").mkdir(),
        lambda root: (root / "state/urls.tsv").unlink(),
        lambda root: (root / "output/index.html").unlink(),
        lambda root: (root / "output/.nojekyll").unlink(),
        _same_size("output/index.html"),
        lambda root: (root / "output/notes.txt").write_text("somebody's", encoding="utf-8"),
        lambda root: (root / "output/briefs/first/notes.txt").write_text("somebody's", encoding="utf-8"),
        lambda root: (root / "output/briefs").rename(root / "output/notes"),
        lambda root: (root / "assets").symlink_to(root / "themes"),
    ],
    ids=lambda change: change.__name__,
)
def test_whatever_changed_is_seen(site: Path, change: Callable[[Path], object]) -> None:
    change(site)
    assert not _is_told_at_once(site)


def test_an_output_file_that_was_lost_is_made_again(site: Path) -> None:
    before = tree(site / "output")
    (site / "output/index.html").unlink()
    _build(site)
    assert tree(site / "output") == before


@pytest.mark.parametrize(
    "options", [["--drafts"], ["--portable"], ["--base-url", "https://other.example"], ["--clean"]]
)
def test_another_wish_is_another_build(site: Path, options: list[str]) -> None:
    assert not _is_told_at_once(site, *options)


def test_another_output_folder_is_another_build(site: Path, tmp_path: Path) -> None:
    assert not _is_told_at_once(site, "--output", str(tmp_path / "elsewhere"))


def test_the_next_day_and_the_next_moment_that_a_record_names_are_seen(site: Path) -> None:
    assert _is_told_at_once(site, at=NOON + timedelta(hours=5))
    assert not _is_told_at_once(site, at=NOON + timedelta(hours=7))
    assert not _is_told_at_once(site, at=NOON + timedelta(days=1))


def test_a_build_for_a_day_of_the_past_holds_on_every_day(site: Path) -> None:
    _build(site, "--as-of", "2025-05-20")
    assert _is_told_at_once(site, "--as-of", "2025-05-20", at=NOON + timedelta(days=9))


def test_a_file_that_may_change_once_more_within_the_same_tick_is_not_relied_on(site: Path) -> None:
    (site / "content/briefs/first.md").touch()
    _build(site)
    assert not _is_told_at_once(site)


def test_a_damaged_note_is_as_good_as_none(site: Path) -> None:
    for note in (site / ".dateline").glob("*.unchanged"):
        for text in ("", "[]", "{}", '{"format": 1}', "\0"):
            note.write_text(text, encoding="utf-8")
            assert not _is_told_at_once(site)
