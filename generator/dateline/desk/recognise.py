"""Recognising: which of a site's actors and topics a text names, by which of their spellings, and which it may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct

from dateline.analysis.mentions import Name, NamedKind, NameIndex, Ref, searchable
from dateline.config import markdown_engine
from dateline.content.document import AnyDocument, Document, Fragment
from dateline.content.fields import Kind
from dateline.content.library import names_of
from dateline.content.parsing import parse_all
from dateline.content.schema import Actor, Publisher
from dateline.content.sources import read_sources
from dateline.desk.candidates import Candidate, Finder
from dateline.desk.lexicon.well_known import well_known
from dateline.desk.spelling import spelling_key
from dateline.memo import PRIVATE, Memo

How = Literal["name", "ambiguous", "weak", "spelling"]
"""By a name or alias; by one that several share; by a weak alias; by a spelling that no record lists."""


class Hit(NamedTuple):
    """A place in a text that names a record, or may: the text from `start` up to `end`."""

    records: tuple[Ref, ...]
    how: How
    start: int
    end: int


class Records(Struct, frozen=True):
    """A site's records, drafts and broken ones as well."""

    documents: tuple[AnyDocument | Fragment, ...]

    def named(self) -> Iterator[tuple[NamedKind, str, tuple[str, ...], tuple[str, ...]]]:
        """Kind, id, names and weak aliases of every actor and topic."""
        for document in self.documents:
            if document.kind == "actor" or document.kind == "topic":  # noqa: PLR1714  (mypy reads it so)
                yield document.kind, document.id, names_of(document), _weak(document)

    def names(self) -> Iterator[str]:
        """Every name and alias of an actor or topic."""
        for _, _, names, _ in self.named():
            yield from names

    def weak_aliases(self) -> frozenset[str]:
        return frozenset(alias for _, _, _, weak in self.named() for alias in weak)

    def publishers(self) -> Mapping[str, str]:
        """The publisher of each domain."""
        return {
            domain: document.id
            for document in self.documents
            if isinstance(document, Document) and isinstance(document.fields, Publisher)
            for domain in document.fields.domains
        }


def records_of(site: Path, kinds: Iterable[Kind] | None = None) -> Records:
    """The site's records of some kinds, or of all, as far as its files can be read."""
    wanted = None if kinds is None else frozenset(kinds)
    files = [file for file in read_sources(site, markdown_engine(site)).files if wanted is None or file.kind in wanted]
    with Memo(site / PRIVATE / "memo.sqlite", is_guest=True) as memo:
        return Records(parse_all(files, memo).documents)


class Recogniser:
    """Finds a site's actors and topics in any number of texts."""

    def __init__(self, records: Records) -> None:
        named = list(records.named())
        self._strong = NameIndex(Name(text, kind, id) for kind, id, names, _ in named for text in names)
        self._weak = NameIndex(Name(text, kind, id) for kind, id, _, weak in named for text in weak)
        spellings: defaultdict[str, set[Ref]] = defaultdict(set)
        for kind, id_, names, _ in named:
            for key in filter(None, map(spelling_key, names if kind == "actor" else ())):
                spellings[key].add((kind, id_))
        self._names: defaultdict[str, set[Ref]] = defaultdict(set)
        for kind, id_, names, _ in named:
            for name in names:
                self._names[name].add((kind, id_))
        self._spellings = {key: next(iter(refs)) for key, refs in spellings.items() if len(refs) == 1}

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Every place of a plain text that names a record by a name, or may mean one by a weak alias, in order."""
        plain = searchable(text)
        hits = [
            Hit(records, "name" if len(records) == 1 else "ambiguous", start, end)
            for records, start, end in self._strong.spans(plain)
        ]
        taken = [(hit.start, hit.end) for hit in hits]
        for records, start, end in self._weak.spans(plain):
            if not any(begin < end and start < finish for begin, finish in taken):
                hits.append(Hit(records, "weak", start, end))
        return tuple(sorted(hits, key=lambda hit: hit.start))

    def spelled(self, candidate: Candidate, lang: str) -> Ref | None:
        """The record that a candidate may be in another spelling, such as that of another alphabet, or `U.S.`."""
        if candidate.kind in ("state", "alliance", "organization"):
            same = [text for text, meaning in well_known(lang) if meaning.name == candidate.name]
            named = {ref for text in same for ref in self._names.get(text, ())}
            if len(named) == 1:
                return named.pop()
        keys = map(spelling_key, (candidate.name, *candidate.aliases))
        return next((self._spellings[key] for key in keys if key in self._spellings), None)


class Reading(Struct, frozen=True):
    """What a text names: places of known names in order, and the names that no record has."""

    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]


class TextReader:
    """Reads any number of texts for the records of one site; Finders are made once for each language."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._recogniser = Recogniser(records)
        self._names = tuple(records.names())
        self._weak = records.weak_aliases()
        self._finders: dict[str, Finder] = {}

    def read(self, text: str, lang: str) -> Reading:
        """Known and unknown names in a plain text."""
        if lang not in self._finders:
            self._finders[lang] = Finder(lang, self._names)
        hits = list(self._recogniser.hits(text))
        strangers = []
        for candidate in self._finders[lang].find(text):
            ref = self._recogniser.spelled(candidate, lang)
            if ref:
                if not candidate.is_hinted_at:
                    hits.append(Hit((ref,), "spelling", candidate.start, candidate.end))
            elif candidate.name not in self._weak:
                strangers.append(candidate)
        return Reading(tuple(sorted(hits, key=lambda hit: hit.start)), tuple(strangers))


def host_of(url: str) -> str:
    """The host of an address as publishers list it: in small letters, without `www.`."""
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def publisher_of(url: str, publishers: Mapping[str, str]) -> str | None:
    """The publisher in whose domain an address lies."""
    labels = host_of(url).split(".")
    domains = (".".join(labels[place:]) for place in range(len(labels) - 1))
    return next((publishers[domain] for domain in domains if domain in publishers), None)


def _weak(document: AnyDocument | Fragment) -> tuple[str, ...]:
    fields = document.fields if isinstance(document, Document) else None
    return fields.weak_aliases if isinstance(fields, Actor) else ()
