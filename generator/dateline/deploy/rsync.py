"""A server that rsync reaches, over ssh or its own protocol.

Each stage is a run of its own over a list of files, so that the order holds. Stale files are deleted by name, with all
else protected: `--delete` alone would take with it what others keep there. (`--delete-missing-args` was made for that,
but receivers with the fixes of 2026 refuse what it sends: "invalid file mode 00".)
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from dateline.config import Target
from dateline.deploy.changes import Changes, changes_between, stages
from dateline.deploy.errors import DeployError
from dateline.deploy.objects import Tally
from dateline.deploy.place import Tell
from dateline.deploy.record import RECORD, Record, Sent, format_record, parse_record
from dateline.deploy.release import Release
from dateline.deploy.tools import Ended, Tool
from dateline.publish.paths import folders_of

# Socket trouble, a stream that broke, time-outs, and what ssh says for itself.
_PASSING = (10, 12, 30, 35, 255)
_SOME_MISSING = 23
_OPTIONS = ("--checksum", "--8-bit-output", "--from0")


class RsyncPlace:
    """Files below a folder of a server."""

    def __init__(self, target: Target, root: Path, environment: Mapping[str, str], *, adopt: bool) -> None:
        self.name = f"{str(target.to).rstrip('/')}/"
        self._adopt = adopt
        self._tool = Tool("rsync", environment, root, lambda ended: ended.code in _PASSING)
        self._record = Record()

    def survey(self, release: Release) -> Changes:
        self._record = parse_record(self._read_record(), self.name)
        ended = self._transfer(release.folder, release.files, "--dry-run", "--out-format=%i %n")
        new: set[str] = set()
        differing: set[str] = set()
        for line in ended.output.splitlines():
            flags, _, path = line.partition(" ")
            if path in release.files and flags[1:2] == "f" and flags[0] in "<>":
                (new if flags.endswith("+++") else differing).add(path)
        there = {path: "differs" if path in differing else "" for path in release.files if path not in new}
        stale = {path: "" for path in self._record.files if path not in release.files}
        wanted = dict.fromkeys(release.files, "")
        return changes_between({**there, **stale}, wanted, self._record.files.keys(), self.name, adopt=self._adopt)

    def send(self, release: Release, changes: Changes, tell: Tell) -> None:
        tally = Tally(len(changes.sent), len(changes.deleted))
        try:
            if changes:
                self._write_record(self._record.with_possible(changes.sent))
            for paths in stages(release, changes.sent):
                self._transfer(release.folder, paths)
                tally.sent += len(paths)
                tally.tell(tell)
            if changes.deleted:
                self._delete(changes.deleted, release)
                tally.deleted += len(changes.deleted)
                tally.tell(tell)
            record = Record({path: Sent(item.content) for path, item in release.files.items()})
            if record != self._record:
                self._write_record(record)
        except DeployError as error:
            raise DeployError(error.message, "\n    ".join(filter(None, [error.hint, tally.standing()]))) from error

    def _read_record(self) -> bytes | None:
        with tempfile.TemporaryDirectory() as folder:
            ended = self._tool.run([f"{self.name}{RECORD}", f"{folder}/"])
            if ended.code not in (0, _SOME_MISSING):
                raise self._failed("read", ended)
            copy = Path(folder) / RECORD
            return copy.read_bytes() if copy.is_file() else None

    def _write_record(self, record: Record) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / RECORD).write_bytes(format_record(record))
            self._transfer(Path(folder), [RECORD])

    def _delete(self, paths: Collection[str], release: Release) -> None:
        """Delete files, then the folders that only held such; one in which others keep something stays."""
        self._delete_named(paths)
        emptied = folders_of(paths) - folders_of(release.files)
        for depth in sorted({folder.count("/") for folder in emptied}, reverse=True):
            self._delete_named(folder for folder in emptied if folder.count("/") == depth)

    def _delete_named(self, paths: Iterable[str]) -> None:
        paths = sorted(paths)
        with tempfile.TemporaryDirectory() as nothing, tempfile.TemporaryDirectory() as lists:
            # What is not in the folder may go; rsync looks into the folders that are there on both sides only.
            for folder in folders_of(paths):
                Path(nothing, folder).mkdir(parents=True, exist_ok=True)
            rules = Path(lists) / "rules"
            rules.write_bytes(b"".join(b"R /%b\0" % _pattern(path).encode() for path in paths) + b"P *\0")
            options = ("--recursive", "--delete", f"--filter=. {rules}")
            ended = self._tool.run([*_OPTIONS, *options, f"{nothing}/", self.name])
        if ended.code:
            raise self._failed("write", ended)

    def _transfer(self, folder: Path, paths: Iterable[str], *options: str) -> Ended:
        with tempfile.TemporaryDirectory() as lists:
            names = Path(lists) / "files"
            names.write_bytes(b"".join(path.encode() + b"\0" for path in paths))
            ended = self._tool.run([*_OPTIONS, *options, f"--files-from={names}", f"{folder.absolute()}/", self.name])
        if ended.code:
            raise self._failed("write", ended)
        return ended

    def _failed(self, doing: str, ended: Ended) -> DeployError:
        return DeployError(f"cannot {doing} {self.name}: {ended.reason}")


def _pattern(path: str) -> str:
    r"""A path as a pattern of rsync's filter rules that fits nothing else.

    >>> print(_pattern("a/b.css"), _pattern("a/[x].css"))
    a/b.css a/\[x].css
    """
    return re.sub(r"([\\*?\[])", r"\\\1", path) if re.search(r"[*?\[]", path) else path
