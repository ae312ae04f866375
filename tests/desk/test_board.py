"""The board lists what needs the desk on a day, with places that an editor opens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import dateline
from promises.problem_cases import NATO, SECOND, THIRD, actor, brief, topic
from support import MINIMAL, SETTINGS, Files, tree, write_site


def run(site: Path, *options: str, day: str = "2025-06-01") -> Result:
    return CliRunner().invoke(dateline, ["board", str(site), "--as-of", day, *options])


def lines(site: Path, *options: str, day: str = "2025-06-01") -> list[str]:
    """What the board prints; it always leaves with 0."""
    result = run(site, *options, day=day)
    assert result.exit_code == 0
    return result.stdout.splitlines()


def judgement(horizon: str, **fields: str) -> str:
    more = "".join(f", {name}: {value}" for name, value in fields.items())
    return f"[{{text: It holds., likelihood: likely, basis: Both want it., horizon: {horizon}{more}}}]"


SOURCES = "[{title: A note, publisher: A}, {title: Another, publisher: B}]"


def site_with(root: Path, files: Files) -> Path:
    """The minimal site, its one brief with two origins, and other files."""
    return write_site(root, {**MINIMAL, "content/briefs/first.md": brief(sources=SOURCES), **files})


def test_a_site_in_order_needs_nothing(tmp_path: Path) -> None:
    assert lines(site_with(tmp_path, {})) == ["Nothing needs the desk on 2025-06-01."]


SECTIONS: tuple[tuple[str, Files, list[str]], ...] = (
    (
        "judgements",
        {
            SECOND: brief(sources=SOURCES, judgements=judgement("2025-06-02")),
            THIRD: brief(sources=SOURCES, judgements=judgement("2025-05", outcome="{date: 2025-06-02, result: yes}")),
            "content/briefs/far.md": brief(sources=SOURCES, judgements=judgement("2025-12-31")),
            "content/briefs/settled.md": brief(
                sources=SOURCES, judgements=judgement("2025-05-31", outcome="{date: 2025-05-01, result: no}")
            ),
        },
        [
            "Judgements to settle (2)",
            "  content/briefs/third.md:8:83: overdue, 1 day ago: 'It holds.' (likely) [Ministers meet]",
            "  content/briefs/second.md:8:83: due, in 1 day: 'It holds.' (likely) [Ministers meet]",
        ],
    ),
    (
        "reviews",
        {
            SECOND: brief(sources=SOURCES, review_by="2025-06-15"),
            THIRD: brief(sources=SOURCES, review_by="2025-05"),
            "content/briefs/later.md": brief(sources=SOURCES, review_by="2025-06"),
        },
        [
            "Reviews due (2)",
            "  content/briefs/third.md:8:12: review 1 day ago [Ministers meet]",
            "  content/briefs/second.md:8:12: review in 14 days [Ministers meet]",
        ],
    ),
    (
        "coming",
        {
            SECOND: brief(sources=SOURCES, embargo_until="2025-06-03T09:00Z"),
            THIRD: brief(sources=SOURCES, date="2025-06-02", tlp="TLP:RED"),
            "content/briefs/later.md": brief(sources=SOURCES, date="2025-06-16"),
        },
        [
            "Coming out (2)",
            "  content/briefs/third.md:3:7: comes out in 1 day [Ministers meet]",
            "  content/briefs/second.md:8:16: embargo ends in 2 days [Ministers meet]",
        ],
    ),
    (
        "expiries",
        {
            SECOND: brief(sources=SOURCES, expires="2025-06-02"),
            THIRD: brief(sources=SOURCES, expires="2025-06-01"),
        },
        ["Expiring (1)", "  content/briefs/second.md:8:10: expires in 1 day [Ministers meet]"],
    ),
    (
        "drafts",
        {
            SECOND: brief(sources=SOURCES, status="draft", date="2025-05-30"),
            THIRD: brief(sources=SOURCES, status="review"),
        },
        [
            "Drafts (2)",
            "  content/briefs/third.md:8:9: in review, dated 2025-05-01 [Ministers meet]",
            "  content/briefs/second.md:8:9: draft, dated 2025-05-30 [Ministers meet]",
        ],
    ),
    (
        "quiet",
        {
            "site.yaml": SETTINGS + "rules: {quiet-topic: {days: 60, severity: 'off'}}\n",
            "content/topics/lithium.md": topic(),
            SECOND: brief(sources=SOURCES, topics="[lithium]", date="2025-04-01"),
        },
        [
            "Topics gone quiet (1)",
            "  content/topics/lithium.md:2:1: active, and its last brief is 61 days old [Lithium]",
        ],
    ),
    (
        "single-origin",
        {
            SECOND: brief(sources="[{title: A, via: AFP}, {title: B, via: AFP}]"),
            THIRD: brief(exceptions="[{rule: few-origins, why: We were there.}]"),
        },
        [
            "Stories of a single origin (1)",
            "  content/briefs/second.md:7:10: all it rests on goes back to 'afp' [Ministers meet]",
        ],
    ),
    (
        "candidates",
        {
            NATO: actor(),
            SECOND: brief("NATO met in Kyiv.", sources=SOURCES, date="2025-05-18"),
            THIRD: brief("NATO met in Kyiv.", sources=SOURCES, date="2025-05-17"),
        },
        [
            "Names in drafts and new briefs (1)",
            "  content/briefs/second.md:9:1: names 'NATO', and its actors do not list nato [Ministers meet]",
        ],
    ),
)


@pytest.mark.parametrize(("name", "files", "expected"), SECTIONS, ids=[name for name, _, _ in SECTIONS])
def test_section_lists_what_is_near_with_the_most_urgent_first(
    tmp_path: Path, name: str, files: Files, expected: list[str]
) -> None:
    site = site_with(tmp_path, files)

    assert lines(site) == expected
    sections = {one["name"]: one for one in json.loads(run(site, "--json").stdout)["sections"]}
    assert [one["count"] for one in sections.values() if one["items"]] == [len(expected) - 1]
    assert sections[name]["items"]


def test_long_sections_are_cut_on_a_terminal_and_whole_as_json(tmp_path: Path) -> None:
    drafts = {f"content/briefs/draft-{number:02}.md": brief(sources=SOURCES, status="draft") for number in range(25)}
    site = site_with(tmp_path, drafts)

    assert lines(site)[0] == "Drafts (25)"
    assert lines(site)[-1] == "  and 15 more"
    assert len(lines(site)) == 12
    assert len(lines(site, "--limit", "0")) == 26
    sections = json.loads(run(site, "--json").stdout)["sections"]
    assert next(len(one["items"]) for one in sections if one["name"] == "drafts") == 25


def test_a_site_with_errors_has_a_board_of_what_can_be_read(tmp_path: Path) -> None:
    site = site_with(
        tmp_path,
        {SECOND: brief(sources=None, status="draft", actors="[nobody]"), THIRD: brief(review_by="2025-05"), NATO: "x"},
    )

    result = run(site)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[:4] == [
        "Reviews due (1)",
        "  content/briefs/third.md:8:12: review 1 day ago [Ministers meet]",
        "Drafts (1)",
        "  content/briefs/second.md:7:9: draft, dated 2025-05-01 [Ministers meet]",
    ]
    assert "records have errors" in result.stderr


def test_the_board_writes_nothing_but_what_can_be_made_again(tmp_path: Path) -> None:
    site = site_with(tmp_path, {SECOND: brief(status="draft")})
    before = tree(site)

    run(site)

    assert {path: data for path, data in tree(site).items() if not path.startswith(".dateline/")} == before


def test_settings_with_errors_are_told(tmp_path: Path) -> None:
    result = run(write_site(tmp_path, {**MINIMAL, "site.yaml": "title: A\n"}))

    assert result.exit_code == 2
    assert "missing-field" in result.stderr
