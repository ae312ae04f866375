"""Every URL ever published is accounted for: by a page of this build, a redirect, a copy, a tombstone or a problem."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from dateline.problems import Problem
from dateline.publish.ledger import DERIVED, Ledger

_FEEDS = ("feed.xml", "feed.json")


class Redirect(Struct, frozen=True):
    """At `url`, a page leads readers on to the page at `target`."""

    url: str
    target: str


class Copy(Struct, frozen=True):
    """At `url` are the same bytes as at `target`: programs that read feeds follow no page."""

    url: str
    target: str


class Tombstone(Struct, frozen=True):
    """At `url`, a page says that what was here is gone or (`withdrawn`) not public now. It must not say what it was."""

    url: str
    withdrawn: bool


Account = Redirect | Copy | Tombstone


class Accounts(Struct, frozen=True):
    """What stands at each URL that was published once and that this build has no page for, in order of URL."""

    entries: tuple[Account, ...]
    problems: tuple[Problem, ...]


def account_for(
    ledger: Ledger,
    pages: Mapping[str, str],
    url_of_owner: Mapping[str, str],
    gone: Collection[str],
    hidden_owners: Collection[str],
) -> Accounts:
    """Decide for every URL of the ledger that is not among `pages`.

    `pages` are the owners, by URL, of all that this build makes (its pages, feeds and the redirects that authors asked
    for); `url_of_owner` is the page of each published record; `gone` are the URLs that the desk gave up;
    `hidden_owners` are the records that exist and are not public now. A hidden record and a vanished one are reported
    once, at the first of their URLs: what was said of a record's page holds for its feeds and further pages as well.
    """
    desk = _Desk(ledger, pages, url_of_owner, frozenset(gone), frozenset(hidden_owners))
    entries: list[Account] = []
    problems: list[Problem] = []
    vanished: set[str] = set()
    withdrawn: set[str] = set()
    for url, owner in sorted(ledger.urls.items()):
        if url in pages:
            continue
        account = desk.account(url, owner)
        if account is not None:
            entries.append(account)
        elif vanished.isdisjoint(desk.parents(url, owner)):
            vanished.add(url)
            problems.append(_vanished(ledger, url, owner, is_there=owner in url_of_owner))
        if isinstance(account, Tombstone) and account.withdrawn and owner not in withdrawn:
            withdrawn.add(owner)
            problems.append(_withdrawn(ledger, url, owner))
    return Accounts(tuple(entries), tuple(problems))


class _Desk(Struct, frozen=True):
    """All that bears on the decision."""

    ledger: Ledger
    pages: Mapping[str, str]
    url_of_owner: Mapping[str, str]
    gone: frozenset[str]
    hidden: frozenset[str]

    def account(self, url: str, owner: str) -> Account | None:
        """What stands at `url`; None if nothing can."""
        if self._is_given_up(url, owner):
            return Tombstone(url, withdrawn=False)
        if owner in self.hidden:
            return Tombstone(url, withdrawn=True)
        target = self._derived_target(url) if owner == DERIVED else self._record_target(url, owner)
        if target is None:
            return None
        return Redirect(url, target) if _is_page(url) else Copy(url, target)

    def _is_given_up(self, url: str, owner: str) -> bool:
        return url in self.gone or any(parent in self.gone for parent in self.parents(url, owner))

    def parents(self, url: str, owner: str) -> Iterator[str]:
        """The URLs of the same record that `url` lies below, nearest first; a derived page has none."""
        if owner != DERIVED:
            yield from (parent for parent in _above(url) if self.ledger.urls.get(parent) == owner)

    def _record_target(self, url: str, owner: str) -> str | None:
        """The record's present URL, or that of the record which took over the page that `url` lies below."""
        parents = [parent for parent in self.parents(url, owner) if parent in self.pages]
        for heir in (owner, *(self.pages[parent] for parent in parents)):
            home = self.url_of_owner.get(heir)
            if home is not None and (target := self._counterpart(url, home, heir)):
                return target
        return parents[0] if parents and _is_page(url) else None

    def _counterpart(self, url: str, home: str, owner: str) -> str | None:
        """What `url` is below `home`: the same further page or feed if there is one; for a page, else `home`."""
        below = (home + rest for rest in _endings(url) if rest or _is_page(url))
        return next((target for target in below if self.pages.get(target) == owner), None)

    def _derived_target(self, url: str) -> str | None:
        """For a page, the nearest page above it that exists; for a feed, the nearest feed of the same name."""
        name = url.rpartition("/")[2]
        if not _is_page(url) and name not in _FEEDS:
            return None
        ending = "" if _is_page(url) else name
        return next((above + ending for above in _above(url) if above + ending in self.pages), None)


def _is_page(url: str) -> bool:
    return url.endswith(("/", ".html"))


def _above(url: str) -> Iterator[str]:
    """The folder URLs that `url` lies in, nearest first.

    >>> list(_above("/archive/2025/02/")), list(_above("/topics/x/feed.xml"))
    (['/archive/2025/', '/archive/', '/'], ['/topics/x/', '/topics/', '/'])
    """
    rest = url.removesuffix("/")
    while rest:
        rest = rest.rpartition("/")[0]
        yield f"{rest}/"


def _endings(url: str) -> Iterator[str]:
    """What `url` may be called below another folder, longest first.

    >>> list(_endings("/actors/x/page/2/")), list(_endings("/actors/x/feed.xml"))
    (['x/page/2/', 'page/2/', '2/', ''], ['x/feed.xml', 'feed.xml', ''])
    """
    parts = url.split("/")[2:]
    for start in range(len(parts)):
        yield "/".join(parts[start:])
    if parts[-1:] != [""]:
        yield ""


def _vanished(ledger: Ledger, url: str, owner: str, *, is_there: bool) -> Problem:
    cure = f"give the record that replaces it `redirect_from: [{url}]`" if _is_page(url) else ""
    cures = [cure, f"list {url} under `gone:` in site.yaml"]
    if owner != DERIVED and not is_there:
        cures.append(f"if the file was only renamed, add `id: {owner.partition(':')[2]}` to it")
    message = f"{url} was published ({_what(owner)}), and nothing is there now"
    return _problem(ledger, url, "vanished-url", message, ", or ".join(filter(None, cures)))


def _withdrawn(ledger: Ledger, url: str, owner: str) -> Problem:
    message = f"{url} was published ({_what(owner)}) and is not public now; a tombstone is there"
    hint = "if it is meant to stay, look at the record's status, dates and marking"
    return _problem(ledger, url, "withdrawn-url", message, hint)


def _problem(ledger: Ledger, url: str, code: str, message: str, hint: str) -> Problem:
    line = ledger.lines.get(url, 0)
    return Problem("state/urls.tsv", line, 1 if line else 0, code, message, hint)


def _what(owner: str) -> str:
    """An owner in words.

    >>> _what("brief:x"), _what("-")
    ("brief 'x'", 'a page made from many records')
    """
    kind, _, name = owner.partition(":")
    return f"{kind} {name!r}" if name else "a page made from many records"
