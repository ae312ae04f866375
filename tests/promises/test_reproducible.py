"""Promise 7: the same content gives the same bytes and modes, on any machine, in any time zone and order of files."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Self

import pytest
from msgspec.structs import replace

from dateline.build import build
from dateline.site import home_page
from promises.edits import Desk, make_desk

Snapshot = Mapping[str, tuple[int, bytes]]
"""Mode and bytes of every file, and mode of every folder, by path."""


@dataclass(frozen=True)
class Machine:
    """Another place to build at."""

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    umask: int = 0o022
    folder: str = "site"
    is_inside: bool = False
    """Whether it is built from inside its own folder."""
    flags: tuple[str, ...] = ()


PLAIN = Machine("plain", {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"})
MACHINES = (
    Machine("far-east", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}),
    Machine("far-west", {"TZ": "America/Adak", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
    # Where the locale is not installed, the C library falls back to C, which is worth a build as well.
    Machine("turkish", {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "random"}),
    Machine("no-utf-8", {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    Machine("private-umask", umask=0o077),
    Machine("open-umask", umask=0o000),
    Machine("other-folder", folder="deeper/Büro 2 – main.git"),
    Machine("from-inside", is_inside=True, flags=("-O",)),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A site in which everything occurs, written once."""
    made = make_desk(tmp_path_factory.mktemp("desk") / "site", Random(11), briefs=14)
    # The last hour of a day in one zone is the next day in another.
    made.now = made.now.replace(hour=23, minute=30)
    return made


