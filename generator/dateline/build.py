"""The whole flow: files to records to analysis to pages to bytes to a folder."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from dateline.analysis.coherence import incoherences
from dateline.analysis.derive import derive
from dateline.config import Settings, SiteConfig, load_settings
from dateline.content.dates import AsOf
from dateline.content.document import Key
from dateline.content.fields import Tlp
from dateline.content.gate import Viewer, gate
from dateline.content.library import resolve
from dateline.content.parse import parse_all
from dateline.content.places import Places
from dateline.content.sources import MediaFile, read_sources
from dateline.memo import Memo, toolchain
from dateline.problems import Problem, SiteProblems, has_errors
from dateline.publish.accounts import Accounts, Copy, Redirect, account_for
from dateline.publish.ledger import Ledger, read_ledger, write_ledger
from dateline.publish.lock import build_lock
from dateline.publish.manifest import manifest_path
from dateline.publish.output import OutputFolder, Report
from dateline.site.addresses import asked_for, clashes, homes, owners, redirect_page, tombstone_page
from dateline.site.cards import asset_url
from dateline.site.page import File, Output, Page
from dateline.site.plan import Site, make_site, plan, site_view
from dateline.site.render import Renderer, TemplateFault
from dateline.site.theme import load_theme
from dateline.site.urls import output_path, owner_name

PRIVATE = ".dateline"
"""Folder of the site for what can be made again."""
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

    @property
    def output_folder(self) -> Path:
        return self.output or self.root / "output"


@dataclass(frozen=True, slots=True)
class Draft:
    """A site ready to be rendered: its outputs, its problems, and the ledger as it will be."""

    settings: Settings
    outputs: tuple[Output, ...]
    renderer: Renderer
    media: tuple[tuple[str, MediaFile], ...]
    """Pictures that are shown, by URL."""
    problems: tuple[Problem, ...]
    ledger: Ledger
    is_public: bool


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    report: Report
    output: Path
    problems: tuple[Problem, ...]
    """Warnings."""
    state_written: tuple[str, ...]
    """Files of `state/` that changed, to be committed."""


Progress = Callable[[int, int], None]
"""Told how many outputs are done, of how many."""


def _quiet(done: int, total: int) -> None:
    """The progress of a build that nobody watches."""


def build(request: Request, *, on_wait: Callable[[], None] = lambda: None, progress: Progress = _quiet) -> Built:
    """Make the output folder equal to the site, whole or not at all.

    Raises SiteProblems where the content has errors, and OutputError where the machine is in the way; then the
    output is as it was. If another build holds the folders, `on_wait` is called and this one waits.
    """
    with build_lock([request.root, request.output_folder.resolve().parent], on_wait):
        draft = prepare(request)
        if has_errors(draft.problems):
            raise SiteProblems(draft.problems)
        manifest = manifest_path(request.root / PRIVATE, request.output_folder)
        state_written: list[str] = []

        def save_state() -> None:
            if draft.is_public:
                state_written.extend(write_ledger(request.root / STATE, draft.ledger))

        with OutputFolder(request.output_folder, manifest) as folder:
            _fill(folder, draft, progress, clean=request.clean)
            report = folder.publish(save_state)
    return Built(report, request.output_folder, draft.problems, tuple(state_written))


def check(request: Request) -> tuple[Problem, ...]:
    """Every problem of the site, those of its templates included; nothing is written."""
    try:
        draft = prepare(request)
    except SiteProblems as stop:
        return stop.problems
    problems = set(draft.problems)
    if not has_errors(problems):
        for output in draft.outputs:
            try:
                _render(output, draft.renderer)
            except TemplateFault as fault:
                problems.add(fault.problem)
    return tuple(sorted(problems))


def prepare(request: Request) -> Draft:
    """Everything up to the plan of pages, with all problems so far; raises SiteProblems where no plan can be made."""
    settings, problems = load_settings(request.root, base_url=request.base_url)
    if settings is None:
        raise SiteProblems(problems)
    config = settings.config.model_copy(update={"audience": request.audience or settings.config.audience})
    settings = replace(settings, config=config)
    viewer = Viewer(config.audience, request.as_of or request.now, request.drafts)

    sources = read_sources(request.root)
    with Memo(request.root / PRIVATE / "memo.sqlite", forget=request.clean) as memo:
        parsed = parse_all(sources.files, memo)
    places = Places(sources.files)
    library, unresolved = resolve(parsed.documents, places, sources.media)
    theme, theme_problems = load_theme(request.root, config.theme)
    ledger, ledger_problems = read_ledger(request.root / STATE)
    found = [*problems, *sources.problems, *parsed.problems, *unresolved, *incoherences(library, places)]
    found += [*theme_problems, *ledger_problems]
    if has_errors(found) or theme is None:
        raise SiteProblems(found)

    gated = gate(library, viewer, places)
    is_public = _is_public(request)
    site = make_site(config, gated.published, derive(gated.published), sources.media, ledger.feed_ids)
    planned = plan(site)
    asked, address_problems = asked_for(settings, gated.published, planned)
    outputs = (*planned, *asked)
    kept, ledger_faults = _kept_addresses(ledger, outputs, site, gated.hidden) if is_public else ((), ())
    renderer = Renderer(theme, site_view(config, gated.published), portable=request.portable)
    found += [*gated.problems, *address_problems, *ledger_faults, *clashes((*outputs, *kept)), *renderer.faults()]
    return Draft(
        settings=settings,
        outputs=(*outputs, *kept),
        renderer=renderer,
        media=tuple((asset_url(one.path, one.digest), one) for one in sources.media if one.path in site.cards.images),
        problems=tuple(sorted(set(found))),
        ledger=ledger.with_published(_ledger_urls(outputs), _ledger_ids(site)),
        is_public=is_public,
    )


def _is_public(request: Request) -> bool:
    """Whether the build is the one that the world sees: only such a build reads and writes the ledger of addresses."""
    return not request.drafts and request.as_of is None and request.audience is None


def _kept_addresses(
    ledger: Ledger, outputs: Iterable[Output], site: Site, hidden: Iterable[Key]
) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Outputs for every address that was published once and has no page in this build, or a problem for it."""
    outputs = list(outputs)
    accounts = account_for(
        ledger, owners(outputs), homes(site.published), site.config.gone, [owner_name(key) for key in hidden]
    )
    by_url = {output.url: output for output in outputs}
    return tuple(_kept(accounts, by_url, site.config)), accounts.problems


