"""The command `deploy`: what it prints, and the codes that it leaves with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import dateline as command
from deploying import SITE, build, settings
from support import tree


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "site"
    root.mkdir()
    (root / "site.yaml").write_text(settings(mirror="{type: folder, path: ../mirror}"))
    build(root, SITE)
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["deploy", *arguments], catch_exceptions=False)


def test_dry_run_lists_every_change(site: Path) -> None:
    run("mirror", "site")
    build(site, {"index.html": b"new", "feed.xml": SITE["feed.xml"], "more.html": b"more"})

    result = run("mirror", "site", "--dry-run")

    assert result.exit_code == 0
    assert (
        result.output
        == """\
added   more.html
changed index.html
deleted assets/site.0123abcd.css
deleted briefs/x/index.html
deleted old/index.html
deleted sitemap.xml
Would deploy to mirror: 1 added, 1 changed, 4 deleted, 1 unchanged.
"""
    )


def test_deploy_tells_what_it_did_and_what_it_left_out(site: Path) -> None:
    (site / "output/notes.txt").write_text("mine")

    result = run("mirror", "site")

    assert result.stdout == "Deployed to mirror: 6 added, 0 changed, 0 deleted, 0 unchanged.\n"
    assert result.stderr == "not sent, as no build wrote it: notes.txt\n"
    assert "notes.txt" not in tree(site.parent / "mirror")


def test_json_tells_the_same(site: Path) -> None:
    result = run("mirror", "site", "--json")

    assert json.loads(result.stdout) == {
        "problems": [],
        "target": "mirror",
        "dry_run": False,
        "unchanged": 0,
        "added": sorted(SITE),
        "changed": [],
        "deleted": [],
    }


def test_refusal_is_wrong_usage(site: Path) -> None:
    build(site, SITE, drafts=True)

    result = run("mirror", "site")

    assert result.exit_code == 2
    assert result.stderr == (
        "error: the build in site/output shows drafts, so it is not sent to 'mirror'\n"
        "    build again without --drafts, then deploy\n"
    )
    assert not (site.parent / "mirror").exists()


def test_build_in_another_folder_can_be_sent(site: Path) -> None:
    build(site, {"index.html": b"amber"}, output=site / "amber", audience="TLP:AMBER")
    assert run("mirror", "site", "--output", "site/amber").exit_code == 2

    (site / "site.yaml").write_text(settings(mirror="{type: folder, path: ../mirror, audience: 'TLP:AMBER'}"))
    assert run("mirror", "site", "--output", "site/amber").exit_code == 0
    assert tree(site.parent / "mirror")["index.html"] == b"amber"


def test_target_that_fails_is_the_machines_fault(site: Path) -> None:
    (site.parent / "mirror").write_text("a file")

    result = run("mirror", "site")

    assert result.exit_code == 3
    assert result.stderr.startswith("error: cannot read mirror/.dateline-deploy.json: Not a directory\n")


def test_wrong_settings_are_told_with_their_place(site: Path) -> None:
    (site / "site.yaml").write_text(settings(mirror="{type: s3}"))

    result = run("mirror", "site")

    assert result.exit_code == 2
    assert result.stderr.startswith("site.yaml:4:11: error[bad-value]: targets.mirror: a target of type s3 needs")
