"""A folder as a target: equal to the output after every deploy, and everybody else's files as they were."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import dateline.deploy.folder
from dateline.deploy.errors import DeployError, Refused
from dateline.deploy.folder import FolderStore
from dateline.deploy.record import RECORD, Sent
from dateline.deploy.release import Item
from dateline.problems import SiteProblems
from dateline.publish.atomic import write_file
from deploying import SITE, Told, build, counts, send, settings
from support import tree

SECRET = "holds a user name or a password"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "site.yaml").write_text(settings(mirror="{type: folder, path: ../mirror}"))
    build(root, SITE)
    return root


def mirrored(site: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(site.parent / "mirror").items() if path != RECORD}


def test_first_deploy_makes_the_folder_and_the_second_touches_nothing(site: Path) -> None:
    assert counts(send(site, "mirror")) == (6, 0, 0, 0)
    assert mirrored(site) == SITE
    times = {path: path.stat().st_mtime_ns for path in (site.parent / "mirror").rglob("*")}

    assert counts(send(site, "mirror")) == (0, 0, 0, 6)
    assert {path: path.stat().st_mtime_ns for path in (site.parent / "mirror").rglob("*")} == times


def test_dry_run_tells_and_touches_nothing(site: Path) -> None:
    done = send(site, "mirror", dry_run=True)

    assert done.changes.added == tuple(sorted(SITE))
    assert not (site.parent / "mirror").exists()

    send(site, "mirror")
    before = tree(site.parent)
    build(site, {"index.html": b"new", "feed.xml": b"<feed/>", "more/index.html": b"more"})
    built = tree(site)
    done = send(site, "mirror", dry_run=True)
    assert done.changes.added == ("more/index.html",)
    assert done.changes.changed == ("index.html",)
    assert done.changes.deleted == (
        "assets/site.0123abcd.css",
        "briefs/x/index.html",
        "old/index.html",
        "sitemap.xml",
    )
    assert tree(site) == built
    assert tree(site.parent / "mirror") == {
        path.removeprefix("mirror/"): data for path, data in before.items() if path.startswith("mirror/")
    }


def test_only_what_differs_is_written_and_only_what_is_ours_goes(site: Path) -> None:
    send(site, "mirror")
    mirror = site.parent / "mirror"
    (mirror / "briefs/theirs.txt").write_text("theirs")
    kept = (mirror / "feed.xml").stat()
    changed = {**SITE, "index.html": b"new"}
    del changed["briefs/x/index.html"], changed["old/index.html"]
    build(site, changed)

    assert counts(send(site, "mirror")) == (0, 1, 2, 3)
    assert mirrored(site) == {**changed, "briefs/theirs.txt": b"theirs"}
    assert (mirror / "feed.xml").stat() == kept
    assert not (mirror / "briefs/x").exists()
    assert not (mirror / "old").exists()


def test_file_that_was_changed_or_lost_at_the_target_comes_back(site: Path) -> None:
    send(site, "mirror")
    (site.parent / "mirror/index.html").write_text("defaced")
    (site.parent / "mirror/feed.xml").unlink()

    assert counts(send(site, "mirror")) == (1, 1, 0, 4)
    assert mirrored(site) == SITE


def test_file_of_somebody_else_stops_the_deploy_before_anything_is_written(site: Path) -> None:
    mirror = site.parent / "mirror"
    mirror.mkdir()
    (mirror / "index.html").write_text("theirs")

    with pytest.raises(Refused, match=r"mirror holds files that Dateline did not put there.*: index\.html"):
        send(site, "mirror")
    assert tree(mirror) == {"index.html": b"theirs"}

    send(site, "mirror", adopt=True)
    assert mirrored(site) == SITE


def test_link_in_a_files_place_is_replaced_and_not_followed(site: Path) -> None:
    send(site, "mirror")
    secret = site.parent / "secret"
    secret.write_text("mine")
    (site.parent / "mirror/index.html").unlink()
    (site.parent / "mirror/index.html").symlink_to(secret)

    send(site, "mirror")

    assert secret.read_text() == "mine"
    assert mirrored(site) == SITE


def test_pages_come_after_what_they_need_and_deletions_last(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send(site, "mirror")
    build(site, {"a.html": b"a", "assets/a.0123abcd.js": b"a", "feed.json": b"{}", "b.html": b"b"})
    calls: list[str] = []
    put, delete = FolderStore.put, FolderStore.delete

    def noted_put(self: FolderStore, item: Item, data: bytes) -> Sent:
        calls.append(item.path)
        return put(self, item, data)

    def noted_delete(self: FolderStore, path: str) -> None:
        calls.append("delete")
        delete(self, path)

    monkeypatch.setattr(FolderStore, "put", noted_put)
    monkeypatch.setattr(FolderStore, "delete", noted_delete)
    told = Told()

    send(site, "mirror", tell=told)

    assert calls == ["assets/a.0123abcd.js", "a.html", "b.html", "feed.json", *["delete"] * 6]
    assert told.steps == [(number, 10) for number in range(1, 11)]


def test_failed_deploy_says_what_is_there_and_goes_on_when_it_is_run_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def full(path: Path, data: bytes, **options: Any) -> os.stat_result:
        written.append(path.name)
        if len(written) > 3:
            raise OSError(28, "No space left on device", str(path))
        return write_file(path, data, **options)

    monkeypatch.setattr(dateline.deploy.folder, "write_file", full)
    with pytest.raises(DeployError) as caught:
        send(site, "mirror")

    mirror = os.path.normpath(site / "../mirror")
    assert caught.value.message == f"cannot write {mirror}/index.html: No space left on device"
    assert caught.value.hint == "there now: 2 of 6 files sent, nothing deleted yet; deploy again to go on"
    assert set(mirrored(site)) == {"assets/site.0123abcd.css", "briefs/x/index.html"}

    monkeypatch.undo()
    assert counts(send(site, "mirror")) == (4, 0, 0, 2)
    assert mirrored(site) == SITE


def test_deletion_after_a_break_still_knows_what_is_ours(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a broken deploy had sent, and the next build no longer has, goes as well."""
    monkeypatch.setattr(FolderStore, "delete", failing)
    send(site, "mirror")
    build(site, {"first.html": b"1", "index.html": SITE["index.html"]})
    with pytest.raises(DeployError) as caught:
        send(site, "mirror")
    assert caught.value.hint.startswith("there now: 1 of 1 files sent, nothing deleted yet")
    monkeypatch.undo()
    build(site, {"index.html": SITE["index.html"]})

    assert counts(send(site, "mirror")) == (0, 0, 6, 1)
    assert mirrored(site) == {"index.html": SITE["index.html"]}


