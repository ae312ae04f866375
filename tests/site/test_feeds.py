"""Feeds: valid for any reader, with ids that last and dates that move only with a revision."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest

from dateline.content.dates import PartialDate
from dateline.site.feed_formats import write_atom, write_json
from dateline.site.feeds import Feed, style_from, tag_uri
from planned import actor, brief, record
from promises.quick import quick
from support import MINIMAL, SETTINGS, Files, build_site, png, write_site

__all__ = ["quick"]

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
_ATOM = "{http://www.w3.org/2005/Atom}"
_HOSTILE = '</title><script>alert(1)</script> ]]> & "x" \u2028 <b>\u00a0'


def _feeds(root: Path, files: Files, at: str = "", **fields: Any) -> tuple[Any, dict[str, Any]]:
    """The Atom feed as feedparser reads it, and the JSON feed, of the minimal site with `files` added."""
    build_site(write_site(root, {**MINIMAL, **files}), **fields)
    atom = (root / "output" / at / "feed.xml").read_bytes()
    parsed = feedparser.parse(atom)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed, json.loads((root / "output" / at / "feed.json").read_bytes())


def _entry(parsed: Any, title: str) -> Any:
    (found,) = [entry for entry in parsed.entries if entry.title == title]
    return found


def _ids(root: Path, files: Files, **fields: Any) -> tuple[str, str]:
    """The id of the feed, and that of the brief `b`, in both formats."""
    atom, json_feed = _feeds(root, files, **fields)
    (entry,) = [entry for entry in atom.entries if not entry.title.startswith("Ministers")]
    assert entry.id in [item["id"] for item in json_feed["items"]]
    return atom.feed.id, entry.id


def test_ids_are_tag_uris_of_the_record_and_its_first_day(tmp_path: Path) -> None:
    feed, entry = _ids(tmp_path, {"content/briefs/b.md": brief(date="2025-03-04")})
    assert feed == "tag:desk.example,2025-03-04:site/feed"
    assert entry == "tag:desk.example,2025-03-04:brief/b"


def test_an_authority_is_taken_in_place_of_the_host(tmp_path: Path) -> None:
    files = {"site.yaml": f"{SETTINGS}tag_authority: old.example,2019\n", "content/briefs/b.md": brief()}
    assert _ids(tmp_path, files) == ("tag:old.example,2019:site/feed", "tag:old.example,2019:brief/b")


RETOLD = {"date": "2025-05-06", "kind": "correction", "note": "It was told otherwise."}


@pytest.mark.parametrize(
    "change",
    [
        {"content/briefs/b.md": brief(slug="renamed")},
        {"content/briefs/b.md": brief("Another title", revisions=[RETOLD])},
        {"content/briefs/b.md": brief(date="2025-05-05", revisions=[RETOLD])},
        {"site.yaml": SETTINGS.replace("desk.example", "moved.example/base")},
        {"site.yaml": SETTINGS + "tag_authority: else.example\n"},
        {"content/briefs/older.md": brief("Ministers before", "2020-01-01")},
    ],
    ids=["slug", "title", "date", "base_url", "authority", "older-brief"],
)
def test_no_later_change_moves_an_id(tmp_path: Path, change: Files) -> None:
    first = _ids(tmp_path, {"content/briefs/b.md": brief()})
    assert _ids(tmp_path, {"content/briefs/b.md": brief(), **change}) == first


def test_a_renamed_file_keeps_its_id_if_the_record_does(tmp_path: Path) -> None:
    first = _ids(tmp_path, {"content/briefs/b.md": brief()})
    (tmp_path / "content/briefs/b.md").unlink()
    assert _ids(tmp_path, {"content/briefs/2025/other.md": brief(id="b")}) == first


def test_a_preview_at_another_address_mints_the_same_ids(tmp_path: Path) -> None:
    files = {"content/briefs/b.md": brief()}
    public = _ids(tmp_path / "public", files)
    assert _ids(tmp_path / "preview", files, base_url="https://preview.example/branch") == public


def _updated(root: Path, **fields: Any) -> str:
    atom, json_feed = _feeds(root, {"content/briefs/b.md": brief("B", **fields)})
    (item,) = [item for item in json_feed["items"] if "briefs/b/" in item["url"]]
    (entry,) = [entry for entry in atom.entries if entry.id == item["id"]]
    assert entry.updated == item["date_modified"]
    return str(entry.updated)


@pytest.mark.parametrize(
    "edit",
    [
        {"body": "Other words."},
        {"bluf": "Other words."},
        {"actors": ["ukraine"]},
        {"revisions": [{"date": "2025-06-02", "kind": "update", "note": "Not known yet."}]},
        {"revisions": [{"date": "2025-03-01", "kind": "update", "note": "Before it was published."}]},
    ],
    ids=["body", "bottom-line", "actors", "future-revision", "early-revision"],
)
def test_small_edits_do_not_call_readers_back(tmp_path: Path, edit: dict[str, Any]) -> None:
    assert _updated(tmp_path, **edit) == "2025-04-01T00:00:00Z"


def test_a_revision_does(tmp_path: Path) -> None:
    revisions = [
        {"date": "2025-05-02", "kind": "update", "note": "More."},
        {"date": "2025-05-01", "kind": "correction", "note": "A name."},
    ]
    assert _updated(tmp_path, revisions=revisions) == "2025-05-02T00:00:00Z"


@pytest.mark.parametrize(
    ("date", "revised", "updated"),
    [
        ("2025-04-01T23:30:00-05:00", "2025-04-02", "2025-04-02T04:30:00Z"),
        ("2025-04-01T00:30:00+05:00", "2025-04-01", "2025-04-01T00:00:00Z"),
    ],
)
def test_a_brief_is_never_older_than_its_publication(tmp_path: Path, date: str, revised: str, updated: str) -> None:
    """A day and a time are compared as the instants that the feed prints."""
    assert _updated(tmp_path, date=date, revisions=[{"date": revised, "kind": "update", "note": "More."}]) == updated


def test_every_date_is_an_instant(tmp_path: Path) -> None:
    files = {
        "content/briefs/b.md": brief(date="2025-04-01T08:00+03:00"),
        "content/briefs/c.md": brief(revisions=[{"date": "2025-05", "kind": "update", "note": "In May."}]),
    }
    _, json_feed = _feeds(tmp_path, files)
    dates = [item[name] for item in json_feed["items"] for name in ("date_published", "date_modified")]
    root = ET.parse(tmp_path / "output" / "feed.xml").getroot()
    dates += [element.text for name in ("updated", "published") for element in root.iter(_ATOM + name)]
    assert len(dates) == 13
    assert all(_RFC_3339.fullmatch(date) and datetime.fromisoformat(date).tzinfo for date in dates)
    assert "2025-04-01T05:00:00Z" in dates


def test_entries_come_newest_first_and_no_more_than_asked_for(tmp_path: Path) -> None:
    files = {f"content/briefs/b{day}.md": brief(f"B{day}", f"2025-05-0{day}") for day in range(1, 8)}
    atom, json_feed = _feeds(tmp_path, {"site.yaml": f"{SETTINGS}feed_size: 3\n", **files})
    assert [entry.title for entry in atom.entries] == ["B7", "B6", "B5"]
    assert [item["title"] for item in json_feed["items"]] == ["B7", "B6", "B5"]
    assert atom.feed.updated == "2025-05-07T00:00:00Z"


def test_actors_and_topics_have_feeds_of_their_own(tmp_path: Path) -> None:
    files = {
        "content/actors/anna.md": actor("Anna"),
        "content/briefs/b.md": brief("B", actors=["anna"]),
        "content/briefs/c.md": brief("C", topics=["minerals"]),
    }
    anna, anna_json = _feeds(tmp_path, files, at="actors/anna")
    assert [entry.title for entry in anna.entries] == ["B"]
    assert anna.feed.title == anna_json["title"] == "Anna – Test Desk"
    assert anna.feed.subtitle == anna_json["description"] == "Anna in a line."
    assert anna_json["home_page_url"] == "https://desk.example/actors/anna/"
    assert anna_json["feed_url"] == "https://desk.example/actors/anna/feed.json"
    minerals, _ = _feeds(tmp_path, files, at="topics/minerals")
    assert [entry.title for entry in minerals.entries] == ["Ministers sign a deal on minerals", "C"]


def test_a_feed_without_entries_is_valid(tmp_path: Path) -> None:
    empty, json_feed = _feeds(tmp_path, {"content/actors/anna.md": actor("Anna")}, at="actors/anna")
    assert (empty.entries, json_feed["items"]) == ([], [])
    assert empty.feed.updated == "1970-01-01T00:00:00Z"


def test_all_addresses_are_absolute(tmp_path: Path) -> None:
    body = "A [brief](brief:first), [](topic:minerals), [here](#part), [@a] and Ukraine.\n\n## Part\n\n![P](p.png)\n"
    files: Files = {
        "site.yaml": "title: T\nbase_url: https://desk.example/base\nfeed_text: full\n",
        "content/p.png": png(),
        "content/briefs/b.md": brief("B", body=body, sources=[{"title": "A", "key": "a"}]),
    }
    atom, json_feed = _feeds(tmp_path, files)
    (item,) = [item for item in json_feed["items"] if item["title"] == "B"]
    found = re.findall(r'(?:href|src)="([^"]*)"', item["content_html"])
    assert len(found) == 6
    assert all(address.startswith("https://desk.example/base/") for address in found), found
    assert "https://desk.example/base/briefs/b/#part" in found
    assert "https://desk.example/base/briefs/b/#source-1" in found
    entry = _entry(atom, "B")
    assert entry.link == item["url"] == "https://desk.example/base/briefs/b/"
    assert all(link.href.startswith("https://desk.example/base/") for link in atom.feed.links)


def test_code_that_looks_like_a_link_stays_as_it_is(tmp_path: Path) -> None:
    files = {"site.yaml": f"{SETTINGS}feed_text: full\n", "content/briefs/b.md": brief("B", body='`<a href="#top">`')}
    _, json_feed = _feeds(tmp_path, files)
    (item,) = [item for item in json_feed["items"] if item["title"] == "B"]
    assert '<code>&lt;a href="#top"&gt;</code>' in item["content_html"]


def test_a_summary_feed_holds_no_body_unless_there_is_nothing_else(tmp_path: Path) -> None:
    points: dict[str, Any] = {"key_points": ["A *point*."], "body": "The whole text.", "whats_next": "More of it."}
    files = {
        "content/briefs/b.md": brief("B", **points),
        "content/briefs/c.md": record("Only a body.", title="C", date="2025-04-02", topics=["minerals"]),
    }
    _, summary = _feeds(tmp_path / "summary", files)
    _, full = _feeds(tmp_path / "full", {"site.yaml": f"{SETTINGS}feed_text: full\n", **files})
    told, told_in_full = ({item["title"]: item["content_html"] for item in feed["items"]} for feed in (summary, full))
    assert told["B"] == "<p>B in short.</p>\n<ul><li>A <em>point</em>.</li></ul>"
    assert told["C"] == "<p>Only a body.</p>"
    assert "The whole text." in told_in_full["B"]
    assert "More of it." in told_in_full["B"]


def test_hostile_texts_are_inert(tmp_path: Path) -> None:
    files = {
        "site.yaml": record(title=_HOSTILE, base_url="https://desk.example", description=_HOSTILE)[4:-4],
        "content/actors/a.md": actor(_HOSTILE),
        "content/briefs/b.md": brief(
            _HOSTILE,
            "2025-05-05",
            bluf=_HOSTILE,
            author=_HOSTILE,
            actors=["a"],
            body=_HOSTILE,
            revisions=[{"date": "2025-05-06", "kind": "update", "note": _HOSTILE}],
        ),
    }
    atom, json_feed = _feeds(tmp_path, files)
    item = json_feed["items"][0]
    shown = _HOSTILE.strip()
    assert item["title"] == json_feed["title"] == shown
    assert item["authors"] == [{"name": shown}]
    assert "<script" not in item["content_html"]
    raw = ET.parse(tmp_path / "output" / "feed.xml").getroot()
    entry = raw.find(f"{_ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{_ATOM}title") == shown
    assert "<script" not in (entry.findtext(f"{_ATOM}content") or "")
    assert entry.findall(f"{_ATOM}title/*") == []
    assert "<script" not in atom.entries[0].content[0].value


def test_an_entry_in_another_language_says_so(tmp_path: Path) -> None:
    _, json_feed = _feeds(tmp_path, {"content/briefs/b.md": brief("B", lang="uk")})
    root = ET.parse(tmp_path / "output" / "feed.xml").getroot()
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.get(lang) == json_feed["language"] == "en"
    assert {entry.findtext(f"{_ATOM}title"): entry.get(lang) for entry in root.iter(f"{_ATOM}entry")}["B"] == "uk"
    assert {item["title"]: item["language"] for item in json_feed["items"]}["B"] == "uk"


def test_a_json_feed_has_what_version_1_1_demands(tmp_path: Path) -> None:
    _, json_feed = _feeds(tmp_path, {"content/briefs/b.md": brief("B")})
    assert json_feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(json_feed["title"], str)
    assert json_feed["authors"] == [{"name": "Test Desk"}]
    for item in json_feed["items"]:
        assert all(isinstance(item[name], str) and item[name] for name in ("id", "url", "title", "content_html"))
        assert all(isinstance(tag, str) for tag in item["tags"])
    assert len({item["id"] for item in json_feed["items"]}) == len(json_feed["items"])


def test_an_atom_feed_has_what_rfc_4287_demands(tmp_path: Path) -> None:
    _feeds(tmp_path, {"content/briefs/b.md": brief("B", author="Anna")})
    root = ET.parse(tmp_path / "output" / "feed.xml").getroot()
    assert root.tag == f"{_ATOM}feed"
    for element in (root, *root.iter(f"{_ATOM}entry")):
        assert [len(element.findall(_ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert len([link for link in element.findall(f"{_ATOM}link") if link.get("rel") == "alternate"]) == 1
    assert root.findtext(f"{_ATOM}author/{_ATOM}name") == "Test Desk"
    (own,) = [link.get("href") for link in root.findall(f"{_ATOM}link") if link.get("rel") == "self"]
    assert own == "https://desk.example/feed.xml"


def test_one_feed_gives_the_same_bytes_whenever_it_is_written() -> None:
    feed = Feed("tag:x,2025:y", "T", "", "https://x.example/", "https://x.example/", "A", "en", style_from("/"), ())
    assert write_atom(feed) == write_atom(feed)
    assert write_json(feed) == write_json(feed)
    assert feed.updated == PartialDate.parse("1970-01-01")


def test_a_tag_uri_has_an_authority_a_date_and_a_name() -> None:
    assert tag_uri("desk.example", "2025", "brief/b") == "tag:desk.example,2025:brief/b"
