"""The whole flow: files to records to analysis to pages to bytes to a folder."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from dateline.analysis.coherence import incoherences
from dateline.analysis.derive import derive
from dateline.analysis.house_rules.check import excused, house_rules
from dateline.analysis.upcoming import Upcoming, upcoming
from dateline.config import Settings, load_settings, settings_in
from dateline.content.dates import AsOf
from dateline.content.fields import Tlp
from dateline.content.gate import Published, Viewer, gate, hidden_because
from dateline.content.library import resolve
from dateline.content.parse import parse_all
from dateline.content.places import Places
from dateline.content.sources import Sources, read_sources
from dateline.corrections import Desk, compare_with_published
from dateline.fill import Progress, fill, template_faults
from dateline.lasting import kept_addresses, with_addresses
from dateline.memo import PRIVATE, Memo
from dateline.origins import Origins, origins_of, origins_path, write_origins
from dateline.problems import Problem, SiteProblems, has_errors, in_force
from dateline.publish.ledger import Ledger, read_ledger, write_ledger
from dateline.publish.lock import build_lock
from dateline.publish.manifest import MadeFor, manifest_path
from dateline.publish.output import OutputFolder, Report
from dateline.publish.texts import Recording, write_texts
from dateline.publish.unchanged import ASKED, Standing, note_inputs, record_path, remember
from dateline.search import add_search_index
from dateline.site.addresses import addresses_of, asked_for, clashes
from dateline.site.dressing import themed
from dateline.site.frame import site_view
from dateline.site.host_files import host_files, led_on
from dateline.site.page import Output
from dateline.site.pictures.copies import copy_files, pictures_of
from dateline.site.plan import plan
from dateline.site.render import Renderer
from dateline.site.search_docs import SearchInputs, search_inputs
from dateline.site.sharing import icon_faults, sharing_files
from dateline.site.site import make_site
from dateline.site.urls import record_url

Lap = Callable[[str], None]
"""Told the name of each stage when it is over."""
STATE = "state"
"""Folder of the site for what must last; meant to be committed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
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
    def asked(self) -> Mapping[str, object]:
        """The options that decide about the bytes of the build, by name."""
        return {name: getattr(self, name) for name in ASKED} | {"as_of": self.as_of.day if self.as_of else None}


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A page that is shown though the public would not see it now."""

    url: str
    path: str
    """The file of its record."""
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A site ready to be rendered: its outputs, its problems, and the state as it will be."""

    settings: Settings
    outputs: tuple[Output, ...]
    renderer: Renderer
    problems: tuple[Problem, ...]
    ledger: Ledger
    texts: Recording
    """The texts of briefs that are to be recorded."""
    search: SearchInputs
    made_for: MadeFor
    upcoming: tuple[Upcoming, ...]
    """When it will show something else without an edit."""
    unpublished: tuple[Unpublished, ...]
    origins: Callable[[], Origins]
    """What it is made from."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What a site would be made from in place of what is there."""

    sources: Sources | None = None
    settings: str | None = None
    """The text of site.yaml."""


AS_IT_IS = Supposed()


@dataclass(frozen=True, slots=True)
class Built:
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
    search: SearchInputs
    """What a search index of it is made of."""


def _quiet(done: int, total: int) -> None:
    """The progress of a build that nobody watches."""


def _untimed(stage: str) -> None:
    """The laps of a build that nobody times."""


def build(
    request: Request,
    *,
    on_wait: Callable[[], None] = lambda: None,
    progress: Progress = _quiet,
    lap: Lap = _untimed,
    on_plan: Callable[[Draft], None] = lambda _draft: None,
) -> Built:
    """Make the output folder equal to the site, whole or not at all.

    `on_plan` is called with what is about to be rendered.

    Raises SiteProblems where the content has errors, and OutputError where the machine is in the way; then the
    output is as it was. If another build holds the folders, `on_wait` is called and this one waits.
    """
    if not request.root.is_dir():
        raise SiteProblems(load_settings(request.root)[1])  # to lock a folder is to make it
    with build_lock([request.root, request.output_folder.resolve().parent], on_wait), _without_collecting():
        # A preview is built whenever a file changes, so nobody asks whether it would change nothing.
        inputs = None if request.is_preview else note_inputs(request.root, request.output_folder, request.asked)
        lap("compare")
        draft = prepare(request, is_guest=request.is_preview, lap=lap)
        if has_errors(draft.problems):
            raise SiteProblems(draft.problems)
        on_plan(draft)
        manifest = manifest_path(request.root / PRIVATE, request.output_folder)
        state_written: list[str] = []

        def save_state() -> None:
            if draft.made_for.is_public:
                state_written.extend(write_ledger(request.root / STATE, draft.ledger))
                state_written.extend(write_texts(request.root / STATE, draft.texts))

        with OutputFolder(request.output_folder, manifest) as folder:
            put = partial(fill, folder, draft.outputs, draft.renderer, progress)
            faults = put(anew=request.clean, jobs=request.jobs)
            if faults:
                raise SiteProblems([*draft.problems, *faults])
            lap("render")
            search_fault = add_search_index(folder, draft.search, anew=request.clean) if request.search else ""
            lap("search")
            report = folder.publish(save_state, draft.made_for)
        lap("publish")
        standing = Standing(len(report.written) + report.unchanged, [*map(asdict, draft.problems)], search_fault)
        moments = () if request.as_of else (change.moment for change in draft.upcoming)
        day, until = None if request.as_of else request.now.day, min(moments, default=None)
        remember(record_path(manifest), inputs, request.output_folder, standing, day, until)
        if not request.is_preview:
            note = replace(draft.origins(), until=until.isoformat() if until else "")
            write_origins(origins_path(manifest), note)
        lap("note")
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


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Without the search for unreachable cycles: it would go through a million values that all live, time and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
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


