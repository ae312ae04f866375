"""The library: all documents by kind and id, every reference between them resolved or reported."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from dateline.content.document import AnyDocument, Document, Fragment, Key
from dateline.content.fields import KINDS, Kind, Ref
from dateline.content.places import Places
from dateline.content.references import references, rewrite
from dateline.content.schema import Actor, ActorRole, Brief, Page, Publisher, Record, Source, Topic, TopicRole
from dateline.content.sources import FOLDERS, MediaFile
from dateline.content.validate import Loc
from dateline.problems import Problem, did_you_mean, listed, quote

_Role = TypeVar("_Role", ActorRole, TopicRole)
_UNOPENED = frozenset({"unreadable-file", "not-text", "too-long"})
"""Codes of problems for which a file's text is not known."""


class Names:
    """How references find records: by id, slug, name or alias; the exact id wins, and letter case is no matter."""

    def __init__(self, documents: Iterable[AnyDocument | Fragment]) -> None:
        self._ids: dict[str, dict[str, str]] = defaultdict(dict)
        self._names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for document in documents:
            self._ids[document.kind][document.id] = document.id
            for name in names_of(document):
                self._names[document.kind][name.casefold()].add(document.id)
        for document in documents:
            self._ids[document.kind].setdefault(document.slug, document.id)

    def find(self, kind: Kind, text: str) -> str | None:
        """The id of the one record that `text` names, or None where there is none or more than one."""
        found = self._ids[kind].get(text) or self._ids[kind].get(text.casefold())
        if found:
            return found
        named = self._names[kind].get(text.casefold(), set())
        return next(iter(named)) if len(named) == 1 else None

    def missing(self, kind: Kind, text: str) -> tuple[str, str]:
        """Why `find` gave None: the fact and the hint."""
        shared = sorted(self._names[kind].get(text.casefold(), ()))
        if shared:
            return f"{quote(text)} is a name of {len(shared)} {kind}s", f"write the id: {listed(shared[:8])}"
        hint = did_you_mean(text, [*self._ids[kind], *self._names[kind]])
        return f"no {kind} {quote(text)}", hint or _how_to_add(kind, text)


def _how_to_add(kind: Kind, text: str) -> str:
    if kind in ("brief", "actor", "topic"):
        return f"add it with: dateline new {kind} {shlex.quote(text[:60])}"
    return f"add it in content/{kind}s/"


def _known_headings(known: Sequence[str]) -> str:
    return f"known: {listed(known[:12])}" if known else "the target has no headings"


def names_of(document: AnyDocument | Fragment) -> tuple[str, ...]:
    """The name and aliases of an actor, topic or publisher; nothing for other kinds."""
    if isinstance(document, Fragment):
        return document.names
    match document.fields:
        case Actor() | Topic() as named:
            return (named.name, *named.aliases)
        case Publisher() as publisher:
            return (publisher.name,)
    return ()


class Library(Struct, frozen=True):
    """Documents by id, for each kind in the order of their ids. Every reference in them is an id that is here."""

    briefs: Mapping[str, Document[Brief]] = field(default_factory=dict)
    actors: Mapping[str, Document[Actor]] = field(default_factory=dict)
    topics: Mapping[str, Document[Topic]] = field(default_factory=dict)
    publishers: Mapping[str, Document[Publisher]] = field(default_factory=dict)
    pages: Mapping[str, Document[Page]] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Iterable[AnyDocument]) -> Self:
        """A library of documents whose ids are unique for each kind."""
        by_kind: dict[Kind, dict[str, Any]] = {kind: {} for kind in KINDS}
        for document in sorted(documents, key=lambda document: document.key):
            by_kind[document.kind][document.id] = document
        return cls(*(MappingProxyType(by_kind[kind]) for kind in KINDS))

    def of_kind(self, kind: Kind) -> Mapping[str, AnyDocument]:
        mapping: Mapping[str, AnyDocument] = getattr(self, f"{kind}s")
        return mapping

    def __iter__(self) -> Iterator[AnyDocument]:
        return (document for kind in KINDS for document in self.of_kind(kind).values())

    def get(self, key: Key) -> AnyDocument | None:
        return self.of_kind(key[0]).get(key[1])


