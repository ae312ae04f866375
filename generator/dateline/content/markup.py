"""Markup: one function from an author's text to sanitised HTML.

What reads Markdown is an engine (`dateline.content.engine`), called in one place, `_from_markdown`. Whatever Dateline
adds (ids, citations, links between records) is added to the sanitised HTML by `dateline.content.annotate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from html import escape

import nh3
from msgspec import Struct

from dateline.content.annotate import Annotator
from dateline.content.engine import MAX_NESTING, MarkupError, engine
from dateline.content.fields import MarkdownEngine
from dateline.content.headings import Heading
from dateline.content.record_links import RecordLink

__all__ = ["MarkupError", "Rendered", "render", "render_line", "sanitise", "tidy"]


class Rendered(Struct, frozen=True):
    """What one text says: its HTML, and all in it that leads elsewhere. Lists are in order, without repeats."""

    html: str
    headings: tuple[Heading, ...] = ()
    links: tuple[RecordLink, ...] = ()
    citations: tuple[str, ...] = ()
    """Keys cited, as written."""
    images: tuple[str, ...] = ()
    """Pictures, as paths in content/."""
    images_without_alt: tuple[str, ...] = ()
    unknown_citations: tuple[str, ...] = ()
    """Keys that no source has; `^1` where it was written as a note."""
    unknown_fragments: tuple[str, ...] = ()
    """`x` of links to `#x` that lead to nothing in this text."""
    refused: tuple[str, ...] = ()
    """What was left out because no page may hold it: addresses of pictures, `[text]` of links, `<tag>`s."""


_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5"
    " h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead"
    " time tr u ul var wbr".split()
)
_LINE_TAGS = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup time u var"
    " wbr".split()
)
_DROPPED_WHOLE = frozenset(
    "iframe math noembed noframes noscript object plaintext script style svg template textarea title xmp".split()
)
_AROUND_ARTICLES = frozenset("article aside button footer form header link main meta nav script title".split())
_SCHEMES = frozenset({"http", "https", "mailto", "brief", "actor", "topic", "page", "publisher"})
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "li": {"id", "value"},
    "ol": {"start", "reversed"},
    "sup": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
_CHOICES = {
    "td": {"align": {"left", "center", "right"}},
    "th": {"align": {"left", "center", "right"}, "scope": {"col", "row", "colgroup", "rowgroup"}},
}

_MAX_LENGTH = 500_000
_MAX_CLEANINGS = 6
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0, and so a feed, has no place for."""
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_MARKUP = re.compile(r"[\\`*_\[<&]")
_HOLD = "\ufdd0"
"""No character of any text. Before a line it keeps Markdown from seeing blocks there; after an escaped `[` it keeps
us from seeing a citation."""
_ESCAPED_CITATION = re.compile(r"\\\[(?=[@^])")
_RAW_TAG = re.compile(r"<!--.*?-->|<(/?)([A-Za-z][^\s/>]*)", re.DOTALL)
_SELF_CLOSING = frozenset("br hr img wbr col input meta link p li dt dd tr td th thead tbody tfoot".split())


def render(
    text: str,
    sources: Mapping[str, int],
    *,
    plain: bool = False,
    scope: str = "",
    markdown: MarkdownEngine = "python-markdown",
) -> Rendered:
    """Markdown as sanitised HTML; with `plain`, plain text as paragraphs, in which only `[@key]` means something.

    `sources` gives the number of each source by its key and by its number. `scope` goes before every id, for
    texts that share a page. Raises MarkupError.
    """
    text = _fit(text)
    if plain:
        blocks = _BLANK_LINES.split(text.strip())
        return _annotated("\n".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks if block), sources)
    html, mark, refused = _from_markdown(text, markdown)
    return _annotated(sanitise(html), sources, mark=mark, scope=scope, refused=refused)


def render_line(text: str, sources: Mapping[str, int], *, markdown: MarkdownEngine = "python-markdown") -> Rendered:
    """One line or sentence as sanitised HTML: inline Markdown only, no paragraph around it. Raises MarkupError."""
    line = _SPACES.sub(" ", _fit(text)).strip()
    if not _MARKUP.search(line):
        return Rendered(escape(line.replace(_HOLD, ""), quote=False))
    return _marked_line(line, sources, markdown)


def _marked_line(line: str, sources: Mapping[str, int], markdown: MarkdownEngine) -> Rendered:
    html, _, refused = _from_markdown(_HOLD + line, markdown)
    return _annotated(_sanitised(html, inline=True).strip(), sources, refused=refused)


