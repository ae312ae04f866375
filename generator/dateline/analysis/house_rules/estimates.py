"""Rules on judgements: on what they rest, how they are worded, and whether they are settled in time."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis.house_rules.breaches import Breach, Desk, loc_of
from dateline.analysis.house_rules.wording import (
    Words,
    confidence_in,
    mixed_sentences,
    other_row,
    row_of,
    terms_in,
    vague_words,
)
from dateline.analysis.judgements import Estimate, state
from dateline.content.document import Document
from dateline.content.html_text import plain_text
from dateline.content.schema import Brief, Judgement
from dateline.content.validate import Loc
from dateline.problems import listed, quote


def no_basis(brief: Document[Brief], _desk: Desk) -> Iterator[Breach]:
    for number, judgement in enumerate(brief.fields.judgements):
        if not judgement.basis:
            message = f"the judgement {quote(judgement.text)} has no basis"
            hint = "add `basis:`, the evidence and the reasoning it rests on"
            yield Breach(brief, ("judgements", number, "text"), message, hint)


def vague_judgement(brief: Document[Brief], desk: Desk) -> Iterator[Breach]:
    for number, judgement in enumerate(brief.fields.judgements):
        found = vague_words(judgement.text, desk.lang_of(brief), desk.rules.vague_judgement.words)
        if found:
            message = f"the judgement says {listed(list(map(quote, found)))}, so it cannot turn out false"
            hint = "say plainly what will be so by the horizon, and leave to `likelihood` how sure you are"
            yield Breach(brief, ("judgements", number, "text"), message, hint, Words(found[0], 0))


def likelihood_and_confidence(brief: Document[Brief], desk: Desk) -> Iterator[Breach]:
    lang = desk.lang_of(brief)
    hint = "tell in one sentence how likely it is, and in another how sure you are"
    for part, html in brief.prose:
        for likelihood, confidence in mixed_sentences(html, lang):
            message = f"{quote(likelihood)} and {quote(confidence.text)} stand in one sentence"
            yield Breach(brief, loc_of(part), message, hint, confidence)
    for number, judgement in enumerate(brief.fields.judgements):
        own = confidence_in(judgement.text, lang)
        if own:
            message = f"{quote(own)} stands in the judgement, which is printed with its likelihood"
            hint = "leave to `confidence` how well the evidence supports it"
            yield Breach(brief, ("judgements", number, "text"), message, hint, Words(own, 0))


def mixed_terms(brief: Document[Brief], desk: Desk) -> Iterator[Breach]:
    """In briefs that judge: terms of the row that the first judgement is not in, each once."""
    judgements = brief.fields.judgements
    if not judgements:
        return
    first = judgements[0].likelihood
    seen: set[str] = set()
    for term, words, loc in _terms(brief, desk.lang_of(brief)):
        if row_of(term) != row_of(first) and term not in seen:
            seen.add(term)
            message = f"{quote(words.text)} and {quote(first)} are of different rows of ICD 203"
            hint = f"keep to one row: the other term for the same range is {other_row(term)!r}"
            yield Breach(brief, loc, message, hint, words)


def _terms(brief: Document[Brief], lang: str) -> Iterator[tuple[str, Words, Loc]]:
    """Every term of ICD 203 in a brief: the term, the words that mean it, and where."""
    for number, judgement in enumerate(brief.fields.judgements):
        yield judgement.likelihood, Words(judgement.likelihood, 0), ("judgements", number, "likelihood")
        for index, change in enumerate(judgement.history):
            if change.likelihood:
                loc = ("judgements", number, "history", index, "likelihood")
                yield change.likelihood, Words(change.likelihood, 0), loc
        if _is_english(lang):
            for name, text in _texts(judgement):
                yield from ((term, words, ("judgements", number, name)) for term, words in terms_in(text))
    if _is_english(lang):
        for part, html in brief.prose:
            yield from ((term, words, loc_of(part)) for term, words in terms_in(plain_text(html)))


def _texts(judgement: Judgement) -> Iterator[tuple[str, str]]:
    for name, text in (("text", judgement.text), ("basis", judgement.basis), ("resolves_by", judgement.resolves_by)):
        if text:
            yield name, text


def _is_english(lang: str) -> bool:
    return lang.partition("-")[0].lower() == "en"


def overdue_judgement(brief: Document[Brief], desk: Desk) -> Iterator[Breach]:
    for number, judgement in enumerate(brief.fields.judgements):
        result, resolved = (judgement.outcome.result, judgement.outcome.date) if judgement.outcome else (None, None)
        estimate = Estimate((brief.id, number), judgement.likelihood, judgement.horizon, result, resolved)
        if state(estimate, desk.analysis.findings.day) == "overdue":
            message = f"the judgement spoke up to {judgement.horizon}, and has no outcome"
            hint = "add `outcome: {date: …, result: yes}`, or `no`, or `void` where the question lapsed"
            yield Breach(brief, ("judgements", number, "horizon"), message, hint)
