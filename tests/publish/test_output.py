"""The output folder equals what was kept and written, and nothing of anybody else's is ever lost."""

from __future__ import annotations

import contextlib
import errno
import inspect
import json
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.publish import twin
from dateline.publish.errors import OutputError
from dateline.publish.output import OutputFolder
from publishing import Files, besides, build, private, put, site_tree, tree_of

HOME = b'<!doctype html><meta name="generator" content="Dateline 0.1.0"><title>Desk</title>'
SITE: Files = {"index.html": HOME, "briefs/a/index.html": b"A", "briefs/b/index.html": b"B", "feed.xml": b"<feed/>"}


def everything(root: Path) -> dict[str, tuple[int, int, int, int]]:
    """Inode, change time, modification time and size of all that is below `root`: equal only if nothing was touched."""
    return {
        str(path): (status.st_ino, status.st_ctime_ns, status.st_mtime_ns, status.st_size)
        for path in (root, *root.rglob("*"))
        for status in [path.lstat()]
    }


# What a build makes


def test_first_build_makes_the_folder_and_its_parents(tmp_path: Path) -> None:
    report = build(tmp_path, SITE, output="public/site")

    assert tree_of(tmp_path / "public/site") == site_tree(SITE)
    assert (report.written, report.removed, report.unchanged) == (tuple(sorted(SITE)), (), 0)
    assert os.listdir(tmp_path / "public") == ["site"]


