"""Views to pages. With `environment` and `translate`, the only module that knows Jinja."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import PurePosixPath
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import TemplateAssertionError, TemplateRuntimeError, UndefinedError
from markupsafe import Markup

from dateline.jobs import aside
from dateline.memo import Memo, toolchain
from dateline.problems import Problem, did_you_mean, quote
from dateline.site.card_views import BriefCard
from dateline.site.environment import Environment, Href
from dateline.site.filters import called
from dateline.site.structured_data import json_ld
from dateline.site.theme import Theme
from dateline.site.urls import NOT_FOUND, root_from
from dateline.site.values import digest_of
from dateline.site.views import PageMeta, SiteView

LIBRARIES = ("Jinja2", "MarkupSafe", "msgspec")
"""What decides about pages besides this code."""
LIST_ENTRY = "_brief_card.html"
"""The template of a brief in a list."""
_KEPT = 30_000
"""How many entries of lists are remembered: all of ten thousand briefs, in some thirty megabytes."""
MAX_PAGE = 50_000_000
"""The longest page, in characters: what is longer comes from a template that does not end."""

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
    """Draws pages of one site with one theme. Each template of a theme is compiled once, when it is first needed."""

    def __init__(self, theme: Theme, site: SiteView, *, portable: bool = False) -> None:
        self.digest = digest_of((theme.digest, site, portable))
        """Of everything besides its view that a page depends on."""
        self._theme = theme
        self._site = site
        self._portable = portable
        self._base_path = urlsplit(site.base_url).path.rstrip("/") + "/"
        self._asset_urls = {name: _asset_url(name, data) for name, data in theme.assets.items()}
        self._environment = _environment_of(theme)
        self._listed = lru_cache(maxsize=_KEPT)(self._list_entry)

    def render(self, template: str, page: object, meta: PageMeta) -> bytes:
        """The page as UTF-8 that ends with one newline. Raises TemplateFault for all that a template does wrong."""
        href = self._href_from(meta.url)
        values = {
            "site": self._site,
            "page": page,
            "meta": meta,
            "href": href,
            "asset": lambda name: href(self._known_asset(name)),
            "json_ld": lambda: json_ld(page, meta, self._site),
            "listed": lambda brief: self._listed(_known_brief(brief), href),
        }
        try:
            return (self._filled(template, values).strip() + "\n").encode()
        except _FAULTS as error:
            if _is_ours(error):
                raise
            raise TemplateFault(self._problem(error, template)) from error

    @contextmanager
    def faults(self, memo: Memo, jobs: int = 1) -> Iterator[Callable[[], tuple[Problem, ...]]]:
        """Gives the templates that cannot even be read, all of them, whether a page needs them or not.

        With several `jobs` another process finds them while this one goes on. Of a theme that had none `memo` knows
        it, and no template is compiled that no page needs.
        """
        code = toolchain(libraries=LIBRARIES)
        key = blake2b(code + self._theme.digest + self._theme.locale.digest, digest_size=16).digest()
        if memo.get(key) is not None:
            yield tuple
            return

        def found() -> tuple[Problem, ...]:
            problems, compiled = waited_for()
            self._environment.compiled.known |= compiled
            if not problems:
                memo.put(key, b"")
            return problems

        with aside(self._compile_all, jobs) as waited_for:
            yield found

    def _compile_all(self) -> tuple[tuple[Problem, ...], Mapping[str, bytes]]:
        """What is wrong with the templates, and the code of those that can be read."""
        problems = set()
        for name in self._theme.templates:
            try:
                self._environment.get_template(name)
            except _FAULTS as error:
                problems.add(self._problem(error, name))
        return tuple(sorted(problems)), self._environment.compiled.known

    def asset_url(self, name: str) -> str:
        """Where an asset lies, with a part of its digest in its name, so that it may be kept for ever.

        Raises KeyError where the theme has none of that name.
        """
        return self._asset_urls[name]

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """URL and bytes of each asset."""
        for name, data in self._theme.assets.items():
            yield self._asset_urls[name], data

    def _filled(self, template: str, values: dict[str, Any]) -> str:
        compiled = self._environment.get_template(template)
        return _joined(compiled.root_render_func(compiled.new_context(values)))

    def _list_entry(self, brief: BriefCard, href: Href) -> Markup:
        """A brief as lists show it, made once for all pages from which the same addresses lead on."""
        values = {"site": self._site, "brief": brief, "href": href}
        return Markup(self._filled(LIST_ENTRY, values))  # noqa: S704  what templates give is escaped

    def _known_asset(self, name: str) -> str:
        if name not in self._asset_urls:
            hint = did_you_mean(str(name), self._asset_urls)
            raise TemplateRuntimeError(f"there is no asset {quote(name)} in the theme\n{hint}")
        return self._asset_urls[name]

    def _href_from(self, page_url: str) -> Href:
        """What makes URLs of the site fit the page at `page_url`."""
        # A server sends the not-found page for addresses at any depth, so nothing relative would do there.
        is_anywhere = page_url == NOT_FOUND and not self._portable
        return Href(self._base_path if is_anywhere else root_from(page_url), "index.html" if self._portable else "")

    def _problem(self, error: BaseException, template: str) -> Problem:
        name, line = _place(error, template)
        path = self._theme.origins.get(name, f"templates/{name}")
        message, _, hint = _said(error, self._theme.templates, self._environment).partition("\n")
        return Problem(path, line, 0, "template-error", message, hint)


@lru_cache(maxsize=2)
def _environment_of(theme: Theme) -> Environment:
    """What templates are compiled in; kept for the next build of this process, if it draws with the same theme."""
    return Environment(theme.templates, theme.locale)


def _known_brief(value: object) -> BriefCard:
    if isinstance(value, BriefCard):
        return value
    raise TemplateRuntimeError(f"the function 'listed' takes a brief, not {called(value)}")


def _asset_url(name: str, data: bytes) -> str:
    path = PurePosixPath(name)
    return f"/assets/{path.with_name(f'{path.stem}.{blake2b(data, digest_size=4).hexdigest()}{path.suffix}')}"


def _joined(pieces: Iterator[str]) -> str:
    kept, size = [], 0
    while some := list(islice(pieces, 10_000)):
        kept.append("".join(some))
        size += len(kept[-1])
        if size > MAX_PAGE:
            raise TemplateRuntimeError(f"the page has more than {MAX_PAGE:,} characters\nis there a loop without end?")
    return "".join(kept)


def _frames(error: BaseException) -> Iterator[TracebackType]:
    trace = error.__traceback__
    while trace:
        yield trace
        trace = trace.tb_next


def _is_ours(error: BaseException) -> bool:
    """Whether a fault comes from Dateline's own code behind a view, and is not the template author's."""
    if isinstance(error, TemplateError | RecursionError | MemoryError):
        return False
    last = [str(trace.tb_frame.f_globals.get("__name__")) for trace in _frames(error)][-1]
    return last.startswith("dateline.") and last not in (__name__, Environment.__module__)


def _place(error: BaseException, template: str) -> tuple[str, int]:
    """Name of the template and the line at which it failed; 0 where no line is known."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or template, error.lineno
    for trace in reversed(list(_frames(error))):
        compiled = trace.tb_frame.f_globals.get("__jinja_template__")
        if compiled is not None:
            return str(compiled.name), compiled.get_corresponding_lineno(trace.tb_lineno)
    return template, 0


def _said(error: BaseException, templates: Iterable[str], environment: Environment) -> str:
    """What went wrong, and on a second line what may help."""
    match error:
        case TemplateAssertionError():
            words = (error.message or "").split("'")
            known = [*environment.filters, *environment.tests]
            return f"{_plain(error.message)}\n{did_you_mean(words[1], known) if len(words) > 1 else ''}"
        case TemplateSyntaxError():
            return f"the template cannot be read: {_plain(error.message)}"
        case TemplateNotFound():
            hint = did_you_mean(str(error.name), templates)
            return f"there is no template {quote(error.message or error.name)}\n{hint}"
        case UndefinedError() | TemplateRuntimeError():
            return error.message or "the template fails"
        case RecursionError():
            return "templates or macros call each other without end\na template that includes itself never ends"
        case MemoryError():
            return "the template makes more than the memory holds"
    return f"the template fails: {_plain(str(error))}"


def _plain(text: str | None) -> str:
    return (text or "no reason is known").strip().rstrip(".")
