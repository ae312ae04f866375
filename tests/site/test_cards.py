"""Cards: one value for a record, shared by all the pages that mention it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dateline.site.cards import SUMMARY_LENGTH
from planned import actor, brief, planned, record, topic, view_at
from support import Files, png


def _card(root: Path, text: str, **files: str) -> Any:
    return view_at(planned(root, {"content/briefs/b.md": text, **files}), "/briefs/b/").card


def test_a_card_tells_what_lists_show(tmp_path: Path) -> None:
    text = brief("Title & co", slug="moved", kind="analysis", lang="uk", event_date="2025-03", actors=["ukraine"])
    card = view_at(planned(tmp_path, {"content/briefs/b.md": text}), "/briefs/moved/").card
    assert (card.id, card.url, card.title, card.kind, card.lang) == (
        "b",
        "/briefs/moved/",
        "Title & co",
        "analysis",
        "uk",
    )
    assert (card.date.text, card.event_date.text, card.tlp, card.status) == (
        "2025-04-01",
        "2025-03",
        "TLP:CLEAR",
        "published",
    )
    assert [one.name for one in card.actors] == ["Ukraine"]


def test_the_sites_language_is_that_of_briefs_that_name_none(tmp_path: Path) -> None:
    assert _card(tmp_path, brief()).lang == "en"


def test_the_summary_is_the_bottom_line_as_plain_text(tmp_path: Path) -> None:
    assert _card(tmp_path, brief(bluf="A *deal* & `code` <b>now</b>.")).summary == "A deal & code now."


def test_the_first_paragraph_serves_where_there_is_no_bottom_line(tmp_path: Path) -> None:
    text = record("## Heading\n\nFirst *words*.\n\nMore.\n", title="T", date="2025-04-01", topics=["minerals"])
    assert _card(tmp_path, text).summary == "First words."


def test_a_link_without_text_is_named_in_the_summary(tmp_path: Path) -> None:
    bluf = "It is about [](topic:minerals), [the state](actor:ukraine) and [](brief:first)."
    assert _card(tmp_path, brief(bluf=bluf)).summary == (
        "It is about Minerals, the state and Ministers sign a deal on minerals."
    )


def test_the_name_of_a_hidden_record_is_not_in_the_summary(tmp_path: Path) -> None:
    text = brief(bluf="It was [](brief:secret) all along.")
    card = _card(tmp_path, text, **{"content/briefs/secret.md": brief("Secret words", status="draft")})
    assert "Secret" not in card.summary


def test_a_long_first_paragraph_is_cut_between_words(tmp_path: Path) -> None:
    text = record("word " * 200, title="T", date="2025-04-01", topics=["minerals"])
    summary = _card(tmp_path, text).summary
    assert len(summary) <= SUMMARY_LENGTH + 1
    assert summary.endswith("word…")


def test_the_latest_revision_is_the_newest_by_date(tmp_path: Path) -> None:
    revisions = [
        {"date": "2025-05-02", "kind": "correction", "note": "B."},
        {"date": "2025-05-01", "kind": "update", "note": "A."},
    ]
    assert _card(tmp_path, brief(revisions=revisions)).latest_revision == "correction"


@pytest.mark.parametrize(
    ("path", "text", "url", "card"),
    [
        ("actors/a.md", actor("A", "state"), "/actors/a/", ("actor", "a", "A", "A in a line.", "state")),
        ("topics/t.md", topic("T", status="closed"), "/topics/t/", ("topic", "t", "T", "T in a line.", "closed")),
        ("publishers/p.md", record(name="P", reliability="C"), "/sources/p/", ("publisher", "p", "P", "", "C")),
    ],
)
def test_each_kind_of_record_has_a_card(tmp_path: Path, path: str, text: str, url: str, card: tuple[str, ...]) -> None:
    found = view_at(planned(tmp_path, {f"content/{path}": text}), url).card
    assert (found.kind, found.id, found.name, found.summary, found.sort) == card
    assert found.url == url


def test_only_pictures_that_are_shown_are_published(tmp_path: Path) -> None:
    text = brief(image="images/a.png", image_alt="A", body="![B](images/b.png)")
    pictures = {f"content/images/{name}.png": png() for name in "abc"}
    files: Files = {"content/briefs/b.md": text, **pictures}
    page = view_at(planned(tmp_path, files), "/briefs/b/")
    assert page.image.url.startswith("/assets/a.")
    assert [path for path, _ in page.body.images] == ["images/a.png", "images/b.png"]
