"""Social cards: the picture that stands for a page where its address is shared."""

from __future__ import annotations

from PIL import ImageDraw

from dateline.site.pictures.lettering import cut, draw, draw_lines, drawable, lines_of, width_of
from dateline.site.pictures.palette import SOFT, SPOT, TEXT, blank, coloured
from dateline.site.pictures.values import Card

WIDTH, HEIGHT = 1200, 630
_LEFT, _RIGHT = 80, 1120
_SIZES = ((72, 3), (60, 4), (50, 5), (44, 6))
"""Sizes of a title, and how many lines of it there may be in each."""
_HEAD, _NOTE, _SUMMARY = 34, 28, 30


def draw_card(card: Card) -> bytes:
    """The card as a PNG. Texts with letters that the font lacks are left out: the site's title is left then."""
    drawing = blank(WIDTH, HEIGHT)
    ImageDraw.Draw(drawing).rectangle((_LEFT, 80, _LEFT + 16, 112), fill=SPOT)
    note = drawable(card.note)
    edge = _RIGHT - width_of(note, _NOTE)
    draw(drawing, (edge, 80), note, _NOTE, SOFT)
    head = cut(lines_of(drawable(card.site), _HEAD, edge - _LEFT - 64), 1)
    draw_lines(drawing, (_LEFT + 34, 74), head, _HEAD, TEXT)
    title, size = _fitting(drawable(card.title))
    bottom = draw_lines(drawing, (_LEFT, 156), title, size, TEXT)
    marking = drawable(card.marking)
    draw(drawing, (_LEFT, HEIGHT - 66), marking, _NOTE, SPOT)
    room = (HEIGHT - (90 if marking else 60) - bottom - 20) // (_SUMMARY * 6 // 5)
    if title and room > 0:
        summary = cut(lines_of(drawable(card.summary), _SUMMARY, _RIGHT - _LEFT), min(room, 4))
        draw_lines(drawing, (_LEFT, bottom + 20), summary, _SUMMARY, SOFT)
    return coloured(drawing, card.colours.ground, card.colours.text, card.colours.accent)


def _fitting(title: str) -> tuple[list[str], int]:
    """A title in lines, as large as it can be."""
    lines: list[str] = []
    for size, most in _SIZES:
        lines = lines_of(title, size, _RIGHT - _LEFT)
        if len(lines) <= most:
            return lines, size
    return cut(lines, most), size
