"""Planned sites: what every page of a small site is made of, without rendering it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from dateline.prepare import prepare
from dateline.site.page import Output, Page
from support import MINIMAL, Files, request_for, write_site


def planned(root: Path, files: Files, **fields: Any) -> Mapping[str, Output]:
    """Every output of the minimal site with `files` added, by URL; `fields` are those of the request."""
    write_site(root, {**MINIMAL, **files})
    return {output.url: output for output in prepare(request_for(root, **fields)).outputs}


def view_at(outputs: Mapping[str, Output], url: str) -> Any:
    """What the template of the page at `url` sees."""
    page = outputs[url]
    assert isinstance(page, Page), url
    return page.view(page.inputs)


def record(body: str = "", **fields: Any) -> str:
    """The text of a record's file."""
    return f"---\n{yaml.safe_dump(fields, sort_keys=False, allow_unicode=True)}---\n{body}"


def brief(title: str = "A brief", date: str = "2025-04-01", body: str = "", **fields: Any) -> str:
    """The text of a brief's file, about minerals where nothing else is said."""
    known = {"title": title, "date": date, "bluf": f"{title} in short.", "sources": [{"title": "A paper"}]}
    about = {} if {"topics", "actors"} & fields.keys() else {"topics": ["minerals"]}
    return record(body, **{**known, **about, **fields})


def actor(name: str, kind: str = "person", **fields: Any) -> str:
    return record(name=name, kind=kind, summary=f"{name} in a line.", **fields)


def topic(name: str, **fields: Any) -> str:
    return record(name=name, summary=f"{name} in a line.", **fields)
