"""URLs: relative links lead where they should from anywhere, and files lie where servers look."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.site import urls

_PART = st.from_regex(r"[a-z0-9][a-z0-9-]{0,5}", fullmatch=True)
_PAGES = st.lists(_PART, max_size=4).map(lambda parts: "/" + "".join(f"{part}/" for part in parts))
_FILES = st.tuples(_PAGES, _PART).map(lambda parts: f"{parts[0]}{parts[1]}.xml")


@given(_PAGES | _FILES, _PAGES | _FILES, _PAGES)
def test_the_way_to_the_root_leads_to_any_page_under_any_base_path(here: str, there: str, base: str) -> None:
    host = "https://desk.example" + base.removesuffix("/")
    assert urljoin(host + here, urls.root_from(here) + there[1:]) == host + there


@given(_PAGES)
def test_a_page_lies_in_the_index_of_its_folder(url: str) -> None:
    path = urls.output_path(url)
    assert path.endswith("index.html")
    assert not path.startswith("/")
    assert "/" + path.removesuffix("index.html") == url


@given(_FILES)
def test_any_other_file_lies_at_its_own_address(url: str) -> None:
    assert "/" + urls.output_path(url) == url


@given(_PAGES)
def test_ancestors_are_the_folders_around_a_page_from_the_nearest_to_home(url: str) -> None:
    found = urls.ancestors(url)
    assert len(found) == url.count("/") - 1
    assert all(url.startswith(ancestor) and ancestor != url for ancestor in found)
    assert found == sorted(found, key=len, reverse=True)
    assert found[-1:] == ([urls.HOME] if url != urls.HOME else [])


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("brief", "/briefs/x/"),
        ("actor", "/actors/x/"),
        ("topic", "/topics/x/"),
        ("publisher", "/sources/x/"),
        ("page", "/x/"),
    ],
)
def test_each_kind_of_record_has_its_folder(kind: str, url: str) -> None:
    assert urls.record_url(kind, "x") == url


def test_only_further_pages_of_a_list_have_numbers() -> None:
    assert [urls.numbered_url("/topics/x/", number) for number in (1, 2, 10)] == [
        "/topics/x/",
        "/topics/x/page/2/",
        "/topics/x/page/10/",
    ]


def test_a_month_has_its_year_as_a_folder() -> None:
    assert urls.month_url("2025-02") == "/archive/2025/02/"
