"""Sharing: the pictures that stand for the site and its pages elsewhere, and which page has one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from dateline.analysis.derive import Analysis
from dateline.config import SETTINGS_FILE
from dateline.content.gate import Published
from dateline.problems import Problem
from dateline.site.cards import Cards
from dateline.site.page import File, Output
from dateline.site.pictures.values import (
    Card,
    Colours,
    Icon,
    Manifest,
    colours_of,
    draw_svg,
    letter_of,
    toolkit,
    write_manifest,
)
from dateline.site.theme import Theme
from dateline.site.urls import HOME, record_url

if TYPE_CHECKING:
    from dateline.site.site import Site

CARD = "card.png"
"""Name of a card, beside the page that it stands for."""
FAVICON, DRAWING, TOUCH_ICON, MANIFEST = "/favicon.ico", "/icon.svg", "/apple-touch-icon.png", "/site.webmanifest"
_PICTURE, _SVG = "icon.png", "icon.svg"
"""Assets of a theme that take the place of the letter."""
_TOUCH_SIZE = 180
_PUBLIC = "TLP:CLEAR"


def carded(most: int, analysis: Analysis, published: Published, cards: Cards) -> frozenset[str]:
    """The pages with a card of their own: the home page, and `most` of each kind of record.

    Those are the newest briefs, and the actors and topics in most briefs, then by id. All other pages share the card
    of the home page.
    """
    if not most:
        return frozenset({HOME})
    actors = sorted(published.actors, key=lambda id: (-len(analysis.by_actor.get(id, ())), id))
    topics = sorted(published.topics, key=lambda id: (-len(analysis.by_topic.get(id, ())), id))
    urls = [
        *(cards.records["actor", id].url for id in actors[:most]),
        *(cards.records["topic", id].url for id in topics[:most]),
        *(cards.records["page", id].url for id in sorted(published.pages)[:most]),
        *(cards.briefs[id].url for id in analysis.briefs[:most]),
    ]
    return frozenset([HOME, *urls])


def card_url(url: str, with_card: frozenset[str]) -> str:
    """Where the card of a page is: its own, or that of the home page."""
    return (url if url in with_card else HOME) + CARD


def sharing_files(site: Site, theme: Theme) -> Iterator[Output]:
    """Every card and icon, in the colours of the theme."""
    assets = theme.assets
    colours = colours_of(assets.get(theme.stylesheet, b""))
    for card_of, card, origin in _cards(site, colours):
        yield File(card_of + CARD, card, _draw_card, origin=origin)
    icon = Icon(letter_of(site.config.title), colours, assets.get(_PICTURE, b""), _TOUCH_SIZE, toolkit())
    yield File(TOUCH_ICON, icon, _draw_png)
    yield from (File(f"/icon-{size}.png", replace(icon, size=size), _draw_png) for size in (192, 512))
    yield File(FAVICON, icon, _draw_ico)
    drawing = assets.get(_SVG)
    yield File(DRAWING, icon, draw_svg) if drawing is None else File(DRAWING, drawing, bytes)
    config = site.config
    yield File(MANIFEST, Manifest(config.title, config.description or "", config.lang, colours), write_manifest)


def icon_faults(theme: Theme) -> Iterator[Problem]:
    """A problem where the theme's own picture for icons is none."""
    picture = theme.assets.get(_PICTURE)
    if picture is not None:
        from dateline.site.pictures.photos import PictureFault, measure  # noqa: PLC0415  (Pillow loads slowly)

        try:
            measure(picture)
        except PictureFault as fault:
            yield Problem(f"assets/{_PICTURE}", 0, 0, "bad-picture", str(fault), "make it a square PNG of 512 pixels")


def _cards(site: Site, colours: Colours) -> Iterator[tuple[str, Card, str]]:
    """The card of each page that has one, with the URL of the page and the file that asked for it."""
    config, tools = site.config, toolkit()
    home = Card("", config.title, config.description or "", "", _marking(config.audience), colours, tools)
    yield HOME, home, SETTINGS_FILE
    for document in site.published:
        if record_url(document.kind, document.slug) not in site.carded:
            continue
        marking = _marking(document.fields.tlp)
        if document.kind == "brief":
            brief = site.cards.briefs[document.id]
            day = site.cards.locale.date(brief.date)
            card = Card(config.title, brief.title, brief.summary, day, marking, colours, tools)
            yield brief.url, card, document.path
        else:
            record = site.cards.records[document.key]
            yield (
                record.url,
                Card(config.title, record.name, record.summary, "", marking, colours, tools),
                document.path,
            )


def _marking(tlp: str) -> str:
    return "" if tlp == _PUBLIC else tlp


# Pillow takes a tenth of a second to load, and most builds have nothing to draw.


def _draw_card(card: Card) -> bytes:
    from dateline.site.pictures.card import draw_card  # noqa: PLC0415

    return draw_card(card)


def _draw_png(icon: Icon) -> bytes:
    from dateline.site.pictures.icons import draw_png  # noqa: PLC0415

    return draw_png(icon)


def _draw_ico(icon: Icon) -> bytes:
    from dateline.site.pictures.icons import draw_ico  # noqa: PLC0415

    return draw_ico(icon)
