"""Which builds may be sent, and how their files are to be served."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dateline.config import Target
from dateline.deploy.errors import DeployError, Refused
from dateline.deploy.release import Item, read_release
from dateline.publish.manifest import manifest_path
from deploying import SITE, build

TARGET = Target(type="folder", path="mirror")
GREEN = Target(type="folder", path="mirror", audience="TLP:GREEN")


def refusal(root: Path, target: Target = TARGET, output: str = "output") -> str:
    with pytest.raises(Refused) as caught:
        read_release(root / ".dateline", root / output, "live", target)
    return f"{caught.value.message}\n{caught.value.hint}".replace(f"{root}/", "")


def test_public_build_may_be_sent(tmp_path: Path) -> None:
    build(tmp_path, SITE)

    release = read_release(tmp_path / ".dateline", tmp_path / "output", "live", TARGET)

    assert list(release.files) == sorted(SITE)
    assert {path: release.read(path) for path in release.files} == SITE
    assert release.foreign == ()


@pytest.mark.parametrize(
    ("made_for", "text"),
    [
        (
            {"drafts": True},
            "the build in output shows drafts, so it is not sent to 'live'\nbuild again without --drafts, then deploy",
        ),
        (
            {"as_of": "2025-03-01"},
            "the build in output shows what was known on 2025-03-01, so it is not sent to 'live'\n"
            "build again without --as-of, then deploy",
        ),
        (
            {"audience": "TLP:AMBER"},
            "the build in output is for TLP:AMBER, and 'live' may get TLP:CLEAR at most\n"
            "build for TLP:CLEAR; or, if all its readers may see that, "
            "write `audience: TLP:AMBER` under this target in site.yaml",
        ),
    ],
)
def test_build_that_is_not_for_the_target_is_refused(tmp_path: Path, made_for: dict[str, Any], text: str) -> None:
    build(tmp_path, SITE, **made_for)

    assert refusal(tmp_path) == text


def test_target_that_allows_an_audience_gets_it_and_wider_ones_only(tmp_path: Path) -> None:
    for audience in ("TLP:CLEAR", "TLP:GREEN"):
        build(tmp_path, SITE, audience=audience)
        assert read_release(tmp_path / ".dateline", tmp_path / "output", "live", GREEN).files

    build(tmp_path, SITE, audience="TLP:AMBER")
    assert refusal(tmp_path, GREEN).startswith("the build in output is for TLP:AMBER, and 'live' may get TLP:GREEN")


def test_last_build_counts_even_if_it_changed_no_byte(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    build(tmp_path, SITE, drafts=True)

    assert refusal(tmp_path).startswith("the build in output shows drafts")


def test_folder_without_a_recorded_build_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/index.html").write_text("by hand")

    text = "output holds no build that is on record here\nrun `dateline build` first"
    assert refusal(tmp_path) == text

    build(tmp_path, SITE, output=tmp_path / "other")
    assert refusal(tmp_path) == text


def test_build_of_a_version_that_recorded_less_is_refused(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    manifest = manifest_path(tmp_path / ".dateline", tmp_path / "output")
    value = json.loads(manifest.read_bytes())
    del value["made_for"]
    manifest.write_text(json.dumps(value))

    assert refusal(tmp_path) == "for whom output was built is not on record\nrun `dateline build` again"


@pytest.mark.parametrize(
    "made_for",
    [None, {}, {"drafts": False}, {"audience": 1}, {"redirects": {"/a/": 1}}, {"as_of": False}, {"is_public": 0}],
)
def test_damaged_record_of_a_build_counts_as_none(tmp_path: Path, made_for: dict[str, Any] | None) -> None:
    build(tmp_path, SITE)
    manifest = manifest_path(tmp_path / ".dateline", tmp_path / "output")
    value = json.loads(manifest.read_bytes())
    value["made_for"] = {**value["made_for"], **made_for} if made_for and "drafts" not in made_for else made_for
    manifest.write_text(json.dumps(value))

    assert refusal(tmp_path).startswith("output holds no build that is on record here")


def test_output_that_is_not_as_the_build_left_it_is_refused(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    output = tmp_path / "output"
    before = (output / "feed.xml").stat()
    (output / "feed.xml").write_bytes(b"<FEED/>")
    os.utime(output / "feed.xml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert refusal(tmp_path) == (
        "output is not as the build left it (1 changed): feed.xml\n"
        "delete output, run `dateline build` again, then deploy"
    )

    (output / "index.html").unlink()
    (output / "old/index.html").unlink()
    (output / "old/index.html").symlink_to("../feed.xml")
    (output / "sitemap.xml").write_bytes(b"")
    assert refusal(tmp_path).startswith(
        "output is not as the build left it (2 missing and 2 changed): feed.xml, index.html, old/index.html and 1 more"
    )


def test_file_that_changes_during_a_deploy_is_not_sent(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    release = read_release(tmp_path / ".dateline", tmp_path / "output", "live", TARGET)
    (tmp_path / "output/feed.xml").write_bytes(b"other")
    (tmp_path / "output/index.html").unlink()

    with pytest.raises(DeployError, match=r"feed\.xml changed during the deploy"):
        release.read("feed.xml")
    with pytest.raises(DeployError, match=r"cannot read .*index\.html: No such file"):
        release.read("index.html")


def test_files_of_somebody_else_are_named_and_not_sent(tmp_path: Path) -> None:
    build(tmp_path, SITE)
    (tmp_path / "output/notes.txt").write_text("secret")

    release = read_release(tmp_path / ".dateline", tmp_path / "output", "live", TARGET)

    assert "notes.txt" not in release.files
    assert release.foreign == ("notes.txt",)


@pytest.mark.parametrize(
    ("path", "media_type", "is_for_ever", "stage"),
    [
        ("assets/site.0123abcd.css", "text/css; charset=utf-8", True, 0),
        ("assets/fonts/serif.0123abcd.woff2", "font/woff2", True, 0),
        ("assets/plain.css", "text/css; charset=utf-8", False, 0),
        ("briefs/assets/x.0123abcd.css", "text/css; charset=utf-8", False, 0),
        ("index.html", "text/html; charset=utf-8", False, 1),
        ("briefs/x/index.html", "text/html; charset=utf-8", False, 1),
        ("data/briefs.csv", "text/csv; charset=utf-8", False, 0),
        ("data/site.sqlite", "application/vnd.sqlite3", False, 0),
        ("feed.xml", "application/xml; charset=utf-8", False, 2),
        ("actors/x/feed.json", "application/json; charset=utf-8", False, 2),
        ("sitemap.xml", "application/xml; charset=utf-8", False, 2),
        ("sitemap-12.xml", "application/xml; charset=utf-8", False, 2),
        ("robots.txt", "text/plain; charset=utf-8", False, 2),
        ("pagefind/x.pf_meta", "application/octet-stream", False, 0),
    ],
)
def test_file_is_served_by_what_it_is(path: str, media_type: str, is_for_ever: bool, stage: int) -> None:
    item = Item(path, "00", 1)

    assert item.media_type == media_type
    for_ever = "public, max-age=31536000, immutable"
    assert item.cache_control == (for_ever if is_for_ever else "public, max-age=60, must-revalidate")
    assert item.stage == stage


def test_page_that_leads_on_has_the_whole_address_of_the_other(tmp_path: Path) -> None:
    build(tmp_path, SITE)

    files = read_release(tmp_path / ".dateline", tmp_path / "output", "live", TARGET).files

    assert {path: item.redirect for path, item in files.items() if item.redirect} == {
        "old/index.html": "https://desk.example/news/briefs/x/"
    }


def test_seal_changes_with_bytes_and_with_every_header() -> None:
    seals = {
        Item("a.html", "00", 1).sealed,
        Item("a.html", "01", 1).sealed,
        Item("a.css", "00", 1).sealed,
        Item("assets/a.0123abcd.css", "00", 1).sealed,
        Item("a.html", "00", 1, "https://desk.example/").sealed,
    }
    assert len(seals) == 5
    assert Item("a.html", "00", 1).sealed == Item("b/c.html", "00", 2).sealed
