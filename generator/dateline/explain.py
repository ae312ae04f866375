"""Why pages are rewritten: which of the changes since the last build decides about each.

With one change there is no question. With several, each is taken back in thought: a page that would then be made from
something else was rewritten because of it. Nothing is kept for that but digests (`origins`) and the memo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from dateline.config import Settings, load_settings
from dateline.content.dates import AsOf
from dateline.content.document import AnyDocument, Document
from dateline.content.parse import parse
from dateline.content.parsing import remembered
from dateline.content.sources import SourceFile, Sources, read_sources, recalled
from dateline.content.strict_yaml import read_yaml
from dateline.content.walk import CONTENT
from dateline.draft import Draft, Request, Supposed
from dateline.memo import PRIVATE, Memo
from dateline.origins import Origins, origins_of, origins_path, read_origins
from dateline.prepare import prepare
from dateline.problems import SiteProblems
from dateline.publish.manifest import manifest_path
from dateline.site.dressing import themed
from dateline.site.page import Page
from dateline.site.urls import output_path

MOST_TRIED = 12
"""So many changes are taken back one by one: each takes as long as planning the site."""


class Change(Struct, frozen=True):
    """One thing that is not as it was when the output was built, in the words of an author."""

    what: str
    """A file below `content/`, `site.yaml`, `theme`, `date`, `options`, `Dateline`."""
    how: str = ""
    """What of it: names of fields, `new`, `gone`."""

    def __str__(self) -> str:
        return f"{self.what} ({self.how})" if self.how else self.what


class _Reversible(NamedTuple):
    """A change, and the site as it would be without it; None where that cannot be known."""

    change: Change
    without: Callable[[], Draft] | None


class Explanation(Struct, frozen=True):
    """Which changes decide about which file of the output."""

    is_first: bool = False
    """Whether nothing is known of a build before."""
    changes: tuple[Change, ...] = ()
    deciding: Mapping[str, tuple[Change, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """By output path, where it could be told."""
    others: tuple[Change, ...] = ()
    """What may have decided about any other."""

    def of(self, path: str) -> tuple[Change, ...]:
        """What decides about the file at `path`; all that may, where it cannot be told; none where nothing changed."""
        return self.deciding.get(path) or self.others


def explain(request: Request) -> Explanation:
    """What has changed since the last build, and about which files it decides. To be asked before the next build."""
    before = read_origins(origins_path(manifest_path(request.root / PRIVATE, request.output_folder)))
    settings, _ = load_settings(request.root, base_url=request.base_url)
    theme = themed(request.root, settings)[0] if settings else None
    if before is None or settings is None or theme is None:
        return Explanation(is_first=True)
    sources = read_sources(request.root, settings.config.markdown.engine)
    now = origins_of(request.root, sources, theme, request.asked, request.now)
    request = replace(request, is_preview=True, clean=False)  # the plan without what was published before
    found = [*_everywhere(before, now), *_settings(before, now, request), *_date(before, now, request)]
    found += _Files(request, settings, sources, before, now).changes()
    changes = tuple(one.change for one in found)
    if len(found) < 2:
        return Explanation(changes=changes, others=changes)
    with suppress(SiteProblems):  # then nothing is rewritten
        return _told_apart(found, prepare(request))
    return Explanation(changes=changes, others=changes)


def _told_apart(found: list[_Reversible], draft: Draft) -> Explanation:
    """Each change taken back by itself."""
    changes = tuple(one.change for one in found)
    present = _prints(draft)
    deciding: dict[str, list[Change]] = {}
    open_ones: list[Change] = []
    for change, without in found if sum(1 for one in found if one.without) <= MOST_TRIED else ():
        other = _prints_without(without)
        if other is None:
            open_ones.append(change)
            continue
        for path in present.keys() | other.keys():
            if present.get(path) != other.get(path):
                deciding.setdefault(path, []).append(change)
    own = {f"{CONTENT}/{change.what}": change for change in changes}
    for output in draft.outputs:
        if (change_of_its_own := own.get(output.origin)) and output.owner != "-":
            causes = deciding.setdefault(output_path(output.url), [])
            causes += [] if change_of_its_own in causes else [change_of_its_own]
    return Explanation(
        changes=changes,
        deciding={path: tuple(causes) for path, causes in deciding.items()},
        others=tuple(open_ones) or changes,
    )


def _prints(draft: Draft) -> dict[str, bytes]:
    """What stands for all that an output is made from, by output path."""
    drawn_with = draft.renderer.digest
    return {output_path(one.url): one.digest + (drawn_with if isinstance(one, Page) else b"") for one in draft.outputs}


def _prints_without(without: Callable[[], Draft] | None) -> dict[str, bytes] | None:
    """None where there could be no such site, as when one record needs another that is taken away."""
    with suppress(SiteProblems):
        return _prints(without()) if without else None
    return None


def _everywhere(before: Origins, now: Origins) -> Iterator[_Reversible]:
    """Changes that every page shares, and that cannot be taken back."""
    if before.code != now.code:
        yield _Reversible(Change("Dateline", "its code or libraries"), None)
    if options := _unequal(before.asked, now.asked):
        yield _Reversible(Change("options", _names(f"--{name.replace('_', '-')}" for name in options)), None)
    if parts := _unequal(before.theme, now.theme):
        yield _Reversible(Change("theme", _names(parts)), None)


def _settings(before: Origins, now: Origins, request: Request) -> Iterator[_Reversible]:
    if before.settings != now.settings:
        old, new = (read_yaml(text, "")[0].values for text in (before.settings, now.settings))
        without = partial(prepare, request, Supposed(settings=before.settings))
        yield _Reversible(Change("site.yaml", _names(_unequal(old, new))), without)


def _date(before: Origins, now: Origins, request: Request) -> Iterator[_Reversible]:
    """Another day, or a moment that records name."""
    was, today = before.moment[:10], now.moment[:10]
    if request.as_of or (was == today and not (before.until and before.until <= now.moment)):
        return
    earlier = replace(request, now=AsOf.at(datetime.fromisoformat(before.moment)))
    yield _Reversible(Change("date", today if was != today else before.until), partial(prepare, earlier))


class _Files:
    """The changes of records and pictures."""

    def __init__(self, request: Request, settings: Settings, sources: Sources, before: Origins, now: Origins) -> None:
        self._request = request
        self._engine = settings.config.markdown.engine
        self._sources = sources
        self._before = before
        self._now = now

    def changes(self) -> Iterator[_Reversible]:
        present = {file.path: file for file in self._sources.files}
        with Memo(self._request.root / PRIVATE / "memo.sqlite", is_guest=True) as memo:
            for path in _unequal(self._before.files, self._now.files):
                yield self._change(path, present.get(path), memo)

    def _change(self, path: str, present: SourceFile | None, memo: Memo) -> _Reversible:
        known = self._before.files.get(path)
        old = recalled(path, bytes.fromhex(known), self._engine) if known else None
        then = remembered([old], memo)[0] if old else None
        how = "gone" if path not in self._now.files else "" if known else "new"
        if not how and present and then:
            now = remembered([present], memo)[0] or parse(present)
            how = _fields(then.documents, now.documents)
        name = path.removeprefix(f"{CONTENT}/")
        is_known = known is None or then is not None
        is_record = present is not None or old is not None
        return _Reversible(Change(name, how), self._without(path, old) if is_record and is_known else None)

    def _without(self, path: str, old: SourceFile | None) -> Callable[[], Draft]:
        files = [file for file in self._sources.files if file.path != path] + ([old] if old else [])
        files.sort(key=lambda file: file.path)
        return partial(prepare, self._request, Supposed(sources=replace(self._sources, files=tuple(files))))


def _fields(old: Iterable[object], new: Iterable[object]) -> str:
    """The names of the fields that differ; before them the record, where a file holds many."""
    then, now = ({one.id: one for one in found if isinstance(one, Document)} for found in (old, new))
    if len(then) < 2 and len(now) < 2:
        return _names(_fields_of(next(iter(then.values()), None), next(iter(now.values()), None)))
    both = [(id_, _fields_of(then.get(id_), now.get(id_))) for id_ in sorted(then.keys() | now.keys())]
    return _names(f"{id_}: {', '.join(names)}" for id_, names in both if names)


def _fields_of(old: AnyDocument | None, new: AnyDocument | None) -> list[str]:
    if old is None or new is None:
        return ["gone" if new is None else "new"]
    found = _unequal({**dict(old.fields), **old.extra}, {**dict(new.fields), **new.extra})
    texts = _unequal(dict(old.texts), dict(new.texts))
    return sorted({*found, *(name.partition(".")[0] for name in texts)})


def _unequal(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """The names, in order, that only one has, or that stand for something else in the two."""
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _names(names: Iterable[str]) -> str:
    """A few names."""
    found = list(names)
    return ", ".join(found[:4]) + (f" and {len(found) - 4} more" if len(found) > 4 else "")
