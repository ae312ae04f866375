"""Drafts from summaries: what is found, what is marked, what is left to the author, and what is never done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import dateline
from dateline.content.strict_yaml import read_yaml
from dateline.desk.article import read_article
from dateline.desk.from_text import Drafted, brief_from
from support import MINIMAL, check_site, tree, write_site

TODAY = date(2025, 5, 2)
FACTS = Path(__file__).parents[3] / "shared/facts/summary.txt"
SHOWCASE = Path(__file__).parents[2]
DESK = {
    **MINIMAL,
    "content/actors/united-states.md": "---\nname: United States\nkind: state\nsummary: A state.\naliases: [US]\n"
    "weak_aliases: [Washington]\n---\n",
    "content/actors/bessent.md": "---\nname: Scott Bessent\nkind: person\nsummary: He.\naliases: [Bessent]\n---\n",
    "content/actors/zelenskyy.md": "---\nname: Volodymyr Zelenskyy\nkind: person\nsummary: A president.\n---\n",
    "content/publishers.yaml": "wire:\n  name: The Wire\n  domains: [wire.example]\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, DESK)


def draft(site: Path, text: str, name: str = "a.txt", **options: object) -> Drafted:
    article = read_article(text.encode(), name)
    return brief_from(site, article, today=TODAY, site_lang="en", **options)  # type: ignore[arg-type]


def fields(drafted: Drafted) -> dict[str, object]:
    yaml, problems = read_yaml(drafted.file.read_text(encoding="utf-8").split("---\n")[1], "x.md")
    assert problems == ()
    return dict(yaml.values)


SUMMARY = """Ukraine\u2019s minerals: a text is handed over

Published on 14 February 2025

