"""The command line: arguments, printing, exit codes. The only place that prints, or looks at the clock."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import click

from dateline import __version__
from dateline.content.dates import AsOf
from dateline.content.fields import Tlp
from dateline.problems import Problem, SiteProblems, has_errors

CONTENT_HAS_PROBLEMS = 1
WRONG_USAGE = 2
MACHINE_FAILED = 3

_FOLDER = click.Path(file_okay=False, path_type=Path)


class _Day(click.ParamType):
    """A day, as --as-of takes it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2025-02-21", param, ctx)


def _viewer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say for whom and for when to build."""
    for option in (
        click.option("--drafts", is_flag=True, help="Show drafts and briefs in review as well."),
        click.option("--audience", type=click.Choice(get_args(Tlp)), help="Widest marking to show."),
        click.option("--as-of", type=_Day(), metavar="DATE", help="Show what was known at the end of this day (UTC)."),
    ):
        command = option(command)
    return command


def _site_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("site", type=_FOLDER, default=".")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dateline")
def dateline() -> None:
    """Turn article summaries and YAML metadata into a static briefing site."""


@dateline.command()
@_site_argument
@click.option("--output", type=_FOLDER, help="Folder to build into; `output` in the site where it is left out.")
@click.option("--base-url", metavar="URL", help="Address of the site, in place of that in site.yaml.")
@_viewer_options
@click.option("--clean", is_flag=True, help="Make everything anew, as if nothing had been built before.")
@click.option("--verify", "verify_it", is_flag=True, help="Build clean beside the result and compare.")
@click.option("--portable", is_flag=True, help="Write index.html into links, for reading from a disk.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def build(site: Path, verify_it: bool, as_json: bool, **options: Any) -> None:
    """Build the site in folder SITE (this one where it is left out)."""
    from dateline.build import build  # noqa: PLC0415  (`--help` need not wait for it)
    from dateline.verify import verify  # noqa: PLC0415

    request = _request(site, **options)
    with _explained(as_json), _progress(as_json) as progress:
        built = build(request, on_wait=_say_waiting, progress=progress)
    unequal = verify(request) if verify_it else ()
    if as_json:
        _print_json(
            problems=built.problems,
            output=str(built.output),
            written=len(built.report.written),
            unchanged=built.report.unchanged,
            removed=len(built.report.removed),
            state=list(built.state_written),
            **({"unequal": list(unequal)} if verify_it else {}),
        )
    else:
        _print_problems(built.problems)
        report = built.report
        counts = f"{len(report.written)} written, {report.unchanged} unchanged, {len(report.removed)} removed"
        click.echo(f"Built {built.output}: {counts}.")
        for name in built.state_written:
            click.echo(f"Recorded new addresses in state/{name}; commit it with your content.")
        for path in unequal:
            click.echo(f"unequal: {path}")
        if verify_it and not unequal:
            click.echo("Verified: a clean build gives the same bytes.")
    if unequal:
        sys.exit(MACHINE_FAILED)


@dateline.command()
@_site_argument
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", help="How to print.")
@_viewer_options
def check(site: Path, style: str, **options: Any) -> None:
    """Print every problem of the site in folder SITE, and write nothing."""
    from dateline.build import check  # noqa: PLC0415

    with _explained(style == "json"):
        problems = check(_request(site, **options))
    if style == "json":
        _print_json(problems=problems)
    elif style == "github":
        for problem in problems:
            click.echo(_as_github(problem))
    else:
        _print_problems(problems, to_stderr=False)
    if has_errors(problems):
        sys.exit(CONTENT_HAS_PROBLEMS)


def _request(site: Path, *, as_of: date | None, **options: Any) -> Any:
    from dateline.build import Request  # noqa: PLC0415

    return Request(root=site, now=_now(), as_of=AsOf.end_of(as_of) if as_of else None, **options)


def _now() -> AsOf:
    """The moment of this build: SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set, else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return AsOf.at(datetime.now(UTC))
    try:
        return AsOf.at(datetime.fromtimestamp(int(epoch), UTC))
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, which is not a number of seconds") from None


@contextmanager
def _explained(as_json: bool = False) -> Iterator[None]:
    """Print what stops a command, and leave with the exit code for it; never a traceback."""
    from dateline.publish.errors import OutputError  # noqa: PLC0415

    try:
        yield
    except SiteProblems as stop:
        if as_json:
            _print_json(problems=stop.problems)
        else:
            _print_problems(stop.problems)
            _note(_summary(stop.problems) + "; nothing was written")
        settings_only = all(problem.path == "site.yaml" for problem in stop.problems if problem.severity == "error")
        sys.exit(WRONG_USAGE if settings_only else CONTENT_HAS_PROBLEMS)
    except OutputError as error:
        _note(f"error: {error}")
        sys.exit(MACHINE_FAILED)
    except OSError as error:
        _note(f"error: {error.filename or 'the machine'}: {error.strerror or error}")
        sys.exit(MACHINE_FAILED)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label="Pages", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show


def _print_problems(problems: Iterable[Problem], *, to_stderr: bool = True) -> None:
    for problem in problems:
        click.echo(str(problem), err=to_stderr)


def _summary(problems: Iterable[Problem]) -> str:
    """How many problems of each severity there are.

    >>> _summary([])
    'no problems'
    """
    severities = [problem.severity for problem in problems]
    counts = [(severities.count(name), name) for name in ("error", "warning")]
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for count, name in counts if count) or "no problems"


def _print_json(*, problems: Iterable[Problem], **values: object) -> None:
    listed = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    click.echo(json.dumps({"problems": listed, **values}, ensure_ascii=False, indent=1))


def _as_github(problem: Problem) -> str:
    """A problem as a workflow command, which GitHub shows at the line that it is about."""

    def escaped(text: str, more: str = "") -> str:
        for char in "%\r\n" + more:
            text = text.replace(char, f"%{ord(char):02X}")
        return text

    place = f"file={escaped(problem.path, ':,')}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    message = " ".join(filter(None, [problem.message + ".", problem.hint]))
    return f"::{problem.severity} {place},title={problem.code}::{escaped(message)}"


def _say_waiting() -> None:
    _note("another build is running here; waiting for it")


def _note(text: str) -> None:
    click.echo(text, err=True)
