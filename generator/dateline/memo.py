"""The memo: remembers the results of pure functions on disk, by everything that they read.

One SQLite file of texts by key. Nothing read from it is ever executed, so a memo that came with a
checkout of unknown origin can be wrong but not dangerous; a damaged one is replaced by an empty one.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

PRIVATE = ".dateline"
"""Folder of the site for what can be made again."""
_PACKAGE = Path(__file__).parent


@cache
def toolchain(*rooms: str, libraries: tuple[str, ...] = ()) -> bytes:
    """A digest of the code in the given rooms (all of the package where none is named) and of the libraries' versions.

    When code is what makes a result, the only safe key has the code in it.
    """
    digest = hashlib.blake2b(digest_size=16)
    for folder in [_PACKAGE / room for room in rooms] or [_PACKAGE]:
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    from importlib.metadata import version  # noqa: PLC0415 - with `email` and more behind it, which `build` may not need

    for library in libraries:
        digest.update(f"{library}={version(library)}\0".encode())
    return digest.digest()


class Memo:
    """Texts by key; what a run neither reads nor writes is forgotten when it ends well, unless it is a guest."""

    def __init__(self, path: Path | None, *, forget: bool = False, is_guest: bool = False) -> None:
        """Open the memo at `path`, made where it is missing; None keeps nothing. `forget` starts with nothing known.

        A guest, which may not ask for all that a build needs, leaves everything known that it does not ask for.
        """
        self._path = path
        self._forget = forget
        self._is_guest = is_guest
        self._old: dict[bytes, str] = {}
        self._new: dict[bytes, str] = {}
        self._used: set[bytes] = set()

    def __enter__(self) -> Self:
        if self._path is not None and not self._forget and self._path.is_file():
            with contextlib.suppress(sqlite3.Error, TypeError):
                with contextlib.closing(sqlite3.connect(self._path)) as database:
                    rows = database.execute("SELECT key, value FROM memo").fetchall()
                self._old = {bytes(key): str(value) for key, value in rows}
        return self

    def get(self, key: bytes) -> str | None:
        self._used.add(key)
        return self._new.get(key, self._old.get(key))

    def put(self, key: bytes, value: str) -> None:
        self._used.add(key)
        self._new[key] = value

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._path is None:
            return
        # After a failed run nothing is forgotten: it may have ended before it asked for everything.
        stale = self._old.keys() - self._used if kind is None and not self._is_guest else ()
        if not self._new and not stale:
            return
        try:
            self._save(stale)
        except sqlite3.DatabaseError:
            # The memo is only a memo: a damaged file is thrown away and filled again by the next run.
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _save(self, stale: Iterable[bytes]) -> None:
        assert self._path is not None
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(self._path)) as database, database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
            )
            database.executemany("DELETE FROM memo WHERE key = ?", [(key,) for key in stale])
            database.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", self._new.items())
