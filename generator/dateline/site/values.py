"""Values that know their own digest: what pages are made from, and how a build sees that nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from operator import attrgetter
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from msgspec import Raw, Struct
from msgspec.msgpack import Encoder
from msgspec.structs import fields

from dateline.content.dates import PartialDate, Period
from dateline.content.schema import Part

_Spell = Callable[[Any], Any]
"""Gives a value of one type as what MessagePack has one form for: texts, numbers, None, tuples of them.

Digests are bytes, and all other values that are no tuples are tuples that begin with `_MARK`.
"""
_MARK = Raw(b"\xc1")
"""The byte that begins no value in MessagePack."""
_SCALARS = (str, int, float, bool, type(None))


class once:  # noqa: N801 - a decorator
    """A property computed once: as `functools.cached_property`, without a dict of its own for each value."""

    def __init__(self, compute: Callable[[Any], bytes]) -> None:
        self._compute = compute

    def __get__(self, value: Any, kind: type) -> bytes:
        if value is None:
            return b""  # asked of the class, whose values have one each
        digest = self._compute(value)
        vars(value)["digest"] = digest
        return digest


class Digested(Struct, frozen=True, dict=True):
    """A frozen value whose digest is computed once and shared by all the pages that show it.

    What one page alone shows needs none: it is spelt as a part of that page, in half the time.
    """

    @once
    def digest(self) -> bytes:
        """Equal for equal values, in any run and on any machine."""
        return _digest(_spell_fields(self))


def digest_of(value: Any) -> bytes:
    """The digest of a value made of texts, numbers, dates, tuples, mappings, records and frozen Structs.

    Raises TypeError for anything else: what cannot be digested cannot be a part of a page.
    """
    known = getattr(value, "digest", None)
    return known if isinstance(known, bytes) else _digest(_spell(value))


def _digest(spelt: Any) -> bytes:
    try:
        form = _encode(spelt)
    except (OverflowError, UnicodeEncodeError):  # numbers beyond 64 bits, halves of a pair that no UTF-8 holds
        form = _encode((_MARK, _written_out(spelt)))
    return blake2b(form, digest_size=16).digest()


def _written_out(spelt: Any) -> Any:
    """With every text and number as Python writes it."""
    if isinstance(spelt, tuple):
        return tuple(map(_written_out, spelt))
    return repr(spelt) if isinstance(spelt, str | int) else spelt


class _Spells(dict[type, _Spell]):
    """By type, how its values are spelt. A mapping that fills itself, because pages ask a million times."""

    def __missing__(self, kind: type) -> _Spell:
        self[kind] = found = _spell_of(kind)
        return found


def _spell(value: Any) -> Any:
    return _SPELLS[type(value)](value)


def _spell_itself(value: Any) -> Any:
    return value


def _spell_bytes(value: bytes) -> Any:
    return _MARK, "bytes", value


def _spell_plain(value: object) -> Any:
    return _MARK, type(value).__name__, str(value)


_encode = Encoder(enc_hook=_spell_plain).encode


def _spell_date(value: PartialDate | Period) -> Any:
    return _MARK, type(value).__name__, value.text


def _spell_tuple(value: tuple[Any, ...]) -> Any:
    return tuple([_SPELLS[type(item)](item) for item in value]) if value else value


def _spell_list(value: list[Any]) -> Any:
    return _MARK, "list", _spell_tuple(tuple(value))


def _spell_mapping(value: Mapping[Any, Any]) -> Any:
    return _MARK, "mapping", *((_spell(key), _spell(value[key])) for key in sorted(value))


def _spell_record(value: Part) -> Any:
    return _MARK, type(value).__name__, value.model_dump_json(by_alias=True)


def _spell_digested(value: Any) -> Any:
    known = value.digest
    return known if isinstance(known, bytes) else _spell_fields(value)


def _spell_fields(value: Any) -> Any:
    kind = type(value)
    return _MARK, kind.__name__, *[_SPELLS[type(item)](item) for item in _FIELDS[kind](value)]


def _spell_whole(value: Struct) -> Any:
    return _MARK, type(value).__name__, value


def _spell_of(kind: type) -> _Spell:
    if issubclass(kind, Digested):
        return attrgetter("digest")
    if hasattr(kind, "digest"):
        return _spell_digested
    if issubclass(kind, Part):
        return _spell_record
    if issubclass(kind, str | int | float):
        return _spell_plain
    if issubclass(kind, tuple):
        return _spell_tuple
    if issubclass(kind, list):
        return _spell_list
    if issubclass(kind, Mapping):
        return _spell_mapping
    if issubclass(kind, Struct):
        return _spell_whole if _is_plain(kind) else _spell_fields
    raise TypeError(f"{kind.__name__} cannot be digested")


def _is_plain(kind: Any) -> bool:
    """Whether MessagePack has one form for each value of a type: then no part of it need be spelt by itself."""
    if get_origin(kind) is Literal:
        return True
    if get_origin(kind) in (tuple, Union, UnionType):
        inner = [one for one in get_args(kind) if one is not ...]
        # The form of a Struct is without its name: where one of several may stand, they could be taken for each other
        return all(map(_is_plain, inner)) and (
            get_origin(kind) is tuple or sum(one not in _SCALARS for one in inner) < 2
        )
    if isinstance(kind, type) and issubclass(kind, Struct):
        return not hasattr(kind, "digest") and all(_is_plain(field.type) for field in fields(kind))
    return kind in _SCALARS


class _Fields(dict[type[Struct], Callable[[Any], tuple[Any, ...]]]):
    """By Struct, what gives the values of its fields."""

    def __missing__(self, kind: type[Struct]) -> Callable[[Any], tuple[Any, ...]]:
        names = kind.__struct_fields__
        self[kind] = found = attrgetter(*names) if len(names) > 1 else _one_by_one(names)
        return found


def _one_by_one(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda value: tuple(getattr(value, name) for name in names)


_FIELDS = _Fields()
_SPELLS = _Spells(dict.fromkeys(_SCALARS, _spell_itself))
_SPELLS |= {bytes: _spell_bytes, PartialDate: _spell_date, Period: _spell_date, tuple: _spell_tuple}
