"""One walk over sanitised HTML: ids of headings and footnotes, citations, links to records, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from itertools import count
from typing import ClassVar, NamedTuple

from dateline.content.fields import KINDS
from dateline.content.headings import Heading, heading_id, is_reserved
from dateline.content.html_text import (
    CITATION_TAG,
    FOOTNOTE_BACK,
    FOOTNOTE_REF,
    HEADINGS,
    LITERAL,
    Token,
    attributes,
    tags_of,
    tokens,
)
from dateline.content.record_links import RecordLink, is_picture_path, record_link

_IGNORED = re.compile("[\x00-\x20\x7f-\xa0]")
_SCHEME = re.compile(r"([^/?#:]*):")
_SCHEMES = frozenset({"http", "https", "mailto", *KINDS})
_FOOTNOTES = '<section class="footnotes">'
_CITATION = re.compile(r"\[@([^\[\]<>]*)\]|\[(\^[^\[\]<>\s]+)\]")
_CLASS = re.compile(' class="[^"]*"')
_DROPPED = "<!-- a way back to a note that nothing refers to -->"


def _is_safe(href: str) -> bool:
    """Whether a browser takes the address for one of a known scheme or for a path, however it is disguised."""
    found = _SCHEME.match(_IGNORED.sub("", href))
    return found is None or found[1].lower() in _SCHEMES


_TAGS = tags_of((*HEADINGS, *LITERAL, "li", "sup", "thead", "th", "td", "img", "div", "hr"))
"""Those that the walk looks at."""


class _OpenHeading(NamedTuple):
    """A heading whose end is still to come: where its tag goes, which entry of the list it is, its name, its text."""

    at: int
    entry: int
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
        for token in tokens(html, _TAGS):
            self._HANDLERS[token.name](self, token)
        return "".join(self._out)

    @property
    def unknown_fragments(self) -> tuple[str, ...]:
        """Fragments that links name in this text, and that nothing in it or on the page around it has."""
        return tuple(name for name in self.fragments if name and name not in self._ids and not is_reserved(name))

    def _stretch(self, token: Token) -> None:
        """What stands between two tags of interest: most often there is nothing in it to change."""
        text = token.text
        if not (self._open_headings or self._links_open[-1:] == [_DROPPED] or "[@" in text or "[^" in text):
            self._out.append(text)
            return
        for part in tokens(text):
            if part.name:
                self._out.append(part.text)
            else:
                self._text(part)

    def _literally(self, token: Token) -> None:
        self._literal += -1 if token.closing else 1
        self._out.append(token.text)

    def _text(self, token: Token) -> None:
        link = self._links_open[-1] if self._links_open else None
        if link == _DROPPED:
            return
        text = token.text
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

    def _heading(self, token: Token) -> None:
        if not token.closing:
            level = int(token.name[1])
            while self._levels and self._levels[-1] >= level:
                self._levels.pop()
            self._levels.append(level)
            new_name = f"h{min(len(self._levels) + 1, 6)}"
            self._open_headings.append(_OpenHeading(len(self._out), len(self.headings), new_name, []))
            self._out.append(token.text[3:-1])
            self.headings.append(Heading("", "", 0))
            return
        at, entry, new_name, texts = self._open_headings.pop()
        text = " ".join(unescape("".join(texts)).split())
        identity = self._unique(self._scope + heading_id(text))
        self._out[at] = f'<{new_name} id="{escape(identity)}"{self._out[at]}>'
        self._out.append(f"</{new_name}>")
        self.headings[entry] = Heading(identity, text, int(new_name[1]))

    def _unique(self, wanted: str) -> str:
        identity = wanted
        for number in count(self._next_id.get(wanted, 2)):
            if identity not in self._ids:
                break
            identity = f"{wanted}-{number}"
            self._next_id[wanted] = number + 1
        self._ids.add(identity)
        return identity

    def _link(self, token: Token) -> None:
        if token.closing:
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
        opened = self._opened_link(attributes(token.text))
        self._links_open.append(opened)
        self._out.append("" if opened == _DROPPED else opened)

    def _opened_link(self, given: Mapping[str, str]) -> str:
        """The opening tag of a link, or nothing where it has no address (any more)."""
        href = given.get("href")
        if href is None or not _is_safe(href):
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

    def _picture(self, token: Token) -> None:
        given = attributes(token.text)
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

    def _cell(self, token: Token) -> None:
        tag = token.text
        if token.name == "thead":
            self._in_head = not token.closing
        elif not token.closing:
            tag = re.sub(r' align="(left|center|right)"', r' class="align-\1"', tag)
            if token.name == "th" and self._in_head and " scope=" not in tag:
                tag = f'<th scope="col"{tag[3:]}'
        self._out.append(tag)

    def _div(self, token: Token) -> None:
        if token.closing:
            self._out.append(f"</{self._divs.pop()}>")
        elif token.start == self._section_at:
            self._divs.append("section")
            self._out.append(_FOOTNOTES)
        else:
            self._divs.append("div")
            self._out.append(_CLASS.sub("", token.text))

    def _rule(self, token: Token) -> None:
        if self._out[-2:] == [_FOOTNOTES, "\n"]:
            self._out.pop()
        else:
            self._out.append(token.text)

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

    def _footnote_part(self, token: Token) -> None:
        """An item or mark with the id of its footnote; ids of anybody else's are left out."""
        if " id=" not in token.text:
            self._out.append(token.text)
            return
        given = attributes(token.text)
        engines = given.pop("id")
        identity = self._footnote_id(engines) if self._mark and self._mark in engines else ""
        rest = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
        shown = f' id="{identity}"' if identity and identity not in self._ids else ""
        self._ids.add(identity)
        self._out.append(f"<{token.name}{shown}{rest}>")

    def _footnote_link(self, href: str) -> str:
        target = href.removeprefix("#")
        identity = self._footnote_id(target)
        if target.startswith("fnref") and target not in self._footnote_refs:
            return _DROPPED
        if target.startswith("fnref"):
            number = identity.removeprefix(f"fnref-{self._scope}").partition("-")[0]
            return f'<a href="#{identity}"{FOOTNOTE_BACK} aria-label="back to note {number} in the text">'
        return f'<a href="#{identity}"{FOOTNOTE_REF}>'

    _HANDLERS: ClassVar[Mapping[str, Callable[[Annotator, Token], None]]] = {
        "": _stretch,
        **dict.fromkeys(HEADINGS, _heading),
        **dict.fromkeys(LITERAL, _literally),
        **dict.fromkeys(("li", "sup"), _footnote_part),
        **dict.fromkeys(("thead", "th", "td"), _cell),
        "a": _link,
        "img": _picture,
        "div": _div,
        "hr": _rule,
    }
    """By tag, what the walk does there. A walk that held methods of its own would live on in a cycle."""
