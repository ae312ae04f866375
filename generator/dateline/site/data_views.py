"""What the templates of the data pages see."""

from __future__ import annotations

from msgspec import Struct


class ColumnView(Struct, frozen=True):
    """A column of a table."""

    name: str
    type: str
    """`string`, `integer` or `array`."""
    meaning: str


class TableView(Struct, frozen=True):
    """A table of the data set; its files are `<name>.csv`, `<name>.json` and `schema/<name>.json` beside the page."""

    name: str
    meaning: str
    rows: int
    columns: tuple[ColumnView, ...]


class DataView(Struct, frozen=True):
    """Template `data.html`: what the site gives to programs."""

    title: str
    tables: tuple[TableView, ...]
    version: str
    """Version of the tables' columns."""
    licence: str
    """As the desk wrote it; empty where it named none."""
    licence_url: str
    """Address of the licence, where one is known."""
