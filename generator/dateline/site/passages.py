"""Passages: the HTML of a text, parted where notes about its sources may stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^>"']|"[^"]*"|'[^']*')*>""")
_CITATION = re.compile(r'href="#source-([0-9]+)"')
_VOID = frozenset("area br col embed hr img input link meta source track wbr".split())


class Passage(Struct, frozen=True):
    """Whole elements of a text, and the numbers of the sources that the last of them is the first to cite."""

    html: Markup
    cites: tuple[int, ...]


def passages(html: Markup) -> Iterator[Passage]:
    """The passages of a text that was sanitised, each as long as it can be; together they are the text.

    >>> [part.cites for part in passages(Markup('<p>A</p><p>B <a href="#source-2">2</a></p><p>C</p>'))]
    [(2,), ()]
    """
    known: set[int] = set()
    begun = start = 0
    for end in _ends(html) if _CITATION.search(html) else ():
        numbers = [int(number) for number in _CITATION.findall(html, start, end)]
        start = end
        if new := tuple(dict.fromkeys(number for number in numbers if number not in known)):
            known.update(new)
            yield Passage(html[begun:end], new)
            begun = end
    if html[begun:].strip():
        yield Passage(html[begun:], ())


def _ends(html: str) -> Iterator[int]:
    """Where the elements end that lie in no other."""
    depth = 0
    for tag in _TAG.finditer(html):
        closing, name = tag.groups()
        if name in _VOID:
            continue
        depth += -1 if closing else 1
        if not depth:
            yield tag.end()
