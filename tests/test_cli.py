"""The command line: what it prints, and the codes that it leaves with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Self, get_args
from urllib.parse import urlsplit

import click
import pytest
from click.testing import CliRunner, Result

import dateline.build
from dateline.cli import dateline as command
from dateline.content.fields import Tlp
from dateline.preview.listening import Listening
from support import MINIMAL, tree, write_site

# Noon of 1 June 2025, UTC.
EPOCH = "1748779200"

BAD_BRIEF = """\
---
title: Nobody
date: 2025-05-01
bluf: x
actors: [ukrain]
sources: [{title: x}]
---
Text.
"""
BAD = {**MINIMAL, "content/briefs/bad.md": BAD_BRIEF}
BAD_PLACE = "content/briefs/bad.md:5:10"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", MINIMAL)


@pytest.fixture
def bad_site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", BAD)


def run(*arguments: object, epoch: str | None = EPOCH) -> Result:
    """What a command prints and the code it leaves with; an exception that gets out fails the test."""
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": epoch})
    return runner.invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


def run_program(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own, whose output is a pipe."""
    line = [sys.executable, "-m", "dateline", *map(str, arguments)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=60, env=environment)


class TestExitCodes:
    def test_plugins_of_pydantic_that_are_installed_here_are_left_alone(self, site: Path, tmp_path: Path) -> None:
        (tmp_path / "meddler.py").write_text("raise SystemExit('loaded')", encoding="utf-8")
        about = tmp_path / "meddler-1.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: meddler\nVersion: 1\n", encoding="utf-8")
        (about / "entry_points.txt").write_text("[pydantic]\nmeddler = meddler:plugin\n", encoding="utf-8")
        path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])

        line = [sys.executable, "-m", "dateline", "check", str(site)]
        result = subprocess.run(
            line, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}
        )

        assert (result.returncode, result.stderr) == (0, "")

    def test_build_and_check_of_a_good_site_are_done(self, site: Path) -> None:
        assert [run("check", site).exit_code, run("build", site).exit_code] == [0, 0]

    def test_problems_of_the_content_are_1_and_nothing_is_written(self, bad_site: Path) -> None:
        assert [run("check", bad_site).exit_code, run("build", bad_site).exit_code] == [1, 1]
        assert not (bad_site / "output").exists()
        assert not (bad_site / "state").exists()

    def test_warnings_alone_are_no_failure(self, site: Path) -> None:
        write_site(
            site, {"content/briefs/bare.md": "---\ntitle: Bare\ndate: 2025-05-01\ntopics: [minerals]\n---\nText.\n"}
        )

        checked, built = run("check", site), run("build", site)

        assert (checked.exit_code, built.exit_code) == (0, 0)
        assert "warning[no-sources]" in checked.stdout
        assert "warning[no-sources]" in built.stderr

    def test_problems_of_the_settings_are_2(self, site: Path) -> None:
        (site / "site.yaml").write_text("title: Desk\nbase_url: desk.example\n")

        result = run("build", site)

        assert result.exit_code == 2
        assert result.stderr == (
            "site.yaml:2:11: error[bad-url]: base_url: 'desk.example' is not an absolute http or https address\n"
            "    write https://desk.example\n"
            "1 error; nothing was written\n"
        )

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["build", "--as-of", "yesterday"], "'yesterday' is not a day such as 2025-02-21"),
            (["build", "--as-of", "2025-02-30"], "'2025-02-30' is not a day such as 2025-02-21"),
            (["check", "--audience", "secret"], "'secret' is not one of 'TLP:CLEAR', 'TLP:GREEN'"),
            (["check", "--format", "xml"], "'xml' is not one of 'text', 'json', 'github'"),
            (["serve", "--port", "70000"], "70000 is not in the range 0<=x<=65535"),
            (["build", "--outptu", "x"], "No such option"),
            (["new", "actor", "X", "--kind", "robot"], "'robot' is not one of 'person', 'organization'"),
        ],
    )
    def test_wrong_use_is_2_and_said(self, arguments: list[str], said: str) -> None:
        result = run(*arguments)

        assert result.exit_code == 2
        assert said in result.stderr
        assert result.stdout == ""

    def test_unknown_command_is_2_with_the_nearest_one(self) -> None:
        result = run("biuld")

        assert result.exit_code == 2
        assert "No such command 'biuld'." in result.stderr
        assert "'build'" in result.stderr

    def test_base_url_on_the_command_line_that_is_none_is_2(self, site: Path) -> None:
        result = run("build", site, "--base-url", "ftp://desk.example")

        assert result.exit_code == 2
        assert "'ftp://desk.example' is not an absolute http or https address" in result.stderr


