"""Passages: a text is parted after each element that cites a source for the first time, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from dateline.site.passages import passages


def cite(number: int) -> str:
    return f'<sup class="citation"><a href="#source-{number}" aria-label="source {number}">[{number}]</a></sup>'


def parted(html: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(str(part.html), part.cites) for part in passages(Markup(html))]


def test_a_text_is_parted_after_what_cites_a_source_first() -> None:
    first, second = f"<h2>A</h2>\n<p>B {cite(2)} {cite(1)}</p>", f"\n<p>C {cite(2)}</p>\n<ul><li>D {cite(3)}</li></ul>"
    assert parted(f"{first}{second}\n<p>E</p>") == [(first, (2, 1)), (second, (3,)), ("\n<p>E</p>", ())]


def test_an_element_is_never_parted_within() -> None:
    table = f"<table><tbody><tr><td>{cite(1)}<br></td></tr><tr><td>{cite(2)}</td></tr></tbody></table>"
    assert parted(table) == [(table, (1, 2))]


def test_tags_in_attributes_are_no_tags() -> None:
    html = f'<p><img src="a.png" alt="1 > 0 </p>"> {cite(1)}</p><p>B</p>'
    assert [cites for _, cites in parted(html)] == [(1,), ()]


def test_a_text_without_citations_is_one_passage() -> None:
    assert parted("<p>A</p>\n<p>B</p>\n") == [("<p>A</p>\n<p>B</p>\n", ())]
    assert parted("") == []


@given(st.lists(st.sampled_from(["<p>A</p>", "<hr>", "\n", f"<p>{cite(1)}</p>", f"<div><p>{cite(2)}</p>B</div>"])))
def test_the_passages_of_a_text_are_the_whole_text(pieces: list[str]) -> None:
    html = "".join(pieces)
    assert "".join(text for text, _ in parted(html)).strip() == html.strip()
