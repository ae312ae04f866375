"""A preview is never started again: after any edit it shows what a clean build shows, saved texts at once."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from dateline.build import build
from dateline.content.dates import AsOf
from dateline.preview.session import Session, View
from promises.edits import EDITS, Desk, make_desk
from promises.test_equal import SHARDS, SOAK, Forget, edits_of, forget_templates
from support import tree

__all__ = ["forget_templates"]
BETWEEN = 1 if SOAK else 5
"""Edits from one comparison to the next."""


def contents(desk: Desk) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (desk.root / "content").resolve().rglob("*") if path.is_file()}


def clean(desk: Desk, twin: Path) -> dict[str, bytes]:
    """What a build of its own makes of the same files."""
    shutil.copytree(desk.root, twin, ignore=shutil.ignore_patterns("output", ".dateline"))
    try:
        build(desk.request(root=twin, is_preview=True))
        return tree(twin / "output")
    finally:
        shutil.rmtree(twin)


@pytest.mark.parametrize("shard", range(SHARDS if SOAK else 2))
def test_after_any_edit_the_preview_equals_a_clean_build(tmp_path: Path, forget_templates: Forget, shard: int) -> None:
    desk = make_desk(tmp_path / "site", Random(shard), briefs=18)
    request = desk.request(output=desk.root / ".dateline/preview", is_preview=True)
    session = Session(request, lambda: AsOf.at(desk.now), View())
    session.rebuild()
    done: list[str] = []
    texts_shown = 0
    for name in edits_of(shard):
        if name.startswith("output_") or name == "private_folder_damaged":
            continue  # of the folders of `dateline build`
        before = contents(desk)
        EDITS[name](desk)
        desk.save()
        if name in ("site_language", "many_things"):
            forget_templates()
        done.append(name)
        where = f"shard {shard}, after {len(done)} edits: {', '.join(done[-5:])}"
        session.show([path for path, data in contents(desk).items() if data != before.get(path)])
        assert session.rebuild().fault == "", where

        before = contents(desk)
        desk.pick("brief")[1].body += f"\n\n{desk.sentence()}\n"
        desk.save()
        texts_shown += session.show([path for path, data in contents(desk).items() if data != before.get(path)])
        soon = {path: (session.folder / path).read_bytes() for path in session.state.early}
        assert session.rebuild().fault == "", where
        assert {path: (session.folder / path).read_bytes() for path in soon} == soon, where
        if len(done) % BETWEEN == 0:
            assert tree(session.folder) == clean(desk, tmp_path / "twin"), where
    assert texts_shown > 2
