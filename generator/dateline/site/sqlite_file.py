"""The tables as one SQLite database with full-text search over the briefs; equal bytes for equal content."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import fields
from operator import attrgetter

from dateline.site.data_formats import column_type, json_schema
from dateline.site.data_rows import FORMAT_VERSION, KEYS, REFERENCES, TABLES, Row
from dateline.site.data_set import DataSet, cell

_PAGE_SIZE = 4096
_APPLICATION_ID = 0x44415445
"""`DATE` in ASCII: how `file` can tell what wrote it."""
_LIBRARY_VERSION = slice(96, 100)
"""Where the header notes which SQLite wrote the file; nobody reads it, and machines differ."""
_as_json = json.JSONEncoder(ensure_ascii=False).encode
_PLAIN = frozenset({str, int, type(None)})
_TEXT = "text"
"""A column that only the database has: the brief's whole text, for the search."""


def write_sqlite(data: DataSet) -> bytes:
    """The database file: every table, lists as JSON, and `briefs_fts` (FTS5) over titles, summaries and texts."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {FORMAT_VERSION.partition('.')[0]}")
        database.execute("BEGIN")
        for name in TABLES:
            database.execute(_create(name))
        for name, rows in data.tables.items():
            columns = ", ".join(f'"{field.name}"' for field in fields(TABLES[name]))
            marks = ", ".join("?" * len(fields(TABLES[name])))
            insert = f'INSERT INTO "{name}" ({columns}) VALUES ({marks})'  # noqa: S608  (names of ours)
            database.executemany(insert, _values(TABLES[name], rows))
        texts = ((text, number) for number, (_, text) in enumerate(data.texts(), start=1))
        database.executemany(f"UPDATE briefs SET {_TEXT} = ? WHERE rowid = ?", texts)  # noqa: S608
        for statement in _indexes():
            database.execute(statement)
        database.execute("COMMIT")
        database.execute("VACUUM")
        made = bytearray(database.serialize())
    made[_LIBRARY_VERSION] = bytes(4)
    return bytes(made)


def _create(name: str) -> str:
    schema = json_schema(TABLES[name], "")["properties"]
    columns = [f'"{column}" {_affinity(column_type(one))}' for column, one in schema.items()]
    if name == "briefs":
        columns.append(f'"{_TEXT}" TEXT')
    if name in KEYS:
        columns.append(f"PRIMARY KEY ({', '.join(KEYS[name])})")
    columns += [
        f'FOREIGN KEY ("{column}") REFERENCES "{table}" ("id")' for column, table in REFERENCES.get(name, {}).items()
    ]
    return f'CREATE TABLE "{name}" ({", ".join(columns)})'


def _affinity(kind: str) -> str:
    return "INTEGER" if kind == "integer" else "TEXT"


def _values(kind: type[Row], rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    read = attrgetter(*(field.name for field in fields(kind)))
    return (tuple(one if type(one) in _PLAIN else _cell(one) for one in read(row)) for row in rows)


def _cell(value: object) -> str:
    """A date as its text, a list as JSON."""
    plain = cell(value)
    return plain if isinstance(plain, str) else _as_json(plain)


def _indexes() -> Iterator[str]:
    for name, links in REFERENCES.items():
        for column in links:
            yield f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")'
    yield (
        'CREATE VIRTUAL TABLE "briefs_fts" USING fts5 '
        f'(title, summary, {_TEXT}, content="briefs", tokenize="unicode61 remove_diacritics 2")'
    )
    yield "INSERT INTO briefs_fts (briefs_fts) VALUES ('rebuild')"
    yield "INSERT INTO briefs_fts (briefs_fts) VALUES ('optimize')"
