"""The record: a file at the host that says which files Dateline put there, so that it deletes no others.

Before anything is sent, all that will be sent is written into it; so after a break nothing of ours is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from dateline.deploy.errors import DeployError
from dateline.publish.paths import check_path

RECORD = ".dateline-deploy.json"
"""Where the record lies at the host. It names public files only."""
_FORMAT = 1


class Sent(NamedTuple):
    """A file that Dateline put there: what it was (empty if it may not have arrived), and the host's own mark on it."""

    fingerprint: str = ""
    mark: str = ""


class Record(Struct, frozen=True):
    """Files that are Dateline's own, by output path."""

    files: Mapping[str, Sent] = field(default_factory=dict)

    def with_possible(self, paths: Iterable[str]) -> Record:
        """With these as files that may be ours from now on."""
        return Record({**self.files, **dict.fromkeys(paths, Sent())})


def parse_record(data: bytes | None, place: str) -> Record:
    """The record with these bytes, empty if there are none.

    Raises DeployError for anything that `format_record` would not have made: who cannot tell what is ours deletes
    nothing.
    """
    if data is None:
        return Record()
    try:
        value = json.loads(data)
        if value["format"] != _FORMAT:
            raise ValueError(value["format"])
        return Record({check_path(path): _sent(*row) for path, row in value["files"].items()})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise DeployError(
            f"{RECORD} at {place} is damaged, or comes from another version of Dateline",
            "restore it; or delete it, and deploy with --adopt",
        ) from None


def format_record(record: Record) -> bytes:
    """The bytes of a record: the same for the same files."""
    files = {path: list(sent) for path, sent in sorted(record.files.items())}
    return json.dumps({"format": _FORMAT, "files": files}, separators=(",", ":"), ensure_ascii=True).encode()


def _sent(fingerprint: object, mark: object) -> Sent:
    if type(fingerprint) is not str or type(mark) is not str:
        raise TypeError("not an entry")
    return Sent(fingerprint, mark)
