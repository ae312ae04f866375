"""Problems: what is wrong in the content, where it is, and how to mend it.

The only type of finding in Dateline and the only place that formats one.
A problem is an *error* (nothing is built) or a *warning* (shown, and the build goes on). Which of the two follows from
its code, listed in `CODES`, unless the house rules say otherwise (`in_force`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
Level = Literal["error", "warning", "off"]
"""What the house rules make of a code."""


class Code(NamedTuple):
    """How grave a problem is, and what it means (the line of the reference docs)."""

    severity: Severity
    meaning: str


CODES: dict[str, Code] = {
    # files
    "unreadable-file": Code("error", "A file of the site cannot be read."),
    "not-text": Code("error", "A file is not UTF-8 text; it may be an image or a document with the wrong name."),
    "outside-link": Code("error", "A symbolic link leads out of the content folder, so its target is not read."),
    "misplaced-file": Code(
        "warning", "A file in the content folder is of no kind that Dateline reads, so it is not published."
    ),
    "missing-front-matter": Code("error", "A record has no YAML front matter and no sidecar file of the same name."),
    "two-front-matters": Code("error", "A record has front matter and a sidecar file; which one counts is not clear."),
    # YAML
    "bad-yaml": Code("error", "The YAML cannot be read."),
    "duplicate-key": Code("error", "A key stands twice in one mapping; one of the two values would be lost."),
    "yaml-alias": Code("error", "YAML aliases unfold to more values than a record may hold."),
    "yaml-tag": Code("error", "A YAML tag such as `!!python/object` asks for a type that Dateline does not read."),
    # fields
    "missing-field": Code("error", "A field that every record of the kind needs is not there."),
    "unknown-field": Code("error", "A field is not one of the record's; free fields start with `x_`."),
    "wrong-type": Code("error", "A value is of another type than its field."),
    "not-a-choice": Code("error", "A value is not one of the words that its field allows."),
    "bad-date": Code("error", "A date is not ISO 8601, or not precise enough for its field."),
    "bad-url": Code("error", "An address is not an absolute http or https URL, or not a path of the site."),
    "bad-id": Code("error", "An id or slug cannot be a part of an address on every host and disk."),
    "too-long": Code("error", "A text is longer than its field allows."),
    "too-short": Code("error", "A text is empty, or a list has fewer entries than its field needs."),
    "bad-value": Code("error", "A value is not allowed in its field."),
    "left-out-markup": Code("warning", "A part of a text is of a kind that no page may hold, so it is left out."),
    "bad-picture": Code("error", "A picture is damaged, too large, or of a kind that browsers do not show."),
    "missing-alt": Code("error", "An image has no text for readers who cannot see it."),
    "no-subject": Code("error", "A brief names neither an actor nor a topic, so no page would lead to it."),
    "empty-brief": Code("error", "A brief has neither a body nor a bottom line."),
    # references
    "unknown-actor": Code("error", "No actor has this id, name or alias."),
    "unknown-topic": Code("error", "No topic has this id, name or alias."),
    "unknown-brief": Code("error", "No brief has this id or slug."),
    "unknown-publisher": Code("error", "No publisher has this id or name."),
    "unknown-page": Code("error", "No free page has this id or slug."),
    "unknown-source": Code("error", "A citation or claim names a source that the brief does not list."),
    "unknown-image": Code("error", "No picture file in the content folder has this path."),
    "unknown-heading": Code("error", "A link names a heading that its target does not have."),
    "duplicate-id": Code("error", "Two records of one kind have the same id."),
    "url-clash": Code("error", "Two pages, or a page and a redirect, would have the same address."),
    "reference-cycle": Code(
        "error", "Records refer to each other in a circle where only a tree or a thread makes sense."
    ),
    "ambiguous-alias": Code(
        "warning", "Two records share a name; it links to neither unless a brief lists one of them."
    ),
    "hidden-reference": Code(
        "warning", "A published record refers to one that is not; the reference is left out of the output."
    ),
    # what a good brief has
    "unfinished-draft": Code("warning", "A draft lacks a subject, a bottom line or sources, which a brief is to have."),
    "no-bluf": Code("warning", "A brief has no bottom line up front; its first paragraph serves."),
    "no-sources": Code("warning", "A brief lists no source."),
    "long-bluf": Code("warning", "A bottom line is longer than the house rules allow."),
    "few-origins": Code("warning", "The sources of a brief go back to fewer independent origins than the desk wants."),
    "unlisted-actor": Code("warning", "A brief names an actor that is not among its `actors`."),
    "overdue-review": Code("warning", "The day by which a brief was to be looked at again is past."),
    "unsourced-claim": Code("warning", "A claim names none of the brief's sources."),
    "no-basis": Code("warning", "A judgement does not say what it rests on."),
    "vague-judgement": Code("warning", "A judgement holds a word that keeps it from turning out true or false."),
    "likelihood-and-confidence": Code("warning", "A sentence tells how likely something is and how sure the desk is."),
    "mixed-terms": Code("warning", "A brief mixes the two rows of terms that ICD 203 has for likelihood."),
    "overdue-judgement": Code("warning", "The horizon of a judgement is past, and it has no outcome."),
    # what a well-kept site has
    "quiet-topic": Code("warning", "An active topic has had no brief for a long time."),
    "orphan": Code("warning", "No published record names an actor, a topic or a publisher."),
    # addresses that were published
    "vanished-url": Code("error", "An address that was published once has no page, redirect or tombstone any more."),
    "withdrawn-url": Code("warning", "A record that was published is not public now; its address shows a tombstone."),
    "uncorrected-change": Code(
        "error", "A published brief tells readers otherwise than before, and no new revision says so."
    ),
    "bad-state": Code("error", "A file in `state/` is damaged."),
    # theme
    "template-error": Code("error", "A template of the theme or the site cannot be read or rendered."),
    "bad-catalogue": Code(
        "error", "A catalogue of interface texts cannot be read, or a text in it names unknown values."
    ),
    "no-catalogue": Code("warning", "There are no interface texts in the site's language, so they stay English."),
    "unknown-setting": Code("error", "`theme_settings` names what the theme does not let a site set."),
    "low-contrast": Code(
        "warning", "A colour set in `theme_settings` is too faint on its ground to be read by everybody."
    ),
    "unknown-label": Code("error", "`labels` names a text that the theme does not have."),
    "unknown-theme": Code("error", "The theme named in site.yaml is not there, or is not a theme."),
}


SOFT_CODES: tuple[str, ...] = tuple(code for code, one in CODES.items() if one.severity == "warning")
"""Codes of problems that leave a site sound: what house rules are about."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. `path` is POSIX, relative to the site; `line` and `column` count from 1 (0: none known)."""

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    graded: Severity | None = field(default=None, compare=False, repr=False)
    """How grave the house rules say it is, where they do."""

    @property
    def severity(self) -> Severity:
        return self.graded or CODES[self.code].severity

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        text = f"{place}: {self.severity}[{self.code}]: {one_line(self.message)}"
        return f"{text}\n    {one_line(self.hint)}" if self.hint else text


