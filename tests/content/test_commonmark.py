"""The second Markdown engine: CommonMark as its specification has it, and with all of ours as the first one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dateline.content.engine import engine
from dateline.content.markup import MarkupError, render, render_line
from support import MINIMAL, build_site, check_site, tree, write_site

SOURCES = {"1": 1, "2": 2, "s1": 1, "s2": 2}
SPECIFICATION = json.loads(Path(__file__).with_name("commonmark-spec.json").read_text(encoding="utf-8"))


class _Reader(HTMLParser):
    """The tags and texts of HTML, as a browser tells them apart; blanks between tags are nothing."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.found += [data.strip("\n")] if data.strip() else []

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}]>")


def read(html: str) -> list[object]:
    return _Reader(html).found


def test_every_example_of_the_specification_passes() -> None:
    convert = engine("commonmark")
    failed = [
        (number, section, markdown)
        for number, section, markdown, html in SPECIFICATION["examples"]
        if read(convert(markdown, "-mark-")) != read(html)
    ]

    assert failed == []
    assert len(SPECIFICATION["examples"]) == 652


ALIKE = [
    'A paragraph with *stress*, **weight**, `code` and a [link](https://a.example/?b=1&c=2 "title").',
    "# One\n\n### Three\n\n## Actors\n\n## Actors",
    "Cited [@s1] and [@s1; @s2], [^2], [@nobody] and \\[@s1] and `[@s1]`.",
    "[text](actor:usa), [](brief:x#part), [in](#nowhere), [bad](javascript:alert(1))",
    '![A map](maps/a.png "Map") ![](b.png) ![far](https://far.example/a.png)',
    "One[^n] and again[^n].\n\n[^n]: Note.",
    "a[^x] b[^y]\n\n[^y]: why\n\n[^x]: ex",
    "a[^1] b[^2]\n\n[^1]: note",
    "a[^x]\n\n[^x]: one\n\n    two [@s1]\n\n    - three",
    "a[^x]\n\n[^x]: one\n\n        code",
    "| a | b | c |\n|:--|--:|---|\n| 1 | *2* | [@s1] |",
    "```python\nx < y [^1]\n```",
    "- one\n- two\n    - inner\n\n1. first\n2. second",
    "> Quoted *words*.\n>\n> More.",
    "Text <b>bold</b> and <script>alert(1)</script> and <font>old</font>.",
    "<details>\n<summary>More</summary>\n<p>Text</p>\n</details>",
    "A line  \nbroken\n\n---\n\nAfter.",
    "\u201cDone\u201d \u2013 'he' said \"so\" -- ...",
]  # fmt: skip


@pytest.mark.parametrize("text", ALIKE)
def test_what_is_ours_is_the_same_with_both_engines(text: str) -> None:
    usual, other = render(text, SOURCES), render(text, SOURCES, markdown="commonmark")

    assert read(other.html) == read(usual.html)
    for name in ("headings", "links", "citations", "images", "images_without_alt", "unknown_citations"):
        assert getattr(other, name) == getattr(usual, name), name
    assert (other.unknown_fragments, other.refused) == (usual.unknown_fragments, usual.refused)


@pytest.mark.parametrize(
    "text", ["# no heading", "- no list", "*stress* [@s1]", "[x](actor:y) <b>b</b>", "[a]: b", "> q"]
)
def test_a_line_is_the_same_with_both_engines(text: str) -> None:
    assert render_line(text, SOURCES, markdown="commonmark") == render_line(text, SOURCES)


def html(text: str) -> str:
    return render(text, SOURCES, scope="why", markdown="commonmark").html


def test_notes_are_numbered_as_they_are_mentioned_and_lead_back() -> None:
    text = html("a[^x] b[^y] c[^x]\n\n[^z]: idle\n[^y]: why[^deep]\n[^x]: ex\n[^deep]: deep")

    marks = re.findall(r'<sup id="(fnref-why-[^"]*)"><a href="#(fn-why-\d)" class="footnote-ref">(\d)', text)
    assert marks == [
        ("fnref-why-1", "fn-why-1", "1"),
        ("fnref-why-2", "fn-why-2", "2"),
        ("fnref-why-1-2", "fn-why-1", "1"),
        ("fnref-why-3", "fn-why-3", "3"),
    ]
    items = re.findall(r'<li id="fn-why-(\d)">\s*<p>(\w+)', text)
    assert items == [("1", "ex"), ("2", "why"), ("3", "deep"), ("4", "idle")]
    assert re.findall(r'href="#(fnref-[^"]*)" class="footnote-back"', text) == [
        "fnref-why-1", "fnref-why-1-2", "fnref-why-2", "fnref-why-3",
    ]  # fmt: skip
    assert text.endswith("</ol>\n</section>")


