"""Problems point at the value or words that they are about, in the right file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.places import OpenedFile, Places, open_file
from dateline.content.sources import SourceFile
from dateline.content.validate import Loc
from support import source

TEXT = """\
---
title: A title @key
actors: [nato, {id: un, role: host}]
claims:
  - by: nato
    sources: [key, other-key]
---
Body with [@key-2], [@key] and
a [link](actor:un-habitat) to [it](ACTOR:un).
Again [@key].
"""


def opened(text: str = TEXT) -> OpenedFile:
    found, problems = open_file(source("content/briefs/a.md", text))
    assert found is not None
    assert problems == ()
    return found


@pytest.mark.parametrize(
    ("loc", "place"),
    [
        ((), (2, 1)),
        (("title",), (2, 8)),
        (("actors",), (3, 9)),
        (("actors", 0), (3, 10)),
        (("actors", 0, "id"), (3, 10)),  # nothing is there, so what is around it
        (("actors", 1, "id"), (3, 21)),
        (("claims", 0), (5, 5)),
        (("claims", 0, "on"), (5, 5)),
        (("claims", 0, "sources", 1), (6, 20)),
        (("nothing",), (2, 1)),
    ],
)
def test_a_value_is_where_it_is_written(loc: Loc, place: tuple[int, int]) -> None:
    assert opened().place(loc) == ("content/briefs/a.md", *place)


@pytest.mark.parametrize(
    ("loc", "needles", "places"),
    [
        (("body",), ["@key"], [(8, 22), (10, 8)]),  # not in `@key-2`, and not in the front matter
        (("body",), ["@key-2"], [(8, 12)]),
        (("body",), ["actor:un"], [(9, 36)]),  # not in `un-habitat`; in another letter case
        (("body",), ["nowhere", "link"], [(9, 4)]),  # the first that stands there
        (("body",), ["nowhere"], [(8, 1)]),
        (("title",), ["@key"], [(2, 16)]),
        (("claims", 0, "sources", 1), ["key"], [(6, 26)]),  # from the value on
        (("actors",), ["nowhere"], [(3, 9)]),
    ],
)
def test_words_are_found_in_their_text(loc: Loc, needles: list[str], places: list[tuple[int, int]]) -> None:
    assert opened().find(loc, *needles) == [("content/briefs/a.md", *place) for place in places]


def test_words_are_found_in_a_whole_file() -> None:
    assert [place[1:] for place in opened().find_all("@key")] == [(2, 16), (8, 22), (10, 8)]
    assert [place[1:] for place in opened().find_all("nowhere")] == [(8, 1)]


def sidecar() -> SourceFile:
    return SourceFile(
        path="content/briefs/a.txt",
        kind="brief",
        text=b"Text [@key].\n",
        meta_path="content/briefs/a.yaml",
        meta=b"title: A [@key]\n",
        is_plain=True,
        many=False,
    )


def test_a_text_with_a_sidecar_has_places_in_two_files() -> None:
    found, _ = open_file(sidecar())

    assert found is not None
    assert found.place(("title",)) == ("content/briefs/a.yaml", 1, 8)
    assert found.find_all("@key") == [("content/briefs/a.yaml", 1, 11), ("content/briefs/a.txt", 1, 7)]


@pytest.mark.parametrize("path", ["content/briefs/a.txt", "content/briefs/a.yaml"])
def test_both_files_of_a_record_lead_to_it(path: str) -> None:
    places = Places([sidecar()])

    assert places.of(path, ("title",)) == ("content/briefs/a.yaml", 1, 8)
    assert len(places.find_all(path, "@key")) == 2


def test_a_file_that_is_not_there_or_cannot_be_read_has_a_path_alone() -> None:
    places = Places([source("content/briefs/a.md", "no front matter, but NATO")])

    assert places.of("content/briefs/b.md", ("title",)) == ("content/briefs/b.md", 0, 0)
    assert places.of("content/briefs/a.md", ("title",)) == ("content/briefs/a.md", 0, 0)
    assert places.find_all("content/briefs/b.md", "x") == [("content/briefs/b.md", 0, 0)]


@pytest.mark.parametrize(
    ("text", "is_named"),
    [("nato", True), ("NATO", True), ("nat", False), ("front matter", True), ("", True), ("(", False)],
)
def test_a_file_that_cannot_be_read_still_tells_what_words_it_holds(text: str, is_named: bool) -> None:
    places = Places([source("content/briefs/a.md", "no front matter, but NATO")])

    assert places.names("content/briefs/a.md", text) is is_named
    assert not places.names("content/briefs/b.md", text)


@given(st.text(alphabet="ab@ \n-", max_size=40), st.sampled_from(["a", "@a", "b b", "-a-"]))
def test_what_is_found_stands_there(body: str, needle: str) -> None:
    text = f"---\ntitle: A\n---\n{body}"
    lines = text.split("\n")

    places = opened(text).find(("body",), needle)

    for _, line, column in places:
        rest = " ".join("\n".join([lines[line - 1][column - 1 :], *lines[line:]]).split())
        assert rest.startswith(needle) or places == [("content/briefs/a.md", 4, 1)]
