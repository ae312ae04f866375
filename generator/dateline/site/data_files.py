"""The files below /data/: every table as JSON and CSV with its schema, one database, and what describes them all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dateline.config import SiteConfig
from dateline.content.fields import id_like
from dateline.site import data_formats as formats
from dateline.site.data_rows import FORMAT_VERSION, TABLES
from dateline.site.data_set import DataSet, data_set
from dateline.site.data_views import ColumnView, DataView, TableView
from dateline.site.page import File, Output, Page
from dateline.site.sqlite_file import write_sqlite
from dateline.site.urls import DATA, SCHEMAS
from dateline.site.values import digest_of

if TYPE_CHECKING:
    from dateline.site.site import Site

DATABASE = "briefing.sqlite"
PACKAGE = "datapackage.json"


class TableInputs(Struct, frozen=True, dict=True):
    """What a table's file is made of: its part of the data set."""

    data: DataSet
    name: str

    @cached_property
    def digest(self) -> bytes:
        return digest_of((self.name, self.data.part(self.name)))


_MANY = 200
"""Briefs that take the database longer than starting a process for it."""


class SchemaInputs(Struct, frozen=True):
    """What a schema is made of, besides the types of the rows."""

    name: str
    base_url: str


class DataInputs(Struct, frozen=True):
    """What the page of the data set is made of."""

    sizes: tuple[tuple[str, int], ...]
    """How many rows each table has."""
    licence: str
    title: str


def plan_data(site: Site) -> Iterator[Output]:
    """Every file below /data/, and the page that tells of them."""
    data = data_set(site)
    about = site.locale.gettext("Every published record of %(site)s as JSON, CSV and SQLite", site=site.config.title)
    yield Page(
        site.meta(DATA, about),
        "data.html",
        DataInputs(data.sizes(), site.config.licence or "", site.locale.gettext("Data")),
        data_view,
    )
    for name in TABLES:
        inputs = TableInputs(data, name)
        yield File(f"{DATA}{name}.json", inputs, table_json)
        yield File(f"{DATA}{name}.csv", inputs, table_csv)
        yield File(f"{SCHEMAS}{name}.json", SchemaInputs(name, site.config.base_url), table_schema)
    yield File(DATA + DATABASE, data, write_sqlite, is_long=len(site.published.briefs) > _MANY)
    yield File(DATA + PACKAGE, site.config, data_package)


def table_json(inputs: TableInputs) -> bytes:
    """A table as JSON."""
    return formats.write_json(TABLES[inputs.name], inputs.data.tables[inputs.name])


def table_csv(inputs: TableInputs) -> bytes:
    """A table as CSV."""
    return formats.write_csv(TABLES[inputs.name], inputs.data.tables[inputs.name])


def table_schema(inputs: SchemaInputs) -> bytes:
    """The JSON Schema of a table."""
    address = f"{inputs.base_url}{SCHEMAS}{inputs.name}.json"
    return formats.as_json(formats.table_schema_json(inputs.name, address))


def data_package(config: SiteConfig) -> bytes:
    """The descriptor of the data set, as a Data Package (datapackage.org, version 2)."""
    licence = _licence_entry(config.licence or "")
    return formats.as_json(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": id_like(config.title) or "briefing",
            "title": config.title,
            **({"description": config.description} if config.description else {}),
            "homepage": config.absolute("/"),
            "version": FORMAT_VERSION,
            **({"licenses": [licence]} if licence else {}),
            "contributors": [{"title": config.publisher or config.title, "roles": ["publisher"]}],
            "resources": [*(_table_resource(name) for name in TABLES), *map(_json_resource, TABLES), _DATABASE],
        }
    )


def _table_resource(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": TABLES[name].__doc__,
        "schema": formats.table_schema(name),
    }


def _json_resource(name: str) -> dict[str, Any]:
    return {
        "name": f"{name}-json",
        "path": f"{name}.json",
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
        "description": TABLES[name].__doc__,
        "jsonSchema": f"schema/{name}.json",
    }


_DATABASE = {
    "name": "database",
    "path": DATABASE,
    "format": "sqlite",
    "mediatype": "application/vnd.sqlite3",
    "description": "Every table, with full-text search over the briefs (briefs_fts).",
}


def data_view(inputs: DataInputs) -> DataView:
    """What the page of the data set tells."""
    sizes = dict(inputs.sizes)
    return DataView(
        title=inputs.title,
        tables=tuple(
            TableView(name, kind.__doc__ or "", sizes[name], _columns(formats.table_schema(name)))
            for name, kind in TABLES.items()
        ),
        version=FORMAT_VERSION,
        licence=inputs.licence,
        licence_url=licence_url(inputs.licence),
    )


def _columns(schema: Mapping[str, Any]) -> tuple[ColumnView, ...]:
    return tuple(ColumnView(one["name"], one["type"], one["description"]) for one in schema["fields"])


def licence_url(licence: str) -> str:
    """The address of a licence: as written, or that of a Creative Commons licence called by its SPDX name.

    >>> licence_url("CC-BY-SA-4.0")
    'https://creativecommons.org/licenses/by-sa/4.0/'
    """
    if licence.startswith(("https://", "http://")):
        return licence
    found = re.fullmatch(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-([1-4]\.\d)", licence)
    if found:
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return "https://creativecommons.org/publicdomain/zero/1.0/" if licence == "CC0-1.0" else ""


def _licence_entry(licence: str) -> dict[str, str]:
    """A licence as Data Packages name it: by an id, an address, or both; empty where there is none."""
    url = licence_url(licence)
    if not licence:
        return {}
    name = licence if re.fullmatch(r"[-A-Za-z0-9._]+", licence) else "" if url else "other"
    return {
        **({"name": name} if name else {}),
        **({"path": url} if url else {}),
        **({"title": licence} if licence not in (name, url) else {}),
    }
