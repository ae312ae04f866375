"""The twin: what later builds save, and that nothing but links to the output is ever taken for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from publishing import Files, besides, build, holds_links_only, private, put, site_tree, tree_of

FIRST: Files = {"index.html": b"1", "a/index.html": b"a", "b/index.html": b"b", "turns": b"file"}
SECOND: Files = {**FIRST, "index.html": b"2"}
THIRD: Files = {"index.html": b"3", "a/index.html": b"a", "new/deep/index.html": b"n", "turns/index.html": b"folder"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """One whose output is `SECOND`, with a twin of it."""
    build(tmp_path, FIRST)
    build(tmp_path, SECOND)
    assert tree_of(tmp_path / ".dateline/output.twin") == site_tree(SECOND)
    return tmp_path


def folders_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is made from now on."""
    made: list[str] = []
    mkdir = os.mkdir

    def watched(path: str, mode: int = 0o777) -> None:
        mkdir(path, mode)
        made.append(os.path.basename(path))

    monkeypatch.setattr(os, "mkdir", watched)
    return made


def test_twin_spares_the_next_build_its_folders(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = folders_made(monkeypatch)

    build(site, {**SECOND, "index.html": b"3"})

    assert made == [".output.dateline-new"]
    assert tree_of(site / "output") == site_tree({**SECOND, "index.html": b"3"})
    assert tree_of(site / ".dateline/output.twin") == tree_of(site / "output")
    assert holds_links_only(site / ".dateline/output.twin", site / "output")


def test_twin_serves_where_a_file_of_the_output_was_replaced(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the preview does with the page of a text that was saved."""
    (site / "beside").write_bytes(b"A")
    (site / "beside").replace(site / "output/a/index.html")
    made = folders_made(monkeypatch)

    build(site, {**SECOND, "index.html": b"3", "a/index.html": b"A"})

    assert made == [".output.dateline-new", "a"]
    assert tree_of(site / "output") == site_tree({**SECOND, "index.html": b"3", "a/index.html": b"A"})
    assert holds_links_only(site / ".dateline/output.twin", site / "output")


def test_twin_follows_every_build_and_holds_only_what_is_ours(site: Path) -> None:
    put(site / "output", {"CNAME": b"desk.example", "b/note.txt": b"note", "box/x.txt": b"x"})
    theirs = {"CNAME": b"desk.example", "b/note.txt": b"note", "box/x.txt": b"x"}

    for files in (THIRD, FIRST, SECOND, {"index.html": b"4"}, THIRD):
        build(site, files)

        assert tree_of(site / "output") == site_tree({**files, **theirs})
        assert tree_of(site / ".dateline/output.twin") == site_tree(files)
        assert holds_links_only(site / ".dateline/output.twin", site / "output")
        assert besides(site) == []


def test_folders_get_their_mode_back_whatever_the_umask(site: Path) -> None:
    (site / "output/a").chmod(0o700)
    umask = os.umask(0o077)
    try:
        for files in (THIRD, SECOND, THIRD):
            build(site, files)
    finally:
        os.umask(umask)

    assert tree_of(site / "output") == site_tree(THIRD)
    assert tree_of(site / ".dateline/output.twin") == site_tree(THIRD)


def leads_out(twin: Path) -> None:
    shutil.rmtree(twin / "a")
    (twin / "a").symlink_to(twin.parents[1] / "elsewhere")


def is_a_link(twin: Path) -> None:
    twin.rename(twin.parents[1] / "moved")
    twin.symlink_to(twin.parents[1] / "moved")


def has_equal_bytes(twin: Path) -> None:
    (twin / "a/index.html").unlink()
    (twin / "a/index.html").write_bytes(b"a")


def lacks_a_file(twin: Path) -> None:
    (twin / "a/index.html").unlink()


def has_a_file_more(twin: Path) -> None:
    (twin / "a/more.html").write_bytes(b"planted")


def has_a_folder_more(twin: Path) -> None:
    (twin / "more").mkdir()


def is_a_file(twin: Path) -> None:
    shutil.rmtree(twin)
    twin.write_bytes(b"")


@pytest.mark.parametrize(
    "change",
    [leads_out, is_a_link, has_equal_bytes, lacks_a_file, has_a_file_more, has_a_folder_more, is_a_file],
    ids=lambda change: change.__name__,
)
def test_what_is_not_exactly_the_twin_is_not_used(site: Path, change: Callable[[Path], None]) -> None:
    put(site / "elsewhere", {"index.html": b"theirs"})
    change(site / ".dateline/output.twin")

    build(site, {**SECOND, "a/index.html": b"A"})

    assert tree_of(site / "output") == site_tree({**SECOND, "a/index.html": b"A"})
    assert (site / "elsewhere/index.html").read_bytes() == b"theirs"


def test_twin_of_an_output_that_is_gone_goes_with_the_next_build(site: Path) -> None:
    shutil.rmtree(site / "output")

    build(site, THIRD)

    assert tree_of(site / "output") == site_tree(THIRD)
    assert private(site) == ["output.json"]
    assert not (site / ".dateline/output.twin").exists()


def test_file_of_somebody_else_that_is_deleted_stays_deleted(site: Path) -> None:
    put(site / "output", {"CNAME": b"desk.example"})
    build(site, THIRD)
    (site / "output/CNAME").unlink()

    build(site, SECOND)

    assert tree_of(site / "output") == site_tree(SECOND)


def test_failing_build_leaves_the_output_and_no_trace(site: Path) -> None:
    def refuse() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        build(site, THIRD, before_swap=refuse)

    assert tree_of(site / "output") == site_tree(SECOND)
    assert besides(site) == []
    assert private(site) == ["output.json"]
