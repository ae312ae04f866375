"""Names that everybody knows: states with their adjectives and capitals, unions of states; in a text's language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from dateline.desk.lexicon.words import NameKind

Sense = Literal["name", "adjective", "capital"]


class WellKnown(NamedTuple):
    """What a well-known name means, and how: `Ukrainian` and `Kyiv` mean the state Ukraine less plainly."""

    name: str
    """The name to give a record."""
    kind: NameKind
    sense: Sense


@cache
def well_known(lang: str) -> tuple[tuple[str, WellKnown], ...]:
    """Every well-known name in English and in `lang`, with its meaning."""
    return (*_states(lang), *_unions())


def _states(lang: str) -> Iterator[tuple[str, WellKnown]]:
    territories = _territories(lang)
    english = _territories("en")
    for code, adjectives, capitals, others in _rows("states.tsv", 4):
        name = territories.get(code) or english[code]
        names = dict.fromkeys([name, english[code], *_listed(others)])
        yield from ((text, WellKnown(name, "state", "name")) for text in names)
        yield from ((text, WellKnown(name, "state", "capital")) for text in _listed(capitals))
        for adjective in _listed(adjectives):
            yield adjective, WellKnown(name, "state", "adjective")
            if adjective.endswith(("n", "i")):
                yield f"{adjective}s", WellKnown(name, "state", "adjective")


def _unions() -> Iterator[tuple[str, WellKnown]]:
    for kind, name, others in _rows("unions.tsv", 3):
        yield from ((text, WellKnown(name, _UNION_KINDS[kind], "name")) for text in (name, *_listed(others)))


_UNION_KINDS: dict[str, NameKind] = {"alliance": "alliance", "organization": "organization"}


def _territories(lang: str) -> dict[str, str]:
    """Names of countries by ISO 3166-1 code (CLDR); none where there are none in that language."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (it takes time to load)

    try:
        territories = Locale.parse(lang, sep="-").territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {code: name.partition(" (")[0].replace(" & ", " and ") for code, name in territories.items()}


def _rows(file: str, columns: int) -> Iterator[list[str]]:
    text = files(__package__).joinpath(file).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield (line.split("\t") + [""] * columns)[:columns]


def _listed(cell: str) -> list[str]:
    return [text for text in (one.strip() for one in cell.split(",")) if text]
