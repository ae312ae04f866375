"""Findings: positions, judgements, evidence, offices, ties, stories and pace of a published set, as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from msgspec import Struct

from dateline.analysis.activity import Activity, activity
from dateline.analysis.counts import Counts
from dateline.analysis.evidence import Evidence, Item, Publishers, Trace, trace, weigh
from dateline.analysis.judgements import Estimate
from dateline.analysis.network import Pair, Ties, ordered_pair
from dateline.analysis.positions import Claim, Ledger, ledgers
from dateline.analysis.story import Meeting, Story, meetings, story
from dateline.analysis.tenure import Offices, Post, Tie, ties
from dateline.analysis.timeline import Event
from dateline.content.dates import Period
from dateline.content.document import Document
from dateline.content.fields import is_address
from dateline.content.gate import Published
from dateline.content.schema import Brief, Source


class Findings(Struct, frozen=True):
    """What pages need of them. Topics count the briefs below them as well; lists of briefs are ids, newest first."""

    day: date
    """The day as of which they speak."""
    ledgers: Mapping[tuple[str, str], Ledger]
    """By actor and topic."""
    estimates: tuple[Estimate, ...]
    """Every judgement, by brief and place."""
    evidence: Mapping[str, Evidence]
    """By brief."""
    topic_evidence: Mapping[str, Evidence]
    origin_of: Mapping[str, tuple[str, ...]]
    """By origin, as `Trace` names them: the briefs that have no other."""
    repeats: Mapping[str, tuple[tuple[str, int], ...]]
    """By publisher: the sources of others that go back to it, as brief and number, those of the newest briefs first."""
    offices: Offices
    relations: Mapping[str, tuple[Tie, ...]]
    ties: Ties
    stories: Mapping[str, Story]
    """By topic."""
    meetings: tuple[Meeting, ...]
    actor_activity: Mapping[str, Activity]
    topic_activity: Mapping[str, Activity]


class Sorted(Struct, frozen=True):
    """The briefs as they are looked at: ids but for `newest`, and newest first but for `timeline`."""

    newest: tuple[Document[Brief], ...]
    actors: Mapping[str, tuple[str, ...]]
    """Of each brief, as `topics`."""
    topics: Mapping[str, tuple[str, ...]]
    by_actor: Mapping[str, tuple[str, ...]]
    by_topic: Mapping[str, tuple[str, ...]]
    """Briefs of a topic or of one below it."""
    timeline: tuple[Event, ...]
    """When what each brief tells happened."""
    appears_with: Mapping[str, Counts]
    """For each actor, with how many briefs it shares with others."""


def find(published: Published, day: date, briefs: Sorted) -> Findings:
    """The findings of a published set, given its briefs."""
    newest = briefs.newest
    by_topic = briefs.by_topic
    periods = {event.id: event.period for event in briefs.timeline}
    items = {brief.id: tuple(_items(brief.fields, published)) for brief in newest}
    traces = trace(chain.from_iterable(items.values()), _publishers(published))
    evidence = {id: weigh(its_items, traces) for id, its_items in items.items()}
    follows = {brief.id: brief.fields.follows for brief in newest if brief.fields.follows}
    dates = {brief.id: brief.fields.date.first for brief in newest}
    place = {event.id: number for number, event in enumerate(briefs.timeline)}
    return Findings(
        day=day,
        ledgers=ledgers(claim for brief in newest for claim in _claims(brief.fields, periods[brief.id], traces)),
        estimates=tuple(
            estimate for _, brief in sorted(published.briefs.items()) for estimate in _estimates(brief.fields)
        ),
        evidence=evidence,
        topic_evidence={
            topic: weigh(chain.from_iterable(map(items.__getitem__, ids)), traces) for topic, ids in by_topic.items()
        },
        origin_of=_only_origins(evidence),
        repeats=_repeats(items, traces),
        offices=Offices(_posts(published)),
        relations=ties({id: _ties(published, id) for id in published.actors}),
        ties=Ties(
            (ordered_pair(id, one.to) for id, actor in published.actors.items() for one in actor.fields.relations),
            _together(briefs.appears_with),
        ),
        stories={topic: story(sorted(ids, key=place.__getitem__), follows) for topic, ids in by_topic.items()},
        meetings=meetings((id, actors, briefs.topics[id]) for id, actors in briefs.actors.items()),
        actor_activity=_activity(briefs.by_actor, dates, day),
        topic_activity=_activity(by_topic, dates, day),
    )


def source_id(brief: str, number: int) -> str:
    """What `Trace`s call a source of a brief."""
    return f"{brief}#{number}"


def _items(brief: Brief, published: Published) -> Iterator[Item]:
    for number, source in enumerate(brief.sources, start=1):
        document = published.publishers.get(source.publisher or "")
        publisher = document.fields if document else None
        yield Item(
            id=source_id(brief.id, number),
            publisher=source.publisher or "",
            via=source.via or "",
            url=source.url or "",
            based_on=tuple(base if is_address(base) else source_id(brief.id, int(base)) for base in source.based_on),
            type=source.type or (publisher.type if publisher else None) or "",
            country=(publisher.country if publisher else None) or "",
            lang=source.lang or "",
            reliability=_reliability(source, publisher.reliability if publisher else None),
            credibility=source.credibility,
        )


def _reliability(source: Source, of_publisher: str | None) -> str:
    return source.reliability or of_publisher or ""


def _publishers(published: Published) -> Publishers:
    all_fields = [document.fields for document in published.publishers.values()]
    return Publishers(
        {publisher.id: (publisher.name,) for publisher in all_fields},
        {domain: publisher.id for publisher in all_fields for domain in publisher.domains},
    )


def _claims(brief: Brief, period: Period, traces: Mapping[str, Trace]) -> Iterator[Claim]:
    for index, claim in enumerate(brief.claims):
        shown_by = [traces[source_id(brief.id, int(number))] for number in claim.sources]
        yield Claim(
            brief=brief.id,
            index=index,
            by=claim.by,
            on=claim.on,
            stance=claim.stance,
            said=Period(claim.said.text, claim.said, claim.said) if claim.said else period,
            published=brief.date,
            sources=tuple(dict.fromkeys(one.article for one in shown_by)),
            origins=tuple(dict.fromkeys(origin for one in shown_by for origin in one.origins)),
        )


def _estimates(brief: Brief) -> Iterator[Estimate]:
    for index, one in enumerate(brief.judgements):
        result, resolved = (one.outcome.result, one.outcome.date) if one.outcome else (None, None)
        yield Estimate((brief.id, index), one.likelihood, one.horizon, result, resolved)


def _only_origins(evidence: Mapping[str, Evidence]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for id, one in evidence.items():
        if "single-origin" in one.flags:
            found[one.origins[0][0]].append(id)
    return {origin: tuple(ids) for origin, ids in sorted(found.items())}


def _repeats(
    items: Mapping[str, tuple[Item, ...]], traces: Mapping[str, Trace]
) -> dict[str, tuple[tuple[str, int], ...]]:
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for brief, its_items in items.items():
        for number, item in enumerate(its_items, start=1):
            for origin in traces[item.id].origins:
                kind, _, id = origin.partition(":")
                if kind == "publisher" and id != item.publisher:
                    found[id].append((brief, number))
    return {id: tuple(sources) for id, sources in sorted(found.items())}


def _posts(published: Published) -> Iterator[Post]:
    for id, actor in published.actors.items():
        for office in actor.fields.offices:
            yield Post(id, office.title, office.of or "", office.from_, office.until)


def _ties(published: Published, actor: str) -> tuple[Tie, ...]:
    relations = published.actors[actor].fields.relations
    return tuple(Tie(one.type, one.to, one.from_, one.until, one.sources) for one in relations)


def _together(appears_with: Mapping[str, Counts]) -> Mapping[Pair, int]:
    return {(id, other): number for id, others in appears_with.items() for other, number in others if id < other}


def _activity(groups: Mapping[str, Iterable[str]], dates: Mapping[str, date], day: date) -> dict[str, Activity]:
    found = {id: activity([dates[brief] for brief in briefs], day) for id, briefs in groups.items()}
    return {id: one for id, one in found.items() if one is not None}
