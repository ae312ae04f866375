"""sitemap.xml (sitemaps.org 0.9), split where it grows long, and robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from msgspec import Struct

from dateline.config import SiteConfig
from dateline.site.page import File
from dateline.site.urls import ROBOTS, SITEMAP

LIMIT = 50_000
"""The most addresses that one sitemap may hold."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


class Listed(Struct, frozen=True):
    """An address for search engines, and the day it last changed, if it is known."""

    location: str
    changed: str


def sitemaps(pages: Sequence[Listed], limit: int = LIMIT) -> tuple[File, ...]:
    """One sitemap, or an index and its parts where there are more than `limit` pages."""
    ordered = tuple(sorted(pages, key=lambda page: page.location))
    if len(ordered) <= limit:
        return (File(SITEMAP, ordered, _write_urls),)
    parts = [ordered[start : start + limit] for start in range(0, len(ordered), limit)]
    files = [File(f"/sitemap-{number}.xml", part, _write_urls) for number, part in enumerate(parts, start=1)]
    base = min((page.location for page in ordered), key=len).rstrip("/")
    index = tuple(Listed(base + file.url, "") for file in files)
    return (File(SITEMAP, index, _write_index), *files)


def _write_urls(pages: tuple[Listed, ...]) -> bytes:
    return _write(pages, "urlset", "url")


def _write_index(pages: tuple[Listed, ...]) -> bytes:
    return _write(pages, "sitemapindex", "sitemap")


def _write(pages: tuple[Listed, ...], root_name: str, entry_name: str) -> bytes:
    ET.register_namespace("", _NAMESPACE)
    root = ET.Element(f"{{{_NAMESPACE}}}{root_name}")
    for page in pages:
        entry = ET.SubElement(root, f"{{{_NAMESPACE}}}{entry_name}")
        ET.SubElement(entry, f"{{{_NAMESPACE}}}loc").text = page.location
        if page.changed:
            ET.SubElement(entry, f"{{{_NAMESPACE}}}lastmod").text = page.changed
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def robots(config: SiteConfig) -> File:
    """robots.txt: all are welcome, but for sites that are marked for a narrower audience."""
    lines = ["User-agent: *", "Allow: /", "", f"Sitemap: {config.absolute(SITEMAP)}", ""]
    if config.audience != "TLP:CLEAR":
        lines = ["User-agent: *", "Disallow: /", ""]
    return File(ROBOTS, "\n".join(lines), str.encode)
