"""Tables as bytes: JSON, CSV, and the JSON Schemas and table descriptions that tell programs what is in them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_json

from dateline.content.dates import PartialDate, Period
from dateline.site.data_rows import KEYS, REFERENCES, TABLES, Row
from dateline.site.data_set import cell

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""What makes spreadsheets take a text for a formula (OWASP, CSV injection), and the mark that we put before it."""


_as_json = json.JSONEncoder(ensure_ascii=False).encode


class _Adapters(dict[type, TypeAdapter[Any]]):
    """By kind of object, what knows how it is written and described; made late, since most builds need few of them."""

    def __missing__(self, kind: type) -> TypeAdapter[Any]:
        self[kind] = found = TypeAdapter[Any](kind)
        return found


ADAPTERS = _Adapters()


def write_json(kind: type[Row], rows: Iterable[Row]) -> bytes:
    """Rows as a JSON array of objects, one a line."""
    dump = ADAPTERS[kind].dump_json
    return b"[" + b",".join(b"\n" + dump(row) for row in rows) + b"\n]\n"


def write_csv(kind: type[Row], rows: Iterable[Row]) -> bytes:
    """Rows as CSV (RFC 4180, UTF-8) with a line of column names.

    Lists are written as JSON, and what is not known is left empty. A text that a spreadsheet would run as a formula
    gets an apostrophe before it, and so does one that starts with an apostrophe: to read either, drop the first one.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    names = [field.name for field in fields(kind)]
    writer.writerow(names)
    for row in rows:
        writer.writerow([_csv_cell(cell(getattr(row, name))) for name in names])
    return text.getvalue().encode()


def _csv_cell(value: object) -> object:
    if isinstance(value, list):
        return _as_json(value) if value else ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def json_schema(kind: type[Any], address: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one object of a kind: all of its properties are there, some may be null."""
    made = ADAPTERS[kind].json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address, **_strict(made)}


def table_schema_json(name: str, address: str) -> dict[str, Any]:
    """The JSON Schema of a whole table: an array of rows."""
    row = json_schema(TABLES[name], address)
    head = {key: row.pop(key) for key in ("$schema", "$id")}
    definitions = {"$defs": row.pop("$defs")} if "$defs" in row else {}
    return {**head, "title": name, "type": "array", "items": row, **definitions}


def _strict(schema: Any) -> Any:
    """A schema without titles that repeat names, closed to properties that it does not name."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _strict_part(key, value) for key, value in schema.items() if key not in ("title", "default")}
    if "properties" in made:
        made |= {"required": list(made["properties"]), "additionalProperties": False}
    return made


def _strict_part(key: str, value: Any) -> Any:
    # Below `properties` and `$defs` the keys are names, which may well be `title`.
    return {name: _strict(one) for name, one in value.items()} if key in ("properties", "$defs") else _strict(value)


def table_schema(name: str) -> dict[str, Any]:
    """The Table Schema of a table, as Data Packages describe columns (specs.frictionlessdata.io)."""
    columns = json_schema(TABLES[name], "")["properties"]
    described = [
        {"name": column, "type": column_type(schema), "description": schema["description"]}
        for column, schema in columns.items()
    ]
    keys = {"primaryKey": list(KEYS[name])} if name in KEYS else {}
    links = [
        {"fields": [column], "reference": {"resource": table, "fields": ["id"]}}
        for column, table in REFERENCES.get(name, {}).items()
    ]
    return {"fields": described, **keys, **({"foreignKeys": links} if links else {})}


def column_type(schema: Mapping[str, Any]) -> str:
    """What a column holds: `string`, `integer` or `array`. Dates are strings, for they may lack day and month."""
    kinds = [schema, *schema.get("anyOf", ())]
    return next((str(one["type"]) for one in kinds if one.get("type") not in (None, "null")), "string")


def plain(value: Any) -> Any:
    """A value as JSON has it, and all that it holds: objects for rows and for what is made of rows.

    Pydantic writes the same, and faster; but to learn how takes it longer than the few files that most builds write.
    """
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, PartialDate | Period):
        return value.text
    return {name: plain(getattr(value, name)) for name in value.__slots__}


def as_json(document: object) -> bytes:
    """A document as JSON for people and programs, in the order in which it was made.

    Not by `json`, which leaves a cycle behind with each indented document, and a build collects none.
    """
    return to_json(document, indent=1) + b"\n"
