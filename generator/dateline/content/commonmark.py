"""CommonMark, with the tables and footnotes of GitHub's: the only module that knows pyromark."""

from __future__ import annotations

import re
from itertools import accumulate

from pyromark import Markdown, Options

from dateline.content.engine import MAX_NESTING, MarkupError

_MARKDOWN = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES)
_DEFINITION = re.compile(r"\[\^[^\]\n]+\]:")
_NAME_BEGINS = re.compile(r"\[\^(?=[^\]\s])")
_CELL_STYLE = re.compile(r'(<t[dh]) style="text-align: (left|center|right)"')
_NESTING = re.compile(r"<(/?)(?:blockquote|div|em|ol|strong|ul)\b")
_DIV = re.compile(r"<(/?)div\b[^>]*>\n?")
_BACK = "\u21a9\ufe0e"


def html(text: str, mark: str) -> str:
    """An `Engine`, in force where `markdown.engine` is `commonmark`."""
    if not _DEFINITION.search(text):
        return _made(text)
    # With a mark in their names, the notes that the library writes are told from tags that an author wrote.
    own = f"{mark}n"
    notes = _Notes(mark, own)
    rest = notes.taken_from(_made(_NAME_BEGINS.sub(f"[^{own}", text)))
    return (notes.referring(rest) + notes.section()).replace(own, "")


def _made(text: str) -> str:
    made = _MARKDOWN.html(text).rstrip("\n")
    if made.count("</") > MAX_NESTING:
        steps = (-1 if closing else 1 for closing in _NESTING.findall(made))
        if max(accumulate(steps, initial=0)) > MAX_NESTING:
            raise MarkupError(f"lists, quotations or emphasis are nested deeper than {MAX_NESTING}")
    return _CELL_STYLE.sub(r'\1 align="\2"', made) if "<table>" in made else made


class _Notes:
    """The footnotes of one text, by the numbers that the library gives them."""

    def __init__(self, mark: str, own: str) -> None:
        self._mark = mark
        self._definition = re.compile(
            rf'<div class="footnote-definition" id="{own}[^"]*"><sup class="footnote-definition-label">(\d+)</sup>\n?'
        )
        self._reference = re.compile(rf'<sup class="footnote-reference"><a href="#{own}[^"]*">(\d+)</a></sup>')
        self._bodies: dict[str, str] = {}
        self._order: list[str] = []
        self._numbers: dict[str, int] = {}
        self._times: dict[str, int] = {}
        """How often each is referred to, by what has been looked at."""

    def taken_from(self, made: str) -> str:
        """HTML without the notes, which the library leaves where the text defines them."""
        rest = []
        at = 0
        while found := self._definition.search(made, at):
            rest.append(made[at : found.start()])
            end, at = _end_of_div(made, found.end())
            self._bodies.setdefault(found[1], self.taken_from(made[found.end() : end]))
        return "".join([*rest, made[at:]])

    def referring(self, made: str) -> str:
        """HTML with its references to notes as an `Engine` gives them."""
        return self._reference.sub(self._as_reference, made)

    def section(self) -> str:
        """The notes: those that the text refers to, those that these do, then the others."""
        items: list[tuple[str, str]] = []
        for note in ("", *self._bodies):
            if note and note not in self._numbers:
                self._numbered(note)
            while len(items) < len(self._order):
                waiting = self._order[len(items)]
                items.append((waiting, self.referring(self._bodies.get(waiting, ""))))
        listed = "".join(self._item(*item) for item in items)
        return f'<div class="footnote">\n<hr />\n<ol>\n{listed}</ol>\n</div>' if items else ""

    def _as_reference(self, found: re.Match[str]) -> str:
        note = found[1]
        times = self._times[note] = self._times.get(note, 0) + 1
        number = self._numbers.get(note) or self._numbered(note)
        return f'<sup id="{_place(times)}{self._mark}{note}"><a href="#fn{self._mark}{note}">{number}</a></sup>'

    def _numbered(self, note: str) -> int:
        self._order.append(note)
        return self._numbers.setdefault(note, len(self._order))

    def _item(self, note: str, body: str) -> str:
        body = body.rstrip()
        places = range(1, self._times.get(note, 0) + 1)
        back = "".join(f'<a href="#{_place(times)}{self._mark}{note}">{_BACK}</a>' for times in places)
        if back:
            is_text = body.endswith("</p>")
            body = f"{body.removesuffix('</p>')}&#160;{back}</p>" if is_text else f"{body}\n<p>{back}</p>"
        return f'<li id="fn{self._mark}{note}">\n{body}\n</li>\n'


def _place(times: int) -> str:
    """What the id of a reference begins with."""
    return "fnref" if times == 1 else f"fnref{times}"


def _end_of_div(made: str, start: int) -> tuple[int, int]:
    """Where the end tag of a div whose content begins at `start` begins and ends; authors may leave theirs open."""
    depth = 1
    for tag in _DIV.finditer(made, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.span()
    return len(made), len(made)
