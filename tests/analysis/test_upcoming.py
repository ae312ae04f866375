"""The moments at which a site changes by itself: all of them, and no others."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from dateline.cli import dateline as command
from dateline.content.dates import AsOf
from dateline.fill import render
from dateline.prepare import prepare
from support import MINIMAL, NOW, request_for, write_site

BRIEF = "content/briefs/first.md"
ACTOR = "content/actors/ukraine.md"
QUIET = {**MINIMAL, BRIEF: str(MINIMAL[BRIEF]).replace("2025-04-30", "2023-04-30")}
"""A site of long ago, whose actors and topics have nothing recent that could grow old."""


def with_lines(path: str, *lines: str) -> dict[str, str | bytes]:
    """The site with lines added to the front matter of one of its records."""
    return {**QUIET, path: str(QUIET[path]).replace("---\n", "---\n" + "".join(f"{line}\n" for line in lines), 1)}


def told(root: Path) -> list[tuple[str, str]]:
    return [
        (f"{one.moment:%Y-%m-%dT%H:%M:%S}", f"{one.path.rpartition('/')[2]}: {one.what}")
        for one in prepare(request_for(root)).upcoming
    ]


def shown(root: Path, instant: datetime) -> dict[str, bytes]:
    """All pages and files as a build at an instant makes them."""
    draft = prepare(replace(request_for(root), now=AsOf.at(instant)))
    return {output.url: render(output, draft.renderer) for output in draft.outputs}


CASES = [
    (["embargo_until: 2025-07-01T09:30+02:00"], [("2025-07-01T07:30:00", "its embargo ends")]),
    (["expires: 2025-07-01"], [("2025-07-01T00:00:00", "it expires")]),
    (
        ["revisions: [{date: 2025-08-01, kind: correction, note: One figure.}]"],
        [("2025-08-01T00:00:00", "its correction is shown")],
    ),
    (
        ["judgements: [{text: It holds., likelihood: likely, horizon: 2025-09}]"],
        [
            ("2025-08-31T00:00:00", "judgement 1 falls due"),
            ("2025-10-01T00:00:00", "the horizon of judgement 1 is past"),
        ],
    ),
    (
        [
            "judgements: [{text: It holds., likelihood: likely, horizon: 2025-09-30,",
            "  outcome: {date: 2025-09-15, result: yes}}]",
        ],
        [
            ("2025-08-31T00:00:00", "judgement 1 falls due"),
            ("2025-09-15T00:00:00", "the outcome of judgement 1 is shown"),
        ],
    ),
    (
        [
            "judgements: [{text: It holds., likelihood: likely,",
            "  history: [{date: 2023-05-01, likelihood: unlikely, reason: Early.},",
            "    {date: 2025-07-01, likelihood: remote, reason: Later.}]}]",
        ],
        [("2025-07-01T00:00:00", "judgement 1 changes")],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), CASES)
def test_date_of_a_brief_is_told_and_the_site_changes_then_and_not_before(
    tmp_path: Path, lines: list[str], expected: list[tuple[str, str]]
) -> None:
    files = with_lines(BRIEF, *(line.replace("yes", '"yes"') for line in lines))
    root = write_site(tmp_path, files)

    assert told(root) == [(moment, f"first.md: {what}") for moment, what in expected]

    before = shown(root, NOW.instant)
    for text, _ in expected:
        moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        assert shown(root, moment - timedelta(seconds=1)) == before
        after = shown(root, moment)
        assert after != before
        before = after


def test_future_brief_appears_and_what_else_would_hide_it_counts_once(tmp_path: Path) -> None:
    files = {
        **QUIET,
        BRIEF: str(QUIET[BRIEF]).replace("date: 2023-04-30", "date: 2025-07-02\nembargo_until: 2025-07-05"),
    }
    root = write_site(tmp_path, files)

    assert told(root) == [("2025-07-05T00:00:00", "first.md: its embargo ends")]


@pytest.mark.parametrize("line", ["status: draft", "tlp: TLP:AMBER", "expires: 2024-01-01"])
def test_dates_of_what_stays_hidden_change_nothing(tmp_path: Path, line: str) -> None:
    dated = "revisions: [{date: 2025-08-01, kind: update, note: More.}]"
    root = write_site(tmp_path, with_lines(BRIEF, line, dated, "embargo_until: 2025-07-01"))

    assert told(root) == []


def test_office_begins_and_ends_for_certain_or_possibly(tmp_path: Path) -> None:
    lines = ["offices: [{title: Chair, from: 2025-07, until: 2026-06-30}]"]
    root = write_site(tmp_path, with_lines(ACTOR, *lines))

    assert told(root) == [
        ("2025-07-01T00:00:00", "ukraine.md: 'Chair' begins"),
        ("2025-07-31T00:00:00", "ukraine.md: 'Chair' begins"),
        ("2026-07-01T00:00:00", "ukraine.md: 'Chair' ends"),
    ]


def test_review_dates_and_the_past_change_nothing(tmp_path: Path) -> None:
    lines = ["review_by: 2025-07-01", "revisions: [{date: 2024-01-01, kind: update, note: More.}]"]
    root = write_site(tmp_path, with_lines(BRIEF, *lines))

    assert told(root) == []
    assert shown(root, NOW.instant) == shown(root, NOW.instant + timedelta(days=400))


def run(*arguments: str) -> tuple[str, str]:
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": str(int(NOW.instant.timestamp()))})
    result = runner.invoke(command, ["next", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout, result.stderr


def test_command_prints_the_nearest_moment_and_why(tmp_path: Path) -> None:
    lines = ["expires: 2025-07-01", "revisions: [{date: 2025-06-15, kind: update, note: More.}]"]
    root = str(write_site(tmp_path, with_lines(BRIEF, *lines)))

    assert run(root) == ("2025-06-15T00:00:00Z\n", "content/briefs/first.md: its update is shown\n")
    value = json.loads(run(root, "--json")[0])
    assert value["next"] == "2025-06-15T00:00:00Z"
    assert value["upcoming"][1] == {
        "moment": "2025-07-01T00:00:00Z",
        "path": "content/briefs/first.md",
        "what": "it expires",
    }


def test_command_prints_nothing_where_nothing_lies_ahead(tmp_path: Path) -> None:
    root = str(write_site(tmp_path, QUIET))

    assert run(root) == ("", "")
    assert json.loads(run(root, "--json")[0]) == {"problems": [], "next": None, "upcoming": []}
