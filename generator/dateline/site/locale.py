"""How a site says things in its language: interface texts from catalogues, dates and numbers by the Unicode CLDR."""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from babel import Locale as BabelLocale
from babel.numbers import format_decimal
from msgspec import Struct

from dateline.content.dates import PartialDate, Period
from dateline.site.date_words import DateWords, babel_locale
from dateline.site.values import digest_of

SOURCE_LANG = "en"
"""The language in which interface texts stand in templates and code; it needs no catalogue."""


class Locale(Struct, frozen=True, dict=True):
    """The words, dates and numbers of one language.

    What its catalogue lacks is told in English, as it stands in templates and code.
    """

    lang: str
    """A BCP 47 tag."""
    words: gettext.NullTranslations
    key: bytes
    """Equal where all is said in the same words."""

    def gettext(self, message: str, /, **values: object) -> str:
        """An interface text, with its values in the places of `%(name)s`; a per cent sign is written `%%`."""
        return self.words.gettext(message) % values

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """An interface text whose meaning hangs on where it stands."""
        return self.words.pgettext(context, message) % values

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """An interface text in the form that fits a number, which it shows as `%(num)s`."""
        return self.words.ngettext(one, many, number) % {"num": self.number(number), **values}

    def term(self, word: str) -> str:
        """A word of the records' own, such as `likely`; the catalogue knows all that the schema has."""
        return self.words.gettext(word) if word else ""

    def date(self, value: PartialDate | Period) -> str:
        """A date or span in words."""
        return self.dates.text(value)

    def number(self, value: int | str) -> str:
        """A number with the marks that the language puts into it; it keeps its decimals.

        >>> ENGLISH.number("1234.50")
        '1,234.50'
        """
        if isinstance(value, int) and 0 <= value < 1000:  # by far the most frequent, and the same everywhere
            return str(value)
        exact = Decimal(value)
        places = max(-int(exact.as_tuple().exponent), 0)
        return format_decimal(exact, f"#,##0.{'0' * places}" if places else "#,##0", locale=self._babel)

    def language(self, tag: str) -> str:
        """The name of a language; its tag where it has none.

        >>> ENGLISH.language("pt-BR"), ENGLISH.language("uk"), ENGLISH.language("qaa")
        ('Brazilian Portuguese', 'Ukrainian', 'qaa')
        """
        names = self._babel.languages
        return next((str(names[key]) for key in (tag.replace("-", "_"), tag.partition("-")[0]) if key in names), tag)

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code; the code where it has none.

        >>> ENGLISH.country("UA"), ENGLISH.country("ZZX")
        ('Ukraine', 'ZZX')
        """
        return str(self._babel.territories.get(code, code))

    @property
    def digest(self) -> bytes:
        return self.key

    @cached_property
    def dates(self) -> DateWords:
        """Its words for dates."""
        return DateWords(self.lang)

    @cached_property
    def _babel(self) -> BabelLocale:
        return babel_locale(self.lang)


ENGLISH = Locale(SOURCE_LANG, gettext.NullTranslations(), b"en")


class Labels(gettext.NullTranslations):
    """What a site says in its own words, by the English of it."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        super().__init__()
        self._labels = labels

    def gettext(self, message: str) -> str:
        return self._labels.get(message) or super().gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        return self._labels.get(message) or super().pgettext(context, message)


def labelled(locale: Locale, labels: Mapping[str, str]) -> Locale:
    """A locale that says some of its texts in a site's own words, by the English of them."""
    words = Labels(labels)
    words.add_fallback(locale.words)
    return Locale(locale.lang, words, digest_of((locale.digest, dict(labels))))


def tags_of(lang: str) -> Iterator[str]:
    """A tag, and those that are wider: a catalogue of each of them fits.

    >>> list(tags_of("pt-BR"))
    ['pt-BR', 'pt']
    """
    parts = lang.split("-")
    return ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
