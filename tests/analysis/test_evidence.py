"""Independent origins: twenty clusters of syndicated articles counted by hand, and a slow second opinion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis.evidence import Evidence, Item, Publishers, canonical, folded, trace, weigh

PUBLISHERS = Publishers(
    {
        "reuters": ["Reuters", "Thomson Reuters"],
        "afp": ["AFP", "Agence France-Presse"],
        "ap": ["AP", "Associated Press"],
        "ft": ["Financial Times"],
        "bbc": ["BBC"],
        "pravda": ["Ukrainska Pravda", "Українська правда"],
        "nyt": ["The New York Times"],
        "treasury": ["US Department of the Treasury"],
    },
    {
        "reuters.com": "reuters",
        "ft.com": "ft",
        "bbc.co.uk": "bbc",
        "bbc.com": "bbc",
        "pravda.com.ua": "pravda",
        "nytimes.com": "nyt",
        "home.treasury.gov": "treasury",
    },
)


def items(text: str) -> list[Item]:
    """Sources written one a line: id, then `field=value`, with `_` for spaces and `,` between bases."""
    return [_item(*line.split()) for line in filter(None, map(str.strip, text.splitlines()))]


def _item(id_: str, *fields: str) -> Item:
    values = dict(field.split("=", 1) for field in fields)
    bases = tuple(filter(None, values.pop("based_on", "").split(",")))
    url, credibility = values.pop("url", ""), int(values.pop("credibility", 0)) or None
    spaced = {name: value.replace("_", " ") for name, value in values.items()}
    return Item(id_, url=url, based_on=bases, credibility=credibility, **spaced)


CLUSTERS = {
    "one report": (1, "a publisher=bbc"),
    "two reports of two newsrooms": (2, "a publisher=bbc\nb publisher=ft"),
    "two reports of one newsroom": (1, "a publisher=bbc\nb publisher=BBC"),
    "a wire and a newspaper that prints it": (1, "a publisher=reuters\nb publisher=Kyiv_Post via=Reuters"),
    "three newspapers that print one wire, none of it seen": (
        1,
        "a publisher=X via=Reuters\nb publisher=Y via=reuters\nc publisher=Z via=Thomson_Reuters",
    ),
    "two newspapers that print two wires": (2, "a publisher=X via=Reuters\nb publisher=Y via=AFP"),
    "one newspaper that prints two wires": (2, "a publisher=X via=Reuters\nb publisher=X via=AFP"),
    "one newspaper that prints a wire and reports itself": (2, "a publisher=X via=Reuters\nb publisher=X"),
    "an origin of which there is no record": (1, "a publisher=X via=The_Telegraph\nb publisher=telegraph"),
    "an origin in another script": (1, "a publisher=X via=Українська_правда\nb publisher=pravda"),
    "an article that names two origins": (2, "a publisher=X via=Le_Monde/AFP\nb publisher=Y via=AFP"),
    "publishers known by their addresses": (
        1,
        "a url=https://www.bbc.co.uk/news/1\nb url=https://news.bbc.com/2\nc publisher=bbc",
    ),
    "sites without a publisher": (
        2,
        "a url=https://blog.example/1\nb url=https://www.blog.example/2\nc url=https://other.example/",
    ),
    "one article under two addresses": (
        1,
        "a publisher=X url=https://x.example/1?utm_source=mail via=AFP\nb publisher=X url=http://www.x.example/1/#top",
    ),
    "a chain of articles, each based on the one before": (
        1,
        "a publisher=ft\nb publisher=X based_on=a\nc publisher=Y based_on=b\nd publisher=Z based_on=c",
    ),
    "an article based on two others": (2, "a publisher=ft\nb publisher=nyt\nc publisher=X based_on=a,b"),
    "articles based on one that nobody cites": (
        1,
        "a publisher=X based_on=https://www.ft.com/content/9\nb publisher=Y based_on=https://ft.com/content/9?ref=z\n"
        "c publisher=ft",
    ),
    "articles based on each other in a circle": (1, "a publisher=X based_on=b\nb publisher=Y based_on=a"),
    "a circle of articles that took it from a wire": (
        1,
        "a publisher=X based_on=b\nb publisher=Y based_on=a via=AP\nc publisher=ap",
    ),
    "people asked, and papers without a publisher": (3, "a type=interview\nb type=interview\nc type=document"),
    "a statement, its reports, and a report of another witness": (
        2,
        "a url=https://home.treasury.gov/1\nb publisher=bbc via=treasury\nc publisher=X based_on=b\nd publisher=nyt",
    ),
}


@pytest.mark.parametrize(("expected", "text"), CLUSTERS.values(), ids=CLUSTERS)
def test_origins_equal_the_labels(expected: int, text: str) -> None:
    cluster = items(text)
    assert len(weigh(cluster, trace(cluster, PUBLISHERS)).origins) == expected


def test_there_are_twenty_clusters_and_more() -> None:
    assert len(CLUSTERS) == 21


def evidence(text: str) -> Evidence:
    cluster = items(text)
    return weigh(cluster, trace(cluster, PUBLISHERS))


def test_origins_are_named_and_counted() -> None:
    assert evidence("a publisher=X via=Reuters\nb publisher=Y via=Reuters\nc publisher=bbc\nd publisher=Z").origins == (
        ("publisher:reuters", 2),
        ("name:z", 1),
        ("publisher:bbc", 1),
    )


def test_what_one_brief_tells_of_an_article_holds_in_all_briefs() -> None:
    told = items("one#1 publisher=X url=https://x.example/1 via=AFP\ntwo#1 publisher=X url=https://x.example/1")
    traces = trace(told, PUBLISHERS)
    assert traces["one#1"] == traces["two#1"]
    assert traces["two#1"].origins == ("publisher:afp",)


def test_a_topic_counts_an_article_once_however_many_briefs_cite_it() -> None:
    found = evidence(
        "one#1 url=https://x.example/1 type=press\ntwo#1 url=https://x.example/1 type=wire\ntwo#2 type=wire"
    )
    assert found.sources == 2
    assert found.types == (("press", 1), ("wire", 1))


def test_the_mix_counts_what_is_not_known_as_well() -> None:
    found = evidence("a country=GB lang=en reliability=B credibility=2\nb country=GB lang=uk reliability=C\nc lang=uk")
    assert found.countries == (("GB", 2), ("", 1))
    assert found.languages == (("uk", 2), ("en", 1))
    assert found.grades == (("", 1), ("B2", 1), ("C", 1))
    assert found.types == (("", 3),)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("a publisher=bbc reliability=B", ("single-origin",)),
        ("a publisher=bbc\nb publisher=ft reliability=D", ()),
        ("a publisher=bbc reliability=D\nb publisher=ft reliability=F", ("low-grade",)),
        ("a publisher=bbc reliability=A credibility=4\nb publisher=ft reliability=E", ("low-grade",)),
        ("a publisher=bbc reliability=D\nb publisher=bbc reliability=E", ("single-origin", "low-grade")),
        ("a publisher=bbc reliability=C credibility=3\nb publisher=ft reliability=F", ()),
        ("", ()),
    ],
)
def test_stories_of_one_origin_or_of_low_grades_only_say_so(text: str, flags: tuple[str, ...]) -> None:
    assert evidence(text).flags == flags


def test_a_name_written_alike_comes_before_one_that_only_reads_alike() -> None:
    both = Publishers({"a-times": ["The Times"], "b-times": ["Times"], "c-times": ["times"]}, {})
    assert [both.find(name) for name in ("The Times", "Times", "times", "TIMES", "c-times")] == [
        "a-times",
        "b-times",
        "c-times",
        "a-times",
        "c-times",
    ]


def test_addresses_of_one_article_have_one_text() -> None:
    assert canonical("https://www.x.example/a/?utm_source=m&id=7&fbclid=1#top") == canonical("http://X.example/a?id=7")
    assert canonical("https://x.example/a?id=7") != canonical("https://x.example/a?id=8")


def test_names_are_compared_without_case_article_and_punctuation() -> None:
    assert folded("The  TIMES, of London") == folded("times of london")
    assert folded("The") == "the"
    assert folded("—") == "—"


LETTERS = "abcdef"
CHAINS = st.fixed_dictionaries({}, optional={id_: st.sets(st.sampled_from(LETTERS)) for id_ in LETTERS})
OWN = st.fixed_dictionaries({id_: st.sampled_from(["bbc", "ft", "nyt"]) for id_ in LETTERS})


@given(CHAINS, OWN)
def test_origins_are_those_of_the_articles_at_the_ends_of_the_chains(
    chains: dict[str, set[str]], own: dict[str, str]
) -> None:
    traces = trace([Item(id_, own[id_], based_on=tuple(chains.get(id_, ()))) for id_ in LETTERS], PUBLISHERS)

    def reached(id_: str) -> set[str]:
        seen = {id_}
        while more := {base for one in seen for base in chains.get(one, ())} - seen:
            seen |= more
        return seen

    for id_ in LETTERS:
        # An end is an article from which one only comes to articles that lead back to it
        ends = [one for one in reached(id_) if all(one in reached(other) for other in reached(one))]
        expected = {min(own[other] for other in reached(end)) for end in ends}
        assert traces[id_].origins == tuple(sorted(f"publisher:{one}" for one in expected))
