"""Every URL ever published leads somewhere, or the desk is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from dateline.publish.accounts import Accounts, Copy, Redirect, Tombstone, account_for
from dateline.publish.ledger import Ledger, parse_ledger

HOME = {"/": "-", "/archive/": "-", "/briefs/": "-"}


def accounts(
    urls: Mapping[str, str],
    pages: Mapping[str, str] = MappingProxyType({}),
    gone: Collection[str] = (),
    hidden: Collection[str] = (),
    homes: Mapping[str, str] | None = None,
) -> Accounts:
    """Where each record lives follows from the pages: its shortest URL."""
    made = {**HOME, **pages}
    found = {owner: url for url, owner in sorted(made.items(), key=lambda page: -len(page[0])) if owner != "-"}
    return account_for(Ledger(urls), made, found if homes is None else homes, gone, hidden)


def test_page_that_is_still_made_needs_no_account() -> None:
    assert accounts({"/briefs/a/": "brief:a", "/": "-"}, {"/briefs/a/": "brief:a"}) == Accounts((), ())


def test_url_that_now_belongs_to_another_record_needs_no_account() -> None:
    assert accounts({"/briefs/a/": "brief:a"}, {"/briefs/a/": "brief:b"}) == Accounts((), ())


def test_renamed_record_is_redirected_to() -> None:
    found = accounts({"/briefs/old/": "brief:a", "/briefs/older/": "brief:a"}, {"/briefs/new/": "brief:a"})

    assert found == Accounts((Redirect("/briefs/old/", "/briefs/new/"), Redirect("/briefs/older/", "/briefs/new/")), ())


def test_feeds_and_further_pages_of_a_renamed_record_lead_to_their_counterparts() -> None:
    urls = dict.fromkeys(
        ["/actors/old/", "/actors/old/feed.json", "/actors/old/feed.xml", "/actors/old/page/2/", "/actors/old/page/9/"],
        "actor:x",
    )
    pages = dict.fromkeys(["/actors/x/", "/actors/x/feed.json", "/actors/x/feed.xml", "/actors/x/page/2/"], "actor:x")

    assert accounts(urls, pages) == Accounts(
        (
            Redirect("/actors/old/", "/actors/x/"),
            Copy("/actors/old/feed.json", "/actors/x/feed.json"),
            Copy("/actors/old/feed.xml", "/actors/x/feed.xml"),
            Redirect("/actors/old/page/2/", "/actors/x/page/2/"),
            Redirect("/actors/old/page/9/", "/actors/x/"),
        ),
        (),
    )


def test_feed_of_a_record_that_has_none_any_more_is_reported_and_never_a_copy_of_a_page() -> None:
    urls = {"/actors/old/": "actor:x", "/actors/old/feed.xml": "actor:x"}

    found = accounts(urls, {"/actors/x/": "actor:x"})

    assert found.entries == (Redirect("/actors/old/", "/actors/x/"),)
    assert [str(problem) for problem in found.problems] == [
        "state/urls.tsv: error[vanished-url]: /actors/old/feed.xml was published (actor 'x'), "
        "and nothing is there now\n    list /actors/old/feed.xml under `gone:` in site.yaml"
    ]


def test_page_of_another_record_below_the_new_address_is_no_counterpart() -> None:
    found = accounts({"/topics/old/trade/": "topic:x"}, {"/topics/x/": "topic:x", "/topics/x/trade/": "topic:trade"})

    assert found.entries == (Redirect("/topics/old/trade/", "/topics/x/"),)


def test_derived_page_below_one_that_was_given_up_still_leads_to_what_is_there() -> None:
    found = accounts({"/positions/": "-", "/positions/page/2/": "-"}, gone=["/positions/"])

    assert found.entries == (Tombstone("/positions/", withdrawn=False), Redirect("/positions/page/2/", "/"))


def test_last_page_of_a_list_that_got_shorter_leads_to_the_list() -> None:
    pages = {"/actors/x/": "actor:x", "/actors/x/page/2/": "actor:x"}

    found = accounts({"/actors/x/page/3/": "actor:x", **pages}, pages)

    assert found.entries == (Redirect("/actors/x/page/3/", "/actors/x/"),)


def test_derived_page_leads_to_the_nearest_page_above_it() -> None:
    urls = dict.fromkeys(["/archive/2024/02/", "/archive/page/7/", "/positions/", "/feed.xml/x/"], "-")

    assert accounts(urls, {"/archive/2024/": "-"}) == Accounts(
        (
            Redirect("/archive/2024/02/", "/archive/2024/"),
            Redirect("/archive/page/7/", "/archive/"),
            Redirect("/feed.xml/x/", "/"),
            Redirect("/positions/", "/"),
        ),
        (),
    )


def test_derived_feed_is_a_copy_of_the_nearest_one_and_never_of_a_page() -> None:
    found = accounts({"/archive/feed.xml": "-", "/archive/feed.json": "-"}, {"/feed.xml": "-"})

    assert found.entries == (Copy("/archive/feed.xml", "/feed.xml"),)
    assert [problem.code for problem in found.problems] == ["vanished-url"]


def test_derived_file_that_is_neither_page_nor_feed_is_a_problem_until_it_is_given_up() -> None:
    found = accounts({"/data/old.csv": "-"}, {"/old.csv": "-"})

    assert found.entries == ()
    assert str(found.problems[0]) == (
        "state/urls.tsv: error[vanished-url]: /data/old.csv was published (a page made from many records), "
        "and nothing is there now\n    list /data/old.csv under `gone:` in site.yaml"
    )
    assert accounts({"/data/old.csv": "-"}, gone=["/data/old.csv"]).problems == ()


def test_deleted_record_is_an_error_with_its_line_and_three_ways_out() -> None:
    ledger, _ = parse_ledger(b"# head\n/\t-\n/briefs/port/\tbrief:port\n", b"")

    found = account_for(ledger, {"/": "-"}, {}, [], [])

    assert found.entries == ()
    assert [str(problem) for problem in found.problems] == [
        "state/urls.tsv:3:1: error[vanished-url]: /briefs/port/ was published (brief 'port'), "
        "and nothing is there now\n"
        "    give the record that replaces it `redirect_from: [/briefs/port/]`, "
        "or list /briefs/port/ under `gone:` in site.yaml, or if the file was only renamed, add `id: port` to it"
    ]


def test_deleted_record_is_reported_once_for_all_its_pages() -> None:
    urls = dict.fromkeys(["/actors/x/", "/actors/x/feed.xml", "/actors/x/page/2/"], "actor:x")

    found = accounts(urls)

    assert found.entries == ()
    assert [problem.message.split()[0] for problem in found.problems] == ["/actors/x/"]


def test_given_up_url_is_a_tombstone_with_all_that_lay_below_it() -> None:
    urls = dict.fromkeys(["/actors/x/", "/actors/x/feed.xml", "/actors/x/page/2/"], "actor:x")

    found = accounts({**urls, "/actors/x/other/": "actor:y"}, {"/actors/y/": "actor:y"}, gone=["/actors/x/"])

    assert found == Accounts(
        (
            Tombstone("/actors/x/", withdrawn=False),
            Tombstone("/actors/x/feed.xml", withdrawn=False),
            Redirect("/actors/x/other/", "/actors/y/"),
            Tombstone("/actors/x/page/2/", withdrawn=False),
        ),
        (),
    )


def test_given_up_url_that_has_a_page_again_keeps_the_page() -> None:
    assert accounts({"/briefs/a/": "brief:a"}, {"/briefs/a/": "brief:a"}, gone=["/briefs/a/"]).entries == ()


def test_hidden_record_is_a_tombstone_and_one_warning() -> None:
    urls = dict.fromkeys(["/actors/x/", "/actors/x/feed.xml", "/actors/older/"], "actor:x")

    found = accounts(urls, hidden=["actor:x"])

    assert found.entries == tuple(Tombstone(url, withdrawn=True) for url in sorted(urls))
    assert [str(problem) for problem in found.problems] == [
        "state/urls.tsv: warning[withdrawn-url]: /actors/older/ was published (actor 'x') and is not public now; "
        "a tombstone is there\n    if it is meant to stay, look at the record's status, dates and marking"
    ]


def test_hidden_record_never_leads_to_another_page() -> None:
    """Not even if a caller says where it would be: a redirect would give its new address away."""
    found = account_for(
        Ledger({"/briefs/old/": "brief:a"}),
        {**HOME, "/briefs/a/": "brief:a"},
        {"brief:a": "/briefs/a/"},
        [],
        ["brief:a"],
    )

    assert found.entries == (Tombstone("/briefs/old/", withdrawn=True),)


def test_record_that_took_over_a_page_takes_over_what_lay_below_it() -> None:
    """`redirect_from: [/actors/x/]` in actor y makes /actors/x/ a page of y's."""
    urls = dict.fromkeys(["/actors/x/", "/actors/x/feed.xml", "/actors/x/page/2/"], "actor:x")
    pages = dict.fromkeys(["/actors/x/", "/actors/y/", "/actors/y/feed.xml"], "actor:y")

    found = accounts(urls, pages, homes={"actor:y": "/actors/y/"})

    assert found == Accounts(
        (Copy("/actors/x/feed.xml", "/actors/y/feed.xml"), Redirect("/actors/x/page/2/", "/actors/y/")), ()
    )


