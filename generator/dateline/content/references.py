"""The references inside a record, found by walks that the schema drives: to replace them, drop them or list them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from msgspec import Struct

from dateline.content.fields import Ref
from dateline.content.schema import Part
from dateline.content.validate import Loc

P = TypeVar("P", bound=Part)

Choose = Callable[[Ref, str, Loc], str | None]
"""Given a reference, its text and its place: the text to put there, or None to leave the reference out."""


class _Many(Struct, frozen=True):
    each: _Shape


_Shape = Ref | type[Part] | _Many


def rewrite(part: P, choose: Choose, loc: Loc = ()) -> P | None:
    """The part with each reference as `choose` wants it, visiting all of them.

    Where one is left out, an optional field becomes empty, an entry of a list goes, and a part that cannot do
    without it goes as a whole (None).
    """
    changes: dict[str, Any] = {}
    complete = True
    for name, alias, shape, required in _plan(type(part)):
        old = getattr(part, name)
        if old is None or old == ():
            continue
        new = _rewrite_value(shape, old, choose, (*loc, alias))
        if new is None and required:
            complete = False
        if new is not old:
            changes[name] = new
    if not complete:
        return None
    return part.model_copy(update=changes) if changes else part


def _rewrite_value(shape: _Shape, old: Any, choose: Choose, loc: Loc) -> Any:
    if isinstance(shape, Ref):
        chosen = choose(shape, old, loc)
        return old if chosen == old else chosen
    if isinstance(shape, _Many):
        return _rewrite_each(shape, old, choose, loc)
    return rewrite(old, choose, loc)


def _rewrite_each(shape: _Many, old: Sequence[Any], choose: Choose, loc: Loc) -> Sequence[Any]:
    each = [_rewrite_value(shape.each, item, choose, (*loc, index)) for index, item in enumerate(old)]
    kept = tuple(item for item in each if item is not None)
    return old if len(kept) == len(old) and all(a is b for a, b in zip(kept, old, strict=True)) else kept


def references(part: Part) -> Iterator[tuple[Ref, str]]:
    """Each reference in a part, in the order of its fields."""
    for name, _, shape, _ in _plan(type(part)):
        value = getattr(part, name)
        if value is not None and value != ():
            yield from _references(shape, value)


def _references(shape: _Shape, value: Any) -> Iterator[tuple[Ref, str]]:
    if isinstance(shape, Ref):
        yield shape, value
    elif isinstance(shape, _Many):
        for item in value:
            yield from _references(shape.each, item)
    else:
        yield from references(value)


def written(model: type[Part], values: Mapping[str, object], loc: Loc = ()) -> Iterator[tuple[Ref, str, Loc]]:
    """Each reference in values from which `model` cannot be made, as far as they have its shape."""
    for _, alias, shape, _ in _plan(model):
        if alias in values:
            yield from _written(shape, values[alias], (*loc, alias))


def _written(shape: _Shape, value: object, loc: Loc) -> Iterator[tuple[Ref, str, Loc]]:
    is_name = isinstance(value, str | int | float) and not isinstance(value, bool)
    if isinstance(shape, Ref):
        text = unicodedata.normalize("NFC", str(value)).strip()
        if is_name and text:
            yield shape, text, loc
    elif isinstance(shape, _Many):
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from _written(shape.each, item, (*loc, index))
    elif isinstance(value, Mapping):
        yield from written(shape, value, loc)
    elif is_name:
        yield from written(shape, {"id": value}, loc)  # a plain id is short for `{id: ...}`


@cache
def _plan(model: type[Part]) -> tuple[tuple[str, str, _Shape, bool], ...]:
    """The fields of a model in which references lie: name, name in YAML, shape, and whether it must be there."""
    plan = []
    for name, field in model.model_fields.items():
        shape = _shape(field.annotation, field.metadata)
        if shape is not None:
            plan.append((name, field.alias or name, shape, field.is_required()))
    return tuple(plan)


def _shape(annotation: Any, metadata: Sequence[object] = ()) -> _Shape | None:
    for mark in metadata:
        if isinstance(mark, Ref):
            return mark
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(inner[0], inner[1:])
    if origin in (Union, UnionType):
        return next((shape for one in inner if (shape := _shape(one)) is not None), None)
    if origin is tuple:
        each = _shape(inner[0])
        return _Many(each) if each is not None else None
    if isinstance(annotation, type) and issubclass(annotation, Part) and _plan(annotation):
        return annotation
    return None
