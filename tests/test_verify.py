"""Verification: every byte that a clean build would not have made is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline.verify import differences, verify
from promises.quick import quick
from support import MINIMAL, build_site, request_for, tree, write_site

__all__ = ["quick"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site", MINIMAL)
    build_site(root)
    return root


def test_a_build_that_is_as_it_should_be_is_verified(site: Path) -> None:
    assert verify(request_for(site)) == ()


def test_changed_missing_and_foreign_files_are_told(site: Path) -> None:
    output = site / "output"
    (output / "index.html").write_bytes(b"!" * (output / "index.html").stat().st_size)
    (output / "feed.xml").unlink()
    (output / "mine.txt").write_text("mine", encoding="utf-8")
    assert verify(request_for(site)) == ("feed.xml", "index.html", "mine.txt")


def test_files_that_hosts_keep_out_of_sight_do_not_count(site: Path) -> None:
    (site / "output" / ".well-known").mkdir()
    (site / "output" / ".well-known" / "security.txt").write_text("", encoding="utf-8")
    (site / "output" / ".nojekyll").write_text("", encoding="utf-8")
    assert verify(request_for(site)) == ()


def test_verifying_changes_neither_output_nor_state_and_leaves_nothing_behind(site: Path) -> None:
    def everything() -> dict[str, bytes]:
        is_memo = re.compile(r"\.dateline/[a-z]+\.sqlite").fullmatch
        return {path: data for path, data in tree(site).items() if not is_memo(path)}

    before = everything()
    verify(request_for(site))
    assert everything() == before


def test_an_output_in_another_place_is_compared_too(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    build_site(site, output=elsewhere)
    assert verify(request_for(site, output=elsewhere)) == ()
    (elsewhere / "index.html").write_bytes(b"")
    assert verify(request_for(site, output=elsewhere)) == ("index.html",)


def test_two_folders_are_compared_by_bytes(tmp_path: Path) -> None:
    write_site(tmp_path / "one", {"a": "1", "b/c": "2", "only": ""})
    write_site(tmp_path / "two", {"a": "1", "b/c": "3", "b/d": ""})
    assert differences(tmp_path / "one", tmp_path / "two") == ("b/c", "b/d", "only")
    assert differences(tmp_path / "one", tmp_path / "one") == ()
    assert differences(tmp_path / "none", tmp_path / "one") == ("a", "b/c", "only")
