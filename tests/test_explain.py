"""Why a build rewrites a page: the change that decided about it, in an author's words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import dateline as command
from dateline.content.dates import AsOf
from dateline.explain import explain
from support import MINIMAL, SETTINGS, build_site, forget_texts, request_for, write_site

BRIEF = """\
---
title: {title}
date: 2025-0{month}-20
bluf: The {title}.
actors: [{actor}]
topics: [minerals]
---
Text {title}.
"""
USA = "---\nname: United States\nkind: state\nsummary: A federal state.\n---\nProfile.\n"
SITE = {
    **MINIMAL,
    "content/actors/usa.md": USA,
    "content/briefs/second.md": BRIEF.format(title="Second", month=3, actor="usa"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    built = write_site(tmp_path, SITE)
    build_site(built)
    return forget_texts(built)


def rebuilt(site: Path, **fields: object) -> dict[str, str]:
    """What is told of each page that a build rewrites or removes."""
    explanation = explain(request_for(site, **fields))
    report = build_site(site, **fields).report
    pages = (*report.written, *report.removed)
    return {path.removesuffix("index.html"): "; ".join(map(str, explanation.of(path))) for path in pages}


def test_one_changed_field_decides_about_every_page_that_shows_it(site: Path) -> None:
    write_site(site, {"content/actors/usa.md": USA.replace("United States", "The States")})

    told = rebuilt(site)

    assert {"actors/usa/", "actors/", "briefs/second/"} <= told.keys()
    assert set(told.values()) == {"actors/usa.md (name)"}


def test_of_several_changes_each_page_is_told_its_own(site: Path) -> None:
    write_site(
        site,
        {
            "content/actors/usa.md": USA.replace("Profile", "New profile"),
            "content/briefs/first.md": str(SITE["content/briefs/first.md"]).replace("two owners", "two equal owners"),
            "content/briefs/third.md": BRIEF.format(title="Third", month=2, actor="ukraine"),
        },
    )

    told = rebuilt(site)

    assert told["briefs/second/"] == "briefs/third.md (new)"
    assert "actors/usa.md (body)" in told["actors/usa/"]
    assert "briefs/first.md (body)" in told["briefs/first/"]
    assert told["briefs/third/"] == "briefs/third.md (new)"
    assert told["archive/2025/02/"] == "briefs/third.md (new)"
    assert "briefs/third.md (new)" in told["actors/ukraine/"]
    assert "actors/usa.md" not in told["actors/ukraine/"]


def test_a_removed_record_is_gone(site: Path) -> None:
    (site / "content/briefs/second.md").unlink()
    (site / "state/urls.tsv").unlink()
    write_site(site, {"content/actors/ukraine.md": str(SITE["content/actors/ukraine.md"]).replace("Profile", "Life")})

    told = rebuilt(site)

    assert told["briefs/second/"] == told["archive/2025/03/"] == "briefs/second.md (gone)"
    assert "actors/ukraine.md (body)" in told["actors/ukraine/"]
    assert "actors/ukraine.md" not in told["actors/usa/"]


def test_a_setting_is_named_and_decides_only_about_what_it_changes(site: Path) -> None:
    write_site(
        site,
        {
            "site.yaml": SETTINGS.replace("Test Desk", "New Desk"),
            "content/actors/usa.md": USA.replace("A federal state", "A state"),
        },
    )

    told = rebuilt(site)

    assert told["briefs/first/"] == "site.yaml (title)"
    assert told["actors/usa/"] == "site.yaml (title); actors/usa.md (summary)"


def test_a_template_decides_about_every_page(site: Path) -> None:
    write_site(site, {"themes/default/assets/site.css": "main { color: black }\n"})

    told = rebuilt(site)

    assert {"", "briefs/first/", "actors/"} <= told.keys()
    assert set(told.values()) == {"theme (assets/site.css)"}


def test_the_next_day_decides_about_what_looks_at_the_date(site: Path) -> None:
    coming = BRIEF.format(title="Third", month=6, actor="usa").replace("2025-06-20", "2025-06-02")
    write_site(site, {"content/briefs/third.md": coming})
    assert rebuilt(site) == {}
    later = AsOf.at(datetime(2025, 6, 2, 12, tzinfo=UTC))

    told = rebuilt(site, now=later)

    assert "briefs/third/" in told
    assert set(told.values()) == {"date (2025-06-02)"}


def test_a_file_that_somebody_touched_has_no_cause_in_the_site(site: Path) -> None:
    (site / "output/about.txt").write_text("not ours", encoding="utf-8")
    (site / "output/briefs/first/index.html").write_text("touched", encoding="utf-8")

    assert rebuilt(site) == {"briefs/first/": ""}


def test_without_a_note_nothing_is_claimed(site: Path) -> None:
    for note in (site / ".dateline").glob("*.origins"):
        note.write_text("[]", encoding="utf-8")

    assert explain(request_for(site)).is_first


def test_a_field_is_named_after_a_check_and_a_preview_saw_the_edit(site: Path) -> None:
    write_site(site, {"content/actors/usa.md": USA.replace("United States", "The States")})
    build_site(site, is_preview=True, output=site / ".dateline/preview")
    CliRunner().invoke(command, ["check", str(site)])

    assert set(rebuilt(site).values()) == {"actors/usa.md (name)"}


def test_the_command_prints_a_line_for_each_page(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2025, 6, 1, 12, tzinfo=UTC).timestamp())))
    run = CliRunner().invoke(command, ["build", str(site), "--no-search", "--explain"])
    assert run.exit_code == 0
    write_site(site, {"content/topics/minerals.md": str(SITE["content/topics/minerals.md"]).replace("Back", "Under")})

    run = CliRunner().invoke(command, ["build", str(site), "--no-search", "--explain"])
    assert "topics/minerals/: topics/minerals.md (body)" in run.stdout.splitlines()

    write_site(site, {"content/topics/minerals.md": SITE["content/topics/minerals.md"]})
    run = CliRunner().invoke(command, ["build", str(site), "--no-search", "--explain", "--json"])
    assert json.loads(run.stdout)["because"]["topics/minerals/"] == ["topics/minerals.md (body)"]


def test_of_very_many_changes_a_page_is_told_its_own_file_and_others_a_few(site: Path) -> None:
    briefs = {f"content/briefs/n{n}.md": BRIEF.format(title=f"N{n}", month=1, actor="usa") for n in range(13)}
    write_site(site, briefs)

    run = CliRunner(env={"SOURCE_DATE_EPOCH": "1748779200"}).invoke(
        command, ["build", str(site), "--no-search", "--explain"]
    )

    lines = run.stdout.splitlines()
    assert "briefs/n4/: briefs/n4.md (new)" in lines
    (home,) = (line for line in lines if line.startswith("/: "))
    assert home.endswith("; and 9 more")