@pytest.mark.parametrize("name", ['"><script>', "a:b", "ключ", "a#b?c", "-", "&amp;", "1-2", "%00", "A"])
def test_names_of_notes_may_hold_anything(name: str) -> None:
    text = html(f"x[^{name}] and `[^{name}]`\n\n[^{name}]: note")

    assert re.findall(' id="([^"]*)"', text) == ["fnref-why-1", "fn-why-1"]
    assert f"<code>{name.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').join(('[^', ']'))}" in text


def test_authors_cannot_forge_notes() -> None:
    forged = (
        '<div class="footnote-definition" id="1"><sup class="footnote-definition-label">1</sup>x</div>\n'
        '<sup class="footnote-reference"><a href="#1">1</a></sup>\n\n'
    )

    text = html(f"{forged}a[^1]\n\n[^1]: real\n\n    <div>open")

    assert re.findall(' id="([^"]*)"', text) == ["fnref-why-1", "fn-why-1"]
    assert " class=" not in text.partition("<p>a")[0]


def test_a_note_within_a_note_and_a_quotation_is_found() -> None:
    text = html("a[^1] b[^2]\n\n> [^1]: one\n>\n>     [^2]: two\n")

    assert [*map(int, re.findall('id="fn-why-([0-9]+)"', text))] == [1, 2]
    assert text.count("one") == text.count("two") == 1


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000,
        "- " * 2_000 + "x",
        "**a " * 5_000 + "b** " * 5_000,
        "<div>" * 10_000,
        "x" * 500_001,
    ],
    ids=lambda text: text[:6],
)
def test_texts_that_nest_without_end_are_refused_at_once(text: str) -> None:
    started = time.process_time()
    with pytest.raises(MarkupError):
        render(text, {}, markdown="commonmark")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[a](" * 50_000,
        "<!--" * 10_000,
        "<![CDATA[" * 10_000,
        "`a`|" * 10_000 + "\n" + "-|" * 10_000,
        "*a_ " * 50_000,
        "# a\n" * 20_000,
        "".join(f"[^{number}] " for number in range(5_000))
        + "".join(f"\n\n[^{number}]: a" for number in range(10_000)),
        "[^1]" * 5_000 + "\n\n[^1]: x",
        "[^a]: " * 5_000,
        "[a]: b\n" * 20_000 + "[a] " * 20_000,
    ],
    ids=lambda text: text[:6],
)
def test_long_and_odd_texts_take_time_in_proportion(text: str) -> None:
    started = time.process_time()
    render(text, {}, markdown="commonmark")
    assert time.process_time() - started < 5


COMMONMARK = {**MINIMAL, "site.yaml": f"{MINIMAL['site.yaml']!s}markdown:\n  engine: commonmark\n"}


def test_a_site_is_read_by_the_engine_that_it_chose(tmp_path: Path) -> None:
    # Text below a list without a blank line: another list item's for one engine, a paragraph's end for the other.
    told = {"content/pages/a.md": "---\ntitle: A\n---\nSome text\n- one\n- two\n"}
    site = write_site(tmp_path, {**COMMONMARK, **told})
    build_site(site)
    lists = tree(site / "output")["a/index.html"].decode()

    write_site(site, {"site.yaml": MINIMAL["site.yaml"]})
    build_site(site)
    running = tree(site / "output")["a/index.html"].decode()

    assert "<li>one</li>" in lists
    assert "<li>one</li>" not in running


def test_an_unknown_engine_is_a_problem_of_the_settings(tmp_path: Path) -> None:
    site = write_site(tmp_path, {**COMMONMARK, "site.yaml": f"{MINIMAL['site.yaml']!s}markdown:\n  engine: mark\n"})

    (told,) = check_site(site)

    assert told.startswith("site.yaml:4:11: error[")
    assert "python-markdown" in told
    assert "commonmark" in told


def test_an_engine_that_is_not_in_force_is_not_imported(tmp_path: Path) -> None:
    write_site(tmp_path / "a", COMMONMARK)
    write_site(tmp_path / "b", MINIMAL)
    code = """
import sys
from pathlib import Path
from datetime import datetime, timezone
from dateline.build import build
from dateline.draft import Request
from dateline.content.dates import AsOf
build(Request(root=Path(sys.argv[1]), now=AsOf.at(datetime(2025, 6, 1, tzinfo=timezone.utc)), is_preview=True))
print("markdown" in sys.modules, "pyromark" in sys.modules)
"""
    said = [
        subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], capture_output=True, text=True, check=True)
        for name in ("a", "b")
    ]

    assert [one.stdout.split() for one in said] == [["False", "True"], ["True", "False"]]
