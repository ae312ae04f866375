"""What counts as a mention, in hand-labelled texts of many scripts, and what holds in any text."""

from __future__ import annotations

import re
import time
import unicodedata
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.mentions import Mention, Name, NameIndex, Ref, find_mentions, link_mentions
from support import MINIMAL, build_site, tree, write_site

MINIMAL_BRIEF = str(MINIMAL["content/briefs/first.md"])
COMBINING_ACUTE = "\u0301"
NO_BREAK_SPACE = "\u00a0"
SOFT_HYPHEN = "\u00ad"
RIGHT_TO_LEFT_MARK = "\u200f"
ZERO_WIDTH_SPACE = "\u200b"


def actors(*texts: str) -> NameIndex:
    """An index of actors that are called by their ids."""
    return NameIndex(Name(text, "actor", text) for text in texts)


def found(index: NameIndex, html: str, about: tuple[Ref, ...] = (), own: Ref | None = None) -> list[str]:
    """The ids mentioned, each with the HTML that names it: `id=HTML`, or `id` where they are the same."""
    mentions = find_mentions(index, [("body", html)], about, own)
    texts = [(mention.id, html[mention.start : mention.end]) for mention in mentions]
    return [id_ if id_ == text else f"{id_}={text}" for id_, text in texts]


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("Zelenskyy", "<p>Zelenskyy's plan</p>"),
        ("Zelenskyy", "<p>Zelenskyy\u2019s plan</p>"),
        ("US", "<p>A US-Ukraine deal</p>"),
        ("Ukraine", "<p>A US-Ukraine deal</p>"),
        ("Ukraine", "<p>A US\u2013Ukraine deal</p>"),
        ("US", "<p>\u201cUS\u201d</p>"),
        ("US", "<p>(US)</p>"),
        ("US", "<p>[US]</p>"),
        ("US", "<p>«US»</p>"),
        ("US", "<p>US.</p>"),
        ("US", "US"),
        ("G7", "<p>The G7, too</p>"),
        ("Трамп", "<p>«Трамп» приїхав</p>"),
        ("Київ", "<p>Місто Київ.</p>"),
        ("Đà Nẵng", "<p>In Đà Nẵng today</p>"),
        ("乌克兰", "<p>美国和乌克兰签署协议</p>"),
        ("美国", "<p>美国US</p>"),
        ("US", "<p>与US谈判</p>"),
        ("US", "<p>ที่US</p>"),
        ("Kyiv", f"<p>Kyiv{ZERO_WIDTH_SPACE}Ukraine</p>"),
        ("ウクライナ", "<p>昨日ウクライナは</p>"),
        ("ゼレンスキー", "<p>ゼレンスキー大統領は</p>"),
        ("ยูเครน", "<p>ประเทศยูเครนลงนาม</p>"),
        ("ຢູເຄຣນ", "<p>ປະເທດຢູເຄຣນລົງນາມ</p>"),
        ("អ៊ុយក្រែន", "<p>ប្រទេសអ៊ុយក្រែនបាន</p>"),
        ("أوكرانيا", "<p>وقعت أوكرانيا الاتفاق</p>"),
        ("أوكرانيا", f"<p>{RIGHT_TO_LEFT_MARK}أوكرانيا{RIGHT_TO_LEFT_MARK}، أمس</p>"),
        ("אוקראינה", "<p>הסכם עם אוקראינה.</p>"),
        ("우크라이나", "<p>미국과 우크라이나 협정</p>"),
        ("Ukraine", "<p><b>Ukraine</b> signs</p>"),
        ("Ukraine", '<p>Ukraine<sup id="fnref"><a href="#fn">1</a></sup></p>'),
        ("U.S.", "<p>The U.S. offer</p>"),
        ("Yahoo!", "<p>Yahoo! says</p>"),
    ],
)
def test_a_name_that_stands_alone_is_a_mention(name: str, html: str) -> None:
    assert found(actors(name), html) == [name]


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("US", "<p>USA</p>"),
        ("US", "<p>us</p>"),
        ("US", "<p>BUS US2</p>"),
        ("US", "<p>US_x</p>"),
        ("G7", "<p>The G77</p>"),
        ("Трамп", "<p>Трампу</p>"),
        ("Рим", "<p>Крим</p>"),
        ("Jose", f"<p>Jose{COMBINING_ACUTE} went</p>"),
        ("os", f"<p>Jo{COMBINING_ACUTE}os went</p>"),
        ("उप", "<p>उपि</p>"),
        ("أوكرانيا", "<p>وأوكرانيا</p>"),
        ("אוקראינה", "<p>לאוקראינה</p>"),
        ("우크라", "<p>우크라이나</p>"),
        ("スタ", "<p>スター</p>"),
        ("ยูเครน", "<p>ยูเครนา</p>"),
        ("ก", "<p>เก</p>"),
        ("น", "<p>น้</p>"),
        ("Louis", "<p>Louisⅷ</p>"),
        ("Ukra", f"<p>Ukra{SOFT_HYPHEN}ine</p>"),
        ("Ukra", "<p><b>Ukra</b>ine</p>"),
        ("kraine", "<p>U<em>kraine</em></p>"),
        ("Scott Bessent", "<p>Scott</p><p>Bessent</p>"),
        ("Scott Bessent", "<p>Scott <em>Bessent</em></p>"),
        ("amp", "<p>R&amp;D</p>"),
        ("ab", "<p>a&NotEqualTilde;b</p>"),
        ("lt", "<p>1 &lt; 2</p>"),
        ("x27", "<p>it&#x27;s</p>"),
    ],
)
def test_a_name_cut_out_of_something_else_is_no_mention(name: str, html: str) -> None:
    assert found(actors(name), html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p><code>US</code></p>",
        "<pre><code>US</code></pre>",
        '<p><a href="/us/">US</a></p>',
        '<p><a href="/us/">the <em>US</em></a></p>',
        '<h2 id="us">US</h2>',
        "<h3>The <em>US</em></h3>",
        '<p><img src="x.png" alt="US"></p>',
    ],
)
def test_names_in_code_links_headings_and_attributes_are_passed_over(html: str) -> None:
    index = actors("US")
    assert found(index, html) == []
    assert find_mentions(index, [("body", f"{html}<p>US</p>")]) == (
        Mention("actor", "US", "body", len(html) + 3, len(html) + 5),
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("AT&T", "AT&amp;T"),
        ("<x>", "&lt;x&gt;"),
        ("Scott Bessent", f"Scott{NO_BREAK_SPACE}Bessent"),
        ("Scott Bessent", "Scott&nbsp;Bessent"),
        ("Scott Bessent", "Scott\nBessent"),
        ("Scott Bessent", "Scott\n  Bessent"),
        (f"Scott{NO_BREAK_SPACE}Bessent", "Scott Bessent"),
        ("山 田", "山\u3000田"),
        ("People's Republic", "People\u2019s Republic"),
        ("People's Republic", "People&#x27;s Republic"),
        ("US-Ukraine", "US\u2011Ukraine"),
        ("José", f"Jose{COMBINING_ACUTE}"),
        (f"Jose{COMBINING_ACUTE}", "José"),
    ],
)
def test_a_name_is_found_however_it_is_typeset(name: str, written: str) -> None:
    html = f"<p>R&amp;D: 1 &lt; 2, said\n  {written} (&nbsp;&amp;&nbsp;)</p>"
    index = NameIndex([Name(name, "actor", "x")])
    assert found(index, html) == [f"x={written}"]


