"""What the templates of the data pages see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table."""

    name: str
    type: str
    """`string`, `integer` or `array`."""
    meaning: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the data set; its files are `<name>.csv`, `<name>.json` and `schema/<name>.json` beside the page."""

    name: str
    meaning: str
    rows: int
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """Template `data.html`: what the site gives to programs."""

    title: str
    tables: tuple[TableView, ...]
    version: str
    """Version of the tables' columns."""
    licence: str
    """As the desk wrote it; empty where it named none."""
    licence_url: str
    """Address of the licence, where one is known."""
