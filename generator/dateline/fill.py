"""Outputs to bytes to a folder: whatever is as it was is kept, everything else is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from dateline.jobs import WORTH_A_PROCESS, aside, spread
from dateline.memo import toolchain
from dateline.problems import Problem
from dateline.publish.output import Made, OutputFolder
from dateline.site.page import Output, Page
from dateline.site.render import LIBRARIES, Renderer, TemplateFault
from dateline.site.urls import output_path

Progress = Callable[[int, int], None]
"""Told how many outputs are done, of how many."""


class _Stale(NamedTuple):
    """An output to be made, and where."""

    output: Output
    path: str
    digest: bytes
    """Of its inputs and the code, and for a page of the theme and the settings as well."""


def fill(
    folder: OutputFolder,
    outputs: tuple[Output, ...],
    renderer: Renderer,
    progress: Progress,
    *,
    anew: bool = False,
    jobs: int = 1,
) -> tuple[Problem, ...]:
    """Keep or write every output and asset; the problems of templates that fail.

    An output whose inputs, theme, settings and code are those of the last build is not rendered again, unless `anew`.
    At most `jobs` processes render.
    """
    long = _stale(folder, (one for one in outputs if one.is_long), renderer, anew=anew)
    if long and jobs > 1:
        folder.prepare()
    with aside(lambda: _make(folder, long, renderer), jobs if long else 1) as made_aside:
        stale = _stale(folder, (one for one in outputs if not one.is_long), renderer, anew=anew)
        made = _make_all(
            folder, stale, renderer, partial(_told, progress, len(outputs) - len(stale), len(outputs)), jobs
        )
        problems = [*_count(folder, stale, made), *_count(folder, long, made_aside())]
    progress(len(outputs), len(outputs))
    for url, data in renderer.assets():
        folder.write(output_path(url), data, blake2b(data, digest_size=16).digest())
    return tuple(problems)


def _stale(folder: OutputFolder, outputs: Iterable[Output], renderer: Renderer, *, anew: bool) -> list[_Stale]:
    """The outputs that must be made; the others are kept."""
    code = toolchain(libraries=LIBRARIES)
    stale: list[_Stale] = []
    for output in outputs:
        path = output_path(output.url)
        drawn_with = renderer.digest if isinstance(output, Page) else b""
        digest = blake2b(code + drawn_with + output.digest, digest_size=16).digest()
        if not anew and folder.is_current(path, digest):
            folder.keep(path)
        else:
            stale.append(_Stale(output, path, digest))
    return stale


def _told(progress: Progress, kept: int, total: int, done: int) -> None:
    progress(kept + done, total)


def _make_all(
    folder: OutputFolder, stale: list[_Stale], renderer: Renderer, told: Callable[[int], None], jobs: int
) -> list[Made | Problem]:
    """What became of each stale output, in their order."""
    if jobs > 1 and len(stale) >= WORTH_A_PROCESS:
        folder.prepare()
    return spread(lambda start, stop: _make(folder, stale[start:stop], renderer), len(stale), jobs, told)


def _make(folder: OutputFolder, stale: list[_Stale], renderer: Renderer) -> list[Made | Problem]:
    return [_made(folder, one, renderer) for one in stale]


def _count(folder: OutputFolder, stale: list[_Stale], made: list[Made | Problem]) -> Iterator[Problem]:
    """Make outputs part of the folder; the problems of those that could not be rendered."""
    for one, outcome in zip(stale, made, strict=True):
        if isinstance(outcome, Problem):
            yield outcome
        else:
            folder.count(one.path, outcome)


def _made(folder: OutputFolder, one: _Stale, renderer: Renderer) -> Made | Problem:
    try:
        return folder.make(one.path, render(one.output, renderer), one.digest)
    except TemplateFault as fault:
        return fault.problem


def render(output: Output, renderer: Renderer) -> bytes:
    """The bytes of one output. Raises TemplateFault."""
    if isinstance(output, Page):
        return renderer.render(output.template, output.view(output.inputs), output.meta)
    return output.write(output.inputs)


def template_faults(outputs: Sequence[Output], renderer: Renderer, jobs: int = 1) -> tuple[Problem, ...]:
    """The problems that come up when every output is rendered."""

    def work(start: int, stop: int) -> list[Problem | None]:
        return [_fault(page, renderer) for page in pages[start:stop]]

    pages = [output for output in outputs if isinstance(output, Page)]
    return tuple(filter(None, spread(work, len(pages), jobs)))


def _fault(output: Page, renderer: Renderer) -> Problem | None:
    try:
        render(output, renderer)
    except TemplateFault as fault:
        return fault.problem
    return None