def test_a_name_may_end_in_an_entity_at_the_end_of_its_element() -> None:
    assert found(actors("R&"), "<p>R&amp;</p><p>x</p>") == ["R&=R&amp;"]


def test_only_the_first_mention_of_each_record_counts_in_reading_order() -> None:
    index = NameIndex([Name("United States", "actor", "us"), Name("US", "actor", "us"), Name("Kyiv", "actor", "kyiv")])
    parts = [("bluf", "<p>US</p>"), ("body", "<p>Kyiv and the United States</p>"), ("next", "<p>Kyiv</p>")]
    assert find_mentions(index, parts) == (
        Mention("actor", "us", "bluf", 3, 5),
        Mention("actor", "kyiv", "body", 3, 7),
    )


def test_the_longest_name_at_a_place_wins_and_hides_those_inside() -> None:
    index = NameIndex(
        [
            Name("Treasury", "actor", "treasury"),
            Name("Scott", "actor", "scott"),
            Name("Treasury Secretary Scott Bessent", "actor", "bessent"),
        ]
    )
    html = "<p>Treasury Secretary Scott Bessent</p>"
    assert found(index, html) == ["bessent=Treasury Secretary Scott Bessent"]
    assert found(index, html + "<p>The Treasury</p>") == [
        "bessent=Treasury Secretary Scott Bessent",
        "treasury=Treasury",
    ]


def test_names_side_by_side_in_a_title_are_each_mentioned() -> None:
    html = "<p>Treasury Secretary Scott Bessent\u2019s offer</p>"
    assert found(actors("Treasury", "Bessent", "Scott Bessent"), html) == ["Treasury", "Scott Bessent"]


def test_of_names_that_overlap_the_leftmost_wins() -> None:
    assert found(actors("Bank of England", "England Cricket Board"), "<p>Bank of England Cricket Board</p>") == [
        "Bank of England"
    ]


