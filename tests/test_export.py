"""`dateline export` writes the bytes that a build would write, and builds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import dateline as command
from dateline.site.exports import EXPORTS
from rich_site import RICH
from support import MINIMAL, build_site, tree, write_site

EPOCH = "1748779200"  # noon of 1 June 2025, UTC, for which `build_site` builds


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("exported"), RICH)
    build_site(root)
    return root


def run(*arguments: object) -> Result:
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH})
    return runner.invoke(command, ["export", *map(str, arguments)], catch_exceptions=False)


@pytest.mark.parametrize(("name", "style"), [(name, style) for name, styles in EXPORTS.items() for style in styles])
def test_an_export_has_the_bytes_of_the_built_file(site: Path, name: str, style: str) -> None:
    result = run(name, site, "--format", style)
    assert result.exit_code == 0
    assert result.stdout_bytes == (site / "output" / EXPORTS[name][style].removeprefix("/")).read_bytes()


def test_a_file_is_written_whole_and_nothing_is_built(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", MINIMAL)
    target = tmp_path / "out" / "briefs.json"
    assert run("briefs", root, "--output", target).exit_code == 0
    assert b'"id":"first"' in target.read_bytes()
    assert not (root / "output").exists()
    assert not (root / "state").exists()
    assert tree(tmp_path / "out").keys() == {"briefs.json"}


def test_drafts_are_exported_only_where_they_are_asked_for(site: Path) -> None:
    assert "Canary" not in run("briefs", site).stdout
    assert "Canary" in run("briefs", site, "--drafts").stdout


def test_an_unknown_name_is_answered_with_the_likely_one(site: Path) -> None:
    result = run("brief", site)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: there is no export 'brief'\n")
    assert "briefs" in result.stderr


def test_a_format_that_a_name_has_not_is_refused(site: Path) -> None:
    result = run("calendar", site, "--format", "csv")
    assert result.exit_code == 2
    assert result.stderr == "error: calendar is not written as csv\n    known: ics\n"


def test_a_site_with_errors_exports_nothing(tmp_path: Path) -> None:
    root = write_site(tmp_path, {**MINIMAL, "content/briefs/bad.md": "---\ntitle: x\ndate: never\n---\n"})
    result = run("briefs", root)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "content/briefs/bad.md:3:7" in result.stderr
