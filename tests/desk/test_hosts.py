"""What `init --host` writes: files that the host takes, and that publish the site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

import dateline
from dateline.config import Host, load_settings
from dateline.desk.init import init_site
from support import check_site, tree

HOSTS: tuple[Host, ...] = get_args(Host)
BY_GITHUB = tuple(host for host in HOSTS if host not in ("gitlab-pages", "none"))
WORKFLOW = ".github/workflows/publish.yml"


def start(folder: Path, host: Host) -> Path:
    init_site(folder, title="Desk", base_url="https://desk.example", year=2025, host=host)
    return folder


def workflow(site: Path) -> Any:
    """The workflow as YAML 1.1 reads it, where `on` is true."""
    return yaml.safe_load((site / WORKFLOW).read_text())


def steps(site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workflow(site)["jobs"]["publish"]["steps"]
    return found


@pytest.mark.parametrize("host", HOSTS)
def test_site_for_any_host_has_no_problem(tmp_path: Path, host: Host) -> None:
    site = start(tmp_path / "site", host)

    assert check_site(site) == []
    settings, _ = load_settings(site)
    assert settings is not None
    assert settings.config.host == host
    assert set(settings.config.targets) == ({"live"} if host in ("s3", "rsync") else set())


@pytest.mark.parametrize(
    ("hosts", "path", "options"),
    [
        (BY_GITHUB, WORKFLOW, ["vendor.github-workflows"]),
        (BY_GITHUB, WORKFLOW, ["custom.github-workflows-require-timeout"]),
        (("gitlab-pages",), ".gitlab-ci.yml", ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"]),
    ],
)
def test_workflow_fits_the_hosts_published_schema(
    tmp_path: Path, hosts: tuple[Host, ...], path: str, options: list[str]
) -> None:
    files = [start(tmp_path / host, host) / path for host in hosts]
    line = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *options]

    checked = subprocess.run([*line, *files], check=False, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout
    broken = tmp_path / "broken.yml"
    faults = {"steps:": "stepz:", "script:": "skript:", "timeout-minutes:": "timeout-hours:"}
    text = files[0].read_text()
    for right, wrong in faults.items():
        text = text.replace(right, wrong)
    broken.write_text(text)
    assert subprocess.run([*line, broken], check=False, capture_output=True).returncode == 1


@pytest.mark.parametrize("host", HOSTS)
def test_version_of_dateline_is_pinned(tmp_path: Path, host: Host) -> None:
    site = start(tmp_path / "site", host)

    if host == "none":
        assert not (site / "requirements.txt").exists()
        return
    lines = (site / "requirements.txt").read_text().splitlines()
    extra = "[s3]" if host == "s3" else ""
    assert lines[1:] == [f"dateline{extra}=={dateline.__version__}"]
    text = (site / (".gitlab-ci.yml" if host == "gitlab-pages" else WORKFLOW)).read_text()
    assert "pip install -r requirements.txt" in text


@pytest.mark.parametrize("host", BY_GITHUB)
def test_workflow_checks_builds_and_publishes_only_what_is_new(tmp_path: Path, host: Host) -> None:
    site = start(tmp_path / "site", host)

    runs = [step.get("run", step.get("uses", "")) for step in steps(site)]
    order = [
        next(number for number, run in enumerate(runs) if words in run)
        for words in ("checkout", "pip install", "dateline next", "actions/cache", "dateline check", "dateline build")
    ]
    assert order == sorted(order)
    last = runs.index("dateline build")
    published = steps(site)[last + 1 :]
    assert published
    gate = "github.event_name != 'schedule' || steps.cache.outputs.cache-hit != 'true'"
    assert [step["if"] for step in published] == [gate] * len(published)
    assert workflow(site)[True]["schedule"] == [{"cron": "17 * * * *"}]


@pytest.mark.parametrize("host", BY_GITHUB)
def test_workflow_may_do_no_more_than_it_must_and_holds_no_secret(tmp_path: Path, host: Host) -> None:
    site = start(tmp_path / "site", host)

    pages = {"contents": "read", "pages": "write", "id-token": "write"}
    assert workflow(site)["permissions"] == (pages if host == "github-pages" else {"contents": "read"})
    for step in steps(site):
        values = step.get("env", {}).values()
        assert all(value.startswith("${{ ") for value in values)
        # An expression inside a script would be code of whoever can set it.
        assert "${{" not in step.get("run", "")


def test_actions_and_tools_are_named_with_their_versions(tmp_path: Path) -> None:
    for host in BY_GITHUB:
        for step in steps(start(tmp_path / host, host)):
            assert "@" in step.get("uses", "@")
            assert "@" in step.get("run", "@") or "npx" not in step["run"]


def test_cache_is_kept_by_content_and_by_the_next_moment(tmp_path: Path) -> None:
    cache = next(step for step in steps(start(tmp_path / "site", "netlify")) if step.get("id") == "cache")

    assert cache["with"]["path"].split() == [".dateline", "output"]
    for part in ("content/**", "state/**", "site.yaml", "requirements.txt", "steps.due.outputs.key"):
        assert part in cache["with"]["key"]
    assert "\n" not in cache["with"]["key"]


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """The environment of a runner: `dateline` is ours, and `npx` only notes what it was asked."""
    tools = tmp_path / "bin"
    tools.mkdir()
    scripts = {
        "dateline": f'exec "{sys.executable}" -m dateline "$@"\n',
        "npx": f'echo "$@" >> "{tmp_path}/npx"\n',
    }
    for name, text in scripts.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}")
        (tools / name).chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{tools}:{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
        "PROJECT": "desk",
    }


def run(command: str, site: Path, runner: dict[str, str]) -> None:
    subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=site, env=runner, check=True)


def test_commands_of_the_workflow_run(tmp_path: Path, runner: dict[str, str]) -> None:
    site = start(tmp_path / "site", "netlify")
    brief = site / "content/briefs/2025/example-brief.md"
    brief.write_text(brief.read_text().replace("---\n", "---\nexpires: 2999-01-01\n", 1))

    for step in steps(site):
        if "run" in step and "pip install" not in step["run"]:
            run(step["run"], site, runner)

    asked = (tmp_path / "npx").read_text()
    assert asked == "--yes netlify-cli@27 deploy --prod --no-build --dir=output\n"
    assert (tmp_path / "outputs").read_text().endswith("-2999-01-01T00:00:00Z\n")
    assert {"index.html", "_headers"} <= tree(site / "output").keys()


def test_cloudflare_gets_the_output_under_the_projects_name(tmp_path: Path, runner: dict[str, str]) -> None:
    site = start(tmp_path / "site", "cloudflare-pages")

    run(steps(site)[-1]["run"], site, runner)

    asked = (tmp_path / "npx").read_text()
    assert asked == "--yes wrangler@4 pages deploy output --project-name=desk --branch=main\n"


def test_commands_of_the_pipeline_run(tmp_path: Path, runner: dict[str, str]) -> None:
    site = start(tmp_path / "site", "gitlab-pages")
    pipeline = yaml.safe_load((site / ".gitlab-ci.yml").read_text())

    for command in pipeline["pages"]["script"]:
        run(command, site, runner)

    assert (site / "public/index.html").is_file()
    assert pipeline["pages"]["artifacts"]["paths"] == ["public"]
    assert {".dateline", "public"} <= set(pipeline["cache"]["paths"])


def test_files_join_what_the_repository_has_and_replace_none(tmp_path: Path) -> None:
    theirs = {".github/dependabot.yml": b"version: 2\n", ".github/workflows/test.yml": b"name: Test\n"}
    for path, data in theirs.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)

    start(tmp_path, "netlify")

    there = tree(tmp_path)
    assert WORKFLOW in there
    assert {path: there[path] for path in theirs} == theirs


def test_workflow_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / WORKFLOW).parent.mkdir(parents=True)
    (tmp_path / WORKFLOW).write_text("name: Mine\n")

    started = init_site(tmp_path, title="Desk", base_url="https://desk.example", year=2025, host="s3")

    assert started.kept == (WORKFLOW,)
    assert (tmp_path / WORKFLOW).read_text() == "name: Mine\n"


def test_fault_in_the_middle_leaves_the_repository_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/dependabot.yml").write_text("version: 2\n")
    before = sorted(path.as_posix() for path in tmp_path.rglob("*"))
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if self.name == "site.yaml":
            raise OSError(28, "No space left on device", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space left"):
        start(tmp_path, "netlify")

    assert sorted(path.as_posix() for path in tmp_path.rglob("*")) == before
