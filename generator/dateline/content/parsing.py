"""Many files to their documents: each remembered by its bytes, new ones parsed in all processes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple
from typing import Any

from msgspec.structs import replace
from pydantic_core import from_json, to_json

from dateline.content.document import AnyDocument, Document
from dateline.content.fields import Kind
from dateline.content.headings import Heading
from dateline.content.packed import packed
from dateline.content.parse import Parsed, parse
from dateline.content.record_links import RecordLink
from dateline.content.schema import MODELS, Record
from dateline.content.sources import SourceFile
from dateline.jobs import stretches
from dateline.memo import MANY, Memo, toolchain
from dateline.problems import Problem, has_errors

LIBRARIES = ("Markdown", "nh3", "pydantic", "pyromark", "PyYAML")
"""Those that decide what is read from a file, besides the code of `content/`."""


def parse_all(files: Sequence[SourceFile], memo: Memo, jobs: int = 1) -> Parsed:
    """Every file's documents and problems, in the order of the files; at most `jobs` processes parse."""
    known = [parsed for start in range(0, len(files), MANY) for parsed in remembered(files[start : start + MANY], memo)]
    unknown = [file for file, parsed in zip(files, known, strict=True) if parsed is None]
    new = iter(_parse_anew(unknown, memo, jobs))
    parsed = [next(new) if one is None else one for one in known]
    return Parsed(
        tuple(document for one in parsed for document in one.documents),
        tuple(problem for one in parsed for problem in one.problems),
    )


def remembered(files: Sequence[SourceFile], memo: Memo) -> list[Parsed | None]:
    """What the memo has of each file."""
    keys = [_key(file) for file in files]
    known = memo.get_all(keys)
    return [_recalled(known.get(key), file) for key, file in zip(keys, files, strict=True)]


def _recalled(known: bytes | None, file: SourceFile) -> Parsed | None:
    with suppress(ValueError, TypeError, KeyError, AttributeError):  # a memo that makes no sense is as good as none
        return _decode(known, file) if known is not None else None
    return None


def _key(file: SourceFile) -> bytes:
    return hashlib.blake2b(toolchain("content", libraries=LIBRARIES) + file.digest, digest_size=16).digest()


def _parse_anew(files: Sequence[SourceFile], memo: Memo, jobs: int) -> list[Parsed]:
    """What is in files, in their order; the memo is told of those without errors."""

    def work(start: int, stop: int) -> list[tuple[Parsed, bytes | None]]:
        parsed = map(parse, files[start:stop])
        return [(one, None if has_errors(one.problems) else _encode(one)) for one in parsed]

    found: dict[int, Parsed] = {}
    for start, outcomes in stretches(work, len(files), jobs, pack=_packed):
        for place, (parsed, text) in enumerate(outcomes, start):
            file = files[place]
            if text is not None:
                memo.put(_key(file), text)
            found[place] = _decode(text, file) if parsed is None else _as_decoded(parsed)
    return [found[place] for place in range(len(files))]


def _packed(outcome: tuple[Parsed, bytes | None]) -> tuple[Parsed | None, bytes | None]:
    """What another process sends: the text is sooner read than what it was made of."""
    parsed, text = outcome
    return (parsed, None) if text is None else (None, text)


def _as_decoded(parsed: Parsed) -> Parsed:
    """The same as if it were read back."""
    documents = (
        replace(one, fields=packed(one.fields), extra=from_json(to_json(one.extra)))
        if isinstance(one, Document)
        else one
        for one in parsed.documents
    )
    return replace(parsed, documents=tuple(documents))


def _encode(parsed: Parsed) -> bytes:
    """Lines of JSON: the problems, then the fields of each document and the rest of it."""
    lines = [to_json({"problems": [*map(astuple, parsed.problems)]})]
    for one in parsed.documents:
        if isinstance(one, Document):
            headings = [(heading.id, heading.text, heading.level) for heading in one.headings]
            links = [(link.kind, link.target, link.fragment) for link in one.links]
            rest = (one.prose, headings, links, one.images, one.extra, one.path, one.at, one.digest.hex())
            lines += [one.fields.model_dump_json(by_alias=True, exclude_defaults=True).encode(), to_json(rest)]
    return b"\n".join(lines)


def _decode(text: bytes, file: SourceFile) -> Parsed:
    head, *lines = map(from_json, text.split(b"\n"))
    fields = (packed(MODELS[file.kind].model_validate(line)) for line in lines[::2])
    return Parsed(
        tuple(_decoded(file.kind, *one) for one in zip(fields, lines[1::2], strict=True)),
        tuple(Problem(*problem) for problem in head["problems"]),
    )


def _decoded(kind: Kind, fields: Record, rest: Sequence[Any]) -> AnyDocument:
    prose, headings, links, images, extra, path, at, digest = rest
    return Document(
        kind=kind,
        fields=fields,
        texts=tuple((str(field), str(html).encode()) for field, html in prose),
        headings=tuple(Heading(*heading) for heading in headings),
        links=tuple(RecordLink(*link) for link in links),
        images=tuple(map(str, images)),
        extra=dict(extra),
        path=str(path),
        at=tuple(at),
        digest=bytes.fromhex(digest),
    )