def sanitise(html: str) -> str:
    """The HTML with only what a briefing needs, well-formed; doing it again changes nothing. Raises MarkupError."""
    return _sanitised(html, inline=False)


def tidy(html: str) -> str:
    """A whole page made well-formed, with its head and the elements around its article: to be read, never to be shown.

    It takes time in proportion to the length, unless tags are nested by the thousand.
    """
    return _tidier().clean(html)


@cache
def _tidier() -> nh3.Cleaner:
    dropped = {
        "style",
        "noscript",
        "noembed",
        "noframes",
        "template",
        "iframe",
        "object",
        "svg",
        "math",
        "textarea",
        "xmp",
    }
    attributes = {tag: set(names) for tag, names in _ATTRIBUTES.items()}
    return nh3.Cleaner(
        tags={*_TAGS, *_AROUND_ARTICLES},
        clean_content_tags=dropped,
        attributes={
            **attributes,
            "meta": {"name", "property", "itemprop", "content"},
            "link": {"rel", "href"},
            "script": {"type"},
        },
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


def _sanitised(html: str, *, inline: bool) -> str:
    """Cleaned until nothing changes: where a tag is left out, a browser may read what is left in another way."""
    cleaner = _cleaner(inline=inline)
    for _ in range(_MAX_CLEANINGS):
        clean = cleaner.clean(html)
        if clean == html:
            return clean
        html = clean
    raise MarkupError("HTML tags overlap in a way that has no clear meaning")


@cache
def _cleaner(*, inline: bool) -> nh3.Cleaner:
    tags = _LINE_TAGS if inline else _TAGS
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag == "*" or tag in tags},
        tag_attribute_values={tag: values for tag, values in _CHOICES.items() if tag in tags},
        allowed_classes={} if inline else {"div": {"footnote"}},
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


def _annotated(
    html: str, sources: Mapping[str, int], *, mark: str = "", scope: str = "", refused: tuple[str, ...] = ()
) -> Rendered:
    html = html.replace(f"[{_HOLD}", "&#91;").replace(_HOLD, "").replace("&nbsp;", "\u00a0")
    html = _UNFIT.sub("\ufffd", html)
    walk = Annotator(sources, mark, scope)
    return Rendered(
        html=walk.walk(html),
        headings=tuple(walk.headings),
        links=tuple(walk.links),
        citations=tuple(walk.citations),
        images=tuple(walk.images),
        images_without_alt=tuple(walk.images_without_alt),
        unknown_citations=tuple(walk.unknown_citations),
        unknown_fragments=walk.unknown_fragments,
        refused=(*refused, *walk.refused),
    )


def _from_markdown(text: str, name: MarkdownEngine) -> tuple[str, str, tuple[str, ...]]:
    """Unsanitised HTML of Markdown, the mark of its footnotes, and the tags in it that no page may hold.

    The mark is made from the text, so no text can hold its own: ids that authors write are never taken for ours.
    """
    mark = f"-{blake2b(text.encode(), digest_size=8).hexdigest()}-"
    html = engine(name)(_ESCAPED_CITATION.sub(r"\\[" + _HOLD, text), mark)
    return html, mark, _check_tags(html) if "<" in text else ()


def _fit(text: str) -> str:
    if len(text) > _MAX_LENGTH:
        raise MarkupError(f"longer than {_MAX_LENGTH:,} characters")
    return _UNFIT.sub("\ufffd", text.replace("\r\n", "\n"))


def _check_tags(html: str) -> tuple[str, ...]:
    """The tags that will be left out; refuses tags nested so deep that a browser's rules would multiply them."""
    tags = [(closing, name.lower()) for closing, name in _RAW_TAG.findall(html) if name]
    if len(tags) > MAX_NESTING:
        _check_depth(tags)
    return tuple(f"<{name}>" for name in dict.fromkeys(name for _, name in tags) if name not in _TAGS)


def _check_depth(tags: Iterable[tuple[str, str]]) -> None:
    open_tags: dict[str, int] = {}
    depth = 0
    for closing, name in tags:
        if name in _SELF_CLOSING:
            continue
        if not closing:
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
        elif open_tags.get(name, 0):
            open_tags[name] -= 1
            depth -= 1
        if depth > MAX_NESTING:
            raise MarkupError(f"HTML tags are nested deeper than {MAX_NESTING}")
