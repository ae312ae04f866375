"""sitemap.xml and robots.txt: what search engines are told."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dateline.site.page import File, Output
from dateline.site.sitemap import LIMIT, Listed, sitemaps
from planned import brief, planned
from support import SETTINGS

_NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_PAGES = [Listed(f"https://desk.example/{number:03}/", "2025-01-01" if number % 2 else "") for number in range(25)]


def _bytes(file: Output) -> bytes:
    assert isinstance(file, File)
    return file.write(file.inputs)


def _locations(data: bytes, root: str, entry: str) -> list[str]:
    document = ET.fromstring(data)
    assert document.tag == _NAMESPACE + root
    assert {child.tag for child in document} <= {_NAMESPACE + entry}
    return [child.findtext(f"{_NAMESPACE}loc") or "" for child in document]


def test_a_short_list_is_one_sitemap_in_order() -> None:
    (file,) = sitemaps(_PAGES[::-1])
    assert file.url == "/sitemap.xml"
    assert _locations(_bytes(file), "urlset", "url") == [page.location for page in _PAGES]


def test_a_long_list_is_split_and_its_parts_are_listed() -> None:
    home = Listed("https://desk.example/", "")
    index, *parts = sitemaps([*_PAGES, home], limit=10)
    assert [part.url for part in parts] == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    assert _locations(_bytes(index), "sitemapindex", "sitemap") == [
        f"https://desk.example/sitemap-{number}.xml" for number in (1, 2, 3)
    ]
    found = [location for part in parts for location in _locations(_bytes(part), "urlset", "url")]
    assert found == sorted(page.location for page in [*_PAGES, home])
    assert max(len(_locations(_bytes(part), "urlset", "url")) for part in parts) == 10


def test_the_parts_of_a_site_below_a_path_lie_below_it() -> None:
    pages = [Listed("https://desk.example/a/b/", ""), Listed("https://desk.example/a/b/c/", "")]
    index, *_ = sitemaps(pages, limit=1)
    assert _locations(_bytes(index), "sitemapindex", "sitemap")[0] == "https://desk.example/a/b/sitemap-1.xml"


def test_the_limit_is_that_of_the_standard() -> None:
    assert LIMIT == 50_000


def test_a_day_is_told_only_where_it_is_known() -> None:
    document = ET.fromstring(_bytes(sitemaps(_PAGES)[0]))
    assert [child.findtext(f"{_NAMESPACE}lastmod") for child in document][:3] == [None, "2025-01-01", None]


def test_only_pages_that_search_engines_may_show_are_listed(tmp_path: Path) -> None:
    settings = "redirects: {/old: /topics/}\ngone: [/away/]\n"
    files = {"site.yaml": SETTINGS + settings, "content/briefs/b.md": brief(redirect_from=["/older/"])}
    outputs = planned(tmp_path, files)
    found = _locations(_bytes(outputs["/sitemap.xml"]), "urlset", "url")
    paths = {location.removeprefix("https://desk.example") for location in found}
    assert {"/", "/briefs/b/", "/actors/ukraine/", "/archive/2025/04/"} <= paths
    assert paths.isdisjoint({"/old/", "/older/", "/away/", "/404.html", "/feed.xml"})
    assert paths <= outputs.keys()


def test_a_brief_was_last_changed_by_its_newest_revision(tmp_path: Path) -> None:
    revisions = [{"date": "2025-05-02", "kind": "update", "note": "More."}]
    outputs = planned(tmp_path, {"content/briefs/b.md": brief(revisions=revisions)})
    document = ET.fromstring(_bytes(outputs["/sitemap.xml"]))
    changed = {child.findtext(f"{_NAMESPACE}loc"): child.findtext(f"{_NAMESPACE}lastmod") for child in document}
    assert changed["https://desk.example/briefs/b/"] == "2025-05-02"
    assert changed["https://desk.example/briefs/first/"] == "2025-04-30"


@pytest.mark.parametrize(("audience", "line"), [("TLP:CLEAR", b"Allow: /\n"), ("TLP:GREEN", b"Disallow: /\n")])
def test_robots_are_welcome_unless_the_site_is_marked(tmp_path: Path, audience: str, line: bytes) -> None:
    outputs = planned(tmp_path, {"site.yaml": f"{SETTINGS}audience: {audience}\n"})
    assert line in _bytes(outputs["/robots.txt"])


def test_robots_are_told_where_the_sitemap_is(tmp_path: Path) -> None:
    outputs = planned(tmp_path, {}, base_url="https://else.example/base/")
    assert b"Sitemap: https://else.example/base/sitemap.xml\n" in _bytes(outputs["/robots.txt"])
