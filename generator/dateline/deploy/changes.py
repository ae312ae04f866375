"""Changes: what makes a host equal to a release, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from dateline.deploy.errors import Refused
from dateline.deploy.release import Release, shortened


class Changes(Struct, frozen=True):
    """Sorted output paths: files to send that are new or different, and files of ours to delete."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deleted)

    @property
    def sent(self) -> tuple[str, ...]:
        return tuple(sorted((*self.added, *self.changed)))


def changes_between(
    present: Mapping[str, str], wanted: Mapping[str, str], ours: Collection[str], place: str, *, adopt: bool
) -> Changes:
    """Compare fingerprints by path: what is at the host (of these paths), and what is to be.

    Raises Refused where a file that is not ours is in the way of a different one, unless it is to be adopted.
    """
    changed = [path for path, fingerprint in wanted.items() if present.get(path, fingerprint) != fingerprint]
    foreign = sorted(set(changed) - set(ours))
    if foreign and not adopt:
        raise Refused(
            f"{place} holds files that Dateline did not put there, where the site has its own: {shortened(foreign)}",
            "move them away; or, if the site may take their place, deploy with --adopt",
        )
    return Changes(
        added=tuple(sorted(wanted.keys() - present.keys())),
        changed=tuple(sorted(changed)),
        deleted=tuple(sorted(path for path in ours if path in present and path not in wanted)),
    )


def stages(release: Release, paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The paths in the order in which they are sent: no page is there before what it needs."""
    paths = sorted(paths)
    for stage in range(3):
        if now := tuple(path for path in paths if release.files[path].stage == stage):
            yield now
