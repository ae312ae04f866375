"""Values that know their own digest: what pages are made from, and how a build sees that nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from dateline.content.dates import PartialDate, Period
from dateline.content.schema import Part

_NAMES: dict[type, tuple[str, ...]] = {}
"""By dataclass, the names of its fields, for pages ask thousands of times."""


def _names(kind: type) -> tuple[str, ...]:
    known = _NAMES.get(kind)
    if known is None:
        known = _NAMES[kind] = tuple(part.name for part in fields(kind))
    return known


class Digested:
    """A frozen dataclass whose digest is computed once and shared by all the pages that show it."""

    @cached_property
    def digest(self) -> bytes:
        """Equal for equal values, in any run and on any machine."""
        hasher = blake2b(type(self).__name__.encode(), digest_size=16)
        for name in _names(type(self)):
            hasher.update(digest_of(getattr(self, name)))
        return hasher.digest()


def digest_of(value: Any) -> bytes:
    """The digest of a value made of texts, numbers, dates, tuples, mappings, records and frozen dataclasses.

    Raises TypeError for anything else: what cannot be digested cannot be a part of a page.
    """
    known = getattr(value, "digest", None)
    if isinstance(known, bytes):
        return known
    hasher = blake2b(type(value).__name__.encode() + b"\0", digest_size=16)
    if value is None or isinstance(value, str | int | float):
        hasher.update(str(value).encode("utf-8", "surrogatepass"))
    elif isinstance(value, bytes):
        hasher.update(value)
    elif isinstance(value, PartialDate | Period):
        hasher.update(value.text.encode())
    elif isinstance(value, tuple | list):
        for item in value:
            hasher.update(digest_of(item))
    elif isinstance(value, Mapping):
        for key in sorted(value):
            hasher.update(digest_of(key) + digest_of(value[key]))
    elif isinstance(value, Part):
        hasher.update(value.model_dump_json(by_alias=True).encode())
    elif is_dataclass(value):
        for name in _names(type(value)):
            hasher.update(digest_of(getattr(value, name)))
    else:
        raise TypeError(f"{type(value).__name__} cannot be digested")
    return hasher.digest()
