"""The ledger: every URL and feed id ever published, in text files that are committed with the content.

`state/urls.tsv` holds `url<TAB>owner`, `state/feed-ids.tsv` holds `kind:id<TAB>tag URI`: sorted, one entry a line, so
that two desks' entries merge. An owner is a record (`brief:x`), or `-` for a page that is derived from many records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from dateline.problems import Problem, quote
from dateline.publish.atomic import forget_draft, write_whole

DERIVED = "-"

_VISIBLE = r"[^\x00-\x20\x7f\s\ud800-\udfff]"
_RECORD = rf"[a-z][a-z-]*:{_VISIBLE}+"
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_MERGE_HINT = "a merge was left open: keep the entries of both sides, delete the lines that mark them, and commit"
_LINE_HINT = "restore the line from the history of the file"


class _Form(Struct, frozen=True):
    """What one of the two files looks like."""

    name: str
    header: str
    key: re.Pattern[str]
    value: re.Pattern[str]
    shape: str


_URLS = _Form(
    name="urls.tsv",
    header="# Every URL that this site has published, and whose it is. Written by `dateline build`.",
    key=re.compile(f"/{_VISIBLE}*"),
    value=re.compile(f"{DERIVED}|{_RECORD}"),
    shape="/url/<TAB>kind:id",
)
_FEED_IDS = _Form(
    name="feed-ids.tsv",
    header="# The id by which feed readers know each record, for ever. Written by `dateline build`.",
    key=re.compile(_RECORD),
    value=re.compile(f"tag:{_VISIBLE}+"),
    shape="kind:id<TAB>tag:...",
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was ever published: owners by URL, and tag URIs by record. ValueError for what the files cannot hold.

    `lines` tells in which line of `state/urls.tsv` a URL stands, where it was read from there.
    """

    urls: Mapping[str, str] = field(default_factory=dict)
    feed_ids: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for form, entries in _parts(self):
            for key, value in entries.items():
                if not form.key.fullmatch(key) or not form.value.fullmatch(value):
                    raise ValueError(f"not an entry of {form.name}: {key!r}, {value!r}")

    def with_published(self, urls: Mapping[str, str], feed_ids: Mapping[str, str]) -> Ledger:
        """With these added. Nothing is forgotten: a URL goes to its newest owner, a feed id stays what it first was."""
        return Ledger({**self.urls, **urls}, {**feed_ids, **self.feed_ids}, self.lines)


def read_ledger(state: Path) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger in the folder `state` (empty if there is none), and a problem for every line that cannot be read."""
    texts, unreadable = {}, []
    for form in (_URLS, _FEED_IDS):
        try:
            texts[form.name] = (state / form.name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            unreadable.append(_problem(form, 0, f"cannot be read: {error.strerror}", ""))
    ledger, problems = parse_ledger(texts.get(_URLS.name, b""), texts.get(_FEED_IDS.name, b""))
    return ledger, (*unreadable, *problems)


def write_ledger(state: Path, ledger: Ledger) -> tuple[str, ...]:
    """Write those of the two files that differ, each whole or not at all; their names. Raises OutputError."""
    changed = []
    for name, data in format_ledger(ledger).items():
        path = state / name
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data)
            changed.append(name)
        forget_draft(path)
    return tuple(changed)


def parse_ledger(urls: bytes, feed_ids: bytes) -> tuple[Ledger, tuple[Problem, ...]]:
    """The two files' bytes as a ledger of the lines that can be read, and a problem for each that cannot."""
    owners, url_lines, url_problems = _parse(_URLS, urls)
    tags, _, feed_id_problems = _parse(_FEED_IDS, feed_ids)
    return Ledger(owners, tags, url_lines), (*url_problems, *feed_id_problems)


def format_ledger(ledger: Ledger) -> dict[str, bytes]:
    """The files' bytes by name; a file without entries is not there."""
    return {
        form.name: "".join(
            f"{line}\n" for line in (form.header, *(f"{key}\t{value}" for key, value in sorted(entries.items())))
        ).encode()
        for form, entries in _parts(ledger)
        if entries
    }


def _parts(ledger: Ledger) -> tuple[tuple[_Form, Mapping[str, str]], ...]:
    return (_URLS, ledger.urls), (_FEED_IDS, ledger.feed_ids)


def _parse(form: _Form, data: bytes) -> tuple[dict[str, str], dict[str, int], list[Problem]]:
    entries: dict[str, str] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for number, line in _lines(data):
        key, _, value = line.partition("\t")
        if line.startswith(_MARKERS):
            problems.append(_problem(form, number, f"holds the mark of a merge conflict, {quote(line)}", _MERGE_HINT))
        elif not form.key.fullmatch(key) or not form.value.fullmatch(value):
            problems.append(_problem(form, number, f"is not of the form {form.shape}: {quote(line)}", _LINE_HINT))
        elif entries.setdefault(key, value) != value:
            message = f"{key} stands in line {lines[key]} with another value"
            problems.append(_problem(form, number, message, "delete the line that is wrong"))
        else:
            lines.setdefault(key, number)
    return entries, lines, problems


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without comments. Bytes that are not UTF-8 become surrogates, which fit no entry."""
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        text = line.removesuffix(b"\r").decode("utf-8", errors="surrogateescape")
        if text and not text.startswith("#"):
            yield number, text


def _problem(form: _Form, line: int, message: str, hint: str) -> Problem:
    return Problem(f"state/{form.name}", line, 1 if line else 0, "bad-state", message, hint)
