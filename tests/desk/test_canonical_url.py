"""Addresses in one form: what makes no difference, and what does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.canonical_url import canonical
from dateline.desk.likeness import are_alike, words_of

ARTICLE = "https://wire.example/2025/03/deal?id=7"


@pytest.mark.parametrize(
    "url",
    [
        "http://wire.example/2025/03/deal?id=7",
        "HTTPS://WWW.Wire.Example:443/2025/03/deal?id=7",
        "https://wire.example./2025/03/deal/?id=7",
        "https://wire.example/2025/03/deal?id=7#comments",
        "https://wire.example/2025/03/deal?utm_source=rss&utm_medium=feed&id=7&fbclid=IwAR0",
        "https://wire.example/2025/03/deal?id=7&gclid=1&mc_cid=2&at_medium=RSS&at_campaign=rss",
        "  https://wire.example/2025/03/de%61l?id=7\n",
    ],
)
def test_addresses_of_one_text_are_one(url: str) -> None:
    assert canonical(url) == canonical(ARTICLE)


@pytest.mark.parametrize(
    "url",
    [
        "https://wire.example/2025/03/deal?id=8",
        "https://wire.example/2025/03/deal",
        "https://wire.example/2025/03/Deal?id=7",
        "https://wire.example:8443/2025/03/deal?id=7",
        "https://other.example/2025/03/deal?id=7",
        "https://news.wire.example/2025/03/deal?id=7",
    ],
)
def test_addresses_of_other_texts_are_not(url: str) -> None:
    assert canonical(url) != canonical(ARTICLE)


def test_a_name_of_a_host_is_one_in_both_alphabets() -> None:
    assert canonical("https://новини.example/a") == canonical("https://xn--b1amarcd.example/a")


@pytest.mark.parametrize(
    "text", ["", "mailto:a@b.example", "javascript:alert(1)", "/a/b", "http://[::1", "http://a:99999/"]
)
def test_what_is_no_address_stays_as_it_is(text: str) -> None:
    assert canonical(text) == text


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(canonical(text), str)
    assert isinstance(canonical(f"https://a.example/{text}"), str)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rada ratifies the minerals agreement", "Rada ratifies minerals agreement"),
        ("Ukraine’s parliament ratifies minerals deal", "Ukraine's Parliament Ratifies Minerals Deal"),
        ("Talks end", "talks end"),
        ("Верховна Рада ратифікувала угоду про надра", "Верховна рада ратифікувала угоду про надра!"),
    ],
)
def test_titles_that_say_the_same_are_alike(one: str, other: str) -> None:
    assert are_alike(words_of(one), words_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rada ratifies the minerals agreement", "Rada rejects the minerals agreement"),
        ("Morning briefing for 3 March 2025 from Kyiv", "Morning briefing for 4 March 2025 from Kyiv"),
        ("Talks end", "Talks fail"),
        ("", ""),
        ("Talks", ""),
    ],
)
def test_titles_that_say_something_else_are_not(one: str, other: str) -> None:
    assert not are_alike(words_of(one), words_of(other))
