"""The pages of positions, judgements and the network, and their sections on other pages, from files to HTML."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

from dateline.content.dates import AsOf
from support import MINIMAL, Files, build_site, write_site

BRIEF = """\
---
title: {title}
date: {date}
bluf: {title} once more.
actors: [ukraine, usa]
topics: [minerals]
follows: [{follows}]
whats_next: Watch for {title}.
sources:
  - {{key: a, title: Report, publisher: wire, credibility: 2, lang: uk}}
  - {{key: b, title: Copy, publisher: paper, via: The Wire}}
claims:
  - {{by: ukraine, on: minerals, stance: {stance}, text: "Says {title}.", sources: [a, b]}}
judgements:
  - {{text: "{title} holds.", likelihood: likely, confidence: low, horizon: {horizon}{outcome}}}
---
Text.
"""


def brief(title: str, day: str, stance: str, horizon: str, outcome: str = "", follows: str = "") -> str:
    return BRIEF.format(title=title, date=day, stance=stance, horizon=horizon, outcome=outcome, follows=follows)


SITE: Files = {
    **MINIMAL,
    "content/publishers.yaml": """\
wire: {name: The Wire, type: wire, country: GB, reliability: B}
paper: {name: A Paper}
""",
    "content/actors/usa.md": """\
---
name: USA
kind: state
summary: A state.
relations: [{type: ally of, to: ukraine, from: 2024}]
---
""",
    "content/actors/treasury.md": "---\nname: Treasury\nkind: public-body\nsummary: A ministry.\n---\n",
    "content/actors/ukraine.md": """\
