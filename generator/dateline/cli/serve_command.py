"""The command `serve`: the site in a browser, built again at each change."""

from __future__ import annotations

import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from dateline.cli.options import jobs_option, now, request, site_argument, viewer_options
from dateline.cli.printing import MACHINE_FAILED, exit_code, fail, note, print_problems
from dateline.problems import one_line

if TYPE_CHECKING:
    from dateline.preview.session import State

EDITOR = "vscode://file/{path}:{line}:{column}"


@click.command()
@site_argument
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 finds a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 lets others in.")
@click.option(
    "--editor",
    default=EDITOR,
    show_default=True,
    metavar="ADDRESS",
    help="What opens a file in your editor, with {path}, {line} and {column}; empty for no such links.",
)
@click.option(
    "--against",
    metavar="SITE",
    help="List what would change on the published site: its address, which is fetched from the network once at the "
    "start, or a folder that it was deployed into.",
)
@viewer_options
@jobs_option
def serve(site: Path, *, port: int, host: str, editor: str, against: str | None, jobs: int, **viewer: Any) -> None:
    """Show the site in folder SITE at a local address, and build it again whenever a file changes.

    Pages are built into SITE/.dateline/preview: nothing gets into the output folder or into `state/`. Problems are
    shown over the last good page. A bar at its foot switches drafts, audience and day, and says what is not public.
    Nothing is read from the network, unless --against names an address.
    """
    from dateline.config import SETTINGS_FILE, load_settings  # noqa: PLC0415  (`--help` need not wait for it)
    from dateline.content.dates import AsOf  # noqa: PLC0415
    from dateline.memo import PRIVATE  # noqa: PLC0415
    from dateline.preview.against import AgainstError, read_published  # noqa: PLC0415
    from dateline.preview.listening import Listening, ServeError  # noqa: PLC0415
    from dateline.preview.server import serve as serve_session  # noqa: PLC0415
    from dateline.preview.session import Session, View  # noqa: PLC0415

    settings, problems = load_settings(site)
    if settings is None and not (site / SETTINGS_FILE).is_file():  # no site at all, rather than one with a problem
        print_problems(problems)
        sys.exit(exit_code(problems))
    asked = replace(request(site, as_of=None), output=site / PRIVATE / "preview", is_preview=True)
    try:
        published = read_published(against) if against else None
        listening = Listening(host, port)
    except (AgainstError, ServeError) as error:
        fail(MACHINE_FAILED, error.message, error.hint)
    with closing(listening):
        session = Session(asked, lambda: AsOf.at(now()), View(**viewer), published)
        state = session.rebuild(jobs=jobs)
        _say(state)
        click.echo(f"Serving {site} at {listening.url}{state.base_path} until Ctrl-C.")
        with suppress(KeyboardInterrupt):
            serve_session(session, listening, editor=editor, on_missing=_say_missing, on_build=_say)


def _say(state: State) -> None:
    if state.fault:
        note(f"error: {state.fault}")
    print_problems(state.problems)
    if state.differences:
        counts = {"new": "added", "changed": "changed", "gone": "deleted"}
        told = ", ".join(f"{len(getattr(state.differences, name))} {word}" for word, name in counts.items())
        note(f"not as published: pages {told}; {state.differences.others} other files")


def _say_missing(path: str) -> None:
    note(f"404 {one_line(path)}")
