"""Sites in languages that are written from right to left: their pages are mirrored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reader import Reader, axe_faults, served
from support import MINIMAL, SETTINGS, build_site, write_site

PAGES = ("", "briefs/first/", "actors/ukraine/", "topics/minerals/", "timeline/", "sources/", "search/")


@pytest.fixture(scope="module")
def reader(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """At a small Arabic site; its texts are Arabic but for some names."""
    brief = """\
---
title: الوزراء يوقعون اتفاق المعادن
date: 2025-04-30
bluf: ينشئ الاتفاق صندوقا مشتركا.
actors: [ukraine]
topics: [minerals]
key_points: [للصندوق مالكان.]
claims:
  - {by: ukraine, on: minerals, stance: supports, text: نؤيد الاتفاق.}
judgements:
  - {text: سيعمل الصندوق., likelihood: likely, confidence: low, basis: النص., horizon: 2026-01, resolves_by: التقرير.}
sources:
  - {title: نص الاتفاق, url: "https://agreement.example/text", publisher: Wire}
---
للصندوق مالكان [^1].
"""
    files = {**MINIMAL, "site.yaml": f"{SETTINGS}lang: ar\n", "content/briefs/first.md": brief}
    root = write_site(tmp_path_factory.mktemp("mirrored"), files)
    build_site(root)
    with served(root / "output") as base:
        yield Reader(browser, base, root / "output")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_mirrored_and_fits_its_window(reader: Reader, path: str) -> None:
    with reader.page(path) as page:
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            # The first words of a line stand at its right.
            starts = page.evaluate(
                """() => [".site-title", "main h1"].map((one) => {
                  const range = document.createRange(), block = document.querySelector(one);
                  range.selectNodeContents(block);
                  const text = range.getBoundingClientRect(), main = document.querySelector("main");
                  const style = getComputedStyle(main), box = main.getBoundingClientRect();
                  return [box.right - parseFloat(style.paddingRight) - text.right, text.left - box.left];
                })"""
            )
            assert [right < 60 for right, _left in starts] == [True, True], starts


def test_what_stands_beside_the_text_stands_at_its_left(reader: Reader) -> None:
    with reader.page("topics/minerals/") as page:
        text, side = page.locator("main h1").bounding_box(), page.locator("main .side").first.bounding_box()
        assert side["x"] < text["x"]


def test_axe_finds_nothing_on_a_mirrored_page(reader: Reader) -> None:
    with reader.page("briefs/first/") as page:
        assert axe_faults(page) == []
