"""Whole builds at the price of a test: no waiting for the disk, and each template is compiled once in a run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import jinja2
import pytest

_compiled: dict[tuple[object, ...], Any] = {}


def _compile(genuine: Any) -> Any:
    def compile_(self: jinja2.Environment, source: object, *names: object, **options: object) -> Any:
        key = (type(self), source, *names, *sorted(options.items()))
        if key not in _compiled:
            _compiled[key] = genuine(self, source, *names, **options)
        return _compiled[key]

    return compile_


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    """For the modules that import it. What a template says does not depend on the site that it is compiled for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: None)
        patch.setattr(jinja2.Environment, "compile", _compile(jinja2.Environment.compile))
        yield
