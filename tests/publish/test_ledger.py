"""The ledger never forgets, survives every damage, and merges by line."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.publish.errors import OutputError
from dateline.publish.ledger import (
    Ledger,
    format_ledger,
    parse_ledger,
    read_ledger,
    write_ledger,
)
from publishing import put

LEDGER = Ledger(
    {"/": "-", "/briefs/port/": "brief:port", "/actors/eu/feed.xml": "actor:eu"},
    {"brief:port": "tag:desk.example,2025:brief/port"},
)
URLS = b"""\
# Every URL that this site has published, and whose it is. Written by `dateline build`.
/\t-
/actors/eu/feed.xml\tactor:eu
/briefs/port/\tbrief:port
"""
FEED_IDS = b"""\
# The id by which feed readers know each record, for ever. Written by `dateline build`.
brief:port\ttag:desk.example,2025:brief/port
"""


def test_files_are_sorted_lines_under_one_comment(tmp_path: Path) -> None:
    assert format_ledger(LEDGER) == {"urls.tsv": URLS, "feed-ids.tsv": FEED_IDS}


def test_what_is_written_is_read_with_its_lines(tmp_path: Path) -> None:
    assert write_ledger(tmp_path / "state", LEDGER) == ("urls.tsv", "feed-ids.tsv")

    ledger, problems = read_ledger(tmp_path / "state")

    assert (ledger, problems) == (LEDGER, ())
    assert ledger.lines == {"/": 2, "/actors/eu/feed.xml": 3, "/briefs/port/": 4}
    assert sorted(os.listdir(tmp_path / "state")) == ["feed-ids.tsv", "urls.tsv"]
    assert stat.S_IMODE((tmp_path / "state/urls.tsv").stat().st_mode) == 0o644


def test_equal_ledger_is_not_written_again(tmp_path: Path) -> None:
    write_ledger(tmp_path, LEDGER)
    before = (tmp_path / "urls.tsv").stat()

    assert write_ledger(tmp_path, LEDGER) == ()
    assert (tmp_path / "urls.tsv").stat() == before
    more = LEDGER.with_published({"/briefs/new/": "brief:new"}, {})
    assert write_ledger(tmp_path, more) == ("urls.tsv",)


def test_site_that_published_nothing_has_no_files(tmp_path: Path) -> None:
    assert write_ledger(tmp_path / "state", Ledger()) == ()
    assert not (tmp_path / "state").exists()
    assert read_ledger(tmp_path / "state") == (Ledger(), ())


def test_draft_of_a_killed_build_is_removed(tmp_path: Path) -> None:
    write_ledger(tmp_path, LEDGER)
    put(tmp_path, {".urls.tsv.new": b"half"})

    write_ledger(tmp_path, LEDGER)

    assert sorted(os.listdir(tmp_path)) == ["feed-ids.tsv", "urls.tsv"]


def test_folder_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    put(tmp_path, {"state": b"a file"})

    with pytest.raises(OutputError, match=r"cannot write .*state/urls\.tsv"):
        write_ledger(tmp_path / "state", LEDGER)


def test_nothing_is_forgotten_the_newest_owner_wins_and_feed_ids_stay() -> None:
    ledger = LEDGER.with_published(
        {"/briefs/port/": "brief:harbour", "/briefs/new/": "brief:new"},
        {"brief:port": "tag:other.example,2026:brief/port", "brief:new": "tag:other.example,2026:brief/new"},
    )

    assert ledger.urls == {**LEDGER.urls, "/briefs/port/": "brief:harbour", "/briefs/new/": "brief:new"}
    assert ledger.feed_ids == {**LEDGER.feed_ids, "brief:new": "tag:other.example,2026:brief/new"}
    assert LEDGER.urls["/briefs/port/"] == "brief:port"


@pytest.mark.parametrize(
    ("urls", "feed_ids"),
    [
        ({"briefs/": "-"}, {}),
        ({"": "-"}, {}),
        ({"/a b/": "-"}, {}),
        ({"/a\n/": "-"}, {}),
        ({"/a\u2028/": "-"}, {}),
        ({"/\ud800/": "-"}, {}),
        ({"/a/": ""}, {}),
        ({"/a/": "brief:"}, {}),
        ({"/a/": "brief"}, {}),
        ({"/a/": "brief:x\ty"}, {}),
        ({}, {"-": "tag:x"}),
        ({}, {"brief:x": "https://desk.example/"}),
        ({}, {"brief:x": "tag:"}),
    ],
)
def test_ledger_holds_only_what_its_files_can(urls: dict[str, str], feed_ids: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not an entry"):
        Ledger(urls, feed_ids)


def test_damaged_lines_are_reported_with_their_place_and_the_others_count() -> None:
    data = b"# comment\n/a/\tbrief:a\n/b/ brief:b\n\n/c/\n/d/\tbrief:d\textra\n/\xff/\t-\n/e/\t-\n"

    ledger, problems = parse_ledger(data, b"nonsense\n")

    assert ledger.urls == {"/a/": "brief:a", "/e/": "-"}
    places = [(problem.path, problem.line, problem.code, problem.severity) for problem in problems]
    assert places == [("state/urls.tsv", line, "bad-state", "error") for line in (3, 5, 6, 7)] + [
        ("state/feed-ids.tsv", 1, "bad-state", "error")
    ]
    assert str(problems[0]) == (
        "state/urls.tsv:3:1: error[bad-state]: is not of the form /url/<TAB>kind:id: '/b/ brief:b'\n"
        "    restore the line from the history of the file"
    )


def test_merge_that_was_left_open_is_explained() -> None:
    data = b"<<<<<<< HEAD\n/a/\tbrief:a\n=======\n/b/\tbrief:b\n>>>>>>> desk\n"

    ledger, problems = parse_ledger(data, b"")

    assert ledger.urls == {"/a/": "brief:a", "/b/": "brief:b"}
    assert [problem.line for problem in problems] == [1, 3, 5]
    assert str(problems[0]) == (
        "state/urls.tsv:1:1: error[bad-state]: holds the mark of a merge conflict, '<<<<<<< HEAD'\n"
        "    a merge was left open: keep the entries of both sides, delete the lines that mark them, and commit"
    )


def test_url_with_two_owners_is_reported_at_its_second_place_and_a_line_that_stands_twice_is_not() -> None:
    ledger, problems = parse_ledger(b"/a/\tbrief:a\n/a/\tbrief:a\n/a/\tbrief:b\n", b"")

    assert ledger.urls == {"/a/": "brief:a"}
    assert [(problem.line, problem.message) for problem in problems] == [(3, "/a/ stands in line 1 with another value")]


def test_windows_line_ends_and_byte_order_mark_are_read() -> None:
    ledger, problems = parse_ledger(b"\xef\xbb\xbf# head\r\n/a/\tbrief:a\r\n", b"")

    assert (ledger.urls, problems) == ({"/a/": "brief:a"}, ())


def test_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "urls.tsv").mkdir()

    ledger, problems = read_ledger(tmp_path)

    assert ledger == Ledger()
    assert [(problem.path, problem.code) for problem in problems] == [("state/urls.tsv", "bad-state")]


@given(st.binary() | st.text("/-:\t\n#ab<=> \r\ud7ff").map(str.encode), st.binary())
def test_no_bytes_at_all_crash_the_reader(urls: bytes, feed_ids: bytes) -> None:
    ledger, problems = parse_ledger(urls, feed_ids)

    lines = [line for data in (urls, feed_ids) for line in data.split(b"\n")]
    assert len(ledger.urls) + len(ledger.feed_ids) + len(problems) <= len(lines)
    assert all(problem.code == "bad-state" and problem.line for problem in problems)


VISIBLE = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8)
RECORDS = st.builds("{}:{}".format, st.sampled_from(["brief", "actor", "topic"]), VISIBLE.filter(bool))
LEDGERS = st.builds(
    Ledger,
    st.dictionaries(VISIBLE.map("/{}".format), st.just("-") | RECORDS),
    st.dictionaries(RECORDS, VISIBLE.filter(bool).map("tag:{}".format)),
)


@settings(deadline=None)
@given(LEDGERS)
def test_every_ledger_is_read_as_it_was_written(ledger: Ledger) -> None:
    files = format_ledger(ledger)

    assert parse_ledger(files.get("urls.tsv", b""), files.get("feed-ids.tsv", b"")) == (ledger, ())


@given(LEDGERS, LEDGERS)
def test_adding_forgets_nothing(old: Ledger, new: Ledger) -> None:
    both = old.with_published(new.urls, new.feed_ids)

    assert both.urls.keys() == old.urls.keys() | new.urls.keys()
    assert both.urls.items() >= new.urls.items()
    assert both.feed_ids.items() >= old.feed_ids.items()
