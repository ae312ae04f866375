"""A server as a target: an rsync daemon on the loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import dateline.deploy.tools
from dateline.deploy.errors import DeployError, Refused
from dateline.deploy.record import RECORD
from deploying import SITE, build, counts, send, settings
from support import tree

pytestmark = pytest.mark.skipif(
    shutil.which("rsync") is None, reason="RSYNC IS NOT INSTALLED: no deploy over rsync is tested here (install rsync)"
)


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a daemon's module, and the folder that it shows."""
    folder = tmp_path_factory.mktemp("daemon")
    served = folder / "served"
    served.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    owner = f"uid = {os.getuid()}\ngid = {os.getgid()}\n" if os.getuid() == 0 else ""
    config = f"use chroot = no\nlog file = {folder}/log\n{owner}[site]\npath = {served}\nread only = no\n"
    (folder / "rsyncd.conf").write_text(config)
    line = [
        "rsync",
        "--daemon",
        "--no-detach",
        "--address=127.0.0.1",
        f"--port={port}",
        f"--config={folder}/rsyncd.conf",
    ]
    process = subprocess.Popen(line, stdin=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"rsync://127.0.0.1:{port}/site", served
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def served(daemon: tuple[str, Path]) -> Path:
    """The served folder, empty."""
    shutil.rmtree(daemon[1])
    daemon[1].mkdir()
    return daemon[1]


@pytest.fixture
def site(tmp_path: Path, daemon: tuple[str, Path], served: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "site.yaml").write_text(settings(box=f"{{type: rsync, to: '{daemon[0]}'}}"))
    build(root, SITE)
    return root


def files(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(folder).items() if path != RECORD}


def test_second_run_sends_nothing_and_an_edit_only_what_it_changed(site: Path, served: Path) -> None:
    assert counts(send(site, "box", dry_run=True)) == (6, 0, 0, 0)
    assert tree(served) == {}
    assert counts(send(site, "box")) == (6, 0, 0, 0)
    assert files(served) == SITE
    inodes = {path: path.stat().st_ino for path in served.rglob("*.*")}

    assert counts(send(site, "box")) == (0, 0, 0, 6)
    assert {path: path.stat().st_ino for path in served.rglob("*.*")} == inodes

    # Of the same size: its bytes must tell.
    build(site, {**SITE, "feed.xml": b"<FEED/>"})
    done = send(site, "box")
    assert done.changes.changed == ("feed.xml",)
    assert files(served) == {**SITE, "feed.xml": b"<FEED/>"}
    changed = {path.name for path in inodes if path.stat().st_ino != inodes[path]}
    assert changed == {"feed.xml", RECORD}


def test_only_what_is_ours_goes_and_emptied_folders_with_it(site: Path, served: Path) -> None:
    send(site, "box")
    (served / "briefs/theirs.txt").write_text("theirs")
    (served / "top.txt").write_text("theirs")
    build(site, {"index.html": SITE["index.html"], "päge/ü.html": b"new"})

    assert counts(send(site, "box", dry_run=True)) == (1, 0, 5, 1)
    assert counts(send(site, "box")) == (1, 0, 5, 1)

    ours = {"index.html": SITE["index.html"], "päge/ü.html": b"new"}
    assert files(served) == {**ours, "briefs/theirs.txt": b"theirs", "top.txt": b"theirs"}
    assert sorted(path.name for path in served.iterdir() if path.is_dir()) == ["briefs", "päge"]
    assert not (served / "briefs/x").exists()


def test_file_of_somebody_else_stops_the_deploy_before_anything_is_written(site: Path, served: Path) -> None:
    (served / "index.html").write_text("theirs")

    with pytest.raises(Refused, match=r"/site/ holds files that Dateline did not put there.*: index\.html"):
        send(site, "box")
    assert tree(served) == {"index.html": b"theirs"}

    send(site, "box", adopt=True)
    assert files(served) == SITE


def test_broken_deploy_says_what_is_there_and_goes_on_when_it_is_run_again(
    site: Path, served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fifth run of rsync fails: it carries the pages, after the record, a survey, a record and the assets."""
    real = shutil.which("rsync")
    fake = site / "bin/rsync"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\necho x >> "$0.runs"\n[ $(wc -l < "$0.runs") -eq 5 ] && exit 11\nexec {real} "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")

    with pytest.raises(DeployError) as caught:
        send(site, "box")

    assert caught.value.message.startswith("cannot write rsync://127.0.0.1:")
    assert caught.value.hint == "there now: 1 of 6 files sent, nothing deleted yet; deploy again to go on"
    assert set(files(served)) == {"assets/site.0123abcd.css"}

    build(site, {"index.html": b"new"})
    assert counts(send(site, "box")) == (1, 0, 5, 0)
    assert files(served) == {"index.html": b"new"}


def test_server_that_is_not_there_is_asked_again_within_bounds(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(dateline.deploy.tools, "sleep", waits.append)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        (site / "site.yaml").write_text(settings(box=f"{{type: rsync, to: 'rsync://127.0.0.1:{port}/site'}}"))

        with pytest.raises(DeployError, match=r"cannot read rsync://127\.0\.0\.1:\d+/site/: .*Connection refused"):
            send(site, "box")

    assert len(waits) == dateline.deploy.tools.TRIES - 1
    assert waits == sorted(waits)
    assert all(0 < wait <= 20 for wait in waits)


def test_program_that_is_not_there_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(site))

    with pytest.raises(DeployError) as caught:
        send(site, "box")

    assert (caught.value.message, caught.value.hint) == ("this target needs rsync, which is not here", "install rsync")
