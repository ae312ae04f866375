"""An object store as a target: a real server of moto's on the loopback, reached as any other would be."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any, Self

import pytest

import dateline.deploy.s3
from dateline.deploy.errors import DeployError, Refused
from dateline.deploy.record import RECORD
from deploying import SITE, build, counts, send, settings
from links import broken_links
from support import MINIMAL, build_site, tree, write_site

BUCKET = "desk-live"
BUILD: dict[str, str | bytes] = {**MINIMAL, "content/briefs/second.md": MINIMAL["content/briefs/first.md"]}


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """The port of a store of this module's own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "moto's server ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("moto's server did not start within 30 seconds")


@pytest.fixture
def client(server: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of the store, with one empty bucket in it."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    ask(server, "POST", "/moto-api/reset")
    found = import_module("boto3").client("s3", endpoint_url=f"http://127.0.0.1:{server}", region_name="us-east-1")
    found.create_bucket(Bucket=BUCKET)
    yield found
    found.close()


def ask(port: int, method: str, path: str) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path)
    assert connection.getresponse().status == 200
    connection.close()


@pytest.fixture
def site(tmp_path: Path, server: int) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    configure(root, server)
    return root


def configure(root: Path, port: int, prefix: str = "") -> None:
    extra = f", prefix: {prefix}" if prefix else ""
    target = f"{{type: s3, bucket: {BUCKET}, endpoint: 'http://127.0.0.1:{port}'{extra}}}"
    (root / "site.yaml").write_text(settings(live=target))


def objects(client: Any) -> dict[str, bytes]:
    """The bytes of every object but the record."""
    listed = client.list_objects_v2(Bucket=BUCKET).get("Contents", ())
    keys = [entry["Key"] for entry in listed if not entry["Key"].endswith(RECORD)]
    return {key: client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}


class Proxy(ThreadingHTTPServer):
    """Between a deploy and the store: notes what is asked, and answers in the store's place where `instead` says so."""

    daemon_threads = True

    def __init__(self, port: int, instead: Callable[[str, int], int | None] = lambda _asked, _number: None) -> None:
        super().__init__(("127.0.0.1", 0), _Relay)
        self.behind = port
        self.instead = instead
        self.asked: list[str] = []
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def sent(self, method: str) -> list[str]:
        return sorted(path for one, _, path in (line.partition(" ") for line in self.asked) if one == method)


class _Relay(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"

    def relay(self) -> None:
        asked = f"{self.command} {self.path.partition('?')[0].removeprefix(f'/{BUCKET}/')}"
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.server.lock:
            self.server.asked.append(asked)
            status = self.server.instead(asked, len(self.server.asked))
        if status is not None:
            self.close_connection = True
            if status:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
            return
        connection = HTTPConnection("127.0.0.1", self.server.behind, timeout=30)
        connection.request(self.command, self.path, body, dict(self.headers.items()))
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "server", "date"):
                self.send_header(name, value)
        if "content-length" not in {name.lower() for name, _ in answer.getheaders()}:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = relay  # noqa: N815  (what http.server looks for)

    def log_message(self, *_: object) -> None:
        pass


def test_second_run_uploads_nothing_and_an_edit_only_what_it_changed(site: Path, client: Any, server: int) -> None:
    build(site, SITE)
    with Proxy(server) as proxy:
        configure(site, proxy.port)
        assert counts(send(site, "live")) == (6, 0, 0, 0)
        assert objects(client) == SITE

        proxy.asked.clear()
        assert counts(send(site, "live")) == (0, 0, 0, 6)
        assert {line.partition(" ")[0] for line in proxy.asked} == {"GET"}

        build(site, {**SITE, "index.html": b"new"})
        proxy.asked.clear()
        assert counts(send(site, "live")) == (0, 1, 0, 5)
        assert proxy.sent("PUT") == [RECORD, RECORD, "index.html"]
        assert objects(client) == {**SITE, "index.html": b"new"}


