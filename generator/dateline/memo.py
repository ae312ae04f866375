"""The memo: remembers the results of pure functions on disk, by everything that they read.

One SQLite file of bytes by key, read when they are asked for. Nothing of it is ever executed, so a memo that came with
a checkout of unknown origin can be wrong but not dangerous; a damaged one is replaced by an empty one.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

PRIVATE = ".dateline"
"""Folder of the site for what can be made again."""
MANY = 500
"""So many results are written, and should be asked for, at once: to hold all of them would double what a run needs."""
_PACKAGE = Path(__file__).parent
_PATIENCE = 5.0
"""Seconds to wait for another run that writes."""


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
    """Bytes by key; what a run neither reads nor writes is forgotten when it ends well, unless it is a guest."""

    def __init__(self, path: Path | None, *, forget: bool = False, is_guest: bool = False) -> None:
        """Open the memo at `path`, made where it is missing; None keeps nothing. `forget` starts with nothing known.

        A guest, which may not ask for all that a build needs, leaves everything known that it does not ask for.
        """
        self._path = path
        self._forget = forget
        self._is_guest = is_guest
        self._database: sqlite3.Connection | None = None
        self._known: set[bytes] = set()
        """What the file holds."""
        self._new: dict[bytes, bytes] = {}
        """What it is to hold."""
        self._used: set[bytes] = set()

    def __enter__(self) -> Self:
        if self._path is not None and not self._forget and self._path.is_file():
            with contextlib.suppress(sqlite3.Error, TypeError):
                self._known = {bytes(key) for (key,) in self._opened(self._path).execute("SELECT key FROM memo")}
        return self

    def get(self, key: bytes) -> bytes | None:
        return self.get_all([key]).get(key)

    def get_all(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """What is known of each of these."""
        self._used.update(keys)
        found = {key: self._new[key] for key in keys if key in self._new}
        asked = [key for key in keys if key in self._known and key not in found]
        with contextlib.suppress(sqlite3.Error, TypeError):
            for start in range(0, len(asked), MANY):
                found |= self._read(asked[start : start + MANY])
        return found

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        assert self._path is not None
        places = ",".join("?" * len(keys))
        rows = self._opened(self._path).execute(
            f"SELECT key, CAST(value AS BLOB) FROM memo WHERE key IN ({places})",  # noqa: S608 - question marks alone
            keys,
        )
        return {bytes(key): bytes(value) for key, value in rows}

    def put(self, key: bytes, value: bytes) -> None:
        self._used.add(key)
        self._new[key] = value
        if len(self._new) == MANY and self._path is not None:
            self._save(self._path)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After a failed run nothing is forgotten: it may have ended before it asked for everything.
        stale = self._known - self._used if kind is None and not self._is_guest else ()
        if self._path is not None and (self._new or stale):
            self._save(self._path, stale)
        if self._database:
            self._database.close()

    def _save(self, path: Path, stale: Iterable[bytes] = ()) -> None:
        try:
            self._write(path, stale)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                return  # another run writes into it, and it is sound
            # The memo is only a memo: a damaged file is thrown away and filled again by the next run.
            if self._database:
                self._database.close()
                self._database = None
            self._known.clear()
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _write(self, path: Path, stale: Iterable[bytes]) -> None:
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
        with self._opened(path) as database:
            # With rowids: values of some kilobytes in the tree of the keys would be read in three times the time.
            database.execute("CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
            database.executemany("DELETE FROM memo WHERE key = ?", [(key,) for key in stale])
            database.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", self._new.items())
        self._known |= self._new.keys()
        self._new.clear()

    def _opened(self, path: Path) -> sqlite3.Connection:
        if self._database is None:
            self._database = sqlite3.connect(path, timeout=_PATIENCE)
        return self._database
