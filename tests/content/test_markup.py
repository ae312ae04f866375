"""Markup: what authors write, and what pages get of it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator
from typing import get_args
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.content import markup
from dateline.content.fields import MarkdownEngine
from dateline.content.headings import RESERVED_IDS, Heading
from dateline.content.html_text import plain_text
from dateline.content.markup import MarkupError, Rendered, render, render_line, sanitise
from dateline.content.record_links import RecordLink, resolve

ENGINES: tuple[MarkdownEngine, ...] = get_args(MarkdownEngine)
SOURCES = {"1": 1, "2": 2, "3": 3, "reuters": 1, "ap-2025": 3}
CITED_3 = '<sup class="citation"><a href="#source-3" aria-label="source 3">[3]</a></sup>'


def html(text: str) -> str:
    return render(text, SOURCES).html


def ids(text: str) -> list[str]:
    return [heading.id for heading in render(text, {}).headings]


def levels(text: str) -> list[int]:
    return [heading.level for heading in render(text, {}).headings]


# Headings


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ([1, 2, 3], [2, 3, 4]),
        ([2, 3], [2, 3]),
        ([3, 4, 3], [2, 3, 2]),
        ([2, 4], [2, 3]),
        ([2, 6, 4, 2], [2, 3, 3, 2]),
        ([3, 2, 3], [2, 2, 3]),
        ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 6]),
    ],
)
def test_headings_start_at_2_and_never_skip_a_level(written: list[int], given: list[int]) -> None:
    assert levels("\n\n".join("#" * level + " x" for level in written)) == given


def test_a_heading_is_reported_as_it_stands_in_the_html() -> None:
    rendered = render("# What *changed* & why `x`", {})
    assert rendered.headings == (Heading("what-changed-why-x", "What changed & why x", 2),)
    assert rendered.html == '<h2 id="what-changed-why-x">What <em>changed</em> &amp; why <code>x</code></h2>'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Хто платить?", "хто-платить"),
        ("हिन्दी में", "हिन्दी-में"),
        ("STRASSE Straße", "strasse-strasse"),
        ("E\u0301tat", "\u00e9tat"),
        ("矿产 协议", "矿产-协议"),
        ("???", "section"),
        ("2025", "2025"),
    ],
)
def test_heading_ids_are_slugs_in_any_script(text: str, wanted: str) -> None:
    assert ids(f"# {text}") == [wanted]


def test_equal_headings_get_numbers() -> None:
    assert ids("# a\n\n# a\n\n# a-2\n\n# a") == ["a", "a-2", "a-2-2", "a-3"]


@pytest.mark.parametrize("reserved", ["Sources", "main", "Source 1", "source", "fn-1", "fnref 1 2"])
def test_ids_of_the_page_stay_the_pages(reserved: str) -> None:
    (first, second) = ids(f"# {reserved}\n\n# {reserved}")
    assert first.endswith("-section")
    assert second.endswith("-section-2")
    assert not {first, second} & RESERVED_IDS


def test_scope_goes_before_every_id() -> None:
    rendered = render("# a\n\nb[^n]\n\n[^n]: c", {}, scope="next")
    assert re.findall(' id="([^"]*)"', rendered.html) == ["next-a", "fnref-next-1", "fn-next-1"]
    assert re.findall(' href="([^"]*)"', rendered.html) == ["#fn-next-1", "#fnref-next-1"]


def test_marks_of_citations_and_footnotes_are_no_part_of_a_headings_text() -> None:
    rendered = render("# a [@reuters] b[^n]\n\n[^n]: c", SOURCES)
    assert rendered.headings == (Heading("a-b", "a b", 2),)


# Citations


@pytest.mark.parametrize("text", ["[@ap-2025]", "[@3]", "[^3]", "[@ ap-2025 ]", "[@3; @ap-2025]"])
def test_a_citation_links_to_its_source(text: str) -> None:
    assert html(f"so {text}.") == f"<p>so {CITED_3}.</p>"


def test_several_sources_are_cited_in_one_bracket_in_the_order_written() -> None:
    rendered = render("so [@ap-2025; @reuters]", SOURCES)
    assert plain(rendered.html) == "so [3, 1]"
    assert re.findall('href="([^"]*)" aria-label="([^"]*)"', rendered.html) == [
        ("#source-3", "source 3"),
        ("#source-1", "source 1"),
    ]
    assert rendered.citations == ("ap-2025", "reuters")


def plain(text: str) -> str:
    return re.sub("<[^>]*>", "", text)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("[@afp]", ("afp",)),
        ("[@reuters; @afp]", ("afp",)),
        ("[@reuters, p. 3]", ("reuters, p. 3",)),
        ("[^7]", ("^7",)),
        ("[@R&D]", ("R&D",)),
    ],
)
def test_an_unknown_key_is_reported_and_its_text_stays(text: str, unknown: tuple[str, ...]) -> None:
    rendered = render(text, SOURCES)
    assert rendered.unknown_citations == unknown
    assert rendered.citations == ()
    assert plain_text(rendered.html) == text


def test_without_sources_every_key_is_unknown() -> None:
    assert render("[@reuters]", {}).unknown_citations == ("reuters",)


@pytest.mark.parametrize(
    "text",
    ["`[@3]`", "```\n[@3]\n```", "    [@3]", "[x [@3]](https://example.org)", "<kbd>[@3]</kbd>", "\\[@3]", "\\[^3]"],
)
def test_code_links_and_escaped_brackets_cite_nothing(text: str) -> None:
    rendered = render(text, SOURCES)
    assert "citation" not in rendered.html
    assert rendered.citations == rendered.unknown_citations == ()
    assert "3]" in plain_text(rendered.html)


def test_a_backslash_in_code_stays() -> None:
    assert plain_text(html(r"`\[@3]`")) == r"\[@3]"


# Footnotes


def test_a_footnote_is_linked_both_ways() -> None:
    rendered = render("One[^n] and again[^n].\n\n[^n]: Note.", SOURCES)
    assert rendered.html == (
        '<p>One<sup id="fnref-1"><a href="#fn-1" class="footnote-ref">1</a></sup>'
        ' and again<sup id="fnref-1-2"><a href="#fn-1" class="footnote-ref">1</a></sup>.</p>\n'
        '<section class="footnotes">\n<ol>\n<li id="fn-1">\n<p>Note.\u00a0'
        '<a href="#fnref-1" class="footnote-back" aria-label="back to note 1 in the text">\u21a9\ufe0e</a>'
        '<a href="#fnref-1-2" class="footnote-back" aria-label="back to note 1 in the text">\u21a9\ufe0e</a></p>\n'
        "</li>\n</ol>\n</section>"
    )


def test_footnotes_are_numbered_as_they_are_mentioned() -> None:
    text = html("a[^x] b[^y]\n\n[^y]: why\n[^x]: ex")
    assert text.index("ex") < text.index("why")
    assert re.findall(r'href="#fn-(\d)" class="footnote-ref">(\d)<', text) == [("1", "1"), ("2", "2")]


def test_a_footnote_wins_over_a_source_of_its_number() -> None:
    rendered = render("a[^1] b[^2]\n\n[^1]: note", SOURCES)
    assert rendered.citations == ("2",)
    assert 'href="#fn-1"' in rendered.html


def test_a_footnote_that_nothing_mentions_has_no_way_back() -> None:
    assert "\u21a9" not in html("a\n\n[^x]: unused")


@pytest.mark.parametrize("name", ['"><script>', "a b", "a:b", "ключ", "a#b?c", "-", "&amp;", "1-2", "%00"])
def test_names_of_footnotes_may_hold_anything(name: str) -> None:
    text = html(f"x[^{name}]\n\n[^{name}]: note")
    assert re.findall(' id="([^"]*)"', text) == ["fnref-1", "fn-1"]
    assert re.findall(' href="([^"]*)"', text) == ["#fn-1", "#fnref-1"]


def test_authors_cannot_forge_footnotes_or_ids() -> None:
    text = html('<ol><li id="fn-1">x</li></ol>\n<div class="footnote" id="main">y</div>\n<sup id="fnref:1">z</sup>')
    assert " id=" not in text
    assert " class=" not in text


# Links


def test_record_links_are_reported_once_and_stay_names() -> None:
    rendered = render("[a](brief:x#why) [b](actor:usa) [](topic:ore) [c](brief:x#why) [d](Page:about)", {})
    assert rendered.links == (
        RecordLink("brief", "x", "why"),
        RecordLink("actor", "usa", ""),
        RecordLink("topic", "ore", ""),
        RecordLink("page", "about", ""),
    )
    assert '<a href="brief:x#why">a</a>' in rendered.html


def resolved(text: str, known: dict[str, str]) -> str:
    return resolve(
        render(text, {}).html,
        href=lambda link: known.get(link.target),
        label=lambda link: f"<{link.target}>",
        shown=lambda path, tag: tag.replace(path, known[path]) if path in known else None,
    )


def test_resolving_gives_links_their_addresses() -> None:
    assert resolved('[a](brief:x#why "t") [b](https://example.org)', {"x": '../x/?a&"#why'}) == (
        '<p><a href="../x/?a&amp;&quot;#why" title="t">a</a> <a href="https://example.org">b</a></p>'
    )


def test_a_link_that_leads_nowhere_keeps_its_text() -> None:
    assert resolved("[*a* b](brief:x) c", {}) == "<p><em>a</em> b c</p>"


def test_a_link_without_text_gets_its_label_escaped() -> None:
    assert resolved("[](brief:x) [](brief:y)", {"x": "/x/"}) == '<p><a href="/x/">&lt;x&gt;</a> &lt;y&gt;</p>'


def test_resolving_gives_pictures_their_addresses_or_their_text() -> None:
    assert resolved("![A & B](images/a.png) ![C & D](images/c.png)", {"images/a.png": "/assets/a.png"}) == (
        '<p><img src="/assets/a.png" alt="A &amp; B"> C &amp; D</p>'
    )


def test_resolving_keeps_links_within_links_balanced() -> None:
    nested = '<a href="brief:x"><table><tbody><tr><td><a href="brief:y">b</a></td></tr></tbody></table></a>'
    got = resolve(
        nested, href=lambda link: None if link.target == "x" else "/y/", label=str, shown=lambda _path, tag: tag
    )
    assert got == '<table><tbody><tr><td><a href="/y/">b</a></td></tr></tbody></table>'


@pytest.mark.parametrize(
    "href", ["https://example.org/a?b=c&d=e", "mailto:desk@example.org", "#part", "../other/", "/briefs/x/", "a.pdf"]
)
def test_ordinary_addresses_are_kept(href: str) -> None:
    rendered = render(f"[x]({href})\n\n# part", {})
    assert f'<a href="{href.replace("&", "&amp;")}">x</a>' in rendered.html
    assert rendered.refused == rendered.unknown_fragments == ()


def test_a_fragment_that_nothing_has_is_reported() -> None:
    assert render("[a](#b) [c](#d) [e](#sources) [f](#source-1)\n\n# D", {}).unknown_fragments == ("b",)


def test_what_no_page_may_hold_is_reported() -> None:
    text = "[press *here*](javascript:alert) ![a map](https://example.org/map.png)\n\n<iframe src=x></iframe>"
    rendered = render(text, {})
    assert rendered.refused == ("<iframe>", "[press here]", "https://example.org/map.png")
    assert rendered.html == "<p>press <em>here</em> a map</p>\n"


# Pictures


def test_pictures_are_reported_by_their_paths() -> None:
    rendered = render('![a](images/a.png "t") ![](b.jpg)', {})
    assert rendered.images == ("images/a.png", "b.jpg")
    assert rendered.images_without_alt == ("b.jpg",)
    assert rendered.html == '<p><img src="images/a.png" alt="a" title="t"> <img src="b.jpg" alt=""></p>'


@pytest.mark.parametrize(
    "path",
    ["http://example.org/a.png", "//example.org/a.png", "/a.png", "../a.png", "a/../b.png", "data:image/png;base64,AA"],
)
def test_a_picture_from_elsewhere_is_replaced_by_its_text(path: str) -> None:
    rendered = render(f"![R&D]({path})", {})
    assert rendered.html == "<p>R&amp;D</p>"
    assert rendered.images == ()
    assert len(rendered.refused) == 1


# The rest of Markdown and HTML


def test_tables_keep_their_alignment_and_say_what_heads_what() -> None:
    text = html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<th scope="col" class="align-right">b</th>' in text
    assert '<td class="align-right">2</td>' in text


def test_fenced_code_is_code() -> None:
    assert html("```python\n<b> *x*\n```") == "<pre><code>&lt;b&gt; *x*\n</code></pre>"


def test_html_that_a_briefing_needs_is_kept() -> None:
    kept = (
        '<figure lang="uk"><img src="a.png" alt="a"><figcaption>b</figcaption></figure>\n'
        "<details><summary>c</summary><dl><dt>d</dt><dd>e</dd></dl></details>\n"
        '<p><abbr title="x">f</abbr><mark>g</mark><q>h</q><kbd>i</kbd><cite>j</cite><sub>k</sub><del>l</del></p>'
    )
    assert html(kept) == kept


def test_classes_styles_and_ids_of_authors_are_left_out() -> None:
    assert html('<p class="a" style="color:red" id="main" onclick="x()">y</p>') == "<p>y</p>"


def test_plain_text_is_escaped_and_cites() -> None:
    rendered = render("One *two* <b> [@3]\nsame\n\n \n# three [x](brief:y)\n", SOURCES, plain=True)
    assert rendered.html == f"<p>One *two* &lt;b&gt; {CITED_3}\nsame</p>\n<p># three [x](brief:y)</p>"
    assert rendered.citations == ("3",)


@pytest.mark.parametrize("text", ["", "  \n\n "])
def test_nothing_gives_nothing(text: str) -> None:
    assert render(text, {}) == render(text, {}, plain=True) == render_line(text, {}) == Rendered("")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ore & *oil*", "Ore &amp; <em>oil</em>"),
        ("# not a heading", "# not a heading"),
        ("- no\n- list", "- no - list"),
        ("1. no `list`", "1. no <code>list</code>"),
        ("> *no* quote", "&gt; <em>no</em> quote"),
        ("    no code *x*", "no code <em>x</em>"),
        ("<div>no *block*</div>", "no <em>block</em>"),
        ("[^n]: no *note*", "[^n]: no <em>note</em>"),
        ("so [@3]", f"so {CITED_3}"),
    ],
)
def test_a_line_has_no_blocks(text: str, wanted: str) -> None:
    assert render_line(text, SOURCES).html == wanted


@given(st.text(max_size=80))
def test_a_line_without_markup_is_the_same_by_both_ways(text: str) -> None:
    line = re.sub(r"[ \t\r\n\f\v]+", " ", re.sub(r"[\\`*_\[<&]", "", text)).strip()
    assert render_line(line, {}) == markup._marked_line(markup._fit(line), {}, "python-markdown")  # noqa: SLF001


def test_characters_that_no_feed_can_carry_are_replaced() -> None:
    text = render("a\x00b\x1bc\ud800d &#1; &#xFFFF;", {}).html
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\uffff]", text)


# Hostile texts

XSS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'//>",
    "<img src=javascript:alert(1)>",
    "<img src=//evil.example/p.gif>",
    "<img src=http://evil.example/p.gif>",
    "<img srcset='http://evil.example/p.gif 2x' src=a.png>",
    '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
    "<img src=`javascript:alert(1)`>",
    "<img/src=x/onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript&colon;alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='blob:https://example.org/x'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href=x onmouseover=alert(1)>x</a>",
    "<a href=x target=_blank ping=http://evil.example>x</a>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:a)",
    "[x](\x0bjavascript:alert)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![x" onerror="alert(1)](a.png)',
    '![x](a.png" onerror="alert(1))',
    "![x](a.png 'x\" onerror=\"alert(1)')",
    '[x](https://example.org/"onmouseover="alert(1))',
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=http://evil.example/x.swf>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<math href=javascript:alert(1)>x</math>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input onfocus=alert(1) autofocus>",
    "<body onload=alert(1)>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<style>@import 'http://evil.example/x.css';</style>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=http://evil.example/a.mp3 autoplay>",
    "<marquee onstart=alert(1)>x</marquee>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    '<textarea><img title="</textarea><img src=x onerror=alert(1)>">',
    "<!--><script>alert(1)</script>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<x onclick=alert(1)>x</x>",
    "<p/onclick=alert(1)>x",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "[^x]: <script>alert(1)</script>\n\na[^x]",
    'a[^"><img src=x onerror=alert(1)>]\n\n[^"><img src=x onerror=alert(1)>]: b',
    "# <img src=x onerror=alert(1)>",
    '# " onclick="alert(1)',
    '[@"><script>alert(1)</script>]',
    '```"><script>alert(1)</script>\nx\n```',
    "`<script>alert(1)</script>`",
    "<blockquote cite=javascript:alert(1)>x</blockquote>",
    "<q cite=javascript:alert(1)>x</q>",
    "<table background=javascript:alert(1)><tr><td>x</table>",
    "\x02script\x03<script>alert(1)</script>",
    "wzxhzdk:0 <script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<title><img src=x onerror=alert(1)></title>",
    '<a href=brief:x"onclick=alert(1)>x</a>',
]

OURS = {
    "a": {"href", "title", "hreflang", "class", "aria-label"},
    "abbr": {"title"},
    "div": set(),
    "img": {"src", "alt", "title"},
    "li": {"id", "value"},
    "ol": {"start", "reversed"},
    "section": {"class"},
    "sup": {"id", "class"},
    "td": {"colspan", "rowspan", "class"},
    "th": {"colspan", "rowspan", "class", "scope"},
    "time": {"datetime"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
CLASSES = {"citation", "footnotes", "footnote-ref", "footnote-back", "align-left", "align-center", "align-right"}
SAFE_URL = re.compile(r"(?:https?|mailto|brief|actor|topic|page|publisher):|[^:]*(?:$|[/?#])", re.IGNORECASE)


def elements(text: str) -> Iterator[Element]:
    """All elements of an HTML fragment, as a browser would see them."""
    for element in html5lib.parseFragment(text, namespaceHTMLElements=False).iter():
        assert isinstance(element.tag, str), "a comment"
        yield element


def assert_sound(text: str) -> None:
    """Only what a page may hold: our tags and attributes, safe addresses, unique ids, headings in order."""
    seen: list[str] = []
    level = 1
    for element in elements(text):
        name = element.tag
        assert name == "DOCUMENT_FRAGMENT" or name in markup._TAGS | {"section"}, name  # noqa: SLF001
        assert set(element.attrib) <= OURS.get(name, set()) | {"lang", "dir"}, (name, element.attrib)
        assert set(element.get("class", "").split()) <= CLASSES
        seen += [element.attrib["id"]] if "id" in element.attrib else []
        href = re.sub("[\x00-\x20]", "", element.get("href", ""))
        assert SAFE_URL.match(href), href
        assert re.fullmatch(r"[A-Za-z0-9._/-]*", element.get("src", ""))
        assert not element.get("src", "").startswith(("/", ".."))
        if re.fullmatch("h[1-6]", name):
            assert 2 <= int(name[1]) <= level + 1
            level = int(name[1])
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("text", XSS)
@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_texts_come_out_harmless(text: str, engine: MarkdownEngine) -> None:
    assert_sound(render(text, SOURCES, markdown=engine).html)
    assert_sound(render_line(text, SOURCES, markdown=engine).html)
    assert_sound(render(text, SOURCES, plain=True).html)


PIECES = st.sampled_from(
    "# |## |#### |- |1. |> |    |\n|\n\n|*|**|_|`|```\n|[|]|(|)|[^a]|[^a]: |[@1]|[@a; @b]|\\|<|>|&|&amp;|!|![x](a.png)"
    "|[x](brief:y#z)|<b>|</b>|<p>|<div>|</div>|<h1>|</h1>|<a href=x>|</a>|<table>|<td>|</td>|<li id=fn-1>|<sup id=main>"
    "|a|b c|ключ|\u00a0|\t|:|;|=|---|a|b\n-|-\n1|2\n|<!--|-->|\"|'|\x00|\u2060|\ufdd0".split("|")
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


def tried(text: str, engine: MarkdownEngine = "python-markdown") -> Rendered:
    try:
        return render(text, SOURCES, markdown=engine)
    except MarkupError:
        return Rendered("")


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(ENGINES))
def test_any_text_gives_a_sound_page(text: str, engine: MarkdownEngine) -> None:
    rendered = tried(text, engine)
    assert_sound(rendered.html)
    shown = [element.get("id", "") for element in elements(rendered.html) if re.fullmatch("h[1-6]", element.tag)]
    assert shown == [heading.id for heading in rendered.headings]
    assert all(heading.id == unicodedata.normalize("NFC", heading.id) for heading in rendered.headings)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_resolves_to_a_sound_page(text: str) -> None:
    rendered = tried(text)
    assert_sound(resolve(rendered.html, href=lambda _: None, label=lambda _: "<", shown=lambda _path, _tag: None))
    assert_sound(
        resolve(
            rendered.html, href=lambda _: "/x/", label=lambda _: "<", shown=lambda path, tag: tag.replace(path, "y.png")
        )
    )


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_sanitising_twice_changes_nothing(text: str) -> None:
    try:
        clean = sanitise(text)
    except MarkupError:
        return
    assert sanitise(clean) == clean


def test_headings_within_headings_come_apart() -> None:
    assert sanitise("<h1><x><h1>a") == "<h1></h1><h1>a</h1>"


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_text_renders_the_same_after_any_other(text: str) -> None:
    before = render("a[^x] [@1]\n\n[^x]: b", SOURCES)
    tried(text)
    assert render("a[^x] [@1]\n\n[^x]: b", SOURCES) == before


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000,
        "[" * 100_000,
        "[a](" * 50_000,
        "<a " * 100_000,
        "- " * 10_000 + "x",
        "<div>" * 10_000,
        "<b><p>" * 10_000,
        "<![CDATA[" * 10_000,
        "<!--" * 10_000,
        "[^1]" * 10_000 + "\n\n[^1]: x",
        "# a\n" * 20_000,
        "```a\n\n" * 20_000,
        "`a`|" * 10_000 + "\n" + "-|" * 10_000,
        " " * 400 + "- x",
        "\\*" * 50_000,
        "x" * 500_001,
    ],
    ids=lambda text: text[:6],
)
def test_texts_that_would_keep_the_engine_busy_are_refused_at_once(text: str) -> None:
    started = time.process_time()
    with pytest.raises(MarkupError):
        render(text, {})
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text",
    [
        "*" * 10_000,
        "]" * 100_000,
        "-" * 100_000,
        "- " * 100_000,
        "word " * 100_000,
        "> a\n" * 50_000,
        "a\n\n" * 20_000,
        "".join("    " * depth + "- x\n" for depth in range(90)),
        "> " * 90 + "x",
    ],
    ids=lambda text: text[:6],
)
def test_long_but_plain_texts_are_rendered(text: str) -> None:
    assert_sound(render(text, {}).html)


def test_what_the_engine_stumbles_over_is_an_error_of_the_text() -> None:
    with pytest.raises(MarkupError):
        render("[^1]: [^1]: ", {})
