"""Addresses: old ones that lead on, those that were given up, and the check that no two outputs want one place."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

from dateline.config import SETTINGS_FILE, Settings, SiteConfig
from dateline.content.document import Key
from dateline.content.gate import Published
from dateline.content.library import Library
from dateline.problems import Problem, did_you_mean, quote
from dateline.site.locale import ENGLISH, Locale
from dateline.site.page import Output, Page
from dateline.site.urls import ATOM, JSON_FEED, output_path, owner_name, record_url
from dateline.site.views import PageMeta, RedirectView, TombstoneView

_ASSETS = "a picture or a file of the theme"


def redirect_page(config: SiteConfig, url: str, target: str, origin: str, locale: Locale = ENGLISH) -> Page:
    """A page at an old address that leads on to the page at `target`."""
    meta = PageMeta(url=url, canonical=config.absolute(target), description="", is_indexed=False)
    return Page(meta, "redirect.html", RedirectView(locale.gettext("This page has moved"), target), origin=origin)


def tombstone_page(url: str, locale: Locale = ENGLISH) -> Page:
    """A page at an address that was published once; it does not say what was there."""
    meta = PageMeta(url=url, canonical="", description="", is_indexed=False)
    return Page(meta, "gone.html", TombstoneView(locale.gettext("This page is no longer available")))


def asked_for(
    settings: Settings,
    published: Published,
    outputs: Iterable[Output],
    hidden: Collection[str] = (),
    locale: Locale = ENGLISH,
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The redirects and tombstones that the desk asks for, and a problem for each that leads to no page.

    `hidden` are the addresses of records that this build does not show: what leads there ends in a tombstone.
    """
    config = settings.config
    pages = [
        redirect_page(config, page_url(old), record_url(document.kind, document.fields.slug), document.path, locale)
        for document in published
        for old in document.fields.redirect_from
    ]
    known = {output.url for output in outputs}
    problems = []
    for old, new in config.redirects.items():
        if page_url(new) in known:
            pages.append(redirect_page(config, page_url(old), page_url(new), SETTINGS_FILE, locale))
        elif page_url(new) in hidden:
            pages.append(tombstone_page(page_url(old), locale))
        else:
            message = f"the redirect from {quote(old)} leads to {quote(new)}, where no page is"
            hint = did_you_mean(page_url(new), known) or "write the address of a page of the site"
            problems.append(Problem(*settings.place(("redirects", old)), "unknown-page", message, hint))
    # A feed that was given up goes on as a feed without entries, for programs read no tombstone.
    pages += [tombstone_page(page_url(url), locale) for url in config.gone if not url.endswith((ATOM, JSON_FEED))]
    return tuple(pages), tuple(problems)


def addresses_of(library: Library, keys: Iterable[Key]) -> frozenset[str]:
    """Where the pages of these records are, or would be."""
    records = filter(None, map(library.get, keys))
    return frozenset(record_url(one.kind, one.fields.slug) for one in records)


def page_url(path: str) -> str:
    """A path as the desk writes it, as the URL of a page: without a file's ending it gets its slash.

    >>> page_url("/briefs/old"), page_url("/old.html")
    ('/briefs/old/', '/old.html')
    """
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"


def clashes(outputs: Iterable[Output], assets: Iterable[str] = ()) -> Iterator[Problem]:
    """A problem for every output that wants the place of another one, or that of an asset or picture (by URL).

    Places are those of a disk that ignores letter case as well.
    """
    files = {_place(url): _ASSETS for url in assets}
    folders = {folder: _ASSETS for place in files for folder in _folders(place)}
    known: dict[str, tuple[str, ...]] = {}
    """By folder, which many outputs share, the folders around what lies in it."""
    for output in outputs:
        place = _place(output.url)
        near = place.rpartition("/")[0]
        around = known.get(near)
        if around is None:
            around = known[near] = tuple(_folders(place))
            for folder in around:
                folders.setdefault(folder, output.origin)
        other = files.get(place) or folders.get(place) or next(filter(None, map(files.get, around)), None)
        if other:
            yield _clash(output.url, output.origin, other)
        files.setdefault(place, output.origin)


def _clash(url: str, origin: str, other: str) -> Problem:
    """Blames a record rather than the site, whose own pages are where they are."""
    if origin == SETTINGS_FILE and other != _ASSETS:
        origin, other = other, origin
    message = f"two pages would have the address {url} (the other one is from {other})"
    if other == _ASSETS:
        message = f"{url} is the place of {_ASSETS}"
    return Problem(origin, 0, 0, "url-clash", message, "give one of them another `slug:`")


def _place(url: str) -> str:
    return unicodedata.normalize("NFC", output_path(url)).casefold()


def _folders(place: str) -> Iterator[str]:
    parts = place.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))


def owners(outputs: Iterable[Output]) -> Mapping[str, str]:
    """Whose each URL is."""
    return {output.url: output.owner for output in outputs}


def homes(published: Published) -> Mapping[str, str]:
    """Where each record's page is, by owner."""
    return {owner_name(one.key): record_url(one.kind, one.fields.slug) for one in published}