def prepare(request: Request, supposed: Supposed = AS_IT_IS, *, is_guest: bool = True, lap: Lap = _untimed) -> Draft:
    """Everything up to the plan of pages, with all problems so far; raises SiteProblems where no plan can be made.

    Only the build itself is no guest of the memos: what it does not ask for can be forgotten.
    """
    if supposed.settings is None:
        settings, problems = load_settings(request.root, base_url=request.base_url)
    else:
        settings, problems = settings_in(supposed.settings, base_url=request.base_url)
    if settings is None:
        raise SiteProblems(problems)
    config = settings.config.model_copy(update={"audience": request.audience or settings.config.audience})
    public, settings = settings.config.audience, replace(settings, config=config)
    viewer = Viewer(config.audience, request.as_of or request.now, request.drafts)

    sources = supposed.sources or read_sources(request.root, config.markdown.engine)
    lap("load")
    with Memo(request.root / PRIVATE / "memo.sqlite", forget=request.clean, is_guest=is_guest) as memo:
        parsed = parse_all(sources.files, memo, request.jobs)
        pictures, picture_problems = pictures_of(sources.media, memo)
    lap("parse")
    places = Places(sources.files)
    library, unresolved = resolve(parsed.documents, places, sources.media)
    theme, theme_problems = themed(request.root, settings)
    ledger, ledger_problems = read_ledger(request.root / STATE)
    found = [*problems, *sources.problems, *parsed.problems, *unresolved, *incoherences(library, places)]
    found += [*picture_problems, *theme_problems, *ledger_problems]
    ruled = partial(in_force, levels=config.rules.levels(), excused=excused(library))
    if has_errors(found) or theme is None:
        raise SiteProblems(ruled(found))
    lap("resolve")

    gated = gate(library, viewer, places)
    is_public = _is_public(request)
    with Memo(request.root / PRIVATE / "analysis.sqlite", forget=request.clean, is_guest=is_guest) as memo:
        analysis = derive(gated.published, viewer.as_of.day, request.jobs, memo)
        lap("derive")
        found += house_rules(library, gated.published, analysis, config.rules, config.lang, places=places, memo=memo)
    lap("rules")
    site = make_site(config, gated.published, analysis, pictures, ledger.feed_ids, theme.locale)
    planned = plan(site)
    asked, address_problems = asked_for(
        settings, gated.published, planned, addresses_of(library, gated.hidden), theme.locale
    )
    outputs = (*planned, *sharing_files(site, theme), *copy_files(sources.media, site.cards.images), *asked)
    kept, ledger_faults = kept_addresses(ledger, outputs, site, gated.hidden) if is_public else ((), ())
    desk = Desk(request.root / STATE, request.root / PRIVATE / "texts.sqlite", config.lang, viewer.as_of)
    texts, uncorrected = (
        compare_with_published(desk, library, gated, places, request.jobs) if is_public else (Recording(), ())
    )
    renderer = Renderer(theme, site_view(config, gated.published, theme.locale), portable=request.portable)
    hosted = host_files(config, (*outputs, *kept))
    found += [*gated.problems, *address_problems, *ledger_faults, *uncorrected, *renderer.faults()]
    found += icon_faults(theme)
    found += clashes((*outputs, *kept, *hosted), (url for url, _ in renderer.assets()))
    lap("plan")
    return Draft(
        settings=settings,
        outputs=(*outputs, *kept, *hosted),
        renderer=renderer,
        problems=tuple(sorted(set(ruled(found)))),
        ledger=with_addresses(ledger, outputs, site),
        texts=texts,
        search=search_inputs(site),
        made_for=MadeFor(
            base_url=config.base_url,
            audience=config.audience,
            as_of=request.as_of.day.isoformat() if request.as_of else None,
            drafts=request.drafts,
            is_public=is_public,
            redirects=led_on((*outputs, *kept)),
        ),
        upcoming=upcoming(library, viewer),
        origins=partial(origins_of, request.root, sources, theme, request.asked, request.now),
        unpublished=_unpublished(gated.published, Viewer(public, request.now)),
    )


def _unpublished(shown: Published, public: Viewer) -> tuple[Unpublished, ...]:
    """The pages of records that the public may not see."""
    whys = ((document, hidden_because(document.fields, public)) for document in shown)
    return tuple(Unpublished(record_url(one.kind, one.slug), one.path, why) for one, why in whys if why)


def _is_public(request: Request) -> bool:
    """Whether the build is the one that the world sees: only such a build reads and writes the ledger of addresses."""
    is_wider = request.drafts or request.audience is not None or request.is_preview
    return not is_wider and request.as_of is None
