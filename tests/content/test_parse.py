"""One file to its records: what they hold, and what of them is told and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dateline.content.document import Document, Fragment
from dateline.content.parse import Parsed, parse
from dateline.content.parsing import parse_all
from dateline.content.schema import Actor, Brief, Publisher
from dateline.content.sources import SourceFile, read_sources
from dateline.jobs import WORTH_A_PROCESS
from dateline.memo import Memo
from promises.problem_cases import NATO, SECOND, THIRD, actor, brief
from support import source


def whole(parsed: Parsed) -> Document[Any]:
    """The only record, which has no errors."""
    (document,) = parsed.documents
    assert isinstance(document, Document)
    assert isinstance(document.fields, Brief)
    return document


def fragment(parsed: Parsed) -> Fragment:
    """The only record, which has errors."""
    (record,) = parsed.documents
    assert isinstance(record, Fragment)
    return record


def publishers(yaml: str) -> SourceFile:
    path = "content/publishers.yaml"
    return SourceFile(
        path=path, kind="publisher", text=None, meta_path=path, meta=yaml.encode(), is_plain=False, many=True
    )


def test_a_record_goes_by_its_files_name() -> None:
    document = whole(parse(source("content/briefs/2025/kyiv-talks.md", brief())))

    assert (document.kind, document.id, document.slug) == ("brief", "kyiv-talks", "kyiv-talks")
    assert (document.path, document.at) == ("content/briefs/2025/kyiv-talks.md", ())


def test_an_id_and_a_slug_of_its_own_take_the_place_of_the_name() -> None:
    assert whole(parse(source(SECOND, brief(id="a")))).slug == "a"
    assert whole(parse(source(SECOND, brief(slug="b")))).key == ("brief", "second")
    assert whole(parse(source(SECOND, brief(id="a", slug="b")))).slug == "b"


def test_texts_are_rendered_in_reading_order() -> None:
    text = brief("Body.", why_it_matters="Why.", whats_next="Next.", key_points="[One, '*Two*']", bluf="They _met_.")

    assert whole(parse(source(SECOND, text))).prose == (
        ("bluf", "They <em>met</em>."),
        ("key_points.0", "One"),
        ("key_points.1", "<em>Two</em>"),
        ("body", "<p>Body.</p>"),
        ("why_it_matters", "<p>Why.</p>"),
        ("whats_next", "<p>Next.</p>"),
    )


def test_headings_links_and_pictures_of_all_texts_are_known() -> None:
    document = whole(
        parse(
            source(
                SECOND,
                brief(
                    "## Terms\n\n[a](actor:nato) ![A port](images/port.png)",
                    bluf="See [b](topic:minerals#more).",
                    image="images/map.png",
                    image_alt="A map.",
                ),
            )
        )
    )

    assert [heading.id for heading in document.headings] == ["terms"]
    assert sorted(link.href for link in document.links) == ["actor:nato", "topic:minerals#more"]
    assert document.images == ("images/map.png", "images/port.png")


def test_claims_name_sources_by_number() -> None:
    claims = "[{by: ukraine, on: minerals, stance: supports, text: Yes., sources: [note, '1']}]"

    assert whole(parse(source(SECOND, brief(claims=claims)))).fields.claims[0].sources == ("1", "1")


def test_free_fields_are_kept_as_they_are() -> None:
    document = whole(parse(source(SECOND, brief(x_mood="{good: [1, true, ~]}", x_n="NO"))))

    assert document.extra == {"x_mood": {"good": [1, True, None]}, "x_n": "NO"}


def test_norway_stays_norway() -> None:
    (document,) = parse(source("content/actors/norway.md", actor(country="NO", aliases="[NO, On, 47]"))).documents

    assert isinstance(document, Document)
    assert isinstance(document.fields, Actor)
    assert document.fields.country == "NO"
    assert document.fields.aliases == ("NO", "On", "47")


def test_a_file_of_many_records_gives_each_its_place_and_digest() -> None:
    parsed = parse(publishers("reuters: {name: Reuters}\nx: {id: ap, name: AP}\n"))

    assert parsed.problems == ()
    assert [(one.id, one.at) for one in parsed.documents] == [("reuters", ("reuters",)), ("ap", ("x",))]
    assert all(isinstance(one, Document) and isinstance(one.fields, Publisher) for one in parsed.documents)
    assert len({one.digest for one in parsed.documents if isinstance(one, Document)}) == 2


def test_an_entry_with_errors_leaves_the_others_whole() -> None:
    parsed = parse(publishers("reuters: {name: Reuters}\nap: {nam: AP}\nafp: wire\n"))

    assert [type(one) for one in parsed.documents] == [Document, Fragment, Fragment]
    assert [str(problem).split("\n")[0] for problem in parsed.problems] == [
        "content/publishers.yaml:2:5: error[missing-field]: the publisher 'ap' has no 'name'",
        "content/publishers.yaml:2:6: error[unknown-field]: 'nam' is not a field of the publisher 'ap'",
        "content/publishers.yaml:3:6: error[wrong-type]: the publisher 'afp' needs a mapping of fields",
    ]


# Fragments


def test_a_record_with_errors_still_tells_what_it_names_and_is_named() -> None:
    text = actor(kind="club", aliases="[the Alliance, 1949, [x]]", relations="[{type: ally of, to: usa}, {to: [x]}]")

    record = fragment(parse(source(NATO, text)))

    assert (record.key, record.slug, record.is_unread) == (("actor", "nato"), "nato", False)
    assert record.names == ("NATO", "the Alliance", "1949")
    assert [text for _, text, _ in record.references] == ["usa"]


def test_the_texts_of_a_record_with_errors_are_read_too() -> None:
    record = fragment(parse(source(SECOND, brief("# One\n\n[a](actor:nato) ![b](images/c.png)", date="May"))))

    assert [heading.id for heading in record.headings] == ["one"]
    assert [link.target for link in record.links] == ["nato"]
    assert record.images == ("images/c.png",)


@pytest.mark.parametrize("text", ["", "no front matter", "---\ntitle: [\n---\n", "---\n- a\n---\n"])
def test_of_a_file_that_cannot_be_read_the_name_is_known(text: str) -> None:
    record = fragment(parse(source(SECOND, text)))

    assert (record.key, record.is_unread) == (("brief", "second"), True)


def test_citations_are_not_judged_where_the_sources_cannot_be_read() -> None:
    problems = parse(source(SECOND, brief("A [@x].", sources="note"))).problems

    assert [problem.code for problem in problems] == ["wrong-type"]


def test_citations_are_judged_by_the_sources_that_can_be_read() -> None:
    sources = "[{key: a, title: A, url: x}, {key: b, title: B}, c]"
    problems = parse(source(SECOND, brief("[@a], [@b], [@3], [@4].", sources=sources))).problems

    assert [problem.code for problem in problems] == ["bad-url", "wrong-type", "unknown-source"]


@pytest.mark.parametrize("id", ["~", "[a]", "{}", "true"])
def test_an_id_that_is_none_gives_way_to_the_files_name(id: str) -> None:
    assert fragment(parse(source(SECOND, brief(id=id)))).key == ("brief", "second")


# Remembering


FILES = [
    source(SECOND, brief("## Terms\n\n[a](actor:nato)", x_mood="{a: [1]}", event_date="2025-04/2025-05", bluf=None)),
    source("content/briefs/fourth.md", brief(x_odd="{1: [2.50, ~, {b: yes}]}", x_none="~", status="published")),
    source(THIRD, brief(date="2025-05-01T10:00+03:00")),
    source(NATO, actor(offices="[{title: Host, from: 2024}]", aliases="[the Alliance]")),
    publishers("reuters: {name: Reuters}\n"),
]


def test_what_is_remembered_is_what_is_parsed(tmp_path: Path) -> None:
    with Memo(tmp_path / "memo.sqlite") as memo:
        first = parse_all(FILES, memo)
    with Memo(tmp_path / "memo.sqlite") as memo:
        second = parse_all(FILES, memo)

    assert second == first
    assert [type(one) for one in first.documents] == [Document] * 5
    assert [problem.code for problem in second.problems] == ["no-bluf"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_files_give_the_same_in_any_number_of_processes_and_from_the_memo(tmp_path: Path, jobs: int) -> None:
    showcase = read_sources(Path(__file__).parents[2]).files * 4
    parsed = [parse_all(showcase, Memo(None), jobs)]
    for _ in range(2):
        with Memo(tmp_path / "memo.sqlite") as memo:
            parsed.append(parse_all(showcase, memo, jobs))

    assert len(showcase) > 2 * WORTH_A_PROCESS
    assert parsed[1] == parsed[0]
    assert parsed[2] == parsed[0]


class Talking:
    """A memo that says the same to every question, and keeps what it is told."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.kept: list[str] = []

    def get_all(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        return dict.fromkeys(keys, self.answer.encode()) if self.answer is not None else {}

    def put(self, key: bytes, value: bytes) -> None:
        self.kept.append(value.decode())


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x", '{"problems":[]}\n{}\n[]', '{"problems":[]}\n{}', '{"problems":1}']
)
def test_a_memo_that_makes_no_sense_is_as_good_as_none(answer: str) -> None:
    assert parse_all(FILES, Talking(answer)) == parse_all(FILES, Talking(None))  # type: ignore[arg-type]


def test_records_with_errors_are_not_remembered() -> None:
    memo = Talking(None)

    parse_all([source(SECOND, brief(date="May")), source(THIRD, brief())], memo)  # type: ignore[arg-type]

    assert [(THIRD in kept, SECOND in kept) for kept in memo.kept] == [(True, False)]
