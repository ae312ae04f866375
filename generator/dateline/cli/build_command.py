"""The command `build`: where nothing changed, it says so before anything heavy is imported."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from dateline.cli.options import FOLDER, jobs_option, now, request, site_argument, viewer_options
from dateline.cli.printing import (
    MACHINE_FAILED,
    explained,
    note,
    print_json,
    print_problems,
    progress,
    say_recorded,
    say_waiting,
)
from dateline.cli.stopwatch import Stopwatch
from dateline.problems import Problem, one_line

if TYPE_CHECKING:
    from dateline.draft import Draft
    from dateline.explain import Explanation

_MOST_CAUSES = 4
_kept: deque[Draft] = deque(maxlen=1)
"""The site that was rendered last: kept until the process ends, because to free it takes time."""


class _Outcome(Struct, frozen=True, kw_only=True):
    """What came of a build."""

    output: Path
    problems: tuple[Problem, ...]
    written: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    search_fault: str = ""
    adopted: bool = False


@click.command()
@site_argument
@click.option("--output", type=FOLDER, help="Folder to build into; `output` in the site where it is left out.")
@click.option("--base-url", metavar="URL", help="Address of the site, in place of that in site.yaml.")
@viewer_options
@click.option("--clean", is_flag=True, help="Make everything anew, as if nothing had been built before.")
@click.option("--verify", "verify_it", is_flag=True, help="Build clean beside the result and compare.")
@click.option(
    "--explain", "explain_it", is_flag=True, help="Say for each page rewritten which change decided about it."
)
@click.option("--profile", is_flag=True, help="Print where the time went, by stage, on standard error.")
@click.option("--portable", is_flag=True, help="Write index.html into links, for reading from a disk.")
@click.option("--search/--no-search", default=True, help="Make the full-text index as well, which is the default.")
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def build(site: Path, *, verify_it: bool, explain_it: bool, profile: bool, as_json: bool, **options: Any) -> None:
    """Build the site in folder SITE (this one where it is left out)."""
    watch = Stopwatch()
    outcome = _standing(site, options)
    watch.lap("compare")
    explanation = _explanation(site, options, as_json=as_json) if explain_it and not outcome else None
    watch.lap("explain")
    outcome = outcome or _built(site, options, watch, as_json=as_json)
    watch.lap("end")
    unequal = _unequal(site, options, as_json=as_json) if verify_it else ()
    watch.lap("verify")
    if as_json:
        more: dict[str, Any] = {"unequal": list(unequal)} if verify_it else {}
        if explanation:
            more["because"] = dict(_causes(outcome, explanation))
        _print_as_json(outcome, more)
    else:
        _print(outcome)
        if explanation:
            _print_causes(outcome, explanation)
        for path in unequal:
            click.echo(f"unequal: {path}")
        if verify_it and not unequal:
            click.echo("Verified: a clean build gives the same bytes.")
    if profile:
        note("\n".join(watch.table()))
    if unequal:
        sys.exit(MACHINE_FAILED)


def _standing(site: Path, options: dict[str, Any]) -> _Outcome | None:
    """What the last build said, if this one would say and write the same."""
    from dateline.memo import PRIVATE  # noqa: PLC0415  (`--help` need not wait for it)
    from dateline.publish.manifest import manifest_path  # noqa: PLC0415
    from dateline.publish.unchanged import note_inputs, recall  # noqa: PLC0415

    if options["clean"]:
        return None
    output = options["output"] or site / "output"
    inputs = note_inputs(site, output, {"is_preview": False, **options})
    known = recall(manifest_path(site / PRIVATE, output), inputs, output, now())
    if known is None:
        return None
    problems = tuple(Problem(**values) for values in known.problems)
    return _Outcome(output=output, problems=problems, unchanged=known.files, search_fault=known.search_fault)


def _built(site: Path, options: dict[str, Any], watch: Stopwatch, *, as_json: bool) -> _Outcome:
    from dateline.build import build  # noqa: PLC0415  (where nothing changed, nobody need wait for it)

    watch.lap("import")
    with explained(as_json=as_json), progress(quiet=as_json) as show:
        asked = request(site, **options)
        built = build(asked, on_wait=say_waiting, progress=show, lap=watch.lap, on_plan=_kept.append)
    return _Outcome(
        output=built.output,
        problems=built.problems,
        written=built.report.written,
        unchanged=built.report.unchanged,
        removed=built.report.removed,
        state=built.state_written,
        search_fault=built.search_fault,
        adopted=built.report.adopted,
    )


def _explanation(site: Path, options: dict[str, Any], *, as_json: bool) -> Explanation:
    """What has changed since the last build."""
    from dateline.explain import explain  # noqa: PLC0415  (as above)

    with explained(as_json=as_json):
        return explain(request(site, **options))


def _causes(outcome: _Outcome, explanation: Explanation) -> Iterator[tuple[str, list[str]]]:
    """By page, what decided about it."""
    for path in sorted((*outcome.written, *outcome.removed)):
        shown = path.removesuffix("index.html") or "/"
        yield shown, [str(change) for change in explanation.of(path)]


def _print_causes(outcome: _Outcome, explanation: Explanation) -> None:
    if explanation.is_first:
        click.echo("No build before this one left a note of what it was made from; the next can be explained.")
        return
    for page, causes in _causes(outcome, explanation):
        more = [f"and {len(causes) - _MOST_CAUSES} more"] if len(causes) > _MOST_CAUSES else []
        told = "; ".join([*causes[:_MOST_CAUSES], *more]) or "its file was not as the last build had left it"
        click.echo(one_line(f"{page}: {told}"))


def _unequal(site: Path, options: dict[str, Any], *, as_json: bool) -> tuple[str, ...]:
    """The paths of the output that a clean build makes differently."""
    from dateline.verify import verify  # noqa: PLC0415  (as above)

    with explained(as_json=as_json):
        return verify(request(site, **options))


def _print(outcome: _Outcome) -> None:
    print_problems(outcome.problems)
    counts = f"{len(outcome.written)} written, {outcome.unchanged} unchanged, {len(outcome.removed)} removed"
    click.echo(f"Built {outcome.output}: {counts}.")
    say_recorded(outcome.state)
    if outcome.adopted:
        note(
            f"{outcome.output} was there and what builds noted of it (.dateline/) was not; pages that the site no "
            "longer has may still be in it: to be rid of them, remove it and build again"
        )
    if outcome.search_fault:
        note(outcome.search_fault)


def _print_as_json(outcome: _Outcome, more: dict[str, Any]) -> None:
    print_json(
        problems=outcome.problems,
        output=str(outcome.output),
        written=len(outcome.written),
        unchanged=outcome.unchanged,
        removed=len(outcome.removed),
        state=list(outcome.state),
        **({"search": outcome.search_fault} if outcome.search_fault else {}),
        **more,
    )
