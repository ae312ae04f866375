"""Canaries: records in which every field of the schema holds a token that stands nowhere else.

The values are made from the models themselves, so a new field has its canary without an edit here.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from urllib.parse import unquote

import yaml
from pydantic import TypeAdapter, ValidationError

from dateline.content.dates import PartialDate, Period
from dateline.content.fields import Kind, Ref
from dateline.content.schema import MODELS, Part
from support import png

OMIT = object()
"""Said of a field: it is not to be there."""

Refs = Mapping[str, Sequence[str]]
"""What references may name, by kind: lists get all of them, single fields the first."""

_FIRST_DAY = date(1600, 1, 1)
_MONTHS = "january february march april may june july august september october november december".split()
_SHAPES = re.compile(rf"zq\d{{5}}k|q77\d{{5}}|1[67]\d\d-\d\d-\d\d|\d+ (?:{'|'.join(_MONTHS)}) 1[67]\d\d|t03:\d\d:07")
"""What canaries look like, in small letters; `moment` makes the last."""


@dataclass
class Canaries:
    """The tokens that were given out, each with the place that it was made for."""

    places: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Files that canary fields name, by path in content/; their bytes are canaries too."""
    _count: int = 0
    _moments: int = 0

    def token(self, place: str) -> str:
        """Eight letters and digits that stand nowhere else."""
        self._count += 1
        return self._noted(f"zq{self._count:05}k", place)

    def day(self, place: str) -> str:
        """A day of an age in which nothing else is dated; each is later than the one before."""
        self._count += 1
        return self._noted((_FIRST_DAY + timedelta(days=self._count)).isoformat(), place)

    def moment(self, day: str, place: str) -> str:
        """A time on a day that is needed, which is the canary."""
        self._moments += 1
        return f"{day}{self._noted(f'T03:{self._moments:02}:07', place)}Z"

    def picture(self, place: str) -> str:
        """The path of a picture whose name is a canary."""
        path = f"pictures/{self.token(place)}.png"
        self.pictures[path] = png(4, 3, len(self.pictures) % 256)
        return path

    def text(self, place: str, annotation: Any) -> str:
        """A valid value with a token in it, for whatever kind of text the annotation allows."""
        before, count = dict(self.places), self._count
        adapter: TypeAdapter[Any] = TypeAdapter(annotation)
        for make in _TEXTS:
            value = make(self, place)
            try:
                adapter.validate_python(value)
            except ValidationError:
                self.places, self._count = dict(before), count
                continue
            return value
        raise AssertionError(f"{place} takes a kind of text that canaries do not know: {annotation}")

    def wikidata(self, place: str) -> str:
        self._count += 1
        return self._noted(f"Q77{self._count:05}", place)

    def _noted(self, token: str, place: str) -> str:
        self.places[token] = place
        return token


_TEXTS = (
    lambda canaries, place: f"Canary {canaries.token(place)} sings",
    lambda canaries, place: f"https://canary.example/{canaries.token(place)}",
    lambda canaries, place: f"/old/{canaries.token(place)}/",
    lambda canaries, place: f"pictures/{canaries.token(place)}.png",
    lambda canaries, place: canaries.token(place),
    lambda canaries, place: canaries.wikidata(place),
    lambda canaries, place: f"en-{canaries.token(place)}",
    lambda canaries, place: "ZZ",
    lambda canaries, place: "no-sources",
    lambda canaries, place: f"{canaries.token(place)}.example",
)


def filled(
    model: type[Part], canaries: Canaries, place: str, refs: Refs, given: Mapping[str, Any] | None = None, turn: int = 0
) -> dict[str, Any]:
    """Values for every field of a model, as YAML names them; those in `given` are as they are told there."""
    values: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        if given is None or key not in given:
            annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
            values[key] = _value(annotation, canaries, f"{place}.{key}", refs, turn)
        elif given[key] is not OMIT:
            values[key] = given[key]
    return values


