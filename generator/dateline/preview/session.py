"""The site as an editor looks at it: for whom, as it was last built, and what is wrong with it now."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from dateline.build import Request, Unpublished, build
from dateline.content.dates import AsOf
from dateline.content.fields import Tlp
from dateline.problems import Problem, SiteProblems
from dateline.publish.errors import OutputError
from dateline.publish.unchanged import Noted, note_inputs


@dataclass(frozen=True, slots=True)
class View:
    """For whom, and for when, the preview shows the site."""

    drafts: bool = False
    audience: Tlp | None = None
    """A widest marking other than the site's own."""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class State:
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


class Session:
    """Builds the site of `request` again and again, for the present view. May be used from several threads."""

    def __init__(self, request: Request, clock: Callable[[], AsOf], view: View) -> None:
        self._request = request
        self._clock = clock
        self._lock = threading.Lock()
        self._noted: Noted | None = None
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
        noted = note_inputs(self.root, self.folder, self._request.asked)
        return noted is None or self._noted is None or noted.digest != self._noted.digest

    def rebuild(self, *, jobs: int = 1) -> State:
        """Build the site as it is now; whatever is wrong with it or with the machine is part of the state."""
        with self._lock:
            before = self.state
            self.state = replace(self._built(jobs, before), version=before.version + 1)
            return self.state

    def _built(self, jobs: int, before: State) -> State:
        view = self.view
        self._noted = note_inputs(self.root, self.folder, self._request.asked)
        try:
            built = build(
                replace(
                    self._request,
                    now=self._clock(),
                    as_of=AsOf.end_of(view.as_of) if view.as_of else None,
                    audience=view.audience,
                    drafts=view.drafts,
                    jobs=jobs,
                )
            )
        except SiteProblems as stop:
            return replace(before, problems=stop.problems, fault="")
        except (OutputError, OSError) as error:
            return replace(before, problems=(), fault=f"{error}")
        unpublished = {one.url: one for one in built.unpublished}
        return State(
            is_built=True,
            problems=built.problems,
            base_path=built.base_path,
            unpublished=MappingProxyType(unpublished),
        )
