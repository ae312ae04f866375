"""A second look, built on the documented views alone: `tests/themes/wire/`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import html5lib  # type: ignore[import-untyped]
import pytest
from lxml import html  # type: ignore[import-untyped]

from links import broken_links
from promises.edits import make_desk
from support import build_site, check_site, tree

ROOT = Path(__file__).resolve().parent
WIRE = ROOT / "themes/wire"
DEFAULT = ROOT.parent / "themes/default"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in which everything occurs, in the second look and in Ukrainian."""
    root = make_desk(tmp_path_factory.mktemp("second") / "site", Random(3)).root
    shutil.rmtree(root / "templates")
    shutil.copytree(WIRE, root / "themes/wire")
    settings = root / "site.yaml"
    told = re.sub(r"^(theme|lang):.*\n", "", settings.read_text(encoding="utf-8"), flags=re.MULTILINE)
    settings.write_text(
        f'{told}theme: wire\nlang: uk\ntheme_settings: {{ink: "#001133", paper: "#fafafa"}}\n', encoding="utf-8"
    )
    build_site(root)
    return root


def _pages(site: Path) -> Iterator[tuple[str, bytes]]:
    return ((path, data) for path, data in tree(site / "output").items() if path.endswith(".html"))


def test_it_has_a_template_of_its_own_for_every_page() -> None:
    own, default = ({path.name for path in (theme / "templates").glob("[!_]*.html")} for theme in (WIRE, DEFAULT))
    assert own == default


def test_every_page_is_whole_and_in_its_frame(site: Path) -> None:
    shown = list(_pages(site))
    assert len(shown) > 50
    for path, data in shown:
        parser = html5lib.HTMLParser()
        parser.parse(data)
        assert parser.errors == [], path
        root = html.document_fromstring(data.decode())
        assert root.xpath("string(//body/@class)") == "wire", path
        assert len(root.xpath("//main")) == len(root.xpath("//h1")) == len(root.xpath("//body/header")) == 1, path
        assert root.xpath("//nav[not(@aria-label)] | //img[not(@alt)] | //script | //style | //*[@style]") == [], path
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_no_link_leads_nowhere(site: Path) -> None:
    assert broken_links(site / "output") == []


def test_it_speaks_with_texts_of_its_own_and_of_the_default_theme(site: Path) -> None:
    home = tree(site / "output")["index.html"].decode()
    assert "<h2>Останнє на стрічці</h2>" in home
    assert re.search(r'<nav aria-label="[А-ЯІЇЄҐ][^"]*">', home)


def test_what_the_site_sets_stands_at_the_end_of_its_own_style_sheet(site: Path) -> None:
    [css] = [data.decode() for path, data in tree(site / "output").items() if re.match(r"assets/wire\.\w+\.css", path)]
    assert css.endswith(
        "@media screen { :root { --ink: light-dark(#001133, #001133); --paper: light-dark(#fafafa, #fafafa); } }\n"
    )


def test_pages_that_it_leaves_out_are_those_of_the_default_theme_in_its_frame(site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(site, root, ignore=shutil.ignore_patterns("output", ".dateline"))
    for name in ("positions.html", "sources.html", "brief.html", "search.html"):
        (root / "themes/wire/templates" / name).unlink()
    assert [line for line in check_site(root) if "error" in line] == []
