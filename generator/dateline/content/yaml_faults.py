"""What is wrong with a YAML text, in words for its author: the parser's complaint read as a fact and a likely fix."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml


class Fault(NamedTuple):
    """A problem in a text: the index at which it is, its code, the fact and the likely fix."""

    at: int
    code: str
    message: str
    hint: str = ""


class FaultError(Exception):
    """Ends the reading of a text at a fault that leaves no values."""

    def __init__(self, at: int, code: str, message: str, hint: str = "") -> None:
        self.fault = Fault(at, code, message, hint)
        super().__init__(message)


class _Rule(NamedTuple):
    """What a complaint means, where nothing but its words is needed to tell."""

    complaint: re.Pattern[str]
    at_context: bool
    message: str
    hint: str


MAX_KEY = 1024
"""Longest key, in characters, that YAML allows on a line."""

HALF_CHARACTER = (
    "an escape such as \\ud83d is half a character",
    "write the character itself, or \\U and eight digits",
)

_QUOTE_IT = "put the text in quotes"
_RULES = tuple(
    _Rule(re.compile(complaint), at_context, message, hint)
    for complaint, at_context, message, hint in (
        (
            r"quoted scalar.*(end of stream|document indicator)",
            True,
            "a quote is opened here and never closed",
            "close it; an apostrophe inside '...' is written twice",
        ),
        (
            r"invalid Unicode character escape",
            False,
            *HALF_CHARACTER,
        ),
        (
            r"quoted scalar.*(escape|hex)",
            False,
            "a backslash in double quotes starts an escape, and this one is not known",
            "use single quotes, where a backslash is only a backslash",
        ),
        (
            r"duplicate anchor",
            False,
            "an anchor has a name that is taken",
            "give each anchor (`&name`) a name of its own",
        ),
        (
            r"another document|document start",
            False,
            "a second YAML document starts here",
            "keep one document in a file: remove the line `---` or `...`",
        ),
        (
            r"block scalar.*tab",
            False,
            "a tab stands where only spaces may",
            "indent with spaces",
        ),
        (
            r"incompatible YAML document",
            False,
            "a YAML version that is not read",
            "write `%YAML 1.2`, or remove the line",
        ),
        (
            r"directive",
            True,
            "a line cannot start with '%'",
            _QUOTE_IT,
        ),
        (
            r"simple key",
            True,
            "this line is not `key: value`",
            "write a colon and a space after the key; indent the line if it continues the one above",
        ),
        (
            r"flow sequence",
            True,
            "a list opened with '[' is not closed, or lacks a comma",
            "write it as [one, two]; put a text that starts with '[' in quotes",
        ),
        (
            r"flow mapping",
            True,
            "a mapping opened with '{' is not closed, or lacks a comma",
            "write it as {key: value, key: value}; put a text that starts with '{' in quotes",
        ),
        (
            r"sequence entries",
            False,
            "a list cannot start on the line of its key",
            "start it on the next line, or put the text in quotes",
        ),
        (
            r"expected '-' indicator|block collection",
            False,
            "this line does not belong to the list above it",
            "start every entry with '- ' in the same column, or indent the line below its entry",
        ),
    )
)
_LAYOUT = ("this line does not fit the lines above it", "start all keys of one mapping in the same column")


def syntax_fault(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """The fault behind an error that PyYAML (with or without libyaml) raised on `text`."""
    index = _index(error.problem_mark, error.context_mark)
    start = _index(error.context_mark, error.problem_mark)
    complaint = f"{error.context or ''} {error.problem or ''}"
    if "mapping values are not allowed" in complaint:
        return _unquoted_colon(text, index)
    if "cannot start any token" in complaint or "node content" in complaint:
        return _bad_start(text, index)
    if re.search(
        r"(scanning|parsing) an? (alias|anchor|tag)|undefined (alias|tag)|block scalar.*(comment|indicator)", complaint
    ):
        return _bad_start(text, start)
    for rule in _RULES:
        if rule.complaint.search(complaint):
            return Fault(start if rule.at_context else index, "bad-yaml", rule.message, rule.hint)
    if re.search(r"expected (key|<block end>)", complaint):
        return _left_over(text, index)
    return Fault(index, "bad-yaml", f"the YAML cannot be read: {error.problem}")


def _index(*marks: yaml.Mark | None) -> int:
    return next((mark.index for mark in marks if mark), 0)


def _line(text: str, index: int) -> tuple[str, int]:
    """The line around an index, and where in it the index is."""
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    return text[start : len(text) if end < 0 else end], index - start


def _unquoted_colon(text: str, index: int) -> Fault:
    line, column = _line(text, index)
    if column > MAX_KEY:
        return Fault(index, "bad-yaml", f"a key is longer than {MAX_KEY:,} characters", "shorten it")
    if re.search(r":\s", line[:column]):
        return Fault(index, "bad-yaml", "a text that holds ': ' must be in quotes", _quoted(line))
    message = "this line is indented as if it continued the value above it"
    return Fault(index, "bad-yaml", message, "start it in the column of the other keys, or put the text in quotes")


def _bad_start(text: str, index: int) -> Fault:
    line, column = _line(text, index)
    char = text[index : index + 1]
    if char == "\t":
        return Fault(index, "bad-yaml", "a tab stands where only spaces may", "indent with spaces")
    if not char.strip():
        return Fault(index, "bad-yaml", "the text ends where a value should stand", "close every bracket and brace")
    in_brackets = re.search(r"[\[{]", line[:column])
    return Fault(
        index,
        "bad-yaml",
        f"a text that starts with {char!r} must be in quotes",
        _QUOTE_IT if in_brackets else _quoted(line),
    )


def _left_over(text: str, index: int) -> Fault:
    """Something follows a value that is complete."""
    line, column = _line(text, index)
    before = line[:column].rstrip()
    if before.endswith(('"', "'")):
        message = "text follows the closing quote; a quote inside a text must not be the one around it"
        return Fault(index, "bad-yaml", message, _quoted(line))
    if before.endswith(("]", "}")):
        return Fault(index, "bad-yaml", "text follows the closing bracket", _quoted(line))
    above = _line(text, max(0, index - column - 1))[0]
    if not before and " #" in above:
        message = "the text from ' #' on is a comment, so the value above ended there"
        return Fault(index, "bad-yaml", message, "put a text that holds ' #' in quotes")
    if text[index : index + 1] == ":":
        return Fault(index, "bad-yaml", "a value has no key", "write a key before the colon")
    return Fault(index, "bad-yaml", *_LAYOUT)


def _quoted(line: str) -> str:
    """The line `key: value` or `- value` with its value in quotes, where it is short enough to show."""
    match = re.fullmatch(r"\s*(?P<lead>(?:- +)*(?:[^\s:#'\"][^:]*: +|(?<=- )))(?P<value>\S.*?)\s*", line)
    if not match or len(line) > 100:
        return "put the whole value in quotes"
    value = match["value"]
    if value[0] in "\"'" and value[-1] == value[0] and len(value) > 1:
        value = value[1:-1].replace("''" if value[0] == "'" else '\\"', value[0])
    plain = "'" not in value or '"' in value or "\\" in value
    shown = "'" + value.replace("'", "''") + "'" if plain else f'"{value}"'
    return f"write {match['lead'].lstrip()}{shown}"
