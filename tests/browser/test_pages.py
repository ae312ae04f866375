"""What holds for every kind of page in a browser: accessible, within the policy, at home in narrow windows, light."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from reader import BASE, KINDS, Reader, axe_faults

MAX_BRIEF, MAX_PAGE = 40_000, 100_000
"""Bytes over the wire, with gzip."""
MOST_READ = ("home", "brief", "actor", "topic", "search", "not found")
_TEXTS = """() => [...document.querySelectorAll("h1, h2, h3, dt, th, main p, nav a, footer a")]
  .filter((one) => !one.closest("form, label") && !one.querySelector("input, select, button"))
  .map((one) => one.innerText.trim())"""
"""What a page says, but for its tools."""


def _looks() -> list[tuple[str, int, str]]:
    """The pages that are read most are looked at twice, the others in turn in light and wide, or in dark and narrow."""
    looks = [(1280, "light"), (390, "dark")]
    return [
        (kind, *look)
        for number, kind in enumerate(KINDS)
        for look in (looks if kind in MOST_READ else [looks[number % 2]])
    ]


@pytest.mark.parametrize(("kind", "width", "scheme"), _looks())
def test_axe_finds_nothing(reader: Reader, kinds: dict[str, str], kind: str, width: int, scheme: str) -> None:
    with reader.page(kinds[kind], width=width, color_scheme=scheme) as page:
        assert axe_faults(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_keeps_to_the_policy_and_does_not_move(reader: Reader, kinds: dict[str, str], kind: str) -> None:
    with reader.page(kinds[kind]) as page:
        page.wait_for_load_state("networkidle")
        assert page.evaluate("seen.violations") == []
        assert reader.faults == []
        assert page.evaluate("seen.shifted") == 0
        assert {urlsplit(url).netloc for url in reader.loaded} == {urlsplit(reader.base).netloc}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_arrives_in_pieces_does_not_move(reader: Reader, kinds: dict[str, str], kind: str) -> None:
    with reader.page(f"{kinds[kind]}?slowly") as page:
        page.wait_for_load_state("networkidle")
        assert page.evaluate("seen.shifted") == 0


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_a_narrow_window(reader: Reader, kinds: dict[str, str], kind: str) -> None:
    with reader.page(kinds[kind], width=320) as page:
        for width in (320, 640):  # the second is a wide window at 200 %
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.set_viewport_size({"width": 657, "height": 900})  # a sheet of A4 within its margins
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= 657


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "search"])
def test_without_scripts_a_page_says_the_same(reader: Reader, kinds: dict[str, str], kind: str) -> None:
    with reader.page(kinds[kind]) as page:
        shown = page.evaluate(_TEXTS)
    with reader.page(kinds[kind], script=False) as page:
        assert page.evaluate(_TEXTS) == shown
        assert [one.inner_text() for one in page.locator("button").all() if one.is_visible()] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_weighs_little_with_all_that_it_loads(
    reader: Reader, kinds: dict[str, str], output: Path, kind: str
) -> None:
    with reader.page(kinds[kind]) as page:
        page.wait_for_load_state("networkidle")
        paths = {urlsplit(url).path.removeprefix(BASE) for url in reader.loaded}
    files = [output / path / "index.html" if path.endswith("/") or not path else output / path for path in paths]
    weights = {file.relative_to(output).as_posix(): len(gzip.compress(file.read_bytes(), 9)) for file in files}
    assert sum(weights.values()) <= (MAX_BRIEF if kind == "brief" else MAX_PAGE), weights


def test_no_page_is_heavy(output: Path) -> None:
    heavy = {
        path: size for path in output.rglob("*.html") if (size := len(gzip.compress(path.read_bytes()))) > MAX_PAGE
    }
    assert heavy == {}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_printed_brief_has_its_marking_and_addresses_and_no_navigation(
    reader: Reader, kinds: dict[str, str], paper: str
) -> None:
    with reader.page(kinds["brief"]) as page:
        page.emulate_media(media="print")
        assert [one.inner_text() for one in page.locator("nav").all() if one.is_visible()] == []
        assert any(one.is_visible() for one in page.locator(".marking, .tlp").all())
        written = page.evaluate(
            """() => [...document.querySelectorAll(".sources a[rel~=external]")].map((one) =>
              getComputedStyle(one, "::after").content.includes(one.getAttribute("href"))
              || document.body.innerText.includes(one.getAttribute("href")))"""
        )
        assert written
        assert all(written)
        assert page.pdf(format=paper).startswith(b"%PDF")


def test_with_forced_colours_the_current_section_and_the_charts_stand_out(
    reader: Reader, kinds: dict[str, str]
) -> None:
    with reader.page(kinds["actor"], forced_colors="active") as page:
        ground, current, others, charts = page.evaluate(
            """() => {
              const style = (one) => getComputedStyle(one);
              const all = (selector) => [...document.querySelectorAll(selector)];
              return [
                style(document.body).backgroundColor,
                all("header nav a[aria-current]").map((one) => style(one).borderBottomColor),
                all("header nav a:not([aria-current])").map((one) => style(one).borderBottomColor),
                all(".chart rect, .chart circle, .chart text").map((one) => style(one).fill),
              ];
            }"""
        )
    assert len(current) == 1
    assert ground not in current
    assert set(others) == {ground}
    assert charts
    assert ground not in charts


def test_the_browser_understands_every_declaration_of_the_styles(
    reader: Reader, kinds: dict[str, str], output: Path
) -> None:
    sheets = "\n".join(sheet.read_text(encoding="utf-8") for sheet in output.glob("assets/*.css"))
    blocks = re.findall(r"\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL))
    told = [one.partition(":") for block in blocks for one in block.split(";") if one.strip()]
    assert len(told) > 300
    with reader.page(kinds["not found"]) as page:
        unknown = page.evaluate(
            "(told) => told.filter(([name, , value]) => !CSS.supports(name.trim(), value.replace('!important', '')))",
            told,
        )
    assert unknown == []


def test_motion_that_a_reader_does_not_want_is_left_out(reader: Reader, kinds: dict[str, str]) -> None:
    with reader.page(kinds["brief"], reduced_motion="reduce") as page:
        slow = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((one) => {
              const style = getComputedStyle(one);
              return [style.transitionDuration, style.animationDuration].some((text) => parseFloat(text) > 0.01);
            }).length"""
        )
        assert slow == 0
