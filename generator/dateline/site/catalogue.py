"""Catalogues of interface texts: gettext's PO files to translations, with the faults that they have."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from dateline.problems import Problem, did_you_mean, quote
from dateline.site.locale import SOURCE_LANG, Locale
from dateline.site.values import digest_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

CATALOGUE = "messages.pot"
"""The file beside the catalogues that lists every text in English."""

_PLACE = re.compile(r"%(?:\((\w+)\)s|%)")


def make_locale(lang: str, files: Iterable[tuple[str, str]]) -> tuple[Locale, tuple[Problem, ...]]:
    """The locale of a language, from the path and text of each of its catalogues: the first that has a text counts."""
    files = tuple(files)
    problems: list[Problem] = []
    words = gettext.NullTranslations()
    for path, text in files:
        words.add_fallback(_translations(path, text, problems))
    if not files and lang.partition("-")[0] != SOURCE_LANG:
        message = f"there are no interface texts in the language {quote(lang)}: they stay English"
        hint = f"add locales/{lang}.po; docs/themes.md tells how"
        problems.append(Problem("site.yaml", 0, 0, "no-catalogue", message, hint))
    return Locale(lang, words, digest_of((lang, tuple(text for _, text in files)))), tuple(problems)


def messages_of(texts: Iterable[str]) -> dict[str, bool]:
    """The texts in English that lists of them (`messages.pot`) hold, and whether each has a form for every number."""
    from babel.messages.pofile import read_po  # noqa: PLC0415

    messages = [message for text in texts for message in read_po(StringIO(text)) if message.id]
    return {one: message.pluralizable for message in messages for one in _texts(message.id)}


def _translations(path: str, text: str, problems: list[Problem]) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415  most sites need no catalogue
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        catalog = read_po(StringIO(text), abort_invalid=True)
        for message in [one for one in catalog if one.pluralizable and not all(_texts(one.string))]:
            catalog.delete(message.id, message.context)  # half a translation is none
        compiled = BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        translations = gettext.GNUTranslations(compiled)
    except (PoFileError, ValueError) as error:
        line = error.lineno + 1 if isinstance(error, PoFileError) else 0
        fact = re.sub(r" on \d+$", "", str(error))
        hint = "an editor for PO files shows and mends it"
        problems.append(Problem(path, line, 0, "bad-catalogue", f"this catalogue cannot be read: {fact}", hint))
        return gettext.NullTranslations()
    problems += _faults(catalog, path)
    return translations


def _faults(catalog: Catalog, path: str) -> Iterator[Problem]:
    for message in catalog:
        if not message.id:
            continue
        known = {name for text in _texts(message.id) for name in places_of(text)}
        for text in filter(None, _texts(message.string)):
            stray = "%" in _PLACE.sub("", text)
            unknown = sorted(set(places_of(text)) - known)
            if stray:
                yield _fault(message, path, f"{quote(text)} has a lone '%'", "write a per cent sign as %%")
            for name in unknown:
                hint = did_you_mean(name, known) or "the English text has no such value"
                yield _fault(message, path, f"{quote(text)} has the value {quote(name)}, which is not known here", hint)


def _fault(message: Message, path: str, fact: str, hint: str) -> Problem:
    return Problem(path, message.lineno or 0, 0, "bad-catalogue", fact, hint)


def _texts(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def places_of(message: str) -> list[str]:
    """The names of the values that a text shows.

    >>> places_of("%(num)s of 100 %%")
    ['num']
    """
    return [name for name in _PLACE.findall(message) if name]
