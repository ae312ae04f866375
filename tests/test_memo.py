"""The memo: remembers what was put, forgets what is not asked for, and never harms where it is wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import memo as memo_module
from dateline.memo import Memo, toolchain

A, B = b"a" * 16, b"b" * 16


def _stored(path: Path) -> dict[bytes, bytes]:
    with closing(sqlite3.connect(path)) as database:
        return dict(database.execute("SELECT key, value FROM memo").fetchall())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".dateline" / "memo.sqlite"


def test_what_was_put_is_there_in_the_next_run(path: Path) -> None:
    with Memo(path) as memo:
        assert memo.get(A) is None
        memo.put(A, b"value")
        assert memo.get(A) == b"value"
    with Memo(path) as memo:
        assert memo.get(A) == b"value"


@given(st.dictionaries(st.binary(min_size=1, max_size=20), st.binary(), max_size=5))
def test_any_value_comes_back_as_it_was(entries: dict[bytes, bytes]) -> None:

    with tempfile.TemporaryDirectory() as folder:
        with Memo(Path(folder) / "memo.sqlite") as memo:
            for key, value in entries.items():
                memo.put(key, value)
        with Memo(Path(folder) / "memo.sqlite") as memo:
            assert {key: memo.get(key) for key in entries} == entries


def test_a_later_value_takes_the_place_of_an_earlier_one(path: Path) -> None:
    for value in (b"old", b"new"):
        with Memo(path) as memo:
            memo.put(A, value)
    assert _stored(path) == {A: b"new"}


def test_what_a_run_did_not_ask_for_is_forgotten(path: Path) -> None:
    with Memo(path) as memo:
        memo.put(A, b"a")
        memo.put(B, b"b")
    with Memo(path) as memo:
        memo.get(A)
    assert _stored(path) == {A: b"a"}


def test_of_many_values_each_is_there_at_once_and_in_the_next_run(path: Path) -> None:
    many = {number.to_bytes(16, "big"): bytes(100) + b"%d" % number for number in range(1_200)}
    with Memo(path) as memo:
        for key, value in many.items():
            memo.put(key, value)
        assert memo.get_all([*many, b"unknown"]) == many
        assert memo.get(next(iter(many))) == next(iter(many.values()))
    with Memo(path) as memo:
        assert memo.get_all([*many]) == many
    assert _stored(path) == many


def test_a_guest_leaves_what_it_did_not_ask_for(path: Path) -> None:
    with Memo(path) as memo:
        memo.put(b"a", b"1")
    with Memo(path, is_guest=True) as memo:
        memo.put(b"b", b"2")

    with Memo(path) as memo:
        assert (memo.get(b"a"), memo.get(b"b")) == (b"1", b"2")


def test_a_run_that_fails_forgets_nothing_and_keeps_what_is_new(path: Path) -> None:
    with Memo(path) as memo:
        memo.put(A, b"a")

    def fail() -> None:
        with Memo(path) as memo:
            memo.put(B, b"b")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert _stored(path) == {A: b"a", B: b"b"}


def test_forgetting_starts_with_nothing_and_fills_the_memo_again(path: Path) -> None:
    with Memo(path) as memo:
        memo.put(A, b"a")
    with Memo(path, forget=True) as memo:
        assert memo.get(A) is None
        memo.put(A, b"again")
    assert _stored(path) == {A: b"again"}


def test_a_run_that_learns_nothing_does_not_touch_the_file(path: Path) -> None:
    with Memo(path) as memo:
        memo.put(A, b"a")
    before = path.stat().st_mtime_ns, path.read_bytes()
    with Memo(path) as memo:
        memo.get(A)
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


def test_without_a_path_nothing_is_kept(tmp_path: Path) -> None:
    with Memo(None) as memo:
        memo.put(A, b"a")
        assert memo.get(A) == b"a"
    assert list(tmp_path.iterdir()) == []


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _of_another_shape(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE memo (something INTEGER)")
        database.execute("INSERT INTO memo VALUES (1)")


def _of_other_types(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO memo VALUES (7, 8)")


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"rubbish" * 1000),
        lambda path: path.write_bytes(b""),
        _truncated,
        _of_another_shape,
        _of_other_types,
    ],
    ids=["rubbish", "empty", "truncated", "another-shape", "other-types"],
)
def test_a_damaged_memo_is_filled_again_by_the_next_runs(path: Path, damage: object) -> None:
    with Memo(path) as memo:
        memo.put(A, b"a")
    damage(path)  # type: ignore[operator]
    for _ in range(2):
        with Memo(path) as memo:
            memo.put(A, memo.get(A) or b"again")
            memo.put(B, b"b")
    assert _stored(path)[B] == b"b"


def test_a_memo_that_another_run_writes_is_left_to_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo_module, "_PATIENCE", 0.05)
    with Memo(path) as memo:
        memo.put(A, b"a")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Memo(path) as memo:
            assert memo.get(A) == b"a"
            memo.put(B, b"b")
            assert memo.get(B) == b"b"
        other.execute("UPDATE memo SET value = 'theirs'")
        other.commit()
    with Memo(path) as memo:
        assert memo.get(A) == b"theirs"


def test_what_is_in_the_way_of_the_memo_does_not_stop_a_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder" / "memo.sqlite").mkdir(parents=True)
    for path in (tmp_path / "file" / "memo.sqlite", tmp_path / "folder" / "memo.sqlite"):
        with Memo(path) as memo:
            memo.put(A, b"a")
            assert memo.get(A) == b"a"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_memo_that_must_not_be_written_does_not_stop_a_run(path: Path) -> None:
    with Memo(path) as memo:
        memo.put(A, b"a")
    path.parent.chmod(0o500)
    path.chmod(0o400)
    with Memo(path) as memo:
        assert memo.get(A) == b"a"
        memo.put(B, b"b")
    path.parent.chmod(0o700)


def test_nothing_that_is_read_is_executed(path: Path) -> None:
    """A memo may come with a checkout of unknown origin: its values are data, whatever they say."""
    with Memo(path) as memo:
        memo.put(A, b"__import__('os').abort()")
    with Memo(path) as memo:
        assert memo.get(A) == b"__import__('os').abort()"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of two rooms in the place of the package."""
    copy = tmp_path / "dateline"
    for room in ("content", "analysis"):
        shutil.copytree(memo_module._PACKAGE / room, copy / room)  # noqa: SLF001
    monkeypatch.setattr(memo_module, "_PACKAGE", copy)
    return copy


_digest = toolchain.__wrapped__
"""What `toolchain` computes once a run."""


def test_a_room_has_the_same_digest_wherever_it_lies(package: Path) -> None:
    assert _digest("content") == toolchain("content")


def test_any_change_of_code_changes_the_digest_of_its_room_only(package: Path) -> None:
    before = _digest("content"), _digest("analysis"), _digest()
    file = package / "content" / "markup.py"
    file.write_bytes(file.read_bytes() + b"\n")
    after = _digest("content"), _digest("analysis"), _digest()
    assert (after[0] != before[0], after[1] != before[1], after[2] != before[2]) == (True, False, True)


def test_a_renamed_module_changes_the_digest(package: Path) -> None:
    before = _digest("content")
    (package / "content" / "markup.py").rename(package / "content" / "markup2.py")
    assert _digest("content") != before


def test_another_version_of_a_library_changes_the_digest(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _digest("content", libraries=("Markdown",))
    assert before != _digest("content")
    monkeypatch.setattr("importlib.metadata.version", lambda library: "99")
    assert _digest("content", libraries=("Markdown",)) != before