On 12 February 2025 the US sent Scott Bessent to Kyiv. Bessent\u2019s paper, says https://www.wire.example/a_(b)?x=1,
offers no guarantees. In Washington nobody spoke. Volodymyr Zelensky and Olha Kovalenko, then deputy energy minister,
read it. Kellogg Minerals Ltd watched.
"""


def test_a_summary_becomes_a_draft_that_checks_with_every_guess_marked(site: Path) -> None:
    drafted = draft(site, SUMMARY)
    text = drafted.file.read_text(encoding="utf-8")

    assert drafted.file == site / "content/briefs/2025/ukraines-minerals-a-text-is-handed-over.md"
    assert fields(drafted) == {
        "title": "Ukraine\u2019s minerals: a text is handed over",
        "date": "2025-02-14",
        "status": "draft",
        "event_date": "2025-02-12",
        "actors": ["ukraine", "united-states", "bessent", "zelenskyy"],
        "topics": ["minerals"],
        "sources": [{"url": "https://www.wire.example/a_(b)?x=1", "publisher": "wire"}],
    }
    for guess in ("title:", "date:", "event_date:", "actors:", "  - bessent", "topics:", "  - minerals", "sources:"):
        (line,) = [line for line in text.splitlines() if line.startswith(guess)]
        assert "# confirm" in line
    assert "#   dateline new actor 'Olha Kovalenko' --kind person # deputy energy minister; found in" in text
    assert "#   dateline new actor 'Kellogg Minerals Ltd' --kind company" in text
    assert text.replace("<", "").replace(">", "").endswith(SUMMARY.partition("\n\n")[2])
    assert [str(problem) for problem in drafted.problems if problem.severity == "error"] == []
    assert not [problem for problem in check_site(site, drafts=True) if "error" in problem]


def test_a_weak_alias_is_only_suggested_and_nothing_is_invented(site: Path) -> None:
    drafted = draft(site, "In Washington the ministers met again, and nothing came of it.")
    text = drafted.file.read_text(encoding="utf-8")

    assert "  #- united-states " in text
    assert (
        fields(drafted)
        == {
            "title": "In Washington the ministers met again, and nothing came of it",
            "date": "2025-05-02",
            "status": "draft",
            "actors": (),
        }
        or fields(drafted)["actors"] == []
    )
    assert {problem.code for problem in drafted.problems} == {"unfinished-draft"}


def test_names_in_other_alphabets_and_cases_are_recognised(site: Path) -> None:
    drafted = draft(site, "Президент зустрівся з Володимиром Зеленським. Це було 30 квітня 2025 року в Україні.")

    assert fields(drafted)["lang"] == "uk"
    assert fields(drafted)["event_date"] == "2025-04-30"
    assert fields(drafted)["actors"] == ["zelenskyy", "ukraine"]


def test_what_is_stated_counts(site: Path) -> None:
    drafted = draft(site, SUMMARY, title="My title", slug="mine", actors=["US"], topics=["minerals"])

    assert drafted.file.name == "mine.md"
    assert fields(drafted)["title"] == "My title"
    assert fields(drafted)["topics"] == ["minerals"]


def test_no_file_is_overwritten(site: Path) -> None:
    first, second = draft(site, SUMMARY), draft(site, SUMMARY)

    assert second.file.name == "ukraines-minerals-a-text-is-handed-over-2.md"
    assert first.file.read_bytes() == second.file.read_bytes()


@pytest.mark.parametrize(
    "hostile",
    [
        "---\ntitle: x\nstatus: published\n---",
        "Jane Roe\u2028status: published",
        "President Jane\x85status: published Roe",
        '\u202eJane Roe\u202c, minister: "x" # y',
        "[@missing] and [a](actor:nobody) and ![x](http://a.example/x.png) `\\` <script>x()</script>",
        "see https://user:secret@wire.example/x and https://wire.example/\u202ex",
    ],
)
def test_no_text_gets_into_the_fields_unquoted(site: Path, hostile: str) -> None:
    drafted = draft(site, f"Ukraine and its minerals.\n\n{hostile}\n\nMore {hostile}")
    front = drafted.file.read_text(encoding="utf-8").split("\n---\n")[0]

    assert fields(drafted)["status"] == "draft"
    assert "secret" not in "".join(str(value) for value in fields(drafted).values())
    assert not [line for line in front.splitlines() if line.startswith("status: published")]
    assert [str(problem) for problem in drafted.problems if problem.severity == "error"] == []


def run(*arguments: str, text: str | bytes = "") -> tuple[int, str]:
    outcome = CliRunner().invoke(
        dateline, ["new", "brief", *arguments], input=text, env={"SOURCE_DATE_EPOCH": "1746180000"}
    )
    return outcome.exit_code, outcome.output


def test_standard_input_is_read_and_what_is_left_to_fill_in_is_said(site: Path) -> None:
    code, output = run("--from", "-", "--site", str(site), text="Nobody knows them. They left.")

    assert code == 0
    assert "To fill in:\ncontent/briefs/2025/nobody-knows-them.md:2:1: warning[unfinished-draft]" in output


def test_a_refusal_names_no_path_and_writes_nothing(site: Path) -> None:
    before = tree(site / "content")
    private = site / "private-folder"
    private.mkdir()
    (private / "a.txt").write_bytes(b"caf\xe9")
    code, output = run("--from", str(private / "a.txt"), "--site", str(site))

    assert code == 2
    assert "private-folder" not in output
    assert tree(site / "content") == before


def test_a_title_or_a_summary_is_needed(site: Path) -> None:
    code, output = run("--site", str(site))

    assert code == 2
    assert "give a TITLE, or a summary with --from FILE" in output


@pytest.mark.skipif(not FACTS.exists(), reason="the fact sheet is not beside this checkout")
def test_with_the_showcase_all_those_that_the_first_summary_names_are_found(tmp_path: Path) -> None:
    for part in ("content/actors", "content/topics"):
        for file in (SHOWCASE / part).iterdir():
            write_site(tmp_path, {f"{part}/{file.name}": file.read_bytes()})
    write_site(tmp_path, {"site.yaml": MINIMAL["site.yaml"]})
    drafted = brief_from(tmp_path, read_article(FACTS.read_bytes(), "a.txt"), today=TODAY, site_lang="en")

    named = "white-house ukraine trump zelenskyy bessent vance kellogg russia verkhovna-rada putin saudi-arabia"
    assert fields(drafted)["actors"] == [*named.split(), "us-congress", "united-states", "us-treasury"]
    assert not [problem for problem in drafted.problems if problem.severity == "error"]
