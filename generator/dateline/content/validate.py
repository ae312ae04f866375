"""Values to a model, or to problems that say what is wrong and where: the messages of the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Protocol, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dateline.problems import Problem, did_you_mean, listed, quote

Loc = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


class Places(Protocol):
    """Where values stand in a file: line and column, counted from 1."""

    def locate(self, loc: Sequence[str | int]) -> tuple[int, int]: ...

    def locate_key(self, loc: Sequence[str | int]) -> tuple[int, int]: ...


def validate(
    model: type[M], values: Mapping[str, object], places: Places, path: str, *, at: Loc = (), noun: str = "record"
) -> tuple[M | None, tuple[Problem, ...]]:
    """The model made of `values`, or every problem that keeps it from being made.

    `at` is where `values` stand in the file at `path`; `noun` is what messages call the whole.
    """
    try:
        return model.model_validate(values), ()
    except ValidationError as error:
        problems = [_problem(model, detail, places, path, at, noun) for detail in error.errors(include_url=False)]
        return None, tuple(problems)


def _problem(model: type[BaseModel], detail: ErrorDetails, places: Places, path: str, at: Loc, noun: str) -> Problem:
    loc = tuple(detail["loc"])
    code, message, hint = _say(model, detail, loc, noun)
    line, column = places.locate_key((*at, *loc)) if code == "unknown-field" else places.locate((*at, *loc))
    return Problem(path, line, column, code, message, hint)


def _say(model: type[BaseModel], detail: ErrorDetails, loc: Loc, noun: str) -> tuple[str, str, str]:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    field = _dotted(loc)
    match kind:
        case "missing":
            owner = _dotted(loc[:-1])
            about = _description(model, loc)
            return "missing-field", f"the {owner or noun} has no '{loc[-1]}'", f"add `{loc[-1]}:`. {about}".strip()
        case "extra_forbidden":
            owner = _dotted(loc[:-1])
            known = _names(_model_at(model, loc[:-1]))
            hint = did_you_mean(str(loc[-1]), known) or f"known here: {', '.join(known)}"
            return "unknown-field", f"{quote(loc[-1])} is not a field of the {owner or noun}", hint
        case "literal_error":
            choices = _choices(model, loc)
            hint = did_you_mean(str(value), choices) or f"allowed: {listed(choices)}"
            return "not-a-choice", f"{field} is {_shown(value)}, which is not one of its words", hint
        case "string_too_long":
            return "too-long", f"{field} is longer than {context['max_length']} characters", "shorten it"
        case "empty_text":
            return "too-short", f"{field} is empty", "write something, or leave the field out"
        case "bad_date" | "bad_id" | "bad_url" as code:
            named = detail["msg"] if code == "bad_date" and "'" in detail["msg"] else f"{_shown(value)} {detail['msg']}"
            return code.replace("_", "-"), f"{field}: {named}", ""
        case "bad_text" | "bad_value" | "string_pattern_mismatch" | "greater_than_equal" | "less_than_equal":
            hint = _description(model, loc)
            return "bad-value", f"{field}: {_fault(kind, detail['msg'], value, context)}", hint
    return "wrong-type", *_wrong_type(kind, field or f"the {noun}", value)


def _fault(kind: str, said: str, value: object, context: Mapping[str, Any]) -> str:
    match kind:
        case "string_pattern_mismatch":
            return f"{_shown(value)} has not the right form"
        case "greater_than_equal":
            return f"{_shown(value)} is less than {context['ge']}"
        case "less_than_equal":
            return f"{_shown(value)} is more than {context['le']}"
    return said


_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
    "dict_type": "a mapping",
}


def _wrong_type(kind: str, field: str, value: object) -> tuple[str, str]:
    expected = _EXPECTED.get(kind, "another type of value")
    if value is None:
        return f"{field} has no value", f"it needs {expected}; write it, or leave the field out"
    hint = ""
    if kind == "string_type" and isinstance(value, bool):
        hint = f'put it in quotes: "{str(value).lower()}"'
    elif kind == "tuple_type":
        hint = f"write it as a list: [{value}]" if isinstance(value, str | int) else "start each entry with '- '"
    elif kind == "string_type":
        hint = "put the text in quotes if it holds ': ' or starts with [ or {"
    return f"{field} is {_shown(value)}, and needs {expected}", hint


def _shown(value: object) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return str(value).lower()
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case int() | float():
            return str(value)
    return quote(value)


def _dotted(loc: Loc) -> str:
    """A place in a record as a reader counts: `('sources', 0, 'url')` is `sources[1].url`."""
    text = ""
    for part in loc:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """The model of the part at `loc`."""
    for part in loc:
        if isinstance(part, str):
            for name, field in model.model_fields.items():
                if part in (name, field.alias):
                    model = _inner_model(field.annotation) or model
    return model


def _inner_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = get_args(annotation)
    if get_origin(annotation) is Annotated:
        inner = inner[:1]
    return next(filter(None, map(_inner_model, inner)), None)


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _field(model: type[BaseModel], loc: Loc) -> Any:
    names = [part for part in loc if isinstance(part, str)]
    owner = _model_at(model, tuple(names[:-1]))
    return next((field for name, field in owner.model_fields.items() if names[-1:] in ([name], [field.alias])), None)


def _description(model: type[BaseModel], loc: Loc) -> str:
    field = _field(model, loc)
    return (field.description or "") if field else ""


def _choices(model: type[BaseModel], loc: Loc) -> list[str]:
    field = _field(model, loc)
    return _literals(field.annotation) if field else []


def _literals(annotation: object) -> list[str]:
    if get_origin(annotation) in (Union, UnionType, Annotated, tuple):
        return [word for inner in get_args(annotation) for word in _literals(inner)]
    return [word for word in get_args(annotation) if isinstance(word, str)]
