"""What must last: every address ever published is kept up, and feed ids never change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from dateline.content.document import Key
from dateline.problems import Problem
from dateline.publish.accounts import Account, Copy, Redirect, account_for
from dateline.publish.ledger import DERIVED, Ledger
from dateline.site.addresses import homes, owners, page_url, redirect_page, tombstone_page
from dateline.site.feed_formats import WRITERS
from dateline.site.feeds import Feed, style_from
from dateline.site.page import File, Output, Page
from dateline.site.site import Site
from dateline.site.urls import ATOM, HOME, JSON_FEED, owner_name
from dateline.site.views import RedirectView

_ORIGIN = "state/urls.tsv"


def kept_addresses(
    ledger: Ledger, outputs: Iterable[Output], site: Site, hidden: Iterable[Key]
) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Outputs for every address that was published once and has no page in this build, or a problem for it."""
    outputs = list(outputs)
    accounts = account_for(
        ledger,
        _owners(outputs),
        homes(site.published),
        [page_url(url) for url in site.config.gone],
        [owner_name(key) for key in hidden],
    )
    by_url = {output.url: output for output in outputs}
    return tuple(_kept(account, by_url, ledger, site) for account in accounts.entries), accounts.problems


def _kept(account: Account, by_url: Mapping[str, Output], ledger: Ledger, site: Site) -> Output:
    url = account.url
    if isinstance(account, Redirect):
        return redirect_page(site.config, url, account.target, _ORIGIN, site.locale)
    if isinstance(account, Copy):
        original = by_url[account.target]
        return replace(original, url=url) if isinstance(original, File) else _ended_feed(url, ledger, site)
    return _ended_feed(url, ledger, site) if _is_feed(url) else tombstone_page(url, site.locale)


def _ended_feed(url: str, ledger: Ledger, site: Site) -> File:
    """An empty feed in the place of one that is gone: to the programs that ask for it, a page says nothing."""
    folder, _, name = url.rpartition("/")
    config = site.config
    feed = Feed(
        id=ledger.feed_ids.get(ledger.urls[url], config.absolute(url)),
        title=site.locale.gettext("This feed is no longer available"),
        description="",
        home=config.absolute(HOME),
        base=config.absolute(f"{folder}/"),
        author=config.publisher or config.title,
        lang=config.lang,
        style=style_from(url),
        entries=(),
    )
    return File(url, feed, WRITERS[name][1], origin=_ORIGIN)


def with_addresses(ledger: Ledger, outputs: Iterable[Output], site: Site) -> Ledger:
    """The ledger with all that this build publishes."""
    urls = _urls(list(outputs))
    return ledger.with_published({**_moved(ledger, urls), **urls}, _ids(site))


def _moved(ledger: Ledger, urls: Mapping[str, str]) -> dict[str, str]:
    """The addresses below pages that other records take over: they go with them, or nobody would answer for them."""
    taken = [
        (url, ledger.urls[url], heir)
        for url, heir in urls.items()
        if url.endswith("/")
        and DERIVED not in (heir, ledger.urls.get(url, heir))
        and ledger.urls.get(url, heir) != heir
    ]
    return {
        below: heir
        for url, owner, heir in taken
        for below, other in ledger.urls.items()
        if other == owner and below.startswith(url)
    }


def _urls(outputs: list[Output]) -> dict[str, str]:
    """The addresses to keep for ever: pages, feeds and redirects, that search engines and readers may hold on to."""
    owned = _owners(outputs)
    return {output.url: owned[output.url] for output in outputs if _is_lasting(output)}


def _is_lasting(output: Output) -> bool:
    if isinstance(output, Page):
        return output.meta.is_indexed or isinstance(output.inputs, RedirectView)
    return _is_feed(output.url)


def _is_feed(url: str) -> bool:
    return url.rpartition("/")[2] in (ATOM, JSON_FEED)


def _owners(outputs: list[Output]) -> dict[str, str]:
    """Whose each address is; a redirect is of the record that it leads to."""
    owned = dict(owners(outputs))
    led = {
        one.url: one.inputs.target for one in outputs if isinstance(one, Page) and isinstance(one.inputs, RedirectView)
    }
    return {**owned, **{url: owned.get(target, DERIVED) for url, target in led.items()}}


def _ids(site: Site) -> dict[str, str]:
    """The ids of all feed entries and feeds."""
    briefs = {owner_name(brief.key): site.ids.of_brief(brief.fields) for brief in site.published.briefs.values()}
    feeds = map(owner_name, site.feed_owners())
    return {**briefs, **{owner: site.ids.of_feed(owner) for owner in ["site:feed", "site:corrections", *feeds]}}
