"""Whole small sites, each compared whole with the output that is committed beside it.

A case is a folder in `tests/sites/` with `site.yaml`, `content/` and perhaps `state/`; its `expected/` holds the
output, `expected-state/` the files of `state/` after the build, and `problems.txt` what the build says. The theme is
`plain_theme/`, which prints what views hold, so that the look of the default theme may change. After a change that is
meant, rewrite them with `DATELINE_UPDATE_SITES=1 pytest tests/test_sites.py`, and read the difference.

Compared are pages, texts and the tables' rows. Left out is what does not come of the records of a case, or says the
same rows once more: the files in `assets/` and `feeds.css`, and in `data/` all but the CSV files (the page, the
schemas, the rows as JSON and the database), which the tests of the data files hold. So are pictures, which have tests
of their own; the pages name them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from links import broken_links
from promises.quick import quick
from support import build_site, tree

__all__ = ["quick"]

CASES = Path(__file__).parent / "sites"
THEME = "plain_theme"
UPDATE = bool(os.environ.get("DATELINE_UPDATE_SITES"))


def _cases() -> list[str]:
    return sorted(path.parent.name for path in CASES.glob("*/site.yaml"))


def _built(case: Path, root: Path) -> dict[str, dict[str, bytes]]:
    """What a build makes of a copy of a case, by the folder that it is compared with."""
    ignored = shutil.ignore_patterns("expected", "expected-state", "problems.txt")
    shutil.copytree(case, root, ignore=ignored)
    shutil.copytree(CASES / THEME, root / "themes" / "plain")
    built = build_site(root)
    output = {path: data for path, data in tree(root / "output").items() if _is_compared(path)}
    problems = "".join(f"{problem}\n" for problem in built.problems)
    return {
        "expected": output,
        "expected-state": tree(root / "state"),
        "": {"problems.txt": problems.encode()} if problems else {},
    }


def _is_compared(path: str) -> bool:
    folder = path.partition("/")[0]
    if folder == "assets" or path.endswith((".ico", ".png")):
        return False
    return path != "feeds.css" and (folder != "data" or path.endswith(".csv"))


def _committed(case: Path) -> dict[str, dict[str, bytes]]:
    problems = case / "problems.txt"
    return {
        "expected": tree(case / "expected"),
        "expected-state": tree(case / "expected-state"),
        "": {"problems.txt": problems.read_bytes()} if problems.exists() else {},
    }


def _write(case: Path, folders: Mapping[str, Mapping[str, bytes]]) -> None:
    for name in ("expected", "expected-state"):
        shutil.rmtree(case / name, ignore_errors=True)
    (case / "problems.txt").unlink(missing_ok=True)
    for name, files in folders.items():
        for path, data in files.items():
            file = case / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)


@pytest.mark.parametrize("name", _cases())
def test_a_whole_site_is_the_committed_one(name: str, tmp_path: Path) -> None:
    found = _built(CASES / name, tmp_path / "site")
    if UPDATE:
        _write(CASES / name, found)
    committed = _committed(CASES / name)
    for folder, files in found.items():
        assert sorted(files) == sorted(committed[folder])
        for path, data in files.items():
            assert data.decode(errors="replace") == committed[folder][path].decode(errors="replace"), path


@pytest.mark.parametrize("name", _cases())
def test_every_link_of_a_whole_site_leads_somewhere(name: str, tmp_path: Path) -> None:
    _built(CASES / name, tmp_path / "site")
    assert broken_links(tmp_path / "site" / "output") == []


def test_there_are_cases() -> None:
    assert len(_cases()) >= 6
