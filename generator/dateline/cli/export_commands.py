"""The command that writes one file for programs without building the site: export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from dateline.cli.options import request, site_argument, viewer_options
from dateline.cli.printing import WRONG_USAGE, explained, fail

FORMATS = ("json", "csv", "schema", "sqlite", "ics", "atom", "opml")


@click.command()
@click.argument("name")
@site_argument
@click.option("--format", "style", type=click.Choice(FORMATS), help="How to write it; JSON where there is a choice.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output if left out."
)
@click.option("--base-url", metavar="URL", help="Address of the site, in place of that in site.yaml.")
@viewer_options
def export(name: str, site: Path, *, style: str | None, output: Path | None, **options: Any) -> None:
    """Write one of the files that the site in folder SITE gives to programs, without a build.

    NAME is a table (briefs, subjects, actors, topics, claims, judgements, relations, sources, publishers), or database,
    datapackage, calendar, feed, corrections or feeds. The bytes are those that a build would write.
    """
    from dateline.fill import render  # noqa: PLC0415
    from dateline.prepare import prepare  # noqa: PLC0415  (`--help` need not wait for it)
    from dateline.problems import SiteProblems, did_you_mean, has_errors, listed  # noqa: PLC0415
    from dateline.publish.atomic import write_whole  # noqa: PLC0415
    from dateline.site.exports import EXPORTS  # noqa: PLC0415

    if name not in EXPORTS:
        fail(WRONG_USAGE, f"there is no export {name!r}", did_you_mean(name, EXPORTS) or f"known: {listed([*EXPORTS])}")
    formats = EXPORTS[name]
    if style is not None and style not in formats:
        fail(WRONG_USAGE, f"{name} is not written as {style}", f"known: {listed([*formats])}")
    url = formats[style or next(iter(formats))]
    with explained():
        draft = prepare(request(site, **options))
        if has_errors(draft.problems):
            raise SiteProblems(draft.problems)
        data = render(next(one for one in draft.outputs if one.url == url), draft.renderer)
        if output is None:
            sys.stdout.buffer.write(data)
        else:
            write_whole(output, data)
