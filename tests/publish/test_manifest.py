"""The manifest claims only what a build recorded, whatever lies in its place."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.publish.manifest import (
    Entry,
    Manifest,
    content_hash,
    manifest_path,
    read_manifest,
    write_manifest,
)
from publishing import Files, build, put, site_tree, tree_of

ROW = ["00", "ff", 3, 1_700_000_000_000_000_000]
PATHS = st.lists(st.text("ab.é\U0001f310 ", min_size=1).filter(lambda part: part not in (".", "..")), min_size=1).map(
    "/".join
)
ENTRIES = st.builds(
    Entry, st.binary(max_size=20), st.binary(max_size=20), st.integers(0, 2**40), st.integers(-(2**62), 2**62)
)  # fmt: skip


def manifest_of(**changes: object) -> bytes:
    value = {"format": 1, "output": "../output", "root": 7, "files": {"a.html": ROW}, **changes}
    return json.dumps(value).encode()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(PATHS, ENTRIES), st.integers(0, 2**64))
def test_what_was_written_is_read(tmp_path: Path, files: dict[str, Entry], root: int) -> None:
    place, output = tmp_path / ".dateline/output.json", tmp_path / "output"

    write_manifest(place, Manifest(root, files), output)

    assert read_manifest(place, output) == Manifest(root, files)


def test_same_files_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    entry = Entry(b"d", b"c", 1, 2)
    write_manifest(tmp_path / "1", Manifest(7, {"a": entry, "b": entry}), tmp_path / "output")
    write_manifest(tmp_path / "2", Manifest(7, {"b": entry, "a": entry}), tmp_path / "output")

    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_sound_manifest_is_believed(tmp_path: Path) -> None:
    put(tmp_path, {".dateline/m": manifest_of()})

    files = {"a.html": Entry(b"\0", b"\xff", 3, 1_700_000_000_000_000_000)}
    assert read_manifest(tmp_path / ".dateline/m", tmp_path / "output") == Manifest(7, files)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"1" * 10_000,
        b"[]",
        b"{}",
        b"null",
        manifest_of(format=2),
        manifest_of(output="../other"),
        manifest_of(root="7"),
        manifest_of(root=True),
        manifest_of(files=[]),
        manifest_of(files={"a": None}),
        manifest_of(files={"a": []}),
        manifest_of(files={"a": [*ROW, 1]}),
        manifest_of(files={"a": ["zz", "ff", 3, 4]}),
        manifest_of(files={"a": ["00", 5, 3, 4]}),
        manifest_of(files={"a": ["00", "ff", 3.5, 4]}),
        manifest_of(files={"a": ["00", "ff", 3, "4"]}),
        manifest_of(files={"../a": ROW}),
        manifest_of(files={"a/../../b": ROW}),
        manifest_of(files={"/etc/passwd": ROW}),
        manifest_of(files={"": ROW}),
        manifest_of(files={"a\0": ROW}),
        manifest_of(files={"\ud800": ROW}),
    ],
)
def test_anything_else_is_no_manifest(tmp_path: Path, data: bytes) -> None:
    put(tmp_path, {".dateline/m": data})

    assert read_manifest(tmp_path / ".dateline/m", tmp_path / "output") is None


def test_missing_manifest_and_one_that_is_a_folder_are_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "m", tmp_path / "output") is None
    assert read_manifest(tmp_path, tmp_path / "output") is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary() | st.dictionaries(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists)).map(
    lambda files: manifest_of(files=files)
))  # fmt: skip
def test_no_bytes_at_all_crash_the_reader(tmp_path: Path, data: bytes) -> None:
    put(tmp_path, {".dateline/m": data})

    manifest = read_manifest(tmp_path / ".dateline/m", tmp_path / "output")

    assert manifest is None or all(".." not in path.split("/") for path in manifest.files)


def test_forged_manifest_leads_to_no_deletion_outside_the_output(tmp_path: Path) -> None:
    site: Files = {"index.html": b"1"}
    build(tmp_path, site)
    put(tmp_path, {"secret": b"1", "content/a.md": b"text"})
    data = json.loads((tmp_path / ".dateline/output.json").read_bytes())
    data["files"] |= {"../secret": ROW, "x/../../content/a.md": ROW}
    (tmp_path / ".dateline/output.json").write_text(json.dumps(data))

    build(tmp_path, {"index.html": b"1", "b.html": b"2"})

    assert (tmp_path / "secret").exists()
    assert (tmp_path / "content/a.md").exists()
    assert tree_of(tmp_path / "output") == site_tree({"index.html": b"1", "b.html": b"2"})


def test_each_output_has_its_own_manifest_which_moves_with_the_site(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"

    assert manifest_path(one / ".dateline", one / "output").parent == one / ".dateline"
    assert (
        manifest_path(one / ".dateline", one / "output").name == manifest_path(two / ".dateline", two / "output").name
    )
    assert manifest_path(one / ".dateline", one / "output") != manifest_path(one / ".dateline", one / "public")


def test_manifest_is_a_plain_file_that_all_may_read(tmp_path: Path) -> None:
    write_manifest(tmp_path / "deep/m", Manifest(7, {}), tmp_path / "output")

    assert stat.S_IMODE((tmp_path / "deep/m").stat().st_mode) == 0o644
    assert os.listdir(tmp_path / "deep") == ["m"]


def test_manifest_is_on_the_disk_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    replace = os.replace

    def replaced(old: Path, new: Path) -> None:
        calls.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", lambda _file: calls.append("fsync"))
    monkeypatch.setattr(os, "replace", replaced)

    write_manifest(tmp_path / "m", Manifest(7, {}), tmp_path / "output")

    assert calls == ["fsync", "replace"]


def test_content_hash_tells_bytes_apart() -> None:
    assert content_hash(b"a") == content_hash(b"a")
    assert content_hash(b"a") != content_hash(b"b")
