"""The plan: a page for every record, once, and nothing that is read when it is too late."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from dateline.prepare import prepare
from dateline.site.frame import menu
from dateline.site.locale import ENGLISH
from dateline.site.page import File, Output, Page
from dateline.site.theme import load_theme
from planned import actor, brief, planned, record, topic, view_at
from promises.edits import make_desk
from support import SETTINGS, request_for


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Output, ...]:
    """Those of a site in which everything occurs."""
    return prepare(make_desk(tmp_path_factory.mktemp("plan") / "site", Random(3)).request()).outputs


def test_every_output_has_an_address_of_its_own(outputs: tuple[Output, ...]) -> None:
    urls = [output.url for output in outputs]
    assert len(urls) == len(set(urls)) > 100


def test_every_page_has_a_template_of_the_default_theme(outputs: tuple[Output, ...], tmp_path: Path) -> None:
    theme, _ = load_theme(tmp_path, "default")
    assert theme is not None
    assert {page.template for page in outputs if isinstance(page, Page)} <= theme.templates.keys()


def test_every_output_has_a_digest_and_no_two_the_same_place_and_digest(outputs: tuple[Output, ...]) -> None:
    pages = [output.digest for output in outputs if isinstance(output, Page)]
    assert len(set(pages)) == len(pages)
    assert all(len(output.digest) == 16 for output in outputs)


def test_a_plan_is_the_same_each_time(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "site", Random(4), briefs=9)
    one, other = (prepare(desk.request()).outputs for _ in range(2))
    assert [(output.url, output.digest) for output in one] == [(output.url, output.digest) for output in other]


def test_every_page_says_what_it_is(outputs: tuple[Output, ...]) -> None:
    for page in outputs:
        if isinstance(page, Page) and page.meta.is_indexed:
            assert page.meta.canonical == f"https://desk.example/site{page.url}"
            assert page.meta.feeds, page.url
            assert page.view(page.inputs).title, page.url  # type: ignore[attr-defined]


def test_the_menu_leads_to_pages(outputs: tuple[Output, ...]) -> None:
    assert {link.url for link in menu(ENGLISH)} <= {output.url for output in outputs}


def test_every_record_has_a_page_and_every_actor_and_topic_feeds(tmp_path: Path) -> None:
    files = {
        "content/actors/anna.md": actor("Anna", slug="a"),
        "content/topics/mines.md": topic("Mines", slug="m"),
        "content/publishers.yaml": "wire: {name: The Wire}\n",
        "content/pages/about.md": record(title="About"),
        "content/briefs/b.md": brief(slug="x"),
    }
    outputs = planned(tmp_path, files)
    pages = ["/actors/a/", "/topics/m/", "/sources/wire/", "/about/", "/briefs/x/"]
    feeds = [f"{url}{name}" for url in ("/", "/actors/a/", "/topics/m/") for name in ("feed.xml", "feed.json")]
    assert {*pages, *feeds, "/404.html", "/sitemap.xml", "/robots.txt"} <= outputs.keys()
    owners = {url: output.owner for url, output in outputs.items()}
    assert [owners[url] for url in pages] == ["actor:anna", "topic:mines", "publisher:wire", "page:about", "brief:b"]
    assert owners["/actors/a/feed.xml"] == "actor:anna"
    assert owners["/archive/2025/04/"] == "-"


def test_a_page_names_the_file_that_asked_for_it(tmp_path: Path) -> None:
    outputs = planned(tmp_path, {})
    assert [outputs[url].origin for url in ("/briefs/first/", "/actors/ukraine/", "/")] == [
        "content/briefs/first.md",
        "content/actors/ukraine.md",
        "site.yaml",
    ]


def test_a_site_without_briefs_has_all_its_pages(tmp_path: Path) -> None:
    outputs = planned(tmp_path, {"content/briefs/first.md": brief(status="draft")})
    assert {"/", "/briefs/", "/timeline/", "/archive/", "/sources/", "/feed.xml", "/actors/ukraine/"} <= outputs.keys()
    assert view_at(outputs, "/").briefs_total == 0
    assert not [url for url in outputs if url.startswith(("/briefs/f", "/archive/2"))]


def test_descriptions_are_cut_between_words(tmp_path: Path) -> None:
    outputs = planned(tmp_path, {"content/briefs/b.md": brief(bluf="word " * 100)})
    page = outputs["/briefs/b/"]
    assert isinstance(page, Page)
    assert len(page.meta.description) <= 301
    assert page.meta.description.endswith("word…")


def test_pages_without_words_of_their_own_are_described_by_the_site(tmp_path: Path) -> None:
    outputs = planned(tmp_path, {"site.yaml": f"{SETTINGS}description: What we do.\n"})
    described = {url: page.meta.description for url, page in outputs.items() if isinstance(page, Page)}
    assert (described["/"], described["/actors/ukraine/"]) == ("What we do.", "A state in Eastern Europe.")
    assert described["/topics/"] == "What the briefs are about, from the wide topics to the narrow ones"


def test_free_pages_are_in_the_menu_in_their_order(tmp_path: Path) -> None:
    pages: dict[str, dict[str, Any]] = {
        "z": {"title": "First", "menu": 1},
        "a": {"title": "Second", "menu": 2},
        "n": {"title": "In no menu"},
    }
    planned(tmp_path, {f"content/pages/{id_}.md": record(**fields) for id_, fields in pages.items()})
    draft = prepare(request_for(tmp_path))
    home = next(page for page in draft.outputs if page.url == "/")
    assert isinstance(home, Page)
    html = draft.renderer.render(home.template, home.view(home.inputs), home.meta).decode()
    assert 0 < html.index(">First<") < html.index(">Second<")
    assert "In no menu" not in html


def test_a_brief_in_another_language_says_so_and_no_other(tmp_path: Path) -> None:
    outputs = planned(tmp_path, {"content/briefs/b.md": brief(lang="uk"), "content/briefs/c.md": brief(lang="en")})
    langs = {url: page.meta.lang for url, page in outputs.items() if isinstance(page, Page)}
    assert (langs["/briefs/b/"], langs["/briefs/c/"], langs["/"]) == ("uk", "", "")


def test_files_are_written_from_their_inputs_alone(outputs: tuple[Output, ...]) -> None:
    for file in outputs:
        if isinstance(file, File):
            assert file.write(file.inputs) == file.write(file.inputs), file.url
