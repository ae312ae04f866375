"""The commands that start something: a site, or a record of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import click

from dateline.cli.options import SITE, Command, now, one_of
from dateline.cli.printing import WRONG_USAGE, explained, fail, note, print_problems

_HOSTS = (
    "Where it will be published: github-pages, gitlab-pages, netlify, cloudflare-pages, s3, rsync or none. "
    "Writes a workflow that checks, builds and publishes it."
)


def _host(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from dateline.config import Host  # noqa: PLC0415

    return one_of(get_args(Host), value, ctx, param)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="Example Briefing", show_default=True, help="Name of the site.")
@click.option(
    "--base-url",
    metavar="URL",
    default="https://www.example.org",
    show_default=True,
    help="Address at which the site will be published.",
)
@click.option("--host", default="none", show_default=True, callback=_host, metavar="HOST", help=_HOSTS)
def init(folder: Path, *, title: str, base_url: str, host: Any) -> None:
    """Write a small example site into DIR, a new or empty folder, and what its host needs."""
    from dateline.desk.init import init_site  # noqa: PLC0415  (`--help` need not wait for it)

    with _refused():
        started = init_site(folder, title=title, base_url=base_url, year=now().year, host=host)
    for path in started.kept:
        note(f"{folder / path} was there already and is as it was; it should name .dateline/ and output/")
    shown = "" if folder == Path() else f" {_argument(folder)}"
    click.echo(f"Wrote {len(started.written)} files to {folder}: settings in site.yaml, examples in content/.")
    click.echo(f"See it:            dateline serve{shown}")
    click.echo(f'Write a brief:     dateline new brief "TITLE" --topic getting-started{shown and " --site" + shown}')


@click.group()
def new() -> None:
    """Start a brief, an actor or a topic."""


def _record_options(command: Command) -> Command:
    for option in (
        click.option("--sidecar", is_flag=True, help="Put the fields into a YAML file of their own, beside the text."),
        click.option("--slug", help="Name of the file, and last part of the address."),
        click.option("--site", type=SITE, default=".", help="Folder of the site; this one where it is left out."),
    ):
        command = option(command)
    return command


@new.command()
@click.argument("title", required=False)
@click.option(
    "--from",
    "summary",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="A summary (text, Markdown or HTML; - for standard input) that becomes the body and tells the other fields.",
)
@click.option("--actor", "actors", multiple=True, metavar="ID", help="An actor that it is about; can be repeated.")
@click.option("--topic", "topics", multiple=True, metavar="ID", help="A topic that it is about; can be repeated.")
@_record_options
def brief(title: str | None, *, summary: str | None, **options: Any) -> None:
    """Write a draft of a brief with TITLE, dated today.

    With --from, the title and the day come from the summary where it tells them. Whatever was found in it is marked to
    be confirmed; names that no record has are listed with the commands that make records of them.
    """
    from dateline.desk.new import new_brief  # noqa: PLC0415

    if summary is not None:
        _brief_from(summary, title, **options)
    elif title is None:
        raise click.UsageError("give a TITLE, or a summary with --from FILE")
    else:
        with _refused():
            _tell(new_brief(title=title, today=now().date(), **options), options["site"])


def _brief_from(summary: str, title: str | None, *, site: Path, **options: Any) -> None:
    """Write a draft from a summary, and say what is left to fill in."""
    from dateline.config import load_settings  # noqa: PLC0415
    from dateline.content.sources import MAX_BYTES  # noqa: PLC0415
    from dateline.desk.article import read_article  # noqa: PLC0415
    from dateline.desk.from_text import brief_from  # noqa: PLC0415

    with _refused():
        with click.open_file(summary, "rb") as file:
            article = read_article(file.read(MAX_BYTES + 1), "standard input" if summary == "-" else Path(summary).name)
        settings, _ = load_settings(site)
        lang = settings.config.lang if settings else "en"
        drafted = brief_from(site, article, title=title, today=now().date(), site_lang=lang, **options)
        _tell(drafted.file, site)
    for told in article.notes:
        note(told)
    if drafted.problems:
        note("To fill in:")
        print_problems(drafted.problems)


def _kind(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from dateline.content.schema import Actor  # noqa: PLC0415

    return one_of(get_args(Actor.model_fields["kind"].annotation), value, ctx, param)


_SUMMARY = click.option("--summary", help="Who or what it is, in one line; it has to be there before a build.")


@new.command()
@click.argument("name")
@click.option("--kind", default="person", show_default=True, callback=_kind, help="What sort of actor it is.")
@_SUMMARY
@_record_options
def actor(name: str, **options: Any) -> None:
    """Write the record of an actor called NAME."""
    from dateline.desk.new import new_actor  # noqa: PLC0415

    with _refused():
        _tell(new_actor(name=name, **options), options["site"])


@new.command()
@click.argument("name")
@_SUMMARY
@_record_options
def topic(name: str, **options: Any) -> None:
    """Write the record of a topic called NAME."""
    from dateline.desk.new import new_topic  # noqa: PLC0415

    with _refused():
        _tell(new_topic(name=name, **options), options["site"])


def _tell(file: Path, site: Path) -> None:
    """Print where a new record is, and put it into the schemas that the site's editors read."""
    from dateline.desk.editors import renew_schemas  # noqa: PLC0415

    click.echo(file)
    renew_schemas(site)


@contextmanager
def _refused() -> Iterator[None]:
    """Say why something cannot be started, and what to do."""
    from dateline.desk.errors import DeskError  # noqa: PLC0415

    with explained():
        try:
            yield
        except DeskError as error:
            fail(WRONG_USAGE, error.message, error.hint)


def _argument(path: Path) -> str:
    """A path as a shell takes it."""
    from shlex import quote  # noqa: PLC0415

    return quote(str(path))
