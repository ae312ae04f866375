"""Search: an index of what is published, made by Pagefind; without it, pages work. `browser/` searches in it."""

from __future__ import annotations

import gzip
import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dateline import search
from dateline.cli import dateline as command
from searched_site import FILES
from support import build_site, tree, write_site

EPOCH = "1748779200"  # noon of 1 June 2025, UTC

needs_pagefind = pytest.mark.skipif(search.pagefind() is None, reason="NOT TESTED: Pagefind is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("searched"), FILES)
    assert build_site(root, search=True).search_fault == ""
    return root


@needs_pagefind
def test_the_index_is_the_same_in_every_run_and_holds_nothing_unpublished(site: Path, tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    build_site(tmp_path, search=True)
    first = {path: data for path, data in tree(site / "output").items() if path.startswith("pagefind/")}
    second = {path: data for path, data in tree(tmp_path / "output").items() if path.startswith("pagefind/")}
    assert first
    assert first == second
    fragments = [gzip.decompress(data) for path, data in first.items() if path.endswith("fragment")]
    assert any("Одеса" in part.decode() or "Odesa" in part.decode() for part in fragments)
    for data in first.values():
        raw = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        assert b"Canary" not in raw
        assert b"canary" not in raw


@needs_pagefind
def test_pagefind_is_asked_only_when_content_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    make = search.make_index

    def count(*arguments: Any) -> None:
        asked.append("once")
        make(*arguments)

    monkeypatch.setattr(search, "make_index", count)
    write_site(tmp_path, FILES)
    build_site(tmp_path, search=True)
    write_site(tmp_path, {"site.yaml": str(FILES["site.yaml"]) + "page_size: 7\n"})
    assert build_site(tmp_path, search=True).report.removed == ()
    assert asked == ["once"]
    write_site(tmp_path, {"content/topics/minerals.md": "---\nname: Ores\nsummary: Ores.\n---\n"})
    build_site(tmp_path, search=True)
    assert asked == ["once", "once"]
    incremental = tree(tmp_path / "output")
    build_site(tmp_path, search=True, clean=True)
    assert tree(tmp_path / "output") == incremental


@needs_pagefind
def test_a_page_of_the_index_that_somebody_damaged_is_made_again(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    build_site(tmp_path, search=True)
    before = tree(tmp_path / "output")
    (tmp_path / "output/pagefind/pagefind.js").write_text("damaged")
    build_site(tmp_path, search=True)
    assert tree(tmp_path / "output") == before


@needs_pagefind
def test_no_search_leaves_no_index(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    run = partial(CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke, command, catch_exceptions=False)
    assert run(["build", str(tmp_path)]).exit_code == 0
    assert (tmp_path / "output/pagefind/pagefind.js").is_file()
    assert run(["build", str(tmp_path), "--no-search"]).exit_code == 0
    assert not (tmp_path / "output/pagefind").exists()


def test_without_pagefind_the_site_is_built_and_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "pagefind", lambda: None)
    write_site(tmp_path, FILES)
    result = CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke(command, ["build", str(tmp_path)])
    assert result.exit_code == 0
    assert f"{search.MISSING}\n" in result.stderr
    page = (tmp_path / "output/search/index.html").read_text()
    assert re.search('<a href="../actors/zelenskyy/"[^>]*>Volodymyr Zelenskyy</a>', page)


@pytest.mark.parametrize("script", ["#!/bin/sh\necho no space left >&2\nexit 3\n", "#!/bin/sh\nexit 0\n"])
def test_a_pagefind_that_fails_costs_the_index_and_not_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    program = tmp_path / "broken"
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setattr(search, "pagefind", lambda: program)
    built = build_site(write_site(tmp_path / "site", FILES), search=True)
    assert built.search_fault.startswith("the site has no full-text search: Pagefind failed with code")
    assert (tmp_path / "site/output/search/index.html").is_file()


def test_names_are_all_in_one_small_file(site: Path) -> None:
    rows = json.loads((site / "output/data/names.json").read_text())
    assert ["actor", "actors/zelenskyy/", "Volodymyr Zelenskyy", "Zelensky", "Зеленський"] in rows
    assert ["topic", "topics/lithium/", "Lithium"] in rows
