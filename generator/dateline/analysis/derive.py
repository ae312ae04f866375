"""Derive: everything that the published records say together, in one value of ids and numbers."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from itertools import chain
from sys import intern

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from dateline.analysis.appearances import appears_with
from dateline.analysis.counts import Counts, most_first
from dateline.analysis.findings import Findings, Sorted, find
from dateline.analysis.mentions import Mention, Name, NamedKind, NameIndex, Ref, find_mentions
from dateline.analysis.related import Item, Related, related
from dateline.analysis.timeline import Event, timeline
from dateline.analysis.topic_tree import TopicTree, topic_tree
from dateline.content.dates import Period
from dateline.content.document import AnyDocument, Document, Key
from dateline.content.gate import Published
from dateline.content.library import Library, names_of
from dateline.content.schema import Actor, Brief, Topic
from dateline.jobs import aside, spread
from dateline.memo import Memo, toolchain

_WORTH_A_PROCESS = 2000
"""So many briefs are related to each other longer than it takes to start a process for it."""


_AllRelated = Mapping[str, tuple[Related, ...]]
"""By the id of each brief."""


class Analysis(Struct, frozen=True):
    """What pages need to know across records. Lists of briefs are ids, newest first."""

    briefs: tuple[str, ...]
    by_actor: Mapping[str, tuple[str, ...]]
    by_topic: Mapping[str, tuple[str, ...]]
    """Briefs of a topic or of one below it."""
    by_month: Mapping[str, tuple[str, ...]]
    """By month of publication, `YYYY-MM`, newest month first."""
    timeline: tuple[Event, ...]
    mentions: Mapping[Key, tuple[Mention, ...]]
    """For every record, the first place in its texts that names each other one."""
    named_in: Mapping[Ref, int]
    """How many briefs name an actor or topic without being about it."""
    related: Mapping[str, tuple[Related, ...]]
    continued_by: Mapping[str, tuple[str, ...]]
    appears_with: Mapping[str, Counts]
    topics_of: Mapping[str, Counts]
    """For each actor, the topics of its briefs."""
    actors_of: Mapping[str, Counts]
    """For each topic, the actors of its own briefs and of those below it."""
    tree: TopicTree
    findings: Findings


def derive(published: Published, day: date, jobs: int = 1, memo: Memo | None = None) -> Analysis:
    """The analysis of a published set as of a day: pure arithmetic, the same for the same records in whatever order.

    At most `jobs` processes read the texts; a memo remembers what they name, and which briefs are related.
    """
    newest = sorted(published.briefs.values(), key=lambda brief: (brief.fields.date.key, brief.id), reverse=True)
    memo = memo or Memo(None)
    mentions = _mentions(published, jobs, memo)
    items = [*map(_item, newest)]
    key = _key(items)
    known = _recalled(memo.get(key), items)
    # Nothing else needs the related briefs, and to find them takes as long as all the rest
    is_aside = known is None and len(items) >= _WORTH_A_PROCESS
    with aside(lambda: related(items), jobs if is_aside else 1) as found:
        tree = _tree(published)
        briefs = _sorted(newest, tree)
        analysis = Analysis(
            briefs=tuple(briefs.actors),
            by_actor=briefs.by_actor,
            by_topic=briefs.by_topic,
            by_month=_grouped((brief.fields.date.first.isoformat()[:7], brief.id) for brief in newest),
            timeline=briefs.timeline,
            mentions=mentions,
            named_in=_named_in(newest, mentions),
            continued_by=_grouped((earlier, brief.id) for brief in newest for earlier in brief.fields.follows),
            appears_with=briefs.appears_with,
            topics_of=_counts(briefs.by_actor, briefs.topics),
            actors_of=_counts(briefs.by_topic, briefs.actors),
            tree=tree,
            findings=find(published, day, briefs),
            related=found() if known is None else known,
        )
    if known is None:
        memo.put(key, msgspec.json.encode(analysis.related))
    return analysis


def event_period(brief: Brief) -> Period:
    """When what the brief tells happened; its own date where it does not say."""
    return brief.event_date or Period(brief.date.text, brief.date, brief.date)


def subjects(brief: Brief) -> frozenset[Ref]:
    """The actors and topics that a brief is about."""
    actors: Iterable[Ref] = (("actor", role.id) for role in brief.actors)
    topics: Iterable[Ref] = (("topic", role.id) for role in brief.topics)
    return frozenset([*actors, *topics])


def name_index(library: Library) -> NameIndex:
    """The names and aliases of every actor and topic of a library."""
    actors = [Name(text, "actor", id) for id, actor in library.actors.items() for text in names_of(actor)]
    topics = [Name(text, "topic", id) for id, topic in library.topics.items() for text in names_of(topic)]
    return NameIndex([*actors, *topics])


def _mentions(published: Published, jobs: int, memo: Memo) -> dict[Key, tuple[Mention, ...]]:
    index = name_index(published)
    stamp = toolchain("analysis", "content", libraries=("ahocorasick-rs",)) + index.digest
    documents = tuple(published)
    keys = [blake2b(stamp + one.digest + repr(one.key).encode(), digest_size=16).digest() for one in documents]
    refs = {ref: ref for ref in index.refs}
    told = memo.get_all(keys)
    known = [_remembered(told.get(key), refs) for key in keys]
    new = [document for document, mentions in zip(documents, known, strict=True) if mentions is None]

    def work(start: int, stop: int) -> list[tuple[Mention, ...]]:
        return [mentions_in(document, index) for document in new[start:stop]]

    found = iter(spread(work, len(new), jobs))
    for at, key in enumerate(keys):
        if known[at] is None:
            known[at] = mentions = next(found)
            memo.put(key, json.dumps([astuple(mention) for mention in mentions]).encode())
    return {document.key: mentions or () for document, mentions in zip(documents, known, strict=True)}


def _remembered(text: bytes | None, known: Mapping[Ref, Ref]) -> tuple[Mention, ...] | None:
    """Mentions as the memo has them; None where it has none, or nonsense."""
    with suppress(ValueError, TypeError, KeyError):
        return tuple(_mention(known, *values) for values in json.loads(text)) if text is not None else None
    return None


def _mention(known: Mapping[Ref, Ref], kind: NamedKind, id: str, part: str, start: int, end: int) -> Mention:
    """A mention that shares its names with all others; ValueError, TypeError or KeyError where it makes no sense."""
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise ValueError("not a place in a text")
    return Mention(*known[kind, id], intern(part), start, end)


def mentions_in(document: AnyDocument, index: NameIndex) -> tuple[Mention, ...]:
    """The first place in a record's texts that names each other one."""
    about = subjects(document.fields) if isinstance(document.fields, Brief) else frozenset()
    own: Ref | None = _own(document)
    return find_mentions(index, document.prose, about, own)


