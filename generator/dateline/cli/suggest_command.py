"""The command that looks through texts for names: `suggest`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.options import SITE
from dateline.cli.printing import WRONG_USAGE, explained, fail, note, print_json

if TYPE_CHECKING:
    from dateline.desk.suggest import Suggestion


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False))
@click.option("--site", type=SITE, default=".", help="Folder of the site; this one where it is left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def suggest(files: tuple[str, ...], *, site: Path, as_json: bool) -> None:
    """List what each FILE, a brief or any text, names without saying so in its fields.

    Those are actors and topics that it does not list, names that may mean one, and names that no record has.
    """
    from msgspec import to_builtins  # noqa: PLC0415  (`--help` need not wait for it)

    from dateline.config import SETTINGS_FILE, load_settings  # noqa: PLC0415
    from dateline.desk.errors import DeskError  # noqa: PLC0415
    from dateline.desk.suggest import suggestions, to_paste  # noqa: PLC0415

    if not (site / SETTINGS_FILE).is_file():
        fail(WRONG_USAGE, f"there is no site in {site}: it has no {SETTINGS_FILE}", "name its folder with --site")
    settings, _ = load_settings(site)
    with explained():
        try:
            found = suggestions(site, map(Path, files), settings.config.lang if settings else "en")
        except DeskError as error:
            fail(WRONG_USAGE, error.message, error.hint)
    if as_json:
        print_json(problems=(), suggestions=[to_builtins(one) for one in found])
        return
    for _, group in groupby(found, key=lambda one: one.path):
        told = list(group)
        for one in told:
            click.echo(_shown(one))
        if yaml := to_paste(told):
            click.echo(f"\n{yaml}\n")
    if not found:
        note("nothing to suggest")


def _shown(one: Suggestion) -> str:
    """A suggestion in a line, with the words around the name below it."""
    place = ":".join(str(part) for part in (one.path, one.line, one.column) if part)
    return (
        f"{place}: {_FACTS[one.what].format(one=one, ids=' or '.join(one.ids), said=_said(one))}\n    … {one.context} …"
    )


def _said(one: Suggestion) -> str:
    return f"{one.kind}, {one.said}" if one.said else one.kind


_FACTS = {
    "missing-actor": "names the actor {ids} ({one.text!r})",
    "missing-topic": "names the topic {ids} ({one.text!r})",
    "other-spelling": "{one.text!r} may be another spelling for {ids}",
    "weak-alias": "{one.text!r} may mean {ids}",
    "ambiguous-name": "{one.text!r} may mean {ids}",
    "unknown-name": "{one.text!r} has no record ({said}): {one.command}",
}
