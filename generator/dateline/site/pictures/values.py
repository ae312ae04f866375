"""What pictures are drawn from, as values that need no Pillow; and what can be written without it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from html import escape
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct

from dateline.site.values import Digested

FONT = Path(__file__).with_name("SourceSerifPro-Semibold.ttf")
_NAMED = re.compile(r"--(ground|text|accent)\s*:\s*(light-dark\(\s*)?#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b")


@cache
def toolkit() -> str:
    """Stands for what decides how letters look, besides our code: the library and the font."""
    return f"{version('pillow')} {blake2b(FONT.read_bytes(), digest_size=8).hexdigest()}"


class Colours(Digested, frozen=True):
    """What pictures are drawn with, each as `#rrggbb`."""

    ground: str = "#ffffff"
    text: str = "#1b1e22"
    accent: str = "#8a1f11"


def colours_of(style_sheet: bytes) -> Colours:
    """The colours that a style sheet gives as `--ground`, `--text` and `--accent`.

    Of colours written `light-dark(#rrggbb, ...)` it takes the light one, and the last of them, which is that of the
    site's own settings; of others the first.

    >>> colours_of(b":root { --accent: light-dark(#A42F16, #f39b7c) }").accent
    '#a42f16'
    """
    found: dict[str, str] = {}
    for name, is_pair, digits in _NAMED.findall(style_sheet.decode("utf-8", "replace")):
        if is_pair or name not in found:
            found[name] = "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)).lower()
    return Colours(**found)


class Card(Struct, frozen=True):
    """What a card says; empty texts are left out."""

    site: str
    title: str
    summary: str
    note: str
    """Stands at the right of the site's title, such as a date."""
    marking: str
    colours: Colours
    toolkit: str
    """What decides how letters look: see `lettering`."""


class Icon(Digested, frozen=True):
    """What an icon shows: the first letter of the site's title, or the theme's picture."""

    letter: str
    colours: Colours
    picture: bytes
    size: int
    toolkit: str


class Manifest(Struct, frozen=True):
    """What the web app manifest says."""

    title: str
    description: str
    lang: str
    colours: Colours


def letter_of(title: str) -> str:
    """The letter that stands for a site.

    >>> letter_of("«the Briefing»")
    'T'
    """
    return next((char.upper()[:1] for char in title if char.isalnum()), "")


def draw_svg(icon: Icon) -> bytes:
    """The icon as a drawing: a letter in the reader's own font."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="6" fill="{icon.colours.accent}"/>'
        f'<text x="16" y="23.5" text-anchor="middle" font-family="Georgia, serif" font-weight="700" font-size="22" '
        f'fill="{icon.colours.ground}">{escape(icon.letter)}</text></svg>\n'
    ).encode()


def write_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON; its addresses are seen from its own, so it works under any base path."""
    icons = [{"src": f"icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)]
    values: Mapping[str, object] = {
        "name": manifest.title,
        **({"description": manifest.description} if manifest.description else {}),
        "lang": manifest.lang,
        "start_url": "./",
        "display": "browser",
        "background_color": manifest.colours.ground,
        "theme_color": manifest.colours.ground,
        "icons": icons,
    }
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()


class Copy(Struct, frozen=True):
    """One size of a picture."""

    url: str
    width: int


class Picture(Struct, frozen=True):
    """A picture of an author's, in the sizes in which pages show it."""

    url: str
    """The copy for browsers that cannot choose."""
    width: int
    """Of its largest copy, as `height`: the two say how tall it is at any width."""
    height: int
    kind: str
    """How `copies` end: `jpg`, `png`, `gif` or `webp`."""
    copies: tuple[Copy, ...]
    """Narrowest first."""
    webp: tuple[Copy, ...]
    """The same as WebP; empty where `copies` are that, or it moves."""
    is_moving: bool = False
