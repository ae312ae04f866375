"""What texts name is remembered: nothing is read twice, and nonsense in the memo is read again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dateline.analysis.mentions import Mention, NameIndex, find_mentions
from support import MINIMAL, build_site, tree, write_site

TEXT = "content/topics/minerals.md"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are searched for names."""
    found: list[str] = []

    def noted(index: NameIndex, parts: Sequence[tuple[str, str]], *others: Any) -> tuple[Mention, ...]:
        found.append(dict(parts).get("body", ""))
        return find_mentions(index, parts, *others)

    monkeypatch.setattr("dateline.analysis.derive.find_mentions", noted)
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    topic = "---\nname: Minerals\nsummary: Ores.\n---\nUkraine has them.\n"
    root = write_site(tmp_path / "site", {**MINIMAL, TEXT: topic})
    build_site(root)
    return root


def test_a_text_is_searched_again_only_when_it_or_a_name_changed(site: Path, read: list[str]) -> None:
    build_site(site)
    assert read == []
    (site / TEXT).write_text((site / TEXT).read_text().replace("has them", "has many"))
    build_site(site)
    assert read == ["<p>Ukraine has many.</p>"]
    actor = site / "content/actors/ukraine.md"
    actor.write_text(actor.read_text().replace("kind: state", "kind: state\naliases: [UKR]"))
    read.clear()
    build_site(site)
    assert len(read) == 3


@pytest.mark.parametrize(
    "nonsense",
    [
        "{",
        "[1]",
        '[["actor", "nobody", "body", 1, 2]]',
        '[["actor", "ukraine", "body", "1", 2]]',
        "[[]]",
        '{"nobody": []}',
        '{"kellogg-in-kyiv": [["nobody", [], "", 0]]}',
        b'{"\xff": []}',
    ],
)
def test_nonsense_in_the_memo_changes_nothing(site: Path, nonsense: str | bytes) -> None:
    before = tree(site / "output")
    with closing(sqlite3.connect(site / ".dateline/analysis.sqlite")) as memo, memo:
        memo.execute("UPDATE memo SET value = ?", [nonsense])
    (site / ".dateline" / next(p.name for p in (site / ".dateline").glob("output-*.json"))).unlink()
    build_site(site)
    assert tree(site / "output") == before
