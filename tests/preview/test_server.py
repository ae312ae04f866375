"""What the preview server answers."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dateline.preview.answers import with_script
from dateline.preview.app import Preview
from dateline.preview.listening import Listening, ServeError
from dateline.preview.session import Session, State, View
from dateline.problems import Problem
from dateline.publish.errors import OutputError
from dateline.search import pagefind
from support import MINIMAL, NOW, request_for, write_site

FILES = {
    "index.html": "<p>home</body>",
    "404.html": "<p>not here</body>",
    "feed.xml": "<feed/>",
    "topics/index.html": "<p>topics</body>",
}
SCRIPT = '<script type="module" src="/_dateline/preview.js"></script>\n'
HOME, TOPICS, NOT_HERE = (f"<p>{text}{SCRIPT}</body>" for text in ("home", "topics", "not here"))


class Site:
    """A folder that is being served."""

    def __init__(self, preview: Preview, listening: Listening, missing: list[str]) -> None:
        self.session = preview.session
        self.folder = preview.session.folder
        self.preview = preview
        self.listening = listening
        self.missing = missing

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.listening.port), timeout=10)

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> tuple[HTTPResponse, str]:
        """The answer, and the text in it; `If_None_Match="x"` sends a header."""
        connection = HTTPConnection("127.0.0.1", self.listening.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.putrequest(method, path, skip_host="Host" in named, skip_accept_encoding=True)
            for name, value in {**named, **({"Content-Length": str(len(body))} if body else {})}.items():
                connection.putheader(name, value)
            connection.endheaders(body.encode() or None)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()


def serving(session: Session) -> Iterator[Site]:
    missing: list[str] = []
    listening = Listening("127.0.0.1", 0)
    preview = Preview(session, listening, "edit://{path}:{line}:{column}", missing.append)
    config = uvicorn.Config(preview.app(), lifespan="off", log_config=None, server_header=False, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening.socket],))
    thread.start()
    yield Site(preview, listening, missing)
    server.should_exit = True
    preview.end()
    thread.join()
    listening.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Files that somebody put into the folder of the preview."""
    request = request_for(tmp_path, output=write_site(tmp_path / "output", FILES))
    session = Session(request, lambda: NOW, View())
    session.state = State(version=1, is_built=True)
    yield from serving(session)


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Site]:
    """A site of one brief that was built, below a base path."""
    settings = {"site.yaml": "title: Desk\nbase_url: https://desk.example/project\n"}
    root = write_site(tmp_path / "site", {**MINIMAL, **settings})
    session = Session(request_for(root, output=root / ".dateline/preview", is_preview=True), lambda: NOW, View())
    session.rebuild()
    yield from serving(session)


