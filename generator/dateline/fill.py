"""Outputs to bytes to a folder: whatever is as it was is kept, everything else is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from hashlib import blake2b

from dateline.content.sources import MediaFile
from dateline.memo import toolchain
from dateline.problems import Problem
from dateline.publish.output import OutputFolder
from dateline.site.page import Output, Page
from dateline.site.render import Renderer, TemplateFault
from dateline.site.urls import output_path

Progress = Callable[[int, int], None]
"""Told how many outputs are done, of how many."""


def fill(
    folder: OutputFolder,
    outputs: tuple[Output, ...],
    renderer: Renderer,
    media: Iterable[tuple[str, MediaFile]],
    progress: Progress,
    *,
    anew: bool = False,
) -> tuple[Problem, ...]:
    """Keep or write every output, asset and picture (by URL); the problems of templates that fail.

    An output whose inputs, theme, settings and code are those of the last build is not rendered again, unless `anew`.
    """
    code = toolchain(libraries=("Jinja2", "MarkupSafe")) + renderer.digest
    problems: list[Problem] = []
    for number, output in enumerate(outputs, start=1):
        digest = blake2b(code + output.digest, digest_size=16).digest()
        try:
            _put(folder, output.url, digest, partial(render, output, renderer), anew=anew)
        except TemplateFault as fault:
            problems.append(fault.problem)
        progress(number, len(outputs))
    for url, data in renderer.assets():
        _put(folder, url, blake2b(data, digest_size=16).digest(), partial(bytes, data), anew=anew)
    for url, one in media:
        _put(folder, url, one.digest, one.file.read_bytes, anew=anew)
    return tuple(problems)


def _put(folder: OutputFolder, url: str, digest: bytes, make: Callable[[], bytes], *, anew: bool) -> None:
    path = output_path(url)
    if not anew and folder.is_current(path, digest):
        folder.keep(path)
    else:
        folder.write(path, make(), digest)


def render(output: Output, renderer: Renderer) -> bytes:
    """The bytes of one output. Raises TemplateFault."""
    if isinstance(output, Page):
        return renderer.render(output.template, output.view(output.inputs), output.meta)
    return output.write(output.inputs)


def template_faults(outputs: Iterable[Output], renderer: Renderer) -> Iterable[Problem]:
    """The problems that come up when every output is rendered."""
    for output in outputs:
        try:
            render(output, renderer)
        except TemplateFault as fault:
            yield fault.problem
