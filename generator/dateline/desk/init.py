"""A new site: the starter's files in a folder, all of them or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from msgspec import Struct

from dateline.config import SETTINGS_FILE, Host, SiteConfig
from dateline.content.strict_yaml import read_yaml
from dateline.content.validate import validate
from dateline.desk.errors import DeskError
from dateline.desk.hosts.files import host_files, host_settings
from dateline.desk.yaml_text import quoted

_STARTER = "starter"
# Under its real name it would rule over our own repository.
_RENAMED = {"gitignore": ".gitignore"}


class Started(Struct, frozen=True):
    """What was made: paths relative to the site, and those that were there before and are as they were."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def init_site(folder: Path, *, title: str, base_url: str, year: int, host: Host = "none") -> Started:
    """Write a small site into `folder`, which may hold hidden files (such as `.git`) but no others.

    `year` is that of `tag_authority`, which mints the ids of feeds; the site gets what `host` needs besides. Raises
    DeskError where the folder is not free or a setting is not allowed, and OSError where the disk fails; then the
    folder is as it was.
    """
    texts = {**_starter(), **host_files(host), SETTINGS_FILE: _settings(title, base_url, year) + host_settings(host)}
    if os.path.lexists(folder) and not folder.is_dir():
        raise DeskError(f"{folder} is not a folder", "name another one")
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if visible := [name for name in there if not name.startswith(".")]:
        shown = ", ".join(visible[:3]) + (f" and {len(visible) - 3} more" if len(visible) > 3 else "")
        raise DeskError(f"{folder} is not empty: it holds {shown}", "name a new or empty folder")
    kept = tuple(sorted(path for path in texts if os.path.lexists(folder / path)))
    _put(folder, {path: text for path, text in texts.items() if path not in kept})
    return Started(tuple(sorted(texts.keys() - set(kept))), kept)


def _settings(title: str, base_url: str, year: int) -> str:
    """The text of site.yaml, once it is known that a build would take it."""
    try:
        (title + base_url).encode()
    except UnicodeEncodeError:
        raise DeskError("the title or the address is not text", "type it anew") from None
    template = Template((files(__package__) / _STARTER / SETTINGS_FILE).read_text(encoding="utf-8"))
    values = {"title": title, "base_url": base_url, "tag_authority": f"{_host(base_url)},{year:04}"}
    text = template.substitute({name: quoted(value) for name, value in values.items()})
    document, _ = read_yaml(text, SETTINGS_FILE)
    _, problems = validate(SiteConfig, document.values, document, SETTINGS_FILE, noun="settings")
    for problem in problems:
        raise DeskError(problem.message, problem.hint)
    return text


def _host(base_url: str) -> str:
    try:
        return (urlsplit(base_url).hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""


def _starter() -> dict[str, str]:
    """The text of every file of the starter, by its path in the new site."""
    return {
        _RENAMED.get(path, path): file.read_text(encoding="utf-8")
        for path, file in _files_below(files(__package__) / _STARTER)
    }


def _files_below(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files_below(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry


def _put(folder: Path, texts: dict[str, str]) -> None:
    """Write the files beside their place first, then move them there; nothing stays behind where that fails."""
    is_new = not folder.is_dir()
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
    with tempfile.TemporaryDirectory(prefix=".dateline-init-", dir=nearest) as draft_folder:
        draft = Path(draft_folder, "site")
        draft.mkdir()
        for path, text in texts.items():
            file = draft / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        if is_new:
            folder.parent.mkdir(parents=True, exist_ok=True)
            draft.rename(folder)
        else:
            _move_all(draft, folder)


def _move_all(draft: Path, folder: Path) -> None:
    moved: list[Path] = []
    made: list[Path] = []
    try:
        for path in _pieces(draft, folder):
            for parent in reversed(path.parents):
                if not (folder / parent).is_dir():
                    (folder / parent).mkdir()
                    made.append(folder / parent)
            (draft / path).rename(folder / path)
            moved.append(path)
    except BaseException:
        for path in moved:
            (folder / path).rename(draft / path)
        for parent in reversed(made):
            parent.rmdir()
        raise


def _pieces(draft: Path, folder: Path) -> list[Path]:
    """What can be moved in one step, relative to the draft: a folder that is there already gets its new files singly.

    The settings come last: until they are there, the folder is no site.
    """
    pieces: list[Path] = []
    for entry in sorted(draft.iterdir()):
        whole = not (folder / entry.name).is_dir()
        pieces += [entry] if whole else sorted(path for path in entry.rglob("*") if path.is_file())
    relative = [path.relative_to(draft) for path in pieces]
    return sorted(relative, key=lambda path: path.name == SETTINGS_FILE)
