"""What the search index is made of: a small page for every brief, actor and topic, and the names to jump to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct

from dateline.content.schema import Actor, Topic
from dateline.site.card_views import RecordCard
from dateline.site.citations import is_retracted, titled
from dateline.site.data_set import BriefFacts, brief_facts
from dateline.site.locale import Locale
from dateline.site.page import File
from dateline.site.urls import NAMES
from dateline.site.values import Digested

if TYPE_CHECKING:
    from dateline.site.site import Site

_TITLE, _ALIASES, _SUMMARY = 10, 8, 3
"""How much more than words of the text those of a title, of other names and of a summary weigh."""


class NamedRecord(Struct, frozen=True):
    """An actor or topic with all its names."""

    card: RecordCard
    aliases: tuple[str, ...]


class SearchedBrief(Struct, frozen=True):
    """A brief, and the publishers that it rests on."""

    facts: BriefFacts
    publishers: tuple[str, ...]
    """Their names."""


class SearchInputs(Digested, frozen=True):
    """All that the search index is made of. It is made once; its digest stands for all of it."""

    lang: str
    locale: Locale
    briefs: tuple[SearchedBrief, ...]
    records: tuple[NamedRecord, ...]

    def documents(self) -> Iterator[tuple[str, str]]:
        """Path and HTML of every page to be found: its URL in a folder of its own.

        The folders' names are those of the pages in the index. Briefs are numbered from the oldest, so that a new one
        leaves the others theirs, and a reader's browser can sort by them.
        """
        for number, brief in enumerate(reversed(self.briefs)):
            yield f"/b{number:05}{brief.facts.card.url}", _brief_html(brief, self.locale)
        for number, record in enumerate(self.records):
            yield f"/r{number:05}{record.card.url}", _record_html(record, self.locale)


class Names(Struct, frozen=True):
    """Every actor and topic, to be found by any of its names."""

    records: tuple[NamedRecord, ...]


def search_inputs(site: Site) -> SearchInputs:
    """What the published set gives to the search."""
    published, cards = site.published, site.cards.records

    def publishers(id: str) -> tuple[str, ...]:
        named = dict.fromkeys(one.publisher for one in published.briefs[id].fields.sources if one.publisher)
        return tuple(cards["publisher", name].name if ("publisher", name) in cards else name for name in named)

    briefs = tuple(SearchedBrief(brief_facts(site, id), publishers(id)) for id in site.analysis.briefs)
    return SearchInputs(site.config.lang, site.locale, briefs, named_records(site))


def named_records(site: Site) -> tuple[NamedRecord, ...]:
    """Every actor and topic with its names."""
    records: Iterable[tuple[RecordCard, Actor | Topic]] = (
        *((site.cards.records[one.key], one.fields) for one in site.published.actors.values()),
        *((site.cards.records[one.key], one.fields) for one in site.published.topics.values()),
    )
    return tuple(NamedRecord(card, fields.aliases) for card, fields in records)


def plan_names(site: Site) -> Iterator[File]:
    """The file of names that the search page jumps by."""
    yield File(NAMES, Names(named_records(site)), write_names)


def write_names(names: Names) -> bytes:
    """`[kind, url without its first slash, name, alias...]` for each record, as small as it can be."""
    rows = [[one.card.kind, one.card.url[1:], one.card.name, *one.aliases] for one in names.records]
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    return ("[" + ",".join(f"\n{line}" for line in lines) + "\n]\n").encode()


def _brief_html(searched: SearchedBrief, locale: Locale) -> str:
    facts = searched.facts
    brief, card = facts.document.fields, facts.card
    title = titled(card.title, locale, is_retracted=is_retracted(brief))
    filters = [
        ("kind", _kind_word(card.kind, locale)),
        ("year", str(card.date.first.year)),
        *(("actor", one.name) for one in card.actors),
        *(("topic", one.name) for one in card.topics),
        *(("publisher", name) for name in searched.publishers),
    ]
    about = ", ".join(one.name for one in (*card.actors, *card.topics))
    head = _metas(filters, date=card.date.first.isoformat(), lang=card.lang)
    parts = [_weighing(_SUMMARY, card.summary), _weighing(_SUMMARY, about), *_paragraphs(facts.text)]
    return _page(title, head, parts)


def _kind_word(kind: str, locale: Locale) -> str:
    words = {
        "update": locale.gettext("Update"),
        "analysis": locale.gettext("Analysis"),
        "background": locale.gettext("Background"),
        "actor": locale.gettext("Actor"),
        "topic": locale.gettext("Topic"),
    }
    return words[kind]


def _record_html(record: NamedRecord, locale: Locale) -> str:
    card = record.card
    parts = [_weighing(_ALIASES, alias) for alias in record.aliases]
    return _page(
        card.name, _metas([("kind", _kind_word(card.kind, locale))]), [*parts, _weighing(_SUMMARY, card.summary)]
    )


def _metas(filters: Iterable[tuple[str, str]], *, date: str = "", lang: str = "") -> str:
    dated = f'<meta data-pagefind-meta="date[content]" content="{date}">'
    spoken = f'<meta data-pagefind-meta="lang[content]" content="{escape(lang)}">'
    return (
        "".join(f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">' for name, value in filters)
        + (dated if date else "")
        + (spoken if lang else "")
    )


def _weighing(weight: int, text: str) -> str:
    return f'<p data-pagefind-weight="{weight}">{escape(text)}</p>' if text else ""


def _paragraphs(text: str) -> Iterator[str]:
    return (f"<p>{escape(part)}</p>" for part in text.split("\n\n"))


def _page(title: str, head: str, parts: Iterable[str]) -> str:
    named = f'<h1 data-pagefind-weight="{_TITLE}">{escape(title)}</h1>'
    body = "\n".join([head, named, *parts])
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"></head><body data-pagefind-body>\n{body}\n</body></html>\n'
    )
