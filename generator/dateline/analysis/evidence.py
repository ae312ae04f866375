"""Evidence: how many independent origins stand behind a set of sources, and what mix of sources it is.

An article that repeats others adds no origin. Its origins are those of what it is based on and of what it was taken
from (`via`); only where it names neither does it count for its publisher, or for its site where no publisher is known.
So wire copies, one publisher's articles and chains of articles based on each other collapse, while two agencies whose
reports one newspaper carries stay two origins. Articles that are based on each other in a circle have one origin.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct

from dateline.analysis.counts import Counts, counted
from dateline.content.fields import is_address

Flag = Literal["single-origin", "low-grade"]

_SEVERAL = re.compile(r"\s*[/;,]\s*")
_PLAIN_ADDRESS = re.compile(r"https?://([a-z0-9.-]+)((?:/[\w/.~%!$&'()*+,;=:@-]*)?)", re.ASCII)
"""An address without port, query and fragment, as most are: one match tells its host and its path."""
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|ref|ref_src")
_LOW_RELIABILITY = frozenset("DEF")
_LOW_CREDIBILITY = 4


class Item(NamedTuple):
    """One use of a source. `publisher` is an id or a plain name; `based_on` holds ids of other items, and addresses."""

    id: str
    publisher: str = ""
    via: str = ""
    url: str = ""
    based_on: tuple[str, ...] = ()
    type: str = ""
    country: str = ""
    lang: str = ""
    reliability: str = ""
    credibility: int | None = None


class Trace(Struct, frozen=True):
    """Where a source comes from: its article (the same for all uses of one address) and its origins, by name.

    Origins read `publisher:<id>`, `name:<folded name>`, `site:<host>` or `item:<id>`.
    """

    article: str
    origins: tuple[str, ...]


class Evidence(Struct, frozen=True):
    """What a brief or a topic rests on. Each article counts once, with its first use.

    The empty name counts what is not known.
    """

    sources: int
    origins: Counts
    """How many articles go back to each origin."""
    types: Counts
    countries: Counts
    languages: Counts
    grades: Counts
    """By Admiralty code, such as `B2`, `B` or `2`."""
    flags: tuple[Flag, ...]


class Publishers:
    """Finds publishers by id, name, alias or domain, whatever their letter case; what is written alike comes first."""

    def __init__(self, names: Mapping[str, Sequence[str]], domains: Mapping[str, str]) -> None:
        """Takes the names of each publisher by id, and the publisher of each domain."""
        self._ids = {folded(name): id_ for id_, all_names in sorted(names.items(), reverse=True) for name in all_names}
        self._ids |= {folded(id_): id_ for id_ in sorted(names)}
        self._alike = {name: id_ for id_, all_names in sorted(names.items(), reverse=True) for name in all_names}
        self._alike |= {id_: id_ for id_ in names}
        self._domains = domains

    def find(self, name: str) -> str | None:
        return (
            self._alike.get(name)
            or self._ids.get(folded(name))
            or self._domains.get(name.casefold().removeprefix("www."))
        )

    def origins(self, name: str) -> tuple[str, ...]:
        """The origins that a name stands for: one, or several where it reads `Le Monde/AFP`."""
        if not name:
            return ()
        parts = [name] if self.find(name) else list(filter(None, _SEVERAL.split(name)))
        return tuple(f"publisher:{id_}" if (id_ := self.find(part)) else f"name:{folded(part)}" for part in parts)

    def of_address(self, url: str) -> str:
        """The origin that an address stands for where no more is known of it: its domain's publisher, or its site."""
        host, _ = _host_and_path(url)
        parts = host.split(".")
        found = next((id_ for n in range(len(parts)) if (id_ := self._domains.get(".".join(parts[n:])))), None)
        return f"publisher:{found}" if found else f"site:{host}"


def trace(items: Iterable[Item], publishers: Publishers) -> dict[str, Trace]:
    """The article and the origins of every item, by its id.

    What one use of an article declares holds for all of its uses. Ids are unique; an id in `based_on` that no item has
    is passed over.
    """
    items = sorted(items, key=lambda item: item.id)
    articles = {item.id: f"url:{canonical(item.url)}" if item.url else f"item:{item.id}" for item in items}
    own: dict[str, str] = {}
    bases: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        article = articles[item.id]
        known = _own_origin(item, publishers)
        # A named publisher tells more than the site of an address
        if article not in own or own[article].startswith("site:"):
            own[article] = known
        if item.via:
            bases[article].update(publishers.origins(item.via))
        for base in item.based_on:
            if is_address(base):
                address = f"url:{canonical(base)}"
                bases[article].add(address)
                own.setdefault(address, publishers.of_address(base))
            elif base in articles:
                bases[article].add(articles[base])
    found = _origins(own, bases)
    return {id_: Trace(article, found[article]) for id_, article in articles.items()}


