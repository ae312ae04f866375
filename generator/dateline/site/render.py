"""Views to pages: the only module that knows Jinja."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import PurePosixPath
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, pass_context
from jinja2.exceptions import TemplateAssertionError, TemplateRuntimeError, UndefinedError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from dateline.content.dates import PartialDate, Period
from dateline.problems import Problem, did_you_mean, quote
from dateline.site import date_words
from dateline.site.prose import Prose
from dateline.site.theme import Theme
from dateline.site.urls import NOT_FOUND, root_from
from dateline.site.values import digest_of
from dateline.site.views import PageMeta, SiteView

MAX_PAGE = 50_000_000
"""The longest page, in characters: what is longer is a template that does not end."""
MAX_REPEATED = 1_000_000
"""The longest text or list that `*` may make in a template."""

_NAMES = ("site", "page", "meta", "href", "asset")
# What a template can make Python raise. Whatever else comes up is no fault of its author.
_FAULTS = (
    TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


class TemplateFault(Exception):
    """A template cannot be read or rendered; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class Renderer:
    """Draws pages of one site with one theme. Each template is compiled once, when it is first needed."""

    def __init__(self, theme: Theme, site: SiteView, *, portable: bool = False) -> None:
        self.digest = digest_of((theme.digest, site, portable))
        """Of everything besides its view that a page depends on."""
        self._theme = theme
        self._site = site
        self._portable = portable
        self._base_path = urlsplit(site.base_url).path.rstrip("/") + "/"
        self._asset_urls = {name: _asset_url(name, data) for name, data in theme.assets.items()}
        self._environment = _Environment(theme.templates)

    def render(self, template: str, page: object, meta: PageMeta) -> bytes:
        """The page as UTF-8 that ends with one newline. Raises TemplateFault, and nothing else that a template causes."""
        href = self._href_from(meta.url)
        values = {
            "site": self._site,
            "page": page,
            "meta": meta,
            "href": href,
            "asset": lambda name: href(self.asset_url(name)),
        }
        try:
            compiled = self._environment.get_template(template)
            return _joined(compiled.root_render_func(compiled.new_context(values))).encode()
        except _FAULTS as error:
            if _is_ours(error):
                raise
            raise TemplateFault(self._problem(error, template)) from error

    def faults(self) -> tuple[Problem, ...]:
        """The templates that cannot even be read, all of them, whether a page needs them or not."""
        problems = []
        for name in self._theme.templates:
            try:
                self._environment.get_template(name)
            except _FAULTS as error:
                problems.append(self._problem(error, name))
        return tuple(sorted(set(problems)))

    def asset_url(self, name: str) -> str:
        """Where an asset lies, with a part of its digest in its name, so that it may be kept for ever."""
        if name not in self._asset_urls:
            text = f"there is no asset {quote(name)} in the theme"
            raise TemplateRuntimeError(f"{text}\n{did_you_mean(str(name), self._asset_urls)}")
        return self._asset_urls[name]

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """URL and bytes of each asset."""
        for name, data in self._theme.assets.items():
            yield self._asset_urls[name], data

    def _href_from(self, page_url: str) -> Callable[[str], str]:
        """What makes URLs of the site fit the page at `page_url`."""
        # A server sends the not-found page for addresses at any depth, so nothing relative would do there.
        is_anywhere = page_url == NOT_FOUND and not self._portable
        prefix = self._base_path if is_anywhere else root_from(page_url)
        index = "index.html" if self._portable else ""

        def href(url: str) -> str:
            path, hash_, fragment = url.partition("#")
            if path[:1] != "/" or path[1:2] == "/":
                hint = "write addresses of other sites without `href`"
                raise TemplateRuntimeError(
                    f"href takes an address of the site such as /actors/, not {quote(url)}\n{hint}"
                )
            return prefix + path[1:] + (index if path.endswith("/") else "") + hash_ + fragment

        return href

    def _problem(self, error: BaseException, template: str) -> Problem:
        name, line = _place(error, template)
        path = self._theme.origins.get(name, f"templates/{name}")
        message, _, hint = _said(error, name, self._theme.templates, self._environment).partition("\n")
        return Problem(path, line, 0, "template-error", message, hint)


