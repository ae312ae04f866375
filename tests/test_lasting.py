"""What must last: every address that was ever published keeps something, through anything that a desk does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.problems import SiteProblems
from promises.quick import quick
from support import MINIMAL, SETTINGS, Files, build_site, forget_texts, tree, write_site

__all__ = ["quick"]

BRIEF = str(MINIMAL["content/briefs/first.md"])
TOPIC = str(MINIMAL["content/topics/minerals.md"])
RENAMED = BRIEF.replace("title:", "slug: renamed\ntitle:", 1)
DRAFT = BRIEF.replace("title:", "status: draft\ntitle:", 1)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was published once."""
    root = write_site(tmp_path, MINIMAL)
    build_site(root)
    return root


def _ledger(root: Path) -> dict[str, str]:
    lines = (root / "state" / "urls.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


def _page(root: Path, url: str) -> str:
    return (root / "output" / url.strip("/") / "index.html").read_text(encoding="utf-8")


def _then(root: Path, files: Files) -> Path:
    build_site(forget_texts(write_site(root, files)))
    return root


def test_every_page_and_feed_is_recorded_with_its_owner(site: Path) -> None:
    ledger = _ledger(site)
    assert ledger["/briefs/first/"] == "brief:first"
    assert ledger["/topics/minerals/"] == ledger["/topics/minerals/feed.xml"] == "topic:minerals"
    assert ledger["/"] == ledger["/archive/2025/04/"] == "-"
    assert ledger["/feed.xml"] == ledger["/feed.json"] == "site:feed"
    assert not {"/404.html", "/sitemap.xml", "/robots.txt"} & ledger.keys()


def test_a_renamed_record_leaves_a_redirect_for_ever(site: Path) -> None:
    _then(site, {"content/briefs/first.md": RENAMED})
    assert 'content="0; url=../../briefs/renamed/"' in _page(site, "/briefs/first/")
    assert "Ministers sign" in _page(site, "/briefs/renamed/")
    _then(site, {"content/briefs/first.md": RENAMED.replace("renamed", "again")})
    for old in ("first", "renamed"):
        assert 'content="0; url=../../briefs/again/"' in _page(site, f"/briefs/{old}/")


def test_a_record_that_comes_back_takes_its_address_again(site: Path) -> None:
    before = _page(site, "/briefs/first/")
    _then(site, {"content/briefs/first.md": RENAMED})
    _then(site, {"content/briefs/first.md": BRIEF})
    assert _page(site, "/briefs/first/") == before
    assert 'content="0; url=../../briefs/first/"' in _page(site, "/briefs/renamed/")


def test_an_old_feed_holds_what_the_new_one_holds(site: Path) -> None:
    _then(site, {"content/topics/minerals.md": TOPIC.replace("name:", "slug: ores\nname:", 1)})
    output = tree(site / "output")
    for name in ("feed.xml", "feed.json"):
        assert output[f"topics/minerals/{name}"] == output[f"topics/ores/{name}"]
    assert json.loads(output["topics/minerals/feed.json"])["feed_url"] == "https://desk.example/topics/ores/feed.json"


def test_a_withdrawn_brief_leaves_a_tombstone_that_does_not_name_it(site: Path) -> None:
    built = build_site(write_site(site, {"content/briefs/first.md": DRAFT}))
    assert [problem.code for problem in built.problems] == ["withdrawn-url"]
    assert "Ministers" not in _page(site, "/briefs/first/")
    assert "noindex" in _page(site, "/briefs/first/")
    assert _ledger(site)["/briefs/first/"] == "brief:first"


def test_a_month_without_briefs_leads_to_the_archive(site: Path) -> None:
    _then(site, {"content/briefs/first.md": BRIEF.replace("2025-04-30", "2025-05-01")})
    assert 'content="0; url=../../../archive/"' in _page(site, "/archive/2025/04/")


def test_a_brief_cannot_just_vanish(site: Path) -> None:
    output = tree(site / "output")
    (site / "content/briefs/first.md").unlink()
    with pytest.raises(SiteProblems) as stop:
        build_site(site)
    (problem,) = [one for one in stop.value.problems if one.severity == "error"]
    assert (problem.code, problem.path) == ("vanished-url", "state/urls.tsv")
    assert problem.line > 1
    assert tree(site / "output") == output


def test_a_brief_may_be_given_up(site: Path) -> None:
    (site / "content/briefs/first.md").unlink()
    _then(site, {"site.yaml": f"{SETTINGS}gone: [/briefs/first/]\n"})
    assert "Ministers" not in _page(site, "/briefs/first/")


def test_a_topic_that_is_given_up_leaves_feeds_that_are_feeds(site: Path) -> None:
    (site / "content/topics/minerals.md").unlink()
    text = BRIEF.replace("topics: [minerals]\n", "")
    _then(site, {"content/briefs/first.md": text, "site.yaml": f"{SETTINGS}gone: [/topics/minerals/]\n"})
    feed = json.loads((site / "output/topics/minerals/feed.json").read_bytes())
    assert (feed["version"], feed["items"]) == ("https://jsonfeed.org/version/1.1", [])


def test_a_brief_may_be_replaced(site: Path) -> None:
    (site / "content/briefs/first.md").unlink()
    heir = BRIEF.replace("title:", "redirect_from: [/briefs/first/]\ntitle:", 1)
    _then(site, {"content/briefs/second.md": heir})
    assert 'content="0; url=../../briefs/second/"' in _page(site, "/briefs/first/")


@pytest.mark.parametrize("fields", [{"drafts": True}, {"audience": "TLP:AMBER"}], ids=["drafts", "audience"])
def test_only_the_build_for_the_public_reads_and_writes_the_ledger(site: Path, fields: dict[str, Any]) -> None:
    before = tree(site / "state")
    write_site(site, {"content/briefs/first.md": RENAMED})
    built = build_site(site, output=site / "elsewhere", **fields)
    assert (built.state_written, tree(site / "state")) == ((), before)
    assert "briefs/first/index.html" not in tree(site / "elsewhere")


def test_a_restricted_build_knows_the_feed_ids_all_the_same(site: Path) -> None:
    write_site(site, {"site.yaml": SETTINGS.replace("desk.example", "moved.example")})
    build_site(site, output=site / "elsewhere", drafts=True)
    assert b"tag:desk.example," in tree(site / "elsewhere")["feed.xml"]


def test_a_build_says_what_it_recorded_and_a_second_one_records_nothing(tmp_path: Path) -> None:
    root = write_site(tmp_path, MINIMAL)
    assert build_site(root).state_written == ("urls.tsv", "feed-ids.tsv", "texts/2025/first.json")
    before = tree(root / "state")
    assert build_site(root).state_written == ()
    assert tree(root / "state") == before


def test_a_host_that_cannot_commit_gets_the_right_pages(site: Path, tmp_path: Path) -> None:
    """A build from the committed state gives the same site, whether or not the state can be kept."""
    _then(site, {"content/briefs/first.md": RENAMED})
    fresh = write_site(tmp_path / "fresh", {**MINIMAL, "content/briefs/first.md": RENAMED})
    write_site(fresh, {"state/urls.tsv": "/briefs/first/\tbrief:first\n"})
    build_site(fresh)
    assert tree(fresh / "output")["briefs/first/index.html"] == tree(site / "output")["briefs/first/index.html"]


def test_a_damaged_ledger_stops_the_build(site: Path) -> None:
    file = site / "state" / "urls.tsv"
    file.write_text(file.read_text(encoding="utf-8") + "<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(SiteProblems) as stop:
        build_site(site)
    assert [problem.code for problem in stop.value.problems] == ["bad-state"]
