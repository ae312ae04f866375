"""A branch as a target: pushed to a bare repository, and the site's own checkout left alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dateline.deploy.errors import DeployError, Refused
from dateline.deploy.record import RECORD
from deploying import SITE, build, counts, send, settings
from support import tree


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "gitconfig").write_text("[init]\n\tdefaultBranch = main\n[core]\n\tautocrlf = true\n")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site in a checkout with a remote, with work that is not committed."""
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    root = tmp_path / "site"
    root.mkdir()
    (root / "site.yaml").write_text(settings(pages="{type: github-pages, remote: origin}"))
    git(root, "init", "--quiet")
    git(root, "remote", "add", "origin", "../remote.git")
    (root / "draft.md").write_text("not ready")
    git(root, "add", "draft.md")
    build(root, SITE)
    return root


def branch(site: Path, name: str = "gh-pages") -> dict[str, bytes]:
    """What the branch holds, without the record; as bytes, whatever a checkout would make of them."""
    remote = site.parent / "remote.git"
    names = git(remote, "ls-tree", "-r", "-z", "--name-only", name).split("\0")[:-1]

    def show(path: str) -> bytes:
        return subprocess.run(["git", "show", f"{name}:{path}"], cwd=remote, check=True, capture_output=True).stdout

    return {path: show(path) for path in names if path != RECORD}


def commits(site: Path) -> int:
    return int(git(site.parent / "remote.git", "rev-list", "--count", "gh-pages"))


def test_first_deploy_makes_the_branch_and_the_second_no_commit(site: Path) -> None:
    files = {**SITE, "päge/ü.html": b"line\r\n"}
    build(site, files)

    assert counts(send(site, "pages", dry_run=True)) == (7, 0, 0, 0)
    assert git(site.parent / "remote.git", "branch") == ""
    assert counts(send(site, "pages")) == (7, 0, 0, 0)
    assert branch(site) == files
    assert counts(send(site, "pages")) == (0, 0, 0, 7)
    assert commits(site) == 1


def test_edit_makes_one_commit_and_only_what_is_ours_goes(site: Path, tmp_path: Path) -> None:
    send(site, "pages")
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", "remote.git", "theirs")
    (tmp_path / "theirs/CNAME").write_text("desk.example\n")
    git(tmp_path / "theirs", "add", "CNAME")
    git(tmp_path / "theirs", "-c", "user.name=A", "-c", "user.email=a@desk.example", "commit", "-qm", "Name the host")
    git(tmp_path / "theirs", "push", "--quiet")
    build(site, {"index.html": b"new", "feed.xml": SITE["feed.xml"]})

    assert counts(send(site, "pages")) == (0, 1, 4, 1)

    assert branch(site) == {"index.html": b"new", "feed.xml": SITE["feed.xml"], "CNAME": b"desk.example\n"}
    assert commits(site) == 3


def test_checkout_and_its_index_and_branches_stay_as_they_are(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(site)
    with monkeypatch.context() as hook:
        # As in a hook, which git tells of its repository in this way.
        hook.setenv("GIT_DIR", str(site / ".git"))
        hook.setenv("GIT_INDEX_FILE", str(site / ".git/index"))
        send(site, "pages")

    assert tree(site) == before
    assert branch(site) == SITE


def test_file_of_somebody_else_stops_the_deploy(site: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "remote.git", "theirs")
    (tmp_path / "theirs/index.html").write_text("theirs")
    git(tmp_path / "theirs", "checkout", "--quiet", "-b", "gh-pages")
    git(tmp_path / "theirs", "add", "index.html")
    git(tmp_path / "theirs", "-c", "user.name=A", "-c", "user.email=a@desk.example", "commit", "-qm", "Start")
    git(tmp_path / "theirs", "push", "--quiet", "origin", "gh-pages")

    with pytest.raises(Refused) as caught:
        send(site, "pages")
    assert caught.value.message == (
        "branch gh-pages of origin holds files that Dateline did not put there, where the site has its own: index.html"
    )
    assert commits(site) == 1

    send(site, "pages", adopt=True)
    assert branch(site) == SITE


def test_commit_names_who_deployed(site: Path, tmp_path: Path) -> None:
    send(site, "pages")
    git(site, "config", "user.name", "The desk")
    git(site, "config", "user.email", "desk@desk.example")
    build(site, {**SITE, "index.html": b"new"})
    send(site, "pages")

    names = git(tmp_path / "remote.git", "log", "--format=%an <%ae>", "gh-pages").splitlines()
    assert names == ["The desk <desk@desk.example>", "Dateline <dateline@localhost>"]


def test_settings_of_the_checkout_reach_its_remote(site: Path, tmp_path: Path) -> None:
    """A runner keeps what opens the remote there, and nowhere else."""
    git(site, "remote", "set-url", "origin", "https://git.example/desk.git")
    git(site, "config", f"url.{tmp_path}/remote.git.insteadOf", "https://git.example/desk.git")

    send(site, "pages")

    assert branch(site) == SITE


def test_other_branch_and_address_of_a_repository(site: Path, tmp_path: Path) -> None:
    (site / "site.yaml").write_text(settings(pages="{type: github-pages, remote: ../remote.git, branch: live/site}"))

    send(site, "pages")

    assert branch(site, "live/site") == SITE


def test_refused_push_leaves_the_branch_as_it_was(site: Path, tmp_path: Path) -> None:
    send(site, "pages")
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho the branch is protected >&2\nexit 1\n")
    hook.chmod(0o755)
    build(site, {"index.html": b"new"})

    with pytest.raises(DeployError) as caught:
        send(site, "pages")

    assert caught.value.message.startswith("cannot write branch gh-pages of origin: ")
    assert "the branch is protected" in caught.value.message
    assert caught.value.hint == "the branch is as it was; deploy again to go on"
    assert branch(site) == SITE
    hook.unlink()
    assert counts(send(site, "pages")) == (0, 1, 5, 0)


def test_repository_that_is_not_there_is_named(site: Path) -> None:
    (site / "site.yaml").write_text(settings(pages="{type: github-pages, remote: ../nowhere.git}"))

    with pytest.raises(DeployError, match=r"cannot reach branch gh-pages of \.\./nowhere\.git: .*nowhere\.git"):
        send(site, "pages")