def test_second_build_touches_nothing_at_all(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    before = everything(tmp_path)

    report = build(tmp_path, SITE)

    assert everything(tmp_path) == before
    assert (report.written, report.removed, report.unchanged) == ((), (), 4)


def test_changed_new_and_stale_pages_are_reported_and_the_rest_keeps_its_inode(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    kept = (tmp_path / "output/briefs/a/index.html").stat()
    after = {"index.html": HOME + b"!", "briefs/a/index.html": b"A", "topics/x/index.html": b"X"}

    report = build(tmp_path, after)

    assert tree_of(tmp_path / "output") == site_tree(after)
    assert report.written == ("index.html", "topics/x/index.html")
    assert report.removed == ("briefs/b/index.html", "feed.xml")
    assert report.unchanged == 1
    assert os.path.samestat(kept, (tmp_path / "output/briefs/a/index.html").stat())
    assert besides(tmp_path) == []
    assert private(tmp_path) == ["output.json"]


def test_equal_bytes_from_other_inputs_count_as_unchanged(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": b"same"})
    before = everything(tmp_path / "output")

    with OutputFolder(tmp_path / "output", tmp_path / ".dateline/output.json") as folder:
        assert folder.write("a.html", b"same", b"other inputs") is False
        report = folder.publish()

    assert everything(tmp_path / "output") == before
    assert report.unchanged == 1
    with OutputFolder(tmp_path / "output", tmp_path / ".dateline/output.json") as folder:
        assert folder.is_current("a.html", b"other inputs")


def test_page_edited_by_hand_is_not_current_and_is_made_again(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    (tmp_path / "output/feed.xml").write_bytes(b"<FEED/>")

    assert build(tmp_path, SITE).written == ("feed.xml",)
    assert tree_of(tmp_path / "output") == site_tree(SITE)


def test_page_of_another_time_or_size_or_digest_is_not_current(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": b"aa", "b.html": b"bb", "c.html": b"cc"})
    with OutputFolder(tmp_path / "output", tmp_path / ".dateline/output.json") as folder:
        row = json.loads((tmp_path / ".dateline/output.json").read_text())["files"]["a.html"]
        digest = bytes.fromhex(row[0])
        assert folder.is_current("a.html", digest)
        assert not folder.is_current("a.html", b"x")
        assert not folder.is_current("z.html", digest)
        status = (tmp_path / "output/a.html").stat()
        os.utime(tmp_path / "output/a.html", ns=(status.st_atime_ns, status.st_mtime_ns + 1))
        assert not folder.is_current("a.html", digest)
        (tmp_path / "output/a.html").write_bytes(b"aaa")
        os.utime(tmp_path / "output/a.html", ns=(status.st_atime_ns, status.st_mtime_ns))
        assert not folder.is_current("a.html", digest)


def test_output_that_was_copied_without_its_times_is_not_written_again(tmp_path: Path) -> None:
    build(tmp_path / "one", SITE)
    shutil.copytree(tmp_path / "one", tmp_path / "two", copy_function=shutil.copy)

    report = build(tmp_path / "two", SITE)

    assert (report.written, report.unchanged) == ((), 4)
    assert len(build(tmp_path / "two", {"index.html": HOME}).removed) == 3
    assert tree_of(tmp_path / "two/output") == site_tree({"index.html": HOME})


def test_pages_of_a_copied_output_are_known_by_their_bytes_and_others_are_not(tmp_path: Path) -> None:
    build(tmp_path / "one", SITE)
    shutil.copytree(tmp_path / "one", tmp_path / "two", copy_function=shutil.copy)
    (tmp_path / "two/output/feed.xml").write_bytes(b"<FEED/>")

    report = build(tmp_path / "two", {"index.html": HOME})

    assert report.removed == ("briefs/a/index.html", "briefs/b/index.html")
    assert tree_of(tmp_path / "two/output") == site_tree({"index.html": HOME, "feed.xml": b"<FEED/>"})


def test_page_that_a_later_tool_changed_goes_when_it_is_stale(tmp_path: Path) -> None:
    """A page that was withdrawn must go, although it was made smaller after the build."""
    build(tmp_path, SITE)
    (tmp_path / "output/briefs/a/index.html").write_bytes(b"a")

    build(tmp_path, {"index.html": HOME})

    assert tree_of(tmp_path / "output") == site_tree({"index.html": HOME})


def test_moved_site_keeps_its_record(tmp_path: Path) -> None:
    build(tmp_path / "one", SITE)
    os.rename(tmp_path / "one", tmp_path / "two")

    report = build(tmp_path / "two", {"index.html": HOME})

    assert tree_of(tmp_path / "two/output") == site_tree({"index.html": HOME})
    assert len(report.removed) == 3


def test_deleted_output_is_made_again(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    shutil.rmtree(tmp_path / "output")

    assert len(build(tmp_path, SITE).written) == 4
    assert tree_of(tmp_path / "output") == site_tree(SITE)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o027, 0o077])
def test_modes_do_not_depend_on_the_umask(tmp_path: Path, umask: int) -> None:
    old = os.umask(umask)
    try:
        build(tmp_path, SITE)
        assert stat.S_IMODE((tmp_path / "output").stat().st_mode) == 0o755
        build(tmp_path, {**SITE, "topics/x/index.html": b"X"})
    finally:
        os.umask(old)

    assert tree_of(tmp_path / "output") == site_tree({**SITE, "topics/x/index.html": b"X"})


def test_present_folder_keeps_its_own_mode(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output").chmod(0o2750)

    build(tmp_path, SITE)

    assert stat.S_IMODE((tmp_path / "output").stat().st_mode) == 0o2750


def test_link_to_the_output_stays_and_its_target_is_built(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").symlink_to("elsewhere")

    build(tmp_path, SITE)
    build(tmp_path, {"index.html": HOME})

    assert (tmp_path / "output").readlink() == Path("elsewhere")
    assert tree_of(tmp_path / "elsewhere") == site_tree({"index.html": HOME})
    assert besides(tmp_path) == ["elsewhere"]


def test_page_can_become_a_folder_and_a_folder_a_page(tmp_path: Path) -> None:
    build(tmp_path, {"a": b"page", "b/index.html": b"folder", "b/c/d": b"deep"})

    build(tmp_path, {"a/index.html": b"folder", "b": b"page"})

    assert tree_of(tmp_path / "output") == site_tree({"a/index.html": b"folder", "b": b"page"})


def test_depth_of_the_tree_costs_no_stack(tmp_path: Path) -> None:
    deep = "/".join("d" * 300) + "/index.html"
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 150)
    try:
        build(tmp_path, {deep: b"1", "a": b"1"})
        build(tmp_path, {deep: b"1", "a": b"2"})
        assert (tmp_path / "output" / deep).read_bytes() == b"1"
        build(tmp_path, {"a": b"3"})
    finally:
        sys.setrecursionlimit(limit)

    assert tree_of(tmp_path / "output") == site_tree({"a": b"3"})


def test_without_hard_links_files_are_copied_with_their_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    build(tmp_path, SITE)
    put(tmp_path / "output", {"CNAME": b"desk.example"})
    os.utime(tmp_path / "output/CNAME", ns=(5, 7))
    written_at = (tmp_path / "output/index.html").stat().st_mtime_ns
    monkeypatch.setattr(os, "link", refuse)

    report = build(tmp_path, {**SITE, "feed.xml": b"<new/>"})

    assert report.written == ("feed.xml",)
    assert tree_of(tmp_path / "output") == site_tree({**SITE, "feed.xml": b"<new/>", "CNAME": b"desk.example"})
    assert (tmp_path / "output/CNAME").stat().st_mtime_ns == 7
    assert (tmp_path / "output/index.html").stat().st_mtime_ns == written_at
    assert besides(tmp_path) == []
    assert build(tmp_path, {**SITE, "feed.xml": b"<new/>"}).written == ()


def test_disk_with_coarse_times_and_no_links_keeps_pages_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As FAT has it: what is recorded is the time that the copy got, not the one that it was given."""
    utime = os.utime

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    def coarse(path: str, ns: tuple[int, int], **kwargs: Any) -> None:
        utime(path, ns=(ns[0], ns[1] // 2_000_000_000 * 2_000_000_000), **kwargs)

    build(tmp_path, SITE)
    put(tmp_path / "output", {"CNAME": b"desk.example"})
    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "utime", coarse)
    build(tmp_path, {**SITE, "feed.xml": b"<new/>"})

    recorded = json.loads((tmp_path / ".dateline/output.json").read_bytes())["files"]
    assert {path: row[3] for path, row in recorded.items()} == {
        path: (tmp_path / "output" / path).stat().st_mtime_ns for path in SITE
    }
    assert (tmp_path / "output/CNAME").read_bytes() == b"desk.example"
    assert besides(tmp_path) == []


# What is not ours


def test_foreign_files_survive_with_content_mode_and_times(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    output = tmp_path / "output"
    put(
        output, {"CNAME": b"desk.example", ".git/config": b"[core]", "briefs/a/note.txt": b"mine", "briefs/old/x": b"1"}
    )
    (output / "empty/inner").mkdir(parents=True)
    (output / "empty").chmod(0o711)
    (output / "CNAME").chmod(0o600)
    (output / "link").symlink_to("nowhere")
    (output / "folder-link").symlink_to(".git")
    os.utime(output / "CNAME", ns=(1, 2))
    os.utime(output / ".git", ns=(3, 4))
    theirs = [
        "CNAME",
        ".git/config",
        "briefs/a/note.txt",
        "briefs/old/x",
        "empty",
        "empty/inner",
        "link",
        "folder-link",
    ]
    before = {path: tree_of(output)[path] for path in theirs}

    report = build(tmp_path, {"index.html": HOME + b"2"})

    assert tree_of(output).items() >= before.items()
    assert (output / "CNAME").stat().st_mtime_ns == 2
    assert (output / ".git").stat().st_mtime_ns == 4
    assert report.removed == ("briefs/a/index.html", "briefs/b/index.html", "feed.xml")
    assert not (output / "briefs/b").exists()
    assert besides(tmp_path) == []


def test_read_only_folder_of_somebody_else_survives(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    put(tmp_path / "output", {"theirs/file": b"1"})
    (tmp_path / "output/theirs").chmod(0o555)

    build(tmp_path, {"index.html": b"2"})

    assert tree_of(tmp_path / "output")["theirs"] == ("folder", "", 0o555)
    assert tree_of(tmp_path / "output")["theirs/file"] == ("file", b"1", 0o644)
    assert besides(tmp_path) == []


def test_pipe_of_somebody_else_survives(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    os.mkfifo(tmp_path / "output/pipe")

    build(tmp_path, {"index.html": HOME})

    assert stat.S_ISFIFO((tmp_path / "output/pipe").lstat().st_mode)


def test_link_that_took_the_place_of_a_stale_page_is_not_ours_to_remove(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    (tmp_path / "output/feed.xml").unlink()
    (tmp_path / "output/feed.xml").symlink_to("other.xml")

    report = build(tmp_path, {"index.html": b"2"})

    assert "feed.xml" not in report.removed

    assert (tmp_path / "output/feed.xml").readlink() == Path("other.xml")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"index.html": b"mine"}, {"index.html": b"page"}),
        ({"briefs": b"mine"}, {"briefs/a/index.html": b"page"}),
        ({"briefs/a/x": b"mine"}, {"briefs/a": b"page"}),
        ({"briefs/x": b"mine"}, {"briefs": b"page"}),
    ],
)
def test_foreign_file_in_the_way_stops_the_build_and_is_named(tmp_path: Path, theirs: Files, ours: Files) -> None:
    put(tmp_path / "output", theirs)
    before = everything(tmp_path / "output")

    with pytest.raises(OutputError) as caught:
        build(tmp_path, {"z.html": b"z", **ours})

    assert "holds files that Dateline did not write" in caught.value.message
    assert next(iter(theirs)).partition("/")[0] in caught.value.message
    assert "--output" in caught.value.hint
    assert everything(tmp_path / "output") == before
    assert besides(tmp_path) == []


def test_foreign_file_below_a_page_of_ours_stops_the_build(tmp_path: Path) -> None:
    build(tmp_path, {"a/index.html": b"1"})
    put(tmp_path / "output", {"a/mine": b"1"})

    with pytest.raises(OutputError, match="a/mine"):
        build(tmp_path, {"a": b"now a file"})

    assert (tmp_path / "output/a/index.html").read_bytes() == b"1"


def test_link_to_a_folder_where_the_site_needs_one_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output/briefs").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutputError, match="briefs"):
        build(tmp_path, SITE)

    assert os.listdir(tmp_path / "elsewhere") == []


def test_many_files_in_the_way_are_counted(tmp_path: Path) -> None:
    files = {f"{letter}.html": b"page" for letter in "abcde"}
    put(tmp_path / "output", dict.fromkeys(files, b"mine"))

    with pytest.raises(OutputError, match=r"a\.html, b\.html, c\.html and 2 more"):
        build(tmp_path, files)


def test_equal_file_is_taken_over(tmp_path: Path) -> None:
    put(tmp_path / "output", {"robots.txt": b"User-agent: *"})

    report = build(tmp_path, {"robots.txt": b"User-agent: *"})

    assert (report.written, report.unchanged, report.adopted) == ((), 1, True)
    assert build(tmp_path, {}).removed == ("robots.txt",)


def test_lost_record_of_an_output_that_is_evidently_ours_does_not_stop_the_build(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    put(tmp_path / "output", {"CNAME": b"desk.example"})
    shutil.rmtree(tmp_path / ".dateline")
    after = {"index.html": HOME + b"2", "briefs/a/index.html": b"A2"}

    report = build(tmp_path, after)

    assert report.adopted
    assert report.written == ("briefs/a/index.html", "index.html")
    # Nothing proves that these were ours, so they are still there.
    left = {"CNAME": b"desk.example", "briefs/b/index.html": b"B", "feed.xml": b"<feed/>"}
    assert tree_of(tmp_path / "output") == site_tree({**after, **left})


def test_foreign_file_in_our_own_folder_stops_a_build_that_has_its_record(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    put(tmp_path / "output", {"about/index.html": b"mine"})

    with pytest.raises(OutputError, match=r"about/index\.html"):
        build(tmp_path, {**SITE, "about/index.html": b"page"})

    assert (tmp_path / "output/about/index.html").read_bytes() == b"mine"


def test_record_of_one_output_says_nothing_of_another(tmp_path: Path) -> None:
    build(tmp_path, {"index.html": b"page"})
    put(tmp_path / "other", {"index.html": b"mine"})

    with pytest.raises(OutputError, match=r"index\.html"):
        build(tmp_path, {"index.html": b"page 2"}, output="other")

    assert (tmp_path / "other/index.html").read_bytes() == b"mine"


def test_file_that_comes_while_the_build_is_at_work_is_not_lost(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    put(tmp_path / "output", {"old.txt": b"1"})

    def meanwhile() -> None:
        put(tmp_path / "output", {"late.txt": b"late", "gone/late.txt": b"late", "briefs/b/late.txt": b"late"})
        (tmp_path / "output/new.txt").write_bytes(b"replaced")
        os.replace(tmp_path / "output/new.txt", tmp_path / "output/old.txt")

    build(tmp_path, {"index.html": b"2"}, before_swap=meanwhile)

    late = {"late.txt": b"late", "gone/late.txt": b"late", "briefs/b/late.txt": b"late", "old.txt": b"replaced"}
    assert tree_of(tmp_path / "output") == site_tree({"index.html": b"2", **late})
    assert besides(tmp_path) == []


def test_late_file_that_cannot_be_moved_yet_is_moved_by_the_next_build(tmp_path: Path) -> None:
    replace = os.replace

    def refuse_late(old: str, new: str) -> None:
        if os.fspath(old).endswith("late.txt"):
            raise OSError(errno.EIO, "Input/output error")
        replace(old, new)

    build(tmp_path, SITE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", refuse_late)
        build(tmp_path, {"index.html": b"2"}, before_swap=lambda: put(tmp_path / "output", {"late.txt": b"late"}))
        with pytest.raises(OutputError, match=r"\.output\.dateline-new"):
            build(tmp_path, {"index.html": b"3"})

    build(tmp_path, {"index.html": b"2"})

    assert tree_of(tmp_path / "output") == site_tree({"index.html": b"2", "late.txt": b"late"})
    assert besides(tmp_path) == []
    assert private(tmp_path) == ["output.json"]


def test_interrupt_right_after_the_swap_loses_nothing(tmp_path: Path) -> None:
    def interrupt(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    build(tmp_path, SITE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(twin, "put_away", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build(tmp_path, {"index.html": b"2"}, before_swap=lambda: put(tmp_path / "output", {"late.txt": b"late"}))

    assert tree_of(tmp_path / "output") == site_tree({"index.html": b"2"})
    build(tmp_path, {"index.html": b"2"})
    assert tree_of(tmp_path / "output") == site_tree({"index.html": b"2", "late.txt": b"late"})
    assert besides(tmp_path) == []


NAMES = st.sampled_from(["a", "b", "a/a", "a/b", "b/a", "b/b", "a/a/a", "index.html"])
CONTENTS = st.sampled_from([b"1", b"2", b"three"])
TREES = st.dictionaries(NAMES, CONTENTS, max_size=5)


def prefix_free(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without the files that would have to be folders as well."""
    return {path: data for path, data in files.items() if not any(other.startswith(f"{path}/") for other in files)}


@settings(max_examples=100, deadline=None)
@given(
    ours=st.lists(TREES.map(prefix_free), min_size=2, max_size=5),
    theirs=TREES.map(prefix_free),
    folders=st.sets(NAMES, max_size=3),
)
def test_no_build_ever_changes_a_foreign_file(
    ours: list[dict[str, bytes]], theirs: dict[str, bytes], folders: set[str]
) -> None:
    ours = [{**files, "z.html": b"%d" % number} for number, files in enumerate(ours)]
    with tempfile.TemporaryDirectory() as temporary:
        site, output = Path(temporary), Path(temporary, "output")
        build(site, ours[0])
        present = tree_of(output)
        add_where_there_is_room(output, theirs, folders)
        foreign = {path: value for path, value in tree_of(output).items() if path not in present}

        expected = ours[0]
        for files in ours[1:]:
            before = everything(output)
            try:
                build(site, files)
            except OutputError:
                assert everything(output) == before
            else:
                expected = files
                # A file that equals the site's own becomes the site's, and so does a folder that the site uses.
                foreign = {path: value for path, value in foreign.items() if path not in site_tree(files)}
            above = {str(folder) for path in foreign for folder in Path(path).parents} - {"."}
            around = dict.fromkeys(above, ("folder", "", 493))
            assert tree_of(output) == {**site_tree(expected), **around, **foreign}
            assert besides(site) == []


def add_where_there_is_room(output: Path, files: Files, folders: set[str]) -> None:
    """What may be added to the tree without a change to anything in it."""
    for path in (*files, *sorted(folders)):
        place = output / path
        if not place.exists() and not any(parent.is_file() for parent in place.parents):
            place.parent.mkdir(parents=True, exist_ok=True)
            if path in files:
                place.write_bytes(files[path])
            else:
                place.mkdir()


# What came with a checkout from a stranger


@pytest.mark.parametrize("name", [".output.dateline-new", ".output.dateline-old"])
def test_link_in_the_place_of_a_leftover_is_not_followed(tmp_path: Path, name: str) -> None:
    put(tmp_path / "home", {"thesis.txt": b"mine"})
    put(tmp_path / "site", {"content/a.md": b"text"})
    (tmp_path / "site" / name).symlink_to(tmp_path / "home")

    with contextlib.suppress(OutputError):
        build(tmp_path / "site", SITE)

    assert tree_of(tmp_path / "home") == site_tree({"thesis.txt": b"mine"})


def test_manifest_made_for_somebody_elses_folder_proves_nothing(tmp_path: Path) -> None:
    put(tmp_path / "home", {"thesis.txt": b"mine", "index.html": b"mine too"})
    (tmp_path / "site").mkdir()
    (tmp_path / "site/output").symlink_to("../home")
    row = ["00", "00", 4, 0]
    data = {"format": 1, "output": "../../home", "root": 1, "files": {"thesis.txt": row, "index.html": row}}
    put(tmp_path / "site", {".dateline/output.json": json.dumps(data).encode()})

    build(tmp_path / "site", {"a.html": b"page"})
    with pytest.raises(OutputError, match=r"index\.html"):
        build(tmp_path / "site", {"index.html": b"page"})

    left = {"thesis.txt": b"mine", "index.html": b"mine too", "a.html": b"page"}
    assert tree_of(tmp_path / "home") == site_tree(left)


# What the machine or the caller gets wrong


def test_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"mine")

    with pytest.raises(OutputError, match="is not a folder"):
        build(tmp_path, SITE)

    assert (tmp_path / "output").read_bytes() == b"mine"


def test_output_that_holds_the_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="holds the site itself"):
        OutputFolder(tmp_path, tmp_path / ".dateline/output.json")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_parent_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(OutputError, match="permission denied"):
        build(tmp_path, SITE)


def test_mount_point_is_refused_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, SITE)
    before = everything(tmp_path / "output")
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path / "output")

    with pytest.raises(OutputError, match="mount point") as caught:
        build(tmp_path, {"index.html": b"2"})

    assert caught.value.hint
    assert everything(tmp_path / "output") == before
    assert besides(tmp_path) == []


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "a\0b", "\ud800"])
def test_path_that_could_leave_the_folder_is_a_bug_of_the_caller(tmp_path: Path, path: str) -> None:
    with OutputFolder(tmp_path / "output", tmp_path / ".dateline/output.json") as folder, pytest.raises(ValueError):
        folder.write(path, b"x", b"d")

    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("pair", [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("a/b/c", "a")])