def failing(*_: object) -> None:
    raise DeployError("cannot delete", "")


def test_unknown_target_is_refused_with_the_nearest_name(site: Path) -> None:
    with pytest.raises(Refused) as caught:
        send(site, "miror")
    assert (caught.value.message, caught.value.hint) == (
        "site.yaml has no target 'miror'",
        "did you mean 'mirror'?",
    )
    with pytest.raises(Refused) as caught:
        send(site, "live")
    assert caught.value.hint == "known: mirror"

    (site / "site.yaml").write_text("title: Desk\nbase_url: https://desk.example\n")
    with pytest.raises(Refused) as caught:
        send(site, "live")
    assert caught.value.hint == "name one under `targets:` in site.yaml"


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("{type: s3}", "targets.mirror: a target of type s3 needs 'bucket'"),
        ("{type: folder, path: a, bucket: abc}", "targets.mirror: a target of type folder has no 'bucket'"),
        ("{type: rsync, to: '-e sh'}", "targets.mirror.to: starts with '-', as an option does"),
        ("{type: github-pages, remote: 'https://me:token@git.example/x'}", f"targets.mirror.remote: {SECRET}"),
        ("{type: s3, bucket: abc, endpoint: 'https://key:secret@s3.example'}", f"targets.mirror.endpoint: {SECRET}"),
    ],
)
def test_wrong_target_is_a_problem_of_the_settings(site: Path, target: str, problem: str) -> None:
    (site / "site.yaml").write_text(settings(mirror=target))

    with pytest.raises(SiteProblems) as caught:
        send(site, "mirror")

    assert [one.message for one in caught.value.problems] == [problem]