def _kept(accounts: Accounts, by_url: dict[str, Output], config: SiteConfig) -> Iterable[Output]:
    for account in accounts.entries:
        if isinstance(account, Redirect):
            yield redirect_page(config, account.url, account.target, "state/urls.tsv")
        elif isinstance(account, Copy):
            original = by_url[account.target]
            assert isinstance(original, File)
            yield replace(original, url=account.url)
        else:
            yield tombstone_page(account.url)


def _ledger_urls(outputs: Iterable[Output]) -> dict[str, str]:
    """The addresses to keep for ever: pages and feeds that search engines and readers may hold on to."""
    return {
        output.url: output.owner
        for output in outputs
        if (output.meta.is_indexed if isinstance(output, Page) else output.url.endswith(("feed.xml", "feed.json")))
    }


def _ledger_ids(site: Site) -> dict[str, str]:
    """The ids of all feed entries and feeds."""
    briefs = {owner_name(brief.key): site.ids.of_brief(brief.fields) for brief in site.published.briefs.values()}
    feeds = map(owner_name, site.feed_owners())
    return {**briefs, **{owner: site.ids.of_feed(owner) for owner in ["site:feed", *feeds]}}


def _fill(folder: OutputFolder, draft: Draft, progress: Progress, *, clean: bool) -> None:
    """Keep or write every output; a page whose inputs are as they were is not rendered again."""
    code = toolchain(libraries=("Jinja2", "MarkupSafe")) + draft.renderer.digest
    problems: list[Problem] = []
    for number, output in enumerate(draft.outputs, start=1):
        path = output_path(output.url)
        digest = blake2b(code + output.digest, digest_size=16).digest()
        if not clean and folder.is_current(path, digest):
            folder.keep(path)
        else:
            try:
                folder.write(path, _render(output, draft.renderer), digest)
            except TemplateFault as fault:
                problems.append(fault.problem)
        progress(number, len(draft.outputs))
    if problems:
        raise SiteProblems([*draft.problems, *problems])
    for url, data in draft.renderer.assets():
        folder.write(output_path(url), data, blake2b(data, digest_size=16).digest())
    for url, media in draft.media:
        if folder.is_current(output_path(url), media.digest):
            folder.keep(output_path(url))
        else:
            folder.write(output_path(url), media.file.read_bytes(), media.digest)


def _render(output: Output, renderer: Renderer) -> bytes:
    if isinstance(output, Page):
        return renderer.render(output.template, output.view(output.inputs), output.meta)
    return output.write(output.inputs)


def verify(request: Request) -> tuple[str, ...]:
    """Build clean beside the present output and compare: the paths that differ, none where all is well."""
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "output"
        build(replace(request, output=clean, clean=True))
        return differences(request.output_folder, clean)


def differences(first: Path, second: Path) -> tuple[str, ...]:
    """The files that are not the same, or not there, in the two folders; names that start with a dot do not count."""
    trees = [set(_files(folder)) for folder in (first, second)]
    common = trees[0] & trees[1]
    unequal = {path for path in common if not filecmp.cmp(first / path, second / path, shallow=False)}
    return tuple(sorted((trees[0] ^ trees[1]) | unequal))


def _files(folder: Path) -> Iterable[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (
            Path(parent, name).relative_to(folder).as_posix() for name in names if not name.startswith(".")
        )
