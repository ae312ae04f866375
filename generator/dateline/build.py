"""A build: the folders are locked, the site is prepared and rendered, and its folder takes the old one's place."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from msgspec.structs import replace

from dateline.config import load_settings
from dateline.draft import Built, Draft, Request
from dateline.fill import Ahead, Progress, fill, template_faults
from dateline.memo import PRIVATE
from dateline.origins import origins_path, write_origins
from dateline.prepare import Lap, prepare, untimed
from dateline.problems import Problem, SiteProblems, has_errors
from dateline.publish.ledger import write_ledger
from dateline.publish.lock import build_lock
from dateline.publish.manifest import manifest_path
from dateline.publish.output import OutputFolder
from dateline.publish.texts import write_texts
from dateline.publish.unchanged import Noted, Standing, note_inputs, noted_after, remember
from dateline.search import add_search_index


def _quiet(done: int, total: int) -> None:
    """The progress of a build that nobody watches."""


def build(
    request: Request,
    *,
    on_wait: Callable[[], None] = lambda: None,
    progress: Progress = _quiet,
    lap: Lap = untimed,
    on_plan: Callable[[Draft], None] | None = None,
) -> Built:
    """Make the output folder equal to the site, whole or not at all.

    `on_plan` is called with what is about to be rendered, and holds it until the next build or the process ends.

    Raises SiteProblems where the content has errors, and OutputError where the machine is in the way; then the
    output is as it was. If another build holds the folders, `on_wait` is called and this one waits.
    """
    if not request.root.is_dir():
        raise SiteProblems(load_settings(request.root)[1])  # to lock a folder is to make it
    with (
        build_lock([request.root, request.output_folder.resolve().parent], on_wait),
        _without_collecting(frozen=on_plan is not None),
    ):
        # A preview is built whenever a file changes, so nobody asks whether it would change nothing.
        inputs = None if request.is_preview else note_inputs(request.root, request.output_folder, request.asked)
        lap("compare")
        manifest = manifest_path(request.root / PRIVATE, request.output_folder)
        with (
            OutputFolder(request.output_folder, manifest) as folder,
            Ahead(folder, anew=request.clean, jobs=request.jobs) as ahead,
        ):
            draft = prepare(request, is_guest=request.is_preview, lap=lap, begin=ahead.begin)
            if has_errors(draft.problems):
                raise SiteProblems(draft.problems)
            if on_plan:
                on_plan(draft)
            built = _put(request, draft, folder, ahead, progress, lap)
        _note(request, draft, manifest, inputs, built)
        lap("note")
    return built


def _put(request: Request, draft: Draft, folder: OutputFolder, ahead: Ahead, progress: Progress, lap: Lap) -> Built:
    """Render what is not as it was, and make the folder equal to all of it."""
    state_written: list[str] = []

    def save_state() -> None:
        if request.is_public:
            state_written.extend(write_ledger(request.state_folder, draft.ledger))
            state_written.extend(write_texts(request.state_folder, draft.texts, request.jobs))

    faults = fill(folder, draft.outputs, draft.renderer, progress, ahead.begun, anew=request.clean, jobs=request.jobs)
    if faults:
        raise SiteProblems([*draft.problems, *faults])
    lap("render")
    search_fault = add_search_index(folder, draft.search(), anew=request.clean) if request.search else ""
    lap("search")
    report = folder.publish(save_state, draft.made_for)
    lap("publish")
    return Built(
        report=report,
        output=request.output_folder,
        problems=draft.problems,
        state_written=tuple(state_written),
        search_fault=search_fault,
        base_path=draft.settings.config.base_path,
        unpublished=draft.unpublished,
        search=draft.search,
    )


def _note(request: Request, draft: Draft, manifest: Path, inputs: Noted | None, built: Built) -> None:
    """Note from what the output was made, and how all lies now: for the next build and for `--explain`."""
    report = built.report
    standing = Standing(len(report.written) + report.unchanged, [*map(asdict, built.problems)], built.search_fault)
    moments = () if request.as_of else (change.moment for change in draft.upcoming)
    day, until = None if request.as_of else request.now.day, min(moments, default=None)
    if inputs and built.state_written:
        inputs = noted_after(inputs, request.root, built.state_written)
    remember(manifest, inputs, request.output_folder, standing, day, until)
    if not request.is_preview:
        note = replace(draft.origins(), until=until.isoformat() if until else "")
        write_origins(origins_path(manifest), note)


@contextmanager
def _without_collecting(*, frozen: bool) -> Iterator[None]:
    """Without the search for unreachable cycles: it would go through a million values that all live, time and again.

    With `frozen`, later searches leave out what lives at the end. It goes when nobody holds it any more; what a build
    leaves in cycles is a hundred small values.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if frozen:
            gc.freeze()
        if was_on:
            gc.enable()


def check(request: Request) -> tuple[Problem, ...]:
    """Every problem of the site, those of its templates included; nothing is written."""
    try:
        draft = prepare(request)
    except SiteProblems as stop:
        return stop.problems
    faults = () if has_errors(draft.problems) else template_faults(draft.outputs, draft.renderer, request.jobs)
    return tuple(sorted({*draft.problems, *faults}))