def _value(annotation: Any, canaries: Canaries, place: str, refs: Refs, turn: int) -> Any:
    inner, *marks = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
    for mark in marks:
        if isinstance(mark, Ref):
            return refs[mark.kind][turn % len(refs[mark.kind])]
    if get_origin(inner) in (Union, UnionType):
        one = next(arg for arg in get_args(inner) if arg is not NoneType)
        return _value(one, canaries, place, refs, turn)
    if get_origin(inner) is tuple:
        turns = range(max(map(len, refs.values())))
        each = (_value(get_args(inner)[0], canaries, f"{place}.{number}", refs, number) for number in turns)
        return list({json.dumps(one, sort_keys=True): one for one in each}.values())
    if get_origin(inner) is Literal:
        return get_args(inner)[0]
    return _plain_value(inner, annotation, canaries, place, refs, turn)


def _plain_value(inner: Any, annotation: Any, canaries: Canaries, place: str, refs: Refs, turn: int) -> Any:
    if issubclass(inner, Part):
        return filled(inner, canaries, place, refs, turn=turn)
    if issubclass(inner, PartialDate):
        return canaries.day(place)
    if issubclass(inner, Period):
        return f"{canaries.day(place)}/{canaries.day(place)}"
    if issubclass(inner, int):
        return 3
    return canaries.text(place, annotation)


def record(kind: Kind, canaries: Canaries, place: str, refs: Refs, given: Mapping[str, Any]) -> tuple[str, str, str]:
    """Id, path and text of a record of canaries: fields, free fields, headings, notes, pictures and links."""
    if "image" in MODELS[kind].model_fields:
        given = {"image": canaries.picture(f"{place}.image"), **given}
    values = filled(MODELS[kind], canaries, place, refs, given)
    values["x_free"] = {"deep": [canaries.token(f"{place}.x_free")]}
    path = f"content/{kind}s/{canaries.token(f'{place} (file name)')}.md"
    return values["id"], path, document(values, body(canaries, f"{place}.body", refs))


def body(canaries: Canaries, place: str, refs: Refs) -> str:
    """A text with a canary in each of its parts; the heading's id is `heading`."""

    def new(part: str) -> str:
        return canaries.token(f"{place} ({part})")

    picture, note = canaries.picture(f"{place} (picture)"), new("name of a note")
    links = " ".join(f"[{new('link')}]({kind}:{id})" for kind in MODELS for id in refs[kind])
    return (
        f"{new('paragraph')} {links} [x](https://canary.example/{new('address')} '{new('title')}')\n\n"
        f"## Heading\n\n### {new('heading')}\n\n![{new('alt')}]({picture})\n\n"
        f"A note[^{note}].\n\n[^{note}]: {new('note')}\n\n`{new('code')}` <b>{new('raw HTML')}</b>\n"
    )


def document(values: Mapping[str, Any], text: str) -> str:
    """A record's file: front matter and body."""
    return f"---\n{yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True)}---\n\n{text}"


def found_in(canaries: Canaries, files: Mapping[str, bytes]) -> dict[str, str]:
    """The canaries that stand in files or their names, however they are written: where each was first found."""
    names = {form: token for token in canaries.places for form in _forms(token)}
    found: dict[str, str] = {}
    for path, data in files.items():
        for text in (path, *readings(data)):
            for hit in _SHAPES.findall(text.lower()):
                if hit in names:
                    found.setdefault(names[hit], path)
    return found


def readings(data: bytes) -> Iterator[str]:
    """A file's text as it stands, and as browsers and programs read it."""
    text = data.decode("utf-8", errors="replace")
    yield text
    if data.startswith(b"SQLite format 3"):
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            yield from database.iterdump()
    if "%" in text:
        yield unquote(text)
    if "&" in text:
        yield unescape(unescape(text))
    if "\\" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)


def _forms(token: str) -> tuple[str, ...]:
    """How a token may be written, in small letters: a day also in words."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", token):
        return (token.lower(),)
    day = date.fromisoformat(token)
    return (token, f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
