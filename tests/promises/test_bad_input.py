"""No input, however broken, ends in a traceback, or keeps what is wrong with the other files from being told."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli import dateline as command
from dateline.problems import Problem
from promises.problem_cases import NATO, SECOND, THIRD, actor, brief
from support import MINIMAL, check_site, problems_of, tree, write_site

EPOCH = "1748779200"
"""Noon of 1 June 2025, UTC."""
PROMPT = 30
"""Seconds that no command may take on any input; most take less than one."""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def run(*args: str | Path) -> Result:
    """Run the command line here; whatever it raises is raised."""
    result = CliRunner().invoke(command, [str(arg) for arg in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def checked_and_built(site: Path, code: int) -> str:
    """What `check` prints; both commands must leave with `code`, and a failed build must leave no output."""
    check = run("check", site)
    build = run("build", site)
    assert (check.exit_code, build.exit_code) == (code, code), check.output + build.output
    assert (site / "output").exists() == (code == 0)
    assert "Traceback" not in check.output + build.output
    return check.stdout


# One file each

RANDOM_BYTES = random.Random(7).randbytes(5_000)
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"

BAD_FILES: Mapping[str, tuple[str | bytes, str]] = {
    "picture.md": (PICTURE, "not-text"),
    "random.md": (RANDOM_BYTES, "not-text"),
    "latin-1.md": (brief(title="Caf\N{LATIN SMALL LETTER E WITH ACUTE}").encode("latin-1"), "not-text"),
    "half-a-letter.md": (brief("Ки").encode()[:-2], "not-text"),
    "nul.md": (brief("A\0B"), "not-text"),
    "utf-16.md": (brief().encode("utf-16-be"), "not-text"),
    "six-megabytes.md": (b"x" * 6_000_000, "too-long"),
    "empty.md": ("", "missing-front-matter"),
    "spaces.md": (" \n\n ", "missing-front-matter"),
    "text-alone.md": ("They met.", "missing-front-matter"),
    "toml.md": ("+++\ntitle = 'A'\n+++\n", "missing-front-matter"),
    "fence-alone.md": ("---", "missing-front-matter"),
    "open-end.md": ("---\ntitle: A\n", "missing-front-matter"),
    "fences-alone.md": ("---\n---\n", "empty-brief missing-field missing-field no-subject"),
    "list.md": ("---\n- title: A\n---\n", "wrong-type"),
    "word.md": ("---\ntitle\n---\n", "wrong-type"),
    "tab.md": (brief(claims="\n\t- by: ukraine"), "bad-yaml"),
    "bracket.md": (brief(places="[Kyiv"), "bad-yaml"),
    "list-as-key.md": (brief(x_note="1\n? [a]\n: b"), "bad-yaml"),
    "bell.md": (brief(title='"\\a"'), "bad-value"),
    "twice.md": (brief(x_note="1\nx_note: 2"), "duplicate-key"),
    "bomb.md": (
        brief(x_0="&a0 [1, 2]", **{f"x_{n}": f"&a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)}),
        "yaml-alias",
    ),
    "circle.md": (brief(x_note="&a [*a]"), "yaml-alias"),
    "python.md": (brief(title="!!python/object/apply:os.getcwd []"), "yaml-tag"),
    "deep.md": (brief(x_note="[" * 5_000 + "]" * 5_000), "bad-yaml"),
    "deep-indent.md": (brief(x_note="\n" + "\n".join(" " * n + "a:" for n in range(1, 400))), "bad-yaml"),
    "long-key.md": (brief(x_note=f"1\n{'k' * 100_000}: 1"), "bad-yaml"),
    "long-title.md": (brief(title="x" * 1_000_000), "too-long"),
    "long-line.md": (brief("word " * 150_000), "bad-value"),
    "deep-quote.md": (brief("> " * 5_000 + "x"), "bad-value"),
    "brackets.md": (brief("[" * 5_000), "bad-value"),
    "tags.md": (brief("<b>" * 5_000), "bad-value"),
    "year-zero.md": (brief(date="0000-01-01"), "bad-date"),
    "no-day.md": (brief(date="9999-99-99"), "bad-date"),
    "far-year.md": (brief(date="10000-01-01"), "bad-date"),
    "before-time.md": (brief(date="0001-01-01T00:00+14:00"), "bad-date"),
    "after-time.md": (brief(date="9999-12-31T23:59-14:00"), "bad-date"),
    "huge-year.md": (brief(date="9" * 350), "bad-date"),
    "huge-day.md": (brief(date="9" * 5_000), "bad-date"),
    "nan.md": (brief(date=".nan"), "bad-date"),
    "negative.md": (brief(date="-2025"), "bad-date"),
    "true.md": (brief(date="true"), "bad-date"),
    "list-date.md": (brief(date="[2025-05-01]"), "bad-date"),
    "infinite.md": (brief(sources="[{title: A, credibility: .inf}]"), "wrong-type"),
    "huge-number.md": (brief(sources=f"[{{title: A, credibility: {'9' * 350}}}]"), "bad-value"),
    "id-no.md": (brief(id="NO"), "bad-id"),
    "id-null.md": (brief(id="~"), "wrong-type"),
    "id-empty.md": (brief(id='""'), "bad-id"),
    "id-list.md": (brief(id="[a]"), "wrong-type"),
    "climb.md": (brief(slug="../../x"), "bad-id"),
    "slash.md": (brief(slug="/etc/x"), "bad-id"),
    "device.md": (brief(slug="con"), "bad-id"),
    "device-1.md": (brief(slug="COM1"), "bad-id"),
    "device-2.md": (brief(slug="nul.html"), "bad-id"),
    "dot.md": (brief(slug="x."), "bad-id"),
    "space.md": (brief(slug="'x '"), "bad-id"),
    "long-slug.md": (brief(slug="x" * 300), "bad-id"),
    "look-alike.md": (brief(slug="t\N{CYRILLIC SMALL LETTER IE}xt"), "bad-id"),
    "full-width.md": (brief(slug="\N{FULLWIDTH LATIN SMALL LETTER A}"), "bad-id"),
    "line-end.md": (brief(slug='"x\\n"'), "bad-id"),
    "host.md": (brief(sources="[{url: 'http://[::1'}]"), "bad-url"),
    "port.md": (brief(sources="[{url: 'https://nato.int:99999/'}]"), "bad-url"),
    "script.md": (brief(sources="[{url: 'javascript:alert(1)'}]"), "bad-url"),
}
"""Content, and the codes of the errors, of briefs that are all in one site."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    """The problems of a site with all the bad files, by file."""
    bad = {f"content/briefs/{name}": data for name, (data, _) in BAD_FILES.items()}
    site = write_site(tmp_path_factory.mktemp("bad"), {**MINIMAL, **bad})
    by_file: dict[str, list[Problem]] = {}
    for problem in problems_of(site):
        by_file.setdefault(problem.path, []).append(problem)
    return by_file


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_beside_all_the_others(found: dict[str, list[Problem]], name: str) -> None:
    problems = found[f"content/briefs/{name}"]

    assert [problem.code for problem in problems if problem.severity == "error"] == BAD_FILES[name][1].split()
    assert all(len(line) < 1_000 for problem in problems for line in str(problem).split("\n"))


def test_nothing_is_told_of_the_good_files_beside_them(found: dict[str, list[Problem]]) -> None:
    assert found.keys() == {f"content/briefs/{name}" for name in BAD_FILES}


def test_the_commands_tell_all_bad_files_at_once_and_leave_with_1(tmp_path: Path) -> None:
    bad = {f"content/briefs/{name}": data for name, (data, _) in BAD_FILES.items()}
    site = write_site(tmp_path, {**MINIMAL, **bad})

    shown = checked_and_built(site, 1)

    assert all(f"content/briefs/{name}" in shown for name in BAD_FILES)
    assert run("check", site, "--format", "json").exit_code == 1
    assert run("check", site, "--format", "github").exit_code == 1


def test_the_program_itself_prints_no_traceback(tmp_path: Path) -> None:
    bad = {f"content/briefs/{name}": data for name, (data, _) in BAD_FILES.items()}
    site = write_site(tmp_path, {**MINIMAL, **bad})

    done = subprocess.run(
        [sys.executable, "-m", "dateline", "build", site], capture_output=True, text=True, timeout=PROMPT, check=False
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.endswith("nothing was written\n")


GOOD_FILES: Mapping[str, str | bytes] = {
    "byte-order-mark": "\N{ZERO WIDTH NO-BREAK SPACE}" + brief(),
    "windows-line-ends": brief().replace("\n", "\r\n"),
    "old-line-ends": brief().replace("\n", "\r"),
    "no-body": brief("").removesuffix("\n"),
    "numbers": brief(title="1984", bluf="3.5", author="7", places="[1, 2.5]"),
    "words-of-other-yamls": brief(title="No", bluf="on", author="Yes", places="[off, y]"),
    "not-numbers": brief(title=".nan", bluf=".inf", author="1e999", key_points="[0x1F, 1_000, 12:30:45]"),
    "number-as-id": brief(id="2025"),
    "many-points": brief(key_points="\n" + "\n".join(f"- Point {number}" for number in range(1_000))),
    "long-words": brief("x" * 100_000),
    "right-to-left": brief(title="\u05e9\u05dc\u05d5\u05dd", bluf="\u202eevil\u202c"),
    "symbols": brief(title="🇺🇦 \u0301\u200d\U000e0001", bluf="a\u2028b"),
    "free": brief(x_any="{1: [~, true, 1.5, {2: 3}], y: 2025-01-01}"),
    "last-day": brief(event_date="9999-12-31T23:59:59Z"),
    "first-year": brief(event_date="0001"),
}


@pytest.mark.parametrize("name", GOOD_FILES)
def test_odd_but_sound_files_are_built(tmp_path: Path, name: str) -> None:
    site = write_site(tmp_path, {**MINIMAL, f"content/briefs/{name}.md": GOOD_FILES[name]})

    assert checked_and_built(site, 0) == ""
    assert (site / "output" / "briefs" / GOOD_SLUGS.get(name, name) / "index.html").is_file()


GOOD_SLUGS = {"number-as-id": "2025"}


@pytest.mark.parametrize("year", ["0001", "0999", "1000", "9999"])
def test_a_brief_of_any_year_is_built(tmp_path: Path, year: str) -> None:
    site = write_site(tmp_path, {**MINIMAL, SECOND: brief(date=f"{year}-12-31")})

    shown = run("build", site)

    assert (shown.exit_code, shown.stderr) == (0, "")
    assert (site / "output" / "archive" / year / "12" / "index.html").is_file() == (year < "2025")


# Names of files


def test_names_that_no_address_can_have_are_told_with_a_name_that_can(tmp_path: Path) -> None:
    names = [
        "Talks in Kyiv.md",
        "..md",
        "...md",
        "con.md",
        "a;b.md",
        "переговори.md",
        "x" * 150 + ".md",
        "-.md",
        "a .md",
    ]
    site = write_site(tmp_path, {**MINIMAL, **{f"content/briefs/{name}": brief() for name in names}})

    problems = problems_of(site)

    # Names that start with a dot are passed over, as editors and systems leave such files about.
    assert {(one.path.rpartition("/")[2], one.code) for one in problems} == {
        (name, "bad-id") for name in names if not name.startswith(".")
    }
    assert {one.hint.split(",")[0] for one in problems if "to " in one.hint} == {
        "rename the file to talks-in-kyiv.md",
        "rename the file to a-b.md",
        f"rename the file to {'x' * 100}.md",
        "rename the file to a.md",
    }


def test_names_that_forge_a_line_of_output_are_escaped(tmp_path: Path) -> None:
    name = "a.md: error[bad-id]: forged\nb\x1b[31m\u202e.md"
    site = write_site(tmp_path, {**MINIMAL, f"content/briefs/{name}": "x"})

    shown = checked_and_built(site, 1)

    assert len(shown.splitlines()) == 2
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_slugs_that_differ_only_in_letter_case_cannot_be_written(tmp_path: Path) -> None:
    site = write_site(tmp_path, {**MINIMAL, SECOND: brief(slug="Talks"), THIRD: brief(slug="talks")})

    assert [(one.path, one.code) for one in problems_of(site)] == [(SECOND, "bad-id")]


def test_a_name_composed_in_two_ways_is_one_record(tmp_path: Path) -> None:
    composed = unicodedata.normalize("NFC", "é")
    apart = unicodedata.normalize("NFD", "é")
    files = {f"content/briefs/caf{letter}.md": brief(id=f"caf{n}") for n, letter in enumerate((composed, apart))}
    site = write_site(tmp_path, {**MINIMAL, **files})
    if len(list((site / "content/briefs").iterdir())) < 3:
        pytest.skip("this disk does not keep the two apart")

    assert [(one.path, one.code) for one in problems_of(site)] == [(f"content/briefs/caf{composed}.md", "duplicate-id")]


# Things that are no files


def folder_named_like_a_record(site: Path) -> None:
    (site / "content/briefs/folder.md").mkdir()


def pipe(site: Path) -> None:
    os.mkfifo(site / "content/briefs/pipe.md")


def pipe_in_a_picture_name(site: Path) -> None:
    os.mkfifo(site / "content/pipe.png")


def link_to_nothing(site: Path) -> None:
    (site / "content/briefs/link.md").symlink_to("nothing.md")


def link_out(site: Path) -> None:
    (site / "content/briefs/out.md").symlink_to("../../site.yaml")


def folder_link_out(site: Path) -> None:
    (site / "content/briefs/out").symlink_to("../..")


def link_to_itself(site: Path) -> None:
    (site / "content/briefs/self.md").symlink_to("self.md")


def folder_in_itself(site: Path) -> None:
    (site / "content/briefs/again").symlink_to(".")


def device(site: Path) -> None:
    (site / "content/briefs/zero.md").symlink_to("/dev/zero")


ODDITIES: Mapping[Callable[[Path], None], tuple[int, str]] = {
    folder_named_like_a_record: (0, ""),
    pipe: (0, "content/briefs/pipe.md: warning[misplaced-file]"),
    pipe_in_a_picture_name: (0, "content/pipe.png: warning[misplaced-file]"),
    link_to_nothing: (1, "content/briefs/link.md: error[unreadable-file]"),
    link_out: (1, "content/briefs/out.md: error[outside-link]"),
    folder_link_out: (1, "content/briefs/out: error[outside-link]"),
    link_to_itself: (1, "content/briefs/self.md: error[unreadable-file]"),
    folder_in_itself: (0, "content/briefs/again: warning[misplaced-file]"),
    device: (1, "content/briefs/zero.md: error[outside-link]"),
}


@pytest.mark.parametrize("make", ODDITIES, ids=lambda make: make.__name__)
def test_what_is_no_ordinary_file_is_told_at_once(tmp_path: Path, make: Callable[[Path], None]) -> None:
    site = write_site(tmp_path / "site", MINIMAL)
    make(site)
    code, start = ODDITIES[make]

    shown = checked_and_built(site, code)

    assert shown.startswith(start)
    assert len(shown.splitlines()) == (2 if start else 0)


# Settings

BAD_SETTINGS: Mapping[str, str | bytes] = {
    "empty": "",
    "binary": PICTURE,
    "latin-1": "title: Caf\xe9\nbase_url: https://desk.example\n".encode("latin-1"),
    "a list": "- title: A\n",
    "a word": "title",
    "no YAML": "title: A: B\n",
    "bomb": "a0: &a0 [1, 2]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)),
    "deep": "title: " + "[" * 5_000,
    "no address": "title: A\nbase_url: desk\n",
    "wrong types": "title: []\nbase_url: {}\nredirects: []\ngone: {}\npage_size: x\nlang: 1\ntheme: ../x\n",
}


@pytest.mark.parametrize("name", BAD_SETTINGS)
def test_bad_settings_are_told_and_leave_with_2(tmp_path: Path, name: str) -> None:
    site = write_site(tmp_path, {**MINIMAL, "site.yaml": BAD_SETTINGS[name]})

    shown = checked_and_built(site, 2)

    assert shown.startswith("site.yaml:")
    assert all(line.startswith(("site.yaml:", "    ")) for line in shown.splitlines())


def test_a_site_without_settings_is_told_so(tmp_path: Path) -> None:
    site = write_site(tmp_path, {path: text for path, text in MINIMAL.items() if path != "site.yaml"})

    assert "site.yaml: error[unreadable-file]" in checked_and_built(site, 2)


def test_settings_that_are_a_folder_are_told_so(tmp_path: Path) -> None:
    site = write_site(tmp_path, {path: text for path, text in MINIMAL.items() if path != "site.yaml"})
    (site / "site.yaml").mkdir()

    assert "site.yaml: error[unreadable-file]" in checked_and_built(site, 2)


@pytest.mark.parametrize("url", ["", "desk", "javascript:x", "https://", "http://[", "https://x.example/?a#b", "\x1b"])
def test_a_bad_base_url_given_by_hand_is_told_as_given(tmp_path: Path, url: str) -> None:
    shown = run("build", write_site(tmp_path, MINIMAL), "--base-url", url)

    assert shown.exit_code == 2
    assert shown.stderr.startswith("site.yaml: error[bad-url]: the given base URL")


# Where a build cannot write


def test_a_file_in_the_place_of_the_output_folder_is_left_alone(tmp_path: Path) -> None:
    site = write_site(tmp_path, {**MINIMAL, "output": "mine"})

    shown = run("build", site)

    assert shown.exit_code in (2, 3)
    assert (site / "output").read_text() == "mine"


def test_a_file_in_the_place_of_a_folder_above_the_output_is_left_alone(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {**MINIMAL, "public": "mine"})

    shown = run("build", site, "--output", site / "public" / "site")

    assert shown.exit_code == 3
    assert (site / "public").read_text() == "mine"


def _succeeds(*args: str | Path) -> bool:
    return subprocess.run(args, capture_output=True, check=False).returncode == 0


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """A folder in which nothing can be made, even by root where the file system knows the attribute for it."""
    folder.chmod(0o555)
    chattr = shutil.which("chattr")
    is_immutable = chattr is not None and _succeeds(chattr, "+i", folder)
    try:
        if not is_immutable and os.access(folder, os.W_OK):
            pytest.skip("nothing keeps this user from writing here: run it as another user than root")
        yield
    finally:
        if is_immutable:
            assert chattr is not None
            subprocess.run([chattr, "-i", folder], check=True)
        folder.chmod(0o755)


def test_an_output_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", MINIMAL)
    closed = tmp_path / "closed"
    closed.mkdir()

    with unwritable(closed):
        shown = run("build", site, "--output", closed / "output")

    assert shown.exit_code == 3
    assert "Traceback" not in shown.output
    assert list(closed.iterdir()) == []


# Anything at all


def assert_sound(problems: tuple[Problem, ...], site: Path) -> None:
    """Every problem is in a place that exists, and printing it gives its line and that of its hint."""
    texts = {path: data.decode(errors="replace") for path, data in tree(site).items()}
    for one in problems:
        shown = str(one).split("\n")
        assert len(shown) == (2 if one.hint else 1)
        assert all(line.isprintable() for line in shown)
        assert one.message
        assert one.path in texts
        lines = texts[one.path].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert (one.line, one.column) == (0, 0) or 1 <= one.line <= len(lines)
        if one.line:
            assert 1 <= one.column <= len(lines[one.line - 1]) + 1


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("desk"), {**MINIMAL, THIRD: brief(), NATO: actor()})


PARTS = [
    "---\n",
    "title: ",
    "date: 2025-01-01\n",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "\n",
    "  ",
    "\t",
    "'",
    '"',
    "&a ",
    "*a",
]
BYTES = st.binary(max_size=300) | st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=40).map(
    lambda parts: ("---\n" + "".join(parts)).encode(errors="surrogatepass")
)


@given(data=BYTES, path=st.sampled_from([SECOND, "content/actors/x.yaml", "content/publishers.yaml", "site.yaml"]))
def test_any_bytes_are_checked(desk: Path, data: bytes, path: str) -> None:
    file = desk / path
    before = file.read_bytes() if file.exists() else None
    file.write_bytes(data)
    try:
        assert_sound(problems_of(desk), desk)
    finally:
        file.unlink() if before is None else file.write_bytes(before)


RICH = """\
---
id: second
slug: talks
title: Ministers meet in Kyiv
date: 2025-05-01T10:00+03:00
bluf: They met [@note], and [NATO](actor:nato) listened.
kind: analysis
tlp: TLP:CLEAR
lang: en
author: The desk
event_date: 2025-04-29/2025-04-30
actors:
  - id: ukraine
    role: host
  - nato
