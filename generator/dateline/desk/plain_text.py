"""Plain text as Markdown that reads the same: marks that would mean something are escaped, paragraphs kept apart."""

from __future__ import annotations

import re

from dateline.desk.links_in_text import trimmed

_INLINE = re.compile(r"[\\`*\[\]{}|]|(?<!\w)_|_(?!\w)|&(?=#\w|\w+;)|<")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;"}
_START = re.compile(r"[#+>_-]")
_NUMBER = re.compile(r"\d{1,9}(?=[.)][ \t])")
_UNESCAPABLE = frozenset("=~:")
_LONG_LINE = 100


def escape(text: str) -> str:
    r"""A piece of text with its marks escaped, in a way that Python-Markdown undoes.

    >>> escape("a*b_c [@d] <e>")
    'a\\*b_c \\[@d\\] &lt;e>'
    """
    return _INLINE.sub(lambda found: _ENTITIES.get(found[0]) or f"\\{found[0]}", text)


def _linked(text: str) -> str:
    """A piece of text, escaped, with its addresses as links."""
    pieces: list[str] = []
    reached = 0
    for found in _ADDRESS.finditer(text):
        address = trimmed(found[0])
        pieces += (escape(text[reached : found.start()]), f"<{address}>")
        reached = found.start() + len(address)
    return "".join((*pieces, escape(text[reached:])))


def escape_start(line: str) -> str:
    """A line, escaped already, of which no block but a paragraph is made."""
    if line[:1].isspace():
        return line[0] + escape_start(line[1:])
    if number := _NUMBER.match(line):
        return f"{number[0]}\\{line[number.end() :]}"
    if line and line[0] in _UNESCAPABLE:
        return f"&#{ord(line[0])};{line[1:]}"
    return f"\\{line}" if _START.match(line) else line


def as_markdown(text: str) -> str:
    """A plain text as Markdown; lines that start with `- ` or a number stay the lists that they look like."""
    lines = [line.strip() for line in text.split("\n")]
    if _is_paragraph_a_line(lines):
        lines = [line for given in lines for line in (given, "")]
    return "\n".join(line if not line else _line(line) for line in lines).strip("\n")


def _line(line: str) -> str:
    if line.startswith(("- ", "\u2022 ", "* ")):
        return f"- {_linked(line[2:].lstrip())}"
    if (number := _NUMBER.match(line)) and line[number.end()] == "." and len(number[0]) < 3:
        return f"{number[0]}. {_linked(line[number.end() + 1 :].lstrip())}"
    return escape_start(_linked(line))


def _is_paragraph_a_line(lines: list[str]) -> bool:
    """Whether every line is a paragraph, as in texts that are wrapped only when shown."""
    filled = [line for line in lines if line]
    return len(filled) > 1 and all(lines[1:-1]) and max(map(len, filled)) > _LONG_LINE
