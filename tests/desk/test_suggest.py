"""Suggestions for texts: what is named and not listed, what may be meant, what no record has, and where it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import dateline
from dateline.desk.suggest import suggestions, to_paste
from support import MINIMAL, Files, write_site

BRIEF = """\
---
title: Talks with Kenya
date: 2025-04-30
bluf: 'Bessent meets Ada Obi, the trade envoy.'
actors: [Ukraine]
key_points:
  - Washington is silent.
---
A [talk](https://bessent.example/Bessent) with `Bessent` and **Scott Bessent**.

Ore and Minerals: Georgia
objects, \u0417\u0435\u043b\u0435\u043d\u0441\u044c\u043a\u0438\u0439 too.
"""
DESK: Files = {
    **MINIMAL,
    "content/actors/us.md": "---\nname: United States\nkind: state\nsummary: It.\nweak_aliases: [Washington]\n---\n",
    "content/actors/bessent.md": "---\nname: Scott Bessent\nkind: person\nsummary: He.\naliases: [Bessent]\n---\n",
    "content/actors/zelenskyy.md": "---\nname: Zelenskyy\nkind: person\nsummary: He.\n---\n",
    "content/actors/georgia.md": "---\nname: Georgia\nkind: state\nsummary: A state.\n---\n",
    "content/actors/georgia-us.md": "---\nname: Georgia (US)\nkind: state\nsummary: It.\naliases: [Georgia]\n---\n",
    "content/briefs/talks.md": BRIEF,
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, DESK)


def told(site: Path, *files: str) -> list[tuple[object, ...]]:
    found = suggestions(site, [site / file for file in files], "en")
    return [(one.line, one.column, one.what, one.text, *one.ids) for one in found]


def test_a_brief_is_told_whom_it_names_with_their_places(site: Path) -> None:
    assert told(site, "content/briefs/talks.md") == [
        (2, 19, "unknown-name", "Kenya"),
        (4, 8, "missing-actor", "Bessent", "bessent"),
        (4, 22, "unknown-name", "Ada Obi"),
        (7, 5, "weak-alias", "Washington", "us"),
        (11, 9, "missing-topic", "Minerals", "minerals"),
        (11, 19, "ambiguous-name", "Georgia", "georgia", "georgia-us"),
        (12, 10, "other-spelling", "\u0417\u0435\u043b\u0435\u043d\u0441\u044c\u043a\u0438\u0439", "zelenskyy"),
    ]


def test_what_is_missing_is_ready_to_paste(site: Path) -> None:
    found = suggestions(site, [site / "content/briefs/talks.md"], "en")

    assert to_paste(found) == "actors:\n  - bessent\ntopics:\n  - minerals"


def test_an_unknown_name_comes_with_what_is_said_of_it_and_a_command(site: Path) -> None:
    (one,) = [one for one in suggestions(site, [site / "content/briefs/talks.md"], "en") if one.text == "Ada Obi"]

    assert (one.kind, one.said) == ("person", "trade envoy")
    assert one.command == "dateline new actor 'Ada Obi' --kind person"
    assert one.context == "Bessent meets Ada Obi, the trade"


def test_a_text_outside_of_the_site_is_read_as_a_text(site: Path) -> None:
    (site / "note.txt").write_text("A note.\nOn Scott Bessent.\n", encoding="utf-8")

    assert told(site, "note.txt") == [(2, 4, "missing-actor", "Scott Bessent", "bessent")]


def test_a_record_does_not_suggest_itself(site: Path) -> None:
    write_site(site, {"content/actors/bessent.md": str(DESK["content/actors/bessent.md"]) + "Bessent left."})

    assert told(site, "content/actors/bessent.md") == []


def test_a_brief_with_errors_is_read_as_far_as_it_can_be(site: Path) -> None:
    broken = BRIEF.replace("date: 2025-04-30", "date: soon")
    (site / "content/briefs/talks.md").write_text(broken, encoding="utf-8")

    assert (9, 64, "missing-actor", "Scott Bessent", "bessent") in told(site, "content/briefs/talks.md")


def run(site: Path, *arguments: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(dateline, ["suggest", *arguments, "--site", str(site)])
    return outcome.exit_code, outcome.output


def test_the_command_prints_facts_places_and_yaml(site: Path) -> None:
    code, output = run(site, str(site / "content/briefs/talks.md"))

    assert code == 0
    assert "content/briefs/talks.md:4:8: names the actor bessent ('Bessent')\n" in output
    assert "content/briefs/talks.md:7:5: 'Washington' may mean us\n" in output
    assert "4:22: 'Ada Obi' has no record (person, trade envoy): dateline new actor 'Ada Obi' --kind person\n" in output
    assert output.endswith("\nactors:\n  - bessent\ntopics:\n  - minerals\n\n")


def test_the_command_prints_json(site: Path) -> None:
    code, output = run(site, str(site / "content/briefs/talks.md"), "--json")

    assert code == 0
    first = json.loads(output)["suggestions"][0]
    assert (first["path"], first["line"], first["what"]) == ("content/briefs/talks.md", 2, "unknown-name")


def test_a_file_that_is_no_text_is_refused(site: Path) -> None:
    (site / "a.pdf").write_bytes(b"%PDF-1.7")
    code, output = run(site, str(site / "a.pdf"))

    assert code == 2
    assert "error: a.pdf is a PDF, not a text" in output


def test_a_place_without_a_site_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")

    assert run(tmp_path, str(tmp_path / "a.txt"))[0] == 2