def test_objects_have_the_headers_that_readers_need(site: Path, client: Any) -> None:
    build(site, SITE)
    send(site, "live")

    def headers(key: str) -> tuple[str, ...]:
        answer = client.head_object(Bucket=BUCKET, Key=key)
        return answer["ContentType"], answer["CacheControl"], answer.get("WebsiteRedirectLocation", "")

    shortly = "public, max-age=60, must-revalidate"
    assert headers("assets/site.0123abcd.css") == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
        "",
    )
    assert headers("index.html") == ("text/html; charset=utf-8", shortly, "")
    assert headers("feed.xml") == ("application/xml; charset=utf-8", shortly, "")
    assert headers("old/index.html") == (
        "text/html; charset=utf-8",
        shortly,
        "https://desk.example/news/briefs/x/",
    )


def test_redirect_that_leads_elsewhere_is_sent_though_its_bytes_are_the_same(site: Path, client: Any) -> None:
    build(site, SITE)
    send(site, "live")
    build(site, SITE, redirects={"/old/": "/"})

    assert send(site, "live").changes.changed == ("old/index.html",)
    answer = client.head_object(Bucket=BUCKET, Key="old/index.html")
    assert answer["WebsiteRedirectLocation"] == "https://desk.example/news/"


def test_assets_come_first_then_pages_then_feeds_and_deletions_last(site: Path, client: Any, server: int) -> None:
    build(site, {"stale.html": b"stale"})
    send(site, "live")
    build(site, SITE)
    with Proxy(server) as proxy:
        configure(site, proxy.port)
        send(site, "live")

    written = [line for line in proxy.asked if not line.startswith(("GET", "HEAD"))]
    assert written[0] == written[-1] == f"PUT {RECORD}"
    assert written[1] == "PUT assets/site.0123abcd.css"
    assert set(written[2:5]) == {"PUT index.html", "PUT briefs/x/index.html", "PUT old/index.html"}
    assert set(written[5:7]) == {"PUT feed.xml", "PUT sitemap.xml"}
    assert written[7] == "DELETE stale.html"


def test_only_what_is_ours_below_the_prefix_is_touched(site: Path, client: Any, server: int) -> None:
    theirs = {"theirs.txt": b"1", "news/theirs.txt": b"2", "newsletter/index.html": b"3"}
    for key, data in theirs.items():
        client.put_object(Bucket=BUCKET, Key=key, Body=data)
    configure(site, server, prefix="news/")
    build(site, SITE)
    send(site, "live")
    build(site, {"index.html": b"only"})

    assert counts(send(site, "live")) == (0, 1, 5, 0)
    assert objects(client) == {**theirs, "news/index.html": b"only"}


def test_object_of_somebody_else_stops_the_deploy_before_anything_is_written(site: Path, client: Any) -> None:
    client.put_object(Bucket=BUCKET, Key="index.html", Body=b"theirs")
    build(site, SITE)

    with pytest.raises(Refused) as caught:
        send(site, "live")
    assert caught.value.message == (
        f"s3://{BUCKET}/ holds files that Dateline did not put there, where the site has its own: index.html"
    )
    assert objects(client) == {"index.html": b"theirs"}

    send(site, "live", adopt=True)
    assert objects(client) == SITE


def test_lost_record_costs_no_upload_and_no_deletion(site: Path, client: Any) -> None:
    """The objects themselves say that they are ours, and what they hold."""
    build(site, SITE)
    send(site, "live")
    client.delete_object(Bucket=BUCKET, Key=RECORD)
    build(site, {**SITE, "index.html": b"new"})

    assert counts(send(site, "live")) == (0, 1, 0, 5)
    assert objects(client) == {**SITE, "index.html": b"new"}


def test_object_that_was_changed_or_lost_comes_back(site: Path, client: Any) -> None:
    build(site, SITE)
    send(site, "live")
    client.put_object(Bucket=BUCKET, Key="index.html", Body=b"defaced")
    client.delete_object(Bucket=BUCKET, Key="feed.xml")

    assert counts(send(site, "live")) == (1, 1, 0, 4)
    assert objects(client) == SITE


def test_dry_run_writes_nothing(site: Path, client: Any) -> None:
    build(site, SITE)

    assert counts(send(site, "live", dry_run=True)) == (6, 0, 0, 0)
    assert client.list_objects_v2(Bucket=BUCKET).get("Contents") is None


