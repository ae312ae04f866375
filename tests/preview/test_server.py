"""What the preview server answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from dateline.preview.server import PreviewServer, ServeError
from support import write_site

FILES = {
    "index.html": "<p>home",
    "404.html": "<p>not here",
    "feed.xml": "<feed/>",
    "topics/index.html": "<p>topics",
}


class Site:
    """A folder that is being served."""

    def __init__(self, folder: Path, server: PreviewServer, missing: list[str]) -> None:
        self.folder = folder
        self.server = server
        self.missing = missing

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
        """The answer, and the text in it; `If_None_Match="x"` sends a header."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.putrequest(method, path, skip_host="Host" in named, skip_accept_encoding=True)
            for name, value in named.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = write_site(tmp_path / "output", FILES)
    missing: list[str] = []
    with PreviewServer(folder, host="127.0.0.1", port=0, on_missing=missing.append) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Site(folder, server, missing)
        server.shutdown()
        thread.join()


def test_page_comes_with_its_type_and_length(site: Site) -> None:
    answer, text = site.ask("/topics/?from=feed#top")

    assert (answer.status, text) == (200, "<p>topics")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Length"] == "9"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Server"] == "Dateline"


def test_head_gives_the_headers_of_get_and_no_body(site: Site) -> None:
    got, _ = site.ask("/feed.xml")
    answer, text = site.ask("/feed.xml", "HEAD")

    assert (answer.status, text) == (200, "")
    assert {**answer.headers, "Date": ""} == {**got.headers, "Date": ""}


def test_folder_without_its_slash_redirects_and_keeps_the_query(site: Site) -> None:
    answer, _ = site.ask("/topics?page=2")

    assert (answer.status, answer.headers["Location"]) == (301, "/topics/?page=2")


def test_redirect_never_leads_to_another_host(site: Site) -> None:
    for path in ("//topics", "///topics", "/%2ftopics", "/\\topics"):
        answer, _ = site.ask(path)
        assert not (answer.headers["Location"] or "/topics/").startswith(("//", "/\\", "http"))


def test_missing_page_gives_the_sites_404_page_and_is_told(site: Site) -> None:
    answer, text = site.ask("/no/such/page/")

    assert (answer.status, text) == (404, "<p>not here")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert site.missing == ["/no/such/page/"]


def test_missing_page_of_a_site_without_404_page_is_missing_all_the_same(site: Site) -> None:
    (site.folder / "404.html").unlink()

    answer, text = site.ask("/x")

    assert (answer.status, text) == (404, "404 Not Found. Nothing is here.\n")


def test_404_page_is_given_anew_even_to_a_reader_that_has_it(site: Site) -> None:
    answer, text = site.ask("/x", If_None_Match="*", If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT")

    assert (answer.status, text) == (404, "<p>not here")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_allowed(site: Site, method: str) -> None:
    answer, _ = site.ask("/", method)

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_body_of_a_request_is_not_taken_for_the_next_one(site: Site) -> None:
    smuggled = b"GET /topics/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with site.connect() as connection:
        head = b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(smuggled)
        connection.sendall(head + smuggled)
        answers = b""
        while data := connection.recv(4096):
            answers += data

    assert answers.count(b"HTTP/1.1 200") == 1
    assert b"topics" not in answers


def test_unchanged_file_is_not_sent_again(site: Site) -> None:
    first, _ = site.ask("/")
    tag, time = first.headers["ETag"], first.headers["Last-Modified"]

    for headers in ({"If_None_Match": f'"x", {tag}'}, {"If_None_Match": f"W/{tag}"}, {"If_Modified_Since": time}):
        answer, text = site.ask("/", **headers)
        assert (answer.status, text, answer.headers["ETag"]) == (304, "", tag)


def test_file_that_changed_within_a_second_is_sent_again(site: Site) -> None:
    first, _ = site.ask("/")
    (site.folder / "new.html").write_text("<p>next")
    (site.folder / "new.html").replace(site.folder / "index.html")

    headers = {"If_None_Match": first.headers["ETag"], "If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    answer, text = site.ask("/", **headers)

    assert (answer.status, text) == (200, "<p>next")


@pytest.mark.parametrize("since", ["yesterday", "", "Mon, 99 Xxx 2025", "Fri, 01 Jan 1999 00:00:00 GMT"])
def test_time_that_is_past_or_unreadable_gives_the_file(site: Site, since: str) -> None:
    answer, _ = site.ask("/", If_Modified_Since=since)

    assert answer.status == 200


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "site.localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_names_of_this_machine_are_answered(site: Site, host: str) -> None:
    assert site.ask("/", Host=host)[0].status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.7", "", "[::1", "localhost@x"]
)
def test_any_other_name_is_refused(site: Site, host: str) -> None:
    answer, text = site.ask("/", Host=host)

    assert answer.status == 403
    assert "home" not in text


def test_request_without_a_host_is_refused(site: Site) -> None:
    with site.connect() as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 403")


def test_server_for_others_answers_to_its_addresses_but_to_no_other_name(tmp_path: Path) -> None:
    with PreviewServer(tmp_path, host="0.0.0.0", port=0) as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert server.is_own_name("192.0.2.7:8000")
        assert server.is_own_name("localhost")
        assert not server.is_own_name("evil.example")


def test_server_answers_to_the_name_that_it_was_given(tmp_path: Path) -> None:
    with PreviewServer(tmp_path, host="LOCALHOST", port=0) as server:
        assert server.is_own_name("localhost.:80")
        assert not server.is_own_name("evil.example")


def test_reader_that_goes_away_disturbs_nobody(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    (site.folder / "large.bin").write_bytes(bytes(20_000_000))
    with site.connect() as connection:
        connection.sendall(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(10)

    assert site.ask("/")[0].status == 200
    assert capfd.readouterr().err == ""


def test_port_in_use_is_named(tmp_path: Path) -> None:
    with PreviewServer(tmp_path, host="127.0.0.1", port=0) as first:
        port = int(first.server_address[1])
        with pytest.raises(ServeError) as caught:
            PreviewServer(tmp_path, host="127.0.0.1", port=port)

    assert caught.value.message == f"port {port} of 127.0.0.1 is in use"
    assert caught.value.hint == "name another one with --port, or let `--port 0` find a free one"


def test_address_of_another_machine_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match=r"192\.0\.2\.7 is no address of this machine"):
        PreviewServer(tmp_path, host="192.0.2.7", port=0)


def test_host_that_is_no_name_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match=r"there is no address called 'no\.\.name'"):
        PreviewServer(tmp_path, host="no..name", port=0)
