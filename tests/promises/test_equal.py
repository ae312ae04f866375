"""Promise 1: an incremental build gives byte for byte what a clean build gives, and a second build writes no file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import jinja2
import pytest

from dateline.build import build
from dateline.verify import verify
from promises.edits import EDITS, Desk, make_desk
from promises.mutants import MUTANTS, Mutant
from support import tree

SOAK = bool(os.environ.get("DATELINE_SOAK"))
SHARDS = 4
SOAK_EDITS = 230


Forget = Callable[[], None]


@pytest.fixture
def forget_templates(monkeypatch: pytest.MonkeyPatch) -> Forget:
    """Hundreds of builds would spend their time in the compiler of Jinja: what it makes of one text is made once.

    Not in a soak. Calls of the fixture's value forget what was compiled, as they must where the language changes.
    """
    compile_template = jinja2.Environment.compile
    known: dict[tuple[str, str], object] = {}

    def compile_once(self: jinja2.Environment, source: str, name: str, filename: str | None = None) -> object:
        if (source, name) not in known:
            known[source, name] = compile_template(self, source, name, filename)
        return known[source, name]

    # Power losses are not what is tested here, and waiting for the disk would be most of the time on some.
    monkeypatch.setattr(os, "fsync", lambda file: None)
    if not SOAK:
        monkeypatch.setattr(jinja2.Environment, "compile", compile_once)
    return known.clear


@pytest.fixture
def always_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two jobs, a second process works however little there is to do."""
    for name in ("jobs.WORTH_A_PROCESS", "fill.WORTH_A_PROCESS", "analysis.derive._WORTH_A_PROCESS"):
        monkeypatch.setattr(f"dateline.{name}", 1)


def differences(desk: Desk, twin: Path, jobs: int = 1) -> list[str]:
    """Build over what is there and clean beside it, from copies of the same files: the paths that differ."""
    shutil.copytree(desk.root, twin, ignore=shutil.ignore_patterns("output", ".dateline"))
    try:
        build(desk.request(jobs=jobs))
        build(desk.request(root=twin, clean=True))
        kept, clean = (tree(root / "output") | _state(root) for root in (desk.root, twin))
        return sorted(path for path in kept.keys() | clean.keys() if kept.get(path) != clean.get(path))
    finally:
        shutil.rmtree(twin)


def _state(root: Path) -> dict[str, bytes]:
    return {f"state/{path}": data for path, data in tree(root / "state").items()}


def _marks(folder: Path) -> dict[str, tuple[int, int]]:
    """What changes when a file is written: its inode and its time."""
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def edits_of(shard: int) -> Iterator[str]:
    """The names of a shard's edits: each edit is in one shard, or in a soak anywhere."""
    dealt = Random(2025).sample(sorted(EDITS), len(EDITS))
    yield from dealt[shard::SHARDS]
    if SOAK:
        yield from Random(shard).choices(sorted(EDITS), k=SOAK_EDITS)


@pytest.mark.usefixtures("always_spread")
@pytest.mark.parametrize("shard", range(SHARDS))
def test_after_any_edit_an_incremental_build_equals_a_clean_one_and_a_second_build_writes_nothing(
    tmp_path: Path, forget_templates: Forget, shard: int
) -> None:
    desk = make_desk(tmp_path / "site", Random(shard), briefs=25 if SOAK else 18)
    jobs = 1 + shard % 2
    build(desk.request(jobs=jobs))
    done: list[str] = []
    for name in edits_of(shard):
        EDITS[name](desk)
        desk.save()
        if name in ("site_language", "many_things"):
            forget_templates()
        done.append(name)
        where = f"shard {shard}, after {len(done)} edits: {', '.join(done[-5:])}"
        assert differences(desk, tmp_path / "twin", jobs) == [], where
        before = _marks(desk.root / "output")
        report = build(desk.request()).report
        assert (report.written, report.removed) == ((), ()), where
        assert _marks(desk.root / "output") == before, where
    assert verify(desk.request()) == ()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
@pytest.mark.usefixtures("forget_templates")
def test_a_planted_fault_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: Mutant) -> None:
    """With a part of a digest left out and the like, some edit must leave a page that is not the clean build's."""
    desk = make_desk(tmp_path / "site", Random(5), briefs=16)
    mutant.plant(monkeypatch)
    build(desk.request())
    for attempt in range(12):
        EDITS[mutant.shown_by[attempt % len(mutant.shown_by)]](desk)
        desk.save()
        if differences(desk, tmp_path / "twin"):
            return
    pytest.fail(f"{mutant.name} went unnoticed")
