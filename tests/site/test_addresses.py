"""Addresses: redirects that work anywhere, tombstones that tell nothing, and no two outputs in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.prepare import prepare
from dateline.problems import SiteProblems
from dateline.site.addresses import clashes, page_url
from dateline.site.page import File
from links import broken_links, internal_links
from planned import brief, record, view_at
from promises.quick import quick
from support import MINIMAL, SETTINGS, Files, build_site, check_site, request_for, write_site

__all__ = ["quick"]


def _file(url: str, origin: str = "site.yaml") -> File:
    return File(url, "", str.encode, origin=origin)


def _clashing(*urls: str, assets: tuple[str, ...] = ()) -> list[str]:
    return [str(problem) for problem in clashes([_file(url, f"content{url}") for url in urls], assets)]


@pytest.mark.parametrize(
    ("path", "url"),
    [("/old", "/old/"), ("/old/", "/old/"), ("/old.html", "/old.html"), ("/a.b/old", "/a.b/old/"), ("/", "/")],
)
def test_a_path_without_an_ending_is_that_of_a_page(path: str, url: str) -> None:
    assert page_url(path) == url


@pytest.mark.parametrize(
    "urls",
    [
        ("/a/", "/a/"),
        ("/a/", "/A/"),
        ("/a/", "/a/index.html"),
        ("/a.xml", "/a.xml/"),
        ("/a.xml/b/", "/a.xml"),
        ("/stra\u00dfe/", "/strasse/"),
        ("/caf\u00e9/", "/cafe\u0301/"),
    ],
)
def test_two_outputs_cannot_have_one_place(urls: tuple[str, ...]) -> None:
    assert len(_clashing(*urls)) == 1


def test_outputs_in_places_of_their_own_do_not_clash() -> None:
    assert _clashing("/", "/a/", "/a/b/", "/a/feed.xml", "/ab/", "/a.xml", assets=("/assets/site.css",)) == []


@pytest.mark.parametrize("url", ["/assets/site.css", "/assets/site.css/x/", "/assets/SITE.css", "/assets"])
def test_an_output_cannot_have_the_place_of_an_asset(url: str) -> None:
    (problem,) = _clashing(url, assets=("/assets/site.css",))
    assert problem.startswith(f"content{url}: error[url-clash]: {url} is the place of a picture or a file of the theme")


def test_a_record_is_blamed_rather_than_a_page_of_the_sites_own() -> None:
    for outputs in ([_file("/a/"), _file("/a/", "content/a.md")], [_file("/a/", "content/a.md"), _file("/a/")]):
        assert [problem.path for problem in clashes(outputs)] == ["content/a.md"]


@pytest.mark.parametrize(
    ("files", "blamed"),
    [
        ({"content/pages/archive.md": record(title="P")}, "content/pages/archive.md"),
        ({"content/pages/sitemap.xml.md": record(title="P")}, "content/pages/sitemap.xml.md"),
        ({"content/briefs/b.md": brief(redirect_from=["/topics/"])}, "content/briefs/b.md"),
        ({"site.yaml": f"{SETTINGS}redirects: {{/briefs/first/: /topics/}}\n"}, "content/briefs/first.md"),
        ({"site.yaml": f"{SETTINGS}gone: [/briefs/first]\n"}, "content/briefs/first.md"),
    ],
)
def test_a_clash_is_told_before_anything_is_built(tmp_path: Path, files: Files, blamed: str) -> None:
    write_site(tmp_path, {**MINIMAL, **files})
    with pytest.raises(SiteProblems) as stop:
        build_site(tmp_path)
    assert {(one.path, one.code) for one in stop.value.problems if one.severity == "error"} == {(blamed, "url-clash")}
    assert not (tmp_path / "output").exists()


def test_a_redirect_must_lead_to_a_page(tmp_path: Path) -> None:
    write_site(tmp_path, {**MINIMAL, "site.yaml": f"{SETTINGS}redirects:\n  /old/: /topics/mineral/\n"})
    assert check_site(tmp_path) == [
        "site.yaml:4:10: error[unknown-page]: the redirect from '/old/' leads to '/topics/mineral/', where no page is\n"
        "    did you mean '/topics/minerals/'?"
    ]


MOVED: Files = {
    **MINIMAL,
    "site.yaml": f"{SETTINGS}redirects: {{/very/deep/old: /topics/minerals, /old.html: /}}\ngone: [/away/for/good]\n",
    "content/briefs/b.md": brief("B", slug="new", redirect_from=["/2025/04/b.html", "/b/"]),
}


@pytest.mark.parametrize(
    ("old", "target"),
    [
        ("/very/deep/old/", "/topics/minerals/"),
        ("/old.html", "/"),
        ("/2025/04/b.html", "/briefs/new/"),
        ("/b/", "/briefs/new/"),
    ],
)
def test_old_addresses_lead_on(tmp_path: Path, old: str, target: str) -> None:
    outputs = {one.url: one for one in prepare(request_for(write_site(tmp_path, MOVED))).outputs}
    assert view_at(outputs, old).target == target
    assert outputs[old].meta.canonical == f"https://desk.example{target}"  # type: ignore[union-attr]
    assert not outputs[old].meta.is_indexed  # type: ignore[union-attr]


@pytest.mark.parametrize("base", ["/", "/project/", "/a/b/c/"])
def test_redirects_and_all_other_links_work_under_any_base_path(tmp_path: Path, base: str) -> None:
    build_site(write_site(tmp_path, MOVED))
    output = tmp_path / "output"
    assert broken_links(output, base) == []
    led = {page: path for page, _, path, _ in internal_links(output, base) if page == "2025/04/b.html"}
    assert led == {"2025/04/b.html": f"{base}briefs/new/"}


def test_links_lead_to_files_in_a_portable_build(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, MOVED), portable=True)
    output = tmp_path / "output"
    assert broken_links(output, ignored=()) == []
    led = [(address, path) for _, address, path, _ in internal_links(output) if not address.startswith("#")]
    assert [address for address, path in led if path.endswith("/")] == []


def test_a_tombstone_does_not_say_what_was_there(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, MOVED))
    page = (tmp_path / "output/away/for/good/index.html").read_text(encoding="utf-8")
    assert "noindex" in page
    assert "canonical" not in page


def test_the_link_check_finds_what_is_broken(tmp_path: Path) -> None:
    """It would be of no use if nothing could fail it."""
    build_site(write_site(tmp_path, MINIMAL))
    page = tmp_path / "output/briefs/first/index.html"
    good = page.read_text(encoding="utf-8")
    for bad in (
        '<a href="../nowhere/">',
        '<a href="#no-such-id">',
        '<img src="/absolute.png">',
        '<a href="../../../up/">',
    ):
        page.write_text(good + bad, encoding="utf-8")
        assert len(broken_links(tmp_path / "output", "/base/")) == 1, bad
