"""Headings, and the ids that authors expect of them."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

RESERVED_IDS = frozenset(
    "actors bottom-line briefs claims content corrections footer footnotes header judgements key-points main menu nav"
    " related revisions search source sources timeline top topics whats-next why-it-matters".split()
)
"""Ids that pages keep for their own sections."""
_NUMBERED = re.compile(r"source-[0-9]+(?:-[0-9]+)*|(?:fn|fnref)-.*")
_MAX_ID = 100


class Heading(Struct, frozen=True):
    """A heading of the text; `text` is plain, `level` counts from 2 (the page's title is level 1)."""

    id: str
    text: str
    level: int


def is_reserved(identity: str) -> bool:
    """Whether pages keep an id for their own: for a section, or for what is numbered, as `source-1` or `fn-1`."""
    return identity in RESERVED_IDS or _NUMBERED.fullmatch(identity) is not None


def heading_id(text: str) -> str:
    """The id that authors expect of a heading: its letters, digits and marks in any script, small, joined by '-'.

    One that pages keep for their own gets `-section` behind it.

    >>> heading_id("What's next: Київ & the EU?")
    'what-s-next-київ-the-eu'
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = (char if unicodedata.category(char)[0] in "LNM" else " " for char in folded)
    slug = "-".join("".join(kept).split())[:_MAX_ID].strip("-") or "section"
    return f"{slug}-section" if is_reserved(slug) else slug
