"""The fields of records as forms in a browser show them, read off the schemas of the models."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from dateline.content.dates import DAY_PATTERN
from dateline.content.fields import ANY_TEXT, IMAGE_KEYWORD, REF_KEYWORD, Kind
from dateline.content.schema import MODELS
from dateline.desk.json_schema import ForEditors

Form = Literal["line", "text", "day", "number", "choice", "reference", "picture", "part"]


class FormField(Struct, frozen=True, kw_only=True):
    """A field of a record, or of a part of one."""

    name: str
    hint: str
    form: Form
    needed: bool = False
    many: bool = False
    """Whether it holds a list of what `form` says."""
    pattern: tuple[str, str] | None = None
    """A regular expression, and what to say where it does not match."""
    limits: tuple[int, int | None] | None = None
    """`number`: the least and the greatest."""
    choices: tuple[tuple[str, str], ...] = ()
    """`choice`: each value, and how it is shown."""
    target: Kind | None = None
    """`reference`: the kind of the records that it names."""
    parts: tuple[FormField, ...] = ()
    """`part`: its fields."""


def form_fields(kind: Kind, roles: Collection[str] = ()) -> tuple[FormField, ...]:
    """The fields of a kind of record, in the order of its model.

    Of a field that takes ids as well as `{id, role}`, forms can show one of the two: roles where it is in `roles`.
    """
    model = MODELS[kind]
    schema = model.model_json_schema(schema_generator=ForEditors)
    reader = _Reader(schema.get("$defs", {}), roles)
    # Where they are left out, they follow from the file's name.
    needed = {*schema["required"]} - {"id", "slug"}
    fields = reader.fields({**schema, "required": needed})
    # What every record has comes last: it is needed least.
    return tuple(sorted(fields, key=lambda field: field.name in ("id", "slug", "tlp", "redirect_from")))


class _Reader:
    def __init__(self, definitions: Mapping[str, Any], roles: Collection[str]) -> None:
        self._definitions = definitions
        self._roles = roles

    def fields(self, schema: Mapping[str, Any]) -> Iterator[FormField]:
        needed = schema.get("required", ())
        for name, about in schema["properties"].items():
            yield self._field(name, about, needed=name in needed)

    def _field(self, name: str, about: Mapping[str, Any], *, needed: bool) -> FormField:
        hint = about.get("description", "")
        node = self._plain(about)
        many = node.get("type") == "array"
        if many:
            node = self._either(name, node["items"])
        return FormField(
            name=name,
            hint=hint,
            needed=needed,
            many=many,
            pattern=_pattern(node, hint),
            **self._form(node),
        )

    def _plain(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema without the null of a field that may be left out, and without references."""
        branches = [one for one in node.get("anyOf", ()) if one.get("type") != "null"]
        if len(branches) == 1:
            return self._plain(branches[0])
        return self._definitions[node["$ref"].rpartition("/")[2]] if "$ref" in node else node

    def _either(self, name: str, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """Of an id or `{id, role}`, the one that forms are to show."""
        branches = [self._plain(one) for one in node.get("anyOf", ()) if one.get("type") != "null"]
        if len(branches) < 2:
            return self._plain(node)
        return next(one for one in branches if ("properties" in one) is (name in self._roles))

    def _form(self, node: Mapping[str, Any]) -> dict[str, Any]:
        ref = node.get(REF_KEYWORD)
        if ref and ref["kind"] != "source" and not ref["soft"]:
            return {"form": "reference", "target": ref["kind"]}
        if "properties" in node:
            return {"form": "part", "parts": tuple(self.fields(node))}
        if "enum" in node:
            meanings = node.get("enumDescriptions", [""] * len(node["enum"]))
            shown = [
                f"{one} ({meaning})" if meaning else one for one, meaning in zip(node["enum"], meanings, strict=True)
            ]
            return {"form": "choice", "choices": tuple(zip(node["enum"], shown, strict=True))}
        if node.get("type") == "integer":
            return {"form": "number", "limits": (node.get("minimum", 0), node.get("maximum"))}
        if node.get(IMAGE_KEYWORD):
            return {"form": "picture"}
        if node.get("pattern") == DAY_PATTERN:
            return {"form": "day"}
        return {"form": "text" if node.get("maxLength", 0) > _LINE else "line"}


_LINE = 300
"""Longer texts get a field of several lines."""


def _pattern(node: Mapping[str, Any], hint: str) -> tuple[str, str] | None:
    pattern = node.get("pattern", ANY_TEXT)
    return None if pattern == ANY_TEXT else (pattern, node.get("patternErrorMessage", hint))