class TestNoTraceback:
    """Whatever is in the way, a command says it in a line or two."""

    @pytest.mark.parametrize("name", ["board", "build", "check", "serve"])
    def test_site_that_is_not_there(self, tmp_path: Path, name: str) -> None:
        result = run(name, tmp_path / "none", *(["--port", "0"] if name == "serve" else []))

        assert result.exit_code == 2
        assert "none' does not exist." in result.stderr
        assert not (tmp_path / "none").exists()

    @pytest.mark.parametrize("name", ["board", "build", "check", "serve"])
    def test_folder_that_is_no_site(self, tmp_path: Path, name: str) -> None:
        result = run(name, tmp_path, *(["--port", "0"] if name == "serve" else []))

        assert result.exit_code == 2
        assert "site.yaml: error[unreadable-file]: cannot be read: nothing is there" in result.output
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["build", "check", "serve"])
    def test_site_that_is_a_file(self, site: Path, name: str) -> None:
        result = run(name, site / "site.yaml")

        assert result.exit_code == 2
        assert "is a file" in result.stderr

    @pytest.mark.parametrize("name", ["build", "check"])
    def test_settings_that_are_a_folder(self, site: Path, name: str) -> None:
        (site / "site.yaml").unlink()
        (site / "site.yaml").mkdir()

        result = run(name, site)

        assert result.exit_code == 2
        assert "site.yaml: error[unreadable-file]: cannot be read: Is a directory" in result.output

    @pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"title: [", b"", b"- a\n", b"\x00"])
    def test_settings_that_are_no_yaml_mapping(self, site: Path, data: bytes) -> None:
        (site / "site.yaml").write_bytes(data)

        result = run("build", site)

        assert result.exit_code == 2
        assert result.stderr.startswith("site.yaml:")

    def test_output_that_is_a_file(self, site: Path) -> None:
        (site / "output").write_text("mine")

        result = run("build", site)

        assert result.exit_code == 3
        assert result.stderr == (
            f"error: {site / 'output'} is not a folder\n    move it away, or name another folder with --output\n"
        )
        assert (site / "output").read_text() == "mine"

    def test_output_below_a_file(self, site: Path) -> None:
        """This is refused to root as well, as rights are not."""
        result = run("build", site, "--output", site / "site.yaml" / "output")

        assert result.exit_code == 3
        assert result.stderr == (
            f"error: cannot open {site / 'site.yaml'}: not a directory\n"
            "    a file is in the place of a folder: move it away, or build into another folder with --output\n"
        )

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_output_that_may_not_be_written(self, site: Path, tmp_path: Path) -> None:
        locked = tmp_path / "locked"
        locked.mkdir(mode=0o555)

        result = run("build", site, "--output", locked / "output")

        assert result.exit_code == 3
        assert "ermission denied" in result.stderr

    def test_private_folder_that_is_a_file(self, site: Path) -> None:
        (site / ".dateline").write_text("mine")

        result = run("build", site)

        assert result.exit_code == 3
        assert result.stderr.startswith("error: ")
        assert (site / ".dateline").read_text() == "mine"

    @pytest.mark.parametrize("name", ["build", "check"])
    def test_interruption(self, site: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(dateline.build, name, interrupted)

        result = run(name, site)

        assert (result.exit_code, result.output.strip()) == (130, "")

    @pytest.mark.parametrize("epoch", ["", "now", "1e9", "9" * 30])
    def test_epoch_that_is_no_time(self, site: Path, epoch: str) -> None:
        result = run("build", site, epoch=epoch)

        assert result.exit_code == 2
        assert f"SOURCE_DATE_EPOCH is {epoch!r}, which is not a number of seconds" in result.stderr

    def test_reader_of_the_output_that_leaves(self, bad_site: Path) -> None:
        line = [sys.executable, "-m", "dateline", "check", str(bad_site)]
        with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert "Traceback" not in process.stderr.read()


class TestPrinting:
    def test_check_prints_each_problem_with_its_place_code_and_hint(self, bad_site: Path) -> None:
        result = run("check", bad_site)

        assert result.stdout == (f"{BAD_PLACE}: error[unknown-actor]: no actor 'ukrain'\n    did you mean 'ukraine'?\n")
        assert result.stderr == ""

    def test_build_prints_problems_beside_its_output_and_counts_them(self, bad_site: Path) -> None:
        result = run("build", bad_site)

        assert result.stdout == ""
        assert result.stderr == (
            f"{BAD_PLACE}: error[unknown-actor]: no actor 'ukrain'\n    did you mean 'ukraine'?\n"
            "1 error; nothing was written\n"
        )

    def test_check_as_json(self, bad_site: Path) -> None:
        result = run("check", bad_site, "--format", "json")

        assert result.exit_code == 1
        assert json.loads(result.stdout) == {
            "problems": [
                {
                    "path": "content/briefs/bad.md",
                    "line": 5,
                    "column": 10,
                    "severity": "error",
                    "code": "unknown-actor",
                    "message": "no actor 'ukrain'",
                    "hint": "did you mean 'ukraine'?",
                }
            ]
        }

    def test_check_for_github(self, bad_site: Path) -> None:
        result = run("check", bad_site, "--format", "github")

        assert result.exit_code == 1
        assert result.stdout == (
            "::error file=content/briefs/bad.md,line=5,col=10,title=unknown-actor"
            "::no actor 'ukrain'. did you mean 'ukraine'?\n"
        )

    def test_text_of_a_problem_cannot_forge_a_workflow_command(self, site: Path) -> None:
        write_site(site, {"content/briefs/a,b%\n::error::x.md": BAD_BRIEF.replace("ukrain", '"50%\\n::error::y"')})

        result = run("check", site, "--format", "github")

        assert result.exit_code == 1
        assert [line[:13] for line in result.stdout.splitlines()] == ["::error file="] * len(result.stdout.splitlines())
        assert "file=content/briefs/a%2Cb%25" in result.stdout

    def test_build_as_json(self, site: Path) -> None:
        result = run("build", site, "--json", "--verify")

        outcome = json.loads(result.stdout)
        assert outcome == {
            "problems": [],
            "output": str(site / "output"),
            "written": len(tree(site / "output")),
            "unchanged": 0,
            "removed": 0,
            "state": ["urls.tsv", "feed-ids.tsv", "texts/2025/first.json"],
            "unequal": [],
        }
        assert result.stderr == ""

    def test_failed_build_as_json(self, bad_site: Path) -> None:
        result = run("build", bad_site, "--json")

        assert result.exit_code == 1
        assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == ["unknown-actor"]
        assert result.stderr == ""

    def test_build_says_what_it_did_and_recorded(self, site: Path) -> None:
        first, second = run("build", site), run("build", site, "--verify")

        count = len(tree(site / "output"))
        assert first.stdout == (
            f"Built {site / 'output'}: {count} written, 0 unchanged, 0 removed.\n"
            "Recorded new addresses in state/urls.tsv; commit it with your content.\n"
            "Recorded new addresses in state/feed-ids.tsv; commit it with your content.\n"
            "Recorded 1 text as published in state/texts/; commit the folder with your content.\n"
        )
        assert second.stdout == (
            f"Built {site / 'output'}: 0 written, {count} unchanged, 0 removed.\n"
            "Verified: a clean build gives the same bytes.\n"
        )

    def test_verify_names_files_that_differ(self, site: Path) -> None:
        run("build", site)
        (site / "output/robots.txt").write_text("mine\n")
        (site / "output/CNAME").write_text("desk.example\n")

        result = run("build", site, "--verify")

        assert result.exit_code == 3
        assert "unequal: CNAME" in result.stdout.splitlines()

    def test_lost_record_of_an_output_is_told(self, site: Path) -> None:
        told = "longer has may still be in it"
        assert told not in run("build", site).stderr
        shutil.rmtree(site / ".dateline")

        assert told in run("build", site).stderr
        assert told not in run("build", site).stderr

    def test_build_is_quiet_in_a_pipe(self, site: Path) -> None:
        result = run_program("build", site)

        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.startswith("Built ")
        assert "\x1b" not in result.stdout
        assert "\r" not in result.stdout


class TestMoment:
    """Which day a build speaks for."""

    LATE = "---\ntitle: Later\ndate: 2025-06-02\nbluf: x\ntopics: [minerals]\nsources: [{title: x}]\n---\nText.\n"

    @pytest.fixture
    def late(self, site: Path) -> Path:
        return write_site(site, {"content/briefs/late.md": self.LATE}) / "output/briefs/late/index.html"

    @pytest.mark.parametrize(("epoch", "shown"), [("1748822399", False), ("1748822400", True), ("0", False)])
    def test_epoch_is_the_clock(self, site: Path, late: Path, epoch: str, shown: bool) -> None:
        assert run("build", site, epoch=epoch).exit_code == 0
        assert late.is_file() is shown

    def test_clock_is_read_without_an_epoch(self, site: Path, late: Path) -> None:
        assert run("build", site, epoch=None).exit_code == 0
        assert late.is_file()

    @pytest.mark.parametrize(("day", "shown"), [("2025-06-01", False), ("2025-06-02", True), ("20250602", True)])
    def test_as_of_takes_a_day_as_its_end(self, site: Path, late: Path, day: str, shown: bool) -> None:
        assert run("build", site, "--as-of", day).exit_code == 0
        assert late.is_file() is shown

    def test_build_for_another_day_records_nothing(self, site: Path) -> None:
        run("build", site, "--as-of", "2025-06-01")

        assert not (site / "state").exists()


class TestViewer:
    @pytest.mark.parametrize("marking", get_args(Tlp))
    def test_every_marking_is_an_audience(self, site: Path, marking: str) -> None:
        text = MINIMAL["content/briefs/first.md"]
        assert isinstance(text, str)
        write_site(site, {"content/briefs/red.md": text.replace("date:", "tlp: TLP:RED\ndate:", 1)})

        assert run("build", site, "--audience", marking).exit_code == 0
        assert (site / "output/briefs/red").exists() is (marking == "TLP:RED")


class TestHelp:
    def test_help_names_every_command(self) -> None:
        result = run("--help")

        assert result.exit_code == 0
        listed = result.stdout.partition("Commands:\n")[2].splitlines()
        assert [line.split()[0] for line in listed] == [
            "board",
            "build",
            "check",
            "deploy",
            "export",
            "import",
            "init",
            "new",
            "next",
            "schema",
            "serve",
            "suggest",
        ]

    @pytest.mark.parametrize(
        "name",
        [
            "board",
            "build",
            "check",
            "export",
            "import feed",
            "init",
            "serve",
            "new",
            "new brief",
            "new actor",
            "new topic",
        ],
    )
    def test_every_option_says_what_it_does(self, name: str) -> None:
        found: click.Command = command
        for part in name.split():
            assert isinstance(found, click.Group)
            found = found.commands[part]

        assert found.help
        options = [option for option in found.params if isinstance(option, click.Option)]
        assert [option.name for option in options if not option.help] == []
        assert run(*name.split(), "-h").exit_code == 0

    def test_version(self) -> None:
        assert run("--version").stdout == f"dateline, version {dateline.__version__}\n"

    def test_help_waits_for_nothing_heavy(self) -> None:
        heavy = {
            "pydantic",
            "jinja2",
            "yaml",
            "markdown",
            "pyromark",
            "nh3",
            "ahocorasick_rs",
            "sqlite3",
            "http.server",
        }
        code = (
            "import sys, dateline.cli\n"
            "try: dateline.cli.dateline(['--help'])\n"
            "except SystemExit: print(*sys.modules, file=sys.stderr)"
        )

        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

        assert heavy & set(result.stderr.split()) == set()


class TestInit:
    def test_new_site_is_made_and_the_next_steps_are_named(self, tmp_path: Path) -> None:
        folder = tmp_path / "my site"

        result = run("init", folder, "--title", "Desk", "--base-url", "https://desk.example")

        assert result.exit_code == 0
        assert result.stdout == (
            f"Wrote 9 files to {folder}: settings in site.yaml, examples in content/.\n"
            f"See it:            dateline serve '{folder}'\n"
            f"Write a brief:     dateline new brief \"TITLE\" --topic getting-started --site '{folder}'\n"
        )
        assert 'tag_authority: "desk.example,2025"' in (folder / "site.yaml").read_text().splitlines()
        assert run("build", folder).exit_code == 0

    def test_site_in_this_folder_needs_no_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / ".gitignore").write_text("mine\n")

        result = run("init", ".")

        assert result.stderr == ".gitignore was there already and is as it was; it should name .dateline/ and output/\n"
        assert result.stdout.splitlines()[1:] == [
            "See it:            dateline serve",
            'Write a brief:     dateline new brief "TITLE" --topic getting-started',
        ]
        assert run("new", "brief", "First words", "--topic", "getting-started").exit_code == 0
        assert run("build", "--drafts").exit_code == 0

    def test_folder_that_is_not_empty_is_2(self, site: Path) -> None:
        before = tree(site)

        result = run("init", site)

        assert result.exit_code == 2
        assert result.stderr == (
            f"error: {site} is not empty: it holds content, site.yaml\n    name a new or empty folder\n"
        )
        assert tree(site) == before

    def test_folder_below_a_file_is_3(self, site: Path) -> None:
        result = run("init", site / "site.yaml" / "new")

        assert result.exit_code == 3
        assert result.stderr == f"error: {site / 'site.yaml'}: File exists\n"


