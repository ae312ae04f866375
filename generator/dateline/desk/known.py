"""The records of a site that others can refer to, as far as its files can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from dateline.config import markdown_engine
from dateline.content.document import AnyDocument, Fragment
from dateline.content.fields import KINDS, Kind
from dateline.content.library import names_of
from dateline.content.parsing import parse_all
from dateline.content.schema import Actor, Brief, Topic
from dateline.content.sources import read_sources
from dateline.memo import PRIVATE, Memo


class Known(Struct, frozen=True):
    """A record: its id, what else references may call it, and what it is, in a line."""

    id: str
    others: tuple[str, ...]
    about: str


def read_records(site: Path) -> tuple[AnyDocument | Fragment, ...]:
    """Every record that can be read: drafts as well, and in fragments those that a build would refuse."""
    with Memo(site / PRIVATE / "memo.sqlite", is_guest=True) as memo:
        return parse_all(read_sources(site, markdown_engine(site)).files, memo).documents


def known_records(site: Path) -> Mapping[Kind, tuple[Known, ...]]:
    """The records of each kind in the order of their ids."""
    documents = read_records(site)
    return {kind: _of_kind(kind, documents) for kind in KINDS}


def fields_with_roles(site: Path) -> frozenset[str]:
    """Which of `actors` and `topics` briefs use to say what somebody or something does in them."""
    briefs = [
        one.fields for one in read_records(site) if not isinstance(one, Fragment) and isinstance(one.fields, Brief)
    ]
    has_role = {
        "actors": any(one.role for brief in briefs for one in brief.actors),
        "topics": any(one.role for brief in briefs for one in brief.topics),
    }
    return frozenset(name for name, has in has_role.items() if has)


def _of_kind(kind: Kind, documents: Iterable[AnyDocument | Fragment]) -> tuple[Known, ...]:
    known = {document.id: document for document in documents if document.kind == kind}
    return tuple(_known(known[id_]) for id_ in sorted(known))


def _known(document: AnyDocument | Fragment) -> Known:
    others = {document.slug, *names_of(document)} - {document.id}
    return Known(document.id, tuple(sorted(others)), _about(document))


def _about(document: AnyDocument | Fragment) -> str:
    if isinstance(document, Fragment):
        return next(iter(names_of(document)), document.id)
    match document.fields:
        case Actor() | Topic() as named:
            return f"{named.name}: {named.summary}"
        case Brief() as brief:
            return f"{brief.title} ({brief.date})"
    return next(iter(names_of(document)), document.id)
