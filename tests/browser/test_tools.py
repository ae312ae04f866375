"""Tools that a page has where scripts run: colours that are remembered, a filter of long lists, a citation to paste."""

from __future__ import annotations

from reader import Reader


def test_chosen_colours_are_remembered(reader: Reader, kinds: dict[str, str]) -> None:
    with reader.page(kinds["brief"], color_scheme="light") as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        for _ in ("light", "dark"):
            page.locator("#theme-switch").click()
        dark = page.evaluate(ground)
        page.reload()
        assert light != dark
        assert page.evaluate(ground) == dark
        page.locator("#theme-switch").click()
        assert page.evaluate(ground) == light


def test_a_filter_leaves_what_has_all_its_words(reader: Reader, kinds: dict[str, str]) -> None:
    with reader.page(kinds["actors"]) as page:
        rows = page.locator("#actors-list li:visible")
        everybody = rows.count()
        page.get_by_role("searchbox").fill("zelenskyy PRESIDENT")
        shown = rows.all_inner_texts()
        assert 0 < len(shown) < everybody
        assert all("zelenskyy" in text.lower() and "president" in text.lower() for text in shown)
        assert page.locator("#actors-list section:visible").count() <= len(shown)
        page.get_by_role("searchbox").fill("nobody of that name")
        assert page.locator(".filter [role=status]").inner_text() == "Nothing matches."
        page.get_by_role("searchbox").fill("")
        assert rows.count() == everybody


def test_a_citation_can_be_copied(reader: Reader, kinds: dict[str, str]) -> None:
    with reader.page(kinds["brief"], permissions=["clipboard-read", "clipboard-write"]) as page:
        page.locator("button[data-copy]").click()
        page.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert page.locator("h1").inner_text() in copied
        assert "https://" in copied


def test_a_narrow_window_folds_the_menu_away(reader: Reader, kinds: dict[str, str]) -> None:
    with reader.page(kinds["brief"], width=390) as page:
        menu = page.get_by_role("navigation", name="Sections")
        assert not menu.is_visible()
        page.get_by_text("Menu", exact=True).click()
        assert menu.is_visible()
