"""A large site builds correctly, and work grows with its size, not with the square of it."""

from __future__ import annotations

import cProfile
import importlib.util
import json
import os
import pstats
import re
from collections import Counter
from collections.abc import Callable, Iterator
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


@pytest.fixture(scope="module")
def large_site(corpus: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("large")
    corpus.write_corpus(root, BRIEFS, ACTORS, TOPICS)
    build_site(root)
    return root


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


def test_every_record_of_a_large_site_has_its_page(large_site: Path) -> None:
    output = large_site / "output"

    assert len(list((output / "briefs").glob("brief-*/index.html"))) == BRIEFS
    assert len(list((output / "actors").glob("actor-*/index.html"))) == ACTORS
    assert len(list((output / "topics").glob("topic-*/index.html"))) == TOPICS
    assert (output / "sitemap.xml").read_bytes().count(b"/briefs/brief-") == BRIEFS


@pytest.mark.parametrize("actor", ["actor-0", "actor-7", "actor-500"])
def test_the_pages_of_an_actor_list_each_of_its_briefs_once(large_site: Path, actor: str) -> None:
    expected = _briefs_by(large_site, "actors")[actor]

    listed = list(_entries(large_site, f"actors/{actor}"))

    assert len(listed) == len(set(listed)) == expected
    assert (
        len(list((large_site / "output" / "actors" / actor / "page").glob("*")))
        == len(slices(range(expected), "/", PAGE_SIZE)) - 1
    )


def test_the_feed_of_a_large_site_is_bounded(large_site: Path) -> None:
    feed = json.loads((large_site / "output" / "feed.json").read_bytes())

    assert len(feed["items"]) == 30
    assert feed["items"][0]["id"].startswith("tag:corpus.example,")


def test_a_large_site_has_no_errors_and_a_second_build_writes_nothing(large_site: Path) -> None:
    assert build_site(large_site).report.written == ()


def _calls(work: Callable[[], Any]) -> int:
    """How many calls of functions a piece of work makes: a measure that no busy machine disturbs."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_twice_the_briefs_take_about_twice_the_work(corpus: ModuleType, tmp_path: Path) -> None:
    """Counted in calls, with as many actors and topics as before, so that each has twice the briefs."""
    calls = []
    for briefs in (300, 600, 1200):
        root = tmp_path / str(briefs)
        corpus.write_corpus(root, briefs, 40, 10)
        calls.append(_calls(lambda root=root: build_site(root)))  # type: ignore[misc]

    growth = [later - earlier for earlier, later in pairwise(calls)]

    # Linear work doubles its growth; quadratic work would make it four times as much.
    assert growth[1] / growth[0] < 2.3


def test_the_measure_of_work_tells_quadratic_work_from_linear() -> None:
    def quadratic(size: int) -> int:
        return sum(abs(one - other) for one in range(size) for other in range(size))

    calls = [_calls(lambda size=size: quadratic(size)) for size in (30, 60, 120)]  # type: ignore[misc]

    assert (calls[2] - calls[1]) / (calls[1] - calls[0]) > 3.5


def test_a_large_site_checks_without_a_problem(corpus: ModuleType, tmp_path: Path) -> None:
    corpus.write_corpus(tmp_path, 200, 40, 10)

    assert check_site(tmp_path) == []
