"""The corrections gate: nobody is told otherwise than before without a word about it."""

from __future__ import annotations

import re
import tempfile
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.cli import dateline as command
from dateline.problems import SiteProblems
from support import MINIMAL, SETTINGS, Files, build_site, check_site, problems_of, tree, write_site

PATH = "content/briefs/first.md"
TEXT = "state/texts/2025/first.json"
BRIEF = """\
---
title: Ministers sign a deal on minerals
date: 2025-04-30
bluf: Washington asks for $350 billion.
actors: [{id: ukraine, role: offering side}]
topics: [minerals]
places: [Kyiv]
key_points:
  - The deal is not binding.
  - Two owners share the fund.
sources:
  - {key: text, title: Text of the agreement, url: https://agreement.example/text, published: 2025-04-30}
  - {key: wire, title: Report on the signing, url: https://wire.example/1, credibility: 2}
claims:
  - {by: ukraine, on: minerals, stance: supports, said: 2025-04-29, sources: [text], text: The deal serves both.}
judgements:
  - {text: The fund opens this year., likelihood: likely, confidence: low, horizon: 2025-12,
     basis: Both sides have named their members.}
---
The fund has two owners [@text]. It opens in the
second half of the year. [@wire]
"""
REVISION = "\nrevisions:\n  - {date: 2025-05-31, kind: correction, note: The sum was wrong.}\nsources:"
FILES: Files = {**MINIMAL, PATH: BRIEF}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was published once."""
    root = write_site(tmp_path, FILES)
    build_site(root)
    return root


def edited(*changes: tuple[str, str]) -> str:
    """The brief with each first text replaced by the second; each must be there."""
    text = BRIEF
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def problem(root: Path, text: str) -> str:
    """The problem of the site with this brief, on one line and without its hint; empty if there is none."""
    write_site(root, {PATH: text})
    return "".join(line.split("\n")[0] for line in check_site(root) if "uncorrected-change" in line)


TELLS_NEW = "readers were told otherwise, and no new revision says so"


def test_a_material_edit_stops_the_build_and_leaves_the_output_as_it_was(site: Path) -> None:
    before = tree(site / "output"), tree(site / "state")
    write_site(site, {PATH: edited(("$350 billion", "$500 billion"))})
    outcome = CliRunner().invoke(command, ["build", str(site)], env={"SOURCE_DATE_EPOCH": "1748779200"})
    assert outcome.exit_code == 1
    assert (
        f"{PATH}:4:27: error[uncorrected-change]: '$350 billion' became '$500 billion': {TELLS_NEW}" in outcome.stderr
    )
    assert "{date: 2025-06-01, kind: correction, note: what was wrong}" in outcome.stderr
    assert f"delete {TEXT} instead" in outcome.stderr
    assert (tree(site / "output"), tree(site / "state")) == before


def test_a_revision_lets_it_pass_and_is_listed(site: Path) -> None:
    text = edited(("$350 billion", "$500 billion"), ("\nsources:", REVISION))
    built = build_site(write_site(site, {PATH: text}))
    assert built.state_written == ("texts/2025/first.json",)
    assert "The sum was wrong." in (site / "output/corrections/index.html").read_text(encoding="utf-8")
    assert "$500 billion" in (site / TEXT).read_text(encoding="utf-8")
    # It has told of this change, and of no later one.
    write_site(site, {PATH: text.replace("$500 billion", "$600 billion")})
    with pytest.raises(SiteProblems):
        build_site(site)


@pytest.mark.parametrize(
    "changes",
    [
        [("$350 billion", "US$350bn")],
        [("Two owners share the fund.", "Two owners share the **fund**")],
        [("is not binding", "isn't binding")],
        [("[@text]. It opens in the\nsecond half", "[@text]. It opens in the second half")],
        [("The fund has two owners", "The [fund](https://fund.example/) has 2 owners")],
        [("  - The deal is not binding.\n  - Two owners share the fund.", "  - Two owners share the fund.\n"
          "  - The deal is not binding.")],
        [("https://wire.example/1", "https://wire.example/moved")],
        [("key: wire", "key: report"), ("[@wire]", "[@report]")],
        [("[@text]. It", "[@text; @wire]. It")],
        [("places: [Kyiv]", "event_date: 2025-04-30\nplaces: [Kyiv, Washington]")],
        [("[{id: ukraine, role: offering side}]", "[{id: Ukraine, role: Offering side}]")],
        [("likelihood: likely", "likelihood: probable")],
        [("horizon: 2025-12", "outcome: {date: 2025-05-30, result: 'yes'}, horizon: 2025-12")],
        [("likelihood: likely, confidence: low", "likelihood: very likely, confidence: high, history: "
          "[{date: 2025-04-30, likelihood: likely, confidence: low, reason: So it stood.}]")],
    ],
    ids=lambda changes: changes[0][1][:30],
)  # fmt: skip
def test_an_edit_that_tells_nothing_else_passes(site: Path, changes: list[tuple[str, str]]) -> None:
    build_site(write_site(site, {PATH: edited(*changes)}))
    assert build_site(site).state_written == ()


@pytest.mark.parametrize(
    ("old", "new", "message", "at"),
    [
        ("is not binding", "is binding", "'not' was dropped", "The deal is"),
        ("in the\nsecond", "in the\nfirst", "'second' became 'first'", "first half"),
        ("[@text]. It", "[@wire]. It", "citation: 'Text of the agreement' became 'Report on the signing'", "The fund"),
        ("owners [@text]", "owners", "citation: 'Text of the agreement' was dropped", "The fund has"),
        ("stance: supports", "stance: opposes", "stance of a claim: 'supports' became 'opposes'", "opposes"),
        ("said: 2025-04-29", "said: 2025-04-28", "date of a claim: '2025-04-29' became '2025-04-28'", "2025-04-28"),
        ("serves both", "serves one", "claim: 'both' was dropped", "The deal serves one"),
        ("likelihood: likely", "likelihood: unlikely", "likelihood: 'likely' became 'unlikely'", "unlikely"),
        ("confidence: low", "confidence: high", "confidence: 'low' became 'high'", "high"),
        ("horizon: 2025-12", "horizon: 2026-12", "horizon of a judgement: '2025-12' became '2026-12'", "2026-12"),
        ("published: 2025-04-30", "published: 2025-04-29", "published of source 1: '2025-04-30' became", "2025-04-29"),
        ("credibility: 2", "credibility: 4", "credibility of source 2: '2' became '4'", "4}"),
        ("\ndate: 2025-04-30", "\ndate: 2025-05-02", "date: '2025-04-30' became '2025-05-02'", "2025-05-02"),
        ("places: [Kyiv]", "places: [Lviv]", "places: 'Kyiv' became 'Lviv'", "[Lviv]"),
        ("role: offering side", "role: opposing side", "role of ukraine: 'offering' became 'opposing'", "opposing"),
        ("Ministers sign", "Ministers reject", "title: 'sign' became 'reject'", "Ministers reject"),
        ("Report on the signing, url: https://wire.example/1", "Report of a witness, url: https://press.example/1",
         "citation: 'Report on the signing' became 'Report of a witness'; source: 'Report on the signing' was dropped;"
         " source: 'Report of a witness' was added", "It opens"),
    ],
)  # fmt: skip
def test_the_message_says_what_changed_and_where(site: Path, old: str, new: str, message: str, at: str) -> None:
    text = edited((old, new))
    found = problem(site, text)
    line, column, told = re.fullmatch(rf"{PATH}:(\d+):(\d+): error\[uncorrected-change\]: (.*)", found).groups()  # type: ignore[union-attr]
    assert told.startswith(message)
    assert told.endswith(TELLS_NEW)
    assert text.splitlines()[int(line) - 1][int(column) - 1 :].startswith(at)


def test_a_paragraph_of_nothing_but_a_citation_or_a_mark_shows_what_stands_before_it(site: Path) -> None:
    quoted = edited(("It opens in the\nsecond half of the year. [@wire]\n", "\n\n> It serves both.\n\n[@wire]\n\n!\n"))
    (site / TEXT).unlink()
    build_site(write_site(site, {PATH: quoted}))
    assert problem(site, quoted.replace("\n!\n", "\n...\n")) == ""
    found = problem(site, quoted.replace("[@wire]", "[@text]"))
    assert "citation: 'Report on the signing' became 'Text of the agreement'" in found


def test_a_message_of_many_changes_tells_the_first_and_counts_the_others(site: Path) -> None:
    body = BRIEF.index("The fund has two")
    text = BRIEF[:body] + "".join(f"Article {number} deals with port {number}.\n\n" for number in range(10, 20))
    assert "; and " in problem(site, text)
    assert " more: readers were told" in problem(site, text)


def test_a_revision_of_a_later_day_does_not_count_yet(site: Path) -> None:
    later = REVISION.replace("2025-05-31", "2025-06-02")
    write_site(site, {PATH: edited(("$350 billion", "$500 billion"), ("\nsources:", later))})
    (found,) = [line for line in check_site(site) if "uncorrected" in line]
    assert "its revision of 2025-06-02 counts from that day on: date it 2025-06-01 or earlier" in found


def test_a_revision_that_is_gone_or_redated_is_a_change_itself(site: Path) -> None:
    build_site(write_site(site, {PATH: edited(("\nsources:", REVISION))}))
    assert "revisions: 'correction of 2025-05-31' was dropped" in problem(site, BRIEF)
    moved = edited(("\nsources:", REVISION.replace("05-31", "05-30")))
    assert "revisions: 'correction of 2025-05-31' became 'correction of 2025-05-30'" in problem(site, moved)


def test_who_deletes_the_recorded_text_takes_the_change_upon_himself(site: Path) -> None:
    write_site(site, {PATH: edited(("$350 billion", "$500 billion"))})
    (site / TEXT).unlink()
    assert build_site(site).state_written == ("texts/2025/first.json",)


def test_a_brief_that_comes_back_is_compared_with_what_was_last_seen_of_it(site: Path) -> None:
    recorded = (site / TEXT).read_bytes()
    hidden = edited(("---\ntitle:", "---\nstatus: draft\ntitle:"), ("$350 billion", "$999 billion"))
    build_site(write_site(site, {PATH: hidden}))
    assert (site / TEXT).read_bytes() == recorded
    assert "'$350 billion' became '$999 billion'" in problem(site, hidden.replace("status: draft\n", ""))


@pytest.mark.parametrize("hiding", ["status: draft", "embargo_until: 2025-07-01", "tlp: TLP:AMBER", "date: 2025-07-01"])
def test_what_nobody_may_see_is_not_recorded(tmp_path: Path, hiding: str) -> None:
    secret = edited(("\ndate: 2025-04-30", "") if hiding.startswith("date") else ("title:", "title:"))
    root = write_site(tmp_path, {**FILES, "content/briefs/secret.md": secret.replace("title:", f"{hiding}\ntitle:", 1)})
    build_site(root)
    assert [path for path in tree(root / "state") if "texts" in path] == ["texts/2025/first.json"]


def test_nothing_is_recorded_of_a_reference_to_what_is_hidden(tmp_path: Path) -> None:
    actor = "---\nname: Shadow Board\nkind: organization\nsummary: Hidden.\ntlp: TLP:RED\n---\nHidden.\n"
    text = edited(("actors: [", "actors: [shadow, "), ("The fund has", "The [board](actor:shadow) has"))
    root = write_site(tmp_path, {**FILES, PATH: text, "content/actors/shadow.md": actor})
    build_site(root)
    assert "shadow" not in (root / TEXT).read_text(encoding="utf-8").casefold()


def test_an_actor_that_is_withdrawn_changes_no_brief(site: Path) -> None:
    actor = str(FILES["content/actors/ukraine.md"]).replace("kind:", "tlp: TLP:AMBER\nkind:")
    build_site(write_site(site, {"content/actors/ukraine.md": actor}))
    assert "supports" not in (site / TEXT).read_text(encoding="utf-8")


def test_a_brief_that_is_given_up_is_forgotten(site: Path) -> None:
    (site / PATH).unlink()
    write_site(site, {"site.yaml": f"{SETTINGS}gone: [/briefs/first/]\n"})
    built = build_site(site)
    assert "texts/2025/first.json" in built.state_written
    assert not (site / TEXT).exists()


def test_a_text_moves_with_the_year_of_its_brief(site: Path) -> None:
    revised = edited(("\ndate: 2025-04-30", "\ndate: 2024-12-30"), ("\nsources:", REVISION))
    build_site(write_site(site, {PATH: revised}))
    assert [path for path in tree(site / "state") if "texts" in path] == ["texts/2024/first.json"]


@pytest.mark.parametrize("damage", [b"<<<<<<< HEAD\n{}\n", b"{}", b"\xff", b"[1]", b""])
def test_a_damaged_text_is_reported_with_the_way_out(site: Path, damage: bytes) -> None:
    (site / TEXT).write_bytes(damage)
    (found,) = check_site(site)
    assert found.startswith(f"{TEXT}: error[bad-state]: is not a text as `dateline build` writes it\n")
    (site / TEXT).unlink()
    assert check_site(site) == []


def test_two_texts_of_one_brief_are_a_merge_gone_wrong(site: Path) -> None:
    write_site(site, {"state/texts/2024/first.json": (site / TEXT).read_bytes()})
    (found,) = check_site(site)
    assert found.startswith(
        f"{TEXT}: error[bad-state]: the text of the brief 'first' is in texts/2024/first.json as well"
    )


def test_a_site_without_recorded_texts_records_them_and_says_so(tmp_path: Path) -> None:
    root = write_site(tmp_path, FILES)
    first = CliRunner().invoke(command, ["build", str(root)], env={"SOURCE_DATE_EPOCH": "1748779200"})
    assert "Recorded 1 text as published in state/texts/; commit the folder with your content." in first.stdout
    second = CliRunner().invoke(command, ["build", str(root), "--verify"], env={"SOURCE_DATE_EPOCH": "1748779200"})
    assert "Recorded" not in second.stdout
    assert "Verified" in second.stdout


def test_only_the_build_for_the_public_is_compared(site: Path) -> None:
    write_site(site, {PATH: edited(("$350 billion", "$500 billion"))})
    before = tree(site / "state")
    build_site(site, output=site / "preview", drafts=True)
    assert tree(site / "state") == before
    assert check_site(site, audience="TLP:GREEN") == []


# What a desk may state in each place of the brief, and the ways in which it may write that; the page shows one of each.
FACTS: dict[str, list[list[str]]] = {
    "SUM": [["$350 billion", "$350bn", "US$350,000 million"], ["$500 billion", "$500bn"], ["$350 million", "$350m"]],
    "DAY": [["30 April 2025", "April 30, 2025", "30 Apr 2025"], ["3 April 2025"], ["30 April 2024"]],
    "BINDS": [["is not binding", "isn't binding"], ["is binding"], ["is *never* binding"]],
    "CHANCE": [["may fail", "could fail", "might fail"], ["will fail"], ["fails"]],
    "WHO": [["Kyiv", "[Kyiv](https://kyiv.example/)"], ["Oslo"], ["Kyiv and Oslo", "Oslo and Kyiv"]],
    "WORD": [["The talks began", "The negotiations started"], ["The talks ended", "The talks concluded"]],
}
STATED = "SUM was asked for on DAY. The deal BINDS, and CHANCE. WHO pays. WORD in spring.\n"

Choice = dict[str, tuple[int, int]]
choices = st.fixed_dictionaries(
    {name: st.tuples(st.integers(0, len(facts) - 1), st.integers(0, 2)) for name, facts in FACTS.items()}
)


def stated(choice: Choice, revisions: int) -> str:
    """The brief that states these facts, written in these ways, with so many revisions.

    Its own date, which the page shows as well, is none of the days that it may state.
    """
    body = STATED
    for name, (fact, way) in choice.items():
        ways = FACTS[name][fact]
        body = body.replace(name, ways[way % len(ways)])
    listed = "".join(f"  - {{date: 2025-05-{1 + n:02}, kind: update, note: Note {n}.}}\n" for n in range(revisions))
    head = "---\ntitle: A deal\ndate: 2025-03-11\nbluf: In short.\nactors: [ukraine]\n"
    return head + (f"revisions:\n{listed}" if listed else "") + "---\n" + body


def seen(page: str) -> tuple[str, ...]:
    """What a reader of the page takes in, whatever the wording: told from the page alone."""
    text = " ".join(unescape(re.sub(r"<[^>]*>", "", page)).replace("’", "'").split())
    found = []
    for facts in FACTS.values():
        ways = [(way, fact) for fact, each in enumerate(facts) for way in each]
        plain = [(re.sub(r"\[(.*)\]\(.*\)|\*", r"\1", way), fact) for way, fact in ways]
        longest = max(
            (way for way in plain if re.search(rf"(?<!\w){re.escape(way[0])}", text)), key=lambda w: len(w[0])
        )
        found.append(f"{longest[1]}")
    return tuple(found)


@settings(max_examples=12)
@given(st.lists(st.tuples(choices, st.booleans()), min_size=2, max_size=4))
def test_no_published_difference_is_without_its_label(history: list[tuple[Choice, bool]]) -> None:
    published: list[tuple[tuple[str, ...], int]] = []
    revisions = 0
    with tempfile.TemporaryDirectory() as folder:
        root = write_site(Path(folder), MINIMAL)
        for choice, with_revision in history:
            write_site(root, {PATH: stated(choice, revisions + with_revision)})
            facts = tuple(str(choice[name][0]) for name in FACTS)
            before = tree(root / "output")
            if any(one.severity == "error" for one in problems_of(root)):
                with pytest.raises(SiteProblems, match="uncorrected-change"):
                    build_site(root)
                assert facts != published[-1][0], "a mere change of wording was stopped"
                assert tree(root / "output") == before
                continue
            build_site(root)
            revisions += with_revision
            page = (root / "output/briefs/first/index.html").read_text(encoding="utf-8")
            published.append((seen(page.partition("<main")[2]), page.count("Note ")))
            assert published[-1][0] == facts
    for (old, told_before), (new, told_after) in pairwise(published):
        assert old == new or told_after > told_before