def test_further_page_whose_first_page_is_anybodys_leads_to_it_and_the_feed_is_reported() -> None:
    urls = dict.fromkeys(["/actors/x/", "/actors/x/feed.xml", "/actors/x/page/2/"], "actor:x")

    found = accounts(urls, {"/actors/x/": "-"})

    assert found.entries == (Redirect("/actors/x/page/2/", "/actors/x/"),)
    assert [problem.message.split()[0] for problem in found.problems] == ["/actors/x/feed.xml"]


FOLDERS = st.lists(st.sampled_from(["a", "b", "page", "2"]), max_size=3)
URLS = st.builds(lambda parts, name: "/".join(["", *parts, name]), FOLDERS, st.sampled_from(["", "feed.xml", "x.csv"]))
OWNERS = st.sampled_from(["-", "brief:a", "brief:b", "actor:a", "actor:b"])


@given(
    st.dictionaries(URLS, OWNERS),
    st.dictionaries(URLS, OWNERS),
    st.dictionaries(OWNERS.filter(lambda owner: owner != "-"), URLS.filter(lambda url: url.endswith("/"))),
    st.sets(URLS, max_size=3),
    st.sets(OWNERS.filter(lambda owner: owner != "-"), max_size=2),
)
def test_every_url_is_accounted_for_once_and_leads_to_a_page_that_is_there(
    urls: dict[str, str], pages: dict[str, str], homes: dict[str, str], gone: set[str], hidden: set[str]
) -> None:
    found = account_for(Ledger(urls), pages, homes, gone, hidden)

    missing = sorted(url for url in urls if url not in pages)
    accounted = [entry.url for entry in found.entries]
    assert accounted == sorted(set(accounted))
    for url in accounted:
        assert url in missing
    for entry in found.entries:
        if not isinstance(entry, Tombstone):
            assert entry.target in pages
            assert entry.target != entry.url
            assert urls[entry.url] not in hidden
            assert isinstance(entry, Redirect) == entry.url.endswith("/")
            assert entry.target.endswith("/") == entry.url.endswith("/")
    vanished = [problem for problem in found.problems if problem.code == "vanished-url"]
    told = tuple(problem.message.split()[0] for problem in vanished)
    for url in set(missing) - set(accounted):
        assert any(url == top or (urls[top] == urls[url] and url.startswith(top)) for top in told)