class SiteProblems(Exception):
    """The content or the settings have errors; nothing was written. Holds every problem found, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def in_force(
    problems: Iterable[Problem], levels: Mapping[str, Level], excused: Collection[tuple[str, str]] = ()
) -> Iterator[Problem]:
    """The problems as the house rules want them: as grave as `levels` say, without those switched off or excused.

    `excused` holds the paths of records, without the ending, and the codes that do not count there.
    """
    for problem in problems:
        level = levels.get(problem.code)
        if level != "off" and (problem.path.rpartition(".")[0], problem.code) not in excused:
            yield replace(problem, graded=level) if level else problem


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint for a word that is not among the known ones; empty where nothing is near.

    >>> did_you_mean("zelenski", ["zelenskyy", "trump"])
    "did you mean 'zelenskyy'?"
    """
    close = get_close_matches(word[:80], sorted(set(known)), n=1, cutoff=0.7)
    return f"did you mean {close[0]!r}?" if close else ""


def quote(text: object, limit: int = 60) -> str:
    """A value as a message shows it: in quotes, on one line, never longer than `limit` characters.

    >>> quote("x" * 100, limit=8)
    "'xxxxxxx…'"
    """
    shown = str(text)
    return repr(shown if len(shown) <= limit else shown[: limit - 1] + "…")


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def one_line(text: str) -> str:
    """Without line breaks or control characters, which could forge a second problem on a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