class TestNew:
    def test_path_of_the_record_is_printed(self, site: Path) -> None:
        result = run("new", "brief", "Rada ratifies", "--actor", "ukraine", "--topic", "minerals", "--site", site)

        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == f"{site}/content/briefs/2025/rada-ratifies.md\n"
        assert "date: 2025-06-01" in (site / "content/briefs/2025/rada-ratifies.md").read_text()

    def test_actor_is_a_person_where_nothing_else_is_said(self, site: Path) -> None:
        run("new", "actor", "A", "--site", site)
        run("new", "actor", "B", "--kind", "company", "--summary", "A firm.", "--site", site)

        kinds = [
            line.split()[1]
            for name in ("a", "b")
            for line in (site / f"content/actors/{name}.md").read_text().splitlines()
            if line.startswith("kind:")
        ]
        assert kinds == ["person", "company"]

    def test_record_that_is_there_is_2_with_another_name(self, site: Path) -> None:
        result = run("new", "topic", "Minerals", "--site", site)

        assert result.exit_code == 2
        assert result.stderr == (
            "error: content/topics/minerals.md is there already\n    give another name with --slug minerals-2\n"
        )

    def test_folder_without_a_site_is_2(self, tmp_path: Path) -> None:
        result = run("new", "topic", "X", "--site", tmp_path)

        assert result.exit_code == 2
        assert "there is no site in" in result.stderr

    def test_disk_that_refuses_is_3(self, site: Path) -> None:
        write_site(site, {"content/pages": "a file"})
        (site / "content/topics/minerals.md").unlink()
        (site / "content/topics").rmdir()
        (site / "content/topics").write_text("a file")

        result = run("new", "topic", "X", "--site", site)

        assert result.exit_code == 3
        assert result.stderr.startswith("error: ")


