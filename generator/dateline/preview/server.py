"""The preview server: a folder over HTTP on this machine, as a static host would serve it."""

from __future__ import annotations

import errno
import ipaddress
import shutil
import socket
import socketserver
import sys
from collections.abc import Callable
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dateline.preview.files import Found, Moved, find

_PLAIN = "text/plain; charset=utf-8"
_READING = ("GET", "HEAD")
_OTHER_PORT = "name another one with --port, or let `--port 0` find a free one"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Drafts are no business of other sites that are open in the same browser.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class ServeError(Exception):
    """The server cannot listen. `message` says where and why, `hint` what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class PreviewServer(ThreadingHTTPServer):
    """Serves `folder`, whatever that is at the time of a request.

    Use it as `with PreviewServer(...) as server: server.serve_forever()`. It listens from the start. Port 0 takes a
    free one; `url` has the one that it is. `on_missing` is told each path that there is nothing for, in a thread of
    the request. Raises ServeError if it cannot listen.
    """

    daemon_threads = True
    # A port that another program listens on is taken, and not shared.
    allow_reuse_port = False

    def __init__(
        self, folder: Path, *, host: str, port: int, on_missing: Callable[[str], None] = lambda _path: None
    ) -> None:
        self.folder = folder
        self.host = host
        self.on_missing = on_missing
        try:
            family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            self.address_family = family
            super().__init__((str(address[0]), port), _Handler)
        except (OSError, OverflowError, UnicodeError) as error:
            raise _cannot_listen(host, port, error) from None

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        address = ipaddress.ip_address(str(self.server_address[0]))
        host = self.host
        if address.is_unspecified:
            host = "127.0.0.1" if address.version == 4 else "::1"
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_address[1]}/"

    def server_bind(self) -> None:
        """Bind without asking for this machine's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.host, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a reader that went away: that is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def is_own_name(self, host: str | None) -> bool:
        """Whether a Host header names this server.

        A page elsewhere can have its own name point to this machine and then read what is served here as if it were
        its own (DNS rebinding). It cannot do so with an address, with `localhost`, or with the name that we were given.
        """
        try:
            name = urlsplit(f"//{host}").hostname if host else None
        except ValueError:
            return False
        if not name:
            return False
        name = name.removesuffix(".")
        if address := _as_address(name):
            return address.is_loopback or not self._listens_here_only
        return name in (self.host.lower(), "localhost") or name.endswith(".localhost")

    @property
    def _listens_here_only(self) -> bool:
        return ipaddress.ip_address(str(self.server_address[0])).is_loopback


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            # Nobody reads that body, and it must not be taken for the next request.
            self.close_connection = True
        if self.command not in _READING:
            self.close_connection = True
            self._say(HTTPStatus.METHOD_NOT_ALLOWED, "This server only reads.", Allow=", ".join(_READING))
        elif not self.server.is_own_name(self.headers.get("Host")):
            text = "This server answers to localhost and to addresses; use --host to give it another name."
            self._say(HTTPStatus.FORBIDDEN, text)
        else:
            self._give()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_GET  # noqa: N815  (the base class finds them by these names)

    def _give(self) -> None:
        path, mark, query = self.path.partition("#")[0].partition("?")
        found = find(self.server.folder, path)
        if isinstance(found, Moved):
            self._say(HTTPStatus.MOVED_PERMANENTLY, "It lies in a folder.", Location=found.path + mark + query)
        elif found is None:
            self.server.on_missing(path)
            self._give_missing()
        else:
            self._give_file(found, HTTPStatus.OK)

    def _give_missing(self) -> None:
        page = find(self.server.folder, "/404.html")
        if isinstance(page, Found):
            self._give_file(page, HTTPStatus.NOT_FOUND)
        else:
            self._say(HTTPStatus.NOT_FOUND, "Nothing is here.")

    def _give_file(self, found: Found, status: HTTPStatus) -> None:
        with found.stream as stream:
            facts = found.status
            tag = f'"{facts.st_ino:x}-{facts.st_mtime_ns:x}-{facts.st_size:x}"'
            if status is HTTPStatus.OK and self._has(tag, int(facts.st_mtime)):
                self._head(HTTPStatus.NOT_MODIFIED, {"ETag": tag})
                return
            headers = {"Content-Type": found.media_type, "Content-Length": str(facts.st_size)}
            if status is HTTPStatus.OK:
                headers |= {"ETag": tag, "Last-Modified": formatdate(facts.st_mtime, usegmt=True)}
            self._head(status, headers)
            if self.command != "HEAD":
                shutil.copyfileobj(stream, self.wfile)

    def _has(self, tag: str, changed: int) -> bool:
        """Whether the reader has this file already. The tag decides where there is one: times are only of seconds."""
        if tags := self.headers.get("If-None-Match"):
            return tags.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in tags.split(",")]
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and changed <= parsedate_to_datetime(since).timestamp()
        except (ValueError, OverflowError):
            return False

    def _say(self, status: HTTPStatus, text: str, **headers: str) -> None:
        body = f"{status} {status.phrase}. {text}\n".encode()
        self._head(status, {"Content-Type": _PLAIN, "Content-Length": str(len(body)), **headers})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, **_ALWAYS}.items():
            self.send_header(name, value)
        self.end_headers()

    def version_string(self) -> str:
        """Name us, without versions."""
        return "Dateline"

    def log_message(self, *_args: object) -> None:
        """Nothing: `on_missing` tells what is worth telling."""


def _as_address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _cannot_listen(host: str, port: int, error: Exception) -> ServeError:
    if isinstance(error, socket.gaierror | UnicodeError):
        return ServeError(f"there is no address called {host!r}", "leave --host out to serve this machine only")
    if not isinstance(error, OSError):
        return ServeError(f"there is no port {port}", _OTHER_PORT)
    match error.errno:
        case errno.EADDRINUSE:
            return ServeError(f"port {port} of {host} is in use", _OTHER_PORT)
        case errno.EADDRNOTAVAIL:
            return ServeError(f"{host} is no address of this machine", "leave --host out to serve this machine only")
        case errno.EACCES:
            return ServeError(f"port {port} is kept for the system", _OTHER_PORT)
    return ServeError(f"cannot listen at port {port} of {host}: {error.strerror or error}", _OTHER_PORT)
