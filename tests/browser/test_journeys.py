"""Ways that readers go with the keyboard alone, and the cards that tell them who is named."""

from __future__ import annotations

import re
from typing import Any

from reader import Reader, tab_to


def _enter(page: Any) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_home_to_an_actor_a_brief_its_source_and_back(reader: Reader) -> None:
    with reader.page("") as page:
        tab_to(page, "main a[href*='actors/']")
        _enter(page)
        assert "/actors/" in page.url
        actor = page.url
        tab_to(page, "main a[href*='briefs/']")
        _enter(page)
        brief = page.url.partition("#")[0]
        assert "/briefs/" in brief
        tab_to(page, "a[href^='#source-']")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("#source-"))
        tab_to(page, f"{page.evaluate('location.hash')} a[rel~=external]", limit=3)
        page.go_back()
        page.go_back()
        assert page.url.partition("#")[0] == actor
        page.go_back()
        assert page.url == reader.base


def test_the_first_stop_leads_past_the_menu(reader: Reader, kinds: dict[str, str]) -> None:
    with reader.page(kinds["topic"]) as page:
        tab_to(page, "a.skip", limit=1)
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_focus_shows_a_card_and_escape_takes_it_away(reader: Reader, kinds: dict[str, str]) -> None:
    with reader.page(kinds["brief"]) as page:
        tab_to(page, "a.mention, a[data-card]")
        card = page.get_by_role("tooltip")
        card.wait_for(state="visible")
        assert card.inner_text().strip()
        assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == card.get_attribute("id")
        page.keyboard.press("Escape")
        card.wait_for(state="hidden")
        assert page.evaluate("document.activeElement.matches('a')"), "the focus stays where it was"


def test_a_finger_opens_no_card(reader: Reader, kinds: dict[str, str]) -> None:
    with reader.page(kinds["brief"], width=390, has_touch=True, is_mobile=True) as page:
        link = page.locator("main a.mention, main a[data-card]").first
        page.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
        link.tap()
        page.wait_for_timeout(500)
        assert page.get_by_role("tooltip").count() == 0
