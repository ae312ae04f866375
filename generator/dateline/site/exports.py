"""Exports: the files for programs that can be asked for by name, and where a build would put each."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.site.data_files import DATABASE, PACKAGE
from dateline.site.data_rows import TABLES
from dateline.site.urls import ATOM, CALENDAR, CORRECTIONS, DATA, FEEDS, HOME, JSON_FEED, SCHEMAS

EXPORTS: Mapping[str, Mapping[str, str]] = {
    **{
        name: {"json": f"{DATA}{name}.json", "csv": f"{DATA}{name}.csv", "schema": f"{SCHEMAS}{name}.json"}
        for name in TABLES
    },
    "database": {"sqlite": DATA + DATABASE},
    "datapackage": {"json": DATA + PACKAGE},
    "calendar": {"ics": CALENDAR},
    "feed": {"atom": HOME + ATOM, "json": HOME + JSON_FEED},
    "corrections": {"atom": CORRECTIONS + ATOM, "json": CORRECTIONS + JSON_FEED},
    "feeds": {"opml": FEEDS},
}
"""For each name, the URL of its file by format; the first format is the one that is written unless another is named."""
