"""YAML 1.2 text as plain values, with the place in the file of each.

Strict where YAML surprises authors: `NO` and `2025-02-21` stay text, no key stands twice, no tag is obeyed,
and no alias unfolds into more than a record may hold.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import yaml
from msgspec import Struct
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dateline.content.yaml_faults import Fault, FaultError, syntax_fault
from dateline.content.yaml_graph import check_aliases, compose
from dateline.problems import Problem, quote

MAX_DIGITS = 400
"""Longer numbers stay text: Python may refuse to turn them into numbers, and back."""

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_BARE_TAG = re.compile(r"!(?=[\s,\]}]|\Z)")
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_FLOAT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-][0-9]+)?")


class _Source(Struct, frozen=True, dict=True):
    """A text, and where in a file it starts."""

    text: str
    path: str
    first_line: int

    def place(self, index: int) -> tuple[int, int]:
        """Line and column in the file, in characters and from 1."""
        line = bisect_right(self._line_starts, index)
        return self.first_line + line - 1, index - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def problem(self, fault: Fault) -> Problem:
        return Problem(self.path, *self.place(fault.at), fault.code, fault.message, fault.hint)


@dataclass(frozen=True)
class YamlDocument:
    """The mapping that a YAML text holds, and where each of its values stands."""

    values: dict[str, object]
    _root: Node | None = field(repr=False, compare=False)
    _source: _Source = field(repr=False, compare=False)

    def locate(self, loc: Sequence[str | int]) -> tuple[int, int]:
        """Line and column in the file (from 1) of the value at `loc`, or of its nearest ancestor that there is."""
        node = self._root
        for part in loc:
            child = _entry(node, part)[1]
            if child is None:
                break
            node = child
        return self._place(node)

    def locate_key(self, loc: Sequence[str | int]) -> tuple[int, int]:
        """Line and column of the key that `loc` ends with; `locate(loc)` where there is no such key, as in a list."""
        key, node = None, self._root
        for part in loc:
            key, node = _entry(node, part)
        return self._place(key) if key else self.locate(loc)

    def _place(self, node: Node | None) -> tuple[int, int]:
        return self._source.place(node.start_mark.index if node else 0)


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[YamlDocument, tuple[Problem, ...]]:
    """The values of a YAML text that starts at `first_line` of the file `path`, and every problem found in it.

    Never raises, whatever the text. Keys are text; values are None, bool, int, float, str, list and dict.
    Of a key that stands twice the first value is kept; a text that cannot be read at all has no values.
    """
    source = _Source(text, path, first_line)
    builder = _Builder(source)
    root: Node | None = None
    values: dict[str, object] = {}
    try:
        root = compose(text)
        values = builder.document(root)
    except FaultError as error:
        builder.faults.append(error.fault)
    except yaml.MarkedYAMLError as error:
        builder.faults.append(syntax_fault(error, text))
    problems = tuple(source.problem(fault) for fault in sorted(set(builder.faults)))
    return YamlDocument(values, root, source), problems


def _entry(node: Node | None, part: str | int) -> tuple[Node | None, Node | None]:
    """The key and the value in `node` that a step of a path leads to; no key in a list."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == str(part):
                return key, value
    elif isinstance(node, SequenceNode) and isinstance(part, int) and 0 <= part < len(node.value):
        return None, node.value[part]
    return None, None


class _Builder:
    """Builds the values of a node graph, and notes every fault on the way."""

    def __init__(self, source: _Source) -> None:
        self.faults: list[Fault] = []
        self._source = source
        self._has_tags = "!" in source.text

    def document(self, root: Node | None) -> dict[str, object]:
        if root is None or (isinstance(root, ScalarNode) and not root.value and not root.style):
            return {}
        check_aliases(root, self._source.text)
        value = self._value(root)
        if isinstance(value, dict):
            return value
        kind = "a list" if isinstance(value, list) else "a single value"
        message = f"this is {kind}, not `key: value` lines"
        raise FaultError(root.start_mark.index, "wrong-type", message, "write one `key: value` on each line")

    def _value(self, node: Node) -> object:
        if self._has_tags:
            self._check_tag(node)
        if isinstance(node, ScalarNode):
            return node.value if node.style else _plain_value(node.value)
        if isinstance(node, SequenceNode):
            return [self._value(item) for item in node.value]
        return self._mapping(node)

    def _mapping(self, node: Node) -> dict[str, object]:
        built: dict[str, object] = {}
        seconds: list[ScalarNode] = []
        for key_node, value_node in node.value:
            key = self._key(key_node)
            value = self._value(value_node)
            if key is None:
                continue
            if key in built:
                seconds.append(key_node)
            else:
                built[key] = value
        if seconds:
            self._note_duplicates(node, seconds)
        return built

    def _key(self, node: Node) -> str | None:
        if self._has_tags:
            self._check_tag(node)
        if not isinstance(node, ScalarNode):
            kind = "list" if isinstance(node, SequenceNode) else "mapping"
            hint = f"put a text that starts with '{'[' if kind == 'list' else '{'}' in quotes"
            self._note(node, "bad-yaml", f"a {kind} stands where a key should", hint)
            return None
        if not node.value and not node.style:
            self._note(node, "bad-yaml", "a value has no key", "write a key before the colon")
            return None
        key: str = node.value
        return key

    def _note_duplicates(self, mapping: Node, seconds: list[ScalarNode]) -> None:
        firsts = {key.value: key for key, _ in reversed(mapping.value) if isinstance(key, ScalarNode)}
        for second in seconds:
            line, _ = self._source.place(firsts[second.value].start_mark.index)
            message = f"the key {quote(second.value)} is there already, on line {line}"
            self._note(second, "duplicate-key", message, "keep one of the two")

    def _check_tag(self, node: Node) -> None:
        # The parsers do not tell a bare `!` from no tag.
        if node.tag or _BARE_TAG.match(self._source.text, node.start_mark.index):
            tag = node.tag.replace("tag:yaml.org,2002:", "!!") or "!"
            hint = "remove the tag, or put a text that starts with '!' in quotes"
            self._note(node, "yaml-tag", f"the tag {quote(tag)} is not read", hint)

    def _note(self, node: Node, code: str, message: str, hint: str) -> None:
        self.faults.append(Fault(node.start_mark.index, code, message, hint))


def _plain_value(text: str) -> object:
    """What an unquoted text stands for: a number only where it prints back as the same text.

    >>> [_plain_value(text) for text in ("7", "007", "1.5", "1.50", "true", "yes", "~", "2025-02-21")]
    [7, '007', 1.5, '1.50', True, 'yes', None, '2025-02-21']
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-0123456789" or len(text) > MAX_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and repr(number := float(text)) == text:
        return number
    return text
