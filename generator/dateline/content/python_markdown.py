"""Python-Markdown with the extensions that briefs need: the only module that knows it."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, STX, AtomicString

from dateline.content.engine import MAX_NESTING, MarkupError

_MAX_INDENT = 4 * MAX_NESTING
_MAX_REPEATS = 500
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def html(text: str, mark: str) -> str:
    """An `Engine`, in force where a site does not choose another."""
    _check_text(text)
    try:
        return _engine().html(text, mark)
    except (AssertionError, AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise MarkupError(f"the Markdown cannot be read ({type(error).__name__})") from error


# What stands in every text, block or line that a part of the library can change: its name for the part, and marks
# one of which must be there. To look for them is most often enough; parts that are not named here are always tried.
_OF_TEXTS: dict[str, tuple[str, ...]] = {
    "normalize_whitespace": ("\n ", "\t", "\r", STX, ETX),
    "html_block": ("<", "&"),
    "fenced_code_block": ("```", "~~~"),
}
_OF_BLOCKS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("indent", "code"), ("    ",)),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("-", "_", "*"),
    "quote": (">",),
    **dict.fromkeys(("reference", "footnote"), ("]:",)),
    "table": ("|",),
    "ulist": ("* ", "+ ", "- "),
}
_OF_LINES: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    **dict.fromkeys(("reference", "link", "short_reference"), ("[",)),
    **dict.fromkeys(("image_link", "image_reference", "short_image_ref"), ("![",)),
    **dict.fromkeys(("autolink", "automail", "html"), ("<",)),
    "linebreak": ("  \n",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
_REFERENCES = ("reference", "image_reference", "short_reference", "short_image_ref")
"""The patterns for links whose addresses are defined elsewhere in the text: where none is, they change nothing."""


def _where(
    marks: tuple[str, ...], step: Callable[[list[str]], list[str]], more: Sequence[str] = ()
) -> Callable[[list[str]], list[str]]:
    """A step before the text is read, passed over where it has nothing to do but to add `more` lines."""

    def run(lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return step(lines) if any(mark in text for mark in marks) else [*lines, *more]

    return run


class _Blocks:
    """The library's walk over blocks, `parseBlocks`, without the processors that cannot be for them."""

    def __init__(self, parser: BlockParser) -> None:
        known = {id(parser.blockprocessors[name]): marks for name, marks in _OF_BLOCKS.items()}
        self._processors = [(known.get(id(one), ("",)), one) for one in parser.blockprocessors]

    def __call__(self, parent: Element, blocks: list[str]) -> None:
        while blocks:
            for marks, processor in self._processors:
                for mark in marks:
                    if mark in blocks[0]:
                        break
                else:
                    continue
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break


class _Inline(InlineProcessor):
    """The library's walk over texts, without the patterns that cannot be in them: that is most of its time.

    It takes the place of a private method, which a test compares with the library's own.
    """

    _InlineProcessor__applyPattern: Callable[[Any, str, int, int], tuple[str, bool, int]]

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(markdown)
        known = {id(self.inlinePatterns[name]): marks for name, marks in _OF_LINES.items()}
        self._all = [(known.get(id(pattern), ("",)), pattern) for pattern in self.inlinePatterns]
        for_references = {id(self.inlinePatterns[name]) for name in _REFERENCES}
        self._others = [one for one in self._all if id(one[1]) not in for_references]

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        self._patterns = self._all if self.md.references else self._others
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        at, start = patternIndex, 0
        while at < len(self._patterns):
            marks, pattern = self._patterns[at]
            matched = False
            for mark in marks:
                if mark in data:
                    data, matched, start = self._InlineProcessor__applyPattern(pattern, data, at, start)
                    break
            if not matched:
                at, start = at + 1, 0
        return data


