"""Values that know their own digest: what pages are made from, and how a build sees that nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import Any

from dateline.content.dates import PartialDate, Period
from dateline.content.schema import Part

_Parts = list[bytes]
_Spell = Callable[[Any, _Parts], None]
"""Adds to the parts how a value of one type is spelt: no spelling of one value begins that of another."""


class _Once:
    """A property computed once: as `functools.cached_property`, without the lock that it has before Python 3.12."""

    def __get__(self, value: Any, kind: type) -> bytes:
        if value is None:
            return b""  # asked of the class, whose values have one each
        parts: _Parts = []
        _spell_fields(value, parts)
        value.__dict__["digest"] = digest = blake2b(b"".join(parts), digest_size=16).digest()
        return digest


class Digested:
    """A frozen dataclass whose digest is computed once and shared by all the pages that show it."""

    digest = _Once()
    """Equal for equal values, in any run and on any machine."""


def digest_of(value: Any) -> bytes:
    """The digest of a value made of texts, numbers, dates, tuples, mappings, records and frozen dataclasses.

    Raises TypeError for anything else: what cannot be digested cannot be a part of a page.
    """
    known = getattr(value, "digest", None)
    if isinstance(known, bytes):
        return known
    parts: _Parts = []
    _spell(value, parts)
    return blake2b(b"".join(parts), digest_size=16).digest()


class _Spells(dict[type, _Spell]):
    """By type, how its values are spelt. A mapping that fills itself, because pages ask a million times."""

    def __missing__(self, kind: type) -> _Spell:
        self[kind] = found = _spell_of(kind)
        return found


def _spell(value: Any, parts: _Parts) -> None:
    _SPELLS[type(value)](value, parts)


def _spell_text(value: str, parts: _Parts) -> None:
    data = value.encode("utf-8", "surrogatepass")
    parts.append(b"s%d:%b" % (len(data), data))


def _spell_bytes(value: bytes, parts: _Parts) -> None:
    parts.append(b"b%d:%b" % (len(value), value))


def _spell_plain(value: object, parts: _Parts) -> None:
    data = f"{type(value).__name__} {value}".encode("utf-8", "surrogatepass")
    parts.append(b"p%d:%b" % (len(data), data))


def _spell_date(value: PartialDate | Period, parts: _Parts) -> None:
    parts.append(f"{type(value).__name__} {value.text};".encode())


def _spell_list(value: tuple[Any, ...] | list[Any], parts: _Parts) -> None:
    parts.append(b"%b%d:" % (b"t" if isinstance(value, tuple) else b"l", len(value)))
    for item in value:
        _SPELLS[type(item)](item, parts)


def _spell_mapping(value: Mapping[Any, Any], parts: _Parts) -> None:
    parts.append(b"m%d:" % len(value))
    for key in sorted(value):
        _spell(key, parts)
        _spell(value[key], parts)


def _spell_record(value: Part, parts: _Parts) -> None:
    parts.append(f"{type(value).__name__} ".encode())
    _spell_bytes(value.model_dump_json(by_alias=True).encode(), parts)


def _spell_digested(value: Any, parts: _Parts) -> None:
    known = value.digest
    if isinstance(known, bytes):
        parts.append(b"d" + known)
    else:
        _spell_fields(value, parts)


def _spell_fields(value: Any, parts: _Parts) -> None:
    kind = type(value)
    parts.append(kind.__name__.encode() + b"(")
    for name in _NAMES[kind]:
        item = getattr(value, name)
        _SPELLS[type(item)](item, parts)
    parts.append(b")")


def _spell_of(kind: type) -> _Spell:
    if hasattr(kind, "digest"):
        return _spell_digested
    if issubclass(kind, Part):
        return _spell_record
    if issubclass(kind, str | int | float | type(None)):
        return _spell_plain
    if issubclass(kind, tuple | list):
        return _spell_list
    if issubclass(kind, Mapping):
        return _spell_mapping
    if is_dataclass(kind):
        return _spell_fields
    raise TypeError(f"{kind.__name__} cannot be digested")


class _Names(dict[type, tuple[str, ...]]):
    """By dataclass, the names of its fields."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        self[kind] = found = tuple(part.name for part in fields(kind))
        return found


_NAMES = _Names()
_SPELLS = _Spells(
    {str: _spell_text, bytes: _spell_bytes, PartialDate: _spell_date, Period: _spell_date, tuple: _spell_list}
)
