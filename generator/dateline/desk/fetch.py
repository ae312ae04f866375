"""Fetching: the one place that reads from the network, within bounds of size, time and where it may be led."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from msgspec import Struct

from dateline import __version__
from dateline.desk.errors import DeskError
from dateline.problems import quote

MAX_BYTES = 5_000_000
"""The most that is read of one address."""
SECONDS = 30.0
"""How long fetching may take as a whole."""
_REDIRECTS = 5
_WAIT = 15.0
_CHUNK = 65_536
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


class Fetched(Struct, frozen=True):
    """What an address gave: the bytes, what they are said to be, and where they came from in the end."""

    data: bytes
    content_type: str
    url: str


def fetch(url: str, *, seconds: float = SECONDS, max_bytes: int = MAX_BYTES) -> Fetched:
    """What is at an http or https address. Raises DeskError, which says what was in the way.

    Proxies of the environment are used. A public address may not lead on to a private one.
    """
    _check_scheme(url)
    trail = _Trail(time.monotonic() + seconds)
    headers = {"User-Agent": f"dateline/{__version__}", "Accept": _ACCEPT, "Accept-Encoding": "identity"}
    with _explained(url, trail), trail.watched(seconds):
        with _opener(trail).open(Request(url, headers=headers), timeout=_WAIT) as response:  # noqa: S310  (see _opener)
            data = b"".join(_within(_chunks(response), max_bytes, url))
            if response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip"):
                data = _unpacked(data, max_bytes, url)
        trail.check()
        return Fetched(data, response.headers.get("Content-Type", ""), response.url)


class _Refused(Exception):
    """Where an address leads is no place to go; its text says why."""


class _Trail:
    """One fetch: when it has to be over, its open socket, and whether it has left this network."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._socket: socket.socket | None = None
        self._was_public = False

    @contextmanager
    def watched(self, seconds: float) -> Iterator[None]:
        """Break a connection off at the deadline, even if it sends a byte now and then."""
        timer = threading.Timer(seconds, self._break_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._deadline

    def check(self) -> None:
        if self.is_over:
            raise TimeoutError

    def follow(self, connected: socket.socket, *, is_proxy: bool) -> None:
        """Note a connection; _Refused where a public address has led to a private one."""
        self.check()
        self._socket = connected
        if is_proxy:
            return
        is_public = ip_address(connected.getpeername()[0].partition("%")[0]).is_global
        if self._was_public and not is_public:
            raise _Refused("it leads from the internet into a private network")
        self._was_public = self._was_public or is_public

    def _break_off(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # it is closed already
                self._socket.shutdown(socket.SHUT_RDWR)


def _opener(trail: _Trail) -> OpenerDirector:
    """An opener that knows http and https, and nothing else: no files, no FTP, no data in addresses."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _Redirects(),
        _Http(trail),
        _Https(trail),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirects, to http and https only."""

    max_redirections = _REDIRECTS
    max_repeats = 2

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        if urlsplit(newurl).scheme.lower() not in ("http", "https"):
            fp.close()
            raise _Refused(f"it leads to {quote(newurl)}, which is no http or https address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Http(HTTPHandler):
    def __init__(self, trail: _Trail) -> None:
        super().__init__()
        self._trail = trail

    def http_open(self, req: Request) -> HTTPResponse:
        trail, is_proxy = self._trail, req.has_proxy()

        class Connection(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                trail.follow(self.sock, is_proxy=is_proxy)

        return self.do_open(Connection, req)


class _Https(HTTPSHandler):
    def __init__(self, trail: _Trail) -> None:
        super().__init__()
        self._trail = trail

    def https_open(self, req: Request) -> HTTPResponse:
        trail, is_proxy = self._trail, bool(getattr(req, "_tunnel_host", None))

        class Connection(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                trail.follow(self.sock, is_proxy=is_proxy)

        return self.do_open(Connection, req, context=ssl.create_default_context())


def _chunks(response: HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read1(_CHUNK):
        yield chunk
    if response.length:
        raise HTTPException("the connection broke off")


def _within(chunks: Iterator[bytes], max_bytes: int, url: str) -> Iterator[bytes]:
    read = 0
    for chunk in chunks:
        read += len(chunk)
        if read > max_bytes:
            raise DeskError(f"{quote(url)} has more than {max_bytes / 1e6:g} MB", "is it a feed at all?")
        yield chunk


def _unpacked(data: bytes, max_bytes: int, url: str) -> bytes:
    """Data that a server packed without being asked to."""
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    unpacked = unpack.decompress(data, max_bytes)
    if unpack.unconsumed_tail:
        raise DeskError(f"{quote(url)} unpacks to more than {max_bytes / 1e6:g} MB", "is it a feed at all?")
    return unpacked


def _check_scheme(url: str) -> None:
    try:
        parts = urlsplit(url)
        sound = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if not sound:
        raise DeskError(f"{quote(url)} is no http or https address", "only such addresses are fetched")
    if "@" in parts.netloc:
        raise DeskError(f"{quote(url)} holds a user name or a password", "leave it out: it would be sent in the open")


@contextmanager
def _explained(url: str, trail: _Trail) -> Iterator[None]:
    """Turn what the network says into what a user can act on."""
    shown = quote(url, 200)
    try:
        yield
    except HTTPError as error:
        error.close()
        hint = "look at it in a browser" if error.code < 500 else "try again later"
        raise DeskError(f"{shown} answers {error.code} {error.reason}", hint) from None
    except _Refused as error:
        raise DeskError(
            f"{shown} was not fetched: {error}", "give the address that it leads to, if you trust it"
        ) from None
    except (URLError, HTTPException, OSError, ValueError, zlib.error) as error:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, _Refused):
            raise DeskError(f"{shown} was not fetched: {reason}") from None
        if trail.is_over or isinstance(reason, TimeoutError):
            raise DeskError(f"{shown} does not answer in time", "try again later") from None
        told = str(reason) or type(reason).__name__
        raise DeskError(f"{shown} cannot be fetched: {told}", "check the address and the connection") from None
