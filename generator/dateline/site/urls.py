"""URLs, output paths and relative links: the only module that joins or splits them.

A URL is a site-absolute path, with a slash at both ends for pages: `/actors/trump/`.
"""

from __future__ import annotations

from dateline.content.document import Key

_FOLDERS = {"brief": "/briefs/", "actor": "/actors/", "topic": "/topics/", "publisher": "/sources/", "page": "/"}

HOME = "/"
BRIEFS = "/briefs/"
ACTORS = "/actors/"
TOPICS = "/topics/"
ARCHIVE = "/archive/"
TIMELINE = "/timeline/"
POSITIONS = "/positions/"
JUDGEMENTS = "/judgements/"
NETWORK = "/network/"
SOURCES = "/sources/"
CORRECTIONS = "/corrections/"
SEARCH = "/search/"
NOT_FOUND = "/404.html"
DATA = "/data/"
NAMES = "/data/names.json"
SEARCH_INDEX = "/pagefind/"
SCHEMAS = "/data/schema/"
CALENDAR = "/calendar.ics"
FEEDS = "/feeds.opml"
FEED_STYLE = "/feeds.css"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
ATOM = "feed.xml"
JSON_FEED = "feed.json"
FACTS = "index.json"


def record_url(kind: str, slug: str) -> str:
    """Where the page of a record lies.

    >>> record_url("publisher", "reuters")
    '/sources/reuters/'
    """
    return f"{_FOLDERS[kind]}{slug}/"


def meeting_url(actor_url: str, topic_slug: str) -> str:
    """Where the briefs lie that an actor and a topic share.

    >>> meeting_url("/actors/trump/", "ceasefire")
    '/actors/trump/on/ceasefire/'
    """
    return f"{actor_url}on/{topic_slug}/"


def month_url(month: str) -> str:
    """The archive of a month `YYYY-MM`."""
    return f"{ARCHIVE}{month.replace('-', '/')}/"


def numbered_url(url: str, number: int) -> str:
    """Page `number` of the list at `url`; the list's own URL is its first page.

    >>> numbered_url("/actors/trump/", 1), numbered_url("/actors/trump/", 2)
    ('/actors/trump/', '/actors/trump/page/2/')
    """
    return url if number == 1 else f"{url}page/{number}/"


def output_path(url: str) -> str:
    """The file, below the output folder, that a server sends for `url`.

    >>> output_path("/topics/ai/"), output_path("/feed.xml")
    ('topics/ai/index.html', 'feed.xml')
    """
    path = url.removeprefix("/")
    return path + "index.html" if url.endswith("/") or not path else path


def root_from(url: str) -> str:
    """The relative path from the page at `url` to the site's root, so that the folder works under any base path.

    >>> root_from("/"), root_from("/briefs/x/"), root_from("/sitemap.xml")
    ('./', '../../', './')
    """
    return "../" * (url.count("/") - 1) or "./"


def ancestors(url: str) -> list[str]:
    """The URLs of the folders around a page, nearest first, home last.

    >>> ancestors("/archive/2025/02/")
    ['/archive/2025/', '/archive/', '/']
    """
    parts = url.strip("/").split("/") if url.strip("/") else []
    return ["/" + "".join(f"{part}/" for part in parts[:count]) for count in range(len(parts) - 1, -1, -1)]


def owner_name(key: Key) -> str:
    """What state files call a record.

    >>> owner_name(("brief", "x"))
    'brief:x'
    """
    return f"{key[0]}:{key[1]}"
