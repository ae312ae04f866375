"""Outputs to bytes to a folder: whatever is as it was is kept, everything else is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple, Self

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


class Ahead:
    """Outputs that take long, made by processes of their own from when they are planned: `with Ahead(folder) as ahead`.

    What was begun is given up at the end of the block.
    """

    def __init__(self, folder: OutputFolder, *, anew: bool = False, jobs: int = 1) -> None:
        self.begun: dict[str, Callable[[], Made | Problem]] = {}
        """By URL, what waits for an output and gives what became of it."""
        self._folder = folder
        self._anew = anew
        self._jobs = jobs
        self._asides = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._asides.close()

    def begin(self, output: Output, renderer: Renderer) -> None:
        """Make an output, if it is not as it was, while the caller goes on; with one job it has to wait."""
        work, path = _Work(self._folder, renderer, anew=self._anew), output_path(output.url)
        if self._jobs > 1 and (digest := work.compared(output, path)):
            self._folder.prepare()
            stale = _Stale(output, path, digest)
            self.begun[output.url] = self._asides.enter_context(aside(lambda: work.made(stale), self._jobs))


def fill(
    folder: OutputFolder,
    outputs: tuple[Output, ...],
    renderer: Renderer,
    progress: Progress,
    begun: Mapping[str, Callable[[], Made | Problem]] = MappingProxyType({}),
    *,
    anew: bool = False,
    jobs: int = 1,
) -> tuple[Problem, ...]:
    """Keep or write every output and asset; the problems of templates that fail.

    An output whose inputs, theme, settings and code are those of the last build is not rendered again, unless `anew`.
    At most `jobs` processes render, besides those that make what was `begun` ahead.
    """
    work = _Work(folder, renderer, anew=anew)
    rest = [one for one in outputs if one.url not in begun]
    stale = work.stale(rest)
    problems = work.make_all(stale, partial(_told, progress, len(rest) - len(stale), len(outputs)), jobs)
    for output in outputs:
        if output.url in begun:
            problems += work.count([output_path(output.url)], [begun[output.url]()])
    progress(len(outputs), len(outputs))
    for url, data in renderer.assets():
        folder.write(output_path(url), data, blake2b(data, digest_size=16).digest())
    return tuple(problems)


def _told(progress: Progress, kept: int, total: int, done: int) -> None:
    progress(kept + done, total)


class _Work:
    """What is done to the outputs of a build."""

    def __init__(self, folder: OutputFolder, renderer: Renderer, *, anew: bool) -> None:
        self._folder = folder
        self._renderer = renderer
        self._anew = anew
        self._code = toolchain(libraries=LIBRARIES)

    def stale(self, outputs: Iterable[Output]) -> list[_Stale]:
        """The outputs that must be made; the others are kept."""
        stale: list[_Stale] = []
        # Here, and not in all processes, each of which would have to find the digests of what many pages share
        for output in outputs:
            path = output_path(output.url)
            if digest := self.compared(output, path):
                stale.append(_Stale(output, path, digest))
            else:
                self._folder.keep(path)
        return stale

    def compared(self, output: Output, path: str) -> bytes:
        """The digest of an output that must be made, and nothing for one that is current."""
        drawn_with = self._renderer.digest if isinstance(output, Page) else b""
        digest = blake2b(self._code + drawn_with + output.digest, digest_size=16).digest()
        is_current = not self._anew and self._folder.is_current(path, digest)
        return b"" if is_current else digest

    def make_all(self, stale: list[_Stale], told: Callable[[int], None], jobs: int) -> list[Problem]:
        """Make outputs, in several processes where there are many; the problems of those that could not be rendered."""
        if jobs > 1 and len(stale) >= WORTH_A_PROCESS:
            self._folder.prepare()

        def made(start: int, stop: int) -> list[Made | Problem]:
            return [*map(self.made, stale[start:stop])]

        return [*self.count([one.path for one in stale], spread(made, len(stale), jobs, told))]

    def made(self, one: _Stale) -> Made | Problem:
        """What becomes of an output; `count` makes that a part of the folder."""
        try:
            return self._folder.make(one.path, render(one.output, self._renderer), one.digest)
        except TemplateFault as fault:
            return fault.problem

    def count(self, paths: Iterable[str], made: Iterable[Made | Problem]) -> Iterator[Problem]:
        """Make outputs part of the folder; the problems of those that could not be rendered."""
        for path, outcome in zip(paths, made, strict=True):
            if isinstance(outcome, Problem):
                yield outcome
            else:
                self._folder.count(path, outcome)


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