def test_page_comes_with_its_type_and_length(site: Site) -> None:
    answer, text = site.ask("/topics/?from=feed#top")

    assert (answer.status, text) == (200, TOPICS)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(TOPICS))
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

    assert (answer.status, text) == (404, NOT_HERE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert site.missing == ["/no/such/page/"]


def test_missing_page_of_a_site_without_404_page_is_missing_all_the_same(site: Site) -> None:
    (site.folder / "404.html").unlink()

    answer, text = site.ask("/x")

    assert (answer.status, text) == (404, "404 Nothing is here.\n")


def test_404_page_is_given_anew_even_to_a_reader_that_has_it(site: Site) -> None:
    answer, text = site.ask("/x", If_None_Match="*", If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT")

    assert (answer.status, text) == (404, NOT_HERE)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_allowed(site: Site, method: str) -> None:
    answer, _ = site.ask("/", method)

    assert answer.status == 405
    assert {"GET", "HEAD"} == set(answer.headers["Allow"].split(", "))


def test_body_of_a_request_is_not_taken_for_the_next_one(site: Site) -> None:
    smuggled = b"GET /topics/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with site.connect() as connection:
        head = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        connection.sendall(head % len(smuggled) + smuggled)
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

    assert (answer.status, text) == (200, with_script(b"<p>next").decode())


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
        assert connection.recv(4096).split()[1] == b"403"


def test_server_for_others_answers_to_its_addresses_but_to_no_other_name() -> None:
    listening = Listening("0.0.0.0", 0)
    assert listening.url.startswith("http://127.0.0.1:")
    assert listening.is_own_name("192.0.2.7:8000")
    assert listening.is_own_name("localhost")
    assert not listening.is_own_name("evil.example")
    assert not listening.is_for_this_machine
    listening.close()


def test_server_answers_to_the_name_that_it_was_given() -> None:
    listening = Listening("LOCALHOST", 0)
    assert listening.is_own_name("localhost.:80")
    assert not listening.is_own_name("evil.example")
    listening.close()


def test_reader_that_goes_away_disturbs_nobody(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    (site.folder / "large.bin").write_bytes(bytes(20_000_000))
    with site.connect() as connection:
        connection.sendall(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(10)

    assert site.ask("/")[0].status == 200
    assert capfd.readouterr().err == ""


def test_port_in_use_is_named() -> None:
    first = Listening("127.0.0.1", 0)
    first_port = first.port
    with pytest.raises(ServeError) as caught:
        Listening("127.0.0.1", first_port)
    first.close()

    assert caught.value.message == f"port {first_port} of 127.0.0.1 is in use"
    assert caught.value.hint == "name another one with --port, or let `--port 0` find a free one"


def test_address_of_another_machine_is_named() -> None:
    with pytest.raises(ServeError, match=r"192\.0\.2\.7 is no address of this machine"):
        Listening("192.0.2.7", 0)


def test_host_that_is_no_name_is_named() -> None:
    with pytest.raises(ServeError, match=r"there is no address called 'no\.\.name'"):
        Listening("no..name", 0)


@pytest.mark.parametrize(
    ("wanted", "status", "text", "place"),
    [
        ("bytes=0-2", 206, "<fe", "bytes 0-2/7"),
        ("bytes=5-", 206, "/>", "bytes 5-6/7"),
        ("bytes=-3", 206, "d/>", "bytes 4-6/7"),
        ("bytes=2-99", 206, "eed/>", "bytes 2-6/7"),
        ("bytes=7-", 416, "", "bytes */7"),
        ("bytes=0-1,3-4", 200, "<feed/>", None),
        ("bytes=-", 200, "<feed/>", None),
        ("lines=1-2", 200, "<feed/>", None),
    ],
)
def test_a_part_of_a_file(site: Site, wanted: str, status: int, text: str, place: str | None) -> None:
    answer, got = site.ask("/feed.xml", Range=wanted)

    assert (answer.status, got, answer.headers["Content-Range"]) == (status, text, place)


def test_a_part_of_a_file_that_changed_meanwhile_is_all_of_it(site: Site) -> None:
    tag = site.ask("/feed.xml")[0].headers["ETag"]

    assert site.ask("/feed.xml", Range="bytes=0-2", If_Range=tag)[0].status == 206
    assert site.ask("/feed.xml", Range="bytes=0-2", If_Range='"older"')[0].status == 200


def told(site: Site) -> dict[str, Any]:
    """What an open page is told first."""
    with site.connect() as connection, connection.makefile("r", encoding="utf-8") as lines:
        connection.sendall(b"GET /_dateline/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        line = next(line for line in lines if line.startswith("data: "))
    values: dict[str, Any] = json.loads(line.removeprefix("data: "))
    return values


def test_the_site_lies_below_its_base_path(built: Site) -> None:
    assert built.ask("/project/")[0].status == 200
    assert built.ask("/")[0].headers["Location"] == "/project/"
    assert built.ask("/briefs/first/")[0].status == 404
    assert built.ask("/project/briefs/first")[0].headers["Location"] == "/project/briefs/first/"


def test_the_script_is_in_the_answer_and_not_in_the_folder(built: Site) -> None:
    assert SCRIPT in built.ask("/project/")[1]
    assert "_dateline" not in (built.folder / "index.html").read_text(encoding="utf-8")
    for name, kind in (("preview.js", "text/javascript"), ("preview.css", "text/css")):
        answer, text = built.ask(f"/_dateline/{name}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
        assert text
    assert built.ask("/_dateline/session.py")[0].status == 404


def test_problems_are_told_and_the_last_good_page_stays(built: Site) -> None:
    brief = built.session.root / "content/briefs/first.md"
    brief.write_text(brief.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    built.session.rebuild()

    state = told(built)
    problem = next(one for one in state["problems"] if one["code"] == "unknown-field")
    assert state["version"] == 2
    assert problem["place"] == "content/briefs/first.md:2:1"
    assert problem["hint"] == "did you mean 'title'?"
    assert problem["open"] == f"edit://{brief.as_posix()}:2:1"
    assert "Ministers sign a deal" in built.ask("/project/briefs/first/")[1]


def test_a_site_that_never_was_built_shows_its_problems(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", {**MINIMAL, "site.yaml": "titel: x\n"})
    session = Session(request_for(root, output=root / ".dateline/preview"), lambda: NOW, View())
    session.rebuild()
    for site in serving(session):
        answer, text = site.ask("/briefs/first/")
        assert (answer.status, SCRIPT in text) == (200, True)
        assert told(site)["problems"][0]["place"].startswith("site.yaml")


def test_drafts_are_shown_on_demand_and_said_to_be_none_of_the_publics(built: Site) -> None:
    draft = str(MINIMAL["content/briefs/first.md"]).replace("date:", "status: draft\ndate:")
    write_site(built.session.root, {"content/briefs/draft.md": draft})
    built.session.rebuild()
    assert built.ask("/project/briefs/draft/")[0].status == 404

    own = built.listening.url
    answer, _ = built.ask("/_dateline/view", "POST", '{"drafts": true, "audience": null, "as_of": null}', Origin=own)

    assert answer.status == 200
    assert built.ask("/project/briefs/draft/")[0].status == 200
    assert told(built)["unpublished"]["/project/briefs/draft/"]["why"] == "its status is draft"


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:1", "null", ""])
def test_no_page_of_others_may_switch_the_view(built: Site, origin: str) -> None:
    answer, _ = built.ask("/_dateline/view", "POST", '{"drafts": true, "audience": null, "as_of": null}', Origin=origin)

    assert answer.status == 403
    assert built.session.view == View()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"drafts": 1}', '{"drafts": true, "audience": "x"}', "\0", '"x"'])
def test_a_view_that_is_none_is_refused(built: Site, body: str) -> None:
    answer, _ = built.ask("/_dateline/view", "POST", body, Origin=built.listening.url)

    assert (answer.status, built.session.view) == (400, View())


def test_an_open_page_hears_of_each_build(built: Site) -> None:
    with built.connect() as connection, connection.makefile("r", encoding="utf-8") as lines:
        connection.sendall(b"GET /_dateline/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        events = (json.loads(line[6:]) for line in lines if line.startswith("data: "))
        assert next(events)["version"] == 1
        built.session.rebuild()
        built.preview.tell()
        assert next(events)["version"] == 2


def test_the_page_that_is_looked_at_is_new_before_the_others_are_made(
    built: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief, css = built.session.root / "content/briefs/first.md", "themes/default/assets/site.css"
    brief.write_text(brief.read_text(encoding="utf-8").replace("two owners", "new owners"), encoding="utf-8")
    write_site(built.session.root, {css: "main { color: black }\n"})
    seen = []

    def look(*_: object, **__: object) -> tuple[Problem, ...]:
        """In place of making the other pages: what readers get meanwhile."""
        page, asset = (built.ask(path)[1] for path in ("/project/briefs/first/", "/project/actors/ukraine/"))
        style = next(part for part in page.split('"') if "assets/site." in part)
        seen.append((page, asset, built.ask(f"/project/{style.removeprefix('../../')}")[1], told(built)["version"]))
        raise OutputError("the disk is full", "make room")

    monkeypatch.setattr("dateline.build.fill", look)
    with built.connect() as connection, connection.makefile("r", encoding="utf-8") as lines:
        page = b"/_dateline/events?page=%2Fproject%2Fbriefs%2Ffirst%2F"
        connection.sendall(b"GET " + page + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert next(line for line in lines if line.startswith("data: "))
        asyncio.run(built.preview.rebuild())

    ((early, other, style, version),) = seen
    assert "new owners" in early
    assert "new owners" not in other
    assert style == "main { color: black }\n"
    assert version == 2
    assert "two owners" in built.ask("/project/briefs/first/")[1]
    assert told(built)["fault"]


def test_a_fault_of_our_own_is_told_and_the_next_build_is_tried(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> tuple[Problem, ...]:
        raise KeyError("x")

    with monkeypatch.context() as broken:
        broken.setattr("dateline.build.fill", fail)
        built.session.rebuild()
        assert told(built)["fault"] == "a fault in Dateline itself: KeyError('x')"
        assert built.ask("/project/briefs/first/")[0].status == 200

    built.session.rebuild()
    assert told(built)["fault"] == ""


def test_search_finds_what_the_preview_shows(built: Site) -> None:
    if pagefind() is None:
        pytest.skip("NOT TESTED: search in the preview; the extra `search` is not installed")
    answer, text = built.ask("/project/pagefind/pagefind.js")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert text
    entry = built.ask("/project/pagefind/pagefind-entry.json")[1]

    brief = built.session.root / "content/briefs/first.md"
    brief.write_text(brief.read_text(encoding="utf-8").replace("joint fund", "common chest"), encoding="utf-8")
    built.session.rebuild()

    assert json.loads(built.ask("/project/pagefind/pagefind-entry.json")[1]) != json.loads(entry)
    assert built.ask("/project/pagefind/nothing")[0].status == 404
    assert not (built.folder / "pagefind").exists()


def test_a_preview_neither_reads_nor_writes_state(built: Site) -> None:
    assert not (built.session.root / "state").exists()
    assert not (built.session.root / "output").exists()


def test_who_waits_longer_than_the_server_ends_is_let_go(built: Site) -> None:
    with built.connect() as connection:
        connection.sendall(b"GET /_dateline/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.2)
        built.preview.end()
        while connection.recv(4096):
            pass
