"""Everything up to the plan of pages: files to records to analysis to outputs, with all problems on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from dateline.analysis.coherence import incoherences
from dateline.analysis.derive import Analysis, derive
from dateline.analysis.house_rules.check import excused, house_rules
from dateline.analysis.upcoming import upcoming
from dateline.config import Settings, SiteConfig, load_settings, settings_in
from dateline.content.fields import Tlp
from dateline.content.gate import Gated, Published, Viewer, gate, hidden_because
from dateline.content.library import Library, resolve
from dateline.content.parsing import parse_all
from dateline.content.places import Places
from dateline.content.sources import Sources, read_sources
from dateline.corrections import Desk, compare_with_published
from dateline.draft import AS_IT_IS, Draft, Request, Supposed, Unpublished
from dateline.jobs import WORTH_A_PROCESS
from dateline.lasting import kept_addresses, with_addresses
from dateline.memo import PRIVATE, Memo
from dateline.origins import origins_of
from dateline.problems import Problem, SiteProblems, has_errors, in_force
from dateline.publish.ledger import Ledger, read_ledger
from dateline.publish.manifest import MadeFor
from dateline.publish.texts import Recording
from dateline.site.addresses import addresses_of, asked_for, clashes
from dateline.site.dressing import themed
from dateline.site.frame import site_view
from dateline.site.host_files import host_files, led_on
from dateline.site.page import Output
from dateline.site.pictures.copies import copy_files, pictures_of
from dateline.site.pictures.values import Picture
from dateline.site.plan import plan
from dateline.site.render import Renderer
from dateline.site.search_docs import search_inputs
from dateline.site.sharing import icon_faults, sharing_files
from dateline.site.site import Site, make_site
from dateline.site.theme import Theme
from dateline.site.urls import record_url

Lap = Callable[[str], None]
"""Told the name of each stage when it is over."""
_MemoOf = Callable[[str], Memo]
"""Opens the memo of a name."""


def untimed(stage: str) -> None:
    """The laps of a build that nobody times."""


Begin = Callable[[Output, Renderer], None]
"""Told of each output that takes long as soon as it is planned, and how it is rendered."""


def unbegun(output: Output, renderer: Renderer) -> None:
    """Where nothing is rendered, or nothing ahead of the rest."""


class _Read(Struct, frozen=True):
    """What the files of a site say, of which nothing is wrong."""

    settings: Settings
    audience: Tlp
    """The site's own, whatever the build is asked for."""
    sources: Sources
    library: Library
    places: Places
    pictures: Mapping[str, Picture]
    theme: Theme
    ledger: Ledger
    problems: tuple[Problem, ...]
    """Warnings."""

    @property
    def config(self) -> SiteConfig:
        return self.settings.config


def prepare(
    request: Request,
    supposed: Supposed = AS_IT_IS,
    *,
    is_guest: bool = True,
    lap: Lap = untimed,
    begin: Begin = unbegun,
) -> Draft:
    """A site ready to be rendered, with all its problems; raises SiteProblems where no plan of pages can be made.

    Only the build itself is no guest of the memos: what it does not ask for can be forgotten.
    """
    memo_of = partial(_memo, request, is_guest=is_guest)
    read = _read(request, supposed, memo_of, lap)
    viewer = Viewer(read.config.audience, request.as_of or request.now, request.drafts)
    gated = gate(read.library, viewer, read.places)
    renderer = _renderer(request, read, gated.published)
    jobs = request.jobs if len(gated.published.briefs) >= WORTH_A_PROCESS else 1
    # Begun here, for to analyse leaves processes idle
    with memo_of("templates.sqlite") as memo, renderer.faults(memo, jobs) as template_faults:
        analysis, breaches = _analysed(request, read, gated.published, viewer, memo_of, lap)
        site = make_site(read.config, gated.published, analysis, read.pictures, read.ledger.feed_ids, read.theme.locale)
        planned = _planned(request, read, gated, site, renderer, begin)
        faults = template_faults()
    texts, uncorrected = _compared(request, read, gated, viewer)
    problems = [*read.problems, *breaches, *gated.problems, *planned.problems, *faults, *uncorrected]
    lap("plan")
    return Draft(
        settings=read.settings,
        sources=read.sources,
        site=site,
        outputs=planned.outputs,
        renderer=renderer,
        problems=tuple(sorted(set(_ruled(read.config, read.library, problems)))),
        ledger=with_addresses(read.ledger, planned.lasting, site),
        texts=texts,
        search=cache(partial(search_inputs, site)),
        made_for=_made_for(request, read.config, planned.redirects),
        upcoming=upcoming(read.library, viewer),
        origins=partial(origins_of, request.root, read.sources, read.theme, request.asked, request.now),
        unpublished=_unpublished(gated.published, Viewer(read.audience, request.now)),
    )


