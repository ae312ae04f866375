"""The command `check`: every problem of a site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from dateline.cli.options import jobs_option, request, site_argument, viewer_options
from dateline.cli.printing import (
    as_github,
    exit_code,
    explained,
    print_json,
    print_problems,
)


@click.command()
@site_argument
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", help="How to print.")
@viewer_options
@jobs_option
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
    sys.exit(exit_code(problems))