def listen_to_ctrl_c() -> None:
    """Where the tests run in the background of a shell, their processes would ignore the signal of Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Serving:
    """`dateline serve` in a process of its own."""

    def __init__(self, *arguments: object) -> None:
        line = [sys.executable, "-m", "dateline", "serve", "--port", "0", *map(str, arguments)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
        self.process = subprocess.Popen(
            line,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            preexec_fn=listen_to_ctrl_c,  # noqa: PLW1509  (no thread is running that could hold a lock)
        )
        self.said: list[str] = []

    def __enter__(self) -> Self:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            self.said.append(text)
            if text.startswith("Serving "):
                break
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def wait_for(self, path: str, status: int) -> None:
        """Wait until the address answers so; fails after half a minute."""
        end = time.monotonic() + 30
        while self.status(path) != status:
            assert time.monotonic() < end, f"{path} never answered {status}"
            time.sleep(0.1)

    def status(self, path: str) -> int:
        address = urlsplit(self.said[-1].split(" at ")[1].split()[0])
        connection = HTTPConnection(str(address.hostname), address.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()


class TestServe:
    PUBLISHED = "---\ntitle: New\ndate: 2025-05-01\nbluf: x\ntopics: [minerals]\nsources: [{title: x}]\n---\nx\n"
    DRAFT = PUBLISHED.replace("date:", "status: draft\ndate:")

    def test_site_is_built_and_served_until_ctrl_c(self, site: Path) -> None:
        with Serving(site) as serving:
            assert serving.said[-1].startswith(f"Serving {site} at http://127.0.0.1:")
            assert [serving.status(path) for path in ("/", "/briefs/first/", "/none/")] == [200, 200, 404]
            serving.process.send_signal(signal.SIGINT)
            _, errors = serving.process.communicate(timeout=30)

        assert (serving.process.returncode, errors) == (0, "404 /none/\n")

    def test_nothing_gets_into_the_output_or_into_state(self, site: Path) -> None:
        write_site(site, {"content/briefs/draft.md": self.DRAFT})

        with Serving(site, "--drafts") as serving:
            assert serving.status("/briefs/draft/") == 200

        assert not (site / "output").exists()
        assert not (site / "state").exists()
        assert (site / ".dateline/preview/briefs/draft/index.html").is_file()

    def test_what_is_saved_is_served_without_a_restart(self, site: Path) -> None:
        with Serving(site) as serving:
            assert serving.status("/briefs/new/") == 404
            for text in (BAD_BRIEF, self.PUBLISHED):
                write_site(site, {"content/briefs/new.md": text})
            serving.wait_for("/briefs/new/", 200)
            settings = (site / "site.yaml").read_text(encoding="utf-8")
            write_site(site, {"site.yaml": "title: [\n"})
            write_site(site, {"site.yaml": settings + "redirects: {/old/: /briefs/new/}\n"})
            serving.wait_for("/old/", 200)
            write_site(site, {"templates/404.html": "{{ nothing }}"})
            write_site(site, {"templates/404.html": "<p>gone"})
            (site / "content/briefs/new.md").unlink()
            write_site(site, {"site.yaml": settings})
            serving.wait_for("/briefs/new/", 404)

    def test_site_with_problems_is_served_with_them(self, bad_site: Path) -> None:
        with Serving(bad_site) as serving:
            assert serving.status("/") == 200
            (bad_site / "content/briefs/bad.md").unlink()
            serving.wait_for("/none/", 404)

    def test_folder_without_a_site_is_not_served(self, tmp_path: Path) -> None:
        result = run("serve", tmp_path, "--port", "0")

        assert result.exit_code == 2
        assert "Serving" not in result.stdout

    def test_port_in_use_is_3_before_anything_is_built(self, site: Path) -> None:
        other = Listening("127.0.0.1", 0)
        port = other.port
        result = run("serve", site, "--port", port)
        other.close()

        assert result.exit_code == 3
        assert result.stderr == (
            f"error: port {port} of 127.0.0.1 is in use\n"
            "    name another one with --port, or let `--port 0` find a free one\n"
        )
        assert not (site / "output").exists()


def test_a_profile_says_where_the_time_went(site: Path) -> None:
    outcome = run("build", site, "--no-search", "--profile")

    rows = [line.split() for line in outcome.stderr.splitlines() if not line.startswith("content/")]
    assert rows[0] == ["stage", "wall", "s", "CPU", "s"]
    stages = {name: float(wall) for name, wall, _ in rows[1:]}
    assert {"load", "parse", "derive", "plan", "render", "publish", "total"} <= stages.keys()
    assert stages["total"] == pytest.approx(sum(stages.values()) - stages["total"], abs=0.02)
    assert run("build", site, "--no-search").stderr == ""
