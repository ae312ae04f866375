"""The commands that bring texts from elsewhere to the desk."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.options import SITE, day, now
from dateline.cli.printing import WRONG_USAGE, explained, fail, note
from dateline.problems import one_line

if TYPE_CHECKING:
    from dateline.desk.feed import Feed
    from dateline.desk.import_feed import Imported

_REASONS = {
    "known": "sources of a brief or draft already",
    "alike": "like a brief or draft of that week",
    "removed": "imported before and removed since (--again takes them)",
    "older": "older than --since",
    "empty": "without a text",
    "left": "left for the next time (--limit)",
}


@click.group("import")
def import_() -> None:
    """Bring texts from elsewhere to the desk."""


@import_.command()
@click.argument("source", metavar="URL-OR-FILE")
@click.option("--site", type=SITE, default=".", help="Folder of the site; this one where it is left out.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Make no more than N drafts, of the newest items.")
@click.option("--since", metavar="DATE", callback=day, help="Pass over items that were published before this day.")
@click.option("--again", is_flag=True, help="Take items as well whose drafts you removed.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def feed(
    source: str, *, site: Path, limit: int | None, since: date | None, again: bool, dry_run: bool, as_json: bool
) -> None:
    """Put the new items of a feed (RSS, Atom or JSON Feed) into the inbox, as drafts.

    An address is fetched over the network, once; a file is not. Items that a brief names as a source, or whose titles
    are like one of that week, are passed over. Drafts lie in content/briefs/inbox/ until you move or remove them, and
    none is published before you change its status.
    """
    from dateline.desk.editors import renew_schemas  # noqa: PLC0415  (`--help` need not wait for it)
    from dateline.desk.errors import DeskError  # noqa: PLC0415
    from dateline.desk.import_feed import import_feed  # noqa: PLC0415

    with explained():
        try:
            read = _read(source)
            imported = import_feed(
                site, read, today=now().date(), since=since, limit=limit, again=again, dry_run=dry_run
            )
        except DeskError as error:
            fail(WRONG_USAGE, error.message, error.hint)
        if not dry_run:
            renew_schemas(site)
    if read.is_faulty:
        note("the feed is not well-formed; what could be read of it was taken")
    if as_json:
        _print_json(read, imported)
    else:
        _print(imported, dry_run=dry_run)


def _read(source: str) -> Feed:
    """The feed at an address or in a file."""
    from dateline.desk.errors import DeskError  # noqa: PLC0415
    from dateline.desk.feed import read_feed  # noqa: PLC0415
    from dateline.desk.fetch import MAX_BYTES, fetch  # noqa: PLC0415

    if "://" in source:
        note(f"fetching {one_line(source)}")
        fetched = fetch(source)
        return read_feed(fetched.data, one_line(source), url=fetched.url, content_type=fetched.content_type)
    if source != "-" and not Path(source).is_file():
        raise DeskError(f"there is no file {source!r}", "an address starts with https:// or http://")
    with click.open_file(source, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    name = "standard input" if source == "-" else Path(source).name
    if len(data) > MAX_BYTES:
        raise DeskError(f"{name} has more than {MAX_BYTES / 1e6:g} MB", "is it a feed at all?")
    return read_feed(data, name)


def _print(imported: Imported, *, dry_run: bool) -> None:
    for draft in imported.drafts:
        click.echo(draft.file or f"{draft.published or 'no date':10} {one_line(draft.title)}")
    counts = Counter[str](skipped.reason for skipped in imported.skipped)
    told = [f"{counts[reason]} {meaning}" for reason, meaning in _REASONS.items() if counts[reason]]
    drafts = len(imported.drafts)
    made = f"{drafts} {'draft' if drafts == 1 else 'drafts'}"
    note(f"{'Would write' if dry_run else 'Wrote'} {made}." + (f" Passed over: {'; '.join(told)}." if told else ""))
    for skipped in imported.skipped:
        if skipped.reason == "alike":
            note(f"    {one_line(skipped.title)} (like {skipped.because_of})")


def _print_json(read: Feed, imported: Imported) -> None:
    import json  # noqa: PLC0415

    drafts = [
        {
            "title": one.title,
            "url": one.url,
            "published": one.published or None,
            "file": None if one.file is None else one.file.as_posix(),
        }
        for one in imported.drafts
    ]
    skipped = [
        {"title": one.title, "url": one.url, "reason": one.reason, "because_of": one.because_of or None}
        for one in imported.skipped
    ]
    shown = {"feed": read.title, "faulty": read.is_faulty, "drafts": drafts, "skipped": skipped}
    click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
