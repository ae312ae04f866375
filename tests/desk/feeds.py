"""Feeds for tests, and a server of them on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RSS_2 = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Wire</title><link>https://wire.example/</link><language>en-gb</language>
<item>
  <title>Ministers of Ukraine sign &lt;b&gt;ore&lt;/b&gt; pact with &amp;quot;partners&amp;quot;</title>
  <link>https://www.wire.example/2025/pact?utm_source=rss&amp;utm_medium=feed</link>
  <guid isPermaLink="false">wire-1</guid>
  <pubDate>Tue, 20 May 2025 23:30:00 -0800</pubDate>
  <dc:creator>desk@wire.example (Jane Roe)</dc:creator>
  <description>Short.</description>
  <content:encoded><![CDATA[<p>Ukraine signed. <a href="javascript:alert(1)">Do</a> see
    <a href="https://text.example/pact">the text</a>; it cites [@nobody].</p><script>alert(2)</script>
    <img src="https://track.example/pixel.gif"><p>Critics object.</p>]]></content:encoded>
</item>
<item>
  <title>Minerals fund names a board</title>
  <link>/2025/board</link>
  <pubDate>Mon, 19 May 2025 08:00:00 GMT</pubDate>
  <description>The board has six members.</description>
</item>
<item><title>No date, no link</title><guid isPermaLink="false">wire-3</guid>
  <description>Undated text.</description></item>
<item><title></title><description></description></item>
</channel></rss>
"""
RSS_1 = """\
<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example/"><title>Old</title><link>https://old.example/</link></channel>
<item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link>
<dc:date>2025-05-03T23:59:00-11:00</dc:date><description>First text.</description></item>
</rdf:RDF>
"""
RSS_091 = """\
<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Older</title><link>https://older.example/</link>
<item><title>One</title><link>https://older.example/1</link><description>First text.</description></item>
</channel></rss>
"""
ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk"><title>Вісник</title><id>tag:a.example,2025:f</id>
<updated>2025-05-04T10:00:00Z</updated>
<entry><title type="html">Рада &lt;i&gt;голосує&lt;/i&gt;</title><id>tag:a.example,2025:1</id>
<link rel="alternate" href="https://a.example/1"/><updated>2025-05-05T00:10:00+03:00</updated>
<author><name>Олена Роу</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Рада проголосувала.</p><ul><li>раз</li></ul></div>
</content>
</entry></feed>
"""
JSON_FEED = """\
{"version": "https://jsonfeed.org/version/1.1", "title": "JSON", "language": "en",
 "home_page_url": "https://j.example/",
 "items": [
  {"id": "1", "url": "https://j.example/1", "title": "One", "content_html": "<p>First <b>text</b>.</p>",
   "date_published": "2025-05-06T22:00:00-05:00", "authors": [{"name": "Jo Doe"}]},
  {"id": "2", "external_url": "https://k.example/2", "content_text": "2 * 3 _is_ [six]. And so on."},
  {"id": 3, "title": ["no"], "url": 7, "content_html": null, "date_published": 5, "authors": "x"},
  "no item"
 ]}
"""

Answer = tuple[int, Mapping[str, str], bytes]


@contextmanager
def served(answers: Mapping[str, Answer]) -> Iterator[tuple[str, list[str]]]:
    """A server of answers by path; its address, and the paths that it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
