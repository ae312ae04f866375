"""New records: where they go, what they hold, and what keeps them from being written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.build import check
from dateline.content.documented import documented
from dateline.content.schema import Actor, Brief, Topic
from dateline.desk.errors import DeskError
from dateline.desk.new import new_actor, new_brief, new_topic
from support import MINIMAL, build_site, check_site, request_for, tree, write_site

TODAY = date(2025, 5, 2)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, MINIMAL)


def errors(site: Path) -> list[str]:
    """What would stop a build that shows drafts as well."""
    return [str(problem) for problem in check(request_for(site, drafts=True)) if problem.severity == "error"]


def test_brief_with_a_subject_is_a_draft_that_builds_at_once(site: Path) -> None:
    file = new_brief(site, "Rada ratifies: 338 in favour", today=TODAY, actors=["ukraine"], topics=["minerals"])

    assert file == site / "content/briefs/2025/rada-ratifies-338-in-favour.md"
    assert errors(site) == []
    lines = [line.partition("  #")[0].rstrip() for line in file.read_text().splitlines()]
    assert lines[:6] == [
        "---",
        'title: "Rada ratifies: 338 in favour"',
        "date: 2025-05-02",
        "status: draft",
        'actors: ["ukraine"]',
        'topics: ["minerals"]',
    ]


def test_draft_without_a_subject_builds_and_is_told_to_have_one_once_it_is_published(site: Path) -> None:
    file = new_brief(site, "Ratified", today=TODAY)

    build_site(site, drafts=True)
    assert [one.partition(": ")[2] for one in check_site(site) if "no actor" in one] == [
        "warning[unfinished-draft]: the brief names no actor and no topic\n"
        "    before you publish it, add `actors:` or `topics:`"
    ]
    file.write_text(file.read_text().replace("status: draft", "status: published"))
    assert errors(site) == [
        "content/briefs/2025/ratified.md:2:1: error[no-subject]: the brief names no actor and no topic\n"
        "    add `actors:` or `topics:`"
    ]


def test_actor_and_topic_with_a_summary_build_at_once(site: Path) -> None:
    actor = new_actor(site, "Верховна Рада", kind="public-body", summary="Ukraine's parliament: one chamber.")
    topic = new_topic(site, "Energy", summary="Power, gas and heat.")

    assert actor == site / "content/actors/verkhovna-rada.md"
    assert topic == site / "content/topics/energy.md"
    assert check_site(site) == []


@pytest.mark.parametrize(
    "make", [lambda site: new_actor(site, "New", kind="state"), lambda site: new_topic(site, "New")]
)
def test_missing_summary_is_named_by_check(site: Path, make: object) -> None:
    assert callable(make)
    make(site)

    (problem,) = check_site(site)
    assert "error[missing-field]" in problem
    assert "'summary'" in problem


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Brief, lambda site: new_brief(site, "New", today=TODAY, topics=["minerals"])),
        (Actor, lambda site: new_actor(site, "New", kind="person")),
        (Topic, lambda site: new_topic(site, "New")),
    ],
)
def test_every_field_that_a_new_record_can_use_is_shown_with_its_description(
    site: Path, model: type[Brief], make: object
) -> None:
    assert callable(make)
    text = make(site).read_text()

    left_out = {"id", "slug", "redirect_from", "revisions", "expires"}
    for name, field in documented(model).items():
        shown = f"# {field.description}" in text
        assert shown is (name not in left_out), name


def test_field_without_its_mark_is_the_field(site: Path) -> None:
    file = new_brief(site, "New", today=TODAY, topics=["minerals"])
    text = file.read_text()
    for line, value in {
        "#bluf:": "bluf: All of it",
        "#kind:": "kind: analysis",
        "#sources:": "sources:",
        "#  - key:": "  - key: a",
        "#    url:": "    url: https://desk.example/a",
        "#claims:": "claims:",
        "#  - by:": "  - by: ukraine",
        "#    on:": "    on: minerals",
        "#    stance:": "    stance: supports",
        "#    text:": "    text: It wants the deal.",
        "#    sources:": "    sources: [a]",
    }.items():
        (found,) = [old for old in text.splitlines() if old.startswith(line)][:1]
        text = text.replace(found, value, 1)
    file.write_text(text)

    assert check(request_for(site, drafts=True)) == ()


def test_second_brief_of_a_title_gets_a_number_whatever_its_year(site: Path) -> None:
    files = [new_brief(site, "Talks", today=day, topics=["minerals"]) for day in (date(2024, 1, 1), TODAY, TODAY)]

    assert [file.name for file in files] == ["talks.md", "talks-2.md", "talks-3.md"]
    assert errors(site) == []


def test_plain_text_with_a_sidecar_counts_as_a_record_of_its_name(site: Path) -> None:
    write_site(site, {"content/briefs/Talks.yaml": "", "content/briefs/Talks.txt": ""})

    assert new_brief(site, "Talks", today=TODAY).name == "talks-2.md"


def test_record_is_never_overwritten_and_another_name_is_suggested(site: Path) -> None:
    before = tree(site)

    with pytest.raises(DeskError) as caught:
        new_actor(site, "Ukraine", kind="state")
    assert caught.value.message == "content/actors/ukraine.md is there already"
    assert caught.value.hint == "give another name with --slug ukraine-2"
    with pytest.raises(DeskError, match=r"content/briefs/first\.md is there already"):
        new_brief(site, "Talks", today=TODAY, slug="first")

    assert tree(site) == before


@pytest.mark.parametrize("slug", ["../x", "a/b", ".x", "x.", "X", "é", "con", "x" * 101, "a\\b", "-"])
def test_slug_that_is_no_part_of_an_address_is_refused(site: Path, slug: str) -> None:
    before = tree(site)

    with pytest.raises(DeskError, match="the slug "):
        new_topic(site, "Topic", slug=slug)

    assert tree(site) == before


@pytest.mark.parametrize("title", ["東京", "?!", "Con", "—" * 40])
def test_title_that_gives_no_name_asks_for_one(site: Path, title: str) -> None:
    with pytest.raises(DeskError) as caught:
        new_topic(site, title)

    assert caught.value.message == f"no file name can be made from '{title}'"
    assert caught.value.hint == "give one with --slug, such as --slug port-rules"
    assert new_topic(site, title, slug="port-rules", summary="x").read_text().startswith(f'---\nname: "{title}"')


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "the title is empty"),
        (" \n", "the title is empty"),
        ("a\x07b", "the title holds the control character U+0007"),
        ("a\udcffb", "the title holds the control character U+DCFF"),
        ("x" * 301, "the title is longer than 300 characters"),
    ],
)
def test_title_that_no_brief_may_have_is_refused(site: Path, title: str, message: str) -> None:
    with pytest.raises(DeskError) as caught:
        new_brief(site, title, today=TODAY)

    assert caught.value.message == message


def test_folder_that_is_no_site_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        new_topic(tmp_path / "elsewhere", "Energy")

    assert caught.value.message == f"there is no site in {tmp_path / 'elsewhere'}: it has no site.yaml"
    assert tree(tmp_path) == {}


def test_link_out_of_content_is_not_followed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (site / "content/topics/minerals.md").unlink()
    (site / "content/topics").rmdir()
    (site / "content/topics").symlink_to(outside)

    with pytest.raises(DeskError, match="content/topics leads out of content"):
        new_topic(site, "Energy")

    assert tree(outside) == {}


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_any_texts_give_a_record_that_holds_them_or_are_refused(
    site: Path, name: str, summary: str, alias: str
) -> None:
    file = None
    try:
        file = new_topic(site, name, summary=summary, slug="fuzz")
        brief = new_brief(site, alias, slug="fuzz", today=TODAY, topics=["fuzz"])
    except DeskError:
        return
    else:
        assert errors(site) == []
        brief.unlink()
    finally:
        if file:
            file.unlink()
