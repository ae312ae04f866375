"""Planted faults: ways in which incremental builds go wrong, each with edits that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields, force_setattr

from dateline.content import parsing
from dateline.content.document import Document
from dateline.content.sources import SourceFile
from dateline.publish.manifest import Entry, MadeFor
from dateline.publish.output import OutputFolder, Report
from dateline.publish.present import Present
from dateline.site.brief_page import BriefInputs
from dateline.site.card_views import BriefCard
from dateline.site.cards import Linked
from dateline.site.feeds import Feed, FeedEntry
from dateline.site.page import File, Page
from dateline.site.record_pages import ActorInputs, TopicInputs
from dateline.site.render import Renderer
from dateline.site.theme import Theme
from dateline.site.values import digest_of
from dateline.site.views import SiteView

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Mutant:
    """A fault, how it gets into the program, and the names of edits of which one must show it."""

    name: str
    plant: Plant
    shown_by: tuple[str, ...]


def _digest_without(kind: type[Struct], *left_out: str) -> Plant:
    """The digest of a kind of values leaves some of their fields out."""

    def digest(value: Any) -> bytes:
        kept = [part.name for part in fields(value) if part.name not in left_out]
        hasher = blake2b(type(value).__name__.encode(), digest_size=16)
        for name in kept:
            hasher.update(digest_of(getattr(value, name)))
        return hasher.digest()

    for name in left_out:
        assert name in kind.__struct_fields__, name
    return lambda patch: patch.setattr(kind, "digest", property(digest), raising=False)


def _page_without_meta(patch: pytest.MonkeyPatch) -> None:
    def digest(page: Page) -> bytes:
        return blake2b(page.template.encode() + digest_of(page.inputs), digest_size=16).digest()

    patch.setattr(Page, "digest", property(digest))


def _page_without_inputs(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Page, "digest", property(lambda page: digest_of(page.meta)))


def _file_without_inputs(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(File, "digest", property(lambda file: digest_of(file.url)))


def _memo_by_path(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(parsing, "_key", lambda file: digest_of(file.path))


def _source_digest_of_path(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        SourceFile, "__post_init__", lambda file: object.__setattr__(file, "digest", digest_of((file.path, file.kind)))
    )


def _source_digest_without_engine(patch: pytest.MonkeyPatch) -> None:
    make = SourceFile.__post_init__

    def init(file: SourceFile) -> None:
        engine = file.markdown
        object.__setattr__(file, "markdown", "python-markdown")
        make(file)
        object.__setattr__(file, "markdown", engine)

    patch.setattr(SourceFile, "__post_init__", init)


def _renderer_digest(digest: Callable[[Theme, SiteView], object]) -> Plant:
    def plant(patch: pytest.MonkeyPatch) -> None:
        make = Renderer.__init__

        def init(renderer: Renderer, theme: Theme, site: SiteView, *, portable: bool = False) -> None:
            make(renderer, theme, site, portable=portable)
            renderer.digest = digest_of(digest(theme, site))

        patch.setattr(Renderer, "__init__", init)

    return plant


def _stale_files_stay(patch: pytest.MonkeyPatch) -> None:
    publish = OutputFolder.publish

    def keep_all(folder: OutputFolder, before_swap: Callable[[], None], made_for: MadeFor | None = None) -> Report:
        for path in folder._present.recorded.keys() - folder._files.keys():  # noqa: SLF001
            folder.keep(path)
        return publish(folder, before_swap, made_for)

    patch.setattr(OutputFolder, "publish", keep_all)


def _files_are_trusted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Entry, "describes", lambda entry, status: True)


def _what_is_there_is_current(patch: pytest.MonkeyPatch) -> None:
    def is_current(present: Present, path: str, digest: bytes) -> bool:
        entry, status = present.recorded.get(path), present.status(path)
        return entry is not None and status is not None and entry.describes(status)

    patch.setattr(Present, "is_current", is_current)


def _fields_without_digest(patch: pytest.MonkeyPatch) -> None:
    with_fields = Document.with_fields

    def same_digest(document: Document[Any], new: Any) -> Document[Any]:
        changed = with_fields(document, new)
        if changed is not document:
            force_setattr(changed, "digest", document.digest)
        return changed

    patch.setattr(Document, "with_fields", same_digest)


MUTANTS = (
    Mutant("page-without-meta", _page_without_meta, ("widest_topic",)),
    Mutant("page-without-inputs", _page_without_inputs, ("brief_body", "key_points")),
    Mutant("file-without-inputs", _file_without_inputs, ("brief_title", "brief_bottom_line")),
    Mutant("linked-without-links", _digest_without(Linked, "links"), ("actor_slug", "topic_slug")),
    Mutant("linked-without-mentions", _digest_without(Linked, "mentions", "links"), ("alias_added",)),
    Mutant("linked-without-images", _digest_without(Linked, "images"), ("picture_changed",)),
    Mutant("card-without-summary", _digest_without(BriefCard, "summary"), ("brief_bottom_line",)),
    Mutant("card-without-title", _digest_without(BriefCard, "title"), ("title_of_a_continued_brief",)),
    Mutant("brief-without-neighbours", _digest_without(BriefInputs, "neighbours"), ("brief_added", "brief_date")),
    Mutant("brief-without-related", _digest_without(BriefInputs, "related"), ("brief_title", "retagged_topics")),
    Mutant("brief-without-threads", _digest_without(BriefInputs, "related", "continued_by"), ("continued",)),
    Mutant("actor-without-ties", _digest_without(ActorInputs, "ties"), ("office_added", "relation_added")),
    Mutant("actor-without-mentions", _digest_without(ActorInputs, "named_in"), ("brief_body", "alias_added")),
    Mutant("actor-without-positions", _digest_without(ActorInputs, "positions"), ("claim_added",)),
    Mutant("topic-without-story", _digest_without(TopicInputs, "story"), ("event_date", "continued")),
    Mutant("topic-without-children", _digest_without(TopicInputs, "children"), ("topic_parent", "topic_name")),
    Mutant("feed-without-entries", _digest_without(Feed, "entries"), ("brief_bottom_line",)),
    Mutant("entry-without-length", _digest_without(FeedEntry, "is_full"), ("feed_text",)),
    Mutant("memo-by-path", _memo_by_path, ("brief_body",)),
    Mutant("source-digest-without-text", _source_digest_of_path, ("brief_body",)),
    Mutant("source-digest-without-engine", _source_digest_without_engine, ("markdown_engine",)),
    Mutant("gate-without-digest", _fields_without_digest, ("days_pass",)),
    Mutant("renderer-without-theme", _renderer_digest(lambda theme, site: site), ("template_of_briefs",)),
    Mutant("renderer-without-settings", _renderer_digest(lambda theme, site: theme.digest), ("site_publisher",)),
    Mutant(
        "theme-without-assets",
        _renderer_digest(lambda theme, site: (dict(theme.templates), site)),
        ("style_changed",),
    ),
    Mutant("stale-files-stay", _stale_files_stay, ("brief_deleted", "style_changed")),
    Mutant("files-are-trusted", _files_are_trusted, ("output_tampered_with",)),
    Mutant("all-is-current", _what_is_there_is_current, ("brief_body",)),
)
"""Each must be found by the test of promise 1."""
