"""A release: the files of a build that may be sent to a target, or the reason why they may not."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct, field

from dateline.config import Target
from dateline.content.fields import TLP_ORDER
from dateline.deploy.errors import DeployError, Refused
from dateline.publish.manifest import MadeFor, Manifest, content_hash, manifest_path, read_manifest
from dateline.publish.media_types import media_type
from dateline.site.host_files import FOR_EVER, SHORTLY
from dateline.site.urls import output_path

_HASHED = re.compile(r"assets/.*\.[0-9a-f]{8}\.[A-Za-z0-9]+")
_ENTRANCE = re.compile(r"(.*/)?(feed\.(xml|json)|[^/]*\.opml)|sitemap[^/]*\.xml|robots\.txt")
_SHOWN = 3


class Item(Struct, frozen=True, dict=True):
    """A file of a release, and how hosts are to send it to readers."""

    path: str
    content: str
    """`content_hash` of its bytes, in hexadecimal."""
    size: int
    redirect: str = ""
    """The full address that the page leads on to; empty for all others."""

    @property
    def media_type(self) -> str:
        return media_type(self.path)

    @property
    def cache_control(self) -> str:
        return FOR_EVER if _HASHED.fullmatch(self.path) else SHORTLY

    @property
    def stage(self) -> int:
        """When it is sent: what pages need, then pages, then what leads programs to pages."""
        if _ENTRANCE.fullmatch(self.path):
            return 2
        return 1 if self.path.endswith(".html") else 0

    @cached_property
    def sealed(self) -> str:
        """Stands for the bytes, and for all that is said about them."""
        said = f"{self.content}\0{self.media_type}\0{self.cache_control}\0{self.redirect}"
        return blake2b(said.encode(), digest_size=16).hexdigest()


class Release(Struct, frozen=True):
    """The files of one build, by output path, as they lay in `folder` when they were looked at."""

    folder: Path
    files: Mapping[str, Item]
    foreign: tuple[str, ...] = field(default=())
    """What lies in the folder and no build wrote: it is not sent."""

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises DeployError if they are not those of the build (any more)."""
        try:
            data = (self.folder / path).read_bytes()
        except OSError as error:
            raise DeployError(f"cannot read {self.folder / path}: {error.strerror}", "build again") from error
        if content_hash(data).hex() != self.files[path].content:
            raise DeployError(f"{self.folder / path} changed during the deploy", "build again, and deploy again")
        return data


def read_release(private: Path, output: Path, name: str, target: Target) -> Release:
    """The build in `output`, if it may be sent to the target called `name`. Raises Refused with the reason if not."""
    manifest = read_manifest(manifest_path(private, output), output)
    if manifest is None or not output.is_dir():
        raise Refused(f"{output} holds no build that is on record here", "run `dateline build` first")
    if manifest.made_for is None:
        raise Refused(f"for whom {output} was built is not on record", "run `dateline build` again")
    _check_made_for(manifest.made_for, output, name, target)
    _check_whole(manifest, output)
    redirects = {output_path(url): manifest.made_for.base_url + to for url, to in manifest.made_for.redirects.items()}
    files = {
        path: Item(path, entry.content.hex(), entry.size, redirects.get(path, ""))
        for path, entry in sorted(manifest.files.items())
    }
    return Release(output, files, tuple(sorted(_files_below(output) - files.keys())))


def _check_made_for(made_for: MadeFor, output: Path, name: str, target: Target) -> None:
    again = "build again without {}, then deploy"
    if made_for.drafts:
        raise Refused(f"the build in {output} shows drafts, so it is not sent to '{name}'", again.format("--drafts"))
    if made_for.as_of is not None:
        message = f"the build in {output} shows what was known on {made_for.as_of}, so it is not sent to '{name}'"
        raise Refused(message, again.format("--as-of"))
    order: tuple[str, ...] = TLP_ORDER
    if made_for.audience not in order or order.index(made_for.audience) > order.index(target.audience):
        raise Refused(
            f"the build in {output} is for {made_for.audience}, and '{name}' may get {target.audience} at most",
            f"build for {target.audience}; or, if all its readers may see that, "
            f"write `audience: {made_for.audience}` under this target in site.yaml",
        )


def _check_whole(manifest: Manifest, output: Path) -> None:
    missing, changed = [], []
    for path, entry in sorted(manifest.files.items()):
        file = output / path
        if file.is_symlink() or not file.is_file():
            missing.append(path)
        elif content_hash(file.read_bytes()) != entry.content:
            changed.append(path)
    if missing or changed:
        counts = [(len(missing), "missing"), (len(changed), "changed")]
        told = " and ".join(f"{count} {word}" for count, word in counts if count)
        raise Refused(
            f"{output} is not as the build left it ({told}): {shortened(sorted(missing + changed))}",
            f"delete {output}, run `dateline build` again, then deploy",
        )


def shortened(paths: list[str]) -> str:
    """The first few of many paths.

    >>> shortened(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    return ", ".join(paths[:_SHOWN]) + (f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else "")


def _files_below(folder: Path) -> set[str]:
    return {Path(place, name).relative_to(folder).as_posix() for place, _, names in os.walk(folder) for name in names}
