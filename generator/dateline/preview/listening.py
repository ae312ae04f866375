"""Where the preview listens, and which names it answers to."""

from __future__ import annotations

import errno
import ipaddress
import socket
from urllib.parse import urlsplit

_OTHER_PORT = "name another one with --port, or let `--port 0` find a free one"


class ServeError(Exception):
    """The server cannot listen. `message` says where and why, `hint` what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Listening:
    """A socket that listens from the start; port 0 takes a free one. Raises ServeError if it cannot."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        try:
            family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            self.socket = socket.socket(family, socket.SOCK_STREAM)
            # A port that another program listens on is taken, and not shared; one that was left a moment ago is free.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                self.socket.bind((str(address[0]), port))
                self.socket.listen(128)
            except BaseException:
                self.socket.close()
                raise
        except (OSError, OverflowError, UnicodeError) as error:
            raise _cannot_listen(host, port, error) from None

    def close(self) -> None:
        self.socket.close()

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it, without a slash at the end."""
        address = self._address
        host = self.host
        if address.is_unspecified:
            host = "127.0.0.1" if address.version == 4 else "::1"
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def is_for_this_machine(self) -> bool:
        """Whether nobody else can reach it."""
        return self._address.is_loopback

    @property
    def _address(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
        return ipaddress.ip_address(str(self.socket.getsockname()[0]))

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
            return address.is_loopback or not self.is_for_this_machine
        return name in (self.host.lower(), "localhost") or name.endswith(".localhost")

    def is_own_page(self, origin: str | None) -> bool:
        """Whether an Origin header names a page that this server gave."""
        try:
            parts = urlsplit(origin or "")
            return parts.scheme == "http" and (parts.port or 80) == self.port and self.is_own_name(parts.netloc)
        except ValueError:
            return False


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