def weigh(items: Iterable[Item], traces: Mapping[str, Trace]) -> Evidence:
    """What the items amount to as the evidence of one story."""
    first_uses: dict[str, Item] = {}
    found: list[str] = []
    for item in items:
        its_trace = traces[item.id]
        if its_trace.article not in first_uses:
            first_uses[its_trace.article] = item
            found += its_trace.origins
    articles = first_uses.values()
    origins = counted(found)
    flags: list[Flag] = []
    if len(origins) == 1:
        flags.append("single-origin")
    if articles and all(map(is_low_grade, articles)):
        flags.append("low-grade")
    return Evidence(
        sources=len(articles),
        origins=origins,
        types=counted([item.type for item in articles]),
        countries=counted([item.country for item in articles]),
        languages=counted([item.lang for item in articles]),
        grades=counted([f"{item.reliability}{item.credibility or ''}" for item in articles]),
        flags=tuple(flags),
    )


def is_low_grade(item: Item) -> bool:
    """Whether the grade of a source gives no ground to rely on it: D to F, or 4 to 6. No grade is not a low one."""
    return item.reliability in _LOW_RELIABILITY or (item.credibility or 0) >= _LOW_CREDIBILITY


def canonical(url: str) -> str:
    """One text for all addresses of an article: without scheme, `www.`, fragment, final slash and tracking.

    >>> canonical("https://www.Desk.example/a/?utm_source=x&id=7#top")
    'desk.example/a?id=7'
    """
    host, path = _host_and_path(url)
    query = urlsplit(url).query if "?" in url else ""
    if query:
        query = urlencode([pair for pair in parse_qsl(query) if not _TRACKING.fullmatch(pair[0].casefold())])
    return f"{host}{path.rstrip('/')}{'?' if query else ''}{query}"


def _host_and_path(url: str) -> tuple[str, str]:
    """An address's host, without `www.`, and its path."""
    if plain := _PLAIN_ADDRESS.fullmatch(url):
        host, path = plain.groups()
    else:
        parts = urlsplit(url)
        host, path = parts.hostname or "", parts.path
    return host.removeprefix("www."), path


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """A name as it is compared: without letter case, article, punctuation and double spaces.

    A name of nothing but punctuation stays as it is.

    >>> folded("The  New York Times"), folded("1lurer.am")
    ('new york times', '1lurer am')
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words) or name


def _own_origin(item: Item, publishers: Publishers) -> str:
    if item.publisher:
        found = publishers.find(item.publisher)
        return f"publisher:{found}" if found else f"name:{folded(item.publisher)}"
    return publishers.of_address(item.url) if item.url else f"item:{item.id}"


def _origins(own: Mapping[str, str], bases: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """The origins of every article: those of its bases, or its own where it has none; a circle counts as one article.

    Bases are articles, or origins themselves.
    """
    found: dict[str, tuple[str, ...]] = {
        article: (origin,) for article, origin in own.items() if not bases.get(article)
    }
    if len(found) == len(own):
        return found
    import rustworkx  # noqa: PLC0415 - it takes 15 ms, and few sites tell what an article is based on

    graph: rustworkx.PyDiGraph[str, None] = rustworkx.PyDiGraph()
    nodes = {article: graph.add_node(article) for article in sorted(bases)}
    for article, its_bases in sorted(bases.items()):
        graph.add_edges_from_no_data([(nodes[article], nodes[base]) for base in sorted(its_bases) if base in nodes])
    groups = rustworkx.condensation(graph)
    assert isinstance(groups, rustworkx.PyDiGraph), "a directed graph condenses to one"
    for index in reversed(rustworkx.topological_sort(groups)):
        group: list[str] = groups[index]
        outside = {base for article in group for base in bases.get(article, ())}.difference(group)
        origins = {origin for base in outside for origin in found.get(base, (base,))}
        found |= dict.fromkeys(group, tuple(sorted(origins)) or (min(own[article] for article in group),))
    return found
