"""Lettering: text drawn with the one font that comes with Dateline, so that all machines draw the same.

The font, Source Serif Pro Semibold, has Latin, Cyrillic and Greek letters. Text is set letter by letter, without the
shaping that other scripts need, so what the font lacks is not drawn at all.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from dateline.site.pictures.values import FONT

_NO_LETTER = "\uffff"


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels; Raqm, which a machine may lack, is not used."""
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """The text as it can be drawn, on one line; empty where the font lacks a letter of it."""
    plain = "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
    words = " ".join(plain.split())
    return words if all(map(_is_known, words)) else ""


@cache
def _is_known(char: str) -> bool:
    letters = font(20)
    shape, none = letters.getmask(char), letters.getmask(_NO_LETTER)
    return (shape.size, bytes(shape)) != (none.size, bytes(none))


class _Letter(NamedTuple):
    """A letter at a size, drawn once for all texts: how it looks, where that lies, and where the next letter begins."""

    shape: Image.Image
    left: int
    top: int
    advance: int


@cache
def _letter(char: str, size: int) -> _Letter:
    left, top, right, bottom = font(size).getbbox(char)
    shape = Image.new("L", (int(right - left), int(bottom - top)))
    ImageDraw.Draw(shape).text((-left, -top), char, font=font(size), fill=255)
    return _Letter(shape, int(left), int(top), round(font(size).getlength(char)))


@cache
def width_of(text: str, size: int) -> int:
    """How wide a text is: as its letters are, for the font moves none closer to another."""
    return sum(_letter(char, size).advance for char in text)


def draw(drawing: Image.Image, place: tuple[int, int], text: str, size: int, ink: int) -> None:
    """Draw a text on one line."""
    pen = ImageDraw.Draw(drawing)
    left, top = place
    for char in text:
        letter = _letter(char, size)
        if letter.shape.height:
            pen.bitmap((left + letter.left, top + letter.top), letter.shape, fill=ink)
        left += letter.advance


def lines_of(text: str, size: int, width: int) -> list[str]:
    """A text in lines that fit a width; a word that is wider than a line is broken."""
    lines: list[str] = []
    line, wide = "", 0
    for word in text.split():
        pieces = _pieces(word, size, width)
        for number, piece in enumerate(pieces):
            gap = width_of(" ", size) if line and not number else 0
            needed = width_of(piece, size)
            if line and (number or wide + gap + needed > width):
                lines.append(line)
                line, wide, gap = "", 0, 0
            line += f" {piece}" if gap else piece
            wide += gap + needed
    return [*lines, line] if line else lines


def _pieces(word: str, size: int, width: int) -> list[str]:
    if width_of(word, size) <= width:
        return [word]
    pieces, piece = [], ""
    for char in word:
        if piece and width_of(piece + char, size) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def cut(lines: list[str], most: int) -> list[str]:
    """The first lines, with a mark at their end where there are more."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    return [*lines[: most - 1], f"{last[:-1] if ' ' not in last else last.rsplit(' ', 1)[0]}…"]


def draw_lines(drawing: Image.Image, place: tuple[int, int], lines: list[str], size: int, ink: int) -> int:
    """Draw lines below each other; how far down they reach."""
    left, top = place
    for line in lines:
        draw(drawing, (left, top), line, size, ink)
        top += size * 6 // 5
    return top
