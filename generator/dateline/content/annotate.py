"""One walk over sanitised HTML: ids of headings and footnotes, citations, links to records, pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from itertools import count
from typing import NamedTuple, get_args

from dateline.content.fields import Kind
from dateline.content.html_text import CITATION_TAG, FOOTNOTE_BACK, FOOTNOTE_REF, HEADINGS, LITERAL, attributes, tokens

RESERVED_IDS = frozenset(
    "actors bottom-line briefs claims content corrections footer footnotes header judgements key-points main menu nav"
    " related revisions search source sources timeline top topics whats-next why-it-matters".split()
)
"""Ids that the pages keep for their own sections; so are `source-1`, `fn-1` and `fnref-1`. A heading of that name
gets `-section` behind its id."""

_NUMBERED_ID = re.compile(r"source-[0-9]+(?:-[0-9]+)*|(?:fn|fnref)-.*")
_MAX_ID = 100
_RECORD_HREF = re.compile(rf"\s*({'|'.join(get_args(Kind))}):([^#]*)(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_PICTURE = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
_CITATION = re.compile(r"\[@([^\[\]<>]*)\]|\[(\^[^\[\]<>\s]+)\]")
_LINK_OR_PICTURE = re.compile(r'<(/?)(a|img)((?: [a-z-]+="[^"]*")*)>')
_EMPTY = re.compile(r"\s*</a>")
_DROPPED = "<!-- a way back to a note that nothing refers to -->"
_TO_RESOLVE = re.compile(rf'<img |href="(?:{"|".join(get_args(Kind))}):')


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text; `text` is plain, `level` counts from 2 (the page's title is level 1)."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A link to another record, written `[text](brief:slug#heading)`; nothing says yet that the record exists."""

    kind: Kind
    target: str
    fragment: str

    @property
    def href(self) -> str:
        return f"{self.kind}:{self.target}" + (f"#{self.fragment}" if self.fragment else "")


def record_link(href: str) -> RecordLink | None:
    """The record that an address names; None for any other address.

    >>> record_link("actor:usa")
    RecordLink(kind='actor', target='usa', fragment='')
    """
    found = _RECORD_HREF.fullmatch(href)
    if found is None:
        return None
    kinds: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    return RecordLink(kinds[found[1].lower()], found[2].strip(), (found[3] or "").strip())


def is_picture_path(path: str) -> bool:
    """Whether `path` can be a picture in content/: relative, without a scheme and without dots that climb."""
    return _PICTURE.fullmatch(path) is not None and not {".", ".."} & set(path.split("/"))


