"""Where templates run: what they may read of a view and call, and nothing that reaches beyond one.

Templates may come from a checkout of unknown origin, so they run in Jinja's sandbox.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from keyword import iskeyword
from types import FunctionType
from typing import Any

import markupsafe
from jinja2 import DictLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape
from msgspec import Struct

from dateline.problems import did_you_mean, quote
from dateline.site.filters import called, filters
from dateline.site.locale import Locale
from dateline.site.translate import Translator, plural_functions

MAX_REPEATED = 1_000_000
"""The longest text or list that `*` may make in a template."""
NAMES = ("site", "page", "meta", "href", "asset", "json_ld", "listed")
"""What every template is given."""
_ELSEWHERE = "macros of another template see it if they are imported `with context`, entries of lists never do"

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
"""Escapes a text without making it Markup, which costs five times as much; what MarkupSafe promises does it as well."""


class Href(Struct, frozen=True):
    """The function `href` of templates: makes a URL of the site fit one page."""

    prefix: str
    """What leads from the page to the site's root."""
    index: str
    """What is added to URLs of pages."""

    def __call__(self, url: str) -> str:
        path, hash_, fragment = url.partition("#")
        if path[:1] != "/" or path[1:2] == "/":
            hint = "write addresses of other sites without `href`"
            raise TemplateRuntimeError(f"href takes an address of the site such as /actors/, not {quote(url)}\n{hint}")
        return self.prefix + path[1:] + (self.index if path[-1] == "/" else "") + hash_ + fragment


_OURS = frozenset({Href, FunctionType})
"""Types of what templates are given to call; the only other functions that they can name are Jinja's own safe ones."""


class _Code(CodeGenerator):
    """Code of templates that takes fewer steps: pages print and read hundreds of values."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  Jinja's name for it
        """Reads a field of a value of our own where it stands, and asks the environment for all else."""
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            self.write(f"(read.{node.attr} if {node.attr!r} in environment.readable[type(read := ")
            self.visit(node.node, frame)
            self.write(f")] else environment.getattr(read, {node.attr!r}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        # One call, not two with a Markup made between them.
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(environment.printed(")


class Compiled(BytecodeCache):
    """The code of templates, for processes that did not compile them; it lies in no file, where others could write."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


class Environment(ImmutableSandboxedEnvironment):
    """Jinja, strict and sandboxed, without anything that says something else at the next build.

    Messages of its errors may have a second line, which is the hint.
    """

    intercepted_binops = frozenset({"*", "**"})
    code_generator_class = _Code

    def __init__(self, templates: Mapping[str, str], locale: Locale) -> None:
        self._locale = locale
        self.readable = _READABLE
        self.compiled = Compiled()
        super().__init__(
            extensions=["jinja2.ext.i18n"],
            loader=DictLoader(templates),
            autoescape=True,
            undefined=_Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_printable,
            cache_size=-1,
            auto_reload=False,
            bytecode_cache=self.compiled,
        )
        del self.globals["lipsum"], self.filters["random"]
        self.filters |= filters(locale)
        self.globals |= plural_functions(locale)
        self.newstyle_gettext = True  # values of `{% trans %}` are arguments, as they are of `_()`
        del self.globals["_"]  # it is gone when a template is compiled

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = Translator(self._locale.words, name).visit(super()._parse(source, name, filename))
        return parsed

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One plain mapping for all templates, as none has globals of its own: every `include` goes through it."""
        return super().make_globals(d) if d else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Of our own values only the fields; of anything else what the sandbox allows."""
        names = self.readable[type(obj)]
        if not names:
            return super().getattr(obj, attribute)
        return getattr(obj, attribute) if attribute in names else self.undefined(obj=obj, name=attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        names = self.readable[obj if isinstance(obj, type) else type(obj)]
        return attr in names if names else super().is_safe_attribute(obj, attr, value)

    def call(
        self,
        context: Context,
        function: Any,
        /,
        *args: Any,
        _loop_vars: dict[str, Any] | None = None,
        _block_vars: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        if type(function) in _OURS:  # what templates call most, and known to be safe
            return function(*args, **kwargs)
        return super().call(context, function, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)

    @staticmethod
    def printed(value: Any) -> str:
        """The HTML of a value that a template prints."""
        kind = type(value)
        if kind is str:
            return _escaped(value)
        if kind is int:
            return str(value)
        return value if kind is Markup else escape(_printable(value))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        sized, times = (left, right) if hasattr(left, "__len__") else (right, left)
        if operator == "**" or (hasattr(sized, "__len__") and len(sized) * times > MAX_REPEATED):
            raise TemplateRuntimeError(f"`{operator}` makes values that are too large for a page")
        return super().call_binop(context, operator, left, right)


class _Readable(dict[type, frozenset[str]]):
    """By type, what templates may read of values of our own, of days and of loops; nothing for types of others.

    A mapping that fills itself, because a page reads hundreds of attributes.
    """

    def __missing__(self, kind: type) -> frozenset[str]:
        self[kind] = names = self._names(kind)
        return names

    def _names(self, kind: type) -> frozenset[str]:
        if issubclass(kind, date):  # its methods know the clock and the machine's language
            return frozenset({"year", "month", "day", "hour", "minute"})
        if issubclass(kind, timedelta):
            return frozenset({"days"})
        properties = {name for name in dir(kind) if isinstance(getattr(kind, name, None), property)}
        if issubclass(kind, LoopContext):
            return frozenset({*properties, "index0", "depth0", "cycle", "changed"})
        if issubclass(kind, Struct):
            return frozenset({*kind.__struct_fields__, *properties})
        return frozenset({part.name for part in fields(kind)} | properties) if is_dataclass(kind) else frozenset()


_READABLE = _Readable()


class _Missing(StrictUndefined):
    """What a template names and its view has not."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, str(self._undefined_name)
        if self._undefined_hint:
            return str(self._undefined_hint)
        if owner is missing:
            hint = _ELSEWHERE if name in NAMES else did_you_mean(name, NAMES)
            return f"nothing here is called {quote(name)}\n{hint}"
        names = _READABLE[type(owner)] or ([str(key) for key in owner] if isinstance(owner, Mapping) else [])
        return f"{called(owner)} has no {quote(name)}\n{did_you_mean(name, names)}"


def _printable(value: Any) -> Any:
    """`value`, unless printing it would be a mistake: `None`, or a function without its brackets."""
    if value is None:
        raise TemplateRuntimeError("this prints a value that is not there (None)\ntest it with `if` first")
    if callable(value) and not isinstance(value, Undefined):
        raise TemplateRuntimeError("this prints a function\ncall it: name(...)")
    return value
