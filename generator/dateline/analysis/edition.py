"""Editions: what a brief says to its readers, as it was published; kept to be compared with what it says later."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Self

from pydantic import BaseModel, ConfigDict

from dateline.analysis.terms import HEADING
from dateline.content.document import Document
from dateline.content.html_text import BLOCKS, FOOTNOTE_BACK, FOOTNOTE_REF, HEADINGS, tokens
from dateline.content.schema import Brief


class _Kept(BaseModel):
    """A part of an edition. Fields that a later version of Dateline keeps as well are no fault."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class KeptRole(_Kept):
    id: str
    role: str | None = None


class KeptQuote(_Kept):
    text: str
    translation: str | None = None


class KeptSource(_Kept):
    title: str | None = None
    url: str | None = None
    published: str | None = None
    via: str | None = None
    credibility: int | None = None
    reliability: str | None = None
    quote: KeptQuote | None = None

    @property
    def name(self) -> str:
        """What it is known by to readers."""
        return self.title or self.url or ""


class KeptClaim(_Kept):
    by: str
    on: str
    stance: str
    text: str
    said: str | None = None
    sources: tuple[str, ...] = ()


class KeptState(_Kept):
    date: str
    likelihood: str | None = None
    confidence: str | None = None
    reason: str


class KeptOutcome(_Kept):
    date: str
    result: str
    note: str | None = None


class KeptJudgement(_Kept):
    text: str
    likelihood: str
    confidence: str | None = None
    basis: str | None = None
    horizon: str | None = None
    resolves_by: str | None = None
    history: tuple[KeptState, ...] = ()
    outcome: KeptOutcome | None = None


class KeptRevision(_Kept):
    date: str
    kind: str
    note: str


class Edition(_Kept):
    """All of a published brief that states something: its texts in blocks without markup, and its stated facts.

    Citations stand in the texts by the numbers of the sources, as `[1]`.
    """

    title: str
    date: str
    event_date: str | None = None
    lang: str | None = None
    author: str | None = None
    bluf: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    why_it_matters: tuple[str, ...] = ()
    whats_next: tuple[str, ...] = ()
    actors: tuple[KeptRole, ...] = ()
    places: tuple[str, ...] = ()
    sources: tuple[KeptSource, ...] = ()
    claims: tuple[KeptClaim, ...] = ()
    judgements: tuple[KeptJudgement, ...] = ()
    revisions: tuple[KeptRevision, ...] = ()

    @classmethod
    def of(cls, document: Document[Brief]) -> Self:
        """The edition that a published document is."""
        texts: dict[str, list[str]] = {}
        for field, html in document.prose:
            texts.setdefault(field.partition(".")[0], []).extend(blocks(html))
        stated = document.fields.model_dump(mode="json", exclude_defaults=True, exclude=_MARKED_UP)
        return cls.model_validate({**stated, **texts})

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read what `format` wrote. Raises ValueError, of pydantic, for anything else."""
        return cls.model_validate_json(data)

    def format(self) -> bytes:
        """As a text file in which each paragraph and each fact has a line."""
        return f"{self.model_dump_json(indent=1, exclude_defaults=True)}\n".encode()

    @property
    def prose(self) -> tuple[str, ...]:
        """Its running text in blocks."""
        return (*self.bluf, *self.key_points, *self.body, *self.why_it_matters, *self.whats_next)


_MARKED_UP = {"bluf", "key_points", "why_it_matters", "whats_next"}


def blocks(html: str) -> tuple[str, ...]:
    """The text of sanitised HTML in its paragraphs, headings, entries and cells, in order; citations as `[1]`.

    >>> blocks('<h2 id="a">Ore</h2><ul><li>One</li><li>Two <em>and</em> three</li></ul>')
    ('## Ore', 'One', 'Two and three')
    """
    found = []
    for text, is_heading in _raw_blocks(html):
        words = " ".join(unescape(text).split())
        if words:
            found.append(f"{HEADING}{words}" if is_heading else words)
    return tuple(found)


def _raw_blocks(html: str) -> Iterator[tuple[str, bool]]:
    texts: list[str] = []
    is_heading = is_mark = False
    for token in tokens(html):
        if not token.name:
            texts += [] if is_mark else [token.text]
        elif token.name == "a":
            is_mark = FOOTNOTE_REF in token.text or FOOTNOTE_BACK in token.text
        elif token.name in BLOCKS:
            yield "".join(texts), is_heading
            texts = []
            is_heading = token.name in HEADINGS and not token.closing
    yield "".join(texts), is_heading
