"""Importing a feed: its items that the desk has not seen yet become drafts in the inbox."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Literal

from msgspec import Struct

from dateline.config import SETTINGS_FILE, load_settings
from dateline.content.document import Document
from dateline.content.fields import id_fault
from dateline.content.schema import Brief
from dateline.content.walk import CONTENT
from dateline.desk.article import Article
from dateline.desk.canonical_url import canonical
from dateline.desk.errors import DeskError
from dateline.desk.feed import Feed, FeedItem
from dateline.desk.from_text import brief_from
from dateline.desk.likeness import are_alike, words_of
from dateline.desk.recognise import TextReader, records_of
from dateline.desk.slugs import slug_of
from dateline.memo import PRIVATE
from dateline.publish.atomic import write_whole

INBOX = "inbox"
"""Folder of `content/briefs/` into which drafts of items go."""
_SEEN = f"{PRIVATE}/feeds.json"
_MOST_SEEN = 20_000
_WINDOW = timedelta(days=7)
"""Titles are compared with those of briefs and sources of this many days before and after."""

Reason = Literal["known", "alike", "removed", "older", "empty", "left"]


class Skipped(Struct, frozen=True):
    """An item that got no draft, why, and the brief or draft that has it already (empty where there is none)."""

    title: str
    url: str
    reason: Reason
    because_of: str = ""


class Drafted(Struct, frozen=True):
    """An item and the draft that was made of it: None in a dry run."""

    title: str
    url: str
    published: str
    file: Path | None


class Imported(Struct, frozen=True):
    """What came of a feed's items."""

    drafts: tuple[Drafted, ...]
    skipped: tuple[Skipped, ...]


def import_feed(
    site: Path,
    feed: Feed,
    *,
    today: date,
    since: date | None = None,
    limit: int | None = None,
    again: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Put the feed's new items into the inbox as drafts, newest first and no more than `limit`.

    New is an item whose address no brief names as a source, whose title is like none of that time, that was not
    imported before (but for `again`), and that is not older than `since`. Raises DeskError where there is no site, and
    OSError where the disk fails.
    """
    if not (site / SETTINGS_FILE).is_file():
        raise DeskError(f"there is no site in {site}: it has no {SETTINGS_FILE}", "name the site's folder with --site")
    settings, _ = load_settings(site)
    lang = settings.config.lang if settings else "en"
    desk = _Desk(site, today, lang, again=again)
    drafts: list[Drafted] = []
    skipped: list[Skipped] = []
    for item in sorted(feed.items, key=lambda item: item.published, reverse=True):
        reason, because_of = desk.reason_against(item, since)
        if not reason and limit is not None and len(drafts) >= limit:
            reason = "left"
        if reason or item.article is None:
            skipped.append(Skipped(item.title or item.url, item.url, reason or "empty", because_of))
            continue
        file = None if dry_run else desk.draft(item, item.article)
        desk.note(item, file.stem if file else item.title)
        drafts.append(Drafted(item.title or item.url, item.url, item.published, file))
    if not dry_run:
        desk.save()
    return Imported(tuple(drafts), tuple(skipped))


class _Desk:
    """What the desk has already: addresses and titles of briefs and their sources, and items imported before."""

    def __init__(self, site: Path, today: date, lang: str, *, again: bool) -> None:
        self._site = site
        self._today = today
        self._lang = lang
        records = records_of(site)
        self._reader = TextReader(records)
        self._addresses: dict[str, str] = {}
        self._titles: defaultdict[str, list[tuple[date, frozenset[str], str]]] = defaultdict(list)
        for document in records.documents:
            if isinstance(document, Document) and isinstance(document.fields, Brief):
                self._take_brief(document.id, document.fields)
        self._seen = dict.fromkeys(_read_seen(site))
        self._ignored: Mapping[str, None] = {} if again else dict(self._seen)

    def reason_against(self, item: FeedItem, since: date | None) -> tuple[Reason | None, str]:
        """Why an item is no draft of the desk's, and because of which brief."""
        if item.article is None:
            return "empty", ""
        if item.url and (brief := self._addresses.get(canonical(item.url))):
            return "known", brief
        if since and item.published and item.published < since.isoformat():
            return "older", ""
        if brief := self._alike(item):
            return "alike", brief
        return ("removed", "") if _key(item) in self._ignored else (None, "")

    def draft(self, item: FeedItem, article: Article) -> Path:
        """Write the draft of an item."""
        slug = None
        if not item.title or id_fault(slug_of(item.title)):
            # Titles in scripts that have no Latin letters, and no titles at all, give no name for a file.
            slug = self._free(f"item-{blake2b(_key(item).encode(), digest_size=5).hexdigest()}")
        made = brief_from(
            self._site,
            article,
            today=self._today,
            site_lang=self._lang,
            slug=slug,
            folder=INBOX,
            reader=self._reader,
            speaker="the feed",
        )
        return made.file

    def _free(self, slug: str) -> str:
        names = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        return next(name for name in names if not (self._site / CONTENT / "briefs" / INBOX / f"{name}.md").exists())

    def note(self, item: FeedItem, brief: str) -> None:
        """Count an item among those that the desk has."""
        if item.url:
            self._addresses.setdefault(canonical(item.url), brief)
        self._take_title(item.title, self._day(item), brief)
        self._seen[_key(item)] = None

    def save(self) -> None:
        """Remember the items on disk; what is lost with that file is only that removed drafts are offered again."""
        keys = list(self._seen)[-_MOST_SEEN:]
        write_whole(self._site / _SEEN, json.dumps({"imported": keys}, ensure_ascii=False, indent=0).encode())

    def _take_brief(self, id_: str, brief: Brief) -> None:
        self._take_title(brief.title, brief.date.first, id_)
        for source in brief.sources:
            for url in filter(None, (source.url, source.archived)):
                self._addresses.setdefault(canonical(url), id_)
            if source.title:
                self._take_title(source.title, (source.published or brief.date).first, id_)

    def _take_title(self, title: str, day: date, brief: str) -> None:
        words = words_of(title)
        for word in words:
            self._titles[word].append((day, words, brief))

    def _alike(self, item: FeedItem) -> str:
        """The brief whose title, or that of a source of it, is like the item's."""
        words, day = words_of(item.title), self._day(item)
        near = (one for word in sorted(words, key=lambda word: len(self._titles[word])) for one in self._titles[word])
        return next((brief for on, other, brief in near if abs(on - day) <= _WINDOW and are_alike(words, other)), "")

    def _day(self, item: FeedItem) -> date:
        return date.fromisoformat(item.published) if item.published else self._today


def _key(item: FeedItem) -> str:
    """What tells an item from others: its address, else the id that its feed gives it, else its words."""
    if item.url:
        return canonical(item.url)
    body = item.article.body if item.article else ""
    return item.guid or blake2b(f"{item.title}\n{body}".encode(), digest_size=10).hexdigest()


def _read_seen(site: Path) -> tuple[str, ...]:
    try:
        stated = json.loads((site / _SEEN).read_text(encoding="utf-8"))["imported"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()
    return tuple(key for key in stated if isinstance(key, str)) if isinstance(stated, list) else ()
