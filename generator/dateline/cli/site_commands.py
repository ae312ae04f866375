"""The commands on a whole site: build, check and serve."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from dateline.cli.options import FOLDER, jobs_option, request, site_argument, viewer_options
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
)
from dateline.problems import one_line


@click.command()
@site_argument
@click.option("--output", type=FOLDER, help="Folder to build into; `output` in the site where it is left out.")
@click.option("--base-url", metavar="URL", help="Address of the site, in place of that in site.yaml.")
@viewer_options
@click.option("--clean", is_flag=True, help="Make everything anew, as if nothing had been built before.")
@click.option("--verify", "verify_it", is_flag=True, help="Build clean beside the result and compare.")
@click.option("--portable", is_flag=True, help="Write index.html into links, for reading from a disk.")
@click.option("--search/--no-search", default=True, help="Make the full-text index as well, which is the default.")
@jobs_option
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
            **({"search": built.search_fault} if built.search_fault else {}),
            **({"unequal": list(unequal)} if verify_it else {}),
        )
    else:
        print_problems(built.problems)
        counts = f"{len(report.written)} written, {report.unchanged} unchanged, {len(report.removed)} removed"
        click.echo(f"Built {built.output}: {counts}.")
        _say_recorded(built.state_written)
        if built.search_fault:
            note(built.search_fault)
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
            built = build(asked, on_wait=_say_waiting, progress=show)
        print_problems(built.problems)
        _say_recorded(built.state_written)
        click.echo(f"Serving {built.output} at {server.url} until Ctrl-C.")
        with suppress(KeyboardInterrupt):
            server.serve_forever()


def _say_missing(path: str) -> None:
    note(f"404 {one_line(path)}")


def _say_waiting() -> None:
    note("another build is running here; waiting for it")


def _say_recorded(names: tuple[str, ...]) -> None:
    for name in names:
        click.echo(f"Recorded new addresses in state/{name}; commit it with your content.")
