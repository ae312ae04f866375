"""The HTML of every page of the showcase: as the standard has it, and with nothing that a strict policy would block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest

PARTS = 4
"""In so many parts, so that several processes can share the pages."""
_REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
_FOCUSABLE = {"a", "button", "input", "select", "textarea", "summary"}


def _faults(path: Path) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(path.read_bytes())
    for (line, column), code, _ in parser.errors:
        yield f"{line}:{column} {code}"
    elements = list(document.iter())
    ids = Counter(one.get("id") for one in elements if one.get("id") is not None)
    yield from (f"id {name} stands {count} times" for name, count in ids.items() if count > 1 or not name)
    for one in elements:
        yield from _faults_of(one, ids)
    levels = [int(one.tag[1]) for one in elements if one.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels[:1] != [1] or levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels)):
        yield f"headings {levels}"
    for tag in ("main", "title"):
        if sum(one.tag == tag for one in elements if one.tag != "svg") < 1:
            yield f"no {tag}"
    names = Counter(one.get("aria-label", "") for one in elements if one.tag == "nav")
    yield from (f"nav {name!r} stands {count} times" for name, count in names.items() if count > 1 or not name)


def _faults_of(one: Any, ids: Counter[str]) -> Iterator[str]:
    tag = str(one.tag)
    for name, value in one.attrib.items():
        if name == "style" or str(name).startswith("on"):
            yield f"<{tag} {name}>"
        if name in _REFERRING:
            yield from (f'{name}="{value}" leads nowhere' for id in value.split() if id not in ids)
        if name in ("class", "href", "aria-label", "lang", "alt") and value != value.strip():
            yield f'{name}="{value}" has spaces around it'
    if tag == "style" or (tag == "script" and not one.get("src") and one.get("type") != "application/ld+json"):
        yield f"inline <{tag}>"
    if tag == "img" and (one.get("alt") is None or not one.get("width") or not one.get("height")):
        yield f"<img src={one.get('src')}> lacks alt, width or height"
    if tag in _FOCUSABLE and any(inner.tag in _FOCUSABLE for inner in one.iter() if inner is not one):
        yield f"<{tag}> holds what can have the focus itself"
    if tag in ("a", "button", "summary") and not "".join(one.itertext()).strip() and not one.get("aria-label"):
        yield f"<{tag}> without a name" if not one.get("data-auto") else ""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_sound(output: Path, part: int) -> None:
    pages = sorted(output.rglob("*.html"))[part::PARTS]
    assert len(pages) > 50
    found = {page.relative_to(output).as_posix(): list(filter(None, _faults(page))) for page in pages}
    assert {page: faults for page, faults in found.items() if faults} == {}


_SOUND = "<!doctype html><html lang=en><head><title>A</title></head><body><main><h1>A</h1>{}</main></body></html>"


@pytest.mark.parametrize(
    "planted",
    [
        "<p><div></p></div>",
        "<p id=a></p><p id=a></p>",
        "<p style='color: red'>",
        "<p onclick='x()'>",
        "<script>x()</script>",
        "<h3>Too low</h3>",
        "<h1>Another</h1>",
        "<img src=a alt=''>",
        "<label for=nobody>A</label>",
        "<nav></nav>",
        "<nav aria-label=a></nav><nav aria-label=a></nav>",
        "<a href=x></a>",
        "<button><input></button>",
        "<p class=' a'>",
    ],
)
def test_a_planted_fault_is_seen(tmp_path: Path, planted: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(_SOUND.format("<p>Sound</p>"), encoding="utf-8")
    assert list(filter(None, _faults(page))) == []
    page.write_text(_SOUND.format(planted), encoding="utf-8")
    assert list(filter(None, _faults(page))) != []
