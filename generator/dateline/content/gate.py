"""The gate: the only place that decides what may be seen.

Everything after it works on the published set, in which no trace of a hidden record is left: the record is
gone, and so is every reference to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from dateline.content.dates import AsOf
from dateline.content.document import AnyDocument, Key
from dateline.content.fields import TLP_ORDER, Ref, Tlp
from dateline.content.library import Library
from dateline.content.places import Places
from dateline.content.record_links import RecordLink
from dateline.content.record_links import resolve as resolve_links
from dateline.content.references import rewrite
from dateline.content.schema import Actor, Brief, Judgement, Office, Record, Relation
from dateline.content.validate import Loc
from dateline.problems import Problem


class Viewer(Struct, frozen=True):
    """For whom and for when a build is made: the widest marking it may show, its moment, and whether drafts count."""

    audience: Tlp
    as_of: AsOf
    drafts: bool = False


class Published(Library, frozen=True):
    """The records that a viewer may see, without any reference to one that may not be seen."""


class Gated(Struct, frozen=True):
    """What the gate let through, why the others stay behind, and the references that were left out."""

    published: Published
    hidden: Mapping[Key, str]
    problems: tuple[Problem, ...]


def gate(library: Library, viewer: Viewer, places: Places) -> Gated:
    """Part the library's records into published and hidden, and cut the references between the two."""
    hidden = {document.key: reason for document in library if (reason := hidden_because(document.fields, viewer))}
    problems: list[Problem] = []
    domains = {
        domain: id
        for id, publisher in library.publishers.items()
        if publisher.key not in hidden
        for domain in publisher.fields.domains
    }
    kept = [_as_known(document, viewer.as_of) for document in library if document.key not in hidden]
    if hidden:
        kept = [_with_publishers(_without_hidden(document, hidden, places, problems), domains) for document in kept]
    return Gated(Published.of(kept), hidden, tuple(problems))


def hidden_because(record: Record, viewer: Viewer) -> str:
    """Why the viewer may not see the record; empty where it may.

    Each test hides what it is not sure of: a date counts from its first day, an expiry likewise.
    """
    if TLP_ORDER.index(record.tlp) > TLP_ORDER.index(viewer.audience):
        return f"it is marked {record.tlp}"
    if not isinstance(record, Brief):
        return ""
    if record.status != "published" and not viewer.drafts:
        return f"its status is {record.status}"
    if not viewer.as_of.has_reached(record.date):
        return f"its date is {record.date}"
    if record.embargo_until and not viewer.as_of.has_reached(record.embargo_until):
        return f"it is under embargo until {record.embargo_until}"
    if record.expires and viewer.as_of.has_reached(record.expires):
        return f"it expired on {record.expires}"
    return ""


def _without_hidden(
    document: AnyDocument, hidden: Mapping[Key, str], places: Places, problems: list[Problem]
) -> AnyDocument:
    """The document without references to hidden records; those that are left out are reported to the author."""

    def report(place: tuple[str, int, int], key: Key) -> None:
        message = f"the {key[0]} {key[1]!r} is not published ({hidden[key]}), so it is left out here"
        problems.append(Problem(*place, "hidden-reference", message, "publish it, or drop the reference"))

    def choose(ref: Ref, text: str, loc: Loc) -> str | None:
        if ref.kind == "source" or (ref.kind, text) not in hidden:
            return text
        place = places.of(document.path, (*document.at, *loc))
        # A publisher that was found by its domain is named nowhere, so there is nothing for the author to drop.
        if not ref.soft or place != places.of(document.path, (*document.at, *loc[:-1])):
            report(place, (ref.kind, text))
        return None

    for kind, written, found in document.targets:
        if (kind, found) in hidden:
            for place in places.find_all(document.path, f"{kind}:{written}"):
                report(place, (kind, found))
    fields = rewrite(document.fields, choose)
    assert fields is not None, "no record stands or falls with one reference"
    return _without_links(document.with_fields(fields), hidden)


