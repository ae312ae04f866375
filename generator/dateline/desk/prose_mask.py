"""The prose of a Markdown text, with every character at its place: what is no prose becomes spaces."""

from __future__ import annotations

import re

_NO_PROSE = re.compile(
    r"^(?:```|~~~).*?^(?:```|~~~)[^\n]*$"  # fenced code
    r"|`[^`\n]*`"
    r"|<!--(?>.*?(?:-->|\Z))"
    r"|</?[A-Za-z][^<>\n]*>"
    r"|!\[[^\]\n]{0,300}\]\([^()\n]*\)"
    r"|\[(?:@|\^)[^\]\n]{0,300}\]:?"  # citations and notes
    r"|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"  # the targets of links
    r"|\[(?=[^\]]{0,300}\])"
    r"|(?:https?://|www\.)[^\s<>]+"
    r"|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}"
    r"|^[ ]{0,3}(?:\#{1,6}|>)(?=\s)"
    r"|\\(?=[^\w\s])",
    re.MULTILINE | re.DOTALL,
)


def prose_of(markdown: str) -> str:
    """The text with spaces where code, addresses, tags and marks stand; line ends stay.

    >>> prose_of("[Roe](actor:roe) *said* `x`")
    ' Roe             said     '
    """
    return _NO_PROSE.sub(_blank, markdown)


def _blank(found: re.Match[str]) -> str:
    return "".join("\n" if char == "\n" else " " for char in found[0])
