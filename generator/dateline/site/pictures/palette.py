"""Colours put into a drawing."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

TEXT, SOFT, SPOT = 239, 150, 255
"""How bright a grey drawing, from 0 for the ground on, has text, lesser text, and what gets a colour of its own."""


def coloured(drawing: Image.Image, ground: str, text: str, spot: str) -> bytes:
    """A grey drawing in its colours, as a PNG of 16: the ground, 14 steps from there to the text, and the spot."""
    shades = drawing.point([value >> 4 for value in range(256)])
    start, end = _rgb(ground), _rgb(text)
    steps = [a + (b - a) * step // 14 for step in range(15) for a, b in zip(start, end, strict=True)]
    shades.putpalette([*steps, *_rgb(spot)])
    file = BytesIO()
    shades.save(file, "PNG", bits=4, compress_level=2)
    return file.getvalue()


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
