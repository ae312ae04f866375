"""The last published texts: one file for each brief, in `state/texts/`, committed with the content.

A file lies at `texts/<year of the brief>/<id>.json`, so that desks that work on different briefs never meet in one, and
no folder grows without end. Nothing here knows what is in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct, field

from dateline.jobs import spread
from dateline.problems import Problem
from dateline.publish.atomic import forget_draft, write_whole
from dateline.publish.errors import as_output_error

FOLDER = "texts"
_ENDING = ".json"


class Kept(Struct, frozen=True):
    """One recorded text: its path in `state/`, and a digest of its bytes."""

    path: str
    digest: bytes


class Recording(Struct, frozen=True):
    """What a build records anew: bytes by path in `state/`, made when they are written, and paths that go."""

    writes: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    removes: tuple[str, ...] = ()


def text_path(year: int, id: str) -> str:
    """Where the text of a brief lies in `state/`."""
    return f"{FOLDER}/{year:04}/{id}{_ENDING}"


def text_digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def read_texts(state: Path) -> tuple[dict[str, Kept], tuple[Problem, ...]]:
    """What is recorded, by the id of the brief, and a problem for each file that cannot be read or is one too many."""
    kept: dict[str, Kept] = {}
    problems: list[Problem] = []
    for path in sorted(_files(state)):
        id_ = os.path.basename(path).removesuffix(_ENDING)
        if id_ in kept:
            message = f"the text of the brief {id_!r} is in {kept[id_].path} as well"
            problems.append(_problem(path, message, "delete the one that is older"))
            continue
        try:
            with open(state / path, "rb", buffering=0) as file:
                kept[id_] = Kept(path, text_digest(file.readall()))
        except OSError as error:
            problems.append(_problem(path, f"cannot be read: {error.strerror}", ""))
    return kept, tuple(problems)


def bad_text(kept: Kept) -> Problem:
    """That what is recorded is no text as `dateline build` writes it."""
    hint = "restore it from the history of the file; or delete it, and the next build records the text as it is then"
    return _problem(kept.path, "is not a text as `dateline build` writes it", hint)


def write_texts(state: Path, recording: Recording, jobs: int = 1) -> tuple[str, ...]:
    """Record what is new and remove what goes; the paths of the files that changed. Raises OutputError.

    At most `jobs` processes make and write the texts.
    """
    writes = tuple(recording.writes.items())

    def write(start: int, stop: int) -> list[str]:
        for path, make in writes[start:stop]:
            # Without waiting for the disk: what a power loss takes the next build finds, or it records it again.
            write_whole(state / path, make(), sync=False)
        return [path for path, _ in writes[start:stop]]

    written = spread(write, len(writes), jobs)
    for path in recording.removes:
        with as_output_error("remove", state / path):
            (state / path).unlink(missing_ok=True)
        forget_draft(state / path)
    return tuple(sorted({*written, *recording.removes}))


def _files(state: Path) -> Iterable[str]:
    for folder, _, names in os.walk(state / FOLDER):
        inside = Path(folder).relative_to(state).as_posix()
        yield from (f"{inside}/{name}" for name in names if name.endswith(_ENDING) and not name.startswith("."))


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(f"state/{path}", 0, 0, "bad-state", message, hint)
