"""Outputs to bytes to a folder: whatever is as it was is kept, everything else is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from dateline.config import SETTINGS_FILE
from dateline.jobs import WORTH_A_PROCESS, aside, spread
from dateline.memo import toolchain
from dateline.problems import Problem
from dateline.publish.output import Made, OutputFolder
from dateline.site.page import File, Output, Page
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
    work = _Work(folder, renderer, anew=anew)
    long = work.stale([one for one in outputs if one.is_long])
    if long and jobs > 1:
        folder.prepare()
    # While a long file is made aside, the many files beside the pages of records are compared there as well.
    rest = [one for one in outputs if not one.is_long]
    apart = [one for one in rest if long and _is_beside(one)]
    here = [one for one in rest if not (long and _is_beside(one))]
    with aside(lambda: (work.make(long), work.compared(apart)), jobs if long else 1) as done_aside:
        stale = work.stale(here)
        problems = work.make_all(stale, partial(_told, progress, len(here) - len(stale), len(outputs)), jobs)
        made, compared = done_aside()
        problems += [*work.count(long, made)]
        stale = work.stale_among(apart, compared)
        problems += work.make_all(stale, partial(_told, progress, len(outputs) - len(stale), len(outputs)), jobs)
    progress(len(outputs), len(outputs))
    for url, data in renderer.assets():
        folder.write(output_path(url), data, blake2b(data, digest_size=16).digest())
    return tuple(problems)


def _is_beside(output: Output) -> bool:
    """Whether this is a file that a single record asks for."""
    return isinstance(output, File) and output.origin != SETTINGS_FILE


def _told(progress: Progress, kept: int, total: int, done: int) -> None:
    progress(kept + done, total)


class _Work:
    """What is done to the outputs of a build."""

    def __init__(self, folder: OutputFolder, renderer: Renderer, *, anew: bool) -> None:
        self._folder = folder
        self._renderer = renderer
        self._anew = anew
        self._code = toolchain(libraries=LIBRARIES)

    def stale(self, outputs: Sequence[Output]) -> list[_Stale]:
        """The outputs that must be made; the others are kept."""
        return self.stale_among(outputs, self.compared(outputs))

    def compared(self, outputs: Sequence[Output]) -> list[bytes]:
        """The digest of each output that must be made, and nothing for the others."""
        return [*map(self._compared, outputs)]

    def _compared(self, output: Output) -> bytes:
        drawn_with = self._renderer.digest if isinstance(output, Page) else b""
        digest = blake2b(self._code + drawn_with + output.digest, digest_size=16).digest()
        is_current = not self._anew and self._folder.is_current(output_path(output.url), digest)
        return b"" if is_current else digest

    def stale_among(self, outputs: Sequence[Output], compared: Sequence[bytes]) -> list[_Stale]:
        """Keep what is current; the others."""
        stale: list[_Stale] = []
        for output, digest in zip(outputs, compared, strict=True):
            path = output_path(output.url)
            if digest:
                stale.append(_Stale(output, path, digest))
            else:
                self._folder.keep(path)
        return stale

    def make_all(self, stale: list[_Stale], told: Callable[[int], None], jobs: int) -> list[Problem]:
        """Make outputs, in several processes where there are many; the problems of those that could not be rendered."""
        if jobs > 1 and len(stale) >= WORTH_A_PROCESS:
            self._folder.prepare()
        made = spread(lambda start, stop: self.make(stale[start:stop]), len(stale), jobs, told)
        return [*self.count(stale, made)]

    def make(self, stale: list[_Stale]) -> list[Made | Problem]:
        """What became of each of them, in their order."""
        return [*map(self._made, stale)]

    def _made(self, one: _Stale) -> Made | Problem:
        try:
            return self._folder.make(one.path, render(one.output, self._renderer), one.digest)
        except TemplateFault as fault:
            return fault.problem

    def count(self, stale: list[_Stale], made: list[Made | Problem]) -> Iterator[Problem]:
        """Make outputs part of the folder; the problems of those that could not be rendered."""
        for one, outcome in zip(stale, made, strict=True):
            if isinstance(outcome, Problem):
                yield outcome
            else:
                self._folder.count(one.path, outcome)


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
