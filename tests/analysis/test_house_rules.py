"""House rules: each fires on what breaks it and keeps quiet on its good twin; a desk sets how grave a breach is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.analysis.house_rules.check import BRIEF_RULES, SITE_RULES
from dateline.analysis.house_rules.settings import Rules
from dateline.analysis.house_rules.wording import mixed_sentences, other_row, terms_in, vague_words
from dateline.cli import dateline
from dateline.content.dates import AsOf
from dateline.problems import SOFT_CODES, SiteProblems
from promises.problem_cases import NATO, SECOND, THIRD, actor, brief, topic
from support import MINIMAL, SETTINGS, Files, build_site, check_site, problems_of, write_site

STYLES = ("text", "json", "github")
ON = "rules: {few-origins: warning, unlisted-actor: warning, quiet-topic: warning, orphan: warning}\n"


def judged(text: str = "It holds until 31 May.", **fields: str) -> str:
    """A brief with one judgement, which starts on line 8."""
    values = {"likelihood": "likely", "basis": "Both want it.", **fields}
    return brief(judgements=f"[{{text: {text}, {', '.join(f'{name}: {value}' for name, value in values.items())}}}]")


def found(root: Path, files: Files, code: str, settings: str = ON) -> list[tuple[str, int]]:
    """File and line of each problem of one code in the minimal site with other files."""
    site = write_site(root, {**MINIMAL, "site.yaml": SETTINGS + settings, **files})
    return [(one.path, one.line) for one in problems_of(site) if one.code == code]


BAD_AND_GOOD: dict[str, tuple[Files, Files, tuple[str, int]]] = {
    "no-basis": ({SECOND: judged(basis="")}, {SECOND: judged()}, (SECOND, 8)),
    "vague-judgement": ({SECOND: judged("It could hold.")}, {SECOND: judged("It holds in May.")}, (SECOND, 8)),
    "likelihood-and-confidence": (
        {SECOND: brief("It is likely, and we say so with low confidence.")},
        {SECOND: brief("It is likely. We say so with low confidence.")},
        (SECOND, 9),
    ),
    "mixed-terms": (
        {SECOND: judged(history="[{date: 2025-05-01, likelihood: nearly certain, reason: Both said so.}]")},
        {SECOND: judged(history="[{date: 2025-05-01, likelihood: almost certain, reason: Both said so.}]")},
        (SECOND, 8),
    ),
    "overdue-judgement": (
        {SECOND: judged(horizon="2025-05-31")},
        {
            SECOND: judged(horizon="2025-06-01"),
            THIRD: judged(horizon="2025-05-31", outcome="{date: 2025-05-31, result: no}"),
        },
        (SECOND, 8),
    ),
    "unsourced-claim": (
        {SECOND: brief(claims="[{by: ukraine, on: minerals, stance: opposes, text: No.}]")},
        {SECOND: brief(claims="[{by: ukraine, on: minerals, stance: opposes, text: No., sources: [note]}]")},
        (SECOND, 8),
    ),
    "no-bluf": ({SECOND: brief(bluf=None)}, {SECOND: brief()}, (SECOND, 2)),
    "long-bluf": (
        {SECOND: brief(bluf="word " * 61)},
        {SECOND: brief(bluf="[word word](https://very.example/long/address) " * 30)},
        (SECOND, 4),
    ),
    "no-sources": ({SECOND: brief(sources=None)}, {SECOND: brief()}, (SECOND, 2)),
    "few-origins": (
        {SECOND: brief(sources="[{title: A, publisher: The Desk}, {title: B, publisher: Desk}]")},
        {SECOND: brief(sources="[{title: A, publisher: The Desk}, {title: B, publisher: Wire}]")},
        (SECOND, 7),
    ),
    "unlisted-actor": (
        {NATO: actor(), SECOND: brief("They met.", key_points="[They met., NATO was there.]")},
        {NATO: actor(), SECOND: brief("A part of `NATO`; the NATOisation of NATO-like bodies.")},
        (SECOND, 8),
    ),
    "overdue-review": ({SECOND: brief(review_by="2025-05-31")}, {SECOND: brief(review_by="2025-06-01")}, (SECOND, 8)),
    "quiet-topic": (
        {"content/topics/lithium.md": topic(), SECOND: brief(topics="[lithium]", date="2025-03-02")},
        {"content/topics/lithium.md": topic(), SECOND: brief(topics="[lithium]", date="2025-03-03")},
        ("content/topics/lithium.md", 2),
    ),
    "orphan": ({NATO: actor()}, {NATO: actor(), SECOND: brief("See [it](actor:nato).")}, (NATO, 2)),
    "ambiguous-alias": ({NATO: actor(aliases="[Minerals]")}, {NATO: actor(aliases="[Ores]")}, (NATO, 5)),
    "hidden-reference": (
        {SECOND: brief(status="draft"), THIRD: brief(follows="[second]")},
        {SECOND: brief(), THIRD: brief(follows="[second]")},
        (THIRD, 8),
    ),
    "left-out-markup": ({SECOND: brief("<script>x</script>")}, {SECOND: brief("<mark>x</mark>")}, (SECOND, 9)),
    "misplaced-file": ({"content/notes.md": "A"}, {"content/README.md": "A"}, ("content/notes.md", 0)),
    "withdrawn-url": (
        {"state/urls.tsv": "/briefs/second/\tbrief:second\n", SECOND: brief(status="draft")},
        {"state/urls.tsv": "/briefs/second/\tbrief:second\n", SECOND: brief()},
        ("state/urls.tsv", 1),
    ),
    "unfinished-draft": (
        {SECOND: brief(actors=None, topics=None, status="draft")},
        {SECOND: brief(status="draft")},
        (SECOND, 2),
    ),
    "no-catalogue": ({"site.yaml": f"{SETTINGS}lang: nl\n"}, {"site.yaml": f"{SETTINGS}lang: uk\n"}, ("site.yaml", 0)),
    "low-contrast": (
        {"site.yaml": SETTINGS + "theme_settings:\n  link: '#eeeeee'\n"},
        {"site.yaml": SETTINGS + "theme_settings:\n  link: {light: '#00008b', dark: '#add8e6'}\n"},
        ("site.yaml", 4),
    ),
}


@pytest.mark.parametrize("code", BAD_AND_GOOD)
def test_rule_finds_what_breaks_it_and_nothing_in_its_good_twin(tmp_path: Path, code: str) -> None:
    bad, good, place = BAD_AND_GOOD[code]

    assert place in found(tmp_path / "bad", bad, code)
    assert place not in found(tmp_path / "good", good, code)


@pytest.mark.parametrize("code", sorted(BAD_AND_GOOD.keys() & {*BRIEF_RULES, *SITE_RULES}))
def test_rule_that_is_off_is_silent_and_one_that_is_an_error_stops_the_build(tmp_path: Path, code: str) -> None:
    files, _, _ = BAD_AND_GOOD[code]
    site = write_site(tmp_path, {**MINIMAL, **files, "site.yaml": f"{SETTINGS}rules: {{{code}: 'off'}}\n"})
    assert code not in {one.code for one in problems_of(site)}

    write_site(tmp_path, {"site.yaml": f"{SETTINGS}rules: {{{code}: error}}\n"})

    with pytest.raises(SiteProblems) as stop:
        build_site(site)
    assert {one.code for one in stop.value.problems if one.severity == "error"} == {code}
    assert not (site / "output").exists()


def test_every_code_that_leaves_a_site_sound_is_a_rule_with_a_bad_example_and_a_good_one() -> None:
    assert set(Rules.names()) == set(SOFT_CODES)
    assert set(BAD_AND_GOOD) == set(SOFT_CODES)
    assert set(BRIEF_RULES) | set(SITE_RULES) <= set(BAD_AND_GOOD)


def test_an_error_of_the_desk_does_not_hide_what_comes_later(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        {
            **MINIMAL,
            "site.yaml": SETTINGS + "rules: {unfinished-draft: error}\n",
            SECOND: brief(bluf=None, status="draft"),
            THIRD: brief(follows="[second]"),
        },
    )

    assert [(one.code, one.severity) for one in problems_of(site)] == [
        ("unfinished-draft", "error"),
        ("hidden-reference", "warning"),
    ]


def test_every_format_shows_how_grave_the_desk_holds_it_and_the_exit_code_follows(tmp_path: Path) -> None:
    site = write_site(tmp_path, {**MINIMAL, SECOND: brief(bluf=None)})
    where = "file=content/briefs/second.md,line=2,col=1,title=no-bluf"
    for level, code in (("warning", 0), ("error", 1)):
        write_site(site, {"site.yaml": f"{SETTINGS}rules: {{no-bluf: {level}}}\n"})
        shown = {style: CliRunner().invoke(dateline, ["check", str(site), "--format", style]) for style in STYLES}

        assert {result.exit_code for result in shown.values()} == {code}
        assert shown["text"].stdout.startswith(f"content/briefs/second.md:2:1: {level}[no-bluf]: ")
        assert shown["github"].stdout.startswith(f"::{level} {where}::")
        assert [one["severity"] for one in json.loads(shown["json"].stdout)["problems"]] == [level]


def test_settings_that_make_no_sense_are_told_at_their_place(tmp_path: Path) -> None:
    rules = "\n  no-blufs: off\n  unknown-actor: off\n  no-sources: never\n  left-out-markup: off"
    rules += "\n  few-origins: {least: 2}"
    site = write_site(tmp_path, {**MINIMAL, "site.yaml": f"{SETTINGS}rules:{rules}\n"})

    assert "\n".join(check_site(site)).splitlines() == [
        "site.yaml:4:3: error[unknown-field]: 'no-blufs' is not a field of rules",
        "    did you mean 'no-bluf'?",
        "site.yaml:5:3: error[unknown-field]: 'unknown-actor' is not a field of rules",
        "    it is an error that would make the site wrong, so no rule can switch it off; mend what it tells of",
        "site.yaml:6:15: error[not-a-choice]: rules[no-sources].severity cannot be 'never'",
        "    allowed: off, warning or error",
        "site.yaml:7:20: error[not-a-choice]: rules[left-out-markup].severity cannot be 'off'",
        "    allowed: warning or error",
        "site.yaml:8:17: error[unknown-field]: 'least' is not a field of rules[few-origins]",
        "    known here: severity, minimum",
    ]


def test_a_mapping_without_a_severity_switches_a_rule_on() -> None:
    rules = Rules.model_validate({"few-origins": {"minimum": 3}, "orphan": "error"})

    assert Rules().levels()["few-origins"] == "off"
    assert rules.levels()["few-origins"] == "warning"
    assert rules.levels()["orphan"] == "error"


# What rules look at


def test_a_small_site_is_told_of_its_bottom_line_and_source_alone(tmp_path: Path) -> None:
    small = {"content/briefs/first.md": "---\ntitle: They met\ndate: 2025-05-01\nactors: [ukraine]\n---\nIn Kyiv.\n"}
    site = write_site(tmp_path, {**MINIMAL, **small})

    assert {one.code for one in problems_of(site)} == {"no-bluf", "no-sources"}


def test_rules_speak_of_drafts_and_of_what_is_dated_ahead_where_the_viewer_sees_them(tmp_path: Path) -> None:
    claim = "[{by: ukraine, on: minerals, stance: opposes, text: No.}]"
    files = {SECOND: brief(status="draft", claims=claim), THIRD: brief(date="2025-07-01", claims=claim)}
    site = write_site(tmp_path, {**MINIMAL, **files})
    july = AsOf.at(datetime(2025, 7, 1, 12, tzinfo=UTC))

    assert check_site(site) == []
    assert {one.path for one in problems_of(site, drafts=True)} == {SECOND}
    assert {one.path for one in problems_of(site, as_of=july)} == {THIRD}


def test_places_are_those_of_the_file_where_entries_before_are_cut(tmp_path: Path) -> None:
    """The claim by an actor that is not published is none for readers; the next one keeps its place."""
    claims = "".join(f"\n- {{by: {by}, on: minerals, stance: opposes, text: No.}}" for by in ("nato", "ukraine"))
    site = {NATO: actor(tlp="TLP:RED"), SECOND: brief(claims=claims)}

    assert found(tmp_path, site, "unsourced-claim") == [(SECOND, 9), (SECOND, 10)]


def test_places_are_right_when_files_change_and_move_between_builds(tmp_path: Path) -> None:
    site = write_site(tmp_path, {**MINIMAL, SECOND: judged("It may hold.")})
    assert [(one.path, one.line, one.column) for one in problems_of(site)] == [(SECOND, 8, 24)]

    (site / SECOND).rename(site / THIRD)
    assert [(one.path, one.line, one.column) for one in problems_of(site)] == [(THIRD, 8, 24)]

    write_site(site, {THIRD: judged("In May it may hold.", basis="a").replace("title:", "kind: analysis\ntitle:", 1)})
    assert [(one.path, one.line, one.column) for one in problems_of(site)] == [(THIRD, 9, 31)]

    (site / ".dateline/analysis.sqlite").write_bytes(b"no database")
    assert [(one.path, one.line, one.column) for one in problems_of(site)] == [(THIRD, 9, 31)]


def test_a_word_is_found_at_its_place_in_a_text_beside_the_fields(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        {
            **MINIMAL,
            "content/briefs/second.txt": "They met.\n\nIt is likely,\nwe say with low\nconfidence.\n",
            "content/briefs/second.yaml": "title: A\ndate: 2025-05-01\nbluf: B.\nactors: [ukraine]\n"
            "sources: [{title: C}]\n",
        },
    )

    assert [(one.path, one.line, one.column) for one in problems_of(site)] == [("content/briefs/second.txt", 4, 13)]


def test_a_brief_excuses_itself_from_a_rule_and_says_why(tmp_path: Path) -> None:
    files = {
        SECOND: brief(sources=None, bluf=None, exceptions="[{rule: no-sources, why: It is our own meeting.}]"),
        "content/briefs/third.txt": "They met.\n",
        "content/briefs/third.yaml": "title: A\ndate: 2025-05-01\nactors: [ukraine]\n"
        "exceptions: [{rule: no-sources, why: Ours.}, {rule: no-bluf, why: It is short.}]\n",
    }
    site = write_site(tmp_path, {**MINIMAL, **files})

    assert [(one.path, one.code) for one in problems_of(site)] == [(SECOND, "no-bluf")]


def test_an_error_cannot_be_excused(tmp_path: Path) -> None:
    exceptions = "\n- {rule: unknown-actor, why: We know.}\n- {rule: no-source, why: We know.}"
    site = write_site(tmp_path, {**MINIMAL, SECOND: brief(exceptions=exceptions)})

    assert "\n".join(check_site(site)).splitlines() == [
        "content/briefs/second.md:9:10: error[bad-value]: exceptions[1].rule: 'unknown-actor' is no house rule",
        "    an error cannot be excused",
        "content/briefs/second.md:10:10: error[bad-value]: exceptions[2].rule: 'no-source' is no house rule",
        "    did you mean 'no-sources'?",
    ]


# Words


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("The deal may be signed in May; it might not.", "en", ("may", "might")),
        ("May signs it.", "en", ()),
        ("It is paid as soon as possible.", "en", ()),
        ("A second round is possible, and cannot be ruled out.", "en-GB", ("possible", "cannot be ruled out")),
        ("It is likely to hold.", "en", ("likely",)),
        ("The minister says that it “may” hold.", "en", ()),
        ("Maypole and mightiest and could-be.", "en", ("could",)),
        ("Рада може ратифікувати угоду.", "uk", ("може",)),
        ("Рада не може ратифікувати угоду.", "uk", ()),
        ("Можливо, Рада ратифікує угоду; це ймовірно.", "uk", ("Можливо", "ймовірно")),
        ("Можливий перегляд міг би відбутися.", "uk-UA", ("Можливий", "міг би")),
        ("Es may sein.", "de", ()),
    ],
)
def test_vague_words_of_a_language(text: str, lang: str, expected: tuple[str, ...]) -> None:
    assert vague_words(text, lang) == expected


def test_a_desk_adds_vague_words_of_its_own(tmp_path: Path) -> None:
    settings = "lang: fr\nrules: {vague-judgement: {words: [peut-être, sans doute]}}\n"

    assert found(tmp_path, {SECOND: judged("Il est peut-être signé.")}, "vague-judgement", settings) == [(SECOND, 8)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("We say with high confidence that it is likely.", "en", [("likely", "high confidence", 0)]),
        ("It is likely. Our confidence is low.", "en", []),
        ("It is likely</p><p>with low confidence", "en", []),
        ("Investor confidence is low, and a recession likely.", "en", []),
        ("“Likely”, he said with <em>high</em> confidence.", "en", []),
        ("</p><blockquote><p>Likely, with high confidence.</p></blockquote><p>", "en", []),
        ("High confidence. In the U.S. view unlikely, high confidence.", "en", [("unlikely", "high confidence", 0)]),
        ("Of high confidence. Unlikely, with high confidence.", "en", [("Unlikely", "high confidence", 1)]),
        ("З високою впевненістю це малоймовірно.", "uk", [("малоймовірно", "високою впевненістю", 0)]),
        ("Це ймовірно. Рівень впевненості низький.", "uk", []),
    ],
)
def test_sentences_that_mix_likelihood_and_confidence(
    text: str, lang: str, expected: list[tuple[str, str, int]]
) -> None:
    mixed = mixed_sentences(f"<p>{text}</p>", lang)

    assert [(likelihood, *words) for likelihood, words in mixed] == expected


def test_terms_of_likelihood_as_texts_write_them() -> None:
    text = "Remote areas; a remote chance; probably, very likely, almost certainly; “probable”; unlikely."

    assert [term for term, _ in terms_in(text)] == ["remote", "probable", "very likely", "almost certain", "unlikely"]


def test_the_other_row_has_the_same_range() -> None:
    assert [other_row(term) for term in ("remote", "likely", "nearly certain")] == [
        "almost no chance",
        "probable",
        "almost certain",
    ]