def test_a_longer_name_cut_out_of_a_word_does_not_hide_a_shorter_one() -> None:
    index = actors("New York", "New York Time", "York Times")
    assert found(index, "<p>New York Times</p>") == ["New York"]


def test_a_longer_name_hides_a_shorter_one_though_it_is_not_linked_itself() -> None:
    index = NameIndex(
        [
            Name("Georgia", "actor", "georgia"),
            Name("Georgia Guard", "actor", "guard"),
            Name("Bank of Georgia", "actor", "tbilisi"),
            Name("Bank of Georgia", "actor", "london"),
        ]
    )
    assert found(index, "<p>Bank of Georgia</p>") == []
    assert found(index, "<p>Georgia Guard</p>", own=("actor", "guard")) == []
    assert found(index, "<p>Georgia Guard, then Georgia Guard</p>") == ["guard=Georgia Guard"]


def test_topics_match_with_a_small_or_a_capital_first_letter_and_actors_do_not() -> None:
    index = NameIndex([Name("Minerals deal", "topic", "deal"), Name("iron ore", "topic", "ore")])
    assert found(index, "<p>minerals deal on Iron ore</p>") == ["deal=minerals deal", "ore=Iron ore"]
    assert found(index, "<p>minerals Deal on Iron Ore</p>") == []
    assert found(actors("Black Sea Fleet"), "<p>black Sea Fleet</p>") == []


def test_a_text_of_two_records_links_only_the_one_that_the_brief_is_about() -> None:
    index = NameIndex([Name("Georgia", "actor", "country"), Name("Georgia", "actor", "state")])
    country: Ref = ("actor", "country")
    state: Ref = ("actor", "state")
    html = "<p>Georgia</p>"
    assert found(index, html) == []
    assert found(index, html, about=(country,)) == ["country=Georgia"]
    assert found(index, html, about=(country, state)) == []
    assert found(index, html, about=(country,), own=country) == []
    assert index.ambiguous == {"Georgia": (country, state)}


def test_names_that_differ_only_in_what_is_not_matched_are_ambiguous() -> None:
    index = NameIndex(
        [
            Name("Sanctions", "actor", "band"),
            Name("sanctions", "topic", "sanctions"),
            Name("sanctions", "topic", "sanctions"),
            Name("People's Party", "actor", "a"),
            Name("People\u2019s Party", "actor", "b"),
        ]
    )
    assert index.ambiguous == {
        "Sanctions": (("actor", "band"), ("topic", "sanctions")),
        "People's Party": (("actor", "a"), ("actor", "b")),
        "People\u2019s Party": (("actor", "a"), ("actor", "b")),
    }
    assert found(index, "<p>Sanctions, sanctions</p>") == ["sanctions"]


def test_the_record_of_the_page_itself_is_never_mentioned() -> None:
    assert found(actors("US", "Kyiv"), "<p>US and Kyiv</p>", own=("actor", "US")) == ["Kyiv"]


def test_no_name_of_an_unpublished_record_links_counts_or_hides_another(tmp_path: Path) -> None:
    actor = "---\nname: {}\nkind: state\nsummary: A state.\naliases: [{}]\ntlp: TLP:{}\n---\n"
    write_site(
        tmp_path,
        {
            **MINIMAL,
            "content/actors/hidden.md": actor.format("Hidden Land", "Shared Name, Secretia, Ukraine Front", "RED"),
            "content/actors/shown.md": actor.format("Shown Land", "Shared Name", "CLEAR"),
            "content/briefs/first.md": MINIMAL_BRIEF
            + "Secretia, Hidden Land, the Shared Name and the Ukraine Front.\n",
        },
    )
    build_site(tmp_path)
    output = tree(tmp_path / "output")
    page = output["briefs/first/index.html"].decode()
    body = page[page.index("Secretia") :]

    assert re.findall(r'<a [^>]*href="[^"]*/actors/([^"/]*)/"[^>]*>(.*?)</a>', body[: body.index("</p>")]) == [
        ("shown", "Shared Name"),
        ("ukraine", "Ukraine"),
    ]
    assert not [path for path in output if "hidden" in path]
    assert b"Hidden Land" not in output["actors/index.html"]


