"""The whole flow: files to records to analysis to pages to bytes to a folder."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dateline.analysis.coherence import incoherences
from dateline.analysis.derive import derive
from dateline.analysis.house_rules.check import excused, house_rules
from dateline.analysis.upcoming import upcoming
from dateline.config import Settings, load_settings, settings_in
from dateline.content.gate import Gated, Published, Viewer, gate, hidden_because
from dateline.content.library import Library, resolve
from dateline.content.parse import parse_all
from dateline.content.places import Places
from dateline.content.sources import MediaFile, read_sources
from dateline.corrections import Desk, compare_with_published
from dateline.draft import AS_IT_IS, Built, Draft, Request, Supposed, Unpublished
from dateline.fill import Progress, fill, template_faults
from dateline.lasting import kept_addresses, with_addresses
from dateline.memo import PRIVATE, Memo
from dateline.origins import origins_of, origins_path, write_origins
from dateline.problems import Problem, SiteProblems, has_errors, in_force
from dateline.publish.ledger import Ledger, read_ledger, write_ledger
from dateline.publish.lock import build_lock
from dateline.publish.manifest import MadeFor, manifest_path
from dateline.publish.output import OutputFolder
from dateline.publish.texts import Recording, write_texts
from dateline.publish.unchanged import Noted, Standing, note_inputs, record_path, remember
from dateline.search import add_search_index
from dateline.site.addresses import addresses_of, asked_for, clashes
from dateline.site.dressing import themed
from dateline.site.frame import site_view
from dateline.site.host_files import host_files, led_on
from dateline.site.page import Output
from dateline.site.pictures.copies import copy_files, pictures_of
from dateline.site.plan import plan
from dateline.site.render import Renderer
from dateline.site.search_docs import search_inputs
from dateline.site.sharing import icon_faults, sharing_files
from dateline.site.site import Site, make_site
from dateline.site.theme import Theme
from dateline.site.urls import record_url

Lap = Callable[[str], None]
"""Told the name of each stage when it is over."""
STATE = "state"
"""Folder of the site for what must last; meant to be committed."""


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
        draft = prepare(request, is_guest=request.is_preview, lap=lap)
        if has_errors(draft.problems):
            raise SiteProblems(draft.problems)
        if on_plan:
            on_plan(draft)
        manifest = manifest_path(request.root / PRIVATE, request.output_folder)
        built = _put(request, draft, manifest, progress, lap)
        _note(request, draft, manifest, inputs, built)
        lap("note")
    return built


def _put(request: Request, draft: Draft, manifest: Path, progress: Progress, lap: Lap) -> Built:
    """Render what is not as it was, and make the folder equal to all of it."""
    state_written: list[str] = []

    def save_state() -> None:
        if request.is_public:
            state_written.extend(write_ledger(request.root / STATE, draft.ledger))
            state_written.extend(write_texts(request.root / STATE, draft.texts))

    with OutputFolder(request.output_folder, manifest) as folder:
        faults = fill(folder, draft.outputs, draft.renderer, progress, anew=request.clean, jobs=request.jobs)
        if faults:
            raise SiteProblems([*draft.problems, *faults])
        lap("render")
        search_fault = add_search_index(folder, draft.search, anew=request.clean) if request.search else ""
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
    remember(record_path(manifest), inputs, request.output_folder, standing, day, until)
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


def prepare(request: Request, supposed: Supposed = AS_IT_IS, *, is_guest: bool = True, lap: Lap = _untimed) -> Draft:
    """Everything up to the plan of pages, with all problems so far; raises SiteProblems where no plan can be made.

    Only the build itself is no guest of the memos: what it does not ask for can be forgotten.
    """
    own, problems = _settings(request, supposed)
    config = own.config.model_copy(update={"audience": request.audience or own.config.audience})
    settings = replace(own, config=config)
    viewer = Viewer(config.audience, request.as_of or request.now, request.drafts)
    sources = supposed.sources or read_sources(request.root, config.markdown.engine)
    lap("load")

    memo_of = partial(_memo, request, is_guest=is_guest)
    with memo_of("memo.sqlite") as memo:
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
    with memo_of("analysis.sqlite") as memo:
        analysis = derive(gated.published, viewer.as_of.day, request.jobs, memo)
        lap("derive")
        found += house_rules(library, gated.published, analysis, config.rules, config.lang, places=places, memo=memo)
    lap("rules")

    site = make_site(config, gated.published, analysis, pictures, ledger.feed_ids, theme.locale)
    with memo_of("templates.sqlite") as memo:
        planned = _planned(
            request,
            settings,
            site,
            theme=theme,
            ledger=ledger,
            media=sources.media,
            library=library,
            gated=gated,
            memo=memo,
        )
    desk = Desk(request.root / STATE, request.root / PRIVATE / "texts.sqlite", config.lang, viewer.as_of)
    texts, uncorrected = (
        compare_with_published(desk, library, gated, places, request.jobs) if request.is_public else (Recording(), ())
    )
    found += [*gated.problems, *planned.problems, *uncorrected]
    lap("plan")
    return Draft(
        settings=settings,
        sources=sources,
        site=site,
        outputs=planned.outputs,
        renderer=planned.renderer,
        problems=tuple(sorted(set(ruled(found)))),
        ledger=planned.ledger,
        texts=texts,
        search=search_inputs(site),
        made_for=MadeFor(
            base_url=config.base_url,
            audience=config.audience,
            as_of=request.as_of.day.isoformat() if request.as_of else None,
            drafts=request.drafts,
            is_public=request.is_public,
            redirects=planned.redirects,
        ),
        upcoming=upcoming(library, viewer),
        origins=partial(origins_of, request.root, sources, theme, request.asked, request.now),
        unpublished=_unpublished(gated.published, Viewer(own.config.audience, request.now)),
    )


def _settings(request: Request, supposed: Supposed) -> tuple[Settings, tuple[Problem, ...]]:
    """What site.yaml says, and its problems; raises SiteProblems where it cannot be told."""
    if supposed.settings is None:
        settings, problems = load_settings(request.root, base_url=request.base_url)
    else:
        settings, problems = settings_in(supposed.settings, base_url=request.base_url)
    if settings is None:
        raise SiteProblems(problems)
    return settings, tuple(problems)


def _memo(request: Request, name: str, *, is_guest: bool) -> Memo:
    return Memo(request.root / PRIVATE / name, forget=request.clean, is_guest=is_guest)


class _Planned(NamedTuple):
    """What is to be rendered, with what, and how the addresses stand then."""

    outputs: tuple[Output, ...]
    renderer: Renderer
    ledger: Ledger
    redirects: Mapping[str, str]
    problems: tuple[Problem, ...]


def _planned(
    request: Request,
    settings: Settings,
    site: Site,
    *,
    theme: Theme,
    ledger: Ledger,
    media: tuple[MediaFile, ...],
    library: Library,
    gated: Gated,
    memo: Memo,
) -> _Planned:
    """Every output of the site, and the problems that only show when all are known."""
    pages = plan(site)
    asked, address_problems = asked_for(
        settings, site.published, pages, addresses_of(library, gated.hidden), theme.locale
    )
    pictures = copy_files(media, site.cards.images)
    outputs = (*pages, *sharing_files(site, theme), *pictures, *asked)
    kept, ledger_faults = kept_addresses(ledger, outputs, site, gated.hidden) if request.is_public else ((), ())
    hosted = host_files(settings.config, (*outputs, *kept))
    renderer = Renderer(theme, site_view(settings.config, site.published, theme.locale), portable=request.portable)
    faults = (*address_problems, *ledger_faults, *renderer.faults(memo), *icon_faults(theme))
    everything = (*outputs, *kept, *hosted)
    return _Planned(
        outputs=everything,
        renderer=renderer,
        ledger=with_addresses(ledger, outputs, site),
        redirects=led_on((*outputs, *kept)),
        problems=(*faults, *clashes(everything, (url for url, _ in renderer.assets()))),
    )


def _unpublished(shown: Published, public: Viewer) -> tuple[Unpublished, ...]:
    """The pages of records that the public may not see."""
    whys = ((document, hidden_because(document.fields, public)) for document in shown)
    return tuple(Unpublished(record_url(one.kind, one.slug), one.path, why) for one, why in whys if why)
