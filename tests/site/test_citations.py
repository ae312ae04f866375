"""A brief is cited by files that reference managers read, and what they tell is what the page tells."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

from rich_site import RICH
from support import build_site, tree, write_site


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    site = write_site(tmp_path_factory.mktemp("cited"), RICH)
    write_site(
        site,
        {"content/briefs/tex.md": "---\ntitle: '50% of {x} & \\y'\ndate: 2025-05-01\nactors: [ukraine]\n---\nText.\n"},
    )
    build_site(site)
    return tree(site / "output")


def test_csl_json_names_who_what_where_and_when(files: dict[str, bytes]) -> None:
    assert json.loads(files["briefs/deal/cite.json"]) == [
        {
            "id": "deal",
            "type": "webpage",
            "title": 'Ministers sign a deal, "at last"',
            "author": [{"literal": "A. Writer"}],
            "container-title": "Test Desk",
            "publisher": "The Desk",
            "issued": {"date-parts": [[2025, 4, 30]]},
            "URL": "https://desk.example/project/briefs/deal/",
            "language": "en",
            "abstract": "The deal creates a joint fund.",
        }
    ]


def test_bibtex_escapes_what_tex_would_run_and_balances_its_braces(files: dict[str, bytes]) -> None:
    entry = files["briefs/tex/cite.bib"].decode()
    assert r"title = {{50\% of \{x\} \& \textbackslash{}y}}," in entry
    assert entry.startswith("@misc{tex,\n  author = {{The Desk}},\n")
    unescaped = re.sub(r"\\[{}]", "", entry)
    assert unescaped.count("{") == unescaped.count("}")
    assert "\n  month = may,\n" in entry


def test_ris_has_one_field_a_line_between_its_first_and_last(files: dict[str, bytes]) -> None:
    lines = files["briefs/deal/cite.ris"].decode().split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert "DA  - 2025/04/30" in lines


@pytest.mark.parametrize("name", ["cite.json", "cite.bib", "cite.ris"])
def test_who_cites_a_retracted_brief_is_told(files: dict[str, bytes], name: str) -> None:
    assert b"Retracted: The deal is off" in files[f"briefs/later/{name}"]


def test_the_page_tells_how_to_cite_it_and_leads_to_the_files(files: dict[str, bytes]) -> None:
    page = html.fromstring(files["briefs/later/index.html"].decode())
    (section,) = page.find_class("cite")
    text = " ".join(section.text_content().split())
    assert "The Desk. “The deal is off (retracted)”. Test Desk, 10 May 2025" in text
    assert "https://desk.example/project/briefs/later/" in text
    for link in section.iter("a"):
        path = Path("briefs/later", link.get("href")).as_posix()
        assert re.sub(r"[^/]+/\.\./", "", re.sub(r"[^/]+/[^/]+/\.\./\.\./", "", path)) in files
