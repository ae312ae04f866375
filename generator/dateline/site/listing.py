"""Long lists on several pages, numbered so that old pages keep their bytes when newer entries come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from dateline.content.dates import PartialDate
from dateline.site.card_views import BriefCard, Listing, PageLink
from dateline.site.urls import numbered_url

T = TypeVar("T")


class Slice(Struct, Generic[T], frozen=True):
    """One page of a list: its number, its entries (newest first) and its neighbours' URLs."""

    url: str
    number: int
    entries: tuple[T, ...]
    newer: str
    older: str


def slices(entries: Sequence[T], url: str, size: int) -> tuple[Slice[T], ...]:
    """The pages of a list whose entries come newest first; the first page, at `url` itself, is the newest.

    Further pages hold exactly `size` entries and are numbered from the oldest, which is page 2; so only the first
    page, with `size` to `2 * size - 1` entries, changes when an entry comes on top.
    """
    older = max(len(entries) // size - 1, 0)
    newest = len(entries) - older * size
    bounds = [(0, newest), *((newest + step * size, newest + (step + 1) * size) for step in range(older))]
    numbers = [1, *range(older + 1, 1, -1)]
    urls = [numbered_url(url, number) for number in numbers]
    return tuple(
        Slice(
            url=urls[index],
            number=numbers[index],
            entries=tuple(entries[start:end]),
            newer=urls[index - 1] if index else "",
            older=urls[index + 1] if index + 1 < len(urls) else "",
        )
        for index, (start, end) in enumerate(bounds)
    )


def page_links(parts: Sequence[Slice[T]], dates: Sequence[tuple[PartialDate, PartialDate]]) -> tuple[PageLink, ...]:
    """Links to all pages of a list for its first page; none where that is the only one."""
    if len(parts) == 1:
        return ()
    return tuple(
        PageLink(part.url, part.number, part.number == 1, first, last)
        for part, (first, last) in zip(parts, dates, strict=True)
    )


def listings(cards: Sequence[BriefCard], url: str, size: int) -> tuple[tuple[str, Listing], ...]:
    """The pages of a list of briefs, newest first, with their URLs."""
    parts = slices(cards, url, size)
    links = page_links(parts, [_span(part.entries) for part in parts]) if cards else ()
    return tuple(
        (
            part.url,
            Listing(
                briefs=part.entries,
                total=len(cards) if part.number == 1 else 0,
                pages=links if part.number == 1 else (),
                newer=part.newer,
                older=part.older,
            ),
        )
        for part in parts
    )


def _span(cards: Sequence[BriefCard]) -> tuple[PartialDate, PartialDate]:
    return cards[-1].date, cards[0].date
