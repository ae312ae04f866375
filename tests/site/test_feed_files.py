"""Who has a feed, what feeds tell of changed briefs, and that people who open one understand it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest

from rich_site import RICH
from support import build_site, tree, write_site

FEEDS = {
    "": ["later", "deal"],
    "actors/ukraine/": ["later", "deal"],
    "topics/lithium/": ["deal"],
    "sources/wire/": ["deal"],
    "sources/silent/": [],
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    site = write_site(tmp_path_factory.mktemp("fed"), RICH)
    build_site(site)
    return tree(site / "output")


def _entries(files: dict[str, bytes], place: str) -> list[Any]:
    feed = feedparser.parse(files[f"{place}feed.xml"])
    assert not feed.bozo
    entries: list[Any] = feed.entries
    return entries


@pytest.mark.parametrize("place", FEEDS)
def test_a_feed_tells_of_the_briefs_of_its_page_in_both_formats(files: dict[str, bytes], place: str) -> None:
    addresses = [f"https://desk.example/project/briefs/{id}/" for id in FEEDS[place]]
    assert [entry.link for entry in _entries(files, place)] == addresses
    told = json.loads(files[f"{place}feed.json"])
    assert [item["url"] for item in told["items"]] == addresses
    assert [item["id"] for item in told["items"]] == [entry.id for entry in _entries(files, place)]


@pytest.mark.parametrize("place", [*FEEDS, "corrections/"])
def test_a_page_leads_to_its_feeds(files: dict[str, bytes], place: str) -> None:
    page = files[f"{place}index.html"].decode()
    up = "../" * place.count("/") or "./"
    assert '<link rel="alternate" type="application/atom+xml" title="' in page
    assert f'href="{up}{place}feed.xml">' in page
    assert f'href="{up}{place}feed.json">' in page


def test_a_retracted_brief_says_so_and_tells_nothing_else(files: dict[str, bytes]) -> None:
    entry = _entries(files, "")[0]
    assert entry.title == "Retracted: The deal is off"
    assert entry.summary == "The report was a <forgery>."
    note = "<p><strong>Retraction, 12 May 2025:</strong> The report was a &lt;forgery&gt;.</p>"
    assert entry.content[0].value == note
    assert "Nothing of it is true" not in files["feed.xml"].decode() + files["feed.json"].decode()
    assert json.loads(files["feed.json"])["items"][0]["title"] == "Retracted: The deal is off"


def test_a_corrected_brief_says_what_was_corrected_and_still_tells_the_rest(files: dict[str, bytes]) -> None:
    entry = _entries(files, "")[1]
    assert entry.title == 'Ministers sign a deal, "at last"'
    assert entry.updated == "2025-05-02T00:00:00Z"
    assert entry.content[0].value.startswith("<p><strong>Correction, 2 May 2025:</strong> The sum was wrong.</p>")
    assert "joint fund" in entry.content[0].value


def test_the_feed_of_corrections_tells_of_each_change_once(files: dict[str, bytes]) -> None:
    entries = _entries(files, "corrections/")
    assert [(entry.title, entry.updated, entry.link) for entry in entries] == [
        (
            "Retraction: The deal is off",
            "2025-05-12T00:00:00Z",
            "https://desk.example/project/briefs/later/#revisions",
        ),
        (
            'Correction: Ministers sign a deal, "at last"',
            "2025-05-02T00:00:00Z",
            "https://desk.example/project/briefs/deal/#revisions",
        ),
    ]
    assert [entry.id for entry in entries] == [
        "tag:desk.example,2025-05-10:brief/later/revision/2025-05-12",
        "tag:desk.example,2025-04-30:brief/deal/revision/2025-05-02",
    ]


def test_ids_stay_when_records_are_renamed_the_domain_changes_and_older_briefs_come(tmp_path: Any) -> None:
    write_site(tmp_path, RICH)
    build_site(tmp_path)
    places = ["sources/wire/", "corrections/", "actors/ukraine/"]
    before = {place: feedparser.parse((tmp_path / "output" / place / "feed.xml").read_bytes()) for place in places}
    deal, settings, publishers = (
        RICH[path] for path in ("content/briefs/deal.md", "site.yaml", "content/publishers.yaml")
    )
    assert isinstance(deal, str)
    assert isinstance(settings, str)
    assert isinstance(publishers, str)
    write_site(
        tmp_path,
        {
            "site.yaml": settings.replace("desk.example", "new.example"),
            "content/publishers.yaml": publishers.replace("{name: The Wire", "{slug: newswire, name: News Wire"),
            "content/briefs/deal.md": deal.replace("title: Ministers", "slug: renamed\ntitle: The ministers"),
            "content/briefs/older.md": "---\ntitle: Older\ndate: 2024-01-01\nactors: [ukraine]\n---\nText.\n",
        },
    )
    build_site(tmp_path)
    for place, moved in zip(places, ["sources/newswire/", *places[1:]], strict=True):
        after = feedparser.parse((tmp_path / "output" / moved / "feed.xml").read_bytes())
        assert after.feed.id == before[place].feed.id
        assert {one.id for one in before[place].entries} <= {one.id for one in after.entries}


def test_all_feeds_are_listed_in_one_file_by_full_addresses_that_exist(files: dict[str, bytes]) -> None:
    root = ET.fromstring(files["feeds.opml"])
    found = [one.get("xmlUrl", "") for one in root.iter("outline") if one.get("type") == "rss"]
    base = "https://desk.example/project/"
    assert {url.removeprefix(base) for url in found} == {path for path in files if path.endswith("feed.xml")}
    assert len(found) == len(set(found))
    assert [one.get("text") for one in root.findall("body/outline")] == [
        "Test Desk",
        "Corrections",
        "Actors",
        "Topics",
        "Publishers",
    ]


@pytest.mark.parametrize("place", [*FEEDS, "corrections/"])
def test_a_browser_finds_the_style_sheet_of_a_feed_under_any_base_path(files: dict[str, bytes], place: str) -> None:
    up = "../" * place.count("/") or "./"
    assert f'<?xml-stylesheet type="text/css" href="{up}feeds.css"?>' in files[f"{place}feed.xml"].decode()
    assert "This is a feed." in files["feeds.css"].decode()
