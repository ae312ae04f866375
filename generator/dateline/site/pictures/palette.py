"""Colours put into a drawing."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

TEXT, SOFT, SPOT = 14, 9, 15
"""What a drawing has, from 0 for the ground on, for text, for lesser text, and for what gets a colour of its own."""
_LEVEL = 2
"""How hard a picture is packed: more would take twice as long to save a tenth."""


def blank(width: int, height: int) -> Image.Image:
    """A drawing of nothing but its ground."""
    return Image.new("P", (width, height), 0)


def coloured(drawing: Image.Image, ground: str, text: str, spot: str) -> bytes:
    """A drawing in its colours, as a PNG of 16: the ground, 14 steps from there to the text, and the spot."""
    start, end = _rgb(ground), _rgb(text)
    steps = [a + (b - a) * step // 14 for step in range(15) for a, b in zip(start, end, strict=True)]
    # Pillow writes the same in twice the time.
    shape = struct.pack(">IIBBBBB", *drawing.size, 4, 3, 0, 0, 0)
    pixels, across = drawing.tobytes("raw", "P;4"), (drawing.width + 1) // 2
    lines = b"".join(b"\0" + pixels[at : at + across] for at in range(0, len(pixels), across))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", shape),
            _chunk(b"PLTE", bytes([*steps, *_rgb(spot)])),
            _chunk(b"IDAT", zlib.compress(lines, _LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