def test_ten_thousand_aliases_are_found_in_ten_thousand_briefs_in_seconds() -> None:
    index = NameIndex(
        Name(f"{form} {number:04x}", "actor", f"a{number}")
        for number in range(2_500)
        for form in ("Actor", "Ministry of", "\u0414\u0456\u044f\u0447", "The")
    )
    sentence = "<p>Actor {0:04x} met Ministry of {1:04x} &amp; others; the talks, said <b>The {2:04x}</b>, go on.</p>"
    started = time.process_time()
    counted = sum(
        len(find_mentions(index, [("body", sentence.format(n % 2_500, n * 7 % 2_500, n * 11 % 2_500) * 4)]))
        for n in range(1, 10_001)
    )

    assert counted > 25_000
    assert time.process_time() - started < 10


def test_an_empty_name_matches_nothing() -> None:
    assert found(actors("", " \t", "\x00", "\x01"), "<p>- <b>- </b></p>") == []


def test_links_are_put_around_the_mentions() -> None:
    html = "<p>US &amp; AT&amp;T &amp; Kyiv</p>"
    mentions = find_mentions(actors("US", "AT&T", "Kyiv"), [("body", html)])
    linked = link_mentions(html, mentions[::-1], lambda mention: (f'<a href="{mention.start}">', "</a>"))
    assert linked == '<p><a href="3">US</a> &amp; <a href="12">AT&amp;T</a> &amp; <a href="27">Kyiv</a></p>'


def test_overlapping_links_are_refused() -> None:
    mentions = [Mention("actor", "a", "body", 0, 3), Mention("actor", "b", "body", 2, 4)]
    with pytest.raises(ValueError, match="overlaps"):
        link_mentions("abcdef", mentions, lambda _: ("<a>", "</a>"))


# Few letters, so that names meet, nest and overlap all the time
WORDS = st.text(alphabet="aAbé美ก-'& ", min_size=1, max_size=4)
NAMES = st.lists(
    st.builds(Name, WORDS, st.sampled_from(["actor", "topic"]), st.sampled_from(["x", "y", "z"])), max_size=8
)
TEXTS = st.lists(st.sampled_from(["a", "A", "b", "é", "美", "ก", "-", "'", "&amp;", " ", "&nbsp;"]), max_size=12).map(
    "".join
)
ELEMENTS = st.builds(
    "<{0}>{1}</{0}>".format, st.sampled_from(["p", "em", "code", "h2", "a", "strong", "pre", "li"]), TEXTS
)
HTML = st.lists(st.one_of(TEXTS, ELEMENTS), max_size=6).map("".join)


@given(NAMES, HTML, st.randoms(use_true_random=False))
def test_mentions_do_not_depend_on_the_order_of_names(names: list[Name], html: str, random: Random) -> None:
    shuffled = names[:]
    random.shuffle(shuffled)
    parts = [("body", html)]
    assert find_mentions(NameIndex(shuffled), parts) == find_mentions(NameIndex(names), parts)
    assert NameIndex(shuffled).ambiguous == NameIndex(names).ambiguous


@given(NAMES, HTML)
def test_mentions_never_overlap_nor_cut_a_tag_or_an_entity_nor_lie_where_links_may_not(
    names: list[Name], html: str
) -> None:
    mentions = find_mentions(NameIndex(names), [("body", html)])
    forbidden = [
        match.span()
        for match in re.finditer(r"<(code|h2|a|pre)>.*?</\1>|<[^>]*>|&[a-z]+;", html)
        if not any(mention.start <= match.start() and match.end() <= mention.end for mention in mentions)
        or match[0].startswith("<")
    ]
    taken = sorted([(mention.start, mention.end) for mention in mentions] + forbidden)
    assert all(end <= start for (_, end), (start, _) in pairwise(taken))
    assert len({(mention.kind, mention.id) for mention in mentions}) == len(mentions)


@given(NAMES, HTML)
def test_every_mention_reads_as_one_of_its_record_s_names(names: list[Name], html: str) -> None:
    for mention in find_mentions(NameIndex(names), [("body", html)]):
        text = html[mention.start : mention.end].replace("&amp;", "&").replace("&nbsp;", " ")
        texts = {" ".join(name.text.split()) for name in names if (name.kind, name.id) == (mention.kind, mention.id)}
        same = {text} if mention.kind == "actor" else {text, text[:1].swapcase() + text[1:]}
        assert same & texts


PRINTED = st.characters(exclude_categories=["Cc", "Cs"])


@given(st.text(PRINTED), st.text(PRINTED, min_size=1, max_size=3), st.text(PRINTED))
def test_between_spaces_any_name_is_found_in_any_text(before: str, name: str, after: str) -> None:
    escape = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    spoken = " ".join(name.split())
    html = "".join(escape.get(character, character) for character in f"{before} . {spoken} . {after}")
    expected = bool(spoken) and unicodedata.normalize("NFC", spoken) == spoken
    assert bool(find_mentions(NameIndex([Name(name, "actor", "x")]), [("body", html)])) >= expected
