"""Blank records: front matter that shows every field with its meaning, made from the models of the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dateline.content.documented import documented
from dateline.content.schema import Record

_LATER = frozenset({"id", "slug", "redirect_from", "revisions", "expires"})
"""Fields that a new record has no use for yet."""
_COLUMN = 28


def blank_record(
    model: type[Record], filled: Mapping[str, str], body: str, notes: Mapping[str, str] = MappingProxyType({})
) -> str:
    """A record's text: `filled` fields (name to YAML), then the others behind `#`, each with its description.

    `notes` are told in place of the descriptions of filled fields. YAML of several lines has the comment in its first.
    A line without its `#` is the field, so an author fills it in and need not look it up.
    """
    fields = {name: field for name, field in _fields(model) if name not in _LATER}
    lines = [_line("", name, value, fields[name], notes.get(name, "")) for name, value in filled.items()]
    # What every record has comes last: it is needed least.
    for name in sorted(fields, key=lambda name: name in Record.model_fields):
        if name not in filled:
            lines += _offered(name, fields[name])
    return "\n".join(["---", *lines, "---", *(["", body] if body else []), ""])


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """Each field by the name that authors write."""
    return ((field.alias or name, field) for name, field in documented(model).items())


def _offered(name: str, field: FieldInfo) -> Iterator[str]:
    """A field behind `#`; a list of parts with the fields of a first entry."""
    part = _part(field.annotation)
    if part is None or "id" in part.model_fields:
        yield _line("#", name, _default(field), field)
        return
    yield _line("#", name, "", field)
    mark = "- "
    for inner, inner_field in _fields(part):
        if _part(inner_field.annotation) is None:
            yield _line(f"#  {mark}", inner, "[]" if _is_list(inner_field) else "", inner_field)
            mark = "  "


def _line(start: str, name: str, value: str, field: FieldInfo, note: str = "") -> str:
    value, line_end, block = value.partition("\n")
    written = f"{start}{name}: {value}".rstrip()
    if note:
        return f"{written:<{_COLUMN}}  # {note}{line_end}{block}"
    words = _words(field.annotation)
    choice = f" One of: {', '.join(words)}." if words else ""
    return f"{written:<{_COLUMN}}  # {field.description}{choice}{line_end}{block}"


def _default(field: FieldInfo) -> str:
    if _is_list(field):
        return "[]"
    return field.default if isinstance(field.default, str) else ""


def _is_list(field: FieldInfo) -> bool:
    return isinstance(field.default, tuple)


def _part(annotation: Any) -> type[BaseModel] | None:
    """The model of the parts that a field holds, if it holds any."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = get_args(annotation)
    inner = inner[:1] if get_origin(annotation) is Annotated else inner
    return next(filter(None, map(_part, inner)), None)


def _words(annotation: Any) -> list[str]:
    """The words that a field allows, if it allows only some."""
    if get_origin(annotation) is Literal:
        return [str(word) for word in get_args(annotation)]
    if get_origin(annotation) in (Union, UnionType, Annotated):
        return [word for inner in get_args(annotation) for word in _words(inner)]
    return []
