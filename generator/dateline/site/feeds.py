"""Feeds: what they tell of briefs and of changes to them, with ids that no rename changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from html import escape
from urllib.parse import urlsplit

from msgspec import Struct

from dateline.config import SiteConfig
from dateline.content.dates import PartialDate
from dateline.content.document import Document
from dateline.content.schema import Brief
from dateline.site.brief_views import RevisionView
from dateline.site.card_views import BriefCard
from dateline.site.cards import Linked
from dateline.site.citations import titled
from dateline.site.locale import Locale
from dateline.site.prose import Prose
from dateline.site.urls import FEED_STYLE, root_from
from dateline.site.values import Digested

_WITHIN = re.compile(r'(<a(?: [a-z-]+="[^"]*")*? href=")#')
"""A link within its page, up to its fragment."""


class FeedEntry(Digested, frozen=True, dict=True):
    """One brief as feeds tell it; made once and shared by all the feeds that hold it."""

    id: str
    """A tag URI (RFC 4151) that stays the same for ever."""
    document: Document[Brief]
    card: BriefCard
    linked: Linked
    revisions: tuple[RevisionView, ...]
    base_url: str
    is_full: bool
    """Whether it holds the whole text, or the bottom line and key points only."""
    locale: Locale

    @property
    def url(self) -> str:
        return self.base_url + self.card.url

    @property
    def retraction(self) -> RevisionView | None:
        """The newest retraction, where there is one."""
        return next((one for one in reversed(self.revisions) if one.kind == "retraction"), None)

    @property
    def title(self) -> str:
        return titled(self.card.title, self.locale, is_retracted=self.retraction is not None)

    @property
    def published(self) -> PartialDate:
        return self.card.date

    @property
    def summary(self) -> str:
        return self.retraction.note if self.retraction else self.card.summary

    @property
    def author(self) -> str:
        return self.document.fields.author or ""

    @property
    def updated(self) -> PartialDate:
        """The date of the newest revision, or of publication: small edits do not call readers back."""
        return _latest([self.card.date, *(revision.date for revision in self.revisions)])

    @cached_property
    def content(self) -> str:
        """What feeds tell of the brief, as HTML with absolute addresses; of a retracted one, that it is, and why."""
        if self.retraction:
            return told(self.retraction, self.locale)
        document, prose = self.document, self.linked.prose
        points = [prose(document, field) for field, _ in document.texts if field.startswith("key_points.")]
        parts = [
            *(told(revision, self.locale) for revision in self.revisions),
            self._wrapped("<p>", prose(document, "bluf"), "</p>"),
            "".join(["<ul>", *(self._wrapped("<li>", point, "</li>") for point in points), "</ul>"]) if points else "",
        ]
        if self.is_full:
            why, following = self.locale.gettext("Why it matters"), self.locale.gettext("What’s next")
            parts += [
                self._wrapped("", prose(document, "body"), ""),
                self._wrapped(f"<h2>{escape(why)}</h2>", prose(document, "why_it_matters"), ""),
                self._wrapped(f"<h2>{escape(following)}</h2>", prose(document, "whats_next"), ""),
            ]
        elif not any(parts):
            parts = [f"<p>{escape(self.card.summary)}</p>"]
        return "\n".join(filter(None, parts))

    def _wrapped(self, before: str, prose: Prose | None, after: str) -> str:
        if prose is None:
            return ""
        html = prose.render(lambda url: self.base_url + url)
        # Citations lead to the list of sources, which only the page has.
        return before + _WITHIN.sub(lambda link: f"{link[1]}{escape(self.url)}#", html) + after


class RevisionEntry(Struct, frozen=True):
    """A change of substance to a brief, as the feed of corrections tells it."""

    entry: FeedEntry
    """The brief."""
    revision: RevisionView
    number: int
    """Its place among the brief's revisions of that day, from 1."""

    @property
    def id(self) -> str:
        """The brief's id with the day: as lasting as both."""
        more = f"/{self.number}" if self.number > 1 else ""
        return f"{self.entry.id}/revision/{self.revision.date.first.isoformat()}{more}"

    @property
    def card(self) -> BriefCard:
        return self.entry.card

    @property
    def url(self) -> str:
        return f"{self.entry.url}#revisions"

    @property
    def title(self) -> str:
        kind = kind_of(self.revision, self.entry.locale)
        return self.entry.locale.gettext("%(kind)s: %(title)s", kind=kind, title=self.card.title)

    @property
    def published(self) -> PartialDate:
        return self.revision.date

    @property
    def updated(self) -> PartialDate:
        return self.revision.date

    @property
    def summary(self) -> str:
        return self.revision.note

    @property
    def author(self) -> str:
        return self.entry.author

    @property
    def content(self) -> str:
        return told(self.revision, self.entry.locale)


