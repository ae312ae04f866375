"""The commands that look at a whole site: check and serve."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from dateline.cli.options import jobs_option, request, site_argument, viewer_options
from dateline.cli.printing import (
    MACHINE_FAILED,
    as_github,
    exit_code,
    explained,
    fail,
    note,
    print_json,
    print_problems,
    progress,
    say_recorded,
    say_waiting,
)
from dateline.problems import one_line


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


@click.command()
@site_argument
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 finds a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 lets others in.")
@viewer_options
@jobs_option
def serve(site: Path, *, port: int, host: str, jobs: int, **viewer: Any) -> None:
    """Build the site in folder SITE, then show it at a local address.

    The start page is at /, whatever path the site's base_url has. With --drafts, --audience or --as-of, the build goes
    into SITE/.dateline/preview, so that nothing unpublished gets into the output folder.
    """
    from dateline.build import build  # noqa: PLC0415
    from dateline.memo import PRIVATE  # noqa: PLC0415
    from dateline.preview.server import PreviewServer, ServeError  # noqa: PLC0415

    # An index for the preview would only delay it; the output folder, which may be published, keeps its own.
    is_preview = any(viewer.values())
    asked = request(
        site, **viewer, jobs=jobs, output=site / PRIVATE / "preview" if is_preview else None, search=not is_preview
    )
    try:
        server = PreviewServer(asked.output_folder, host=host, port=port, on_missing=_say_missing)
    except ServeError as error:
        fail(MACHINE_FAILED, error.message, error.hint)
    with server:
        with explained(), progress(quiet=False) as show:
            built = build(asked, on_wait=say_waiting, progress=show)
        print_problems(built.problems)
        say_recorded(built.state_written)
        click.echo(f"Serving {built.output} at {server.url} until Ctrl-C.")
        with suppress(KeyboardInterrupt):
            server.serve_forever()


def _say_missing(path: str) -> None:
    note(f"404 {one_line(path)}")
