"""YAML text as a graph of nodes with marks, never deeper, larger or longer in the making than a record needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dateline.content.yaml_faults import HALF_CHARACTER, FaultError

MAX_DEPTH = 50
"""How many lists and mappings may lie around a value."""
MAX_UNFOLDED = 50_000
"""How many values aliases may add; a long text counts once more for each 100 characters."""

# What the YAML standard does not allow, and the byte order mark, which would stay in a text unseen. Not written as the
# opposite of what it allows: such a class takes Python a hundredth of its start to compile.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# Line ends in YAML 1.1, which the parsers speak, but ordinary characters in 1.2.
_OLD_BREAKS = "\x85\u2028\u2029"
# Thousands of these take libyaml minutes.
_TAG_DIRECTIVE = re.compile(r"(?:\A|[\n\r])(?P<word>%TAG)\b")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ALIAS_HINT = "write the values out instead of `*name`"
_ANCHOR = re.compile(r"(?<![A-Za-z0-9])&\S")


class _Graph:
    """What composing asks of a resolver: here only that untagged nodes have the tag "", and that depth has an end."""

    _depth = 0

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:  # noqa: ARG002  (PyYAML's interface)
        return ""

    def descend_resolver(self, parent: Node | None, index: object) -> None:  # noqa: ARG002  (PyYAML's interface)
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


def compose(text: str) -> Node | None:
    """The node graph of the only document in `text`; None for an empty one.

    Raises FaultError, and yaml.MarkedYAMLError for what is no YAML. Untagged nodes have the tag "".
    """
    if bad := _FORBIDDEN.search(text):
        message = f"a character that YAML does not allow: U+{ord(bad[0]):04X}"
        raise FaultError(bad.start(), "bad-yaml", message, "delete it; most editors do not show it")
    if "%TAG" in text and (directive := _TAG_DIRECTIVE.search(text)):
        message = "tags are not read, so there is nothing for %TAG to say"
        raise FaultError(directive.start("word"), "yaml-tag", message, "remove the line")
    root: Node | None
    if not any(old_break in text for old_break in _OLD_BREAKS):
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
    return dict(zip(map(ord, _OLD_BREAKS), free, strict=False))


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


def check_aliases(root: Node, text: str) -> None:
    """FaultError where the aliases in a graph name what they are part of, or unfold to too much."""
    if "*" in text and _ANCHOR.search(text):
        _Unfolding().measure(root)


class _Unfolding:
    """Measures what aliases unfold to without unfolding them."""

    def __init__(self) -> None:
        self._measured: dict[int, tuple[int, int] | None] = {}
        self._written = 0  # what the text itself holds, each value once

    def measure(self, node: Node) -> tuple[int, int]:
        """How many values `node` unfolds to, and how deep; FaultError where that has no end or is too much."""
        if id(node) in self._measured:
            known = self._measured[id(node)]
            if known is None:
                raise FaultError(node.start_mark.index, "yaml-alias", "an alias in this value names the value itself")
            return known
        self._measured[id(node)] = None
        inner = [self.measure(child) for child in _children(node)]
        own = 1 + (len(node.value) // 100 if isinstance(node, ScalarNode) else 0)
        self._written += own
        size = own + sum(size for size, _ in inner)
        depth = 1 + max((depth for _, depth in inner), default=-1)
        if size > self._written + MAX_UNFOLDED or depth > MAX_DEPTH:
            message = (
                f"aliases add more than {MAX_UNFOLDED:,} values to this, or nest it deeper than {MAX_DEPTH} levels"
            )
            raise FaultError(node.start_mark.index, "yaml-alias", message, _ALIAS_HINT)
        self._measured[id(node)] = size, depth
        return size, depth
