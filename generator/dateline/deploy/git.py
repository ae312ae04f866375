"""A branch of a git repository, from which a host such as GitHub Pages serves.

The commit is made in a repository of its own in a temporary folder: the site's checkout, its index and its branches
are not touched. A push is one step, so readers never see half of a deploy.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from dateline import __version__
from dateline.config import Target
from dateline.deploy.changes import Changes, changes_between
from dateline.deploy.errors import DeployError
from dateline.deploy.place import Tell
from dateline.deploy.record import RECORD, Record, Sent, format_record, parse_record
from dateline.deploy.release import Release
from dateline.deploy.tools import Ended, Tool

# What git says when the network, not the repository, is in the way.
_PASSING = ("could not resolve host", "timed out", "connection re", "early eof", "rpc failed", "hung up unexpectedly")
# How the site's own repository reaches its remotes: a runner keeps its credentials there, for instance.
_BORROWED = r"^(http|credential|url|user)\.|^core\.sshcommand$"
# A hook or an alias sets these; they must not lead to the user's repository.
_HIDDEN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX")
_BASE = "refs/heads/base"


class GitPlace:
    """A branch, as the tree of its last commit; `folder` is an empty one, to be removed afterwards."""

    def __init__(
        self, target: Target, root: Path, environment: Mapping[str, str], folder: Path, *, adopt: bool
    ) -> None:
        cleaned = {name: value for name, value in environment.items() if name not in _HIDDEN}
        at_home = Tool("git", cleaned, root, _is_passing)
        self._tool = replace(at_home, environment={**cleaned, **_borrowed(at_home)})
        self._adopt = adopt
        self._branch = f"refs/heads/{target.branch}"
        self._remote = self._address(str(target.remote))
        self.name = f"branch {target.branch} of {target.remote}"
        self._record = Record()
        self._base = ""
        self._there: Mapping[str, str] = {}
        self._blobs: Mapping[str, str] = {}
        self._folder = folder
        self._git("init", "--quiet", "--bare")
        self._with_identity()

    def survey(self, release: Release) -> Changes:
        if self._git("ls-remote", self._remote, self._branch):
            self._git("fetch", "--quiet", "--no-tags", "--depth=1", self._remote, f"+{self._branch}:{_BASE}")
            self._base = self._git("rev-parse", _BASE).strip()
            entries = (line.split("\t", 1) for line in self._git("ls-tree", "-r", "-z", _BASE).split("\0") if line)
            self._there = {path: about.split()[2] for about, path in entries}
        is_there = RECORD in self._there
        data = self._git("cat-file", "blob", self._there[RECORD]).encode() if is_there else None
        self._record = parse_record(data, self.name)
        names = "".join(f"{release.folder.absolute() / path}\n" for path in release.files)
        hashes = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=names).split()
        self._blobs = dict(zip(release.files, hashes, strict=True))
        return changes_between(self._there, self._blobs, self._record.files.keys(), self.name, adopt=self._adopt)

    def send(self, release: Release, changes: Changes, tell: Tell) -> None:
        record = Record({path: Sent(item.content) for path, item in release.files.items()})
        if not changes and record == self._record:
            return
        try:
            commit = self._commit(changes, record)
            lease = f"--force-with-lease={self._branch}:{self._base}"
            self._git("push", "--quiet", lease, self._remote, f"{commit}:{self._branch}")
        except DeployError as error:
            hint = "the branch is as it was; deploy again to go on"
            raise DeployError(error.message, "\n    ".join(filter(None, [error.hint, hint]))) from error
        total = len(changes.sent) + len(changes.deleted)
        tell(total, total)

    def _commit(self, changes: Changes, record: Record) -> str:
        if self._base:
            self._git("read-tree", self._base)
        blob = self._git("hash-object", "-w", "--stdin", stdin=format_record(record).decode()).strip()
        gone = "0" * len(blob)
        lines = [f"0 {gone}\t{path}" for path in changes.deleted]
        lines += [f"100644 {self._blobs[path]}\t{path}" for path in changes.sent]
        lines.append(f"100644 {blob}\t{RECORD}")
        self._git("update-index", "-z", "--index-info", stdin="".join(f"{line}\0" for line in lines))
        tree = self._git("write-tree").strip()
        parent = ["-p", self._base] if self._base else []
        return self._git("commit-tree", tree, *parent, "-m", f"Publish the site with Dateline {__version__}").strip()

    def _address(self, remote: str) -> str:
        """The address of a remote of the site's own repository, or what was given, which is one itself."""
        ended = self._tool.run(["remote", "get-url", "--push", remote])
        return ended.output.strip() if ended.code == 0 else remote

    def _with_identity(self) -> None:
        """A commit needs a name; a runner has none."""
        if self._tool.run([f"--git-dir={self._folder}", "config", "--get", "user.email"]).code:
            self._git("config", "user.name", "Dateline")
            self._git("config", "user.email", "dateline@localhost")

    def _git(self, *arguments: str, stdin: str = "") -> str:
        ended = self._tool.run([f"--git-dir={self._folder}", *arguments], stdin)
        if ended.code:
            raise DeployError(f"cannot {_DOING.get(arguments[0], 'use git for')} {self.name}: {ended.reason}")
        return ended.output


_DOING = {"ls-remote": "reach", "fetch": "read", "push": "write"}


def _borrowed(at_home: Tool) -> Mapping[str, str]:
    """Settings of the site's own repository, as variables: other users could read arguments."""
    ended = at_home.run(["config", "--local", "-z", "--get-regexp", _BORROWED])
    entries = [entry.partition("\n") for entry in ended.output.split("\0") if entry] if ended.code == 0 else []
    count = int(at_home.environment.get("GIT_CONFIG_COUNT") or 0)
    variables = {"GIT_CONFIG_COUNT": str(count + len(entries))}
    for number, (key, _, value) in enumerate(entries, start=count):
        variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return variables


def _is_passing(ended: Ended) -> bool:
    told = ended.errors.lower()
    return any(words in told for words in _PASSING)