def unopened(problems: Iterable[Problem]) -> tuple[Fragment, ...]:
    """A fragment for each record whose file could not be opened, or is no text, as its problem tells.

    With them among the documents, `resolve` does not report every reference to such a record as well.
    """
    fragments = []
    for problem in problems:
        path = PurePosixPath(problem.path)
        if problem.code in _UNOPENED and len(path.parts) > 2 and path.parts[1] in FOLDERS:
            kind = FOLDERS[path.parts[1]]
            fragments.append(Fragment(kind, path.stem, path.stem, problem.path, (), is_unread=True))
    return tuple(fragments)


def resolve(
    documents: Iterable[AnyDocument | Fragment], places: Places, media: Iterable[MediaFile]
) -> tuple[Library, tuple[Problem, ...]]:
    """The library of all documents, and every problem that lies between two of them.

    Fragments are checked likewise and are no part of it. Where there are errors the library holds what could be
    resolved; nothing may be published from it.
    """
    documents = list(documents)
    resolver = _Resolver(documents, places, media)
    unique = resolver.unique(documents)
    resolved = [resolver.resolve(document) for document in unique if isinstance(document, Document)]
    for fragment in unique:
        if isinstance(fragment, Fragment):
            resolver.check(fragment)
    return Library.of(resolved), tuple(resolver.problems)