def _with_publishers(document: AnyDocument, domains: Mapping[str, str]) -> AnyDocument:
    """The brief whose sources without a publisher (any more) get the published one in whose domain they lie.

    A hidden publisher's narrower domain must not show in that a wider one's publisher is missing.
    """
    brief = document.fields
    if not isinstance(brief, Brief):
        return document
    sources = tuple(
        source.model_copy(update={"publisher": found})
        if source.publisher is None and source.url and (found := _publisher_of(source.url, domains))
        else source
        for source in brief.sources
    )
    if sources == brief.sources:
        return document
    return document.with_fields(brief.model_copy(update={"sources": sources}))


def _publisher_of(url: str, domains: Mapping[str, str]) -> str | None:
    host = urlsplit(url).hostname or ""
    while host and host not in domains:
        host = host.partition(".")[2]
    return domains.get(host)


def _without_links(document: AnyDocument, hidden: Mapping[Key, str]) -> AnyDocument:
    """The document whose texts keep the words of links to hidden records, and nothing that names the records."""
    targets = tuple(target for target in document.targets if (target[0], target[2]) not in hidden)
    if targets == document.targets:
        return document
    shown = {(kind, written) for kind, written, _ in targets}

    def href(link: RecordLink) -> str | None:
        return link.href if (link.kind, link.target) in shown else None

    def as_it_is(_path: str, tag: str) -> str:
        return tag

    prose = tuple(
        (field, resolve_links(html, href=href, label=lambda _: "", shown=as_it_is)) for field, html in document.prose
    )
    return replace(
        document,
        texts=tuple((field, html.encode()) for field, html in prose),
        links=tuple(link for link in document.links if href(link)),
        targets=targets,
        digest=blake2b(document.digest + repr(prose).encode(), digest_size=16).digest(),
    )


def _as_known(document: AnyDocument, as_of: AsOf) -> AnyDocument:
    """The document without what was added to its record after the viewer's moment.

    Such are later revisions, judgements and outcomes, and offices and relations that began or ended later.
    """
    match document.fields:
        case Actor() as actor:
            return document.with_fields(_as_in_office(actor, as_of))
        case Brief() as brief:
            return document.with_fields(_as_told(brief, as_of))
    return document


def _as_told(record: Brief, as_of: AsOf) -> Brief:
    revisions = tuple(revision for revision in record.revisions if as_of.has_reached(revision.date))
    judgements = tuple(known for one in record.judgements if (known := _as_judged(one, as_of)))
    if (revisions, judgements) == (record.revisions, record.judgements):
        return record
    return record.model_copy(update={"revisions": revisions, "judgements": judgements})


def _as_in_office(actor: Actor, as_of: AsOf) -> Actor:
    offices, relations = _begun(actor.offices, as_of), _begun(actor.relations, as_of)
    if (offices, relations) == (actor.offices, actor.relations):
        return actor
    return actor.model_copy(update={"offices": offices, "relations": relations})


_Span = TypeVar("_Span", Office, Relation)


def _begun(spans: tuple[_Span, ...], as_of: AsOf) -> tuple[_Span, ...]:
    """Those that have begun, the end left out of those that have not ended."""
    return tuple(
        span if span.until is None or as_of.has_reached(span.until) else span.model_copy(update={"until": None})
        for span in spans
        if span.from_ is None or as_of.has_reached(span.from_)
    )


def _as_judged(judgement: Judgement, as_of: AsOf) -> Judgement | None:
    """The judgement as it stood; None where all that is known of it came later.

    The present state came at its `since`, and after every earlier one. Where it is not reached yet, the last earlier
    state that is takes its place.
    """
    outcome = judgement.outcome
    if outcome and not as_of.has_reached(outcome.date):
        judgement = judgement.model_copy(update={"outcome": None})
    history = tuple(change for change in judgement.history if as_of.has_reached(change.date))
    if history == judgement.history and (judgement.since is None or as_of.has_reached(judgement.since)):
        return judgement
    then = max(history, key=lambda change: change.date, default=None)
    if then is None or then.likelihood is None:
        return None
    return judgement.model_copy(
        update={
            "likelihood": then.likelihood,
            "confidence": then.confidence,
            "basis": then.reason,
            "since": then.date if len(history) > 1 else None,
            "history": tuple(change for change in history if change is not then),
            "outcome": None,
        }
    )
