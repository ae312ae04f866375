"""Media types of a site's files, by their names: the same on every machine, whatever its own tables say."""

from __future__ import annotations

from pathlib import PurePosixPath

_TEXT_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".xml": "application/xml",
    ".json": "application/json",
    ".opml": "text/x-opml",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".xsl": "text/xsl",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_BINARY_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".sqlite": "application/vnd.sqlite3",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}


def media_type(name: str) -> str:
    """The type of a file by its name, with the encoding of texts.

    >>> media_type("feed.xml")
    'application/xml; charset=utf-8'
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending in _TEXT_TYPES:
        return f"{_TEXT_TYPES[ending]}; charset=utf-8"
    return _BINARY_TYPES.get(ending, "application/octet-stream")
