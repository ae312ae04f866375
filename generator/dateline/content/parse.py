"""One file to its documents: pure, and knowing no other file."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from dateline.content.document import AnyDocument, Document, Fragment
from dateline.content.fields import Ref, id_fault, id_like, is_address
from dateline.content.headings import Heading
from dateline.content.markup import MarkupError, Rendered, render, render_line
from dateline.content.places import OpenedFile, open_file
from dateline.content.record_links import RecordLink, is_picture_path
from dateline.content.references import rewrite, written
from dateline.content.rules import faults_of_text, rules, source_numbers, unknown_source
from dateline.content.schema import MODELS, Brief, Record
from dateline.content.sources import SourceFile
from dateline.content.validate import Loc, validate
from dateline.problems import Problem, has_errors, quote

# Texts that stand on one page with the body: what goes before their ids, so that none is there twice.
_SCOPES = {"why_it_matters": "why-", "whats_next": "next-"}


class Parsed(Struct, frozen=True):
    """What came of files: their records, whole or in fragments, and their problems."""

    documents: tuple[AnyDocument | Fragment, ...]
    problems: tuple[Problem, ...]


def parse(file: SourceFile) -> Parsed:
    """The records of one file, and all its problems. A record from which no document can be made is a fragment."""
    opened, problems = open_file(file)
    if opened is None or (has_errors(problems) and not opened.yaml.values):
        return Parsed((_unread(file, (), _stem(file.path)),), problems)
    parsed = [_parse_record(file, opened, at, name, values) for at, name, values in _entries(file, opened)]
    told = {(problem.path, problem.line, problem.column) for problem in problems}
    more = (problem for _, found in parsed for problem in found)
    new = (problem for problem in more if (problem.path, problem.line, problem.column) not in told)
    return Parsed(tuple(document for document, _ in parsed), (*problems, *new))


def _entries(file: SourceFile, opened: OpenedFile) -> list[tuple[Loc, str, object]]:
    """The records in a file: where each lies in its YAML, the name it goes by, and its values."""
    if file.many:
        return [((name,), name, values) for name, values in opened.yaml.values.items()]
    return [((), _stem(file.path), opened.yaml.values)]


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]  # a path object is 10 times as slow


def _unread(file: SourceFile, at: Loc, name: str) -> Fragment:
    return Fragment(file.kind, name, name, file.path, at, is_unread=True)


def _parse_record(
    file: SourceFile, opened: OpenedFile, at: Loc, name: str, values: object
) -> tuple[AnyDocument | Fragment, Sequence[Problem]]:
    if not isinstance(values, Mapping):
        message = f"the {file.kind} {quote(name)} needs a mapping of fields"
        hint = "write its fields below its id, indented"
        return _unread(file, at, name), [Problem(*opened.place(at), "wrong-type", message, hint)]
    record_id = values.get("id", name)
    named = {"id": record_id, "slug": values.get("slug", record_id), **values}
    free = {key: value for key, value in named.items() if key.startswith("x_")}
    stated = {key: value for key, value in named.items() if key not in free}
    noun = f"{file.kind} {name!r}" if file.many else file.kind
    fields, problems = validate(MODELS[file.kind], stated, opened.yaml, opened.path, at=at, noun=noun)
    if fields is None:
        fragment, more = _fragment(file, opened, at, name, stated)
        return fragment, [*_without_echoes(file, opened, at, values, problems), *more]
    return _document(file, opened, at, fields, free)


def _without_echoes(
    file: SourceFile, opened: OpenedFile, at: Loc, values: Mapping[str, object], problems: Iterable[Problem]
) -> Iterable[Problem]:
    """The problems, with one for an id that is not written down: it comes from a name, and the slug from it."""
    for problem in problems:
        if problem.message.startswith("slug") and "slug" not in values:
            continue
        if problem.code != "bad-id" or "id" in values or not problem.message.startswith("id: "):
            yield problem
        elif file.many:
            yield Problem(opened.path, *opened.yaml.locate_key(at), "bad-id", problem.message, problem.hint)
        else:
            path = PurePosixPath(file.path)
            nearer = f" to {near}{path.suffix}" if (near := id_like(path.stem)) else ""
            message = f"the file's name gives the id {quote(path.stem)}, which {id_fault(path.stem)}"
            hint = f"rename the file{nearer}, or give the record an `id:` of its own"
            yield Problem(file.path, 0, 0, "bad-id", message, hint)


def _document(
    file: SourceFile, opened: OpenedFile, at: Loc, fields: Record, free: Mapping[str, Any]
) -> tuple[AnyDocument, Sequence[Problem]]:
    problems: list[Problem] = []
    sources: dict[str, int] = {}
    if isinstance(fields, Brief):
        sources, problems = source_numbers(opened, [source.key for source in fields.sources])
        fields = _with_numbered_sources(opened, fields, sources, problems)
    values = dict(fields)
    rendered = list(_rendered(file, opened, at, values, sources, problems))
    problems += rules(
        opened,
        at,
        file.kind,
        {name for name, value in values.items() if value},
        is_draft=values.get("status") == "draft",
    )
    return Document(
        kind=file.kind,
        fields=fields,
        texts=tuple((field, html.html.encode()) for field, html in rendered if html.html),
        headings=_headings(rendered),
        links=_links(rendered),
        images=_images(values, rendered),
        extra=free,
        path=opened.path,
        at=at,
        digest=hashlib.blake2b(file.digest + repr(at).encode(), digest_size=16).digest(),
    ), problems


def _fragment(
    file: SourceFile, opened: OpenedFile, at: Loc, name: str, values: Mapping[str, object]
) -> tuple[Fragment, Sequence[Problem]]:
    """What can be told of a record whose fields have errors, and its other problems."""
    stated = values.get("sources", [])
    keys = [_name(source.get("key")) if isinstance(source, Mapping) else None for source in _entries_of(stated)]
    sources, problems = source_numbers(opened, keys)
    references = tuple(written(MODELS[file.kind], values))
    for ref, text, loc in references:
        if ref.kind == "source" and not _is_source(ref, text, sources):
            problems.append(unknown_source(opened.place(loc), text, sources))
    rendered = list(_rendered(file, opened, at, values, sources, problems))
    problems += rules(opened, at, file.kind, values, is_draft=values.get("status") == "draft")
    if not isinstance(stated, list):
        problems = [problem for problem in problems if problem.code != "unknown-source"]
    names = (
        [values.get("name"), *_entries_of(values.get("aliases"))] if "name" in MODELS[file.kind].model_fields else []
    )
    return Fragment(
        kind=file.kind,
        id=_name(values["id"]) or name,
        slug=_name(values["slug"]) or _name(values["id"]) or name,
        path=opened.path,
        at=at,
        names=tuple(filter(None, map(_name, names))),
        references=references,
        headings=_headings(rendered),
        links=_links(rendered),
        images=_images(values, rendered),
    ), problems


def _entries_of(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _name(value: object) -> str | None:
    """A value as a name, where it can be one."""
    is_name = isinstance(value, str | int | float) and not isinstance(value, bool)
    return unicodedata.normalize("NFC", str(value)) if is_name else None


def _rendered(
    file: SourceFile,
    opened: OpenedFile,
    at: Loc,
    values: Mapping[str, object],
    sources: Mapping[str, int],
    problems: list[Problem],
) -> Iterable[tuple[str, Rendered]]:
    """The marked-up texts among `values` and the body, by field in reading order; their problems are noted."""
    for loc, text, is_line in _texts(values, opened.body):
        place: Loc = loc if loc == ("body",) else (*at, *loc)
        try:
            scope = _SCOPES.get(str(loc[0]), "")
            html = (
                render_line(text, sources, markdown=file.markdown)
                if is_line
                else render(text, sources, plain=file.is_plain, scope=scope, markdown=file.markdown)
            )
        except MarkupError as error:
            message, hint = f"the Markdown cannot be read: {error}", "write it more plainly, or in parts"
            problems += [Problem(*where, "bad-value", message, hint) for where in opened.find(place)]
            continue
        problems += faults_of_text(opened, place, html, sources)
        yield ".".join(map(str, loc)), html


def _texts(values: Mapping[str, object], body: str) -> Iterable[tuple[Loc, str, bool]]:
    """The marked-up texts of a record in reading order: field, text, and whether it is a line or blocks."""
    points = values.get("key_points")
    texts: list[tuple[Loc, object, bool]] = [(("bluf",), values.get("bluf"), True)]
    if isinstance(points, list | tuple):
        texts += [(("key_points", index), point, True) for index, point in enumerate(points)]
    texts.append((("body",), body, False))
    texts += [((name,), values.get(name), False) for name in ("why_it_matters", "whats_next")]
    return ((loc, text, is_line) for loc, text, is_line in texts if isinstance(text, str))


def _headings(rendered: Iterable[tuple[str, Rendered]]) -> tuple[Heading, ...]:
    return tuple(heading for field, html in rendered for heading in html.headings if field == "body")


def _links(rendered: Iterable[tuple[str, Rendered]]) -> tuple[RecordLink, ...]:
    return tuple(dict.fromkeys(link for _, html in rendered for link in html.links))


def _images(values: Mapping[str, object], rendered: Iterable[tuple[str, Rendered]]) -> tuple[str, ...]:
    own = values.get("image")
    pictures = [own] if isinstance(own, str) and is_picture_path(own) else []
    return tuple(dict.fromkeys([*pictures, *(image for _, html in rendered for image in html.images)]))


def _with_numbered_sources(
    opened: OpenedFile, brief: Brief, sources: Mapping[str, int], problems: list[Problem]
) -> Brief:
    """The brief with the sources of its claims named by number; those that it does not list are problems."""

    def choose(ref: Ref, text: str, loc: Loc) -> str:
        if ref.kind != "source":
            return text
        if not _is_source(ref, text, sources):
            problems.append(unknown_source(opened.place(loc), text, sources))
        return str(sources.get(text, text))

    return rewrite(brief, choose) or brief


def _is_source(ref: Ref, text: str, sources: Mapping[str, int]) -> bool:
    """Whether a reference leads to a source of the brief, or may do without one."""
    return text in sources or (ref.soft and is_address(text))
