"""The guide holds: it is a site that Dateline builds without a complaint, and who follows it gets what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import guide
from links import broken_links
from support import build_site, check_site
from walkthrough import Walk, here, steps

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("guide")
    guide.write_guide(root)
    assert check_site(root) == []
    build_site(root)
    return root


def test_every_file_of_the_guide_is_a_page_with_its_title(site: Path) -> None:
    for name, file in guide.pages().items():
        title = file.read_text().partition("\n")[0].removeprefix("# ")
        page = site / "output" / ("" if name == "index" else name) / "index.html"
        assert f"<h1>{title}</h1>" in page.read_text(), name


@pytest.mark.parametrize("base", ["/", "/guide/"])
def test_links_lead_from_page_to_page(site: Path, base: str) -> None:
    assert broken_links(site / "output", base) == []


def test_links_lead_from_file_to_file_in_the_repository() -> None:
    for file in guide.pages().values():
        prose = re.sub(r"(?m)^    .*$|`[^`]*`", "", file.read_text())
        for target in re.findall(r"\]\(([^)\s#]+)", prose):
            assert "://" in target or (file.parent / target).is_file(), f"{file.name}: {target}"


def test_the_start_page_leads_to_every_other() -> None:
    start = (DOCS / "index.md").read_text()
    for name, file in guide.pages().items():
        if name != "index":
            assert f"({file.relative_to(DOCS).as_posix()})" in start, name


def test_who_follows_the_tutorial_has_a_site_and_has_sent_it(tmp_path: Path) -> None:
    walk = Walk(tmp_path, here())
    walk.through(steps((DOCS / "tutorial.md").read_text()))
    assert walk.folder == tmp_path / "desk"
    page = (tmp_path / "published/briefs/ministry-lowers-port-fees/index.html").read_text()
    assert "Ships pay a tenth less from April" in page
    assert '<a href="../../actors/ministry-of-ports/"' in page.partition("<main")[2]
    assert not re.search("warning|error", walk.said), walk.said
