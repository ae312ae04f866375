"""What must last: every address ever published is kept up, and feed ids never change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dateline.config import SiteConfig
from dateline.content.document import Key
from dateline.problems import Problem
from dateline.publish.accounts import Accounts, Copy, Redirect, account_for
from dateline.publish.ledger import Ledger
from dateline.site.addresses import homes, owners, redirect_page, tombstone_page
from dateline.site.page import File, Output, Page
from dateline.site.plan import Site
from dateline.site.urls import ATOM, JSON_FEED, owner_name


def kept_addresses(
    ledger: Ledger, outputs: Iterable[Output], site: Site, hidden: Iterable[Key]
) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Outputs for every address that was published once and has no page in this build, or a problem for it."""
    outputs = list(outputs)
    accounts = account_for(
        ledger, owners(outputs), homes(site.published), site.config.gone, [owner_name(key) for key in hidden]
    )
    by_url = {output.url: output for output in outputs}
    return tuple(_kept(accounts, by_url, site.config)), accounts.problems


def _kept(accounts: Accounts, by_url: Mapping[str, Output], config: SiteConfig) -> Iterable[Output]:
    for account in accounts.entries:
        if isinstance(account, Redirect):
            yield redirect_page(config, account.url, account.target, "state/urls.tsv")
        elif isinstance(account, Copy):
            original = by_url[account.target]
            assert isinstance(original, File)
            yield replace(original, url=account.url)
        else:
            yield tombstone_page(account.url)


def with_addresses(ledger: Ledger, outputs: Iterable[Output], site: Site) -> Ledger:
    """The ledger with all that this build publishes."""
    return ledger.with_published(_urls(outputs), _ids(site))


def _urls(outputs: Iterable[Output]) -> dict[str, str]:
    """The addresses to keep for ever: pages and feeds that search engines and readers may hold on to."""
    return {
        output.url: output.owner
        for output in outputs
        if (output.meta.is_indexed if isinstance(output, Page) else output.url.endswith((ATOM, JSON_FEED)))
    }


def _ids(site: Site) -> dict[str, str]:
    """The ids of all feed entries and feeds."""
    briefs = {owner_name(brief.key): site.ids.of_brief(brief.fields) for brief in site.published.briefs.values()}
    feeds = map(owner_name, site.feed_owners())
    return {**briefs, **{owner: site.ids.of_feed(owner) for owner in ["site:feed", *feeds]}}
