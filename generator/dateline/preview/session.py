"""The site as an editor looks at it: for whom, as it was last built, and what is wrong with it now."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from dateline.build import build
from dateline.content.dates import AsOf
from dateline.content.fields import Tlp
from dateline.draft import Draft, Request, Unpublished
from dateline.fill import render
from dateline.preview.against import Differences, Published, differences
from dateline.preview.saved import LastBuild
from dateline.problems import Problem, SiteProblems
from dateline.publish.atomic import write_file
from dateline.publish.errors import OutputError
from dateline.publish.unchanged import Noted, note_inputs
from dateline.site.render import TemplateFault
from dateline.site.search_docs import SearchInputs
from dateline.site.urls import output_path


def _nobody() -> None:
    """Who hears of pages that nobody looks at."""


class View(Struct, frozen=True):
    """For whom, and for when, the preview shows the site."""

    drafts: bool = False
    audience: Tlp | None = None
    """A widest marking other than the site's own."""
    as_of: date | None = None


class State(Struct, frozen=True):
    """What became of the last build."""

    version: int = 0
    """Goes up with each one."""
    is_built: bool = False
    """Whether there are pages: of this build, or of the last one that went well."""
    problems: tuple[Problem, ...] = ()
    fault: str = ""
    """Why the machine could not build, or empty."""
    base_path: str = "/"
    unpublished: Mapping[str, Unpublished] = field(default_factory=lambda: MappingProxyType({}))
    """By URL, the pages that the public does not see."""
    search: Callable[[], SearchInputs] | None = None
    """What a search index of its pages is made of."""
    differences: Differences | None = None
    """From what is published, where that was asked for."""
    early: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """By path of the output, what is new already while the rest is being made: pages that are looked at."""


class Session:
    """Builds the site of `request` again and again, for the present view. May be used from several threads."""

    def __init__(
        self, request: Request, clock: Callable[[], AsOf], view: View, published: Published | None = None
    ) -> None:
        self._request = request
        self._clock = clock
        self._published = published
        self._lock = threading.Lock()
        self._noted: Noted | None = None
        """How files lay when the last build began."""
        self._looked: Noted | None = None
        """How they lay when somebody last looked, if no build has begun since."""
        self._last: tuple[View, LastBuild] | None = None
        self._ahead: dict[str, bytes] = {}
        """By path of the output, pages of texts that were saved since the last build began."""
        self._showing = threading.Lock()
        self.view = view
        self.state = State()

    @property
    def root(self) -> Path:
        return self._request.root

    @property
    def folder(self) -> Path:
        """Where the pages are."""
        return self._request.output_folder

    def see(self, view: View) -> None:
        """Build for another view from now on."""
        self.view = view

    def is_stale(self) -> bool:
        """Whether files changed since the last build began, as far as their sizes and times tell."""
        self._looked = noted = note_inputs(self.root, self.folder, self._request.asked)
        return noted is None or self._noted is None or noted.inputs != self._noted.inputs

    def rebuild(self, *, jobs: int = 1, first: Collection[str] = (), on_first: Callable[[], None] = _nobody) -> State:
        """Build the site as it is now; whatever is wrong with it or with the machine is part of the state.

        Pages at the URLs in `first` are shown before the others are made, and `on_first` is called when they are.
        """
        with self._lock:
            before, view = self.state, self.view

            def on_plan(draft: Draft) -> None:
                pages = pages_of(draft, first)
                if pages:
                    with self._showing:
                        early = MappingProxyType({**pages, **self._ahead})
                        self.state = replace(before, early=early, version=self.state.version + 1)
                    on_first()
                self._last = view, LastBuild(self.root, draft)

            state = self._built(view, jobs, before, on_plan)
            with self._showing:
                early = MappingProxyType(self._put(self._ahead))
                self.state = replace(state, version=self.state.version + 1, early=early)
            return self.state

    def show(self, saved: Collection[Path]) -> bool:
        """Make the pages of texts that were just saved in these files new, as far as the last build knows all else.

        Only `rebuild` makes the site what its files say; until then the other pages are as they were.
        """
        if self._last is None or self._last[0] != self.view:
            return False
        with self._showing:
            pages = self._last[1].pages_of(saved)
            if not pages:
                return False
            self._ahead |= pages
            early = MappingProxyType({**self.state.early, **self._put(pages)})
            self.state = replace(self.state, early=early, version=self.state.version + 1)
        return True

    def _put(self, pages: Mapping[str, bytes]) -> dict[str, bytes]:
        """Replace pages that are in the folder, each in one step; those that were.

        The next build sees that they are not what it left.
        """
        replaced = {}
        beside = self.folder.with_name(f"{self.folder.name}-ahead")
        for path, data in pages.items():
            with suppress(OSError):  # the folder may just be changing places with a new one
                if (self.folder / path).is_file():
                    write_file(beside, data, flags=os.O_TRUNC)
                    beside.replace(self.folder / path)
                    replaced[path] = data
        return replaced

    def _built(self, view: View, jobs: int, before: State, on_plan: Callable[[Draft], None]) -> State:
        self._noted = self._looked or note_inputs(self.root, self.folder, self._request.asked)
        self._looked = None
        with self._showing:  # after the look: of a text that is saved later, the next one tells
            self._ahead = {}
        request = replace(
            self._request,
            now=self._clock(),
            as_of=AsOf.end_of(view.as_of) if view.as_of else None,
            audience=view.audience,
            drafts=view.drafts,
            jobs=jobs,
        )
        try:
            built = build(request, on_plan=on_plan)
        except SiteProblems as stop:
            return replace(before, problems=stop.problems, fault="")
        except (OutputError, OSError) as error:
            return replace(before, problems=(), fault=f"{error}")
        except Exception as error:  # noqa: BLE001 - a fault of Dateline's own must not end what an editor leaves open
            return replace(before, problems=(), fault=f"a fault in Dateline itself: {error!r}")
        unpublished = {one.url: one for one in built.unpublished}
        return State(
            is_built=True,
            problems=built.problems,
            base_path=built.base_path,
            search=built.search,
            differences=differences(self._published, request) if self._published else None,
            unpublished=MappingProxyType(unpublished),
        )


def pages_of(draft: Draft, urls: Collection[str]) -> Mapping[str, bytes]:
    """The pages at these URLs as the build will make them, and what they are dressed in, by path of the output."""
    wanted = [one for one in draft.outputs if one.url in urls] if urls else []
    if not wanted:
        return {}
    try:
        pages = {output_path(one.url): render(one, draft.renderer) for one in wanted}
    except TemplateFault:  # the build will come upon it, and say where
        return {}
    return {**{output_path(url): data for url, data in draft.renderer.assets()}, **pages}