class _Resolver:
    """One run of `resolve`: the look-ups it needs and the problems that it finds."""

    def __init__(self, documents: list[AnyDocument | Fragment], places: Places, media: Iterable[MediaFile]) -> None:
        self.names = Names(documents)
        self._places = places
        self.problems: list[Problem] = []
        self._unread = [one for one in documents if isinstance(one, Fragment) and one.is_unread]
        self._headings = {document.key: tuple(heading.id for heading in document.headings) for document in documents}
        self._media = {one.path for one in media}
        self._domains = {
            domain: document.id
            for document in documents
            if isinstance(document, Document) and isinstance(document.fields, Publisher)
            for domain in document.fields.domains
        }

    def unique(self, documents: list[AnyDocument | Fragment]) -> list[AnyDocument | Fragment]:
        """The documents without those whose id another one of the kind has; problems for those, and for equal slugs."""
        ids: dict[Key, AnyDocument | Fragment] = {}
        slugs: dict[Key, AnyDocument | Fragment] = {}
        for document in documents:
            if isinstance(document, Fragment) and document.is_unread:
                continue  # what its id and slug are is not known
            other = ids.setdefault(document.key, document)
            if other is not document:
                self._clash(document, other, "id", "duplicate-id")
                continue
            other = slugs.setdefault((document.kind, document.slug), document)
            if other is not document:
                self._clash(document, other, "slug", "url-clash")
        return list(ids.values())

    def _clash(self, document: AnyDocument | Fragment, other: AnyDocument | Fragment, name: str, code: str) -> None:
        value = getattr(document, name)
        message = f"the {name} {quote(value)} is already that of {other.path}"
        hint = f"give one of them another `{name}:`" + (", or rename its file" if name == "id" else "")
        self.report(document, (name,), code, message, hint)

    def report(self, document: AnyDocument | Fragment, loc: Loc, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(*self._places.of(document.path, (*document.at, *loc)), code, message, hint))

    def resolve(self, document: AnyDocument) -> AnyDocument:
        """The document with every reference an id, problems reported for those that lead nowhere."""
        record = document.fields
        if isinstance(record, Brief):
            record = self._with_publishers(record)

        def choose(ref: Ref, text: str, loc: Loc) -> str:
            return self._found(document, ref, text, loc) or text

        self._check_images(document)
        # Most records name others by their ids alone, so a look at them saves most walks that note every place
        written = record if all(map(self._is_id, references(record))) else rewrite(record, choose)
        fields = _each_once(written or record)
        resolved, targets = document.with_fields(fields), self._link_targets(document)
        return replace(resolved, targets=targets) if targets else resolved

    def check(self, fragment: Fragment) -> None:
        """Report the references of a fragment that lead nowhere."""
        for ref, text, loc in fragment.references:
            self._found(fragment, ref, text, loc)
        self._check_images(fragment)
        self._link_targets(fragment)

    def _is_id(self, reference: tuple[Ref, str]) -> bool:
        """Whether a reference can stay as it is written."""
        ref, text = reference
        return ref.kind == "source" or self.names.find(ref.kind, text) == text

    def _found(self, document: AnyDocument | Fragment, ref: Ref, text: str, loc: Loc) -> str | None:
        """The id that a reference names; None, with a problem noted, where there is none."""
        if ref.kind == "source":
            return None
        found = self.names.find(ref.kind, text)
        if found is None and not ref.soft and not self._may_be_unread(ref.kind, text):
            self.report(document, loc, f"unknown-{ref.kind}", *self.names.missing(ref.kind, text))
        return found

    def _may_be_unread(self, kind: Kind, text: str) -> bool:
        """Whether a file that cannot be read may hold what `text` names: one problem is enough for it."""
        return any(one.kind == kind and self._places.names(one.path, text) for one in self._unread)

    def _with_publishers(self, brief: Brief) -> Brief:
        """The brief with a publisher for each source whose address lies in a publisher's domain."""
        sources = tuple(map(self._with_publisher, brief.sources))
        return brief if sources == brief.sources else brief.model_copy(update={"sources": sources})

    def _with_publisher(self, source: Source) -> Source:
        if source.publisher is not None or source.url is None:
            return source
        host = urlsplit(source.url).hostname or ""
        while host:
            if host in self._domains:
                return source.model_copy(update={"publisher": self._domains[host]})
            host = host.partition(".")[2]
        return source

    def _link_targets(self, document: AnyDocument | Fragment) -> tuple[tuple[Kind, str, str], ...]:
        """Kind, target as written and id for every link in the document's texts; problems for those without an id."""
        targets = []
        for link in document.links:
            found = self.names.find(link.kind, link.target)
            needle = f"{link.kind}:{link.target}"
            if found is None:
                if not self._may_be_unread(link.kind, link.target):
                    missing = self.names.missing(link.kind, link.target)
                    self._report_text(document, needle, f"unknown-{link.kind}", *missing)
                continue
            targets.append((link.kind, link.target, found))
            known = self._headings.get((link.kind, found), ())
            if link.fragment and link.fragment not in known and not self._is_unread(link.kind, found):
                message = f"the {link.kind} {found!r} has no heading {quote(link.fragment)}"
                hint = did_you_mean(link.fragment, known) or _known_headings(known)
                self._report_text(document, f"{needle}#{link.fragment}", "unknown-heading", message, hint)
        return tuple(dict.fromkeys(targets))

    def _is_unread(self, kind: Kind, id: str) -> bool:
        return any(one.key == (kind, id) for one in self._unread)

    def _check_images(self, document: AnyDocument | Fragment) -> None:
        for image in document.images:
            if image not in self._media:
                hint = did_you_mean(image, self._media) or "put the file into content/, and write its path from there"
                self._report_text(document, image, "unknown-image", f"no picture {quote(image)} in content/", hint)

    def _report_text(self, document: AnyDocument | Fragment, needle: str, code: str, message: str, hint: str) -> None:
        places = self._places.find_all(document.path, needle)
        self.problems += [Problem(*place, code, message, hint) for place in places]


def _each_once(record: Record) -> Record:
    """The record with each actor, topic and earlier brief once: an id and an alias of it may both have been listed."""
    if not isinstance(record, Brief):
        return record

    once = {
        "actors": _first_of_each(record.actors),
        "topics": _first_of_each(record.topics),
        "follows": tuple(dict.fromkeys(record.follows)),
    }
    changed = {name: value for name, value in once.items() if len(value) != len(getattr(record, name))}
    return record.model_copy(update=changed) if changed else record


def _first_of_each(roles: tuple[_Role, ...]) -> tuple[_Role, ...]:
    first: dict[str, _Role] = {}
    for role in roles:
        first.setdefault(role.id, role)
    return tuple(first.values())