Entry = FeedEntry | RevisionEntry


class Feed(Digested, frozen=True):
    """A feed of briefs, or of changes to them, newest first."""

    id: str
    title: str
    description: str
    home: str
    """Full address of the page that it belongs to."""
    base: str
    """Full address under which its files lie, with a slash at the end."""
    author: str
    lang: str
    style: str
    """Relative address of the style sheet that shows the feed to people."""
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> PartialDate:
        """The newest moment of its entries; an epoch where there are none, for the format demands a date."""
        return _latest([entry.updated for entry in self.entries] or [PartialDate.parse("1970-01-01")])


def style_from(url: str) -> str:
    """The relative address of the feeds' style sheet, from the page or feed at `url`."""
    return root_from(url) + FEED_STYLE.removeprefix("/")


def tag_uri(authority: str, date: str, name: str) -> str:
    """A tag URI (RFC 4151).

    >>> tag_uri("name.example", "2025-02-21", "brief/x")
    'tag:name.example,2025-02-21:brief/x'
    """
    return f"tag:{authority},{date}:{name}"


class FeedIds(Struct, frozen=True):
    """Where ids come from: the ledger of those given before, else the record and a date."""

    known: Mapping[str, str]
    authority: str
    named: str
    """The date that the desk named with its authority; or empty, and ids have dates of the briefs."""
    first_day: str

    def of_brief(self, brief: Brief) -> str:
        made = tag_uri(self.authority, self.named or brief.date.first.isoformat(), f"brief/{brief.id}")
        return self.known.get(f"brief:{brief.id}", made)

    def of_feed(self, owner: str) -> str:
        """The id of the feed of a record (`actor:x`), of the whole site (`site:feed`) or of its corrections."""
        made = tag_uri(self.authority, self.named or self.first_day, owner.replace(":", "/"))
        return self.known.get(owner, made)


def feed_ids(config: SiteConfig, known: Mapping[str, str], first_day: str) -> FeedIds:
    """Ids under the site's own authority: `tag_authority`, or the host of `base_url` and the first brief's day."""
    authority, _, named = (config.tag_authority or "").partition(",")
    return FeedIds(known, authority or urlsplit(config.base_url).hostname or "localhost", named, first_day)


def kind_of(revision: RevisionView, locale: Locale) -> str:
    """What a change is called."""
    names = {
        "update": locale.gettext("Update"),
        "clarification": locale.gettext("Clarification"),
        "correction": locale.gettext("Correction"),
        "retraction": locale.gettext("Retraction"),
    }
    return names[revision.kind]


def told(revision: RevisionView, locale: Locale) -> str:
    """A change as a paragraph of HTML."""
    head = f"{kind_of(revision, locale)}, {locale.date(revision.date)}:"
    return f"<p><strong>{escape(head)}</strong> {escape(revision.note)}</p>"


def _latest(dates: Iterable[PartialDate]) -> PartialDate:
    """The last of them as instants, which is what feeds tell."""
    return max(dates, key=lambda date: (date.utc, date))