def heading_id(text: str) -> str:
    """The id that authors expect of a heading: its letters, digits and marks in any script, small, joined by '-'.

    >>> heading_id("What's next: Київ & the EU?")
    'what-s-next-київ-the-eu'
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = (char if unicodedata.category(char)[0] in "LNM" else " " for char in folded)
    slug = "-".join("".join(kept).split())[:_MAX_ID].strip("-") or "section"
    return f"{slug}-section" if slug in RESERVED_IDS or _NUMBERED_ID.fullmatch(slug) else slug


class _OpenHeading(NamedTuple):
    """A heading whose end is still to come: where its tag goes, which entry of the list it is, its name, its text."""

    at: int
    index: int
    name: str
    texts: list[str]


class Annotator:
    """The walk and what it finds; one for each text.

    `mark` is a text that the engine put into the ids of its footnotes, and that no author can have written.
    `scope` keeps the ids of several texts on one page apart.
    """

    def __init__(self, sources: Mapping[str, int], mark: str = "", scope: str = "") -> None:
        self.headings: list[Heading] = []
        self.links: dict[RecordLink, None] = {}
        self.citations: dict[str, None] = {}
        self.unknown_citations: dict[str, None] = {}
        self.images: dict[str, None] = {}
        self.images_without_alt: dict[str, None] = {}
        self.refused: dict[str, None] = {}
        self.fragments: dict[str, None] = {}
        self._sources = sources
        self._mark = mark
        self._scope = f"{scope}-" if scope else ""
        self._ids: set[str] = set()
        self._next_id: dict[str, int] = {}
        self._out: list[str] = []
        self._open_headings: list[_OpenHeading] = []
        self._levels: list[int] = []
        self._literal = 0
        self._links_open: list[str] = []
        self._divs: list[str] = []
        self._in_head = False
        self._footnotes: dict[str, int] = {}
        self._footnote_refs: set[str] = set()
        self._section_at = -1
        self._refused_link_at = -1

    def walk(self, html: str) -> str:
        """The finished HTML of sanitised `html`."""
        if self._mark and self._mark in html:
            self._find_footnotes(html)
        for start, text, name, closing in tokens(html):
            if not name:
                self._text(text)
            elif name in HEADINGS:
                self._heading(text, name, closing)
            elif name == "a":
                self._link(text, closing)
            elif name == "img":
                self._picture(text)
            elif name in ("li", "sup"):
                self._out.append(text if " id=" not in text else self._with_footnote_id(text, name))
            elif name == "div":
                self._div(text, closing, is_footnotes=start == self._section_at)
            elif name in ("thead", "th", "td"):
                self._cell(text, name, closing)
            elif name == "hr" and self._out and self._out[-2:] == ['<section class="footnotes">', "\n"]:
                self._out.pop()
            else:
                if name in LITERAL:
                    self._literal += -1 if closing else 1
                self._out.append(text)
        return "".join(self._out)

    @property
    def unknown_fragments(self) -> tuple[str, ...]:
        """Fragments that links name in this text, and that nothing in it or on the page around it has."""
        return tuple(
            name
            for name in self.fragments
            if name and name not in self._ids and name not in RESERVED_IDS and not _NUMBERED_ID.fullmatch(name)
        )

    def _text(self, text: str) -> None:
        link = self._links_open[-1] if self._links_open else None
        if link == _DROPPED:
            return
        may_cite = self._literal == 0 and ("[@" in text or "[^" in text)
        if self._open_headings and (link is None or FOOTNOTE_REF not in link):
            self._open_headings[-1].texts.append(_CITATION.sub(self._uncited, text) if may_cite else text)
        self._out.append(_CITATION.sub(self._citation, text) if may_cite else text)

    def _uncited(self, found: re.Match[str]) -> str:
        return found[0] if self._numbers(found) is None else ""

    def _numbers(self, found: re.Match[str]) -> dict[int, str] | None:
        """The numbers of the sources that a citation names, each with its key; None if it names an unknown one."""
        keys = [found[2][1:]] if found[2] else [key.strip().removeprefix("@") for key in unescape(found[1]).split(";")]
        unknown = [key for key in keys if key not in self._sources]
        self.unknown_citations.update(dict.fromkeys(f"^{key}" if found[2] else key for key in unknown))
        if unknown:
            return None
        self.citations.update(dict.fromkeys(keys))
        return {self._sources[key]: key for key in reversed(keys)}

    def _citation(self, found: re.Match[str]) -> str:
        numbers = self._numbers(found)
        if numbers is None:
            return found[0]
        links = [f'<a href="#source-{number}" aria-label="source {number}">{{}}</a>' for number in reversed(numbers)]
        if len(links) == 1:
            return CITATION_TAG + links[0].format(f"[{next(iter(numbers))}]") + "</sup>"
        shown = [link.format(number) for link, number in zip(links, reversed(numbers), strict=True)]
        return f"{CITATION_TAG}[{', '.join(shown)}]</sup>"

    def _heading(self, tag: str, name: str, closing: bool) -> None:
        if not closing:
            level = int(name[1])
            while self._levels and self._levels[-1] >= level:
                self._levels.pop()
            self._levels.append(level)
            new_name = f"h{min(len(self._levels) + 1, 6)}"
            self._open_headings.append(_OpenHeading(len(self._out), len(self.headings), new_name, []))
            self._out.append(tag[3:-1])
            self.headings.append(Heading("", "", 0))
            return
        at, index, new_name, texts = self._open_headings.pop()
        text = " ".join(unescape("".join(texts)).split())
        identity = self._unique(self._scope + heading_id(text))
        self._out[at] = f'<{new_name} id="{escape(identity)}"{self._out[at]}>'
        self._out.append(f"</{new_name}>")
        self.headings[index] = Heading(identity, text, int(new_name[1]))

    def _unique(self, wanted: str) -> str:
        identity = wanted
        for number in count(self._next_id.get(wanted, 2)):
            if identity not in self._ids:
                break
            identity = f"{wanted}-{number}"
            self._next_id[wanted] = number + 1
        self._ids.add(identity)
        return identity

    def _link(self, tag: str, closing: bool) -> None:
        if closing:
            self._literal -= 1
            opened = self._links_open.pop()
            if opened == _DROPPED:
                return
            if opened:
                self._out.append("</a>")
            elif self._refused_link_at >= 0:
                shown = " ".join(unescape(re.sub("<[^>]*>", "", "".join(self._out[self._refused_link_at :]))).split())
                self.refused[f"[{shown}]"] = None
                self._refused_link_at = -1
            return
        self._literal += 1
        opened = self._opened_link(attributes(tag))
        self._links_open.append(opened)
        self._out.append("" if opened == _DROPPED else opened)

    def _opened_link(self, given: Mapping[str, str]) -> str:
        """The opening tag of a link, or nothing where it has no address (any more)."""
        href = given.get("href")
        if href is None:
            self._refused_link_at = len(self._out) + 1
            return ""
        rest = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if name in ("title", "hreflang"))
        if self._mark and self._mark in href:
            return self._footnote_link(href)
        link = record_link(href)
        if link is not None:
            self.links[link] = None
            href = link.href
        elif href.startswith("#"):
            self.fragments[href[1:]] = None
        return f'<a href="{escape(href)}"{rest}>'

    def _picture(self, tag: str) -> None:
        given = attributes(tag)
        path, alt = given.get("src", "").strip(), given.get("alt", "")
        if not is_picture_path(path):
            self.refused[path or alt or "<img>"] = None
            self._out.append(escape(alt, quote=False))
            return
        self.images[path] = None
        if not alt.strip():
            self.images_without_alt[path] = None
        title = f' title="{escape(given["title"])}"' if given.get("title") else ""
        self._out.append(f'<img src="{path}" alt="{escape(alt)}"{title}>')

    def _cell(self, tag: str, name: str, closing: bool) -> None:
        if name == "thead":
            self._in_head = not closing
        elif not closing:
            tag = re.sub(r' align="(left|center|right)"', r' class="align-\1"', tag)
            if name == "th" and self._in_head and " scope=" not in tag:
                tag = f'<th scope="col"{tag[3:]}'
        self._out.append(tag)

    def _div(self, tag: str, closing: bool, *, is_footnotes: bool) -> None:
        if closing:
            self._out.append(f"</{self._divs.pop()}>")
            return
        self._divs.append("section" if is_footnotes else "div")
        self._out.append('<section class="footnotes">' if is_footnotes else tag.replace(' class="footnote"', ""))

    def _find_footnotes(self, html: str) -> None:
        mark = re.escape(escape(self._mark))
        names = re.findall(rf'<li id="fn{mark}([^"]*)"', html)
        self._footnotes = {unescape(name): number for number, name in reversed(list(enumerate(names, start=1)))}
        self._footnote_refs = set(map(unescape, re.findall(rf'<sup id="(fnref\d*{mark}[^"]*)"', html)))
        self._section_at = html.rfind('<div class="footnote">')

    def _footnote_id(self, engines: str) -> str:
        """`fn-1` or `fnref-1`, or `fnref-1-2` for the second mark of one footnote; empty where there is none."""
        role, _, name = engines.partition(self._mark)
        number = self._footnotes.get(name)
        again = role.removeprefix("fnref")
        if number is None or not role.startswith("fn"):
            return ""
        if role == "fn":
            return f"fn-{self._scope}{number}"
        return f"fnref-{self._scope}{number}" + (f"-{again}" if again else "")

    def _with_footnote_id(self, tag: str, name: str) -> str:
        given = attributes(tag)
        engines = given.pop("id", "")
        identity = self._footnote_id(engines) if self._mark and self._mark in engines else ""
        rest = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
        if not identity or identity in self._ids:
            return f"<{name}{rest}>"
        self._ids.add(identity)
        return f'<{name} id="{identity}"{rest}>'

    def _footnote_link(self, href: str) -> str:
        target = href.removeprefix("#")
        identity = self._footnote_id(target)
        if target.startswith("fnref") and target not in self._footnote_refs:
            return _DROPPED
        if target.startswith("fnref"):
            number = identity.removeprefix(f"fnref-{self._scope}").partition("-")[0]
            return f'<a href="#{identity}"{FOOTNOTE_BACK} aria-label="back to note {number} in the text">'
        return f'<a href="#{identity}"{FOOTNOTE_REF}>'


def resolve(
    html: str,
    *,
    href: Callable[[RecordLink], str | None],
    label: Callable[[RecordLink], str],
    src: Callable[[str], str | None],
) -> str:
    """The HTML with the addresses of its links to records and of its pictures.

    A link for which `href` gives None keeps its text and is no link; one without text gets its `label`.
    A picture for which `src` gives None is replaced by the text that stands for it. All three answer in plain
    text; escaping is done here. Other links are left as they are.
    """
    if not _TO_RESOLVE.search(html):
        return html
    out: list[str] = []
    closers: list[str] = []
    at = 0
    for tag in _LINK_OR_PICTURE.finditer(html):
        out.append(html[at : tag.start()])
        at = tag.end()
        if tag[2] == "img":
            out.append(_resolved_picture(tag[0], src))
        elif tag[1]:
            out.append(closers.pop())
        else:
            link = record_link(attributes(tag[0]).get("href", ""))
            address = None if link is None else href(link)
            closers.append("" if link is not None and address is None else "</a>")
            if link is None:
                out.append(tag[0])
            elif address is not None:
                out.append(tag[0].replace(f'href="{escape(link.href)}"', f'href="{escape(address)}"', 1))
            if link is not None and _EMPTY.match(html, at):
                out.append(escape(label(link), quote=False))
    return "".join([*out, html[at:]])


def _resolved_picture(tag: str, src: Callable[[str], str | None]) -> str:
    given = attributes(tag)
    path = given.get("src", "")
    address = src(path)
    if address is None:
        return escape(given.get("alt", ""), quote=False)
    return tag.replace(f'src="{escape(path)}"', f'src="{escape(address)}"', 1)
