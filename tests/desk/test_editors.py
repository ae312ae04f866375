"""The schemas in a site's private folder, and the records that name them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.build import check
from dateline.cli import dateline as command
from support import MINIMAL, request_for, tree, write_site

KINDS = ["actor", "brief", "page", "publisher", "publishers", "site", "topic"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", MINIMAL)


def run(*arguments: object) -> Result:
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": "1748779200"})
    return runner.invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


def schema(site: Path, kind: str) -> dict[str, dict[str, object]]:
    read: dict[str, dict[str, object]] = json.loads((site / f".dateline/schema/{kind}.json").read_text())
    return read


def listed(site: Path, kind: str, of: str) -> list[str]:
    ids: list[str] = schema(site, kind)["definitions"][of]["anyOf"][0]["enum"]  # type: ignore[index]
    return ids


def test_schemas_go_into_the_private_folder_and_are_left_alone_while_they_are_right(site: Path) -> None:
    assert run("schema", site).output == "Wrote 7 schemas.\n"

    assert [file.stem for file in sorted((site / ".dateline/schema").iterdir())] == KINDS
    assert {path for path in tree(site) if not path.startswith(".dateline/")} == set(MINIMAL)
    assert run("schema", site).output == "The schemas are up to date.\n"


def test_one_schema_is_printed_or_written_to_a_file(site: Path, tmp_path: Path) -> None:
    printed = run("schema", site, "--kind", "brief").stdout
    run("schema", site, "--kind", "brief", "--output", tmp_path / "brief.json")

    assert json.loads(printed)["definitions"]["ActorId"]["anyOf"][0]["enum"] == ["ukraine"]
    assert (tmp_path / "brief.json").read_text() == printed
    assert not (site / ".dateline/schema").exists()


def test_schemas_go_to_another_folder_when_asked(site: Path, tmp_path: Path) -> None:
    run("schema", site, "--output", tmp_path / "editor")

    assert [file.stem for file in sorted((tmp_path / "editor").iterdir())] == KINDS


def test_a_folder_without_a_site_has_no_schemas(tmp_path: Path) -> None:
    for more in ([], ["--kind", "brief"]):
        result = run("schema", tmp_path, *more)
        assert (result.exit_code, "there is no site" in result.stderr) == (2, True)
    assert tree(tmp_path) == {}


def test_new_records_are_in_the_schemas_at_once_and_name_their_own(site: Path) -> None:
    run("schema", site)
    run("new", "actor", "Rada", "--kind", "public-body", "--summary", "A chamber.", "--site", site)
    run("new", "brief", "Talks", "--actor", "rada", "--site", site)

    assert listed(site, "brief", "ActorId") == ["rada", "ukraine"]
    assert listed(site, "brief", "BriefId") == ["first", "talks"]
    for path, kind in (("actors/rada.md", "actor"), ("briefs/2025/talks.md", "brief")):
        file = site / "content" / path
        fence, line, *_ = file.read_text().splitlines()
        assert fence == "---"
        target = line.removeprefix("# yaml-language-server: $schema=")
        assert (file.parent / target).resolve() == site / f".dateline/schema/{kind}.json"
    assert errors(site) == []


def test_a_site_without_schemas_gets_none_from_new_records(site: Path) -> None:
    run("new", "brief", "Talks", "--actor", "ukraine", "--site", site)

    assert "$schema" not in (site / "content/briefs/2025/talks.md").read_text()
    assert not (site / ".dateline/schema").exists()


def test_fields_in_a_file_of_their_own_make_the_same_record(site: Path) -> None:
    run("schema", site)
    result = run("new", "brief", "Talks", "--actor", "ukraine", "--sidecar", "--site", site)

    text, fields = (site / f"content/briefs/2025/talks.{suffix}" for suffix in ("md", "yaml"))
    assert result.stdout == f"{fields}\n"
    assert fields.read_text().startswith(
        '# yaml-language-server: $schema=../../../.dateline/schema/brief.json\ntitle: "Talks"'
    )
    assert text.read_text() == "Write here what happened, whom it concerns and what supports it.\n"
    assert errors(site) == []


def test_fields_of_a_record_without_a_text_stand_alone(site: Path) -> None:
    run("new", "topic", "Energy", "--summary", "Power and heat.", "--sidecar", "--site", site)

    assert sorted(os.listdir(site / "content/topics")) == ["energy.yaml", "minerals.md"]
    assert errors(site) == []


def errors(site: Path) -> list[str]:
    return [str(problem) for problem in check(request_for(site, drafts=True)) if problem.severity == "error"]
