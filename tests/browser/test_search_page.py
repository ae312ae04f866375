"""Searching the showcase as a reader does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from reader import Reader

pytestmark = pytest.mark.skipif(
    find_spec("pagefind") is None, reason="NOT TESTED IN A BROWSER: Pagefind is not installed"
)


@pytest.fixture
def page(reader: Reader) -> Iterator[Any]:
    with reader.page("search/") as one:
        yield one


def _ask(page: Any, words: str) -> list[str]:
    """The titles found, once the page shows the first of them."""
    page.get_by_role("searchbox").fill(words)
    page.locator("#search-results li").first.wait_for()
    titles: list[str] = page.locator("#search-results .title").all_inner_texts()
    return titles


def test_words_find_briefs_and_a_filter_narrows_them(page: Any) -> None:
    before = _ask(page, "lithium")
    assert any("lithium" in title.lower() or "Dobra" in title for title in before)
    page.locator("#search-filters summary").press("Enter")
    page.locator("select[name=year] option").nth(1).wait_for(state="attached")
    said = page.locator("#search-status").inner_text()
    page.locator("select[name=year]").select_option("2026")
    page.locator("#search-status").filter(has_not_text=re.compile(f"^{re.escape(said)}$")).wait_for()
    page.locator("#search-results li").first.wait_for()
    assert 0 < len(page.locator("#search-results li").all()) <= len(before)


@pytest.mark.parametrize("name", ["Zelensky", "Зеленський"])
def test_any_name_of_an_actor_leads_to_its_page(page: Any, name: str) -> None:
    page.get_by_role("searchbox").fill(name)
    first = page.locator("#search-names a").first
    first.wait_for()
    assert "zelens" in first.inner_text().lower()
    page.get_by_role("searchbox").press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/actors/" in page.url


def test_what_is_nowhere_is_said_to_be_nowhere(page: Any) -> None:
    page.get_by_role("searchbox").fill("qwrtzz")
    page.locator("#search-status").filter(has_text=re.compile(r"\w")).wait_for()
    assert page.locator("#search-results li").count() == 0


def test_without_scripts_the_search_page_lists_every_name(reader: Reader) -> None:
    with reader.page("search/", script=False) as page:
        assert not page.get_by_role("searchbox").is_visible()
        assert page.locator("main a[href*='actors/']").count() >= 50
        assert page.locator("main a[href*='topics/']").count() >= 20
