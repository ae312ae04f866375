"""Values to a model, or to problems that say what is wrong and where: the messages of the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Protocol, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dateline.content.documented import documented
from dateline.content.schema import Record
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
    is_key = loc[-1:] == (_KEY,)
    if is_key:
        loc = loc[:-1]
    code, message, hint = _say(model, detail, loc, noun)
    find = places.locate_key if is_key or code == "unknown-field" else places.locate
    return Problem(path, *find((*at, *loc)), code, message, hint)


def _say(model: type[BaseModel], detail: ErrorDetails, loc: Loc, noun: str) -> tuple[str, str, str]:
    """Code, message and hint for what pydantic found at `loc`."""
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    field = _dotted(loc)
    match kind:
        case "missing":
            owner = _dotted(loc[:-1]) or f"the {noun}"
            about = _description(model, loc)
            return "missing-field", f"{owner} has no '{loc[-1]}'", f"add `{loc[-1]}:`. {about}".strip()
        case "extra_forbidden":
            owner = _dotted(loc[:-1]) or f"the {noun}"
            return "unknown-field", f"{quote(loc[-1])} is not a field of {owner}", _field_hint(model, loc)
        case "literal_error":
            return "not-a-choice", f"{field} cannot be {_shown(value)}", _choice_hint(value, _choices(model, loc))
        case "string_too_long" | "too_long":
            return "too-long", f"{field} is longer than {context['max_length']:,} characters", "shorten it"
        case "empty_text":
            return "too-short", f"{field} is empty", f"write something{_or_leave_out(model, loc)}"
        case "bad_date" | "bad_id" | "bad_url" as code:
            named = detail["msg"] if code == "bad_date" and "'" in detail["msg"] else f"{_shown(value)} {detail['msg']}"
            return code.replace("_", "-"), f"{field}: {named}", context.get("hint", "")
        case "bad_text" | "bad_value":
            return "bad-value", f"{field}: {detail['msg']}", context.get("hint", "")
        case "string_pattern_mismatch":
            return "bad-value", f"{field} cannot be {_shown(value)}", _description(model, loc)
        case "greater_than_equal" | "less_than_equal":
            bound = f"{context['ge']} or more" if "ge" in context else f"{context['le']} or less"
            return "bad-value", f"{field} is {_shown(value)}, and must be {bound}", _description(model, loc)
    expected = _EXPECTED.get(kind, "another type of value")
    if value is None:
        return "wrong-type", f"{field} has no value", f"write {expected}{_or_leave_out(model, loc)}"
    message = f"{field or f'the {noun}'} is {_shown(value)}, and needs {expected}"
    return "wrong-type", message, _quoting_hint(kind, value) or _type_hint(model, kind, loc)


def _field_hint(model: type[BaseModel], loc: Loc) -> str:
    """What to write in the place of an unknown field; a model may know more about it (`hint_for`)."""
    owner = _model_at(model, loc[:-1])
    if hint := getattr(owner, "hint_for", lambda _: "")(str(loc[-1])):
        return str(hint)
    known = _names(owner)
    other = f"known here: {', '.join(known)}"
    if loc[:-1] == () and issubclass(model, Record):
        other = f"remove it, or write x_{loc[-1]}: fields of your own start with x_"
    return did_you_mean(str(loc[-1]), known) or other


def _choice_hint(value: object, choices: list[str]) -> str:
    """The choice that differs in letter case alone; all of them where they are few, else the nearest."""
    same = [choice for choice in choices if choice.casefold() == str(value).strip().casefold()]
    if same:
        return f"write it as {same[0]}"
    allowed = f"allowed: {listed(choices)}"
    return allowed if len(choices) <= _FEW else did_you_mean(str(value), choices) or allowed


_KEY = "[key]"
"""How pydantic says that a key of a mapping is meant, and not its value."""
_FEW = 9
_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
    "dict_type": "a mapping",
}


def _or_leave_out(model: type[BaseModel], loc: Loc) -> str:
    field = _field(model, loc)
    is_needed = field is not None and field.is_required() and not isinstance(loc[-1], int)
    return "" if is_needed else ", or leave it out"


def _quoting_hint(kind: str, value: object) -> str:
    """How to write what was probably meant; empty where the value does not tell."""
    if kind == "string_type" and isinstance(value, bool):
        return f'put it in quotes: "{str(value).lower()}"'
    if kind == "string_type" and not isinstance(value, int | float):
        return "put the text in quotes if it starts with [ or {"
    if kind == "tuple_type":
        is_short = isinstance(value, str | int | float) and len(str(value)) <= _SHORT
        shown = value if isinstance(value, str) else _shown(value)
        return f"write it as a list: [{shown}]" if is_short else "start each entry with '- '"
    if kind == "int_type" and isinstance(value, str) and value.isdecimal():
        return f"write it without quotes: {value}"
    return ""


def _type_hint(model: type[BaseModel], kind: str, loc: Loc) -> str:
    """What a value of the right type looks like, where the value itself does not tell."""
    if not kind.startswith("model"):
        return _description(model, loc)
    inner = _model_at(model, loc)
    required = [field.alias or name for name, field in inner.model_fields.items() if field.is_required()]
    names = required or _names(inner)[:2]
    return f"write its fields: {{{', '.join(f'{name}: …' for name in names)}}}"


_SHORT = 60


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
            text = str(value)
            return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
    return quote(value)


def _dotted(loc: Loc) -> str:
    """A place in a record as a reader counts: `('sources', 0, 'url')` is `sources[1].url`."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        elif not text:
            text = part
        else:
            text += f".{part}" if part.isidentifier() else f"[{part}]"
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
    return next((field for name, field in documented(owner).items() if names[-1:] in ([name], [field.alias])), None)


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
