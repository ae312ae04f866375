"""A new site: it builds without a problem, and comes whole or not at all."""

from __future__ import annotations

import subprocess
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.config import load_settings
from dateline.desk.errors import DeskError
from dateline.desk.init import Started, init_site
from support import build_site, check_site, tree

FILES = (
    ".gitignore",
    "README.md",
    "content/actors/example-ministry.md",
    "content/briefs/2025/example-brief.md",
    "content/briefs/2025/example-follow-up.md",
    "content/pages/about.md",
    "content/publishers.yaml",
    "content/topics/getting-started.md",
    "site.yaml",
)


def start(
    folder: Path, title: str = "Test Desk", base_url: str = "https://desk.example/news", year: int = 2025
) -> Started:
    return init_site(folder, title=title, base_url=base_url, year=year)


def test_new_site_has_no_problem_and_builds(tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"

    assert start(site) == Started(FILES, ())
    assert tuple(tree(site)) == FILES
    assert check_site(site) == []
    build_site(site)
    assert b"Test Desk" in (site / "output/index.html").read_bytes()
    assert (site / "output/briefs/example-follow-up/index.html").is_file()


def test_settings_hold_what_was_asked_for(tmp_path: Path) -> None:
    start(tmp_path / "site", title='Yes: "no" # 1\n', base_url="https://Desk.Example:8443/news/", year=2031)

    settings, problems = load_settings(tmp_path / "site")

    assert problems == ()
    assert settings is not None
    assert settings.config.title == 'Yes: "no" # 1'
    assert settings.config.base_url == "https://Desk.Example:8443/news"
    assert settings.config.tag_authority == "desk.example,2031"


def test_host_in_another_script_gets_its_ascii_form_in_feed_ids(tmp_path: Path) -> None:
    start(tmp_path / "site", base_url="https://київ.example")

    settings, _ = load_settings(tmp_path / "site")
    assert settings is not None
    assert settings.config.tag_authority == "xn--b1alf1j.example,2025"


@given(st.text(min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_title_is_kept_or_refused(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    site = tmp_path_factory.mktemp("any") / "site"
    try:
        start(site, title=title)
    except DeskError:
        assert not site.exists()
    else:
        settings, problems = load_settings(site)
        assert problems == ()
        assert settings is not None
        assert settings.config.title == normalize("NFC", title).strip()


def test_starter_is_stored_without_a_gitignore_that_would_rule_here() -> None:
    names = {entry.name for entry in (files("dateline.desk") / "starter").iterdir()}

    assert "gitignore" in names
    assert ".gitignore" not in names


def test_folder_with_hidden_files_only_is_taken_and_they_stay(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("mine\n")

    started = start(tmp_path)

    assert started.kept == (".gitignore",)
    assert ".gitignore" not in started.written
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    assert (tmp_path / ".git/HEAD").is_file()
    assert check_site(tmp_path) == []


def test_folder_that_holds_anything_else_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        (tmp_path / name).write_text("")

    with pytest.raises(DeskError) as caught:
        start(tmp_path)

    assert caught.value.message == f"{tmp_path} is not empty: it holds a, b, c and 1 more"
    assert list(tree(tmp_path)) == ["a", "b", "c", "d"]


def test_file_and_dangling_link_are_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to("nowhere")

    for name in ("file", "link"):
        with pytest.raises(DeskError, match=f"{name} is not a folder"):
            start(tmp_path / name)


@pytest.mark.parametrize(
    ("title", "base_url", "message"),
    [
        ("", "https://desk.example", "title is empty"),
        ("Desk", "desk.example", "base_url: 'desk.example' is not an absolute http or https address"),
        ("a\x00b", "https://desk.example", "title: holds the control character U+0000"),
        ("a\udcffb", "https://desk.example", "the title or the address is not text"),
    ],
)
def test_setting_that_is_not_allowed_is_named_before_anything_is_written(
    tmp_path: Path, title: str, base_url: str, message: str
) -> None:
    with pytest.raises(DeskError) as caught:
        start(tmp_path / "site", title=title, base_url=base_url)

    assert caught.value.message == message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("exists", [False, True])
@pytest.mark.parametrize("at", range(6))
def test_fault_of_the_disk_at_any_step_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, exists: bool
) -> None:
    site = tmp_path / "site"
    if exists:
        site.mkdir()
        (site / ".keep").write_text("mine")
    before = tree(tmp_path)
    calls: list[str] = []
    original = Path.rename if exists else Path.write_text

    def failing(self: Path, *args: object, **options: object) -> object:
        # Once only: the way back must be open, as it is on a full disk.
        calls.append(str(self))
        if len(calls) == at + 1:
            raise OSError(28, "No space left on device", str(self))
        return original(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, original.__name__, failing)
    steps = 4 if exists else len(FILES)
    if at >= steps:
        start(site)
        assert len(calls) == steps
        return
    with pytest.raises(OSError, match="No space left"):
        start(site)

    assert tree(tmp_path) == before
    assert site.exists() is exists