def test_store_that_fails_for_a_moment_is_asked_again(site: Path, client: Any, server: int) -> None:
    build(site, SITE)
    failed: set[str] = set()

    def once(asked: str, _number: int) -> int | None:
        """Each upload fails at first: by an answer, or by a connection that breaks."""
        if not asked.startswith("PUT") or asked in failed:
            return None
        failed.add(asked)
        return 503 if len(failed) % 2 else 0

    with Proxy(server, once) as proxy:
        configure(site, proxy.port)
        assert counts(send(site, "live")) == (6, 0, 0, 0)

    assert len(failed) == 7
    assert objects(client) == SITE


def test_failed_deploy_says_what_is_there_and_goes_on_when_it_is_run_again(
    site: Path, client: Any, server: int
) -> None:
    build(site, SITE)

    def refuse_feeds(asked: str, _number: int) -> int | None:
        return 403 if asked == "PUT feed.xml" else None

    with Proxy(server, refuse_feeds) as proxy:
        configure(site, proxy.port)
        with pytest.raises(DeployError) as caught:
            send(site, "live")

    assert caught.value.message == f"cannot send s3://{BUCKET}/feed.xml: the store says 403: Forbidden"
    lines = caught.value.hint.splitlines()
    assert lines[0] == "look at the rights of your key"
    assert lines[1].strip() in {
        f"there now: {count} of 6 files sent, nothing deleted yet; deploy again to go on" for count in (4, 5)
    }
    configure(site, server)
    assert send(site, "live").unchanged in (4, 5)
    assert objects(client) == SITE


def test_missing_bucket_is_told_in_the_stores_words(site: Path, client: Any) -> None:
    client.delete_bucket(Bucket=BUCKET)
    build(site, SITE)

    with pytest.raises(DeployError, match=rf"cannot (read|list) s3://{BUCKET}/.*: the store says NoSuchBucket: "):
        send(site, "live")


def test_missing_credentials_are_named(
    site: Path, client: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    build(site, SITE)

    with pytest.raises(DeployError) as caught:
        send(site, "live")

    assert caught.value.message == (f"cannot read s3://{BUCKET}/.dateline-deploy.json: Unable to locate credentials")
    assert caught.value.hint == "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"


def test_missing_library_is_named_with_the_extra_that_brings_it(
    site: Path, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(dateline.deploy.s3, "import_module", missing)
    build(site, SITE)

    with pytest.raises(DeployError) as caught:
        send(site, "live")
    assert caught.value.message == "targets of type s3 need boto3, which is not here"
    assert caught.value.hint == "pip install 'dateline[s3]'"


def test_site_from_the_store_is_whole_after_a_kill_half_way(tmp_path: Path, client: Any, server: int) -> None:
    """A real build, sent by a process that is killed when some files are there; sent again, the bucket is whole."""
    root = write_site(tmp_path / "site", BUILD)
    stopped = threading.Event()

    def stall(asked: str, _number: int) -> int | None:
        """After ten uploads the store goes silent."""
        if asked.startswith("PUT") and sum(line.startswith("PUT") for line in proxy.asked) > 10:
            stopped.set()
            return 0
        return None

    with Proxy(server, stall) as proxy:
        configure(root, proxy.port)
        build_site(root)
        child = subprocess.Popen([sys.executable, "-m", "dateline", "deploy", "live", str(root)])
        assert stopped.wait(60)
        child.send_signal(signal.SIGKILL)
        child.wait(10)
    output = tree(root / "output")
    there = objects(client)
    assert 0 < len(there) < len(output)
    assert {key: output[key] for key in there} == there

    configure(root, server)
    done = send(root, "live")

    assert done.unchanged == len(there)
    assert objects(client) == output
    fetched = write_site(tmp_path / "fetched", objects(client))
    assert broken_links(fetched, "/") == []

    second = root / "content/briefs/second.md"
    second.write_text(second.read_text().replace("two owners", "2 owners"))
    build_site(root)
    before, output = output, tree(root / "output")
    assert send(root, "live").changes.changed == tuple(path for path in output if output[path] != before[path])
    assert objects(client) == output
