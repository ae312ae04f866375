"""Python-Markdown read faster gives what the library itself gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from dateline.content.engine import MarkupError
from dateline.content.python_markdown import html

MARKS = "` `` \\ \\` [ ] ]( ) ![ < > <b> </b> & &amp; &#38; * ** *** _ __ [^n] [r] a - # | ! ( :// @ ;".split()
TEXTS = ["  \n", "\n\n[^n]: a note\n", "\n\n[r]: /x\n", '[a](/b "c")', "<https://a.example>", "<a@b.example>", "~~~\n"]
BLOCKS = [
    "- ",
    "> ",
    "# ",
    "1. ",
    "    ",
    "===\n",
    "---\n",
    "* * *\n",
    "```\n",
    "\n| a | b |\n|---|---|\n| c | d |\n",
    "<div>\n",
]
PIECES = st.sampled_from([*MARKS, *TEXTS, *BLOCKS, "Kyiv ", " ", "\n", "\n\n"])


def _by_the_library(text: str) -> str:
    notes = FootnoteExtension(
        USE_DEFINITION_ORDER=False, BACKLINK_TEXT="\u21a9\ufe0e", SEPARATOR="-x-", PLACE_MARKER="-x-"
    )
    extensions = [notes, TableExtension(use_align_attribute=True), FencedCodeExtension(), SaneListExtension()]
    return Markdown(extensions=extensions).convert(text)


@settings(max_examples=600)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_text_is_read_otherwise_than_by_the_library(text: str) -> None:
    try:
        read = html(text, "-x-")
    except MarkupError:
        return
    assert read == _by_the_library(text)
