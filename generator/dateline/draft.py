"""A build's values: what is asked for, the site that is ready to be rendered, and what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from dateline.analysis.upcoming import Upcoming
from dateline.config import Settings
from dateline.content.dates import AsOf
from dateline.content.fields import Tlp
from dateline.content.sources import Sources
from dateline.origins import Origins
from dateline.problems import Problem
from dateline.publish.ledger import Ledger
from dateline.publish.manifest import MadeFor
from dateline.publish.output import Report
from dateline.publish.texts import Recording
from dateline.publish.unchanged import ASKED, STATE
from dateline.site.page import Output
from dateline.site.render import Renderer
from dateline.site.search_docs import SearchInputs
from dateline.site.site import Site


class Request(Struct, frozen=True, kw_only=True):
    """What to build, for whom, and for when."""

    root: Path
    now: AsOf
    output: Path | None = None
    """Where to; `output` in the site's folder where it is None."""
    base_url: str | None = None
    as_of: AsOf | None = None
    """A moment to speak for other than now."""
    audience: Tlp | None = None
    """A widest marking other than the site's own."""
    drafts: bool = False
    clean: bool = False
    """Make everything anew, as if nothing had been built before."""
    portable: bool = False
    """Write `index.html` into links, for reading from a disk."""
    jobs: int = 1
    """How many processes may work at once."""
    search: bool = False
    """Make the full-text index as well, if Pagefind is installed."""
    is_preview: bool = False
    """For the desk's own eyes: neither `state/` nor what was published before has a part in it."""

    @property
    def output_folder(self) -> Path:
        return self.output or self.root / "output"

    @property
    def state_folder(self) -> Path:
        """For what must last; meant to be committed."""
        return self.root / STATE

    @property
    def is_public(self) -> bool:
        """Whether the build is the one that the world sees: only such a one reads and writes `state/`."""
        is_wider = self.drafts or self.audience is not None or self.is_preview
        return not is_wider and self.as_of is None

    @property
    def asked(self) -> Mapping[str, object]:
        """The options that decide about the bytes of the build, by name."""
        return {name: getattr(self, name) for name in ASKED} | {"as_of": self.as_of.day if self.as_of else None}


class Unpublished(Struct, frozen=True):
    """A page that is shown though the public would not see it now."""

    url: str
    path: str
    """The file of its record."""
    why: str


class Draft(Struct, frozen=True):
    """A site ready to be rendered: its outputs, its problems, and the state as it will be."""

    settings: Settings
    sources: Sources
    site: Site
    outputs: tuple[Output, ...]
    renderer: Renderer
    problems: tuple[Problem, ...]
    ledger: Ledger
    texts: Recording
    """The texts of briefs that are to be recorded."""
    search: Callable[[], SearchInputs]
    """What a search index of it is made of."""
    made_for: MadeFor
    upcoming: tuple[Upcoming, ...]
    """When it will show something else without an edit."""
    unpublished: tuple[Unpublished, ...]
    origins: Callable[[], Origins]
    """What it is made from."""


class Supposed(Struct, frozen=True):
    """What a site would be made from in place of what is there."""

    sources: Sources | None = None
    settings: str | None = None
    """The text of site.yaml."""


AS_IT_IS = Supposed()


class Built(Struct, frozen=True):
    """What a build did."""

    report: Report
    output: Path
    problems: tuple[Problem, ...]
    """Warnings."""
    state_written: tuple[str, ...]
    """Files of `state/` that changed, to be committed."""
    search_fault: str
    """Why the site has no full-text index though one was asked for; or empty."""
    base_path: str
    """The path under which the site lies, with a slash at both ends."""
    unpublished: tuple[Unpublished, ...]
    search: Callable[[], SearchInputs]
    """What a search index of it is made of."""
