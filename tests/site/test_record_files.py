"""Beside every brief, actor and topic page lies an index.json that fits its schema and tells the same facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from rich_site import RICH
from support import build_site, tree, write_site

PAGES = {"brief": "briefs/", "actor": "actors/", "topic": "topics/"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    site = write_site(tmp_path_factory.mktemp("facts"), RICH)
    build_site(site)
    return tree(site / "output")


def _facts(files: dict[str, bytes], path: str) -> Any:
    return json.loads(files[f"{path}/index.json"])


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_has_its_facts_and_they_fit_their_schema(files: dict[str, bytes], kind: str) -> None:
    schema = json.loads(files[f"data/schema/{kind}.json"])
    Draft202012Validator.check_schema(schema)
    paths = [path for path in files if path.startswith(PAGES[kind]) and path.endswith("/index.json")]
    assert len(paths) == 2
    for path in paths:
        facts = json.loads(files[path])
        Draft202012Validator(schema).validate(facts)
        assert facts["$schema"] == schema["$id"]
        assert (facts["version"], facts["licence"]) == ("1.0", "CC-BY-4.0")
        page = files[path.replace("index.json", "index.html")].decode()
        assert f'<link rel="alternate" type="application/json" href="../../{path}">' in page


def test_rows_are_those_of_the_tables(files: dict[str, bytes]) -> None:
    deal = _facts(files, "briefs/deal")
    tables = {name: json.loads(files[f"data/{name}.json"]) for name in ("briefs", "claims", "judgements", "sources")}
    assert deal["brief"] in tables["briefs"]
    assert deal["claims"] == tables["claims"]
    assert deal["judgements"] == tables["judgements"]
    assert deal["sources"] == tables["sources"]
    assert _facts(files, "actors/ukraine")["actor"] in json.loads(files["data/actors.json"])
    assert _facts(files, "topics/minerals")["topic"] in json.loads(files["data/topics.json"])


def test_texts_lead_to_full_addresses(files: dict[str, bytes]) -> None:
    body = _facts(files, "briefs/deal")["body"]
    assert 'href="https://desk.example/project/actors/ukraine/"' in body
    assert ">Ukraine</a> as an owner" in body


def test_briefs_of_a_term_are_listed_newest_first(files: dict[str, bytes]) -> None:
    assert _facts(files, "actors/ukraine")["briefs"] == ["later", "deal"]
    assert _facts(files, "topics/minerals")["briefs"] == ["later", "deal"]
    assert _facts(files, "topics/lithium")["briefs"] == ["deal"]


def test_revisions_are_told_oldest_first(files: dict[str, bytes]) -> None:
    assert _facts(files, "briefs/deal")["revisions"] == [
        {"date": "2025-05-02", "kind": "correction", "note": "The sum was wrong."}
    ]


def test_a_point_of_which_nothing_may_be_shown_is_left_out(tmp_path: Path) -> None:
    """Sanitised, it is empty; the page leaves it out as well."""
    brief = (
        "---\ntitle: x\ndate: 2025-05-01\nactors: [ukraine]\nkey_points: [<script>x()</script>, A point.]\n---\nText.\n"
    )
    write_site(tmp_path, {**RICH, "content/briefs/points.md": brief})
    build_site(tmp_path)
    assert json.loads((tmp_path / "output/briefs/points/index.json").read_text())["key_points"] == ["A point."]
