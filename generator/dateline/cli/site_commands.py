"""The commands on a whole site: build, check and serve."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from dateline.cli.options import FOLDER, request, site_argument, viewer_options
from dateline.cli.printing import (
    CONTENT_HAS_PROBLEMS,
    MACHINE_FAILED,
    as_github,
    explained,
    note,
    print_json,
    print_problems,
    progress,
)
from dateline.problems import has_errors


@click.command()
@site_argument
@click.option("--output", type=FOLDER, help="Folder to build into; `output` in the site where it is left out.")
@click.option("--base-url", metavar="URL", help="Address of the site, in place of that in site.yaml.")
@viewer_options
@click.option("--clean", is_flag=True, help="Make everything anew, as if nothing had been built before.")
@click.option("--verify", "verify_it", is_flag=True, help="Build clean beside the result and compare.")
@click.option("--portable", is_flag=True, help="Write index.html into links, for reading from a disk.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def build(site: Path, *, verify_it: bool, as_json: bool, **options: Any) -> None:
    """Build the site in folder SITE (this one where it is left out)."""
    from dateline.build import build  # noqa: PLC0415  (`--help` need not wait for it)
    from dateline.verify import verify  # noqa: PLC0415

    asked = request(site, **options)
    with explained(as_json=as_json):
        with progress(quiet=as_json) as show:
            built = build(asked, on_wait=_say_waiting, progress=show)
        unequal = verify(asked) if verify_it else ()
    report = built.report
    if as_json:
        print_json(
            problems=built.problems,
            output=str(built.output),
            written=len(report.written),
            unchanged=report.unchanged,
            removed=len(report.removed),
            state=list(built.state_written),
            **({"unequal": list(unequal)} if verify_it else {}),
        )
    else:
        print_problems(built.problems)
        counts = f"{len(report.written)} written, {report.unchanged} unchanged, {len(report.removed)} removed"
        click.echo(f"Built {built.output}: {counts}.")
        _say_recorded(built.state_written)
        for path in unequal:
            click.echo(f"unequal: {path}")
        if verify_it and not unequal:
            click.echo("Verified: a clean build gives the same bytes.")
    if unequal:
        sys.exit(MACHINE_FAILED)


@click.command()
@site_argument
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", help="How to print.")
@viewer_options
def check(site: Path, *, style: str, **options: Any) -> None:
    """Print every problem of the site in folder SITE, and write nothing."""
    from dateline.build import check  # noqa: PLC0415

    with explained(as_json=style == "json"):
        problems = check(request(site, **options))
    if style == "json":
        print_json(problems=problems)
    elif style == "github":
        for problem in problems:
            click.echo(as_github(problem))
    else:
        print_problems(problems, to_stderr=False)
    if has_errors(problems):
        sys.exit(CONTENT_HAS_PROBLEMS)


def _say_waiting() -> None:
    note("another build is running here; waiting for it")


def _say_recorded(names: tuple[str, ...]) -> None:
    for name in names:
        click.echo(f"Recorded new addresses in state/{name}; commit it with your content.")
