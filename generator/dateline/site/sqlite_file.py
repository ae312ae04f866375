"""The tables as one SQLite database with full-text search over the briefs; equal bytes for equal content."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields
from operator import attrgetter
from typing import get_origin, get_type_hints

from dateline.content.dates import PartialDate, Period
from dateline.site.data_rows import FORMAT_VERSION, KEYS, REFERENCES, TABLES, Row
from dateline.site.data_set import DataSet

_PAGE_SIZE = 4096
_APPLICATION_ID = 0x44415445
"""`DATE` in ASCII: how `file` can tell what wrote it."""
_LIBRARY_VERSION = slice(96, 100)
"""Where the header notes which SQLite wrote the file; nobody reads it, and machines differ."""
_as_json = json.JSONEncoder(ensure_ascii=False).encode
_DATES = (PartialDate, PartialDate | None, Period, Period | None)
_TEXT = "text"
"""A column that only the database has: the brief's whole text, for the search."""


def write_sqlite(data: DataSet) -> bytes:
    """The database file: every table, lists as JSON, and `briefs_fts` (FTS5) over titles, summaries and texts.

    Its bytes follow from its statements, which are the same for the same content.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {FORMAT_VERSION.partition('.')[0]}")
        database.execute("BEGIN")
        for name, rows in data.tables.items():
            database.execute(_create(name))
            values = _values(TABLES[name], rows)
            if name == "briefs":
                values = ([*row, text] for row, (_, text) in zip(values, data.texts(), strict=True))
            marks = ", ".join("?" * len(_columns(name)))
            database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', values)  # noqa: S608  (names of ours)
        for statement in _indexes():
            database.execute(statement)
        database.execute("COMMIT")
        made = memoryview(database.serialize())
    return b"".join((made[: _LIBRARY_VERSION.start], bytes(4), made[_LIBRARY_VERSION.stop :]))


def _create(name: str) -> str:
    columns = [f'"{column}" {affinity}' for column, affinity in _columns(name)]
    if name in KEYS:
        columns.append(f"PRIMARY KEY ({', '.join(KEYS[name])})")
    columns += [
        f'FOREIGN KEY ("{column}") REFERENCES "{table}" ("id")' for column, table in REFERENCES.get(name, {}).items()
    ]
    return f'CREATE TABLE "{name}" ({", ".join(columns)})'


def _columns(name: str) -> list[tuple[str, str]]:
    """The columns of a table, each with what SQLite keeps in it: lists are texts."""
    hints = get_type_hints(TABLES[name])
    columns = [(column, "INTEGER" if hint in (int, int | None) else "TEXT") for column, hint in hints.items()]
    return [*columns, (_TEXT, "TEXT")] if name == "briefs" else columns


def _values(kind: type[Row], rows: Iterable[Row]) -> Iterator[Sequence[object]]:
    """Rows as SQLite keeps them: dates as their texts, lists as JSON."""
    names = [field.name for field in fields(kind)]
    hints = get_type_hints(kind)
    dates = [place for place, name in enumerate(names) if hints[name] in _DATES]
    lists = [place for place, name in enumerate(names) if get_origin(hints[name]) is tuple]
    for found in map(attrgetter(*names), rows):
        values = [*found]
        for place in dates:
            if (date := found[place]) is not None:
                values[place] = date.text
        for place in lists:
            values[place] = _as_json(found[place]) if found[place] else "[]"
        yield values


def _indexes() -> Iterator[str]:
    for name, links in REFERENCES.items():
        for column in links:
            yield f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")'
    yield (
        'CREATE VIRTUAL TABLE "briefs_fts" USING fts5 '
        f'(title, summary, {_TEXT}, content="briefs", tokenize="unicode61 remove_diacritics 2")'
    )
    yield "INSERT INTO briefs_fts (briefs_fts) VALUES ('rebuild')"
