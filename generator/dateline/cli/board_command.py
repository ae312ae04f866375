"""The command that tells a desk what there is to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.options import as_of_option, moment, site_argument
from dateline.cli.printing import explained, note, print_json
from dateline.problems import SiteProblems, one_line

if TYPE_CHECKING:
    from dateline.desk.board import Item


@click.command()
@site_argument
@click.option(
    "--days", type=click.IntRange(0, 3660), default=14, show_default=True, help="How far to look ahead, and back."
)
@click.option(
    "--limit", type=click.IntRange(0), default=10, show_default=True, help="Lines in a section; 0 prints all."
)
@as_of_option
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def board(site: Path, *, days: int, limit: int, as_json: bool, **when: Any) -> None:
    """Show what needs the desk today in the site in folder SITE, and write nothing.

    Judgements to settle, reviews due, briefs that come out or expire, drafts, topics gone quiet, stories of a single
    origin, and names that drafts and new briefs do not list.
    """
    from msgspec import to_builtins  # noqa: PLC0415  (`--help` need not wait for it)

    from dateline.config import load_settings  # noqa: PLC0415
    from dateline.desk.board import board  # noqa: PLC0415

    with explained(as_json=as_json):
        settings, problems = load_settings(site)
        if settings is None:
            raise SiteProblems(problems)
        found = board(site, moment(**when), days, settings.config.rules, settings.config.lang)
    if as_json:
        sections = [{**to_builtins(one), "count": len(one.items)} for one in found.sections]
        print_json(problems=(), day=found.day.isoformat(), has_errors=found.has_errors, sections=sections)
        return
    for section in found.sections:
        if section.items:
            click.echo(f"{section.title} ({len(section.items)})")
            for item in section.items[: limit or None]:
                click.echo(f"  {_shown(item)}")
            if 0 < limit < len(section.items):
                click.echo(f"  and {len(section.items) - limit} more")
    if not any(section.items for section in found.sections):
        click.echo(f"Nothing needs the desk on {found.day}.")
    if found.has_errors:
        note("records have errors, so quiet topics and single origins are not told: see `dateline check`")


def _shown(item: Item) -> str:
    place = ":".join(str(part) for part in (item.path, item.line, item.column) if part)
    return one_line(f"{place}: {item.what} [{item.title}]")