class _Unescape(UnescapeTreeprocessor):
    """The library's, less a search in every text."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


class _Engine(threading.local):
    """Python-Markdown, one for each thread."""

    def __init__(self) -> None:
        self._notes = FootnoteExtension(USE_DEFINITION_ORDER=False, BACKLINK_TEXT="\u21a9\ufe0e")
        self._markdown = Markdown(
            extensions=[
                self._notes,
                TableExtension(use_align_attribute=True),
                FencedCodeExtension(),
                SaneListExtension(),
            ]
        )
        for name, marks in _OF_TEXTS.items():
            step = self._markdown.preprocessors[name]
            vars(step)["run"] = _where(marks, step.run, ("", "") if name == "normalize_whitespace" else ())
        vars(self._markdown.parser)["parseBlocks"] = _Blocks(self._markdown.parser)
        self._markdown.treeprocessors.register(_Inline(self._markdown), "inline", 20)
        self._markdown.treeprocessors.register(_Unescape(self._markdown), "unescape", 0)

    def html(self, text: str, mark: str) -> str:
        """Unsanitised HTML; `mark` stands in the ids of footnotes, between what they are and their names."""
        self._notes.setConfig("SEPARATOR", mark)
        self._notes.setConfig("PLACE_MARKER", mark)
        return self._markdown.reset().convert(text)


@cache
def _engine() -> _Engine:
    return _Engine()


# Guards: the library takes quadratic time, or recurses without end, on some texts that no person writes.

_NESTED_MARKERS = re.compile(rf"^(?:[ \t]*+(?:>|(?:[*+-]|\d{{1,9}}[.)])[ \t]++)){{{MAX_NESTING}}}", re.MULTILINE)
_RULE = re.compile(r"[ ]*([-*_])(?:[ ]*\1)+[ ]*$", re.MULTILINE)
_INDENTED_MARKER = re.compile(rf"^[ ]{{{_MAX_INDENT}}}[ ]*(?:[*+-]|\d{{1,9}}\.)[ ]", re.MULTILINE)
_BLOCK_LINE = re.compile(r"^[ ]{0,3}(?:#|([-*_])[ ]*(?:\1[ ]*){2,}$|=+[ ]*$|-+[ ]*$)", re.MULTILINE)
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)
_NOTE = re.compile(r"\[\^([^\]\n]*)\]")
_BRACKETS = re.compile(r"[\[\]]")
_PARENTHESES = re.compile(r"[()]")
_ANGLES = re.compile(r"<(?=[A-Za-z/!?])|>")
_INLINE = re.compile(r"[\\`*_\[<&]")


def _check_text(text: str) -> None:
    """Refuse what the engine cannot read in reasonable time."""
    if sum(map(text.count, ">*+-.)")) >= MAX_NESTING:
        for line in _NESTED_MARKERS.finditer(text):
            if not _RULE.match(text, line.start()):
                raise MarkupError(f"lists or quotations are nested deeper than {MAX_NESTING}")
    if " " * _MAX_INDENT in text and _INDENTED_MARKER.search(text):
        raise MarkupError(f"lists are nested deeper than {MAX_NESTING}")
    if text.count("<!") > MAX_NESTING:
        raise MarkupError(f"more than {MAX_NESTING} '<!'")
    if text.count("<") > MAX_NESTING and _deepest(_ANGLES, text) > MAX_NESTING:
        raise MarkupError(f"more than {MAX_NESTING} '<' without their '>'")
    if text.count("[^") > _MAX_REPEATS and _most_common(_NOTE.findall(text)) > _MAX_REPEATS:
        raise MarkupError(f"one note is referred to more than {_MAX_REPEATS} times")
    if text.count("```") + text.count("~~~") > _MAX_REPEATS and len(_FENCE.findall(text)) > 2 * _MAX_REPEATS:
        raise MarkupError(f"more than {_MAX_REPEATS} blocks of code")
    for block in _blocks(text):
        _check_block(block)


def _check_block(block: str) -> None:
    """Refuse a block (lines without a blank one between them) that costs the engine the square of its length."""
    if len(block) <= MAX_NESTING:
        return
    if block.count("[") > MAX_NESTING and _deepest(_BRACKETS, block) > MAX_NESTING:
        raise MarkupError(f"more than {MAX_NESTING} '[' without their ']'")
    if block.count("](") > MAX_NESTING and _deepest(_PARENTHESES, block) > MAX_NESTING:
        raise MarkupError(f"more than {MAX_NESTING} '(' without their ')'")
    if len(block) > 20 * _MAX_REPEATS:
        if len(_INLINE.findall(block)) > 40 * _MAX_REPEATS:
            raise MarkupError(f"more than {40 * _MAX_REPEATS:,} marks in one paragraph")
        if len(_BLOCK_LINE.findall(block)) > 2 * _MAX_REPEATS:
            raise MarkupError(f"more than {2 * _MAX_REPEATS:,} headings or rules without a blank line")
        if max(line.count("|") for line in block.split("\n")) > 2 * _MAX_REPEATS:
            raise MarkupError(f"more than {2 * _MAX_REPEATS:,} '|' in one line")


def _blocks(text: str) -> Iterator[str]:
    return (block for block in _BLANK_LINES.split(text) if block)


def _deepest(brackets: re.Pattern[str], text: str) -> int:
    """How many brackets are open at once, at most."""
    steps = (1 if found in "[(<" else -1 for found in brackets.findall(text))
    return max(accumulate(steps, lambda depth, step: max(depth + step, 0), initial=0))


def _most_common(names: list[str]) -> int:
    return max(Counter(names).values(), default=0)
