"""The check: every rule that is on, over all that a viewer may see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b

from dateline.analysis.derive import Analysis
from dateline.analysis.house_rules import briefs, estimates, upkeep
from dateline.analysis.house_rules.breaches import Breach, Desk
from dateline.analysis.house_rules.settings import Rules
from dateline.content.document import Document
from dateline.content.gate import Published
from dateline.content.library import Library
from dateline.content.parsing import LIBRARIES
from dateline.content.places import Places
from dateline.content.schema import Brief
from dateline.memo import Memo, toolchain
from dateline.problems import Problem

BRIEF_RULES: Mapping[str, Callable[[Document[Brief], Desk], Iterator[Breach]]] = {
    "no-basis": estimates.no_basis,
    "vague-judgement": estimates.vague_judgement,
    "likelihood-and-confidence": estimates.likelihood_and_confidence,
    "mixed-terms": estimates.mixed_terms,
    "overdue-judgement": estimates.overdue_judgement,
    "unsourced-claim": briefs.unsourced_claim,
    "long-bluf": briefs.long_bluf,
    "few-origins": briefs.few_origins,
    "unlisted-actor": briefs.unlisted_actor,
    "overdue-review": briefs.overdue_review,
}
SITE_RULES: Mapping[str, Callable[[Desk], Iterator[Breach]]] = {
    "quiet-topic": upkeep.quiet_topic,
    "orphan": upkeep.orphan,
}
"""By code. The other rules of `Rules` are about what is found while files are read and resolved."""
_PLACE = re.compile(r"([0-9]{1,9}):([0-9]{1,9}):(.+)")
"""A place as the memo has it."""


def house_rules(
    library: Library, published: Published, analysis: Analysis, rules: Rules, lang: str, *, places: Places, memo: Memo
) -> Iterator[Problem]:
    """Every breach of a rule that is on, in records that the viewer may see, at its place in what the desk wrote.

    The memo remembers places: to find one, its file is read again, and a site may have thousands of breaches.

    Drafts count where the viewer sees them. What a day decides is decided as of the analysis's own.
    """
    desk = Desk(library, published, analysis, rules, lang)
    seen = [library.briefs[id] for id in published.briefs]
    for code, level in rules.levels().items():
        if level == "off":
            continue
        breaches: Iterator[Breach] = iter(())
        if code in BRIEF_RULES:
            rule = BRIEF_RULES[code]
            breaches = (breach for brief in seen for breach in rule(brief, desk))
        elif code in SITE_RULES:
            breaches = SITE_RULES[code](desk)
        yield from (
            Problem(*_remembered(breach, places, memo), code, breach.message, breach.hint) for breach in breaches
        )


def excused(library: Library) -> frozenset[tuple[str, str]]:
    """The path of each brief that makes exceptions, without its ending, and the rules that do not hold for it."""
    return frozenset(
        (brief.path.rpartition(".")[0], one.rule)
        for brief in library.briefs.values()
        for one in brief.fields.exceptions
    )


def _remembered(breach: Breach, places: Places, memo: Memo) -> tuple[str, int, int]:
    said = repr((breach.document.path, breach.loc, breach.words)).encode()
    of_code = toolchain("content", libraries=LIBRARIES)
    key = blake2b(of_code + breach.document.digest + said, digest_size=16).digest()
    if found := _PLACE.fullmatch((memo.get(key) or b"").decode(errors="replace")):
        return found[3], int(found[1]), int(found[2])
    path, line, column = _place(breach, places)
    memo.put(key, f"{line}:{column}:{path}".encode())
    return path, line, column


def _place(breach: Breach, places: Places) -> tuple[str, int, int]:
    loc = (*breach.document.at, *breach.loc)
    if breach.words is None:
        return places.of(breach.document.path, loc)
    return places.find(breach.document.path, loc, *breach.words)
