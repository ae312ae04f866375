"""Prose: links, mentions and pictures get the addresses of the page, and those that lead nowhere lose theirs."""

from __future__ import annotations

from dateline.analysis.mentions import Mention
from dateline.site.pictures.values import Copy, Picture
from dateline.site.prose import Prose, Target
from dateline.site.values import digest_of

_PORT = Target("/topics/port/", "The Port", "Where ships lie.")


def _href(url: str) -> str:
    return f"..{url}"


def test_a_mention_becomes_a_link_of_its_kind() -> None:
    prose = Prose("<p>At the port.</p>", (Mention("topic", "port", "body", 10, 14),), ((("topic", "port"), _PORT),))
    assert prose.render(_href) == '<p>At the <a class="mention topic" href="../topics/port/">port</a>.</p>'


def test_a_link_gets_the_address_of_its_record_and_keeps_its_fragment() -> None:
    prose = Prose('<a href="topic:port#ships">see</a>', links=((("topic", "port"), _PORT),))
    assert prose.render(_href) == '<a href="../topics/port/#ships">see</a>'


def test_a_link_without_text_gets_the_name_of_its_record() -> None:
    named = Target("/x/", "Fish & <Ships>", "")
    prose = Prose('<a href="page:x"></a>', links=((("page", "x"), named),))
    assert prose.render(_href) == '<a href="../x/">Fish &amp; &lt;Ships&gt;</a>'


def test_a_link_to_what_is_not_published_keeps_its_text_only() -> None:
    assert Prose('<p><a href="brief:hidden">word</a> <a href="brief:hidden"></a></p>').render(_href) == "<p>word </p>"


def test_a_picture_gets_its_address_and_a_missing_one_its_text() -> None:
    html = '<img src="a.png" alt="A"><img src="b.png" alt="B &amp; b">'
    picture = Picture("/assets/a.gif", 40, 30, "gif", (Copy("/assets/a.gif", 40),), (), is_moving=True)
    assert Prose(html, images=(("a.png", picture),)).render(_href) == (
        '<img alt="A" src="../assets/a.gif" width="40" height="30" loading="lazy" decoding="async">B &amp; b'
    )


def test_addresses_are_escaped() -> None:
    prose = Prose("<p>port</p>", (Mention("topic", "port", "body", 3, 7),), ((("topic", "port"), _PORT),))
    assert prose.render(lambda url: f'{url}?a&"b') == (
        '<p><a class="mention topic" href="/topics/port/?a&amp;&quot;b">port</a></p>'
    )


def test_every_target_counts_in_the_digest() -> None:
    one = Prose("x", links=((("topic", "port"), _PORT),))
    other = Prose("x", links=((("topic", "port"), Target("/topics/port/", "Another name", "Where ships lie.")),))
    assert digest_of(one) != digest_of(other)
