"""The page of the reference on output files: what a build writes, by address, and what each file is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.site.data_rows import TABLES
from dateline.site.record_files import FILES

_TABLES = "|".join(TABLES)
_WORDS = {
    "<year>": r"\d{4}",
    "<month>": r"\d{2}",
    "<n>": r"\d+",
    "<hash>": r"[0-9a-f]+",
    "<table>": f"(?:{_TABLES})",
    "<kind>": f"(?:{'|'.join(FILES)})",
}
"""What stands for a variable part of an address; any other name in angle brackets stands for one part of a path."""

PAGES = {
    "/": "The start page: what is new, what moves, what is due.",
    "/briefs/": "All briefs, newest first.",
    "/briefs/page/<n>/": "Further pages of the list, numbered from the oldest.",
    "/briefs/<brief>/": "A brief.",
    "/briefs/<brief>/<n>/": "An earlier version of a brief whose text readers were told has changed.",
    "/actors/": "All actors, by kind.",
    "/actors/<actor>/": "An actor with its briefs, offices, ties and positions.",
    "/actors/<actor>/page/<n>/": "Further pages of its briefs.",
    "/actors/<actor>/on/<topic>/": "The briefs that an actor and a topic share, where there are three.",
    "/topics/": "All topics, as a tree.",
    "/topics/<topic>/": "A topic with its story so far, its questions and its briefs.",
    "/topics/<topic>/page/<n>/": "Further pages of its briefs.",
    "/archive/": "The months in which briefs came out.",
    "/archive/<year>/": "A year's briefs of which no month is known.",
    "/archive/<year>/<month>/": "A month's briefs.",
    "/timeline/": "What happened, by the dates of events.",
    "/positions/": "Where actors stand on topics, and how that moved.",
    "/judgements/": "Estimates: open, due, overdue, settled; how well they did.",
    "/network/": "Which actors appear together, and their ties.",
    "/sources/": "Publishers and their grades.",
    "/sources/<publisher>/": "A publisher and what rests on it.",
    "/sources/<publisher>/page/<n>/": "Further pages of its briefs.",
    "/corrections/": "Every correction, clarification, update and retraction.",
    "/search/": "Search, and an A-Z where there is no JavaScript.",
    "/data/": "The data set, for people.",
    "/<page>/": "A free page (`content/pages/`).",
    "/404.html": "What a host shows for an address that it does not know.",
}
FOR_READERS = {
    "/feed.xml": "Atom feed of the site.",
    "/feed.json": "The same as JSON Feed 1.1.",
    "/actors/<actor>/feed.xml": "Atom feed of an actor; `feed.json` beside it.",
    "/actors/<actor>/feed.json": "JSON Feed of an actor.",
    "/topics/<topic>/feed.xml": "Atom feed of a topic; `feed.json` beside it.",
    "/topics/<topic>/feed.json": "JSON Feed of a topic.",
    "/sources/<publisher>/feed.xml": "Atom feed of a publisher; `feed.json` beside it.",
    "/sources/<publisher>/feed.json": "JSON Feed of a publisher.",
    "/corrections/feed.xml": "Atom feed of corrections; `feed.json` beside it.",
    "/corrections/feed.json": "JSON Feed of corrections.",
    "/feeds.opml": "The list of all feeds, to be imported by a feed reader.",
    "/feeds.css": "What a feed looks like to a person who opens it in a browser.",
    "/calendar.ics": "Horizons of judgements and announced events.",
    "/briefs/<brief>/cite.json": "How to cite a brief, as CSL-JSON.",
    "/briefs/<brief>/cite.bib": "How to cite a brief, as BibTeX.",
    "/briefs/<brief>/cite.ris": "How to cite a brief, as RIS.",
}
FOR_PROGRAMS = {
    "/briefs/<brief>/index.json": "The facts of a brief, and its texts as HTML.",
    "/actors/<actor>/index.json": "The facts of an actor.",
    "/topics/<topic>/index.json": "The facts of a topic.",
    "/data/<table>.json": f"A table as JSON: {', '.join(TABLES)}.",
    "/data/<table>.csv": "The same as CSV.",
    "/data/schema/<table>.json": "JSON Schema of a table.",
    "/data/schema/<kind>.json": f"JSON Schema of the `index.json` of a record: {', '.join(FILES)}.",
    "/data/briefing.sqlite": "All tables in one database, with full-text search.",
    "/data/datapackage.json": "Data Package: what describes all of these.",
    "/data/names.json": "Names of actors and topics, for the search field.",
    "/pagefind/pagefind.js": "Pagefind, which searches.",
    "/pagefind/pagefind-entry.json": "Where its index begins.",
    "/pagefind/pagefind.<hash>.pf_meta": "The list of what can be found.",
    "/pagefind/wasm.<lang>.pagefind": "Pagefind's engine for the language.",
    "/pagefind/index/<hash>.pf_index": "A part of the index.",
    "/pagefind/filter/<hash>.pf_filter": "What results can be narrowed down by.",
    "/pagefind/fragment/<name>.pf_fragment": "The text of one result.",
    "/sitemap.xml": "All addresses, for search engines; in several files where there are more than 50,000.",
    "/sitemap-<n>.xml": "A part of a large sitemap.",
    "/robots.txt": "Leads search engines to the sitemap.",
}
FOR_BROWSERS = {
    "/assets/<file>": "Style sheets, scripts, pictures. Names have the hash of the bytes, so they may be kept.",
    "/card.png": "What stands for the site where its address is shared.",
    "/briefs/<brief>/card.png": "The same for a brief; and for actors, topics and pages.",
    "/actors/<actor>/card.png": "The same for an actor.",
    "/topics/<topic>/card.png": "The same for a topic.",
    "/<page>/card.png": "The same for a free page.",
    "/icon.svg": "The site's icon.",
    "/icon-<n>.png": "The same for the screens of telephones.",
    "/apple-touch-icon.png": "The same for Apple's.",
    "/favicon.ico": "The same for old browsers.",
    "/site.webmanifest": "What a telephone has to know to keep the site among its programs.",
}
FOR_HOSTS = {
    "/_headers": "Headers, for Netlify and Cloudflare Pages.",
    "/_redirects": "Old addresses, for Netlify and Cloudflare Pages.",
    "/.nojekyll": "Tells GitHub Pages to serve the files as they are.",
    "/CNAME": "Tells GitHub Pages the name of the site.",
}
GROUPS = {
    "Pages": PAGES,
    "For readers' programs": FOR_READERS,
    "For other programs": FOR_PROGRAMS,
    "For browsers": FOR_BROWSERS,
    "For the host": FOR_HOSTS,
}
PATTERNS = {pattern: meaning for group in GROUPS.values() for pattern, meaning in group.items()}


def output_files() -> str:
    """The text of the page."""
    parts = [
        "# Output files\n",
        "Every file that a build writes, by its address. `/briefs/<brief>/` is the file `briefs/<brief>/index.html`, "
        "where `<brief>` is the slug of a brief; likewise for others. Records that are hidden have none of these. An "
        "address that was published once and is no page any more holds one that leads on, or says that it is gone.\n",
    ]
    for heading, group in GROUPS.items():
        parts += [f"## {heading}\n", "| address | what it is |\n|---|---|"]
        parts += [f"| `{pattern}` | {meaning} |" for pattern, meaning in group.items()]
        parts += [""]
    return "\n".join(parts)


def patterns_of(path: str) -> Iterator[str]:
    """The patterns that describe a file of an output folder; those that name more of its address come first."""
    url = "/" + path.removesuffix("index.html")
    found = [pattern for pattern in PATTERNS if _expression(pattern).fullmatch(url)]
    yield from sorted(found, key=lambda pattern: pattern.count("<"))


def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(<\w+>)", pattern)
    return re.compile("".join(_WORDS.get(part, "[^/]+") if part.startswith("<") else re.escape(part) for part in parts))
