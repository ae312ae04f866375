"""Feeds into the inbox: what becomes a draft, what is passed over, and what no feed can do."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.cli import dateline as command
from dateline.content.strict_yaml import read_yaml
from dateline.desk.errors import DeskError
from dateline.desk.feed import Feed, FeedItem, read_feed
from dateline.desk.import_feed import Imported, import_feed
from feeds import ATOM, JSON_FEED, RSS_091, RSS_1, RSS_2, served
from support import MINIMAL, Files, build_site, check_site, tree, write_site

TODAY = date(2025, 6, 1)
DESK: Files = {
    **MINIMAL,
    "content/publishers.yaml": "wire: {name: The Wire, domains: [wire.example]}\n",
}
PACT = "ministers-of-ukraine-sign-ore-pact-with-partners"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", DESK)


def read(text: str | bytes, **options: str) -> Feed:
    return read_feed(text if isinstance(text, bytes) else text.encode(), "the feed", **options)


def imported(site: Path, text: str | bytes = RSS_2, **options: Any) -> Imported:
    return import_feed(site, read(text, url="https://wire.example/feed"), today=TODAY, **options)


def run(*arguments: object, stdin: bytes = b"") -> Result:
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": "1748779200"})
    return runner.invoke(command, ["import", "feed", *map(str, arguments)], input=stdin, catch_exceptions=False)


def inbox(site: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((site / "content/briefs/inbox").glob("*"))}


def fields(text: str) -> dict[str, Any]:
    document, problems = read_yaml(text.split("---\n")[1], "x.md")
    assert problems == ()
    return document.values


def skipped(outcome: Imported) -> dict[str, str]:
    return {one.title: one.reason for one in outcome.skipped}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RSS_091, [("One", "https://older.example/1", "")]),
        (RSS_1, [("One", "https://old.example/1", "2025-05-03")]),
        (ATOM, [("Рада голосує", "https://a.example/1", "2025-05-05")]),
        (
            JSON_FEED,
            [("One", "https://j.example/1", "2025-05-06"), ("", "https://k.example/2", ""), ("", "", "")],
        ),
        (
            RSS_2,
            [
                (
                    'Ministers of Ukraine sign ore pact with "partners"',
                    "https://www.wire.example/2025/pact?utm_source=rss&utm_medium=feed",
                    "2025-05-20",
                ),
                ("Minerals fund names a board", "https://wire.example/2025/board", "2025-05-19"),
                ("No date, no link", "", ""),
                ("", "", ""),
            ],
        ),
    ],
    ids=["rss-0.91", "rss-1.0", "atom", "json-feed", "rss-2.0"],
)
def test_each_form_is_read_and_no_time_zone_moves_a_day(text: str, expected: list[tuple[str, str, str]]) -> None:
    feed = read(text, url="https://wire.example/feed" if text == RSS_2 else "")

    assert [(item.title, item.url, item.published) for item in feed.items] == expected


def test_texts_become_markdown_without_scripts_pictures_or_marks_of_their_own() -> None:
    pact = read(RSS_2).items[0].article
    atom = read(ATOM).items[0].article
    plain = read(JSON_FEED).items[1].article
    assert pact
    assert atom
    assert plain

    assert pact.body == (
        "Ukraine signed. Do see [the text](https://text.example/pact); it cites \\[@nobody\\].\n\nCritics object."
    )
    assert (pact.author, pact.lang) == ("Jane Roe", "en-gb")
    assert (atom.body, atom.author, atom.lang) == ("Рада проголосувала.\n\n- раз", "Олена Роу", "uk")
    assert plain.body == "2 \\* 3 \\_is\\_ \\[six\\]. And so on."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1251", "koi8-r"])
def test_declared_encodings_are_read(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><item><title>Рада</title></item>'

    assert read(f"{text}</channel></rss>".encode(encoding)).items[0].title == "Рада"


def test_wrong_encoding_costs_letters_but_not_the_feed() -> None:
    text = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><item><title>Caf\xe9</title></item>'
    feed = read(f"{text}</channel></rss>".encode("latin-1"), content_type="application/xml; charset=utf-8")

    assert feed.items[0].title.startswith("Caf")


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"", "it has to be RSS, Atom or JSON Feed"),
        (b"Just a text.", "it has to be RSS, Atom or JSON Feed"),
        (b'{"items": []}', "it has to be RSS, Atom or JSON Feed"),
        (b"{" * 100_000, "it has to be RSS, Atom or JSON Feed"),
        (b"<html><body>x</body></html>", "it is a web page; look there for the address of its feed"),
        (
            b'<html><head><link rel="alternate" type="application/atom+xml" href="/feed.xml"></head></html>',
            "it is a web page; its feed is 'https://wire.example/feed.xml'",
        ),
    ],
)
def test_what_is_no_feed_is_refused_with_what_to_do(data: bytes, hint: str) -> None:
    with pytest.raises(DeskError) as caught:
        read(data, url="https://wire.example/")
    assert (caught.value.message, caught.value.hint) == ("the feed is no feed", hint)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + ']><rss version="2.0"><channel><item><title>Bomb &a11;</title></item></channel></rss>'
)
FILE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<rss version="2.0"><channel><item><title>File &a;</title></item></channel></rss>'
)
DEEP = f'<rss version="2.0"><channel><item><title>Deep</title><description>{"&lt;div&gt;" * 50_000}end'


@pytest.mark.parametrize("text", [BOMB, FILE, DEEP, DEEP.replace("div", "b"), RSS_2[:900], "<rss version='2.0'>" * 500])
def test_hostile_feeds_cost_little_and_open_nothing(text: str) -> None:
    start = time.monotonic()
    try:
        items = read(text).items
    except DeskError:
        items = ()

    assert time.monotonic() - start < 30
    assert all(len(item.title) <= 300 and "root:" not in item.title for item in items)
    assert all(item.article is None or len(item.article.body) < 200_000 for item in items)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=60)
def test_no_bytes_are_too_odd(noise: bytes) -> None:
    for data in (noise, RSS_2.encode().replace(b"Short.", noise), RSS_2.encode()[:700] + noise):
        try:
            items = read(data).items
        except DeskError:
            continue
        assert all(isinstance(item, FeedItem) for item in items)


def test_item_becomes_a_draft_with_its_source_and_its_guesses_marked(site: Path) -> None:
    outcome = imported(site)
    text = inbox(site)[PACT]
    values = fields(text)

    assert [one.file.stem for one in outcome.drafts if one.file] == [
        PACT,
        "minerals-fund-names-a-board",
        "no-date-no-link",
    ]
    assert skipped(outcome) == {"": "empty"}
    assert (values["title"], values["date"], values["status"]) == (
        'Ministers of Ukraine sign ore pact with "partners"',
        "2025-05-20",
        "draft",
    )
    assert values["actors"] == ["ukraine"]
    assert values["sources"][0] == {
        "url": "https://www.wire.example/2025/pact?utm_source=rss&utm_medium=feed",
        "title": 'Ministers of Ukraine sign ore pact with "partners"',
        "publisher": "wire",
        "published": "2025-05-20",
        "author": "Jane Roe",
    }
    assert "(the feed says so)" in text
    assert "# confirm" in text
    assert fields(inbox(site)["no-date-no-link"])["date"] == "2025-06-01"


def test_drafts_never_show_and_never_keep_the_site_from_being_built(site: Path) -> None:
    """Not even where house rules make errors of what a draft may lack."""
    rules = "rules: {no-bluf: error, no-sources: error}\n"
    write_site(site, {"site.yaml": f"title: Test Desk\nbase_url: https://desk.example\n{rules}"})
    before = tree(build_site(site).output)
    imported(site)
    imported(site, JSON_FEED)
    imported(site, ATOM)
    imported(site, DEEP)

    assert tree(build_site(site).output) == before
    assert [one for one in check_site(site, drafts=True) if "error[" in one] == []


def test_second_import_finds_nothing_new(site: Path) -> None:
    imported(site)
    before = inbox(site)
    outcome = imported(site)

    assert outcome.drafts == ()
    assert skipped(outcome) == {
        'Ministers of Ukraine sign ore pact with "partners"': "known",
        "Minerals fund names a board": "known",
        "No date, no link": "alike",
        "": "empty",
    }
    assert inbox(site) == before


def test_sources_of_briefs_are_known_whatever_hangs_on_their_address(site: Path) -> None:
    brief = MINIMAL["content/briefs/first.md"]
    assert isinstance(brief, str)
    known = "http://wire.example/2025/pact/#top"
    write_site(site, {"content/briefs/first.md": brief.replace("https://agreement.example/text", known)})

    (pact,) = [one for one in imported(site).skipped if one.reason == "known"]
    assert (pact.title[:9], pact.because_of) == ("Ministers", "first")


def test_titles_alike_count_within_a_week_only(site: Path) -> None:
    """The brief of 30 April has the same title, but for its first word."""
    item = (
        '<rss version="2.0"><channel><item><title>Three ministers sign a deal on minerals</title>'
        "<link>https://other.example/{day}</link><pubDate>{day} 2025 08:00:00 GMT</pubDate></item></channel></rss>"
    )
    (near,) = imported(site, item.format(day="07 May")).skipped

    assert (near.reason, near.because_of) == ("alike", "first")
    assert [one.published for one in imported(site, item.format(day="08 May")).drafts] == ["2025-05-08"]


def test_one_feed_that_tells_a_thing_twice_gives_one_draft(site: Path) -> None:
    twice = RSS_2.replace("/2025/board", "https://wire.example/2025/pact?fbclid=1").replace(
        "Minerals fund names a board", "Another title altogether here"
    )

    assert skipped(imported(site, twice))["Another title altogether here"] == "known"


def test_removed_drafts_stay_away_unless_asked_for_again(site: Path) -> None:
    imported(site)
    (site / f"content/briefs/inbox/{PACT}.md").unlink()

    assert skipped(imported(site))['Ministers of Ukraine sign ore pact with "partners"'] == "removed"
    assert len(imported(site, again=True).drafts) == 1


def test_limit_takes_the_newest_and_leaves_the_others_for_the_next_time(site: Path) -> None:
    first = imported(site, limit=1)
    second = imported(site, limit=1)

    assert [one.published for one in (*first.drafts, *second.drafts)] == ["2025-05-20", "2025-05-19"]
    assert [one.reason for one in first.skipped] == ["left", "left", "empty"]


def test_since_passes_over_older_items_and_keeps_those_without_a_date(site: Path) -> None:
    outcome = imported(site, since=date(2025, 5, 20))

    assert [one.published for one in outcome.drafts] == ["2025-05-20", ""]
    assert skipped(outcome)["Minerals fund names a board"] == "older"


def test_dry_run_tells_the_same_and_writes_nothing(site: Path) -> None:
    before = {path for path in tree(site) if not path.endswith(".sqlite")}
    told = imported(site, dry_run=True)

    assert {path for path in tree(site) if not path.endswith(".sqlite")} == before
    assert [one.title for one in told.drafts] == [one.title for one in imported(site).drafts]


def test_titles_that_give_no_name_for_a_file_get_one_of_their_own(site: Path) -> None:
    item = '<rss version="2.0"><channel><item><title>東京で会談</title><link>https://t.example/1</link></item></channel></rss>'
    (made,) = imported(site, item).drafts

    assert made.file
    assert made.file.stem.startswith("item-")
    assert fields(made.file.read_text(encoding="utf-8"))["title"] == "東京で会談"


def test_a_damaged_memory_is_no_obstacle(site: Path) -> None:
    write_site(site, {".dateline/feeds.json": '{"imported": 7}'})

    assert len(imported(site).drafts) == 3


def test_a_folder_without_a_site_gets_nothing(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="there is no site in"):
        imported(tmp_path)
    assert tree(tmp_path) == {}


def test_address_is_fetched_once_and_it_is_said(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    answers = {"/feed": (200, {"Content-Type": "application/rss+xml"}, RSS_2.encode())}
    with served(answers) as (base, asked):
        result = run(f"{base}/feed", "--site", site)

    assert asked == ["/feed"]
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [f"{site}/content/briefs/inbox/{name}.md" for name in (PACT, "minerals-fund-names-a-board", "no-date-no-link")],
    )
    assert result.stderr.splitlines() == [
        f"fetching {base}/feed",
        "Wrote 3 drafts. Passed over: 1 without a text.",
    ]
    # A relative link is one of the place where the feed lies.
    assert f"{base}/2025/board" in inbox(site)["minerals-fund-names-a-board"]


def test_file_and_standard_input_are_read_and_nothing_is_fetched(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(RSS_2, encoding="utf-8")
    told = run(file, "--site", site, "--dry-run", "--limit", "1")
    piped = run("-", "--site", site, stdin=RSS_1.encode())

    assert told.stdout == '2025-05-20 Ministers of Ukraine sign ore pact with "partners"\n'
    assert told.stderr == "Would write 1 draft. Passed over: 1 without a text; 2 left for the next time (--limit).\n"
    assert piped.stdout == f"{site}/content/briefs/inbox/one.md\n"


def test_outcome_as_json(site: Path) -> None:
    outcome = json.loads(run("-", "--site", site, "--json", "--since", "2025-05-20", stdin=RSS_2.encode()).stdout)

    assert (outcome["feed"], outcome["faulty"]) == ("The Wire", False)
    assert outcome["drafts"][0]["file"] == f"{site}/content/briefs/inbox/{PACT}.md"
    assert outcome["drafts"][1]["published"] is None
    assert outcome["skipped"][0] == {
        "title": "Minerals fund names a board",
        "url": "https://wire.example/2025/board",
        "reason": "older",
        "because_of": None,
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.xml"], "there is no file 'nowhere.xml'"),
        (["file:///etc/passwd"], "'file:///etc/passwd' is no http or https address"),
        (["-"], "standard input is no feed"),
    ],
)
def test_what_cannot_be_imported_is_wrong_usage(site: Path, arguments: list[str], message: str) -> None:
    result = run(*arguments, "--site", site, stdin=b"x")

    assert (result.exit_code, result.stderr.splitlines()[-2]) == (2, f"error: {message}")
