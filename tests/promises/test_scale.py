"""A large site builds correctly, and work grows with its size, not with the square of it."""

from __future__ import annotations

import cProfile
import importlib.util
import json
import os
import pstats
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dateline.site.listing import slices
from support import build_site, check_site

ROOT = Path(__file__).parents[2]
IS_SOAK = bool(os.environ.get("DATELINE_SOAK"))
BRIEFS = 20_000 if IS_SOAK else 10_000
ACTORS = 1_000
TOPICS = 200
PAGE_SIZE = 20


@pytest.fixture(scope="module")
def corpus() -> ModuleType:
    """The benchmark's generator of made-up sites."""
    spec = importlib.util.spec_from_file_location("corpus", ROOT / "benchmarks" / "corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _build(root: Path) -> str:
    """What a build prints. In a process of its own: that is how large sites are built, and nothing watches it there."""
    command = [sys.executable, "-m", "dateline", "build", str(root), "--no-search"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1748779200"}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def _field(text: str, name: str) -> list[str]:
    match = re.search(rf"^{name}: \[(.*)\]$", text, re.MULTILINE)
    assert match is not None
    return match[1].split(", ")


def _briefs_by(root: Path, field: str) -> Counter[str]:
    """How many briefs name each id, counted from the files themselves."""
    counter: Counter[str] = Counter()
    for path in (root / "content" / "briefs").rglob("*.md"):
        counter.update(_field(path.read_text(encoding="utf-8"), field))
    return counter


def _entries(root: Path, url: str) -> Iterator[str]:
    """The briefs listed on the page at `url` of a list and on its older pages, newest first."""
    while url:
        page = (root / "output" / url / "index.html").read_text(encoding="utf-8")
        listed = page[page.index('class="entries') :]
        yield from re.findall(r'<a class="title" href="[./]*/briefs/(brief-[0-9]+)/"', listed)
        older = re.search(r'<a href="([^"]+)" rel="next"', page)
        url = os.path.normpath(f"{url}/{older[1]}") if older else ""


def test_a_large_site_builds_whole_and_again_without_a_change(corpus: ModuleType, tmp_path: Path) -> None:
    """One test, as one build of it takes a minute."""
    corpus.write_corpus(tmp_path, BRIEFS, ACTORS, TOPICS)
    output = tmp_path / "output"

    _build(tmp_path)

    assert len(list((output / "briefs").glob("brief-*/index.html"))) == BRIEFS
    assert len(list((output / "actors").glob("actor-*/index.html"))) == ACTORS
    assert len(list((output / "topics").glob("topic-*/index.html"))) == TOPICS
    assert len(re.findall(rb"/briefs/brief-[0-9]+/<", (output / "sitemap.xml").read_bytes())) == BRIEFS
    named = _briefs_by(tmp_path, "actors")
    for actor in ("actor-0", "actor-7", "actor-500"):
        listed = list(_entries(tmp_path, f"actors/{actor}"))
        assert len(listed) == len(set(listed)) == named[actor]
        older = len(slices(range(named[actor]), "/", PAGE_SIZE)) - 1
        assert len(list((output / "actors" / actor / "page").glob("*"))) == older
    feed = json.loads((output / "feed.json").read_bytes())
    assert len(feed["items"]) == 30
    assert feed["items"][0]["id"].startswith("tag:corpus.example,")
    assert " 0 written" in _build(tmp_path)


def _calls(work: Callable[[], Any]) -> int:
    """How many calls of functions a piece of work makes: a measure that no busy machine disturbs."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_twice_the_briefs_take_about_twice_the_work(corpus: ModuleType, tmp_path: Path) -> None:
    """Counted in calls, with as many actors and topics as before, so that each has twice the briefs."""
    calls: list[int] = []
    # What a process loads and remembers once is no matter here: the first build is for that, and not counted.
    for briefs in (300, 300, 600, 1200):
        root = tmp_path / f"{len(calls)}"
        corpus.write_corpus(root, briefs, 40, 10)
        calls.append(_calls(partial(build_site, root)))

    growth = [later - earlier for earlier, later in pairwise(calls[1:])]

    # Linear work doubles its growth; quadratic work would make it four times as much.
    assert growth[1] / growth[0] < 2.3


def test_the_measure_of_work_tells_quadratic_work_from_linear() -> None:
    def quadratic(size: int) -> int:
        return sum(abs(one - other) for one in range(size) for other in range(size))

    calls = [_calls(partial(quadratic, size)) for size in (30, 60, 120)]

    assert (calls[2] - calls[1]) / (calls[1] - calls[0]) > 3.5


def test_a_large_site_checks_without_a_problem(corpus: ModuleType, tmp_path: Path) -> None:
    corpus.write_corpus(tmp_path, 200, 40, 10)

    assert check_site(tmp_path) == []
