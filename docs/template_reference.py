"""The page of the reference about templates: what each can see, from the types of the views."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, get_args, get_type_hints

from jinja2.filters import FILTERS
from msgspec import Struct

from dateline.content.documented import docstrings
from dateline.site import analysis_views, brief_views, data_views, front_views, index_views, record_views, views
from dateline.site.environment import Environment
from dateline.site.locale import ENGLISH

_MODULES = (front_views, brief_views, record_views, index_views, views, analysis_views, data_views)
_TEMPLATE = re.compile(r"Template `([\w-]+\.html)`")
_WORDS = {
    "str": "text",
    "int": "number",
    "bool": "true or false",
    "PartialDate": "date",
    "Period": "span of dates",
    "Prose": "marked-up text",
    "Any": "value",
}
_GIVEN = {
    "page": "The view of this page: the tables below.",
    "site": "What every page knows of the site: [SiteView](#siteview).",
    "meta": "What every template knows of its own page: [PageMeta](#pagemeta).",
    "href(url)": "An address of the site, such as `card.url`, made to fit this page.",
    "asset(name)": "The address of a file of `assets/`, with a part of its digest in its name.",
    "json_ld()": "The page as structured data (schema.org), to stand in a `script` of type `application/ld+json`.",
    "listed(brief)": "A brief as lists show it: what `_brief_card.html` makes of `brief`, `site` and `href` alone.",
    "_(text, name=value, ...)": "An interface text in the site's language; `%(name)s` in it stands for a value.",
    "pgettext(context, text, ...)": "The same, where one English text has two meanings.",
    "ngettext(one, many, number, ...)": "The form that fits a number, which the text shows as `%(num)s`.",
    "npgettext(context, one, many, number, ...)": "Both.",
}


def templates() -> str:
    """The page, as Markdown."""
    parts = [
        "# Templates\n",
        "What a template can see. Nothing else is within its reach: a name that is not there is an error. "
        "Texts are plain, and escaped when they are printed. [Change the look](../themes.md) tells where they go.\n",
        "## In every template\n",
        *_rows(("name", "what it gives"), ((f"`{name}`", meaning) for name, meaning in _GIVEN.items())),
        "## Filters\n",
        "Those of Jinja, but for `random`, and:\n",
        *_rows(("filter", "what it gives"), _filters()),
        "## Pages\n",
        *_rows(
            ("template", "`page` is"), ((f"`{name}`", _linked(view.__name__)) for name, view in page_views().items())
        ),
    ]
    for view in described():
        parts += [f"## {view.__name__}\n", f"{inspect.cleandoc(view.__doc__ or '')}\n" if _has_doc(view) else ""]
        parts += _rows(("field", "type", "meaning"), _fields(view))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).rstrip() + "\n"


def page_views() -> dict[str, type]:
    """The view of each template of pages, by the name of the template."""
    found = {}
    for module in _MODULES:
        for kind in vars(module).values():
            if isinstance(kind, type) and (name := _TEMPLATE.match(kind.__doc__ or "")):
                found[name[1]] = kind
    return dict(sorted(found.items()))


def described() -> list[type]:
    """The views, and all types of values that are reached from them, each once."""
    waiting, known = [views.SiteView, views.PageMeta, *page_views().values()], {}
    while waiting:
        kind = waiting.pop(0)
        if kind.__name__ not in known and issubclass(kind, Struct) and kind.__name__ not in _WORDS:
            known[kind.__name__] = kind
            waiting += [inner for hint in get_type_hints(kind).values() for inner in _types_in(hint)]
    return list(known.values())


def _types_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, type):
        yield hint
    for inner in get_args(hint):
        yield from _types_in(inner)


def _fields(kind: type) -> Iterator[tuple[str, str, str]]:
    told = _told(kind)
    for one in _structs(kind):
        for name, written in vars(one).get("__annotations__", {}).items():
            yield f"`{name}`", _type(str(written)), told.get(name, "")
    for name, value in vars(kind).items():
        if isinstance(value, property) and value.fget and not name.startswith("_"):
            returned = str(inspect.signature(value.fget).return_annotation).strip("'")
            yield f"`{name}`", _type(returned), _first_line(value.fget)


def _told(kind: type) -> dict[str, str]:
    """The docstrings under the fields of a class, its bases' included."""
    return {name: " ".join(said.split()) for name, said in docstrings(_structs(kind)).items()}


def _structs(kind: type) -> list[type]:
    """A class of values and those that it takes fields from, the first of them first."""
    return [base for base in reversed(kind.__mro__) if issubclass(base, Struct) and base is not Struct]


def _type(annotation: str) -> str:
    """A type in words: `tuple[BriefCard, ...]` as a list of BriefCard."""
    if annotation.endswith(" | None"):
        return f"{_type(annotation.removesuffix(' | None'))}, or none"
    if listed := re.fullmatch(r"tuple\[(.*), \.\.\.\]", annotation):
        return f"list of {_type(listed[1])}"
    if paired := re.fullmatch(r"tuple\[(.*)\]", annotation):
        return f"({', '.join(map(_type, _parts(paired[1])))})"
    if mapped := re.fullmatch(r"Mapping\[(.*)\]", annotation):
        key, value = map(_type, _parts(mapped[1]))
        return f"mapping from {key} to {value}"
    if " | " in annotation:
        return " or ".join(map(_type, annotation.split(" | ")))
    return _WORDS.get(annotation) or _linked(annotation)


def _parts(inner: str) -> list[str]:
    """What stands between the commas, but for those within brackets."""
    return [part.strip() for part in re.findall(r"(?:[^,\[\]]|\[(?:[^\[\]]|\[[^\]]*\])*\])+", inner)]


def _linked(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _filters() -> Iterator[tuple[str, str]]:
    own = Environment({}, ENGLISH).filters
    for name in sorted(own.keys() - FILTERS.keys()):
        yield f"`{name}`", _first_line(_function(own[name]))


def _function(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """The function behind a filter."""
    while True:
        if isinstance(filter_, partial):
            filter_ = filter_.func
        elif hasattr(filter_, "__wrapped__"):
            filter_ = filter_.__wrapped__
        else:
            return filter_


def _first_line(function: Callable[..., Any] | None) -> str:
    return " ".join((inspect.getdoc(function) or "").partition("\n\n")[0].split())


def _has_doc(kind: type) -> bool:
    return bool(kind.__doc__) and not (kind.__doc__ or "").startswith(f"{kind.__name__}(")


def _rows(head: tuple[str, ...], rows: Any) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""
