"""Promise 4, Checked: the author is told of every mistake in one run, where it is and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.problems import CODES
from promises.problem_cases import CASES, NATO, SECOND, THIRD, Case, actor, brief, lay_out, topic
from support import MINIMAL, Files, check_site, png, problems_of, write_site


def test_the_minimal_site_has_no_problem(tmp_path: Path) -> None:
    assert check_site(write_site(tmp_path, MINIMAL)) == []


def test_every_code_has_a_case() -> None:
    assert {case.code for case in CASES} == set(CODES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.what}")
def test_a_problem_is_printed_with_its_place_its_fact_and_a_way_out(tmp_path: Path, case: Case) -> None:
    site = lay_out(tmp_path / "site", case)

    lines = "\n".join(check_site(site)).splitlines()

    assert lines == list(case.expected)
    assert any(f"[{case.code}]" in line for line in lines)


# One run finds everything

MISTAKES: tuple[tuple[str, int, int, str], ...] = (
    ("content/actors/Dobra Lithium.md", 0, 0, "bad-id"),
    ("content/actors/dfc.md", 5, 10, "bad-value"),
    ("content/actors/kellogg.md", 5, 30, "unknown-actor"),
    ("content/actors/kellogg.md", 6, 33, "unknown-actor"),
    ("content/actors/nato.md", 3, 7, "not-a-choice"),
    ("content/actors/opec.md", 2, 11, "bad-yaml"),
    ("content/briefs/a.md", 3, 7, "bad-date"),
    ("content/briefs/a.md", 5, 19, "unknown-actor"),
    ("content/briefs/a.md", 9, 7, "unknown-source"),
    ("content/briefs/b.md", 2, 1, "missing-field"),
    ("content/briefs/b.md", 10, 10, "unknown-topic"),
    ("content/briefs/c.md", 7, 28, "bad-url"),
    ("content/briefs/c.md", 8, 1, "unknown-field"),
    ("content/briefs/d.md", 2, 1, "no-subject"),
    ("content/briefs/d.md", 2, 1, "no-sources"),
    ("content/briefs/e.md", 8, 1, "duplicate-key"),
    ("content/briefs/e.md", 10, 8, "unknown-image"),
    ("content/briefs/f.md", 4, 24, "not-text"),
    ("content/briefs/g.md", 1, 1, "missing-front-matter"),
    ("content/briefs/h.md", 8, 11, "unknown-brief"),
    ("content/briefs/h.md", 8, 17, "reference-cycle"),
    ("content/briefs/h.md", 10, 12, "unknown-brief"),
    ("content/briefs/i.md", 8, 7, "url-clash"),
    ("content/briefs/j.md", 2, 8, "too-long"),
    ("content/briefs/j.md", 8, 19, "too-short"),
    ("content/briefs/j.md", 12, 5, "unknown-heading"),
    ("content/briefs/k.md", 2, 8, "yaml-tag"),
    ("content/briefs/l.md", 8, 8, "missing-alt"),
    ("content/briefs/l.md", 10, 1, "missing-alt"),
    ("content/briefs/m.md", 10, 3, "missing-field"),
    ("content/briefs/m.md", 10, 7, "unknown-actor"),
    ("content/briefs/m.md", 13, 19, "unknown-source"),
    ("content/briefs/n.md", 8, 5, "duplicate-id"),
    ("content/briefs/o.md", 9, 1, "left-out-markup"),
    ("content/briefs/o.md", 9, 28, "unknown-page"),
    ("content/briefs/o.md", 9, 47, "unknown-publisher"),
    ("content/briefs/p.md", 9, 8, "bad-id"),
    ("content/briefs/p.md", 11, 16, "wrong-type"),
    ("content/briefs/p.md", 12, 25, "bad-date"),
    ("content/briefs/q.md", 11, 33, "not-a-choice"),
    ("content/brief/r.md", 0, 0, "misplaced-file"),
    ("content/publishers.yaml", 5, 16, "not-a-choice"),
    ("content/topics/lithium.md", 4, 9, "unknown-topic"),
    ("content/topics/titanium.md", 4, 9, "reference-cycle"),
)
"""Path, line, column and code of each."""

FLAWED: Files = {
    **MINIMAL,
    "content/actors/Dobra Lithium.md": actor(name="Dobra Lithium Holdings", kind="company"),
    "content/actors/dfc.md": actor(name="DFC", kind="public-body", country="USA"),
    "content/actors/kellogg.md": actor(
        name="Keith Kellogg",
        kind="person",
        offices="[{title: Envoy, of: nowhere}]",
        relations="[{type: aide of, to: no one}]",
    ),
    "content/actors/nato.md": actor(kind="allianz"),
    "content/actors/opec.md": actor(name="OPEC: oil", aliases="[Organization of oil exporters]"),
    "content/briefs/a.md": brief("Text [@nothing].", date="2025-04-31", actors="[ukraine, belarus, nato, opec]"),
    "content/briefs/b.md": brief("See [it](topic:cobalt).", title=None, places="[Kyiv]", kind="analysis"),
    "content/briefs/c.md": brief(sources="[{key: note, url: ftp://nato.int}]", key_point="[One]"),
    "content/briefs/d.md": brief(actors=None, topics=None, sources=None),
    "content/briefs/e.md": brief("![Map](maps/none.png)", actors="[Organization of oil exporters]", **{"bluf ": "A"}),
    "content/briefs/f.md": brief(bluf="They met in a caf\N{LATIN SMALL LETTER E WITH ACUTE}.").encode("latin-1"),
    "content/briefs/g.md": "title: They met\n",
    "content/briefs/h.md": brief("After [it](brief:nothing).", follows="[zero, third]"),
    THIRD: brief(follows="[h]"),
    "content/briefs/i.md": brief(slug="first"),
    "content/briefs/j.md": brief("# One\n\n[a](#two)", title="x" * 301, key_points="[One, ' ']"),
    "content/briefs/k.md": brief(title="!secret x"),
    "content/briefs/l.md": brief("![](images/port.png)", image="images/port.png"),
    "content/images/port.png": png(),
    "content/briefs/m.md": brief(
        claims="\n- {by: ukraine, on: minerals, stance: supports, text: Yes.}"
        "\n- by: belarus\n  stance: opposes\n  text: No.\n  sources: [note, 2]"
    ),
    "content/briefs/n.md": brief(id="a"),
    "content/briefs/o.md": brief("<script>x</script> See [a](page:none) and [b](publisher:none)."),
    "content/briefs/p.md": brief(
        sources="\n- title: A\n  key: Note A\n- title: B\n  credibility: high\n- {title: C, published: May}"
    ),
    "content/briefs/q.md": brief(
        judgements="\n- text: It holds.\n  likelihood: likely\n  outcome: {date: 2025, result: true}"
    ),
    "content/brief/r.md": brief(),
    "content/publishers.yaml": "reuters:\n  name: Reuters\n  domains: [reuters.com]\n  type: wire\n  reliability: A1\n",
    "content/topics/lithium.md": topic(parent="metals"),
    "content/topics/titanium.md": topic(name="Titanium", parent="titanium"),
}


def test_forty_mistakes_are_found_in_one_run_and_nothing_else(tmp_path: Path) -> None:
    problems = problems_of(write_site(tmp_path, FLAWED))

    assert [(one.path, one.line, one.column, one.code) for one in problems] == sorted(MISTAKES)
    assert len(problems) >= 40


@pytest.mark.parametrize(
    "broken",
    [
        actor(name="NATO: the alliance", aliases="[the Alliance]"),  # no YAML
        actor(kind="club", aliases="[the Alliance]"),  # a field is wrong
        actor(aliases="[the Alliance]").replace("---\nProfile", "Profile"),  # front matter without end
        actor(aliases="[the Alliance]").removeprefix("---"),  # no front matter
    ],
)
def test_an_actor_with_errors_still_counts_where_others_name_it(tmp_path: Path, broken: str) -> None:
    naming = {
        f"content/briefs/{number}.md": brief("See [it](actor:nato), [it](<actor:The alliance>).", actors=actors)
        for number, actors in enumerate(["[nato]", "[NATO]", "[the Alliance]", "[{id: nato}, opec]"])
    }
    site = write_site(tmp_path, {**MINIMAL, **naming, NATO: broken})

    problems = problems_of(site)

    assert [(one.path, one.code) for one in problems if one.path != NATO] == [("content/briefs/3.md", "unknown-actor")]
    assert len([one for one in problems if one.path == NATO]) == 1


def test_a_brief_with_errors_still_counts_where_others_follow_and_link_it(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        {
            **MINIMAL,
            SECOND: brief("## Terms", date="May", slug="talks"),
            THIRD: brief("[a](brief:second#terms) [b](brief:talks#trems)", follows="[second, talks]"),
        },
    )

    assert [(one.path, one.line, one.column, one.code) for one in problems_of(site)] == [
        (SECOND, 3, 7, "bad-date"),
        (THIRD, 10, 29, "unknown-heading"),
    ]


def test_ids_of_records_with_errors_are_taken_all_the_same(tmp_path: Path) -> None:
    site = write_site(tmp_path, {**MINIMAL, SECOND: brief(date="May", id="third"), THIRD: brief()})

    assert [(one.path, one.code) for one in problems_of(site)] == [(SECOND, "bad-date"), (THIRD, "duplicate-id")]


def test_equal_mistakes_are_told_each_at_its_place(tmp_path: Path) -> None:
    body = "[a](topic:gold) [@x]\n\n[b](topic:golden) [c](topic:gold) [@x; @note]\n"
    site = write_site(tmp_path, {**MINIMAL, SECOND: brief(body)})

    assert [(one.line, one.column, one.code) for one in problems_of(site)] == [
        (9, 5, "unknown-topic"),
        (9, 18, "unknown-source"),
        (11, 5, "unknown-topic"),
        (11, 23, "unknown-topic"),
        (11, 36, "unknown-source"),
    ]


def test_places_are_right_in_sidecars_and_in_files_of_many_records(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        {
            **MINIMAL,
            "content/briefs/second.txt": "They met [@x].\n\nThen they parted [@y].\n",
            "content/briefs/second.yaml": "title: A\ndate: May\nbluf: B [@z]\nactors: [nobody]\n"
            "sources: [{title: C}]\n",
            "content/publishers.yaml": "a:\n  name: A\nb:\n  name: B\n  domains:\n    - b.org\n    - no domain\n",
        },
    )

    assert [(one.path, one.line, one.column, one.code) for one in problems_of(site)] == [
        ("content/briefs/second.txt", 1, 11, "unknown-source"),
        ("content/briefs/second.txt", 3, 19, "unknown-source"),
        ("content/briefs/second.yaml", 2, 7, "bad-date"),
        ("content/briefs/second.yaml", 3, 10, "unknown-source"),
        ("content/briefs/second.yaml", 4, 10, "unknown-actor"),
        ("content/publishers.yaml", 7, 7, "bad-value"),
    ]


def test_lines_and_columns_count_characters_with_any_line_end_and_a_byte_order_mark(tmp_path: Path) -> None:
    text = brief("Київ [@x]", kind="news", title="Київ 🇺🇦 talks").replace("\n", "\r\n")
    site = write_site(tmp_path, {**MINIMAL, SECOND: b"\xef\xbb\xbf" + text.encode()})

    assert [(one.line, one.column, one.code) for one in problems_of(site)] == [
        (8, 7, "not-a-choice"),
        (10, 7, "unknown-source"),
    ]
