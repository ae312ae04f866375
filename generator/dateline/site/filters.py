"""The filters of templates: dates, numbers, languages, texts and pictures as a page prints them.

What they refuse they say as template errors, whose second line is the hint.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache, partial
from typing import Any

from jinja2 import pass_context
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Context, Undefined
from markupsafe import Markup, escape

from dateline.content.dates import PartialDate, Period
from dateline.site.locale import Locale
from dateline.site.passages import passages
from dateline.site.pictures.elements import picture_element
from dateline.site.prose import Prose
from dateline.site.views import Image

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa"})


def filters(locale: Locale) -> Mapping[str, Callable[..., Any]]:
    """The filters that Dateline adds to Jinja's, by name, in the language of a site."""
    return {
        "time": lru_cache(maxsize=10_000)(partial(_time, locale=locale)),
        "date_text": partial(_date_text, locale),
        "number": partial(_number, locale),
        "language": locale.language,
        "country": locale.country,
        "days_from": _days_from,
        "to": _to,
        "prose": _prose,
        "picture": _picture,
        "passages": passages,
        "lang": partial(_lang, around=locale.lang),
    }


def called(value: object) -> str:
    """A value as messages call it. Raises UndefinedError for one that is not there: that is the fault to tell."""
    if isinstance(value, Undefined):
        str(value)
    names = {str: "a text", int: "a number", tuple: "a list", list: "a list", dict: "a mapping", type(None): "nothing"}
    return names.get(type(value), type(value).__name__)


def _dated(value: Any, name: str) -> Any:
    if isinstance(value, PartialDate | Period):
        return value
    raise TemplateRuntimeError(f"the filter {name!r} takes a date, not {called(value)}")


def _time(value: PartialDate | Period, locale: Locale) -> Markup:
    """A date in words, in a `time` element; a span with one element for each end."""
    ends, separator = locale.dates.ends(_dated(value, "time"))
    tags = [f'<time datetime="{escape(end.date.text)}">{escape(end.words)}</time>' for end in ends]
    return Markup(str(escape(separator)).join(tags))  # noqa: S704  escaped here


def _date_text(locale: Locale, value: PartialDate | Period) -> str:
    """A date in words, as plain text."""
    dated: PartialDate | Period = _dated(value, "date_text")
    return locale.date(dated)


def _number(locale: Locale, value: Any) -> str:
    """A number with the marks of the language: `1,234` in English."""
    try:
        return locale.number(value)
    except (ArithmeticError, TypeError, ValueError):
        raise TemplateRuntimeError(f"the filter 'number' takes a number, not {called(value)}") from None


def _days_from(value: PartialDate, other: PartialDate) -> int:
    """Days between two dates, whichever comes first."""
    between: timedelta = _dated(value, "days_from").first - _dated(other, "days_from").first
    return abs(between.days)


def _to(first: PartialDate, last: PartialDate) -> Period:
    """The span from one date to another."""
    first, last = _dated(first, "to"), _dated(last, "to")
    return Period(f"{first.text}/{last.text}", first, last)


@lru_cache(maxsize=1000)
def _lang(lang: str, around: str) -> Markup:
    """The attributes of an element in another language than the text around it; none where it is the same."""
    if not lang or lang == around:
        return Markup()
    is_mirrored, is_mirrored_around = map(_is_right_to_left, (lang, around))
    direction = f' dir="{"rtl" if is_mirrored else "ltr"}"' if is_mirrored != is_mirrored_around else ""
    return Markup(f' lang="{escape(lang)}"{direction}')  # noqa: S704  escaped here


def _is_right_to_left(lang: str) -> bool:
    language, *others = lang.split("-")
    script = next((one for one in others if len(one) == 4 and one.isalpha()), "")
    return script in _RIGHT_TO_LEFT_SCRIPTS if script else language in _RIGHT_TO_LEFT


@pass_context
def _prose(context: Context, value: Prose) -> Markup:
    """A marked-up text as HTML, with the addresses of what it links."""
    if not isinstance(value, Prose):
        raise TemplateRuntimeError(f"the filter 'prose' takes marked-up text, not {called(value)}")
    # Sanitised when its record was read; the addresses that go in here are escaped by Prose.
    return Markup(value.render(context.resolve("href")))  # noqa: S704


@pass_context
def _picture(context: Context, value: Image, sizes: str = "", css_class: str = "", *, late: bool = False) -> Markup:
    """A picture in the sizes that there are; `sizes` as in HTML, `late` for what lies below the first screen."""
    if not isinstance(value, Image):
        raise TemplateRuntimeError(f"the filter 'picture' takes a picture, not {called(value)}")
    own = f' alt="{escape(value.alt)}"' + (f' class="{escape(css_class)}"' if css_class else "")
    href = context.resolve("href")
    return Markup(picture_element(value.picture, own, href, sizes=sizes, is_late=late))  # noqa: S704  escaped there
