"""The benchmarks: what they measure is there, and they do the edits that they name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bench import Bench, Row, table, with_ratios
from measure import run

from support import problems_of


def test_memory_and_time_of_all_processes_count(tmp_path: Path) -> None:
    child = "import time; x = b'1' * 60_000_000; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    program = f"import subprocess, sys; x = b'1' * 60_000_000; subprocess.run([sys.executable, '-c', {child!r}])"

    cost = run([sys.executable, "-c", program], tmp_path / "log")

    assert cost.cpu >= 0.3
    assert cost.wall >= 0.3
    assert cost.peak >= 110 or not Path("/proc/self/smaps_rollup").exists()


def test_a_run_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run([sys.executable, "-c", "1 / 0"], tmp_path / "log")


def test_ratios_are_to_copying_the_same_site() -> None:
    rows = [
        Row(10, "commonmark", "clean", 3.0, 2.5, 70.0, 12),
        Row(10, "commonmark", "copying", 0.5, ratio=1.0),
        Row(20, "commonmark", "clean", 4.0),
        Row(20, "commonmark", "copying", 2.0, ratio=1.0),
    ]

    assert [row.ratio for row in with_ratios(rows)] == [6.0, 1.0, 2.0, 1.0]
    assert table(with_ratios(rows)).splitlines()[2].split() == (
        "| 10 | commonmark | clean | 3.000 | 2.50 | 70 | 12 | 6.00 |".split()
    )


def test_each_kind_of_edit_changes_what_it_names(tmp_path: Path) -> None:
    bench = Bench(tmp_path, briefs=4, engine="commonmark", runs=1)

    written = {row.what: row.pages for row in bench.builds() if row.pages is not None}

    assert written["clean"] == written["memo kept"] > 100
    assert written["nothing changed"] == 0
    assert 0 < (written["one body edited"] or 0) < (written["one title edited"] or 0)
    assert (written["one brief more"] or 0) > 5
    assert not [problem for problem in problems_of(bench.site) if problem.severity == "error"]


CORPUS = {
    "briefs/2025-04/deal.md": """\
---
title: Ministers sign a deal
date: 2025-04-30T10:00:00Z
summary: A deal was signed.
key_points: [It has two parts.]
actors: [ukraine]
topics: [minerals]
sources: [{title: The text, url: https://paper.example/text, outlet: The Paper, date: 2025-04-30}]
---

See [Ukraine](/actors/ukraine/).
""",
    "actors/ukraine.yaml": "name: Ukraine\nkind: organisation\naliases: [UKR]\nrole: party\ndescription: A state.\n",
    "topics/minerals.yaml": "name: Minerals\ndescription: Ores.\n",
}


def test_the_plain_site_has_the_files_that_every_generator_makes(tmp_path: Path) -> None:
    for path, text in CORPUS.items():
        (tmp_path / "corpus" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "corpus" / path).write_text(text)
    plain = Path(__file__).parents[1] / "benchmarks/plain"
    site = tmp_path / "site"
    for command in ([plain / "convert.py", tmp_path / "corpus", site], [plain / "build.py", site]):
        subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    output = site / "output"
    made = sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    assert made == [
        "actors/index.html",
        "actors/ukraine/feed.xml",
        "actors/ukraine/index.html",
        "archive/2025-04/index.html",
        "archive/index.html",
        "briefs/deal/index.html",
        "feed.xml",
        "index.html",
        "sitemap.xml",
        "style.css",
        "topics/index.html",
        "topics/minerals/feed.xml",
        "topics/minerals/index.html",
    ]
    assert '<a href="/actors/ukraine/">Ukraine</a>' in (output / "briefs/deal/index.html").read_text()
