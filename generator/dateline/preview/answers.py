"""A found file as an HTTP answer: conditional requests, ranges, and the preview's own script in pages."""

from __future__ import annotations

import re
from email.utils import formatdate, parsedate_to_datetime

from starlette.datastructures import Headers
from starlette.responses import Response

from dateline.preview.files import Found
from dateline.publish.media_types import media_type

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Drafts are no business of other sites that are open in the same browser.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Server": "Dateline",
}
OWN = "/_dateline/"
"""What the preview adds lies below this address; no site has pages there, for slugs start with a letter or digit."""
_SCRIPT = f'<script type="module" src="{OWN}preview.js"></script>\n'.encode()
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def say(status: int, text: str, **headers: str) -> Response:
    """A short answer in words."""
    return Response(f"{status} {text}\n", status, {**ALWAYS, **headers}, media_type="text/plain")


def file_answer(found: Found, asked: Headers, status: int = 200) -> Response:
    """The answer that gives a file; closes it."""
    with found.stream as stream:
        body = stream.read()
    facts = found.status
    if found.media_type.startswith("text/html"):
        body = with_script(body)
    headers = {**ALWAYS, "Content-Type": found.media_type}
    if status != 200:
        return Response(body, status, headers)
    tag = f'"{facts.st_ino:x}-{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    headers |= {"ETag": tag, "Last-Modified": formatdate(facts.st_mtime, usegmt=True), "Accept-Ranges": "bytes"}
    if _has(asked, tag, int(facts.st_mtime)):
        return Response(status_code=304, headers={**ALWAYS, "ETag": tag})
    wanted = asked.get("range")
    if wanted is None or asked.get("if-range") not in (None, tag):
        return Response(body, 200, headers)
    return _part(body, wanted, headers)


def data_answer(data: bytes, path: str) -> Response:
    """The answer that gives what lies in no file; a reader asks for it anew each time."""
    kind = media_type(path if not path.endswith("/") else "index.html")
    body = with_script(data) if kind.startswith("text/html") else data
    return Response(body, 200, {**ALWAYS, "Content-Type": kind})


def with_script(page: bytes) -> bytes:
    """A page with the script of the preview at its end."""
    before, end, after = page.rpartition(b"</body>")
    return before + _SCRIPT + end + after if end else page + _SCRIPT


def _has(asked: Headers, tag: str, changed: int) -> bool:
    """Whether the reader has this file already. The tag decides where there is one: times are only of seconds."""
    if tags := asked.get("if-none-match"):
        return tags.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in tags.split(",")]
    since = asked.get("if-modified-since")
    try:
        return since is not None and changed <= parsedate_to_datetime(since).timestamp()
    except (ValueError, OverflowError):
        return False


def _part(body: bytes, wanted: str, headers: dict[str, str]) -> Response:
    """One stretch of a file (RFC 9110, 14.2); all of it for what asks for several, or is no range of bytes."""
    found = _RANGE.fullmatch(wanted.strip())
    if found is None or found.groups() == ("", ""):
        return Response(body, 200, headers)
    first, last = found.groups()
    start = int(first) if first else max(0, len(body) - int(last))
    stop = min(len(body), int(last) + 1) if first and last else len(body)
    if start >= stop:
        return Response(status_code=416, headers={**ALWAYS, "Content-Range": f"bytes */{len(body)}"})
    return Response(body[start:stop], 206, {**headers, "Content-Range": f"bytes {start}-{stop - 1}/{len(body)}"})
