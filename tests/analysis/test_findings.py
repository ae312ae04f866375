"""What a small site's records say together, from its files to the findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dateline.analysis.derive import derive
from dateline.analysis.findings import Findings
from dateline.analysis.judgements import by_state
from dateline.analysis.positions import shifts
from dateline.content.dates import AsOf
from dateline.content.gate import Published, Viewer, gate
from dateline.content.library import resolve
from dateline.content.parsing import parse_all
from dateline.content.places import Places
from dateline.content.sources import read_sources
from dateline.memo import Memo
from support import MINIMAL, Files, write_site

DAY = date(2025, 6, 1)
SITE: Files = {
    **MINIMAL,
    "content/publishers.yaml": """\
wire: {name: The Wire, type: wire, country: GB, reliability: B}
paper: {name: A Paper}
""",
    "content/actors/usa.md": "---\nname: USA\nkind: state\nsummary: A state.\n---\n",
    "content/actors/treasury.md": "---\nname: Treasury\nkind: public-body\nsummary: A ministry.\n---\n",
    "content/actors/bessent.md": """\
---
name: Bessent
kind: person
summary: A minister.
offices: [{title: Secretary, of: treasury, from: 2025-01-28}]
relations: [{type: works for, to: usa, from: 2025-01-28}]
---
""",
    "content/topics/fund.md": "---\nname: Fund\nsummary: What the deal sets up.\nparent: minerals\n---\n",
    "content/briefs/draft.md": """\
---
title: A draft is refused
date: 2025-02-13
bluf: Kyiv refused.
event_date: 2025-02-12
actors: [ukraine, bessent]
topics: [fund]
sources:
  - {key: wire, title: Report, publisher: wire, credibility: 2}
  - {key: paper, title: The same, publisher: paper, via: the wire}
  - {key: blog, title: On both, based_on: [paper, 1]}
claims:
  - {by: ukraine, on: fund, stance: opposes, text: Not this text., sources: [wire, paper]}
judgements:
  - {text: It is signed by May., likelihood: likely, horizon: 2025-05, outcome: {date: 2025-04-30, result: yes}}
  - {text: It is in force by May., likelihood: unlikely, horizon: 2025-05-31}
---
Text.
""",
    "content/briefs/signed.md": """\
---
title: The fund is agreed
date: 2025-05-01
bluf: Both agreed.
actors: [ukraine, bessent]
topics: [fund]
follows: [draft]
sources: [{key: text, title: Text, url: https://agreement.example/text}]
claims:
  - {by: ukraine, on: fund, stance: supports, said: 2025-04-30, text: A fair text., sources: [1]}
---
Text.
""",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return derive(published(write_site(tmp_path_factory.mktemp("site"), SITE)), DAY).findings


def published(root: Path) -> Published:
    sources = read_sources(root)
    with Memo(root / "memo.sqlite") as memo:
        parsed = parse_all(sources.files, memo)
    places = Places(sources.files)
    library, problems = resolve(parsed.documents, places, sources.media)
    assert [*parsed.problems, *problems] == []
    return gate(library, Viewer("TLP:CLEAR", AsOf.end_of(DAY)), places).published


def test_copies_and_what_is_based_on_them_add_no_origin(found: Findings) -> None:
    assert found.evidence["draft"].sources == 3
    assert found.evidence["draft"].origins == (("publisher:wire", 3),)
    assert found.evidence["draft"].flags == ("single-origin",)
    assert found.evidence["draft"].grades == (("", 2), ("B2", 1))
    assert found.origin_of == {"publisher:wire": ("draft",), "site:agreement.example": ("signed", "first")}


def test_a_source_based_on_an_address_has_the_origin_of_what_lies_there(tmp_path: Path) -> None:
    files = {
        "content/publishers.yaml": "wire: {name: The Wire, domains: [wire.example]}\n",
        "content/briefs/first.md": str(MINIMAL["content/briefs/first.md"]).replace(
            "sources:\n",
            "sources:\n"
            "  - {title: A, publisher: Paper A, based_on: ['https://wire.example/1']}\n"
            "  - {title: B, publisher: Paper B, based_on: ['https://www.agreement.example/text/?utm_source=b']}\n",
        ),
    }
    evidence = derive(published(write_site(tmp_path, {**MINIMAL, **files})), DAY).findings.evidence["first"]

    assert evidence.sources == 3
    assert evidence.origins == (("site:agreement.example", 2), ("publisher:wire", 1))


def test_a_topic_counts_the_evidence_of_the_briefs_below_it_once(found: Findings) -> None:
    # "first" and "signed" cite one text
    assert found.topic_evidence["minerals"].sources == 4
    assert found.topic_evidence["minerals"].origins == (("publisher:wire", 3), ("site:agreement.example", 1))


def test_a_claim_without_a_date_was_said_when_the_event_happened(found: Findings) -> None:
    (shift,) = shifts(found.ledgers["ukraine", "fund"])
    assert (shift.before, shift.after, shift.said.text) == (("opposes",), ("supports",), "2025-04-30")
    assert (shift.sources, shift.origins) == (1, 1)
    assert found.ledgers["ukraine", "fund"].steps[0].said.text == "2025-02-12"
    assert found.ledgers["ukraine", "fund"].claims[0].origins == ("publisher:wire",)


def test_judgements_are_counted_by_brief_and_place(found: Findings) -> None:
    groups = {state: [one.id for one in group] for state, group in by_state(found.estimates, DAY).items() if group}
    assert groups == {"overdue": [("draft", 1)], "yes": [("draft", 0)]}


def test_offices_and_relations_are_found_from_both_ends(found: Findings) -> None:
    assert [held.post.holder for held in found.offices.holders("treasury", date(2025, 2, 12))] == ["bessent"]
    assert [(tie.type, tie.other, tie.is_inverse) for tie in found.relations["usa"]] == [("works for", "bessent", True)]
    (neighbour,) = found.ties.neighbours("usa")
    assert (neighbour.id, neighbour.declared, neighbour.together) == ("bessent", 1, 0)
    assert found.ties.together == {("bessent", "ukraine"): 2}


def test_a_story_holds_the_briefs_of_the_topics_below(found: Findings) -> None:
    assert [(scene.id, scene.thread) for scene in found.stories["minerals"].scenes] == [
        ("draft", "draft"),
        ("first", ""),
        ("signed", "draft"),
    ]
    assert found.stories["fund"].open_ends == ("signed",)


def test_pace_is_that_of_publication(found: Findings) -> None:
    assert found.actor_activity["ukraine"].months == (("2025-02", 1), ("2025-03", 0), ("2025-04", 1), ("2025-05", 1))
    assert found.actor_activity["ukraine"].pace == "steady"
    assert "usa" not in found.actor_activity
    assert found.meetings == ()
