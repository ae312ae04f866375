"""YAML 1.2 text as plain values, with the place in the file of each.

Strict where YAML surprises authors: `NO` and `2025-02-21` stay text, no key stands twice, no tag is obeyed,
and no alias unfolds into more than a record may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dateline.content.yaml_faults import HALF_CHARACTER, Fault, FaultError, syntax_fault
from dateline.problems import Problem, quote

MAX_DEPTH = 50
"""How deep lists and mappings may nest."""
MAX_UNFOLDED = 50_000
"""How many values aliases may unfold to; a long text counts once more for each 100 characters."""
MAX_DIGITS = 400
"""Longer numbers stay text: Python may refuse to turn them into numbers, and back."""

# What the YAML standard allows, less the byte order mark, which would stay in a text unseen.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# Line ends in YAML 1.1, which the parsers speak, but ordinary characters in 1.2.
_OLD_BREAKS = re.compile("[\x85\u2028\u2029]")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_FLOAT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-][0-9]+)?")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ALIAS_HINT = "write the values out instead of `*name`"


class _Source(NamedTuple):
    """A text, and where in a file it starts."""

    text: str
    path: str
    first_line: int

    def place(self, index: int) -> tuple[int, int]:
        """Line and column in the file, in characters and from 1."""
        line = self.first_line + self.text.count("\n", 0, index)
        return line, index - self.text.rfind("\n", 0, index)

    def problem(self, fault: Fault) -> Problem:
        return Problem(self.path, *self.place(fault.index), fault.code, fault.message, fault.hint)


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
        root = _compose(text)
        values = builder.document(root)
    except FaultError as error:
        builder.faults.append(error.fault)
    except yaml.MarkedYAMLError as error:
        builder.faults.append(syntax_fault(error, text))
    problems = tuple(source.problem(fault) for fault in sorted(set(builder.faults)))
    return YamlDocument(values, root, source), problems


class _Graph:
    """What composing asks of a resolver: here only that untagged nodes have the tag "", and that depth has an end."""

    _depth = 0

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:
        return ""

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        self._depth += 1
        if parent is not None and self._depth > MAX_DEPTH + 1:
            # Said before the parser's own recursion could overflow the stack.
            message = f"lists and mappings nest deeper than {MAX_DEPTH} levels"
            raise FaultError(parent.start_mark.index, "bad-yaml", message)

    def ascend_resolver(self) -> None:
        self._depth -= 1


class _PurePython(_Graph, yaml.SafeLoader):
    """Composes without libyaml: slower, the same graph."""


_Loader: Any = _PurePython
if yaml.__with_libyaml__:

    class _LibYaml(_Graph, yaml.CSafeLoader):
        """Composes with libyaml."""

    _Loader = _LibYaml


def _compose(text: str) -> Node | None:
    """The node graph of the only document in `text`; None for an empty one."""
    if bad := _FORBIDDEN.search(text):
        message = f"a character that YAML does not allow: U+{ord(bad[0]):04X}"
        raise FaultError(bad.start(), "bad-yaml", message, "delete it; most editors do not show it")
    root: Node | None
    if not _OLD_BREAKS.search(text):
        root = _Loader(text).get_single_node()
        if _SURROGATE_ESCAPE.search(text):
            _refuse_surrogates(root)
        return root
    stand_ins = _stand_ins(text)
    root = _Loader(text.translate(stand_ins)).get_single_node()
    originals = {stand_in: original for original, stand_in in stand_ins.items()}
    for node in _scalars(root):
        node.value = node.value.translate(originals)
    _refuse_surrogates(root)
    return root


def _refuse_surrogates(root: Node | None) -> None:
    """Halves of characters, which could not be written again. libyaml refuses their escapes itself."""
    for node in _scalars(root):
        if _SURROGATE.search(node.value):
            raise FaultError(node.start_mark.index, "bad-yaml", *HALF_CHARACTER)


def _stand_ins(text: str) -> dict[int, int]:
    """For each old line end, a private character that the text does not have."""
    used = set(text)
    free = (code for code in range(0xE000, 0xF900) if chr(code) not in used)
    return dict(zip((0x85, 0x2028, 0x2029), free, strict=False))


def _scalars(root: Node | None) -> Iterator[ScalarNode]:
    """Every scalar of a graph, once."""
    seen: set[int] = set()
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            yield node
        waiting += _children(node)


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []


def _entry(node: Node | None, part: str | int) -> tuple[Node | None, Node | None]:
    """The key and the value in `node` that a step of a path leads to; no key in a list."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == str(part):
                return key, value
    elif isinstance(node, SequenceNode) and isinstance(part, int) and 0 <= part < len(node.value):
        return None, node.value[part]
    return None, None


class _Unfolding:
    """Measures what aliases unfold to without unfolding them."""

    def __init__(self) -> None:
        self._measured: dict[int, tuple[int, int] | None] = {}

    def measure(self, node: Node) -> tuple[int, int]:
        """How many values `node` unfolds to, and how deep; FaultError where that has no end or is too much."""
        if id(node) in self._measured:
            known = self._measured[id(node)]
            if known is None:
                raise FaultError(node.start_mark.index, "yaml-alias", "an alias in this value names the value itself")
            return known
        self._measured[id(node)] = None
        inner = [self.measure(child) for child in _children(node)]
        size = 1 + sum(size for size, _ in inner)
        if isinstance(node, ScalarNode):
            size += len(node.value) // 100
        depth = 1 + max((depth for _, depth in inner), default=-1)
        if size > MAX_UNFOLDED or depth > MAX_DEPTH:
            message = f"aliases unfold this to more than {MAX_UNFOLDED:,} values or {MAX_DEPTH} levels"
            raise FaultError(node.start_mark.index, "yaml-alias", message, _ALIAS_HINT)
        self._measured[id(node)] = size, depth
        return size, depth


class _Builder:
    """Builds the values of a node graph, and notes every fault on the way."""

    def __init__(self, source: _Source) -> None:
        self.faults: list[Fault] = []
        self._source = source
        self._has_tags = "!" in source.text
        self._has_aliases = "*" in source.text

    def document(self, root: Node | None) -> dict[str, object]:
        if root is None or (isinstance(root, ScalarNode) and not root.value and not root.style):
            return {}
        if self._has_aliases:
            _Unfolding().measure(root)
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
        for key_node, value_node in node.value:
            key = self._key(key_node)
            value = self._value(value_node)
            if key is None:
                continue
            if key in built:
                self._note_duplicate(node, key_node)
            else:
                built[key] = value
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

    def _note_duplicate(self, mapping: Node, second: ScalarNode) -> None:
        first = _entry(mapping, second.value)[0] or second
        line, _ = self._source.place(first.start_mark.index)
        message = f"the key {quote(second.value)} is there already, on line {line}"
        self._note(second, "duplicate-key", message, "keep one of the two")

    def _check_tag(self, node: Node) -> None:
        # libyaml does not tell a bare `!` from no tag.
        if node.tag or self._source.text.startswith("!", node.start_mark.index):
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
