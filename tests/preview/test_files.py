"""Which file a path leads to, and which paths lead nowhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.preview.files import Found, Moved, find
from dateline.publish.media_types import media_type
from support import write_site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An output folder with a secret beside it."""
    files = {
        "secret.txt": "secret",
        "output/index.html": "home",
        "output/topics/index.html": "topics",
        "output/a b/index.html": "spaced",
        "output/assets/site.css": "css",
        "output/.hidden/x.txt": "hidden",
        "output/.env": "hidden",
        "output/empty/.keep": "",
    }
    return write_site(tmp_path, files) / "output"


def text_at(folder: Path, path: str) -> str | None:
    found = find(folder, path)
    if not isinstance(found, Found):
        return None
    with found.stream as stream:
        return stream.read().decode()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/", "home"),
        ("/index.html", "home"),
        ("/topics/", "topics"),
        ("/assets/site.css", "css"),
        ("/a%20b/", "spaced"),
    ],
)
def test_path_leads_to_its_file_or_to_the_index_of_its_folder(folder: Path, path: str, text: str) -> None:
    assert text_at(folder, path) == text


@pytest.mark.parametrize(("path", "place"), [("/topics", "/topics/"), ("/a%20b", "/a%20b/")])
def test_folder_without_its_slash_leads_to_the_one_with_it(folder: Path, path: str, place: str) -> None:
    assert find(folder, path) == Moved(place)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "index.html",
        "*",
        "http://localhost/index.html",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/topics/../index.html",
        "/topics/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/./index.html",
        "//index.html",
        "//example.org/topics",
        "/topics//",
        "/index.html/",
        "/index.html%00",
        "/index.html%00.css",
        "/%ff",
        "/C:/index.html",
        "/index.html::$DATA",
        "/.env",
        "/.hidden/x.txt",
        "/%2eenv",
        "/assets",
        "/assets/",
        "/empty",
        "/empty/",
        "/nothing",
        "/" + "x" * 5000,
        "/" + "x/" * 3000,
    ],
)
def test_path_that_no_host_would_serve_leads_nowhere(folder: Path, path: str) -> None:
    assert find(folder, path) is None


def test_link_out_of_the_folder_leads_nowhere(folder: Path) -> None:
    (folder / "file.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "folder").symlink_to(folder.parent)
    (folder / "circle").symlink_to("circle")
    (folder / "hidden.txt").symlink_to(".env")

    for path in ("/file.txt", "/folder/secret.txt", "/folder", "/circle", "/hidden.txt"):
        assert find(folder, path) is None


def test_folder_beside_that_starts_with_the_same_name_is_outside(folder: Path) -> None:
    beside = folder.with_name("output-old")
    beside.mkdir()
    (beside / "index.html").write_text("old")
    (folder / "link").symlink_to(beside)

    assert find(folder, "/link/") is None


def test_link_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / "latest").symlink_to("topics")

    assert text_at(folder, "/latest/") == "topics"


def test_output_folder_may_itself_be_a_link_or_lie_in_a_hidden_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / ".private").mkdir()
    hidden = folder.rename(tmp_path / ".private" / "preview")
    link = tmp_path / "link"
    link.symlink_to(hidden)

    assert [text_at(place, "/topics/") for place in (hidden, link)] == ["topics", "topics"]


def test_folder_that_was_swapped_for_another_is_served_at_once(folder: Path) -> None:
    assert text_at(folder, "/") == "home"

    folder.rename(folder.with_name("old"))
    assert find(folder, "/") is None
    write_site(folder, {"index.html": "new home"})

    assert text_at(folder, "/") == "new home"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")

    assert find(folder, "/pipe") is None


@given(st.text(alphabet=st.sampled_from("./\\%2eE5c0afF:~ sécrt\x00output"), max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_path_leads_out(folder: Path, path: str) -> None:
    assert text_at(folder, f"/{path}") in (None, "home", "topics", "spaced", "css")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("feed.json", "application/json; charset=utf-8"),
        ("site.1a2b.css", "text/css; charset=utf-8"),
        ("search.JS", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("port.webp", "image/webp"),
        ("port.avif", "image/avif"),
        ("CNAME", "application/octet-stream"),
        ("what.ever", "application/octet-stream"),
    ],
)
def test_media_type_follows_from_the_name(name: str, form: str) -> None:
    assert media_type(name) == form
