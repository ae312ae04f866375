"""Searching as readers do: a small desk, where it is known what is found, and the showcase."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from dateline import search
from reader import BASE, Reader, served
from searched_site import FILES
from support import build_site, write_site

NOTHING = "Nothing is found. Try fewer or other words."

needs_pagefind = pytest.mark.skipif(search.pagefind() is None, reason="NOT TESTED: Pagefind is not installed")


@pytest.fixture(scope="module")
def desk(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    root = write_site(tmp_path_factory.mktemp("searched"), FILES)
    build_site(root, search=True)
    with served(root / "output") as base:
        yield Reader(browser, base, root / "output")


@pytest.fixture
def page(desk: Reader) -> Iterator[Any]:
    with desk.page("search/") as one:
        yield one


def _words(page: Any, words: str) -> Any:
    field = page.get_by_role("searchbox")
    field.fill(words)
    return field


def _results(page: Any, status: str) -> list[str]:
    """Titles of the results, once the page says `status` and shows them."""
    page.locator("#search-status").filter(has_text=re.compile(f"^{re.escape(status)}$")).wait_for()
    items = page.locator("#search-results li")
    if count := int(status.removeprefix("Results: ")) if status.startswith("Results: ") else 0:
        items.nth(count - 1).wait_for()
    assert items.count() == count
    return _titles(page)


def _titles(page: Any) -> list[str]:
    titles: list[str] = page.locator("#search-results .title").all_inner_texts()
    return titles


def _open_filters(page: Any) -> None:
    summary = page.locator("#search-filters summary")
    summary.wait_for()
    summary.press("Enter")
    page.locator("select[name=year] option").nth(1).wait_for(state="attached")


@needs_pagefind
def test_words_of_a_text_find_its_brief_which_opens_below_any_path(desk: Reader, page: Any) -> None:
    _words(page, "odesa")
    assert _results(page, "Results: 1") == ["Harbour opens"]
    page.locator("#search-results a").press("Enter")
    page.wait_for_url(f"{desk.base}briefs/harbour/")
    assert page.title() == "Harbour opens – Test Desk"


@needs_pagefind
@pytest.mark.parametrize("query", ["Zelensky", "Зеленський", "zelenskyy", "VOLODYMYR"])
def test_any_name_of_an_actor_finds_it_first(page: Any, query: str) -> None:
    _words(page, query)
    page.locator("#search-names a").first.wait_for()
    assert page.locator("#search-names a").first.inner_text() == "Volodymyr Zelenskyy"
    page.locator("#search-results a").first.wait_for()
    assert _titles(page)[0] == "Volodymyr Zelenskyy"


@needs_pagefind
def test_a_ukrainian_query_finds_what_is_written_in_ukrainian_and_texts_stay_texts(page: Any) -> None:
    _words(page, "копалини")
    assert _results(page, "Results: 1") == ["Угода підписана"]
    item = page.locator("#search-results li")
    assert item.get_attribute("lang") == "uk"
    assert "копалини & мир" in item.inner_text()


@needs_pagefind
def test_filters_and_order_narrow_and_sort(page: Any) -> None:
    _words(page, "deal")
    _open_filters(page)
    for name, value, expected in (
        ("year", "2025", {'Ministers sign a deal, "at last"', "Retracted: The deal is off"}),
        ("kind", "Analysis", {"Retracted: The deal is off"}),
    ):
        page.locator(f"select[name={name}]").select_option(value)
        assert set(_results(page, f"Results: {len(expected)}")) == expected


@needs_pagefind
def test_without_words_results_come_newest_first_or_as_asked(page: Any) -> None:
    page.keyboard.press("/")
    _open_filters(page)
    newest = ["Угода підписана", "Retracted: The deal is off", 'Ministers sign a deal, "at last"']
    page.locator("select[name=year]").select_option("2025")
    assert _results(page, "Results: 3") == newest
    for order, expected in (("asc", newest[::-1]), ("desc", newest)):
        page.locator("select[name=sort]").select_option(order)
        page.locator("#search-results li:first-child").filter(has_text=expected[0]).wait_for()
        assert _results(page, "Results: 3") == expected


@needs_pagefind
def test_nothing_found_is_said(page: Any) -> None:
    _words(page, "xylophone")
    assert _results(page, NOTHING) == []


@needs_pagefind
def test_keys_lead_to_names_and_results_and_back(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("zelensky")
    page.locator("#search-results a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Volodymyr Zelenskyy"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-words"
    page.keyboard.press("Escape")
    page.locator("#search-results li").first.wait_for(state="detached")
    assert page.locator("#search-names a").count() == 0
    assert page.get_by_role("searchbox").input_value() == ""


@needs_pagefind
def test_nothing_is_loaded_before_somebody_asks_and_nothing_breaks_the_policy(desk: Reader, page: Any) -> None:
    page.wait_for_load_state("networkidle")
    assert not [url for url in desk.loaded if "pagefind" in url or "names.json" in url]
    _words(page, "odesa")
    _results(page, "Results: 1")
    assert [url for url in desk.loaded if "names.json" in url] == [f"{desk.base}data/names.json"]
    assert [desk.faults, page.evaluate("seen.violations")] == [[], []]


@needs_pagefind
def test_a_search_loads_little_besides_the_program(desk: Reader, page: Any) -> None:
    """Lists for filters only when they are opened, one piece of the index for a word, and no second Pagefind."""
    page.wait_for_load_state("networkidle")
    desk.loaded.clear()
    _words(page, "odesa")
    _results(page, "Results: 1")
    loaded = [urlsplit(url).path.removeprefix(BASE) for url in desk.loaded if not url.endswith(".svg")]
    kinds = sorted(path.rpartition(".")[2] for path in loaded)
    assert kinds == ["js", "json", "json", "pagefind", "pf_fragment", "pf_index", "pf_meta"], loaded
    program = [(desk.output / path).read_bytes() for path in loaded if path.endswith(("js", "find"))]
    sent = [data if data.startswith(b"\x1f\x8b") else gzip.compress(data) for data in program]
    assert sum(map(len, sent)) <= 82_000  # most of what a first search may weigh: see test_search_order


@needs_pagefind
def test_a_query_in_the_address_is_answered(desk: Reader) -> None:
    with desk.page("search/?q=odesa") as page:
        assert _results(page, "Results: 1") == ["Harbour opens"]


def test_without_scripts_the_page_lists_every_name_and_says_why(desk: Reader) -> None:
    with desk.page("search/", script=False) as page:
        assert not page.locator("#search").is_visible()
        assert page.get_by_text("takes JavaScript").is_visible()
        assert page.get_by_role("link", name="Volodymyr Zelenskyy").first.is_visible()


def test_where_there_is_no_index_names_are_found_and_the_page_says_so(browser: Any, tmp_path: Path) -> None:
    build_site(write_site(tmp_path, FILES))
    with served(tmp_path / "output") as base, Reader(browser, base, tmp_path / "output").page("search/") as page:
        _words(page, "zelensky")
        assert _results(page, "This site has no full-text index, so only names can be found.") == []
        assert page.locator("#search-names a").inner_text() == "Volodymyr Zelenskyy"


@needs_pagefind
def test_the_showcase_is_searched_by_words_and_by_filters(reader: Reader) -> None:
    with reader.page("search/") as page:
        _words(page, "lithium")
        page.locator("#search-results li").first.wait_for()
        before = page.locator("#search-status").inner_text()
        _open_filters(page)
        page.locator("select[name=year]").select_option("2026")
        page.locator("#search-status").filter(has_not_text=re.compile(f"^{before}$")).wait_for()
        page.locator("#search-results li").first.wait_for()
        counts = [int(re.sub(r"\D", "", text)) for text in (before, page.locator("#search-status").inner_text())]
        assert counts[0] > counts[1] > 0


@pytest.mark.parametrize("name", ["Zelensky", "Зеленський"])
def test_any_name_of_an_actor_of_the_showcase_leads_to_its_page(reader: Reader, name: str) -> None:
    with reader.page("search/") as page:
        field = _words(page, name)
        page.locator("#search-names a").first.wait_for()
        field.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{reader.base}actors/zelenskyy/")


def test_without_scripts_the_showcase_lists_every_name(reader: Reader) -> None:
    with reader.page("search/", script=False) as page:
        assert page.locator("main a[href*='actors/']").count() >= 50
        assert page.locator("main a[href*='topics/']").count() >= 20
