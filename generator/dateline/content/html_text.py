"""Reading sanitised HTML: its tags, the runs of text where names may be linked, its plain text.

Sanitised means what `dateline.content.markup` gives: well-formed, names in lower case, every attribute in
double quotes. On such HTML one regular expression finds each tag, so nothing here builds a tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LITERAL = frozenset({"a", "code", "pre", "kbd"})
"""Elements whose text stands as it is: it is neither searched for names nor for citations."""
_UNLINKED = LITERAL | HEADINGS
BLOCKS = HEADINGS | frozenset(
    "blockquote br caption dd details div dl dt figcaption figure hr li ol p pre section summary table td th"
    " tr ul".split()
)
_ASIDES = frozenset({"blockquote", "details", "dl", "figure", "ol", "section", "table", "ul"})

_BLANK = " \t\r\n\f"
_ATTRIBUTES = r'((?: [a-z-]+="[^"]*")*)'
_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*){_ATTRIBUTES}>")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_BLOCK_TAG = re.compile(rf'</?(?:{"|".join(sorted(BLOCKS))})(?: [a-z-]+="[^"]*")*>')
_BLOCKQUOTE = re.compile(r"<blockquote.*?</blockquote>", re.DOTALL)
CITATION_TAG = '<sup class="citation">'
FOOTNOTE_REF = ' class="footnote-ref"'
FOOTNOTE_BACK = ' class="footnote-back"'
_MARKS = re.compile(
    rf'{CITATION_TAG}.*?</sup>|<a(?: [a-z-]+="[^"]*")*?(?:{FOOTNOTE_REF}|{FOOTNOTE_BACK})(?: [a-z-]+="[^"]*")*>.*?</a>',
    re.DOTALL,
)
"""Citations and the marks of footnotes, which no plain text has."""


class Token(NamedTuple):
    """A tag, or a run of text between two tags (`name` is empty). Joined, the texts of all tokens are the HTML."""

    start: int
    text: str
    name: str
    closing: bool


class TextRun(NamedTuple):
    """A stretch of HTML without tags; `text` is `html[start:end]`, still escaped."""

    start: int
    end: int
    text: str


def tags_of(names: Iterable[str]) -> re.Pattern[str]:
    """The tags of some elements only, for `tokens`."""
    return re.compile(rf"<(/?)({'|'.join(sorted(names))}){_ATTRIBUTES}>")


def tokens(html: str, tags: re.Pattern[str] = _TAG) -> Iterator[Token]:
    """The tags and texts of sanitised HTML, in order; where `tags` are not all, the others are part of the texts.

    >>> [token.text for token in tokens('<p title="a>b">x<br>y</p>')]
    ['<p title="a>b">', 'x', '<br>', 'y', '</p>']
    """
    at = 0
    for tag in tags.finditer(html):
        start = tag.start()
        if start > at:
            yield Token(at, html[at:start], "", closing=False)
        at = tag.end()
        yield Token(start, tag[0], tag[2], closing=bool(tag[1]))
    if at < len(html):
        yield Token(at, html[at:], "", closing=False)


def attributes(tag: str) -> dict[str, str]:
    """The attributes of one tag, unescaped.

    >>> attributes('<a href="?a=1&amp;b=2">')
    {'href': '?a=1&b=2'}
    """
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def text_runs(html: str) -> Iterator[TextRun]:
    """The runs of text in which names may be linked: not in links, code, keys, headings or citations."""
    # Not by `tokens`: every text of the site passes here in each build, and most of its tags are of no interest.
    unlinked = at = 0
    in_citation = False
    for tag in _TAG.finditer(html):
        start = tag.start()
        if at < start and not unlinked and not in_citation:
            yield TextRun(at, start, html[at:start])
        at = tag.end()
        name = tag[2]
        if name in _UNLINKED:
            unlinked += -1 if tag[1] else 1
        elif name == "sup":
            in_citation = tag[0] == CITATION_TAG
    if at < len(html) and not unlinked and not in_citation:
        yield TextRun(at, len(html), html[at:])


def plain_text(html: str) -> str:
    """The text as one line: tags, citations and footnote marks dropped, entities resolved, spaces collapsed.

    >>> plain_text('<p>Oil &amp; gas</p><p>Ore</p>')
    'Oil & gas Ore'
    """
    told = _unmarked(html) if "<sup" in html or "footnote-" in html else html
    # Line ends between blocks, which most of them are, go first: every build comes here for every text.
    text = unescape(_TAG.sub("", " ".join([part for part in _BLOCK_TAG.split(told) if part.strip(_BLANK)])))
    for space in _BLANK[1:]:
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def _unmarked(html: str) -> str:
    """Without citations and marks of footnotes; where one stood between two blanks, the second goes with it.

    Else most texts would hold two blanks in a row, and to find and replace those takes longer.
    """
    told, *others = _MARKS.split(html)
    for text in others:
        told += text.removeprefix(" ") if told.endswith(" ") else text
    return told


def blocks(html: str) -> list[str]:
    """The text of each paragraph, heading, cell and entry; longer quotations are left out.

    >>> blocks('<p>Oil &amp; gas</p><blockquote><p>Coal</p></blockquote><p>Ore</p>')
    ['Oil & gas', 'Ore']
    """
    return list(filter(None, map(plain_text, _BLOCK_TAG.split(_BLOCKQUOTE.sub(" ", html)))))


def first_paragraph(html: str) -> str:
    """What the first paragraph with any text holds, as HTML without its `<p>`; empty where there is none.

    Paragraphs of the running text come before those in quotations, lists, tables and other asides;
    footnotes do not count.
    """
    fallback = ""
    aside = 0
    opened = -1
    for start, text, name, closing in tokens(html):
        if name == "section":
            break
        if name in _ASIDES:
            aside += -1 if closing else 1
        elif name == "p" and not closing:
            opened = start + len(text)
        elif name == "p" and opened >= 0:
            inner = html[opened:start].strip()
            if plain_text(inner):
                if not aside:
                    return inner
                fallback = fallback or inner
            opened = -1
    return fallback
