"""An article, read from the bytes of plain text, Markdown or HTML: its words as Markdown, what it says of itself."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dateline.content.frontmatter import FrontMatter, split
from dateline.content.markup import MarkupError, render
from dateline.content.sources import MAX_BYTES
from dateline.desk.errors import DeskError
from dateline.desk.html_article import read_html
from dateline.desk.plain_text import as_markdown

Form = Literal["text", "markdown", "html"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS_OF_BYTES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a packed document such as .docx or .odt"),
    (b"\xd0\xcf\x11\xe0", "a document of an old word processor"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body|article|main|p|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"\A\s*#[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_UNDERLINED = re.compile(r"\A\s*([^\n]+)\n=+[ \t]*(?:\n|\Z)")
_MARKS = re.compile(r"[\\`*_\[\]<>]|&#?\w+;")
_UNPRINTABLE = frozenset("\n\t")
_LONGEST_TITLE = 150
_AS_TEXT = "save it as plain text, or copy its text into a file"


class Article(Struct, frozen=True):
    """What a text holds. Only `body` is always there; the other texts are empty where it does not say."""

    body: str
    """Its words, as Markdown."""
    title: str = ""
    title_is_in_body: bool = False
    """Whether the title stands in the body as well."""
    published: str = ""
    """Its date of publication, as it is written in a page's head."""
    author: str = ""
    url: str = ""
    lang: str = ""
    notes: tuple[str, ...] = ()
    """What the author is to know of how it was read."""


def read_article(data: bytes, name: str) -> Article:
    """The article in the bytes of a file; the ending of `name` tells which form it has.

    Raises DeskError, which names no more than the file's name, where they are no text, or hold no article.
    """
    text = _decoded(data, name)
    form = _form(text, name)
    if form != "html" and isinstance(split(text, name), FrontMatter):
        raise DeskError(
            f"{name} has front matter already: it is a record, not a summary",
            "move it into content/briefs/ and run `dateline check`; `dateline suggest` tells what its fields lack",
        )
    try:
        article = _ARTICLES[form](text)
        if not article.body.strip():
            raise DeskError(f"there is no text in {name}", "give a file with the summary in it")
        render(article.body, {})
    except MarkupError as error:
        raise DeskError(
            f"no brief can hold the text of {name}: {error}", "shorten it, or save it as plain text"
        ) from None
    return article


def read_any(data: bytes, name: str) -> tuple[str, bool]:
    """The text of a file, and whether places in it are those in the file, as they are not for HTML.

    Raises DeskError where it is none.
    """
    text = _decoded(data, name)
    if _form(text, name) != "html":
        return text, True
    try:
        return read_html(text).markdown, False
    except MarkupError as error:
        raise DeskError(f"{name} cannot be read: {error}", "save it as plain text") from None


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise DeskError(f"{name} has more than {MAX_BYTES // 1_000_000} MB", "is it a summary at all?")
    for start, kind in _KINDS_OF_BYTES:
        if data.startswith(start):
            raise DeskError(f"{name} is {kind}, not a text", _AS_TEXT)
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "") or _declared(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        shown = f"the byte 0x{data[error.start]:02X} at position {error.start:,} is not {(encoding or 'utf-8').upper()}"
        hint = "save it as UTF-8; where it is in another encoding: iconv -f WINDOWS-1252 -t UTF-8 FILE"
        raise DeskError(f"{name} is no text in a known encoding: {shown}", hint) from None
    if "\0" in text:
        raise DeskError(f"{name} is no text: it holds NUL bytes", _AS_TEXT)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    kept = (char if char in _UNPRINTABLE or unicodedata.category(char) not in ("Cc", "Cs") else " " for char in text)
    return "".join(kept).replace("\ufffe", " ").replace("\uffff", " ")


def _declared(data: bytes) -> str:
    """The encoding that a web page declares, where it is one that is known."""
    found = _CHARSET.search(data[:4096])
    if not found:
        return ""
    try:
        known = codecs.lookup(found[1].decode("ascii"))
    except LookupError:
        return ""
    return known.name if known._is_text_encoding else ""  # noqa: SLF001


def _form(text: str, name: str) -> Form:
    ending = name.lower().rpartition(".")[2]
    if ending in ("html", "htm", "xhtml") or _HTML.match(text):
        return "html"
    return "markdown" if ending in ("md", "markdown") else "text"


def _from_html(text: str) -> Article:
    page = read_html(text)
    article = Article(
        body=page.markdown,
        title=page.title,
        published=page.published,
        author=page.author,
        url=page.url,
        lang=page.lang,
        notes=("the page's menus and other parts around the article were left out",) if page.passed_over else (),
    )
    headed = _from_markdown(page.markdown)
    if headed.title and (not page.title or headed.title == page.title):
        return replace(article, title=headed.title, body=headed.body)
    return article


def _from_markdown(text: str) -> Article:
    found = _HEADING.match(text) or _UNDERLINED.match(text)
    if not found or len(found[1]) > _LONGEST_TITLE:
        return Article(text.strip("\n"))
    title = re.sub(r"\\(?=[^\w\s])", "", found[1]).replace("&amp;", "&").replace("&lt;", "<")
    rest = text[found.end() :].strip("\n")
    if _MARKS.search(title.replace("[", "").replace("]", "")) or not rest:
        return Article(text.strip("\n"), title=_MARKS.sub("", title), title_is_in_body=True)
    return Article(rest, title=title)


def _from_text(text: str) -> Article:
    lines = text.strip().split("\n")
    first, rest = lines[0].strip(), lines[1:]
    is_apart = bool(rest) and (not rest[0].strip() or len(rest[0]) > _LONGEST_TITLE)
    if is_apart and len(first) <= _LONGEST_TITLE and not first.endswith((".", ",", ";", ":")) and not _is_item(first):
        return Article(as_markdown("\n".join(rest).strip("\n")), title=first)
    return Article(as_markdown(text.strip("\n")))


def _is_item(line: str) -> bool:
    return bool(re.match(r"[-*\u2022] |\d{1,3}[.)] ", line))


_ARTICLES = {"html": _from_html, "markdown": _from_markdown, "text": _from_text}
