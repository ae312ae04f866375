"""Writes docs/reference/ from the code: `python docs/generate.py`. A test fails where the two differ."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dateline.analysis.house_rules.settings import Rule, Rules
from dateline.cli import dateline
from dateline.config import SiteConfig
from dateline.content.dates import PartialDate, Period
from dateline.content.documented import documented
from dateline.content.fields import Ref
from dateline.content.schema import MODELS
from dateline.problems import CODES
from output_reference import output_files
from template_reference import templates

_PLAIN = {str: "text", int: "whole number", bool: "true or false", PartialDate: "date", Period: "date or `start/end`"}


def reference() -> dict[str, str]:
    """The text of every page of the reference, by file name."""
    return {
        "records.md": _records(),
        "settings.md": _settings(),
        "problems.md": _problems(),
        "rules.md": _rules(),
        "commands.md": _commands(),
        "templates.md": templates(),
        "output.md": output_files(),
    }


def _records() -> str:
    parts = [
        "# Records\n",
        "Every field of every record. Fields marked * are needed; all others may be left out. "
        "Keys that start with `x_` are free: templates see them, and nothing checks them.\n",
    ]
    shown: set[type[BaseModel]] = set()
    waiting: list[type[BaseModel]] = list(MODELS.values())
    while waiting:
        model = waiting.pop(0)
        if model in shown:
            continue
        shown.add(model)
        parts += [f"## {model.__name__}\n", f"{model.__doc__}\n", *_table(model)]
        waiting += [part for field in model.model_fields.values() for part in _models_in(field.annotation)]
    return "\n".join(parts)


def _settings() -> str:
    head = ["# Settings\n", "What `site.yaml` may hold. Settings marked * are needed.\n"]
    parts = [*head, *_table(SiteConfig)]
    for model in (part for field in SiteConfig.model_fields.values() for part in _models_in(field.annotation)):
        if model is Rules:
            continue  # they have a page of their own
        parts += [f"## {model.__name__}\n", f"{model.__doc__}\n", *_table(model)]
    return "\n".join(parts)


def _problems() -> str:
    parts = [
        "# Problems\n",
        "What `dateline check` and `dateline build` may report. An error stops the build before anything is written; "
        "a warning does not.\n",
        "| code | severity | what it means |",
        "|---|---|---|",
        *(f"| `{code}` | {severity} | {meaning} |" for code, (severity, meaning) in sorted(CODES.items())),
    ]
    return "\n".join(parts) + "\n"


def _rules() -> str:
    parts = [
        "# House rules\n",
        "What `rules:` in `site.yaml` may set: `off`, `warning` or `error` for each rule, or a mapping with `severity` "
        "and the rule's own numbers. A mapping without `severity` makes the rule a warning.\n",
        "    rules:\n      no-sources: error\n      few-origins: {minimum: 2}\n",
        "| rule | at first | what it tells, and why | settings |",
        "|---|---|---|---|",
    ]
    levels = Rules().levels()
    for field in documented(Rules).values():
        code = str(field.alias)
        settings = "; ".join(_rule_settings(field.annotation, field.default))
        reason = f"{CODES[code].meaning} {_meaning(field)}".replace("|", "\\|")
        parts.append(f"| `{code}` | {levels[code]} | {reason} | {settings} |")
    return "\n".join(parts) + "\n"


def _rule_settings(model: Any, defaults: Rule) -> Iterator[str]:
    """The settings of a rule beside its severity, with their defaults; and its severity where not all are allowed."""
    severity = model.model_fields["severity"]
    if "off" not in get_args(severity.annotation):
        yield "cannot be `off`"
    for name, field in documented(model).items():
        if name != "severity":
            value = getattr(defaults, name)
            shown = "" if value in (None, ()) else f" (`{', '.join(value) if isinstance(value, tuple) else value}`)"
            yield f"`{name}`{shown}: {(field.description or '').rstrip('.')}"


def _commands() -> str:
    parts = ["# Commands\n", "`dateline COMMAND --help` prints the same.\n"]
    parts += _command(dateline, "dateline")
    parts += [
        "## Exit codes\n",
        "| code | meaning |\n|---|---|",
        "| 0 | done |\n| 1 | the content has problems |\n| 2 | wrong usage or settings |",
        "| 3 | the machine failed us (disk, permission) |\n",
    ]
    return "\n".join(parts)


def _command(command: click.Command, name: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        for child in sorted(command.commands):
            yield from _command(command.commands[child], f"{name} {child}")
        return
    # A command keeps its help option once it was asked for it, so it must be the one of the program.
    context = click.Context(command, info_name=name, help_option_names=["-h", "--help"])
    yield f"## {name}\n"
    yield f"    {' '.join([name, *command.collect_usage_pieces(context)])}\n"
    yield f"{cleandoc(command.help or '')}\n"
    records = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    if records:
        yield "| option | meaning |\n|---|---|"
        yield "\n".join(f"| `{option}` | {meaning} |" for option, meaning in records) + "\n"


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield "| field | type | meaning |\n|---|---|---|"
    for name, field in documented(model).items():
        # An id and a slug are always there in the end, since they follow from the file's name.
        needed = "*" if field.is_required() and name not in ("id", "slug") else ""
        kind = _kind(field.annotation, field.metadata).replace("|", "\\|")
        yield f"| `{field.alias or name}`{needed} | {kind} | {_meaning(field)} |"
    yield ""


def _meaning(field: FieldInfo) -> str:
    default = field.default
    is_telling = not field.is_required() and isinstance(default, str | int) and not isinstance(default, bool)
    return f"{field.description or ''}{f' Default: `{default}`.' if is_telling else ''}".replace("\n", " ")


def _kind(annotation: Any, metadata: Any = ()) -> str:
    ref = next((mark for mark in metadata if isinstance(mark, Ref)), None)
    if ref is not None:
        return f"{ref.kind}, or a name" if ref.soft else f"{ref.kind}"
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0], inner[1:])
    if origin in (Union, UnionType):
        return _kind(next(one for one in inner if one is not NoneType))
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner)
    if origin is tuple:
        return f"list of {_kind(inner[0])}"
    if origin is dict:
        return f"mapping from {_kind(inner[0])} to {_kind(inner[1])}"
    if annotation is Rules:
        return "mapping, see [house rules](rules.md)"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return _PLAIN.get(annotation, str(annotation))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]


def main() -> None:
    folder = Path(__file__).parent / "reference"
    folder.mkdir(exist_ok=True)
    for name, text in reference().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
