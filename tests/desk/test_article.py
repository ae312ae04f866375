"""Articles: what is read from bytes of whatever origin, and what is said where they are no text."""

from __future__ import annotations

import re
from contextlib import suppress
from html import escape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline.content.html_text import plain_text
from dateline.content.markup import render
from dateline.desk.article import Article, read_article
from dateline.desk.errors import DeskError
from dateline.desk.html_article import as_markdown as markdown_of_html
from dateline.desk.plain_text import as_markdown

PAGE = """<!doctype html>
<html lang="uk"><head><meta charset="utf-8"><title>Deal | The Site</title>
<meta property="og:title" content="Deal &amp; no deal">
<meta property="article:published_time" content="2025-02-21T10:00:00+02:00">
<meta name="author" content="A. Reporter"><link rel="canonical" href="https://site.example/deal"></head>
<body><nav>Menu</nav><article><h1>Deal &amp; no deal</h1>
<p>One <b>two</b> <a href="https://site.example/y_z" onclick="x()">three</a>, <a href="javascript:x">four</a>.</p>
<script>evil()</script><img src="https://site.example/p.png" alt="Pic"><ul><li>a<li>b</ul>
<p>%s</p><table><tr><th>k<th>v<tr><td>1<td>2</table></article><footer>Foot</footer></body></html>""" % ("long " * 50)


def test_a_page_gives_its_article_as_markdown_and_what_its_head_says() -> None:
    article = read_article(PAGE.encode(), "page.html")

    assert (article.title, article.published) == ("Deal & no deal", "2025-02-21T10:00:00+02:00")
    assert (article.author, article.url, article.lang) == ("A. Reporter", "https://site.example/deal", "uk")
    assert article.body.startswith("One **two** [three](https://site.example/y_z), four.\n\n- a\n- b\n\nlong long")
    assert article.body.endswith("| k | v |\n| --- | --- |\n| 1 | 2 |")
    for left_out in ("evil", "onclick", "javascript", "Menu", "Foot", "p.png", "Deal"):
        assert left_out not in article.body


def test_a_page_is_known_without_an_ending_and_its_declared_encoding_counts() -> None:
    page = '<!DOCTYPE html><html><head><meta charset="windows-1251"></head><body><p>Рада</p></body></html>'

    assert read_article(page.encode("cp1251"), "standard input").body == "Рада"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_byte_order_marks_tell_the_encoding(encoding: str) -> None:
    data = "Рада голосує.".encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data

    assert read_article(data, "a.txt").body == "Рада голосує."


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"caf\xe9", "a.txt", "a.txt is no text in a known encoding: the byte 0xE9 at position 3 is not UTF-8"),
        (b"%PDF-1.7", "a.txt", "a.txt is a PDF, not a text"),
        (b"PK\x03\x04..", "a.docx", "a.docx is a packed document such as .docx or .odt, not a text"),
        (b"\x89PNG\r\n", "a.md", "a.md is a picture, not a text"),
        (b"a\0b", "a.txt", "a.txt is no text: it holds NUL bytes"),
        (b"", "a.txt", "there is no text in a.txt"),
        (b" \n\n\t", "a.md", "there is no text in a.md"),
        (b"<html><body><script>x()</script></body></html>", "a.html", "there is no text in a.html"),
        (b"a" * 5_000_001, "a.txt", "a.txt has more than 5 MB"),
        (b"a" * 500_001, "a.txt", "no brief can hold the text of a.txt: longer than 500,000 characters"),
        (b"---\ntitle: A\n---\nB", "a.md", "a.md has front matter already: it is a record, not a summary"),
        (
            b"<div>" * 1_001,
            "a.html",
            "no brief can hold the text of a.html: HTML tags are nested deeper than 1,000, or not closed",
        ),
        (b"<div>" * 300 + b"x", "a.html", None),
    ],
)
def test_what_is_no_text_gets_a_message(data: bytes, name: str, message: str | None) -> None:
    if message is None:
        assert read_article(data, name).body == "x"
        return
    with pytest.raises(DeskError) as stop:
        read_article(data, name)

    assert stop.value.message == message
    assert stop.value.hint


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("A headline\n\nThe text.", "a.txt", Article("The text.", title="A headline")),
        ("Just one sentence.\n\nAnd more.", "a.txt", Article("Just one sentence.\n\nAnd more.")),
        ("- item\n\nx", "a.txt", Article("- item\n\nx")),
        ("# A headline\n\nThe *text*.", "a.md", Article("The *text*.", title="A headline")),
        ("A headline\n====\nText", "a.md", Article("Text", title="A headline")),
        (
            "# The *new* deal\n\nText",
            "a.md",
            Article("# The *new* deal\n\nText", "The new deal", title_is_in_body=True),
        ),
        ("A\r\nB\rC", "a.md", Article("A\nB\nC")),
    ],
)
def test_a_first_line_that_stands_apart_is_the_title(text: str, name: str, expected: Article) -> None:
    assert read_article(text.encode(), name) == expected


def test_lines_that_are_paragraphs_become_paragraphs() -> None:
    long, short = "word " * 30, "Short one."

    assert as_markdown(f"{long}\n{short}\n{long}") == f"{long.strip()}\n\n{short}\n\n{long.strip()}"
    assert as_markdown("wrapped\nlines") == "wrapped\nlines"


def test_addresses_in_plain_text_become_links() -> None:
    assert as_markdown("see (https://a.example/x_(y)?a=1&b=c), ok") == "see (<https://a.example/x_(y)?a=1&b=c>), ok"


MARKED = st.text(st.sampled_from("ab1.)*_-=+#>~`[](){}<>&;!|\\:@^ \n"), max_size=30)


def letters(text: str) -> list[str]:
    return re.findall(r"\S", text)


@given(MARKED)
def test_plain_text_reads_the_same_as_markdown(text: str) -> None:
    assume(not any(re.match(r"[-*\u2022] |\d+\.(?:\s|$)", line.strip()) for line in text.split("\n")))

    assert letters(plain_text(render(as_markdown(text), {}).html)) == letters(text)


@given(st.lists(MARKED, max_size=3))
def test_paragraphs_of_html_read_the_same_as_markdown(texts: list[str]) -> None:
    html = "".join(f"<p>{escape(text)}</p>" for text in texts)

    assert letters(plain_text(render(markdown_of_html(html), {}).html)) == letters("".join(texts))


@given(st.binary(max_size=60), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_bytes_are_read_or_refused_with_a_message(data: bytes, name: str) -> None:
    with suppress(DeskError):
        assert read_article(data, name).body.strip()