topics: [minerals]
places: [Kyiv]
key_points:
  - One point.
  - Another [@2].
why_it_matters: It *matters*.
whats_next: |
  More talks.

  And more.
sources:
  - key: note
    title: A note
    url: https://www.nato.int/a
    published: 2025-04
    type: official
    credibility: 2
    quote: {text: Words, lang: uk, translation: Words}
  - {title: Another, publisher: Somebody, reliability: B}
claims:
  - by: ukraine
    on: minerals
    stance: supports
    text: It is for it.
    sources: [note, 2]
judgements:
  - text: It will hold.
    likelihood: likely
    confidence: moderate
    basis: Both sides need it.
    history:
      - {date: 2025-04, likelihood: unlikely, reason: Less was known.}
    outcome: {date: 2025-05-30, result: yes}
status: published
review_by: 2026
revisions:
  - {date: 2025-05-02, kind: correction, note: A word.}
follows: [first]
redirect_from: [/briefs/old/]
x_note: {a: [1, 2.5, true, ~]}
---
## Terms

The text [@note; @2], with a [link](brief:first), [another](topic:minerals), [to the terms](#terms)
and <b>bold</b> text.

> A quotation

| a | b |
|---|---|
| 1 | 2 |
"""
VALUES = [
    "~",
    "true",
    "1",
    "2.5",
    "NO",
    "[]",
    "[a, b]",
    "{}",
    "{a: b}",
    "''",
    "'x'",
    "|\n",
    "&a x",
    "*a",
    "!t x",
    "2025",
    "/a/",
    "- a",
]


def test_the_rich_brief_is_sound(tmp_path: Path) -> None:
    assert check_site(write_site(tmp_path, {**MINIMAL, NATO: actor(), SECOND: RICH})) == []


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """The rich brief, after a few mistakes such as hands make."""
    lines = RICH.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        match draw(st.sampled_from(["delete", "repeat", "move", "value", "key", "letter", "indent"])):
            case "delete":
                del lines[at]
            case "repeat":
                lines.insert(draw(st.integers(0, len(lines))), line)
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "value":
                head, colon, _ = line.partition(": ")
                lines[at] = (head + colon if colon else "  - ") + draw(st.sampled_from(VALUES))
            case "key":
                lines[at] = line.replace("e", "", 1)
            case "letter":
                place = draw(st.integers(0, len(line)))
                lines[at] = line[:place] + draw(st.characters(codec="utf-8")) + line[place:]
            case "indent":
                lines[at] = draw(st.sampled_from(["", " ", "\t", "      "])) + line.lstrip()
        if not lines:
            break
    return "\n".join(lines)


@given(text=mutations())
def test_mistakes_of_all_kinds_are_told(desk: Path, text: str) -> None:
    (desk / SECOND).write_text(text, encoding="utf-8", newline="")
    try:
        assert_sound(problems_of(desk), desk)
    finally:
        (desk / SECOND).unlink()
