"""The commands that look beyond this machine and this moment: deploy and next."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from dateline.cli.options import FOLDER, request, site_argument
from dateline.cli.printing import MACHINE_FAILED, WRONG_USAGE, explained, fail, note, print_json
from dateline.problems import one_line


@click.command()
@click.argument("target")
@site_argument
@click.option("--output", type=FOLDER, help="Folder that was built into; `output` in the site where it is left out.")
@click.option("--dry-run", is_flag=True, help="Print what would be added, changed and deleted, and touch nothing.")
@click.option(
    "--adopt", is_flag=True, help="Let the site's files take the place of files that Dateline did not put there."
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def deploy(target: str, site: Path, *, output: Path | None, dry_run: bool, adopt: bool, as_json: bool) -> None:
    """Send the built site in folder SITE to TARGET, a name under `targets` in site.yaml.

    Only files that differ are sent: what pages need, then pages, then feeds. Then files that Dateline put there earlier
    and that the site no longer has are deleted, and no others. What was broken off goes on when it is run again.
    """
    from dateline.deploy.deploy import Order, deploy  # noqa: PLC0415  (`--help` need not wait for it)
    from dateline.deploy.errors import DeployError, Refused  # noqa: PLC0415

    order = Order(root=site, target=target, output=output, adopt=adopt, dry_run=dry_run, environment=os.environ)
    with explained(as_json=as_json):
        try:
            with _progress(quiet=as_json) as tell:
                done = deploy(order, tell=tell, on_wait=_say_waiting)
        except DeployError as error:
            fail(WRONG_USAGE if isinstance(error, Refused) else MACHINE_FAILED, error.message, error.hint)
    changes = done.changes
    groups = {"added": changes.added, "changed": changes.changed, "deleted": changes.deleted}
    if as_json:
        lists = {word: list(paths) for word, paths in groups.items()}
        print_json(problems=(), target=done.place, dry_run=dry_run, unchanged=done.unchanged, **lists)
        return
    if dry_run:
        for word, paths in groups.items():
            for path in paths:
                click.echo(f"{word:8}{path}")
    counts = ", ".join(f"{len(paths)} {word}" for word, paths in groups.items())
    click.echo(f"{'Would deploy' if dry_run else 'Deployed'} to {done.place}: {counts}, {done.unchanged} unchanged.")
    if done.foreign:
        note(f"not sent, as no build wrote it: {', '.join(done.foreign)}")


@click.command("next")
@site_argument
@click.option("--json", "as_json", is_flag=True, help="Print all such moments as JSON, the nearest first.")
def next_change(site: Path, *, as_json: bool) -> None:
    """Print the next moment at which the site in folder SITE should be built again, without any edit.

    Then a date, an embargo or an expiry takes effect, a revision or an outcome, an office, or the horizon of a
    judgement. Times are UTC. Nothing is printed where no date lies ahead.
    """
    from dateline.analysis.upcoming import nearest  # noqa: PLC0415
    from dateline.prepare import prepare  # noqa: PLC0415

    with explained(as_json=as_json):
        changes = prepare(request(site, as_of=None)).upcoming
    if as_json:
        entries = [{"moment": _utc(one.moment), "path": one.path, "what": one.what} for one in changes]
        print_json(problems=(), next=entries[0]["moment"] if entries else None, upcoming=entries)
        return
    first = nearest(changes)
    if first:
        click.echo(_utc(first[0].moment))
    for one in first:
        note(f"{one_line(one.path)}: {one_line(one.what)}")


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal once there is something to send; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label="Files", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show


def _say_waiting() -> None:
    note("a build is running here; waiting for it")