def _own(document: AnyDocument) -> Ref | None:
    match document.fields:
        case Actor(id=id):
            return ("actor", id)
        case Topic(id=id):
            return ("topic", id)
    return None


def _sorted(newest: list[Document[Brief]], tree: TopicTree) -> Sorted:
    actors = {brief.id: tuple([role.id for role in brief.fields.actors]) for brief in newest}
    return Sorted(
        newest=tuple(newest),
        actors=actors,
        topics={brief.id: tuple([role.id for role in brief.fields.topics]) for brief in newest},
        by_actor=_grouped((actor, id) for id, its_actors in actors.items() for actor in its_actors),
        by_topic=_below(tree, newest),
        timeline=timeline(Event(brief.id, event_period(brief.fields)) for brief in newest),
        appears_with=appears_with(actors.values()),
    )


def _named_in(briefs: Iterable[Document[Brief]], mentions: Mapping[Key, tuple[Mention, ...]]) -> Counter[Ref]:
    numbers: Counter[Ref] = Counter()
    for brief in briefs:
        if its_mentions := mentions[brief.key]:
            about = subjects(brief.fields)
            numbers.update(ref for one in its_mentions if (ref := (one.kind, one.id)) not in about)
    return numbers


def _key(items: Iterable[Item]) -> bytes:
    """Stands for all that related briefs follow from."""
    stated = [(one.id, one.day, sorted(one.terms), one.follows) for one in items]
    stamp = toolchain("analysis", libraries=("msgspec",))
    return blake2b(stamp + msgspec.json.encode(stated), digest_size=16).digest()


def _recalled(text: bytes | None, items: Iterable[Item]) -> _AllRelated | None:
    """Related briefs as the memo has them; None where it has none, or nonsense."""
    ids = {item.id: item.id for item in items}
    terms = {term: term for item in items for term in item.terms}
    with suppress(ValueError, KeyError):
        known = msgspec.json.decode(text or b"", type=dict[str, tuple[Related, ...]])
        # Names are shared, as in all else that is held of briefs
        shared = {
            ids[id]: tuple(
                Related(ids[one.id], tuple(map(terms.__getitem__, one.shared)), one.follows, one.days_apart)
                for one in others
            )
            for id, others in known.items()
        }
        return shared if shared.keys() == ids.keys() else None
    return None


def _item(brief: Document[Brief]) -> Item:
    actors = [f"actor:{role.id}" for role in brief.fields.actors]
    terms = frozenset([*actors, *[f"topic:{role.id}" for role in brief.fields.topics]])
    return Item(brief.id, brief.fields.date.first.toordinal(), terms, brief.fields.follows)


def _tree(published: Published) -> TopicTree:
    direct: dict[str, list[str]] = defaultdict(list)
    for brief in published.briefs.values():
        for role in brief.fields.topics:
            direct[role.id].append(brief.id)
    topics = {id: topic.fields for id, topic in published.topics.items()}
    return topic_tree(
        {id: topic.parent for id, topic in topics.items()}, direct, {id: topic.name for id, topic in topics.items()}
    )


def _below(tree: TopicTree, ordered: list[Document[Brief]]) -> dict[str, tuple[str, ...]]:
    """Briefs of each topic and of those below it, newest first."""
    return _grouped(
        (topic, brief.id)
        for brief in ordered
        for topic in dict.fromkeys(
            topic for role in brief.fields.topics for topic in (role.id, *tree.ancestors[role.id])
        )
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _counts(groups: Mapping[str, Iterable[str]], others: Mapping[str, Iterable[str]]) -> dict[str, Counts]:
    """For each group of briefs that has any, what else its briefs have, and how many of them."""
    counts = {key: Counter(chain.from_iterable(map(others.__getitem__, ids))) for key, ids in groups.items()}
    return {key: most_first(numbers) for key, numbers in counts.items() if numbers}