---
name: Ukraine
kind: state
summary: A state in Eastern Europe.
offices: [{title: Observer, of: treasury, from: 2025-02-01}]
---
""",
    "content/briefs/no.md": brief("Refusal", "2025-01-12", "opposes", "2025-06-20"),
    "content/briefs/perhaps.md": brief("Offer", "2025-02-12", "conditional", "2025-05-31", "", "no"),
    "content/briefs/maybe.md": brief(
        "Doubt", "2025-02-12", "neutral", "2027", ", outcome: {date: 2025-03-01, result: yes}"
    ),
    "content/briefs/yes.md": brief(
        "Deal", "2025-03-12", "supports", "2025", ", outcome: {date: 2025-04-01, result: no}", "perhaps"
    ),
}
TODAY = AsOf.end_of(date(2025, 6, 1))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("site"), SITE)
    return build_site(root, now=TODAY).output


def page(output: Path, url: str) -> html.HtmlElement:
    return html.fromstring((output / url / "index.html").read_bytes())


def texts(elements: list[html.HtmlElement]) -> list[str]:
    return [" ".join(element.text_content().split()) for element in elements]


def section(root: html.HtmlElement, heading: str) -> html.HtmlElement:
    (found,) = [one for one in root.iter("section") if texts(one.xpath("./h2"))[:1] == [heading]]
    return found


def test_the_matrix_leads_to_the_claim_that_sets_each_stance(output: Path) -> None:
    root = page(output, "positions")
    assert texts(root.xpath("//table//td")) == ["Supports 12 March 2025"]
    (link,) = root.xpath("//table//td/a/@href")
    assert link == "../briefs/yes/#claim-1"
    assert page(output, "briefs/yes").xpath("//li[@id='claim-1']")


def test_shifts_come_newest_first_with_their_evidence(output: Path) -> None:
    assert texts(section(page(output, "positions"), "Shifts").xpath(".//li")) == [
        "12 March 2025 Ukraine · Minerals Contradicted: neutral / conditional → Supports "
        "2 sources, 1 independent origin",
        "12 February 2025 Ukraine · Minerals Opposes → Contradicted: neutral / conditional "
        "4 sources, 1 independent origin",
    ]


def test_superseded_and_contradicted_claims_stay_visible(output: Path) -> None:
    for url, heading, head in (
        ("topics/minerals", "Where actors stand", "Ukraine"),
        ("actors/ukraine", "Where it stands", "Minerals"),
    ):
        (ledger,) = section(page(output, url), heading).xpath(".//li[@class='ledger']")
        assert texts(ledger.xpath("./div")) == [head]
        assert texts(ledger.xpath("./p")) == ["Says Deal.", "12 March 2025, Deal, 2 sources."]
        assert texts(ledger.xpath("./details/summary")) == ["3 earlier claims"]
        assert texts(ledger.xpath("./details//li")) == [
            "Conditional Says Offer. 12 February 2025, Offer, 2 sources. Superseded by a later claim. "
            "Contradicted by: Doubt.",
            "Neutral Says Doubt. 12 February 2025, Doubt, 2 sources. Superseded by a later claim. "
            "Contradicted by: Offer.",
            "Opposes Says Refusal. 12 January 2025, Refusal, 2 sources. Superseded by a later claim.",
        ]


def test_the_way_to_a_position_is_told_step_by_step(output: Path) -> None:
    steps = section(page(output, "topics/minerals"), "Where actors stand").xpath(".//ol[@class='steps']/li")
    assert texts(steps) == [
        "Opposes 12 January 2025",
        "Contradicted: neutral / conditional 12 February 2025",
        "Supports 12 March 2025",
    ]
    assert steps[0].xpath("./a/@href") == ["../../briefs/no/#claim-1"]


def test_a_topic_shows_who_stands_where_at_a_glance(output: Path) -> None:
    board = section(page(output, "topics/minerals"), "Where actors stand").find_class("board")[0]
    assert texts(board.xpath("./div/h3")) == ["Supports"]
    assert texts(board.xpath("./div//li")) == ["Ukraine moved 12 March 2025"]


def test_judgements_stand_under_their_states_with_their_ranges(output: Path) -> None:
    root = page(output, "judgements")
    found = {
        texts(one.xpath("./h2"))[0]: texts(one.xpath(".//*[@class='judged']"))
        for one in root.iter("section")
        if "judgements" in one.get("class", "")
    }
    assert found == {
        "Overdue": ["Offer holds."],
        "Due": ["Refusal holds."],
        "Came true": ["Doubt holds."],
        "Did not come true": ["Deal holds."],
    }
    assert "Judged likely (55-80%), up to 20 June 2025. Confidence in this judgement is low." in texts([root])[0]
    assert root.xpath("//*[@class='judged']/a/@href")[0] == "../briefs/perhaps/#judgement-1"
    assert page(output, "briefs/perhaps").xpath("//li[@id='judgement-1']")


def test_calibration_is_told_in_a_table_a_chart_and_scores(output: Path) -> None:
    root = section(page(output, "judgements"), "Calibration")
    assert texts(root.xpath(".//tbody/tr"))[4] == "likely, probable55-80%67.5%2150%"
    assert [(one.get("cx"), one.get("cy")) for one in root.xpath(".//circle")] == [("70.4%", "116")]
    # ((0.675 - 1)^2 + 0.675^2) / 2, and (0.675 - 0.5)^2
    assert texts(root.xpath(".//dd")) == ["0.281", "0.031", "0.000", "0.250"]


def test_a_brief_tells_how_many_origins_its_sources_have(output: Path) -> None:
    told = texts([section(page(output, "briefs/yes"), "Sources")])[0]
    assert "One origin. All sources go back to one origin" in told
    assert "2 sources, 1 independent origin: The Wire (2)." in told


def test_a_topic_tells_the_mix_of_its_sources(output: Path) -> None:
    told = section(page(output, "topics/minerals"), "Evidence")
    assert texts(told.xpath(".//dl/div")) == [
        "By typenot known 5, News agency 4",
        "By countrynot known 5, United Kingdom 4",
        "By languagenot known 5, Ukrainian 4",
        "By gradenot known 5, B2 4",
    ]


def test_a_publisher_shows_what_rests_on_it_alone(output: Path) -> None:
    alone = section(page(output, "sources/wire"), "Rests on it alone")
    assert texts(alone.xpath(".//li/a")) == ["Deal", "Offer", "Doubt", "Refusal"]
    assert not page(output, "sources/paper").xpath("//section[@class='alone']")


def test_the_story_stands_in_order_of_events_and_says_what_comes_next(output: Path) -> None:
    root = page(output, "topics/minerals")
    story = section(root, "The story so far")
    assert texts(story.xpath(".//ol/li//a[1]"))[0] == "Refusal"
    assert texts(story.xpath(".//ol/li//div[@class='meta']")) == ["Continues: Refusal", "Continues: Offer"]
    (coming,) = story.find_class("whats-next")
    assert texts(coming.xpath("./div")) == ["Watch for Deal.", "Watch for Doubt."]


def test_the_network_is_drawn_and_told_in_a_table(output: Path) -> None:
    root = page(output, "network")
    assert len(root.xpath("//svg//circle")) == 2
    assert sorted(line.get("class") for line in root.xpath("//svg//line")) == ["declared", "together"]
    assert texts(root.xpath("//tbody/tr")) == ["UkraineUSAUSA ally of Ukraine4"]
    around = section(page(output, "actors/usa"), "Network")
    assert texts(around.xpath(".//svg/text")) == ["Ukraine"]


def test_an_actor_and_a_topic_have_a_page_where_three_briefs_meet(output: Path) -> None:
    root = page(output, "actors/usa/on/minerals")
    assert texts(root.xpath("//h1")) == ["USA on Minerals"]
    assert texts(root.xpath("//section[@class='briefs']/h2")) == ["4 briefs about both"]
    assert "../../actors/usa/on/minerals/" in page(output, "actors/usa").xpath("//ul[@class='counted']//a/@href")
    assert section(page(output, "actors/ukraine/on/minerals"), "Position") is not None


def test_an_actor_bears_the_office_that_it_held_when_it_happened(output: Path) -> None:
    def actors(url: str) -> list[str]:
        return texts(section(page(output, url), "Actors").xpath(".//li"))

    assert actors("briefs/no") == ["Ukraine", "USA"]
    assert actors("briefs/perhaps") == ["Ukraine, Observer", "USA"]
    assert texts(section(page(output, "actors/treasury"), "Office holders").xpath(".//li")) == [
        "Observer: Ukraine since 1 February 2025"
    ]


def test_a_relation_shows_from_both_ends(output: Path) -> None:
    assert texts(section(page(output, "actors/usa"), "Relations").xpath(".//li")) == ["ally of Ukraine since 2024"]
    assert texts(section(page(output, "actors/ukraine"), "Relations").xpath(".//li")) == [
        "USA: ally of Ukraine since 2024"
    ]


def chart(root: html.HtmlElement, name: str) -> html.HtmlElement:
    """The drawing whose title has this id, after a look at what each must have."""
    (drawn,) = root.xpath(f"//svg[title/@id='{name}-title']")
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == f"{name}-title {name}-text"
    assert all(drawn.xpath(f"./*[@id='{name}-{part}']")[0].text for part in ("title", "text"))
    assert not drawn.xpath(".//@style|.//@fill|.//@stroke|.//script|.//a")
    return drawn


def test_activity_is_drawn_by_month_and_told_in_a_table(output: Path) -> None:
    root = page(output, "actors/usa")
    drawn = chart(root, "activity")
    assert [bar.get("height") for bar in drawn.xpath("./rect")] == ["20", "40", "20"]
    assert texts(drawn.getparent().xpath(".//details//tbody/tr")) == [
        "January 20251",
        "February 20252",
        "March 20251",
    ]


def test_the_home_page_and_the_timeline_draw_all_events_by_month(output: Path) -> None:
    for url in (".", "timeline"):
        root = page(output, url)
        assert [bar.get("height") for bar in chart(root, "strip").xpath("./rect")] == ["36", "72", "36", "36"]
        assert len(chart(root, "strip").getparent().xpath(".//details//tbody/tr")) == 4


def test_a_story_is_drawn_with_a_dot_for_each_event_in_its_list(output: Path) -> None:
    root = page(output, "topics/minerals")
    drawn = chart(root, "story")
    told = texts(section(root, "The story so far").xpath(".//ol/li/div/a"))
    assert sorted(one.text.split(": ")[1] for one in drawn.xpath(".//circle/title")) == sorted(told)


def test_the_network_around_an_actor_is_drawn_and_told_in_a_table(output: Path) -> None:
    root = page(output, "actors/usa")
    drawn = chart(root, "network")
    assert texts(drawn.xpath("./text")) == ["Ukraine"]
    assert sorted(line.get("class") for line in drawn.xpath("./line")) == ["declared", "together"]
    assert texts(section(root, "Network").xpath(".//tbody/tr")) == ["UkraineUSA ally of Ukraine4"]


def test_a_site_without_claims_judgements_or_ties_says_so(tmp_path: Path) -> None:
    output = build_site(write_site(tmp_path, MINIMAL), now=TODAY).output
    assert "No brief has a claim yet." in texts([page(output, "positions")])[0]
    assert "No brief has a judgement yet." in texts([page(output, "judgements")])[0]
    assert "No two actors are tied yet." in texts([page(output, "network")])[0]
