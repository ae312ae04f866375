"""Fetching from a server on this machine: what is given, and every bound."""

from __future__ import annotations

import gzip
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dateline.desk import fetch as module
from dateline.desk.errors import DeskError
from dateline.desk.fetch import fetch
from feeds import served


@pytest.fixture(autouse=True)
def _without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def raw_server(*pieces: bytes, pause: float = 0.0) -> Iterator[str]:
    """A server that sends pieces of bytes as they are to the first who asks, and then closes the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                try:
                    for piece in pieces:
                        connection.sendall(piece)
                        time.sleep(pause)
                except OSError:
                    pass  # the other side has had enough

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/feed"


def refusal(url: str, **bounds: float) -> str:
    with pytest.raises(DeskError) as caught:
        fetch(url, **bounds)  # type: ignore[arg-type]
    return caught.value.message


def test_bytes_come_with_their_type_and_the_address_they_came_from() -> None:
    answers = {
        "/old": (301, {"Location": "/feed?x=1"}, b""),
        "/feed?x=1": (200, {"Content-Type": "application/rss+xml"}, b"<rss/>"),
    }
    with served(answers) as (base, asked):
        got = fetch(f"{base}/old")

    assert (got.data, got.content_type, got.url) == (b"<rss/>", "application/rss+xml", f"{base}/feed?x=1")
    assert asked == ["/old", "/feed?x=1"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/x",
        "data:text/plain,x",
        "gopher://a.example/",
        "https:///x",
        "http://[::1",
    ],
)
def test_only_http_and_https_addresses_are_fetched(url: str) -> None:
    assert "is no http or https address" in refusal(url)


def test_secrets_in_addresses_are_refused() -> None:
    assert "holds a user name or a password" in refusal("https://me:secret@a.example/feed")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_redirects_out_of_the_web_are_not_followed(target: str) -> None:
    with served({"/": (302, {"Location": target}, b"")}) as (base, _):
        assert re.search(r"which is no http or https address|is not allowed", refusal(f"{base}/"))


def test_redirects_in_a_circle_end() -> None:
    with served({"/a": (302, {"Location": "/b"}, b""), "/b": (302, {"Location": "/a"}, b"")}) as (base, asked):
        assert "answers 302" in refusal(f"{base}/a")
    assert len(asked) <= 6


def test_public_address_may_not_lead_into_a_private_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first server is taken for a public one, as none is within reach of a test."""
    with served({"/secret": (200, {}, b"x")}) as (inner, asked), served({}) as (outer, _):
        port = int(outer.rpartition(":")[2])
        follow = module._Trail.follow  # noqa: SLF001

        def followed(trail: module._Trail, connected: socket.socket, *, is_proxy: bool) -> None:
            follow(trail, connected, is_proxy=is_proxy)
            if connected.getpeername()[1] == port:
                trail._was_public = True  # noqa: SLF001

        monkeypatch.setattr(module._Trail, "follow", followed)  # noqa: SLF001
        with served({"/": (302, {"Location": f"{inner}/secret"}, b"")}) as (start, _):
            port = int(start.rpartition(":")[2])
            assert "leads from the internet into a private network" in refusal(f"{start}/")
    assert asked == []


def test_size_is_bounded_whatever_the_server_claims() -> None:
    with served({"/": (200, {}, b"x" * 2_000)}) as (base, _):
        assert "has more than 0.001 MB" in refusal(f"{base}/", max_bytes=1_000)
    with raw_server(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 2_000) as url:
        assert "has more than 0.001 MB" in refusal(url, max_bytes=1_000)


def test_packed_answers_are_unpacked_within_the_same_bound() -> None:
    packed = {"Content-Encoding": "gzip"}
    answers = {"/": (200, packed, gzip.compress(b"<rss/>")), "/bomb": (200, packed, gzip.compress(bytes(3_000_000)))}
    with served(answers) as (base, _):
        assert fetch(f"{base}/").data == b"<rss/>"
        assert "unpacks to more than 0.1 MB" in refusal(f"{base}/bomb", max_bytes=100_000)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n"])
def test_server_that_trickles_is_left_in_time(head: bytes) -> None:
    start = time.monotonic()
    with raw_server(head, *[b"X-A: x\r\n"] * 100, pause=0.05) as url:
        assert "does not answer in time" in refusal(url, seconds=0.4)
    assert time.monotonic() - start < 3


def test_half_an_answer_is_none() -> None:
    with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>") as url:
        assert "cannot be fetched" in refusal(url)


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 999\r\n\r\n" * 2, b"\x00" * 50])
def test_server_that_speaks_another_language_is_told_of(answer: bytes) -> None:
    with raw_server(answer) as url:
        assert refusal(url).startswith(f"'{url}' ")


def test_status_is_told_with_what_to_do() -> None:
    with served({"/down": (503, {}, b"")}) as (base, _):
        with pytest.raises(DeskError) as gone:
            fetch(f"{base}/gone")
        with pytest.raises(DeskError) as down:
            fetch(f"{base}/down")

    assert (gone.value.message, gone.value.hint) == (f"'{base}/gone' answers 404 Not Found", "look at it in a browser")
    assert (down.value.message, down.value.hint) == (
        f"'{base}/down' answers 503 Service Unavailable",
        "try again later",
    )


def test_nobody_home_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "cannot be fetched" in refusal(f"http://127.0.0.1:{port}/")
