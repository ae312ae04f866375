"""One file to its documents: pure, remembered, and knowing no other file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from dateline.content.document import AnyDocument, Document
from dateline.content.fields import Ref
from dateline.content.markup import Heading, MarkupError, RecordLink, Rendered, render, render_line
from dateline.content.places import OpenedFile, open_file
from dateline.content.references import rewrite
from dateline.content.schema import MODELS, Actor, Brief, Record
from dateline.content.sources import SourceFile
from dateline.content.validate import Loc, validate
from dateline.memo import Memo, toolchain
from dateline.problems import Problem, did_you_mean, has_errors, listed, quote

# Texts that stand on one page with the body: what goes before their ids, so that none is there twice.
_SCOPES = {"why_it_matters": "why-", "whats_next": "next-"}
LIBRARIES = ("Markdown", "nh3", "pydantic", "PyYAML")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of one file: its documents (none where it has errors), and its problems."""

    documents: tuple[AnyDocument, ...]
    problems: tuple[Problem, ...]


def parse_all(files: Iterable[SourceFile], memo: Memo) -> Parsed:
    """Every file's documents and problems, in the order of the files."""
    parsed = [_remembered(file, memo) for file in files]
    return Parsed(
        tuple(document for one in parsed for document in one.documents),
        tuple(problem for one in parsed for problem in one.problems),
    )


def _remembered(file: SourceFile, memo: Memo) -> Parsed:
    key = hashlib.blake2b(toolchain("content", libraries=LIBRARIES) + file.digest, digest_size=16).digest()
    known = memo.get(key)
    if known is not None:
        try:
            return _decode(known, file)
        except (ValueError, TypeError, KeyError, AttributeError):
            pass  # a memo that makes no sense is as good as none
    parsed = parse(file)
    if not has_errors(parsed.problems):
        memo.put(key, _encode(parsed))
    return parsed


def parse(file: SourceFile) -> Parsed:
    """The documents of one file. With any error in it there are none, and all its problems are told."""
    opened, problems = open_file(file)
    if opened is None or has_errors(problems):
        return Parsed((), problems)
    documents: list[AnyDocument] = []
    found = list(problems)
    for at, name, values in _entries(file, opened):
        document, more = _parse_record(file, opened, at, name, values)
        found += more
        if document is not None:
            documents.append(document)
    return Parsed(() if has_errors(found) else tuple(documents), tuple(found))


def _entries(file: SourceFile, opened: OpenedFile) -> list[tuple[Loc, str, object]]:
    """The records in a file: where each lies in its YAML, the name it goes by, and its values."""
    if file.many:
        return [((name,), name, values) for name, values in opened.yaml.values.items()]
    return [((), PurePosixPath(file.path).stem, opened.yaml.values)]


def _parse_record(
    file: SourceFile, opened: OpenedFile, at: Loc, name: str, values: object
) -> tuple[AnyDocument | None, tuple[Problem, ...]]:
    if not isinstance(values, Mapping):
        return None, (Problem(*opened.place(at), "wrong-type", f"{name} needs a mapping of fields", ""),)
    record_id = values.get("id", name)
    named = {"id": record_id, "slug": values.get("slug", record_id), **values}
    free = {key: value for key, value in named.items() if key.startswith("x_")}
    stated = {key: value for key, value in named.items() if key not in free}
    noun = f"{file.kind} {name!r}" if file.many else file.kind
    fields, problems = validate(MODELS[file.kind], stated, opened.yaml, opened.path, at=at, noun=noun)
    if fields is None:
        return None, tuple(_with_rename_hint(problem, named, values) for problem in problems)
    return _document(file, opened, at, fields, free)


def _with_rename_hint(problem: Problem, named: Mapping[str, object], values: Mapping[str, object]) -> Problem:
    """An id that comes from the file's name is mended by another name, or by an id of its own."""
    if problem.code != "bad-id" or "id" in values or problem.message.startswith("slug: ") and "slug" in values:
        return problem
    hint = "rename the file, or give the record an `id:` of its own"
    return Problem(problem.path, problem.line, problem.column, problem.code, problem.message, hint)


