"""Rules on the site as a whole: topics gone quiet, and records that nothing names."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis.derive import Analysis
from dateline.analysis.house_rules.breaches import Breach, Desk
from dateline.content.document import AnyDocument, Key
from dateline.content.fields import Ref
from dateline.content.gate import Published
from dateline.content.references import rewrite
from dateline.content.validate import Loc
from dateline.problems import quote


def quiet_topic(desk: Desk) -> Iterator[Breach]:
    for id, days in quiet_topics(desk.published, desk.analysis, desk.rules.quiet_topic.days):
        hint = "write what has become of it, or set `status: dormant` or `status: closed`"
        message = f"the topic is active, and its last brief is {days} days old"
        yield Breach(desk.library.topics[id], ("status",), message, hint)


def quiet_topics(published: Published, analysis: Analysis, days: int) -> Iterator[tuple[str, int]]:
    """The active topics whose last brief, or the last of a topic below, is older than some days, and how old it is."""
    for id, topic in published.topics.items():
        briefs = analysis.by_topic.get(id)
        if topic.fields.status == "active" and briefs:
            age = (analysis.findings.day - published.briefs[briefs[0]].fields.date.first).days
            if age > days:
                yield id, age


def orphan(desk: Desk) -> Iterator[Breach]:
    named: set[Key] = {key for document in desk.published for key in _names(document)}
    named.update((mention.kind, mention.id) for each in desk.analysis.mentions.values() for mention in each)
    named.update(_origins(desk.analysis))
    for kind in desk.rules.orphan.kinds:
        for id, document in desk.published.of_kind(kind).items():
            if document.key not in named:
                message = f"no published record names the {kind} {quote(id)}"
                hint = f"name it where it belongs, or remove its {'entry' if document.at else 'file'}"
                yield Breach(document, ("name",), message, hint)


def _names(document: AnyDocument) -> set[Key]:
    """The records, but for itself, that a record names in a field or links in a text."""
    found: set[Key] = {(kind, id) for kind, _, id in document.targets}

    def note(ref: Ref, text: str, _loc: Loc) -> str:
        if ref.kind != "source":
            found.add((ref.kind, text))
        return text

    rewrite(document.fields, note)
    return found - {document.key}


def _origins(analysis: Analysis) -> Iterator[Key]:
    """The publishers to which sources go back, whether by `publisher` or by `via`."""
    for evidence in analysis.findings.evidence.values():
        for origin, _ in evidence.origins:
            kind, _, name = origin.partition(":")
            if kind == "publisher":
                yield "publisher", name
