"""Tokens, text runs, plain text and first paragraphs of sanitised HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.html_text import attributes, first_paragraph, plain_text, text_runs, tokens
from dateline.content.markup import sanitise

HTML = st.text(st.sampled_from("ab <>/&\"'=p;-"), max_size=60).map(sanitise)


def texts(html: str) -> list[str]:
    return [run.text for run in text_runs(html)]


@given(HTML)
def test_tokens_joined_are_the_html(html: str) -> None:
    assert "".join(token.text for token in tokens(html)) == html
    assert all(html.startswith(token.text, token.start) for token in tokens(html))


@given(HTML)
def test_runs_lie_where_they_say(html: str) -> None:
    assert all(html[run.start : run.end] == run.text for run in text_runs(html))


def test_a_quoted_attribute_may_hold_an_angle_bracket() -> None:
    assert [(token.name, token.closing) for token in tokens('<a title="a>b">x</a>')] == [
        ("a", False),
        ("", False),
        ("a", True),
    ]


def test_attributes_are_unescaped() -> None:
    assert attributes('<img src="a.png" alt="R&amp;D &quot;x&quot;">') == {"src": "a.png", "alt": 'R&D "x"'}


def test_entities_stay_as_they_are_in_runs() -> None:
    assert texts("<p>oil &amp; gas</p>") == ["oil &amp; gas"]


@pytest.mark.parametrize("name", ["a", "code", "pre", "kbd", "h1", "h2", "h3", "h4", "h5", "h6"])
def test_names_are_not_linked_in(name: str) -> None:
    assert texts(f"<p>one</p><{name}>two<em>three</em></{name}><p>four</p>") == ["one", "four"]


def test_names_are_not_linked_in_citations_but_in_other_raised_text() -> None:
    cited = '<sup class="citation">[<a href="#source-1">1</a>, <a href="#source-2">2</a>]</sup>'
    assert texts(f"a{cited}b<sup>c</sup>") == ["a", "b", "c"]


def test_nested_links_end_where_the_outer_one_ends() -> None:
    assert texts("<a><code>x</code>y</a>z") == ["z"]


def test_plain_text_keeps_blocks_apart_and_words_together() -> None:
    assert plain_text("<ul><li>a</li><li>b<em>c</em></li></ul><p>d<br>e</p>") == "a bc d e"


def test_plain_text_leaves_out_citations_and_footnote_marks() -> None:
    html = (
        '<p>Ore<sup class="citation"><a href="#source-1">[1]</a></sup> and oil'
        '<sup id="fnref-1"><a href="#fn-1" class="footnote-ref">1</a></sup>.</p>'
        '<section class="footnotes"><ol><li id="fn-1"><p>Note'
        '<a href="#fnref-1" class="footnote-back" aria-label="back">\u21a9</a></p></li></ol></section>'
    )
    assert plain_text(html) == "Ore and oil. Note"


def test_plain_text_resolves_entities_and_keeps_hard_spaces() -> None:
    assert plain_text("<p>1&lt;2 &amp;amp; 5\u00a0%</p>") == "1<2 &amp; 5\u00a0%"


def test_first_paragraph_is_the_first_with_text() -> None:
    assert first_paragraph('<h2>T</h2><p><img src="a.png" alt="x"></p>\n<p>One <em>two</em></p><p>no</p>') == (
        "One <em>two</em>"
    )


def test_first_paragraph_prefers_running_text_to_asides() -> None:
    assert first_paragraph("<blockquote><p>quoted</p></blockquote><p>said</p>") == "said"
    assert first_paragraph("<blockquote><p>quoted</p></blockquote>") == "quoted"


def test_first_paragraph_is_empty_where_there_is_none() -> None:
    assert first_paragraph("<ul><li>a</li></ul>") == ""
    assert first_paragraph('<section class="footnotes"><ol><li><p>note</p></li></ol></section>') == ""
