"""What tests of deploys share: built sites without a generator, orders, and what was told."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.deploy.deploy import Deployed, Order, deploy
from dateline.publish.manifest import MadeFor, content_hash, manifest_path
from dateline.publish.output import OutputFolder

Files = Mapping[str, bytes]

SITE: Files = {
    "index.html": b"<a href=briefs/x/>x</a>",
    "briefs/x/index.html": b"x",
    "old/index.html": b"moved",
    "assets/site.0123abcd.css": b"p{}",
    "feed.xml": b"<feed/>",
    "sitemap.xml": b"<urlset/>",
}

PUBLIC: Mapping[str, Any] = {
    "base_url": "https://desk.example/news",
    "audience": "TLP:CLEAR",
    "as_of": None,
    "drafts": False,
    "is_public": True,
    "redirects": {"/old/": "/briefs/x/"},
}


def settings(**targets: str) -> str:
    """site.yaml with targets, each in YAML's flow style."""
    lines = ["title: Desk", "base_url: https://desk.example", "targets:"]
    return "\n".join([*lines, *(f"  {name}: {text}" for name, text in targets.items()), ""])


def build(root: Path, files: Files, *, output: Path | None = None, **made_for: Any) -> None:
    """Make the output folder as a build does that was asked for `made_for`."""
    folder = output or root / "output"
    with OutputFolder(folder, manifest_path(root / ".dateline", folder)) as made:
        for path, data in files.items():
            made.write(path, data, content_hash(data))
        made.publish(made_for=MadeFor(**{**PUBLIC, **made_for}))


@dataclass
class Told:
    """What the progress was told."""

    steps: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, done: int, total: int) -> None:
        self.steps.append((done, total))


def send(root: Path, target: str, *, tell: Told | None = None, **options: Any) -> Deployed:
    """Deploy the site at `root`."""
    order = Order(root=root, target=target, environment=os.environ, **options)
    return deploy(order, tell=tell or Told())


def counts(done: Deployed) -> tuple[int, int, int, int]:
    """How many files were added, changed, deleted and left."""
    changes = done.changes
    return len(changes.added), len(changes.changed), len(changes.deleted), done.unchanged