class _Missing(StrictUndefined):
    """What a template names and its view has not; the second line of its message is the hint."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name = str(self._undefined_name)
        if self._undefined_obj is missing:
            known = "macros from another template see `page`, `meta` and `href` if imported `with context`"
            return f"nothing here is called {quote(name)}\n{did_you_mean(name, _NAMES) or (known if name in _NAMES else '')}"
        names = _readable(type(self._undefined_obj)) or (
            [str(key) for key in self._undefined_obj] if isinstance(self._undefined_obj, Mapping) else []
        )
        return f"{_kind(self._undefined_obj)} has no {quote(name)}\n{did_you_mean(name, names)}"


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja without anything that reaches beyond a view or says something else at the next build."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, templates: Mapping[str, str]) -> None:
        super().__init__(
            loader=DictLoader(templates),
            autoescape=True,
            undefined=_Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_printable,
            cache_size=-1,
            auto_reload=False,
        )
        del self.globals["lipsum"], self.filters["random"]
        self.filters |= {"time": _time, "date_text": _date_text, "days_from": _days_from, "to": _to, "prose": _prose}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Of our own values only the fields; for anything else what the sandbox allows."""
        names = _readable(obj.__class__)
        if names is None:
            return super().getattr(obj, attribute)
        return getattr(obj, attribute) if attribute in names else self.undefined(obj=obj, name=attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        names = _readable(obj if isinstance(obj, type) else obj.__class__)
        return super().is_safe_attribute(obj, attr, value) if names is None else attr in names

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        size, times = (left, right) if hasattr(left, "__len__") else (right, left)
        if operator == "**" or (hasattr(size, "__len__") and len(size) * times > MAX_REPEATED):
            raise TemplateRuntimeError(f"`{operator}` makes values that are too large for a page")
        return super().call_binop(context, operator, left, right)


@cache
def _readable(kind: type) -> frozenset[str] | None:
    """The names that templates may read of values of our own types, and of days; None for types of others."""
    if issubclass(kind, date):
        return frozenset({"year", "month", "day", "hour", "minute"})
    if issubclass(kind, timedelta):
        return frozenset({"days"})
    if not is_dataclass(kind):
        return None
    properties = {name for name in dir(kind) if isinstance(getattr(kind, name), property)}
    return frozenset({field.name for field in fields(kind)} | properties)


def _printable(value: Any) -> Any:
    """`value`, unless printing it would be a mistake: `None`, or a function without its brackets."""
    if value is None or (callable(value) and not isinstance(value, Undefined)):
        what = "nothing (None)" if value is None else "a function; call it with (...)"
        raise TemplateRuntimeError(f"this prints {what}")
    return value


def _time(value: PartialDate | Period) -> Markup:
    worded = date_words.words_for(_dated(value, "time"))
    tags = (Markup('<time datetime="{}">{}</time>').format(moment.text, words) for moment, words in worded)
    return Markup(date_words.separator(worded)).join(tags)


def _date_text(value: PartialDate | Period) -> str:
    return date_words.date_text(_dated(value, "date_text"))


def _days_from(value: PartialDate, other: PartialDate) -> int:
    """Days between two dates, whichever comes first."""
    days: timedelta = _dated(value, "days_from").first - _dated(other, "days_from").first
    return abs(days.days)


def _to(first: PartialDate, last: PartialDate) -> Period:
    """The span from one date to another."""
    first, last = _dated(first, "to"), _dated(last, "to")
    return Period(f"{first.text}/{last.text}", first, last)


def _dated(value: Any, name: str) -> Any:
    if isinstance(value, PartialDate | Period):
        return value
    raise TemplateRuntimeError(f"the filter {name!r} takes a date, not {_kind(value)}")


@pass_context
def _prose(context: Context, value: Prose) -> Markup:
    if not isinstance(value, Prose):
        raise TemplateRuntimeError(f"the filter 'prose' takes marked-up text, not {_kind(value)}")
    # Sanitised when its record was read; the addresses that go in here are escaped by Prose.
    return Markup(value.render(context.resolve("href")))  # noqa: S704


def _kind(value: object) -> str:
    """A value as messages call it."""
    if isinstance(value, Undefined):
        str(value)  # raises: that it is not there is the fault to tell
    names = {str: "a text", int: "a number", tuple: "a list", list: "a list", dict: "a mapping", type(None): "nothing"}
    return names.get(type(value), f"a {type(value).__name__}")


def _asset_url(name: str, data: bytes) -> str:
    path = PurePosixPath(name)
    return f"/assets/{path.with_name(f'{path.stem}.{blake2b(data, digest_size=4).hexdigest()}{path.suffix}')}"


def _joined(pieces: Iterable[str]) -> str:
    kept, size = [], 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size > MAX_PAGE:
            raise TemplateRuntimeError(f"the page is longer than {MAX_PAGE:,} characters\nis there a loop without end?")
    return "".join(kept).strip() + "\n"


def _frames(error: BaseException) -> Iterator[TracebackType]:
    trace = error.__traceback__
    while trace:
        yield trace
        trace = trace.tb_next


def _is_ours(error: BaseException) -> bool:
    """Whether a fault comes from Dateline's own code behind a view: not the template's, hence not to be blamed on it."""
    if isinstance(error, TemplateError | RecursionError | MemoryError):
        return False
    last = [trace.tb_frame.f_globals.get("__name__", "") for trace in _frames(error)][-1]
    return str(last).startswith("dateline.") and last != __name__


def _place(error: BaseException, template: str) -> tuple[str, int]:
    """Name of the template and the line at which it failed; 0 where no line is known."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or template, error.lineno
    for trace in reversed(list(_frames(error))):
        compiled = trace.tb_frame.f_globals.get("__jinja_template__")
        if compiled is not None:
            return str(compiled.name), compiled.get_corresponding_lineno(trace.tb_lineno)
    return template, 0


def _said(error: BaseException, name: str, templates: Iterable[str], environment: _Environment) -> str:
    """What went wrong, and on a second line what may help."""
    match error:
        case TemplateAssertionError():
            words = (error.message or "").split("'")
            known = [*environment.filters, *environment.tests]
            return f"{_plain(error.message)}\n{did_you_mean(words[1], known) if len(words) > 1 else ''}"
        case TemplateSyntaxError():
            return f"the template cannot be read: {_plain(error.message)}"
        case TemplateNotFound():
            return (
                f"there is no template {quote(error.message or error.name)}\n{did_you_mean(str(error.name), templates)}"
            )
        case UndefinedError() | TemplateRuntimeError():
            return error.message or "the template fails"
        case RecursionError():
            return "templates or macros call each other without end\na template that includes itself never ends"
        case MemoryError():
            return "the template makes more than the memory holds"
    return f"the template fails: {_plain(str(error))}"


def _plain(text: str | None) -> str:
    return (text or "no reason is known").strip().rstrip(".")
