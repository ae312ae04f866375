"""Options that several commands share, and the clock that they read."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

if TYPE_CHECKING:
    from dateline.content.dates import AsOf
    from dateline.draft import Request

Command = TypeVar("Command", bound=Callable[..., Any])

FOLDER = click.Path(file_okay=False, path_type=Path)
SITE = click.Path(exists=True, file_okay=False, path_type=Path)


def site_argument(command: Command) -> Command:
    """The folder of the site: the present one where it is left out."""
    return click.argument("site", type=SITE, default=".")(command)


def viewer_options(command: Command) -> Command:
    """The options that say for whom and for when to build."""
    for option in (
        click.option("--drafts", is_flag=True, help="Show drafts and briefs in review as well."),
        click.option("--audience", metavar="TLP", callback=_marking, help="Widest marking to show, such as TLP:AMBER."),
        as_of_option,
    ):
        command = option(command)
    return command


def as_of_option(command: Command) -> Command:
    """The option that names another day than this one."""
    text = "Show what was known at the end of this day (UTC)."
    return click.option("--as-of", metavar="DATE", callback=day, help=text)(command)


def jobs_option(command: Command) -> Command:
    """How many processes may work at once: as many as there are cores, where the command is not told."""
    text = "Processes that may work at once; as many as there are cores where it is left out."
    kind = click.IntRange(1, 64)
    return click.option("--jobs", type=kind, metavar="N", callback=_jobs, help=text)(command)


def _jobs(_ctx: click.Context, _param: click.Parameter, value: int | None) -> int:
    from dateline.jobs import usable_cores  # noqa: PLC0415

    return value or usable_cores()


def request(site: Path, *, as_of: date | None, **options: Any) -> Request:
    """What the options of a command ask for, and when."""
    from dateline.content.dates import AsOf  # noqa: PLC0415
    from dateline.draft import Request  # noqa: PLC0415  (`--help` need not wait for it)

    return Request(root=site, now=_as_of_now(), as_of=AsOf.end_of(as_of) if as_of else None, **options)


def moment(as_of: date | None) -> AsOf:
    """The end of a day that a command is told, else the moment of the command."""
    from dateline.content.dates import AsOf  # noqa: PLC0415

    return AsOf.end_of(as_of) if as_of else _as_of_now()


def now() -> datetime:
    """The moment of this command: SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set, else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is {epoch!r}, which is not a number of seconds"
        raise click.UsageError(message) from None


def _as_of_now() -> AsOf:
    from dateline.content.dates import AsOf  # noqa: PLC0415

    return AsOf.at(now())


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a day such as 2025-02-21"
        raise click.BadParameter(message, ctx, param) from None


def _marking(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    # The markings are named where fields are defined; only a command that is told one waits for that.
    from dateline.content.fields import Tlp  # noqa: PLC0415

    return one_of(get_args(Tlp), value, ctx, param)


def one_of(words: tuple[str, ...], value: str | None, ctx: click.Context, param: click.Parameter) -> str | None:
    """A value that has to be one of `words`, if there is any."""
    return None if value is None else click.Choice(words).convert(value, param, ctx)
