"""Long lists: every entry on one page, and old pages that stay as they are."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dateline.content.dates import PartialDate
from dateline.site.listing import listings, page_links, slices
from planned import brief, planned, view_at
from promises.quick import quick
from support import MINIMAL, SETTINGS, build_site, tree, write_site

__all__ = ["quick"]

_COUNTS = st.integers(0, 60)
_SIZES = st.integers(1, 9)


@given(_COUNTS, _SIZES)
def test_pages_hold_every_entry_once_and_in_order(count: int, size: int) -> None:
    entries = tuple(range(count, 0, -1))
    assert sum((part.entries for part in slices(entries, "/x/", size)), ()) == entries


@given(_COUNTS, _SIZES)
def test_further_pages_are_full_and_numbered_from_the_oldest(count: int, size: int) -> None:
    first, *further = slices(range(count), "/x/", size)
    assert (first.url, first.number) == ("/x/", 1)
    assert len(first.entries) < 2 * size
    assert all(len(part.entries) == size for part in further)
    assert [part.number for part in further] == list(range(len(further) + 1, 1, -1))
    assert [part.url for part in further] == [f"/x/page/{part.number}/" for part in further]


@given(_COUNTS, _SIZES)
def test_newer_and_older_lead_through_all_pages(count: int, size: int) -> None:
    parts = slices(range(count), "/x/", size)
    assert [part.older for part in parts] == [*(part.url for part in parts[1:]), ""]
    assert [part.newer for part in parts] == ["", *(part.url for part in parts[:-1])]


@given(_COUNTS, _SIZES)
def test_an_entry_on_top_changes_the_first_page_and_at_most_one_link(count: int, size: int) -> None:
    before = {part.url: part for part in slices(range(count, 0, -1), "/x/", size)}
    after = {part.url: part for part in slices(range(count + 1, 0, -1), "/x/", size)}
    assert before.keys() <= after.keys()
    further = [url for url in before if url != "/x/"]
    assert all(before[url].entries == after[url].entries for url in further)
    relinked = [url for url in further if before[url] != after[url]]
    assert len(relinked) <= len(after.keys() - before.keys()) <= 1


def test_a_list_on_one_page_has_no_links_to_pages() -> None:
    day = PartialDate.parse("2025-01-01")
    assert page_links(slices([1], "/x/", 5), [(day, day)]) == ()


def test_a_list_without_briefs_is_one_empty_page() -> None:
    ((url, listing),) = listings((), "/x/", 5)
    assert url == "/x/"
    assert (listing.briefs, listing.total, listing.pages, listing.is_first) == ((), 0, (), True)


def test_the_first_page_tells_the_number_and_dates_of_all(tmp_path: Path) -> None:
    files = {f"content/briefs/b{day}.md": brief(date=f"2025-03-0{day}") for day in range(1, 6)}
    outputs = planned(tmp_path, {"site.yaml": SETTINGS + "page_size: 2\n", **files})
    listing = view_at(outputs, "/briefs/").listing
    assert listing.total == 6
    assert [(page.url, page.is_current, page.first.text, page.last.text) for page in listing.pages] == [
        ("/briefs/", True, "2025-03-05", "2025-04-30"),
        ("/briefs/page/3/", False, "2025-03-03", "2025-03-04"),
        ("/briefs/page/2/", False, "2025-03-01", "2025-03-02"),
    ]
    older = view_at(outputs, "/briefs/page/2/").listing
    assert (older.total, older.pages, older.newer, older.older) == (0, (), "/briefs/page/3/", "")


def _further_pages(root: Path, count: int) -> dict[str, bytes]:
    files = {f"content/briefs/b{day:02}.md": brief(date=f"2025-03-{day:02}") for day in range(1, count + 1)}
    write_site(root, {**MINIMAL, "site.yaml": SETTINGS + "page_size: 3\n", **files})
    build_site(root)
    return {path: data for path, data in tree(root / "output").items() if "/page/" in path}


def test_old_pages_keep_their_bytes_when_a_brief_comes_on_top(tmp_path: Path) -> None:
    before = _further_pages(tmp_path, 9)
    after = _further_pages(tmp_path, 10)
    assert {
        "briefs/page/2/index.html",
        "briefs/page/3/index.html",
        "topics/minerals/page/2/index.html",
    } <= before.keys()
    assert before == after


def test_briefs_stand_under_the_months_in_which_they_came_out(tmp_path: Path) -> None:
    days = ("2024-02-05", "2025-01-02", "2025-01-31", "2025-02-03")
    files = {f"content/briefs/b{day}.md": brief(day, day, actors=["ukraine"]) for day in days}
    listing = view_at(planned(tmp_path, files), "/actors/ukraine/").listing
    assert [(month.text, [card.title for card in briefs]) for month, briefs in listing.months][1:] == [
        ("2025-02", ["2025-02-03"]),
        ("2025-01", ["2025-01-31", "2025-01-02"]),
        ("2024-02", ["2024-02-05"]),
    ]
