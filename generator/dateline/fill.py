"""Outputs to bytes to a folder: whatever is as it was is kept, everything else is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from dateline.jobs import WORTH_A_PROCESS, spread
from dateline.memo import toolchain
from dateline.problems import Problem
from dateline.publish.output import Made, OutputFolder
from dateline.site.page import Output, Page
from dateline.site.render import Renderer, TemplateFault
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
    problems = _put_outputs(
        folder, _stale(folder, outputs, renderer, anew=anew), renderer, progress, len(outputs), jobs
    )
    for url, data in renderer.assets():
        folder.write(output_path(url), data, blake2b(data, digest_size=16).digest())
    return problems


def _stale(folder: OutputFolder, outputs: Iterable[Output], renderer: Renderer, *, anew: bool) -> list[_Stale]:
    """The outputs that must be made; the others are kept."""
    code = toolchain(libraries=("Jinja2", "MarkupSafe"))
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


def _put_outputs(
    folder: OutputFolder, stale: list[_Stale], renderer: Renderer, progress: Progress, total: int, jobs: int
) -> tuple[Problem, ...]:
    """Make the stale outputs part of the folder; the problems of those that cannot be rendered."""
    kept = total - len(stale)

    def make(start: int, stop: int) -> list[Made | Problem]:
        return [_made(folder, one, renderer) for one in stale[start:stop]]

    if jobs > 1 and len(stale) >= WORTH_A_PROCESS:
        folder.prepare()
    problems: list[Problem] = []
    made = spread(make, len(stale), jobs, lambda done: progress(kept + done, total))
    for one, outcome in zip(stale, made, strict=True):
        if isinstance(outcome, Problem):
            problems.append(outcome)
        else:
            folder.count(one.path, outcome)
    if not stale:
        progress(total, total)
    return tuple(problems)


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
