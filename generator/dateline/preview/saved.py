"""The page of a record whose text was just saved: made of the last build, while the next one has yet to begin.

Only where nothing but the text changed (the fields, the links and the pictures are as they were) does the last build
know all that the page shows. Whatever else the text changes, such as what programs read, the next build makes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from dateline.analysis.derive import mentions_in, name_index
from dateline.content.document import AnyDocument, Document, Key
from dateline.content.parse import parse
from dateline.content.schema import Brief
from dateline.content.sources import SourceFile, read_again
from dateline.draft import Draft
from dateline.fill import render
from dateline.site.cards import link_up
from dateline.site.page import Page
from dateline.site.render import TemplateFault
from dateline.site.urls import output_path


class LastBuild:
    """What the last build knew, for pages of texts that are saved after it."""

    def __init__(self, root: Path, draft: Draft) -> None:
        self._root = root
        self._draft = draft
        self._files = _files(root.resolve(), draft)
        self._pages = _pages(draft)
        self._names = name_index(draft.site.published)

    def pages_of(self, saved: Collection[Path]) -> dict[str, bytes]:
        """By path of the output, the pages of the records in these files as the next build will make them.

        Files that hold more than a text that changed give none.
        """
        pages: dict[str, bytes] = {}
        for file in filter(None, map(self._files.get, map(str, saved))):
            document = self._rewritten(file)
            page = self._pages.get(document.key) if document else None
            if document and page:
                pages |= self._drawn(page, document)
        return pages

    def _rewritten(self, file: SourceFile) -> AnyDocument | None:
        """The record in a file as it is published now; None where more than its text changed."""
        again = read_again(self._root, file)
        if again is None:
            return None
        before, now = parse(file), parse(again)
        if now.problems != before.problems:
            return None
        old, new = before.documents[0], now.documents[0]
        known = self._draft.site.published.get(new.key)
        if not isinstance(old, Document) or not isinstance(new, Document) or known is None:
            return None
        kept = (old.fields, old.extra, known.links, known.images)
        if (new.fields, new.extra, new.links, new.images) != kept or old.texts != known.texts:
            return None
        if isinstance(new.fields, Brief) and not new.fields.bluf:
            return None  # its first paragraph is what all lists say of it
        return replace(known, texts=new.texts, headings=new.headings, digest=new.digest)

    def _drawn(self, page: Page, document: AnyDocument) -> Iterator[tuple[str, bytes]]:
        linked = link_up(document, mentions_in(document, self._names), self._draft.site.cards)
        renewed = replace(page, inputs=replace(page.inputs, document=document, linked=linked))
        try:
            drawn = render(renewed, self._draft.renderer)
        except TemplateFault:  # the build will come upon it, and say where
            return
        yield output_path(page.url), drawn


def _files(top: Path, draft: Draft) -> Mapping[str, SourceFile]:
    """By place, the files of one record each."""
    return {
        f"{top}/{path}": file
        for file in draft.sources.files
        if not file.many
        for path in filter(None, (file.path, file.meta_path))
    }


def _pages(draft: Draft) -> Mapping[Key, Page]:
    """By record, the page that its text stands on."""
    return {
        document.key: page
        for page in draft.outputs
        if isinstance(page, Page) and isinstance(document := getattr(page.inputs, "document", None), Document)
    }
