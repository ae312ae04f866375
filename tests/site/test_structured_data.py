from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]

from dateline.site.structured_data import json_ld
from dateline.site.views import NotFoundView, PageMeta, SiteView
from support import MINIMAL, Files, build_site, write_site

BASE = "https://desk.example"
SITE: Files = {
    **MINIMAL,
    "site.yaml": f"title: Test Desk\nbase_url: {BASE}\ndescription: What ministers do.\npublisher: A Desk\n",
    "content/actors/shmyhal.md": """\
---
name: Denys Shmyhal
kind: person
summary: A minister.
aliases: [Shmyhal]
wikidata: Q16931126
offices: [{title: Minister, of: ukraine, from: 2025-05-17}, {title: Prime minister, of: ukraine, until: 2025-05-17}]
---
""",
    "content/topics/lithium.md": "---\nname: Lithium\nsummary: A metal.\nparent: minerals\n---\n",
    "content/pages/about.md": "---\ntitle: About us\nmenu: 1\n---\nWe are.\n",
    "content/publishers.yaml": "wire: {name: The Wire, domains: [wire.example]}\n",
    "content/briefs/first.md": """\
---
title: Ministers sign a deal on </script> & "minerals"
kind: analysis
date: 2025-04-30
event_date: 2025-04-29/2025-04-30
bluf: The deal creates a joint fund.
actors: [shmyhal]
topics: [lithium]
places: [Kyiv]
sources:
  - {title: Text, url: "https://agreement.example/text", publisher: wire, published: 2025-04-30}
revisions:
  - {date: 2025-05-03, kind: correction, note: The date was wrong.}
  - {date: 2025-05-02, kind: update, note: More is known.}
---
Text.
""",
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(write_site(tmp_path_factory.mktemp("site"), SITE)).output


def page(output: Path, url: str) -> html.HtmlElement:
    return html.fromstring((output / url / "index.html").read_bytes())


def graph(output: Path, url: str) -> dict[str, Any]:
    """The things that a page tells of, by type."""
    (text,) = page(output, url).xpath("//script[@type='application/ld+json']/text()")
    return {node["@type"]: node for node in json.loads(text)["@graph"]}


def test_a_brief_is_an_article_with_its_dates_subjects_and_correction(output: Path) -> None:
    article = graph(output, "briefs/first")["AnalysisNewsArticle"]
    assert article["headline"] == 'Ministers sign a deal on </script> & "minerals"'
    assert article["mainEntityOfPage"] == article["url"] == f"{BASE}/briefs/first/"
    assert (article["datePublished"], article["dateModified"]) == ("2025-04-30", "2025-05-03")
    assert article["temporalCoverage"] == "2025-04-29/2025-04-30"
    assert article["author"] == article["publisher"]
    assert article["publisher"]["name"] == "A Desk"
    assert [(one["@type"], one["name"]) for one in article["about"]] == [
        ("Person", "Denys Shmyhal"),
        ("Thing", "Lithium"),
    ]
    assert article["correction"] == [
        {"@type": "CorrectionComment", "datePublished": "2025-05-03", "text": "The date was wrong."}
    ]
    assert article["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "Text",
            "url": "https://agreement.example/text",
            "publisher": {"@type": "Organization", "name": "The Wire"},
            "datePublished": "2025-04-30",
        }
    ]


def test_actors_are_told_by_their_kind(output: Path) -> None:
    person = graph(output, "actors/shmyhal")["ProfilePage"]["mainEntity"]
    assert person == {
        "@type": "Person",
        "@id": f"{BASE}/actors/shmyhal/#actor",
        "name": "Denys Shmyhal",
        "url": f"{BASE}/actors/shmyhal/",
        "description": "A minister.",
        "alternateName": ["Shmyhal"],
        "sameAs": ["https://www.wikidata.org/entity/Q16931126"],
        "jobTitle": ["Minister"],
    }
    assert graph(output, "actors/ukraine")["WebPage"]["mainEntity"]["@type"] == "Country"


def test_the_home_page_tells_of_the_site_and_the_data_page_of_the_data(output: Path) -> None:
    home = graph(output, ".")
    assert home["WebSite"]["name"] == "Test Desk"
    assert home["Organization"]["name"] == "A Desk"
    assert "BreadcrumbList" not in home
    data = graph(output, "data")["Dataset"]
    assert data["distribution"][0]["contentUrl"] == f"{BASE}/data/briefing.sqlite"


def test_the_way_from_the_home_page_is_told(output: Path) -> None:
    def way(url: str) -> list[tuple[int, str, str]]:
        items = graph(output, url)["BreadcrumbList"]["itemListElement"]
        return [(one["position"], one["name"], one["item"].removeprefix(BASE)) for one in items]

    assert way("topics/lithium") == [
        (1, "Test Desk", "/"),
        (2, "Topics", "/topics/"),
        (3, "Minerals", "/topics/minerals/"),
        (4, "Lithium", "/topics/lithium/"),
    ]
    assert way("about") == [(1, "Test Desk", "/"), (2, "About us", "/about/")]
    assert way("actors") == [(1, "Test Desk", "/"), (2, "Actors", "/actors/")]


def test_every_page_can_be_shared(output: Path) -> None:
    for file in output.rglob("index.html"):
        root = html.fromstring(file.read_bytes())
        (url,) = root.xpath("//link[@rel='canonical']/@href")
        assert root.xpath("//meta[@property='og:url']/@content") == [url]
        assert root.xpath("//meta[@name='description']/@content") == root.xpath(
            "//meta[@property='og:description']/@content"
        )
        assert root.xpath("string(//meta[@name='description']/@content)")
        assert root.xpath("string(//meta[@property='og:title']/@content)") in root.xpath("string(//title)")
        (card,) = root.xpath("//meta[@property='og:image']/@content")
        assert (output / card.removeprefix(f"{BASE}/")).is_file()
        assert root.xpath("//meta[@property='og:type']/@content") == ["article" if "/briefs/f" in url else "website"]


def test_a_page_that_is_not_to_be_found_tells_nothing(output: Path) -> None:
    root = html.fromstring((output / "404.html").read_bytes())
    assert not root.xpath("//script[@type='application/ld+json']|//meta[starts-with(@property, 'og:')]")


@given(st.text(st.characters(codec="utf-8")))
def test_any_title_stays_inside_its_script_and_is_read_back(title: str) -> None:
    meta = PageMeta(url="/x/", canonical=f"{BASE}/x/", description=title)
    site = SiteView(title, title, "en", BASE, title, "TLP:CLEAR", (), (), "")
    text = json_ld(NotFoundView(title), meta, site)
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(text)
    assert json.loads(text)["@graph"][0].get("name", "") == title
