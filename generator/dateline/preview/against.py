"""What would change on the published site: the preview beside the record that `dateline deploy` keeps there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dateline.deploy.errors import DeployError
from dateline.deploy.record import RECORD, Record, parse_record
from dateline.deploy.release import Item
from dateline.desk.errors import DeskError
from dateline.desk.fetch import fetch
from dateline.draft import Request
from dateline.fill import render
from dateline.memo import PRIVATE
from dateline.prepare import prepare
from dateline.problems import SiteProblems
from dateline.publish.manifest import content_hash, manifest_path, read_manifest
from dateline.site.render import TemplateFault
from dateline.site.urls import SEARCH_INDEX, output_path

_MAX_BYTES = 50_000_000
_INDEX = "index.html"


class AgainstError(Exception):
    """There is no record to compare with. `message` says where it was looked for and why, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Published(Struct, frozen=True):
    """What a deploy put somewhere."""

    where: str
    record: Record


class Differences(Struct, frozen=True):
    """What a deploy would change: URLs of pages, in order, and how many other files."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    others: int = 0


def read_published(where: str) -> Published:
    """The record at an http or https address, which is fetched, or in a folder or file. Raises AgainstError."""
    is_address = where.lower().startswith(("http://", "https://"))
    place = where if where.endswith(RECORD) else f"{where.rstrip('/')}/{RECORD}"
    try:
        data = fetch(place, max_bytes=_MAX_BYTES).data if is_address else _file(where).read_bytes()
        return Published(where, parse_record(data, where))
    except (DeskError, DeployError) as error:
        raise AgainstError(error.message, error.hint) from None
    except OSError as error:
        hint = f"name the address of a site that `dateline deploy` sent, or a folder with its {RECORD}"
        raise AgainstError(f"{where}: {error.strerror or error}", hint) from None


def _file(where: str) -> Path:
    path = Path(where)
    return path / RECORD if path.is_dir() else path


def differences(published: Published, request: Request) -> Differences:
    """How what `request` asks for and has been built differs from what is published."""
    there = {path: sent.fingerprint for path, sent in published.record.files.items() if _counts(path)}
    here = {path: item for path, item in _built(request).items() if _counts(path)}
    if there.keys() - here.keys():
        here = {**_kept(request, there.keys() - here.keys()), **here}
    added = here.keys() - there.keys()
    deleted = there.keys() - here.keys()
    changed = {path for path in here.keys() & there.keys() if there[path] not in _fingerprints(here[path])}
    others = sum(not _is_page(path) for path in (*added, *changed, *deleted))
    return Differences(_pages(added), _pages(changed), _pages(deleted), others)


def _pages(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted("/" + path.removesuffix(_INDEX) for path in paths if _is_page(path)))


def _counts(path: str) -> bool:
    """The preview has no search index on its disk."""
    return not path.startswith(SEARCH_INDEX[1:])


def _built(request: Request) -> Mapping[str, Item]:
    manifest = read_manifest(manifest_path(request.root / PRIVATE, request.output_folder), request.output_folder)
    if manifest is None or manifest.made_for is None:
        return {}
    facts = manifest.made_for
    redirects = {output_path(url): facts.base_url + to for url, to in facts.redirects.items()}
    return {
        path: Item(path, entry.content.hex(), entry.size, redirects.get(path, ""))
        for path, entry in manifest.files.items()
    }


def _kept(request: Request, missing: set[str]) -> Mapping[str, Item]:
    """Of the missing files, those that a build for the public adds: redirects and tombstones of old addresses."""
    with suppress(SiteProblems, TemplateFault):
        draft = prepare(replace(request, is_preview=False, drafts=False, audience=None, as_of=None))
        kept = [one for one in draft.outputs if output_path(one.url) in missing]
        redirects = draft.made_for.redirects
        made = {one.url: render(one, draft.renderer) for one in kept}
        return {
            (path := output_path(url)): Item(
                path,
                content_hash(data).hex(),
                len(data),
                draft.made_for.base_url + redirects[url] if url in redirects else "",
            )
            for url, data in made.items()
        }
    return {}


def _fingerprints(item: Item) -> tuple[str, str]:
    """Some places are known by the bytes, others by all that is said of them too."""
    return item.content, item.sealed


def _is_page(path: str) -> bool:
    return path.endswith(".html")
