"""The links of a built site, followed as a browser would, from every page to every file and place in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

_ADDRESSES = {"href", "src", "poster", "action"}


class _Links(HTMLParser):
    """The addresses and the ids of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.addresses += [value for name, value in values.items() if name in _ADDRESSES]
        self.ids |= {values["id"]} if "id" in values else set()
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.addresses.append(values["content"].partition("url=")[2])


@cache
def _parsed(page: Path, _changed: int) -> _Links:
    links = _Links()
    links.feed(page.read_text(encoding="utf-8"))
    return links


def links_of(page: Path) -> _Links:
    return _parsed(page, page.stat().st_mtime_ns)


def internal_links(folder: Path, base: str = "/") -> Iterator[tuple[str, str, str, str]]:
    """Every link of every page to the site itself: page, address as written, path and fragment that it leads to.

    The folder is taken to be served at the path `base`; the path that a link leads to is a server's, with that base.
    """
    for page in sorted(folder.rglob("*.html")):
        path = page.relative_to(folder).as_posix()
        here = "http://host.invalid" + base + path.removesuffix("index.html")
        for address in links_of(page).addresses:
            target = urlsplit(urljoin(here, address))
            if target.netloc == "host.invalid":
                yield path, address, unquote(target.path), unquote(target.fragment)


def broken_links(folder: Path, base: str = "/", ignored: Iterable[str] = ("404.html",)) -> list[str]:
    """Every internal link that leads to no file, out of the site, or to an id that its page does not have.

    The page for unknown addresses has links from the root of its host, so it is passed over.
    """
    return [
        f"{page}: {address}"
        for page, address, path, fragment in internal_links(folder, base)
        if page not in ignored and not _is_there(folder, base, path, fragment)
    ]


def _is_there(folder: Path, base: str, path: str, fragment: str) -> bool:
    if not path.startswith(base):
        return False
    inside = path.removeprefix(base)
    file = folder / (inside + "index.html" if inside.endswith("/") or not inside else inside)
    return file.is_file() and (not fragment or fragment in links_of(file).ids)
