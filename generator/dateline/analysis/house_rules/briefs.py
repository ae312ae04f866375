"""Rules on briefs: their bottom lines, sources, claims and actors, and when they are looked at again."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis.derive import subjects
from dateline.analysis.house_rules.breaches import Breach, Desk, loc_of
from dateline.analysis.house_rules.wording import Words, words_at
from dateline.analysis.mentions import Mention
from dateline.content.document import Document
from dateline.content.html_text import plain_text
from dateline.content.schema import Brief
from dateline.problems import quote


def long_bluf(brief: Document[Brief], desk: Desk) -> Iterator[Breach]:
    rule = desk.rules.long_bluf
    text = plain_text(brief.html("bluf") or "")
    for number, limit, noun in (
        (len(text.split()), rule.words, "words"),
        (len(text), rule.characters, "characters"),
    ):
        if limit and number > limit:
            message = f"the bottom line has {number} {noun}, and should have at most {limit}"
            yield Breach(brief, ("bluf",), message, "keep what a reader in a hurry needs; the rest belongs in the text")


def few_origins(brief: Document[Brief], desk: Desk) -> Iterator[Breach]:
    evidence = desk.analysis.findings.evidence[brief.id]
    least = desk.rules.few_origins.minimum
    if brief.fields.sources and len(evidence.origins) < least:
        names = ", ".join(quote(origin.partition(":")[2]) for origin, _ in evidence.origins)
        what = (
            f"one independent origin ({names})" if len(evidence.origins) == 1 else f"{len(evidence.origins)}: {names}"
        )
        message = f"the sources go back to {what}, and the desk wants {least}"
        yield Breach(brief, ("sources",), message, "add a source that repeats none of these")


def unsourced_claim(brief: Document[Brief], _desk: Desk) -> Iterator[Breach]:
    for number, claim in enumerate(brief.fields.claims):
        if not claim.sources:
            message = f"the claim by {claim.by!r} names no source"
            hint = "add `sources:` with the keys or numbers of the brief's sources that show it"
            yield Breach(brief, ("claims", number, "by"), message, hint)


def unlisted_actor(brief: Document[Brief], desk: Desk) -> Iterator[Breach]:
    listed = subjects(brief.fields)
    shown = desk.published.briefs[brief.id]
    for mention in desk.analysis.mentions[brief.key]:
        if mention.kind == "actor" and ("actor", mention.id) not in listed:
            words = _words_of(mention, shown.html(mention.part) or "")
            message = f"the text names {quote(words.text)}, and `actors` does not list {mention.id!r}"
            hint = f"add {mention.id} to `actors:` if the brief is about it"
            yield Breach(brief, loc_of(mention.part), message, hint, words)


def _words_of(mention: Mention, html: str) -> Words:
    text = plain_text(html[mention.start : mention.end])
    before = plain_text(html[: mention.start])
    return words_at(f"{before} {text}", len(before) + 1, len(before) + 1 + len(text))


def overdue_review(brief: Document[Brief], desk: Desk) -> Iterator[Breach]:
    day = brief.fields.review_by
    if day and day.last < desk.analysis.findings.day:
        hint = "look at it again, then set a later `review_by` or remove it"
        yield Breach(brief, ("review_by",), f"the brief was to be reviewed by {day}", hint)
