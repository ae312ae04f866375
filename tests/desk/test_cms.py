"""The configurations of browser CMS: as each CMS wants them, and with every field of the models.

What came of them was also tried by hand: Sveltia CMS 0.221.1 and Decap CMS 3.16.3 open the showcase with them in
Chromium, and a brief with every kind of field, saved there after a change of its title, differs in the title alone.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from dateline.cli import dateline as command
from dateline.content.documented import documented
from dateline.content.schema import MODELS
from dateline.desk.editors import cms_config
from dateline.desk.errors import DeskError
from support import MINIMAL, tree, write_site

SVELTIA = json.loads(gzip.decompress((Path(__file__).parent / "schemas/sveltia-cms.json.gz").read_bytes()))
GIT_CMS = ("sveltia", "decap")
WITH_ROLES = MINIMAL["content/briefs/first.md"].replace("[ukraine]", "[ukraine, {id: ukraine, role: owner}]")  # type: ignore[arg-type]


def config(site: Path, cms: Any, repo: str | None = None) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(cms_config(site, cms, repo))
    return read


def collection(config: dict[str, Any], name: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [one for one in config.get("collections") or config["content"] if one["name"] == name]
    (only,) = found
    return only


def fields(collection: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in collection["fields"]}


def every_field(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from every_field([*part.get("fields", []), *filter(None, [part.get("field")])])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, MINIMAL)


@pytest.mark.parametrize("cms", GIT_CMS)
@pytest.mark.parametrize("brief", [MINIMAL["content/briefs/first.md"], WITH_ROLES], ids=["ids", "roles"])
def test_configuration_is_as_the_schema_of_sveltia_has_it(cms: str, brief: str, site: Path) -> None:
    # Decap has none of its own; what Sveltia reads is a superset of what Decap reads.
    write_site(site, {"content/briefs/first.md": brief})

    assert [error.json_path for error in Draft7Validator(SVELTIA).iter_errors(config(site, cms))] == []


@pytest.mark.parametrize("cms", [*GIT_CMS, "pages-cms"])
def test_every_field_of_every_record_has_its_place_with_its_description(cms: str, site: Path) -> None:
    made = config(site, cms)

    for kind, model in MODELS.items():
        one = collection(made, f"{kind}s")
        assert (one.get("folder") or one["path"]) == f"content/{kind}s"
        shown = {field["name"]: field.get("hint") or field.get("description") for field in one["fields"]}
        assert shown.pop("body") is None
        assert shown == {name: field.description for name, field in documented(model).items()}


@pytest.mark.parametrize("cms", GIT_CMS)
def test_each_type_of_field_has_its_widget(cms: str, site: Path) -> None:
    brief = fields(collection(config(site, cms), "briefs"))

    assert {name: brief[name]["widget"] for name in ("title", "bluf", "date", "event_date", "kind", "body")} == {
        "title": "string",
        "bluf": "text",
        "date": "datetime",
        "event_date": "string",
        "kind": "select",
        "body": "markdown",
    }
    assert brief["date"]["format"] == "YYYY-MM-DD"
    assert brief["actors"]["widget"] == "relation"
    assert (brief["actors"]["collection"], brief["actors"]["multiple"]) == ("actors", True)
    assert (brief["follows"]["collection"], brief["follows"]["value_field"]) == ("briefs", "{{slug}}")
    assert brief["key_points"]["field"]["widget"] == "text"
    source = fields(brief["sources"])
    assert (source["credibility"]["widget"], source["credibility"]["min"], source["credibility"]["max"]) == (
        "number",
        1,
        6,
    )
    assert [option["label"] for option in source["reliability"]["options"]][:1] == ["A (completely reliable)"]
    assert source["quote"]["widget"] == "object"
    claim = fields(brief["claims"])
    assert (claim["by"]["collection"], claim["on"]["collection"]) == ("actors", "topics")


@pytest.mark.parametrize("cms", [*GIT_CMS, "pages-cms"])
def test_roles_are_shown_where_briefs_write_them(cms: str, site: Path) -> None:
    write_site(site, {"content/briefs/first.md": WITH_ROLES})
    brief = fields(collection(config(site, cms), "briefs"))

    assert list(fields(brief["actors"])) == ["id", "role"]
    assert "fields" not in brief["topics"]


@pytest.mark.parametrize("cms", [*GIT_CMS, "pages-cms"])
def test_status_has_to_be_chosen_so_that_nothing_is_published_or_hidden_by_the_way(cms: str, site: Path) -> None:
    made = config(site, cms)

    assert fields(collection(made, "briefs"))["status"]["required"] is True
    assert all("default" not in field for one in MODELS for field in every_field(collection(made, f"{one}s")["fields"]))


@pytest.mark.parametrize("cms", [*GIT_CMS, "pages-cms"])
def test_patterns_match_what_a_build_takes(cms: str, site: Path) -> None:
    brief = fields(collection(config(site, cms), "briefs"))
    stated = brief["embargo_until"]["pattern"]
    pattern = stated["regex"] if cms == "pages-cms" else stated[0]

    assert re.search(pattern, "2025-02-21T09:30+02:00")
    assert not re.search(pattern, "2025-02")


def test_pictures_get_paths_from_the_content_folder(site: Path) -> None:
    decap = collection(config(site, "decap"), "briefs")
    pages = config(site, "pages-cms")

    assert (decap["media_folder"], decap["public_folder"]) == ("/content/images", "images")
    assert fields(decap)["image"]["widget"] == "image"
    assert (pages["media"]["input"], pages["media"]["output"]) == ("content/images", "images")
    # It would write them from the root of a website.
    assert fields(collection(config(site, "sveltia"), "briefs"))["image"]["widget"] == "string"


# As its documentation lists them (pagescms.org, version 2).
PAGES_TYPES = {
    "code": {"format"},
    "image": set(),
    "number": {"min", "max"},
    "object": set(),
    "reference": {"collection", "multiple", "search", "value", "label"},
    "select": {"values"},
    "string": set(),
    "text": set(),
}
PAGES_KEYS = {"name", "label", "description", "type", "required", "list", "options", "fields", "pattern"}


@pytest.mark.parametrize("brief", [MINIMAL["content/briefs/first.md"], WITH_ROLES], ids=["ids", "roles"])
def test_configuration_of_pages_cms_has_only_what_it_knows(brief: str, site: Path) -> None:
    write_site(site, {"content/briefs/first.md": brief})
    made = config(site, "pages-cms")

    assert set(made) == {"media", "content", "settings"}
    for one in made["content"]:
        assert one["type"] == "collection"
        assert re.fullmatch(r"[a-zA-Z0-9-_]+", one["name"])
        for field in every_field(one["fields"]):
            assert set(field) <= PAGES_KEYS, field["name"]
            assert re.fullmatch(r"[a-zA-Z0-9-_]+", field["name"])
            assert set(field.get("options", {})) <= PAGES_TYPES[field["type"]], field["name"]
            assert (field["type"] == "object") is ("fields" in field)
            assert set(field.get("pattern", {})) in ({"regex", "message"}, set())


def test_references_of_pages_cms_are_names_which_a_build_resolves(site: Path) -> None:
    brief = fields(collection(config(site, "pages-cms"), "briefs"))

    assert brief["actors"]["options"]["value"] == "{fields.name}"
    # Briefs have no names, only ids.
    assert (brief["follows"]["type"], brief["follows"]["list"]) == ("string", True)


def test_backend_is_that_of_the_host_and_the_repository_that_was_named(site: Path) -> None:
    assert config(site, "sveltia", "desk/briefing")["backend"] == {
        "name": "github",
        "repo": "desk/briefing",
        "branch": "main",
    }
    write_site(site, {"site.yaml": "title: A\nbase_url: https://desk.example\nhost: gitlab-pages\n"})
    assert config(site, "decap")["backend"]["name"] == "gitlab"


def test_settings_with_errors_are_told(site: Path) -> None:
    write_site(site, {"site.yaml": "title: A\n"})

    with pytest.raises(DeskError, match=r"missing-field"):
        cms_config(site, "decap")


def test_command_prints_the_configuration_or_writes_it_to_a_file(site: Path, tmp_path: Path) -> None:
    before = tree(site)
    runner = CliRunner()
    printed = runner.invoke(command, ["schema", str(site), "--cms", "decap", "--repo", "a/b"], catch_exceptions=False)
    file = tmp_path / "admin" / "config.yml"
    arguments = ["schema", str(site), "--cms", "decap", "--repo", "a/b", "--output", str(file)]
    runner.invoke(command, arguments, catch_exceptions=False)

    assert file.read_text() == printed.stdout == cms_config(site, "decap", "a/b")
    assert {path for path in tree(site) if not path.startswith(".dateline/")} == {*before, "admin/config.yml"}
    both = runner.invoke(command, ["schema", str(site), "--cms", "decap", "--kind", "brief"])
    assert (both.exit_code, both.stderr.splitlines()[0]) == (2, "error: --kind and --cms ask for two things")
