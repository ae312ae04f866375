"""Interface texts in templates: `_()`, `ngettext()` and `{% trans %}`, put into the site's language when compiled.

A message is plain text: it is escaped, and what it stands around goes in as a value, escaped as any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from gettext import NullTranslations
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateAssertionError
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from dateline.problems import quote
from dateline.site.locale import Locale

_SINGULAR = {"_": 1, "gettext": 1, "pgettext": 2}
"""Functions by name, and how many texts each takes."""
_PLURAL = {"ngettext": 2, "npgettext": 3}
FUNCTIONS = frozenset({*_SINGULAR, *_PLURAL})

_PART = re.compile(r"%(?:\((\w+)\)s|(%))")


class Translator(NodeTransformer):
    """Puts the words of one language into the tree of a template, so that printing them costs nothing."""

    def __init__(self, words: NullTranslations, name: str | None) -> None:
        self._words = words
        self._name = name

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802  Jinja's name for it
        """Prints a message in pieces, with its values between them."""
        printed: list[nodes.Expr] = []
        for one in node.nodes:
            translated = self.visit(one)
            printed += translated.nodes if _is_message(one) and isinstance(translated, nodes.Concat) else [translated]
        node.nodes = printed
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  Jinja's name for it
        self.generic_visit(node)
        if not _is_message(node):
            return node
        function = node.node.name  # type: ignore[attr-defined]  # _is_message says that it is a name
        texts = self._texts(node, _SINGULAR.get(function) or _PLURAL[function])
        if function in _PLURAL:
            return node
        if len(node.args) != len(texts):
            self._fail(node, f"{function}() takes a text, and its values by name", '_("By %(name)s", name=card.name)')
        translated = self._words.pgettext(*texts) if len(texts) == 2 else self._words.gettext(*texts)
        return self._filled(node, translated)

    def _texts(self, node: nodes.Call, count: int) -> list[str]:
        """The texts that a call is about. They must be written out: what comes from elsewhere is in no catalogue."""
        texts = [arg.value for arg in node.args[:count] if isinstance(arg, nodes.Const) and isinstance(arg.value, str)]
        if len(texts) < count or node.dyn_args or node.dyn_kwargs:
            self._fail(node, "a text to translate must be written out here", "put what varies in as a value")
        for text in texts:
            if "<" in text:
                self._fail(
                    node, "a text to translate holds no HTML", "put the element in as a value, made by {% set %}"
                )
        return texts

    def _filled(self, node: nodes.Call, text: str) -> nodes.Expr:
        values = {pair.key: pair.value for pair in node.kwargs}
        pieces: list[nodes.Expr] = []
        for piece in pieces_of(text):
            if isinstance(piece, Markup):
                pieces.append(nodes.Const(piece, lineno=node.lineno))
            elif piece in values:
                pieces.append(values[piece])
            else:
                self._fail(node, f"the text has no value for {quote(f'%({piece})s')}", f"add {piece}=... to the call")
        if all(isinstance(piece, nodes.Const) and isinstance(piece.value, Markup) for piece in pieces):
            return nodes.Const(Markup().join(piece.value for piece in pieces), lineno=node.lineno)  # type: ignore[attr-defined]
        return nodes.Concat(pieces, lineno=node.lineno)

    def _fail(self, node: nodes.Node, message: str, hint: str) -> None:
        raise TemplateAssertionError(f"{message}\n{hint}", node.lineno, self._name)


def _is_message(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in FUNCTIONS


def pieces_of(message: str) -> Iterator[Markup | str]:
    """A message in order: its text, escaped, as Markup; the name of each value as a plain text.

    >>> list(pieces_of("By %(name)s & others"))
    [Markup('By '), 'name', Markup(' &amp; others')]
    """
    end = 0
    for part in _PART.finditer(message):
        text = message[end : part.start()] + (part[2] or "")
        end = part.end()
        if text:
            yield escape(text)
        if part[1]:
            yield str(part[1])
    if end < len(message):
        yield escape(message[end:])


def plural_functions(locale: Locale) -> dict[str, Callable[..., Markup]]:
    """`ngettext` and `npgettext` for templates: the form that fits the number, which the text shows as `%(num)s`."""

    def ngettext(singular: str, plural: str, num: int, **values: Any) -> Markup:
        return _put_in(locale.words.ngettext(singular, plural, num), {"num": locale.number(num), **values})

    def npgettext(context: str, singular: str, plural: str, num: int, **values: Any) -> Markup:
        translated = locale.words.npgettext(context, singular, plural, num)
        return _put_in(translated, {"num": locale.number(num), **values})

    return {"ngettext": ngettext, "npgettext": npgettext}


def _put_in(message: str, values: dict[str, Any]) -> Markup:
    pieces = [piece if isinstance(piece, Markup) else escape(values[piece]) for piece in _pieces(message)]
    return Markup("".join(pieces))  # noqa: S704  each piece is escaped


@cache  # of messages there are as many as templates and a catalogue have
def _pieces(message: str) -> tuple[Markup | str, ...]:
    return tuple(pieces_of(message))
