"""JSON Schema for editors: what each kind of record and the settings may hold, with the ids that the site has.

It is draft 7, which every editor's YAML support knows. What it takes is what a build takes of one record by itself, and
names of other records only as they are written there, though a build does not care for their letter case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from dateline.config import SiteConfig
from dateline.content.documented import documented
from dateline.content.fields import (
    IMAGE_KEYWORD,
    LIKELIHOOD_RANGES,
    REF_KEYWORD,
    RELIABILITY_WORDS,
    Kind,
    Likelihood,
    Reliability,
)
from dateline.content.schema import MODELS, Publisher
from dateline.desk.known import Known

Ids = Mapping[Kind, tuple[Known, ...]]
Schema = dict[str, Any]

SETTINGS = "site"
PUBLISHERS = "publishers"
NAMES: tuple[str, ...] = (*MODELS, PUBLISHERS, SETTINGS)
"""What there are schemas of: the kinds of records, the file of all publishers, and the settings."""

_DIALECT = "http://json-schema.org/draft-07/schema#"
_MOST = 2_000
"""With more records of a kind, any text is taken for an id: editors would choke on the list."""
_MEANINGS: dict[tuple[str, ...], list[str]] = {
    get_args(Likelihood): [f"{low}-{high} %" for low, high in map(LIKELIHOOD_RANGES.__getitem__, get_args(Likelihood))],
    get_args(Reliability): list(map(RELIABILITY_WORDS.__getitem__, get_args(Reliability))),
}


def schema_of(name: str, ids: Ids) -> Schema:
    """The JSON Schema of one of NAMES."""
    if name == SETTINGS:
        return _schema(SiteConfig, {})
    if name == PUBLISHERS:
        each = _record_schema("publisher", ids)
        definitions = {**each.pop("definitions", {}), Publisher.__name__: each}
        names = {"additionalProperties": {"$ref": f"#/definitions/{Publisher.__name__}"}}
        return {"$schema": each.pop("$schema"), "type": "object", **names, "definitions": definitions}
    return _record_schema(next(kind for kind in MODELS if kind == name), ids)


def as_text(schema: Schema) -> str:
    """A schema as a file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _record_schema(kind: Kind, ids: Ids) -> Schema:
    schema = _schema(MODELS[kind], ids)
    # Where they are left out, they follow from the file's name.
    schema["required"] = [name for name in schema["required"] if name not in ("id", "slug")]
    schema["patternProperties"] = {"^x_": {"description": "A field of your own; templates see it."}}
    return schema


def _schema(model: type[BaseModel], ids: Ids) -> Schema:
    made = model.model_json_schema(ref_template="#/definitions/{model}", schema_generator=ForEditors)
    used: set[Kind] = set()
    schema: Schema = _with_ids(made, used)
    definitions = {**schema.pop("$defs", {}), **{_ids_name(kind): _of_ids(kind, ids[kind]) for kind in sorted(used)}}
    return {"$schema": _DIALECT, **schema, **({"definitions": definitions} if definitions else {})}


class ForEditors(GenerateJsonSchema):
    """Without what would only be noise in an editor, and with the meaning of fields and terms."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        for name, field in documented(schema["cls"]).items():
            made["properties"][field.alias or name] |= {"description": field.description}
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  (a title would repeat the name)
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        if not isinstance(made.get("default"), str | int):
            made.pop("default", None)
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        if "patternProperties" in made:
            made |= {"additionalProperties": False}
            made.pop("propertyNames", None)
        return made

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        meanings = _MEANINGS.get(tuple(schema["expected"]))
        return super().literal_schema(schema) | ({"enumDescriptions": meanings} if meanings else {})


def _with_ids(node: Any, used: set[Kind]) -> Any:
    """A schema in which each reference is one of the ids of its kind; the kinds go into `used`."""
    if isinstance(node, list):
        return [_with_ids(one, used) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _with_ids(value, used) for key, value in node.items()}
    made.pop(IMAGE_KEYWORD, None)
    ref = made.pop(REF_KEYWORD, None)
    if ref is None or ref["kind"] == "source":
        return made
    used.add(ref["kind"])
    one_of_them = {"$ref": f"#/definitions/{_ids_name(ref['kind'])}"}
    about = {"description": made.pop("description")} if "description" in made else {}
    # Editors suggest what is in any of the branches; a name that no record has is as good.
    return {**about, "anyOf": [one_of_them, made]} if ref["soft"] else {**about, "allOf": [one_of_them]}


def _ids_name(kind: Kind) -> str:
    return f"{kind.capitalize()}Id"


def _of_ids(kind: Kind, known: tuple[Known, ...]) -> Schema:
    """One of the ids of a kind, or another name of one of its records."""
    if not 0 < len(known) <= _MOST:
        return {"type": ["string", "number"], "description": f"An id of a {kind}."}
    ids = {
        "enum": [one.id for one in known],
        "enumDescriptions": [one.about for one in known],
        "errorMessage": f"No {kind} has this id or name.",
    }
    names = sorted({name for one in known for name in one.others})
    # In an `if`, as editors would suggest what a plain enumeration holds, and ids are what to write.
    return {"anyOf": [ids, *([{"if": {"enum": names}, "else": False}] if names else [])]}