@pytest.fixture(scope="module")
def expected(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return built_at(PLAIN, desk, tmp_path_factory.mktemp("plain"))


def built_at(machine: Machine, desk: Desk, folder: Path, fault: str = "") -> Snapshot:
    """What a command makes of a copy of the site there; `fault` is code that runs first."""
    root = folder / machine.folder
    shutil.copytree(desk.root, root, ignore=shutil.ignore_patterns("output", ".dateline", "state"))
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ"))}
    epoch = str(int(desk.now.timestamp()))
    program = ["-m", "dateline"] if not fault else ["-c", f"{fault}\nfrom dateline.__main__ import main\nmain()"]
    subprocess.run(
        [sys.executable, *machine.flags, *program, "build", *([] if machine.is_inside else [str(root)])],
        env={**inherited, "SOURCE_DATE_EPOCH": epoch, **machine.environment},
        cwd=root if machine.is_inside else folder,
        umask=machine.umask,
        check=True,
        capture_output=True,
    )
    return snapshot(root)


def snapshot(root: Path) -> Snapshot:
    """What a build made at a site; of `state/` the bytes only, whose modes are the desk's affair."""
    found: dict[str, tuple[int, bytes]] = {}
    for path in sorted([root / "output", *(root / "output").rglob("*"), *(root / "state").rglob("*")]):
        is_state = path.is_relative_to(root / "state")
        mode = 0 if is_state else stat.S_IMODE(path.stat().st_mode)
        found[path.relative_to(root).as_posix()] = (mode, path.read_bytes() if path.is_file() else b"")
    return found


def unequal(one: Snapshot, other: Snapshot) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_machine_makes_the_same_bytes_and_modes(
    machine: Machine, desk: Desk, expected: Snapshot, tmp_path: Path
) -> None:
    assert unequal(built_at(machine, desk, tmp_path), expected) == []


def test_modes_are_those_that_a_web_server_needs(expected: Snapshot) -> None:
    output = {path: mode for path, (mode, _) in expected.items() if path.startswith("output")}
    is_file = {path: "." in path.rpartition("/")[2] for path in output}
    assert {path for path, mode in output.items() if mode != (0o644 if is_file[path] else 0o755)} == set()


class _Shuffled:
    """What `os.scandir` gives, in an order that no disk need keep to."""

    def __init__(self, entries: Any, random: Random) -> None:
        with entries:
            self._entries = sorted(entries, key=lambda entry: str(entry.name), reverse=True)
        random.shuffle(self._entries)
        self._iterator = iter(self._entries)

    def __iter__(self) -> Iterator[Any]:
        return self._iterator

    def __next__(self) -> Any:
        return next(self._iterator)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def close(self) -> None:
        pass


def _shuffle_listings(patch: pytest.MonkeyPatch, seed: int) -> None:
    scandir, listdir, random = os.scandir, os.listdir, Random(seed)

    def shuffled(folder: Any = ".") -> list[Any]:
        names = sorted(listdir(folder), reverse=True)
        random.shuffle(names)
        return names

    patch.setattr(os, "scandir", lambda folder=".": _Shuffled(scandir(folder), random))
    patch.setattr(os, "listdir", shuffled)


def _built_here(desk: Desk, root: Path) -> Snapshot:
    build(replace(desk.request(), root=root, search=True))
    return snapshot(root)


def _copied_in_order(desk: Desk, root: Path, order: list[Path]) -> Path:
    for file in order:
        copy = root / file.relative_to(desk.root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return root


def _files(desk: Desk) -> list[Path]:
    return sorted(path for path in desk.root.rglob("*") if path.is_file())


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_a_disk_lists_files_does_not_matter(
    desk: Desk, expected: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    root = _copied_in_order(desk, tmp_path / "site", _files(desk))
    _shuffle_listings(monkeypatch, seed)
    found = _built_here(desk, root)
    monkeypatch.undo()
    assert unequal(found, expected) == []


def test_the_order_in_which_files_were_made_does_not_matter(desk: Desk, expected: Snapshot, tmp_path: Path) -> None:
    root = _copied_in_order(desk, tmp_path / "site", _files(desk)[::-1])
    assert unequal(_built_here(desk, root), expected) == []


def test_file_names_may_be_composed_or_not(desk: Desk, tmp_path: Path) -> None:
    """Some systems write é as one character, others as two; the record is the same."""
    found = []
    for form in ("NFC", "NFD"):
        root = _copied_in_order(desk, tmp_path / form, _files(desk))
        for folder, text in (
            ("briefs/Żółć", "---\nid: cafe\ntitle: Café\ndate: 2025-02-01\ntopics: [t011]\n---\nA Café.\n"),
            ("pages", "---\nid: buero\ntitle: Büro\nmenu: 4\n---\nA [brief](brief:cafe).\n"),
        ):
            name = unicodedata.normalize(form, f"content/{folder}/Café.md")
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        found.append(_built_here(desk, root))
    assert "output/briefs/cafe/index.html" in found[0]
    assert unequal(*found) == []


_BY_SET = """
from msgspec.structs import replace
from dateline.site import home_page
home = home_page.home_view
def disorder(*arguments):
    view = home(*arguments)
    return replace(view, actors=tuple(set(view.actors)))
home_page.home_view = disorder
"""
_BY_LOCAL_TIME = """
import time
from msgspec.structs import replace
from dateline.site import home_page
home = home_page.home_view
now = time.localtime(1748820600)
home_page.home_view = lambda *arguments: replace(home(*arguments), title=time.strftime("%Y-%m-%d", now))
"""


@pytest.mark.parametrize("fault", [_BY_SET, _BY_LOCAL_TIME], ids=["order-of-a-set", "local-time"])
def test_a_page_that_depends_on_the_machine_is_found(desk: Desk, tmp_path: Path, fault: str) -> None:
    one, other = (built_at(machine, desk, tmp_path / machine.name, fault) for machine in MACHINES[:2])
    assert unequal(one, other) == ["output/index.html"]


def test_a_page_that_depends_on_the_listing_of_a_folder_is_found(
    desk: Desk, expected: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _copied_in_order(desk, tmp_path / "site", _files(desk))
    home = home_page.home_view

    def as_listed(*arguments: Any) -> Any:
        view = home(*arguments)
        listed = os.listdir(root / "content" / "actors")
        return replace(view, actors=tuple(sorted(view.actors, key=lambda one: listed.index(f"{one.card.id}.md"))))

    monkeypatch.setattr(home_page, "home_view", as_listed)
    _shuffle_listings(monkeypatch, 1)
    found = _built_here(desk, root)
    monkeypatch.undo()
    assert unequal(found, expected) == ["output/index.html"]
