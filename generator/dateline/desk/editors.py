"""The schemas that editors read, in the site's private folder, and the line by which a record names its own."""

from __future__ import annotations

import os
from pathlib import Path

from dateline.config import SETTINGS_FILE, load_settings
from dateline.content.fields import Kind
from dateline.desk.cms import PLACEHOLDER, Cms, cms_text
from dateline.desk.errors import DeskError
from dateline.desk.json_schema import NAMES, as_text, schema_of
from dateline.desk.known import fields_with_roles, known_records
from dateline.memo import PRIVATE
from dateline.publish.atomic import write_whole

SCHEMAS = f"{PRIVATE}/schema"
"""Where the schemas lie in a site."""


def schema_text(site: Path, name: str) -> str:
    """One of the schemas that `write_schemas` writes. Raises DeskError where there is no site."""
    _need_site(site)
    return as_text(schema_of(name, known_records(site)))


def write_schemas(site: Path, folder: Path | None = None) -> tuple[Path, ...]:
    """Write every schema into `folder`, that of the site if it is None; the files that changed.

    Raises DeskError where there is no site, and OSError where the disk fails.
    """
    _need_site(site)
    folder = folder or site / SCHEMAS
    ids = known_records(site)
    texts = {folder / f"{name}.json": as_text(schema_of(name, ids)).encode() for name in NAMES}
    changed = [file for file, data in texts.items() if not file.is_file() or file.read_bytes() != data]
    for file in changed:
        write_whole(file, texts[file])
    return tuple(changed)


def cms_config(site: Path, cms: Cms, repo: str | None = None) -> str:
    """The configuration with which a CMS edits the site in the repository `repo`, as `cms_text` gives it.

    Raises DeskError where there is no site, or where its settings cannot be read.
    """
    _need_site(site)
    settings, problems = load_settings(site)
    if settings is None:
        raise DeskError(str(next(iter(problems))))
    backend = "gitlab" if settings.config.host == "gitlab-pages" else "github"
    return cms_text(cms, backend=backend, repo=repo or PLACEHOLDER, roles=fields_with_roles(site))


def renew_schemas(site: Path) -> None:
    """Bring the site's schemas up to date, if it has any."""
    if (site / SCHEMAS).is_dir():
        write_schemas(site)


def modeline(site: Path, file: Path, kind: Kind) -> str:
    """The comment that names the schema of the record `file` to YAML language servers; empty if the site has none."""
    schema = site / SCHEMAS / f"{kind}.json"
    if not schema.is_file():
        return ""
    relative = Path(os.path.relpath(schema, file.parent)).as_posix()
    return f"# yaml-language-server: $schema={relative}\n"


def _need_site(site: Path) -> None:
    if not (site / SETTINGS_FILE).is_file():
        raise DeskError(f"there is no site in {site}: it has no {SETTINGS_FILE}", "name the site's folder")
