"""Places that take one file at a time: what is there, what differs, and sending that in an order readers can bear."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from dateline.deploy.changes import Changes, changes_between, stages
from dateline.deploy.errors import DeployError
from dateline.deploy.place import Tell
from dateline.deploy.record import RECORD, Record, Sent, format_record, parse_record
from dateline.deploy.release import Item, Release

T = TypeVar("T")


class Store(Protocol):
    """One file at a time, by output path. Methods raise DeployError, and may be called from several threads."""

    name: str
    workers: int
    """How many files may be on their way at once."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None if it is not there."""

    def write_record(self, data: bytes) -> None:
        """Put the record in its place."""

    def look(self, paths: Collection[str], record: Record, /) -> Mapping[str, Sent]:
        """What is there at these paths; without a fingerprint where that is not of the store's own making."""

    def fingerprint(self, item: Item) -> str:
        """What `look` says of an item that is there as it should be."""

    def put(self, item: Item, data: bytes) -> Sent:
        """Put a file in its place, whole or not at all."""

    def delete(self, path: str) -> None:
        """Remove a file; no matter if it is not there."""


@dataclass
class Tally:
    """How far a deploy has come."""

    to_send: int
    to_delete: int
    sent: int = 0
    deleted: int = 0

    def standing(self) -> str:
        """What is at the place now, for who is told that the rest failed."""
        gone = f"{self.deleted} of {self.to_delete} deleted" if self.deleted else "nothing deleted yet"
        return f"there now: {self.sent} of {self.to_send} files sent, {gone}; deploy again to go on"

    def tell(self, tell: Tell) -> None:
        tell(self.sent + self.deleted, self.to_send + self.to_delete)


@dataclass
class ObjectPlace:
    """A place that a store makes. State is derived from the store each time, so a broken deploy is simply run again."""

    store: Store
    adopt: bool
    _record: Record = field(default_factory=Record)
    _present: Mapping[str, Sent] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.store.name

    def survey(self, release: Release) -> Changes:
        self._record = parse_record(self.store.read(RECORD), self.name)
        self._present = self.store.look(self._record.files.keys() | release.files.keys(), self._record)
        there = {path: sent.fingerprint for path, sent in self._present.items()}
        wanted = {path: self.store.fingerprint(item) for path, item in release.files.items()}
        # A mark comes with what the store itself knows to be ours, even where the record is lost.
        known = {path for path, sent in self._present.items() if sent.fingerprint and sent.mark}
        return changes_between(there, wanted, self._record.files.keys() | known, self.name, adopt=self.adopt)

    def send(self, release: Release, changes: Changes, tell: Tell) -> None:
        tally = Tally(len(changes.sent), len(changes.deleted))
        try:
            self._send(release, changes, tally, tell)
        except DeployError as error:
            raise DeployError(error.message, "\n    ".join(filter(None, [error.hint, tally.standing()]))) from error

    def _send(self, release: Release, changes: Changes, tally: Tally, tell: Tell) -> None:
        there = {path: sent for path, sent in self._present.items() if path in release.files}
        if changes:
            self.store.write_record(format_record(self._record.with_possible(changes.sent)))

        def put(path: str) -> Sent:
            return self.store.put(release.files[path], release.read(path))

        for paths in stages(release, changes.sent):
            for path, sent in in_parallel(put, paths, self.store.workers):
                there[path] = sent
                tally.sent += 1
                tally.tell(tell)
        for _ in in_parallel(self.store.delete, changes.deleted, self.store.workers):
            tally.deleted += 1
            tally.tell(tell)
        if Record(there) != self._record:
            self.store.write_record(format_record(Record(there)))


def in_parallel(act: Callable[[str], T], paths: Collection[str], workers: int) -> Iterator[tuple[str, T]]:
    """What `act` gives for each path, as it comes. After a failure no further one is begun; then it is raised.

    Those that are on their way by then arrive and are given first, so that the caller knows what was done.
    """
    failure: BaseException | None = None
    with ThreadPoolExecutor(workers) as pool:
        futures = {pool.submit(act, path): path for path in paths}
        try:
            for future in as_completed(futures):
                if future.cancelled():
                    continue
                if error := future.exception():
                    failure = failure or error
                    for waiting in futures:
                        waiting.cancel()
                else:
                    yield futures[future], future.result()
        finally:
            for waiting in futures:
                waiting.cancel()
    if failure:
        raise failure
