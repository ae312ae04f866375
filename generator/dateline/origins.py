"""Origins: what an output was made from, noted by each build so that the next can say what has changed since."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from dateline.config import SETTINGS_FILE
from dateline.content.dates import AsOf
from dateline.content.sources import Sources, read_text
from dateline.content.walk import CONTENT
from dateline.memo import toolchain
from dateline.publish.atomic import write_whole
from dateline.site.theme import Theme

_FORMAT = 1


class Origins(Struct, frozen=True):
    """Digests and texts of all that pages are made from."""

    files: Mapping[str, str]
    """Of records and pictures, by path."""
    theme: Mapping[str, str]
    """Of templates and assets, by path in the theme."""
    settings: str
    """The text of site.yaml."""
    asked: Mapping[str, str]
    """The options of the build."""
    code: str
    """Of Dateline and its libraries."""
    moment: str
    until: str = ""
    """The next moment that records named then, if there was one."""


def origins_of(root: Path, sources: Sources, theme: Theme, asked: Mapping[str, object], now: AsOf) -> Origins:
    """What a build of the site at `root` is made from."""
    return Origins(
        files={
            **{file.path: file.digest.hex() for file in sources.files},
            **{f"{CONTENT}/{medium.path}": medium.digest.hex() for medium in sources.media},
        },
        theme={
            **{f"templates/{name}": _digest(text.encode()) for name, text in theme.templates.items()},
            **{f"assets/{name}": _digest(data) for name, data in theme.assets.items()},
            "words": theme.locale.digest.hex(),
        },
        settings=read_text(root / SETTINGS_FILE, SETTINGS_FILE)[0] or "",
        asked={name: str(value) for name, value in asked.items()},
        code=toolchain(libraries=("Jinja2", "MarkupSafe")).hex(),
        moment=now.instant.isoformat(),
    )


def origins_path(manifest: Path) -> Path:
    """Where the note on an output folder lies: beside its manifest."""
    return manifest.with_suffix(".origins")


def read_origins(path: Path) -> Origins | None:
    """What the last build noted; None where nothing is known for certain."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        values = json.loads(path.read_bytes())
        if values.pop("format") == _FORMAT:
            return Origins(**values)
    return None


def write_origins(path: Path, origins: Origins) -> None:
    """Note what an output was made from. Raises OutputError."""
    data = json.dumps({"format": _FORMAT, **_plain(origins)}, separators=(",", ":")).encode()
    write_whole(path, data, sync=False)


def _plain(origins: Origins) -> dict[str, object]:
    return {name: getattr(origins, name) for name in Origins.__struct_fields__}


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()
