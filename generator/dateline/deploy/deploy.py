"""A deploy: a target made equal to the build in the output folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from dateline.config import SETTINGS_FILE, Target, load_settings
from dateline.deploy.changes import Changes
from dateline.deploy.errors import Refused
from dateline.deploy.folder import FolderStore
from dateline.deploy.git import GitPlace
from dateline.deploy.objects import ObjectPlace
from dateline.deploy.place import Place, Tell
from dateline.deploy.release import read_release
from dateline.deploy.rsync import RsyncPlace
from dateline.deploy.s3 import S3Store
from dateline.memo import PRIVATE
from dateline.problems import SiteProblems, did_you_mean, listed
from dateline.publish.lock import build_lock


class Order(Struct, frozen=True, kw_only=True):
    """What to send where."""

    root: Path
    target: str
    """Name of a target in site.yaml."""
    output: Path | None = None
    """Where the build is; `output` in the site's folder where it is None."""
    adopt: bool = False
    """Whether the site's files may take the place of files that Dateline did not put there."""
    dry_run: bool = False
    """Say what would change, and touch nothing."""
    environment: Mapping[str, str]
    """Variables for the programs that are started."""


class Deployed(Struct, frozen=True):
    """What a deploy changed, or would."""

    place: str
    changes: Changes
    unchanged: int
    foreign: tuple[str, ...]
    """Files of the output folder that no build wrote; they are not sent."""


def deploy(order: Order, *, tell: Tell, on_wait: Callable[[], None] = lambda: None) -> Deployed:
    """Make the target equal to the output: first what pages need, then pages, then feeds; deletions last.

    Raises SiteProblems for wrong settings, Refused where this build may not go there, and DeployError where the
    target fails; its hint says what is there then.
    """
    target = find_target(order.root, order.target)
    output = order.output or order.root / "output"
    with build_lock([order.root, output.resolve().parent], on_wait):
        release = read_release(order.root / PRIVATE, output, order.target, target)
        with open_place(order, target) as place:
            changes = place.survey(release)
            if not order.dry_run:
                place.send(release, changes, tell)
    unchanged = len(release.files) - len(changes.sent)
    return Deployed(place.name, changes, unchanged, release.foreign)


def find_target(root: Path, name: str) -> Target:
    """The target of this name. Raises SiteProblems for wrong settings, and Refused where there is none."""
    settings, problems = load_settings(root)
    if settings is None:
        raise SiteProblems(problems)
    targets = settings.config.targets
    if name not in targets:
        known = f"known: {listed(list(targets))}" if targets else f"name one under `targets:` in {SETTINGS_FILE}"
        raise Refused(f"{SETTINGS_FILE} has no target '{name}'", did_you_mean(name, targets) or known)
    return targets[name]


@contextmanager
def open_place(order: Order, target: Target) -> Iterator[Place]:
    """The place that a target describes."""
    match target.type:
        case "folder":
            yield ObjectPlace(FolderStore(order.root / str(target.path)), order.adopt)
        case "s3":
            yield ObjectPlace(S3Store(target), order.adopt)
        case "rsync":
            yield RsyncPlace(target, order.root, order.environment, adopt=order.adopt)
        case "github-pages":
            with TemporaryDirectory(prefix="dateline-deploy-") as folder:
                yield GitPlace(target, order.root, order.environment, Path(folder), adopt=order.adopt)