def test_two_files_at_one_place_are_a_bug_of_the_caller(tmp_path: Path, pair: tuple[str, str]) -> None:
    with OutputFolder(tmp_path / "output", tmp_path / ".dateline/output.json") as folder:
        folder.write(pair[0], b"1", b"d")
        with pytest.raises(ValueError, match="two files"):
            folder.write(pair[1], b"2", b"d")


def test_page_that_no_build_wrote_cannot_be_kept(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "output", tmp_path / ".dateline/output.json")
    with folder, pytest.raises(ValueError, match="cannot be kept"):
        folder.keep("a.html")


def test_leaving_without_publishing_leaves_everything_as_it_was(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    before = everything(tmp_path / "output")

    with OutputFolder(tmp_path / "output", tmp_path / ".dateline/output.json") as folder:
        folder.write("index.html", b"other", b"d")

    assert everything(tmp_path / "output") == before
    assert besides(tmp_path) == []
    assert private(tmp_path) == ["output.json"]


def test_state_that_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    before = everything(tmp_path / "output")

    def fail() -> None:
        raise OutputError("cannot write state/urls.tsv: no space left on device")

    with pytest.raises(OutputError, match=r"urls\.tsv"):
        build(tmp_path, {"index.html": b"2"}, before_swap=fail)

    assert everything(tmp_path / "output") == before
    assert besides(tmp_path) == []
    assert private(tmp_path) == ["output.json"]


def test_state_is_written_while_the_old_site_is_still_there_and_even_if_no_page_changed(tmp_path: Path) -> None:
    seen: list[object] = []
    build(tmp_path, {"a": b"1"}, before_swap=lambda: seen.append((tmp_path / "output").exists()))
    build(tmp_path, {"a": b"2"}, before_swap=lambda: seen.append((tmp_path / "output/a").read_bytes()))
    build(tmp_path, {"a": b"2"}, before_swap=lambda: seen.append("unchanged"))

    assert seen == [False, b"1", "unchanged"]


def test_leftover_that_cannot_be_removed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, SITE)
    put(tmp_path / ".output.dateline-new", {"stuck": b"1"})
    unlink = os.unlink

    def refuse(path: str, **kwargs: int) -> None:
        if str(path).endswith("stuck"):
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(path, **kwargs)

    monkeypatch.setattr(os, "unlink", refuse)

    with pytest.raises(OutputError, match=r"\.output\.dateline-new"):
        build(tmp_path, {"index.html": b"2"})

    assert tree_of(tmp_path / "output") == site_tree(SITE)
