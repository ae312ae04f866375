"""Texts, ids and addresses: what a field takes, as it takes it, and what it refuses."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from dateline.content import fields
from dateline.content.fields import LIKELIHOOD_RANGES, MAX_ID, Likelihood, id_fault, id_like


def takes(field: Any, value: object) -> object:
    """What a field makes of a value; the message where it refuses it."""
    try:
        return TypeAdapter(field).validate_python(value)
    except ValidationError as error:
        return error.errors()[0]["msg"]


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("  Talks  ", "Talks"),
        (1984, "1984"),
        (2.5, "2.5"),
        ("e\u0301", "\u00e9"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        (" \n", "is empty"),
        ("a\x07b", "holds the control character U+0007"),
        ("a\ud800b", "Input should be a valid string, unable to parse raw data as a unicode string"),
        ("a\u0085b", "holds the control character U+0085"),
    ],
)
def test_a_line_is_clean_text(value: object, taken: str) -> None:
    assert takes(fields.Line, value) == taken


@pytest.mark.parametrize("value", [True, None, [], {}])
def test_a_line_is_neither_boolean_nor_nothing(value: object) -> None:
    assert "string" in str(takes(fields.Line, value))


@pytest.mark.parametrize("text", ["a", "0", "a-b", "a_b.c", "2025-05-01", "x" * MAX_ID, "console", "com10"])
def test_ids_are_what_every_disk_and_address_can_hold(text: str) -> None:
    assert id_fault(text) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "must start and end with a letter or digit"),
        (".", "must start and end with a letter or digit"),
        ("-a", "must start and end with a letter or digit"),
        ("a.", "must start and end with a letter or digit"),
        ("a b", "holds ' ', and may hold only a-z, 0-9, '-', '_' and '.'"),
        ("Talks", "holds 'T', and may hold only a-z, 0-9, '-', '_' and '.'"),
        ("../x", "holds '/', and may hold only a-z, 0-9, '-', '_' and '.'"),
        ("a\n", "holds '\\n', and may hold only a-z, 0-9, '-', '_' and '.'"),
        ("t\u0435xt", "holds '\u0435' (U+0435), and may hold only a-z, 0-9, '-', '_' and '.'"),
        ("x" * (MAX_ID + 1), "is longer than 100 characters"),
        ("con", "is a name that some systems keep for devices"),
        ("lpt1.txt", "is a name that some systems keep for devices"),
    ],
)
def test_other_ids_are_refused_with_the_reason(text: str, fault: str) -> None:
    assert id_fault(text) == fault


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Talks in Kyiv", "talks-in-kyiv"),
        ("Çavuşoğlu", "cavusoglu"),
        ("--A--", "a"),
        ("a/../b", "a-..-b"),
        ("Київ", ""),
        ("t\u0435xt", ""),
        ("con", ""),
        ("?!", ""),
    ],
)
def test_the_nearest_id_is_suggested_where_no_letter_is_lost(text: str, near: str) -> None:
    assert id_like(text) == near


@given(st.text())
def test_what_is_suggested_is_an_id(text: str) -> None:
    near = id_like(text)

    assert near == "" or id_fault(near) == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://nato.int",
        "http://nato.int/a?b=c&d=%20#e",
        "HTTPS://NATO.INT/",
        "https://nato.int:8443/",
        "https://münchen.example/ä",
        "https://[::1]/",
    ],
)
def test_addresses_that_a_reader_can_follow_are_taken_as_they_are(url: str) -> None:
    assert takes(fields.Url, url) == url


@pytest.mark.parametrize(
    "url",
    [
        "nato.int",
        "//nato.int",
        "/a",
        "mailto:a@nato.int",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://nato.int",
        "https://",
        "https:nato.int",
        "https://nato.int:99999",
        "https://nato.int:x",
        "http://[::1",
        "https://nato.int/a b",
        "https://nato.int/\na",
        'https://nato.int/"a',
        "https://nato.int/<a>",
        "https://nato.int\\a",
        "java\tscript:x",
        "",
    ],
)
def test_all_other_addresses_are_refused(url: str) -> None:
    assert takes(fields.Url, url) == "is not an absolute http or https address"


@pytest.mark.parametrize("path", ["/", "/a", "/a/", "/a/b.html", "/~a/B_1/"])
def test_paths_of_the_site_start_at_its_root(path: str) -> None:
    assert takes(fields.SitePath, path) == path


@pytest.mark.parametrize("path", ["", "a/", "//a", "/a//b", "/../a", "/a/..", "/./a", "/a?b", "/a#b", "/a b", "/ä/"])
def test_other_paths_are_refused(path: str) -> None:
    assert takes(fields.SitePath, path) == "is not a path of the site such as /briefs/old-name/"


@pytest.mark.parametrize(
    "path", ["/a.jpg", "../a.jpg", "a/../b.jpg", "a//b.jpg", "a b.jpg", "https://nato.int/a.jpg", ""]
)
def test_pictures_lie_in_the_content(path: str) -> None:
    assert takes(fields.ImagePath, "images/port.jpg") == "images/port.jpg"
    assert takes(fields.ImagePath, path) == "is not the path of a file in content/, such as images/port.jpg"


@pytest.mark.parametrize(("text", "is_taken"), [("2025-05-01", True), ("2025-05-01T10:00Z", True), ("2025-05", False)])
def test_a_day_is_no_less_precise_than_that(text: str, is_taken: bool) -> None:
    assert (str(takes(fields.Day, text)) == text) is is_taken


def test_every_likelihood_has_its_range_and_ranges_leave_no_gap() -> None:
    assert set(LIKELIHOOD_RANGES) == set(get_args(Likelihood))
    bounds = sorted(set(LIKELIHOOD_RANGES.values()))
    assert bounds == [(1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99)]
