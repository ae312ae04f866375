"""A folder as a target: a mounted disk, or what a server on this machine shows."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from dateline.deploy.errors import DeployError
from dateline.deploy.record import RECORD, Record, Sent
from dateline.deploy.release import Item
from dateline.publish.atomic import write_file
from dateline.publish.manifest import content_hash


class FolderStore:
    """Files below a folder, compared by their bytes."""

    workers = 1

    def __init__(self, folder: Path) -> None:
        self.name = os.path.normpath(folder)
        self._folder = folder

    def read(self, path: str) -> bytes | None:
        with _explained("read", f"{self.name}/{path}"):
            try:
                return (self._folder / path).read_bytes()
            except FileNotFoundError:
                return None

    def write_record(self, data: bytes) -> None:
        self._write(RECORD, data)

    def look(self, paths: Collection[str], _record: Record) -> Mapping[str, Sent]:
        return {path: Sent(self._content(path)) for path in paths if os.path.lexists(self._folder / path)}

    def _content(self, path: str) -> str:
        file = self._folder / path
        if file.is_symlink() or not file.is_file():
            return ""
        with _explained("read", f"{self.name}/{path}"):
            return content_hash(file.read_bytes()).hex()

    def fingerprint(self, item: Item) -> str:
        return item.content

    def put(self, item: Item, data: bytes) -> Sent:
        self._write(item.path, data)
        return Sent(item.content)

    def _write(self, path: str, data: bytes) -> None:
        file = self._folder / path
        draft = file.with_name(f".{file.name}.dateline-new")
        with _explained("write", f"{self.name}/{path}"):
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                write_file(draft, data, flags=os.O_TRUNC)
                draft.replace(file)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise

    def delete(self, path: str) -> None:
        file = self._folder / path
        with _explained("delete", f"{self.name}/{path}"):
            file.unlink(missing_ok=True)
        with suppress(OSError):  # a folder that still holds something
            for folder in file.relative_to(self._folder).parents[:-1]:
                (self._folder / folder).rmdir()


@contextmanager
def _explained(doing: str, file: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeployError(f"cannot {doing} {file}: {error.strerror or error}") from error