def _read(request: Request, supposed: Supposed, memo_of: _MemoOf, lap: Lap) -> _Read:
    """What the site's files say; raises SiteProblems where something is wrong with them."""
    own, problems = _settings(request, supposed)
    config = own.config.model_copy(update={"audience": request.audience or own.config.audience})
    settings = replace(own, config=config)
    sources = supposed.sources or read_sources(request.root, config.markdown.engine)
    lap("load")
    with memo_of("memo.sqlite") as memo:
        parsed = parse_all(sources.files, memo, request.jobs)
        pictures, picture_problems = pictures_of(sources.media, memo)
    lap("parse")
    places = Places(sources.files)
    library, unresolved = resolve(parsed.documents, places, sources.media)
    theme, theme_problems = themed(request.root, settings)
    ledger, ledger_problems = read_ledger(request.state_folder)
    found = [*problems, *sources.problems, *parsed.problems, *unresolved, *incoherences(library, places)]
    found += [*picture_problems, *theme_problems, *ledger_problems]
    if has_errors(found) or theme is None:
        raise SiteProblems(_ruled(config, library, found))
    lap("resolve")
    return _Read(
        settings=settings,
        audience=own.config.audience,
        sources=sources,
        library=library,
        places=places,
        pictures=pictures,
        theme=theme,
        ledger=ledger,
        problems=tuple(found),
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


def _ruled(config: SiteConfig, library: Library, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems as the site's house rules want them."""
    return in_force(problems, config.rules.levels(), excused(library))


def _analysed(
    request: Request, read: _Read, published: Published, viewer: Viewer, memo_of: _MemoOf, lap: Lap
) -> tuple[Analysis, tuple[Problem, ...]]:
    """What the published records say together, and where they break house rules."""
    with memo_of("analysis.sqlite") as memo:
        analysis = derive(published, viewer.as_of.day, request.jobs, memo)
        lap("derive")
        rules, lang = read.config.rules, read.config.lang
        breaches = house_rules(read.library, published, analysis, rules, lang, places=read.places, memo=memo)
    lap("rules")
    return analysis, tuple(breaches)


class _Planned(NamedTuple):
    """What is to be rendered."""

    outputs: tuple[Output, ...]
    lasting: tuple[Output, ...]
    """Those of them whose addresses are to be kept for ever."""
    redirects: Mapping[str, str]
    problems: tuple[Problem, ...]


def _renderer(request: Request, read: _Read, published: Published) -> Renderer:
    view = site_view(read.config, published, read.theme.locale)
    return Renderer(read.theme, view, portable=request.portable)


def _planned(request: Request, read: _Read, gated: Gated, site: Site, renderer: Renderer, begin: Begin) -> _Planned:
    """Every output of the site, and the problems that only show when all are known."""
    theme = read.theme
    pages = plan(site, lambda long: begin(long, renderer))
    addresses = addresses_of(read.library, gated.hidden)
    asked, address_problems = asked_for(read.settings, site.published, pages, addresses, theme.locale)
    pictures = copy_files(read.sources.media, site.cards.images)
    lasting = (*pages, *sharing_files(site, theme), *pictures, *asked)
    kept, ledger_faults = kept_addresses(read.ledger, lasting, site, gated.hidden) if request.is_public else ((), ())
    outputs = (*lasting, *kept, *host_files(read.config, (*lasting, *kept)))
    clashing = tuple(clashes(outputs, (url for url, _ in renderer.assets())))
    faults = (*address_problems, *ledger_faults, *clashing, *icon_faults(theme))
    return _Planned(
        outputs=outputs,
        lasting=lasting,
        redirects=led_on((*lasting, *kept)),
        problems=faults,
    )


def _compared(request: Request, read: _Read, gated: Gated, viewer: Viewer) -> tuple[Recording, tuple[Problem, ...]]:
    """The texts of briefs to be recorded, and where they tell readers otherwise than those published last."""
    if not request.is_public:
        return Recording(), ()
    desk = Desk(request.state_folder, request.root / PRIVATE / "texts.sqlite", read.config.lang, viewer.as_of)
    texts, uncorrected = compare_with_published(desk, read.library, gated, read.places, request.jobs)
    return texts, tuple(uncorrected)


def _made_for(request: Request, config: SiteConfig, redirects: Mapping[str, str]) -> MadeFor:
    return MadeFor(
        base_url=config.base_url,
        audience=config.audience,
        as_of=request.as_of.day.isoformat() if request.as_of else None,
        drafts=request.drafts,
        is_public=request.is_public,
        redirects=redirects,
    )


def _unpublished(shown: Published, public: Viewer) -> tuple[Unpublished, ...]:
    """The pages of records that the public may not see."""
    whys = ((document, hidden_because(document.fields, public)) for document in shown)
    return tuple(Unpublished(record_url(one.kind, one.slug), one.path, why) for one, why in whys if why)