def _document(
    file: SourceFile, opened: OpenedFile, at: Loc, fields: Record, free: Mapping[str, Any]
) -> tuple[AnyDocument | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    sources: dict[str, int] = {}
    if isinstance(fields, Brief):
        sources, problems = _source_numbers(opened, fields)
        fields = _with_numbered_sources(opened, fields, sources, problems)
    rendered: list[tuple[str, Rendered]] = []
    for loc, text, is_line in _texts(fields, opened.body):
        try:
            scope = _SCOPES.get(str(loc[0]), "")
            html = render_line(text, sources) if is_line else render(text, sources, plain=file.is_plain, scope=scope)
        except MarkupError as error:
            place = opened.find("", loc) if loc == ("body",) else opened.place((*at, *loc))
            problems.append(Problem(*place, "bad-value", f"the Markdown cannot be read: {error}"))
            continue
        rendered.append((".".join(map(str, loc)), html))
        problems += _faults_of_text(opened, (*at, *loc) if loc != ("body",) else loc, html, sources)
    problems += _rules(opened, at, fields)
    if has_errors(problems):
        return None, tuple(problems)
    return Document(
        kind=file.kind,
        fields=fields,
        prose=tuple((field, html.html) for field, html in rendered if html.html),
        headings=tuple(heading for field, html in rendered for heading in html.headings if field == "body"),
        links=tuple(dict.fromkeys(link for _, html in rendered for link in html.links)),
        images=tuple(dict.fromkeys([*_pictures(fields), *(image for _, html in rendered for image in html.images)])),
        extra=free,
        path=opened.path,
        at=at,
        digest=hashlib.blake2b(file.digest + repr(at).encode(), digest_size=16).digest(),
    ), tuple(problems)


def _texts(fields: Record, body: str) -> Iterable[tuple[Loc, str, bool]]:
    """The marked-up texts of a record in reading order: field, text, and whether it is a line or blocks."""
    if isinstance(fields, Brief):
        if fields.bluf:
            yield ("bluf",), fields.bluf, True
        for index, point in enumerate(fields.key_points):
            yield ("key_points", index), point, True
    yield ("body",), body, False
    if isinstance(fields, Brief):
        if fields.why_it_matters:
            yield ("why_it_matters",), fields.why_it_matters, False
        if fields.whats_next:
            yield ("whats_next",), fields.whats_next, False


def _pictures(fields: Record) -> tuple[str, ...]:
    return (fields.image,) if isinstance(fields, Brief | Actor) and fields.image else ()


def _source_numbers(opened: OpenedFile, brief: Brief) -> tuple[dict[str, int], list[Problem]]:
    """The number of each source by its key and by its number."""
    numbers = {str(number): number for number in range(1, len(brief.sources) + 1)}
    problems = []
    for number, source in enumerate(brief.sources, start=1):
        if source.key is None:
            continue
        if numbers.setdefault(source.key, number) != number:
            place = opened.place(("sources", number - 1, "key"))
            other = numbers[source.key]
            message = f"sources {other} and {number} have the same key {quote(source.key)}"
            problems.append(Problem(*place, "duplicate-id", message, "give each source a key of its own"))
    return numbers, problems


def _with_numbered_sources(
    opened: OpenedFile, brief: Brief, sources: Mapping[str, int], problems: list[Problem]
) -> Brief:
    """The brief with the sources of its claims named by number; those that it does not list are problems."""

    def choose(ref: Ref, text: str, loc: Loc) -> str:
        if ref.kind != "source":
            return text
        if text not in sources:
            problems.append(_unknown_source(opened.place(loc), text, sources))
            return text
        return str(sources[text])

    return rewrite(brief, choose) or brief


def _unknown_source(place: tuple[str, int, int], text: str, sources: Mapping[str, int]) -> Problem:
    keys = [key for key in sources if not key.isdigit()]
    hint = did_you_mean(text, sources) or (f"known: {listed(keys[:12])}" if keys else "give the source a `key:`")
    return Problem(*place, "unknown-source", f"no source {quote(text)} in this brief", hint)


def _faults_of_text(opened: OpenedFile, loc: Loc, html: Rendered, sources: Mapping[str, int]) -> Iterable[Problem]:
    for key in html.unknown_citations:
        needle = f"@{key}" if not key.startswith("^") else f"[{key}"
        yield _unknown_source(opened.find(needle, loc), key.removeprefix("^"), sources)
    for image in html.images_without_alt:
        message = f"the picture {quote(image)} has no text for readers who cannot see it"
        yield Problem(*opened.find(image, loc), "missing-alt", message, f"write ![what it shows]({image})")
    for fragment in html.unknown_fragments:
        known = [heading.id for heading in html.headings]
        hint = did_you_mean(fragment, known) or (
            f"known: {listed(known[:12])}" if known else "this text has no headings"
        )
        message = f"no heading {quote(fragment)} in this text"
        yield Problem(*opened.find(f"#{fragment}", loc), "unknown-heading", message, hint)
    for refused in html.refused:
        message = f"{quote(refused)} is left out: no page may hold it"
        hint = "pictures must lie in content/, and links lead to http, https or mailto addresses or to records"
        yield Problem(*opened.find(refused, loc), "left-out-markup", message, hint)


def _rules(opened: OpenedFile, at: Loc, fields: Record) -> Iterable[Problem]:
    """What one record must and should have beyond its fields' types."""
    start = opened.place(at)
    if isinstance(fields, Brief | Actor) and fields.image and not fields.image_alt:
        message = "the picture has no `image_alt`"
        yield Problem(*opened.place((*at, "image")), "missing-alt", message, "say in words what it shows")
    if not isinstance(fields, Brief):
        return
    if not fields.actors and not fields.topics:
        yield Problem(*start, "no-subject", "the brief names no actor and no topic", "add `actors:` or `topics:`")
    if not fields.bluf:
        if not opened.body.strip():
            yield Problem(*start, "empty-brief", "the brief has no text", "write a body below the fields, or a `bluf:`")
        else:
            message = "the brief has no bottom line; its first paragraph serves"
            yield Problem(*start, "no-bluf", message, "add `bluf:`, one or two sentences")
    if not fields.sources:
        yield Problem(*start, "no-sources", "the brief lists no source", "add `sources:` with a title or url each")


def _encode(parsed: Parsed) -> str:
    documents = [
        {
            "fields": document.fields.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "prose": document.prose,
            "headings": [asdict(heading) for heading in document.headings],
            "links": [asdict(link) for link in document.links],
            "images": document.images,
            "extra": document.extra,
            "path": document.path,
            "at": document.at,
            "digest": document.digest.hex(),
        }
        for document in parsed.documents
    ]
    problems = [
        [problem.path, problem.line, problem.column, problem.code, problem.message, problem.hint]
        for problem in parsed.problems
    ]
    return json.dumps({"documents": documents, "problems": problems}, ensure_ascii=False)


def _decode(text: str, file: SourceFile) -> Parsed:
    values = json.loads(text)
    documents = tuple(
        Document(
            kind=file.kind,
            fields=MODELS[file.kind].model_validate(one["fields"]),
            prose=tuple((str(field), str(html)) for field, html in one["prose"]),
            headings=tuple(Heading(**heading) for heading in one["headings"]),
            links=tuple(RecordLink(**link) for link in one["links"]),
            images=tuple(map(str, one["images"])),
            extra=dict(one["extra"]),
            path=str(one["path"]),
            at=tuple(one["at"]),
            digest=bytes.fromhex(one["digest"]),
        )
        for one in values["documents"]
    )
    return Parsed(documents, tuple(Problem(*problem) for problem in values["problems"]))
