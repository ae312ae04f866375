"""What a rule is given, and what it finds."""

from __future__ import annotations

from msgspec import Struct

from dateline.analysis.derive import Analysis
from dateline.analysis.house_rules.settings import Rules
from dateline.analysis.house_rules.wording import Words
from dateline.content.document import AnyDocument, Document
from dateline.content.gate import Published
from dateline.content.library import Library
from dateline.content.schema import Brief
from dateline.content.validate import Loc


class Desk(Struct, frozen=True):
    """What the rules look at: the records that a viewer may see, as written, and what they say together."""

    library: Library
    published: Published
    analysis: Analysis
    rules: Rules
    lang: str
    """Language of texts that name none."""

    def lang_of(self, brief: Document[Brief]) -> str:
        return brief.fields.lang or self.lang


class Breach(Struct, frozen=True):
    """A value that breaks a rule; where `words` are given, those that do so in the text at `loc`."""

    document: AnyDocument
    loc: Loc
    message: str
    hint: str
    words: Words | None = None


def loc_of(part: str) -> Loc:
    """Where a part of a document's prose lies in its file: `key_points.0` is the first of the key points."""
    return tuple(int(name) if name.isdigit() else name for name in part.split("."))
