"""The command that tells editors, of text and in browsers, what records may hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from dateline.cli.options import one_of, site_argument
from dateline.cli.printing import WRONG_USAGE, explained, fail


def _name(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from dateline.desk.json_schema import NAMES  # noqa: PLC0415  (`--help` need not wait for it)

    return one_of(NAMES, value, ctx, param)


def _cms(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from dateline.desk.cms import Cms  # noqa: PLC0415

    return one_of(get_args(Cms), value, ctx, param)


@click.command()
@site_argument
@click.option(
    "--kind",
    callback=_name,
    metavar="KIND",
    help="Print the schema of one kind of record: brief, actor, topic, publisher, publishers (all in one file), page "
    "or site (site.yaml).",
)
@click.option(
    "--cms",
    callback=_cms,
    metavar="CMS",
    help="Print the configuration of a CMS that edits the site in a browser: sveltia, decap or pages-cms.",
)
@click.option("--repo", metavar="OWNER/NAME", help="With --cms sveltia or decap: the site's repository.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder to write the schemas to; with --kind or --cms, file to write in place of standard output.",
)
def schema(site: Path, *, kind: str | None, cms: Any, repo: str | None, output: Path | None) -> None:
    """Write JSON Schema for editors of the site in folder SITE, into SITE/.dateline/schema.

    The schemas hold the ids of the site's own actors, topics, publishers and briefs, drafts among them. Once they are
    there, `dateline new` keeps them up to date, and names the schema in the records that it starts.
    """
    from dateline.desk.editors import cms_config, schema_text, write_schemas  # noqa: PLC0415
    from dateline.desk.errors import DeskError  # noqa: PLC0415

    if kind and cms:
        fail(WRONG_USAGE, "--kind and --cms ask for two things", "leave one of them out")
    with explained():
        try:
            if cms:
                _hand_over(cms_config(site, cms, repo), output)
            elif kind:
                _hand_over(schema_text(site, kind), output)
            else:
                changed = write_schemas(site, output)
                click.echo(f"Wrote {len(changed)} schemas." if changed else "The schemas are up to date.")
        except DeskError as error:
            fail(WRONG_USAGE, error.message, error.hint)


def _hand_over(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file."""
    from dateline.publish.atomic import write_whole  # noqa: PLC0415

    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text.encode())
