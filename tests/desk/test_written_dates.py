"""Dates as people write them: what they mean, and what is not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.written_dates import dates_in


@pytest.mark.parametrize(
    ("text", "lang", "iso"),
    [
        ("on 21 February 2025,", "en", "2025-02-21"),
        ("Feb. 21, 2025", "en", "2025-02-21"),
        ("February 21st, 2025", "en", "2025-02-21"),
        ("the 3rd of March 2025", "en", "2025-03-03"),
        ("Sept. 5, 2024", "en", "2024-09-05"),
        ("on 2025-02-21.", "en", "2025-02-21"),
        ("2025-02-21T10:00:00Z", "en", "2025-02-21"),
        ("30 квітня 2025 року", "uk", "2025-04-30"),
        ("3 mars 2025", "fr", "2025-03-03"),
        ("3. März 2025", "de", "2025-03-03"),
        ("3 de marzo de 2025", "es", "2025-03-03"),
        ("3 March 2025", "de", "2025-03-03"),
        ("21.02.2025", "uk", "2025-02-21"),
        ("2/21/2025", "en", "2025-02-21"),
        ("21/2/2025", "en", "2025-02-21"),
        ("2025年2月21日", "ja", "2025-02-21"),
        ("in March 2025", "en", "2025-03"),
    ],
)
def test_a_written_date_is_read(text: str, lang: str, iso: str) -> None:
    assert [found.iso for found in dates_in(text, lang)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "last Friday",
        "yesterday",
        "14 March",
        "3/4/2025",
        "31 February 2025",
        "2025",
        "v1.2.2025.3",
        "2025-02-2",
        "may 5",
    ],
)
def test_what_could_be_several_days_or_none_is_not_guessed(text: str) -> None:
    assert dates_in(text) == ()


@pytest.mark.parametrize(
    ("text", "is_publication"),
    [
        ("Published: 21 February 2025", True),
        ("Posted on Feb. 21, 2025 by Jane", True),
        ("KYIV, Feb. 21, 2025 (Wire) - Ministers met", True),
        ("Опубліковано 21.02.2025", True),
        ("A headline\n21 February 2025\n\nThe text.", True),
        ("They met on 21 February 2025.", False),
        ("The deal, signed on 21 February 2025, holds.", False),
    ],
)
def test_where_a_date_stands_tells_whether_it_is_that_of_publication(text: str, is_publication: bool) -> None:
    assert [found.is_publication for found in dates_in(text, "uk")] == [is_publication]


@given(st.text(st.sampled_from("0123456789 -/.,年月日\nMarchJune"), max_size=40))
def test_dates_found_in_any_text_stand_in_it_one_after_the_other(text: str) -> None:
    reached = 0
    for found in dates_in(text):
        assert reached <= found.start < found.end <= len(text)
        reached = found.end
