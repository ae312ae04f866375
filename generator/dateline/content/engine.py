"""The seam between Markdown and all that is ours: an engine is one function from a text to unsanitised HTML."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from dateline.content.fields import MarkdownEngine

MAX_NESTING = 100
"""So deep may lists, quotations and tags lie in each other."""
Engine = Callable[[str, str], str]
"""Takes a text and a mark that no text can hold. Raises MarkupError.

In footnotes, the mark stands in ids between what they are and the note's name: `<sup id="fnref-mark-name">`, where
the note is referred to again `fnref2`, and `<div class="footnote"><hr><ol><li id="fn-mark-name">` at the end of all.
"""


class MarkupError(ValueError):
    """A text that no person writes, and that would stop an engine or keep it busy for minutes; says what is wrong."""


@cache
def engine(name: MarkdownEngine) -> Engine:
    """The engine of this name. A library is imported only where a site has chosen it."""
    if name == "commonmark":
        from dateline.content.commonmark import html  # noqa: PLC0415 - see above
    else:
        from dateline.content.python_markdown import html  # noqa: PLC0415 - see above
    return html
