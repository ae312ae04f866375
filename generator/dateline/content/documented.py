"""The fields of a model with what the docstrings below them say, read from its source when somebody asks.

Pydantic can read them too, but does so when it makes a model: every command would wait for it, and few ask.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cache
from itertools import pairwise

from pydantic import BaseModel
from pydantic.fields import FieldInfo


def documented(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """The fields of a model by name, each with its docstring as its description."""
    told = docstrings(reversed(model.__mro__[: model.__mro__.index(BaseModel)]))
    return {name: _with(field, told.get(name, "")) for name, field in model.model_fields.items()}


def docstrings(kinds: Iterable[type]) -> dict[str, str]:
    """What is said below the fields of classes, by field; where two of them say something, the later is heard."""
    told: dict[str, str] = {}
    for kind in kinds:
        told |= _docstrings(kind.__module__).get(kind.__name__, {})
    return told


def _with(field: FieldInfo, description: str) -> FieldInfo:
    made = copy(field)
    made.description = description
    return made


@cache
def _docstrings(module: str) -> Mapping[str, Mapping[str, str]]:
    """What is said below the fields of each class of a module."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except OSError:  # the code came without its source
        return {}
    return {node.name: dict(_told(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _told(kind: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in pairwise(kind.body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                yield name, inspect.cleandoc(said)
