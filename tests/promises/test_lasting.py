"""Promise 5, lasting: an address once published works for ever, and feed ids never change."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from dateline import lasting
from dateline.content.dates import AsOf
from dateline.problems import Problem, SiteProblems
from dateline.publish.accounts import Redirect
from dateline.publish.ledger import Ledger
from promises.quick import quick
from support import MINIMAL, Files, build_site, forget_texts, tree, write_site

__all__ = ["quick"]

SOAK = bool(os.environ.get("DATELINE_SOAK"))
SETTINGS = "title: Test Desk\nbase_url: https://desk.example\npage_size: 2\nfeed_size: 3\n"


def actor(name: str, more: str = "") -> str:
    return f"---\nname: {name}\nkind: state\nsummary: A state.\n{more}---\nProfile.\n"


def brief(title: str, date: str = "2025-04-30", more: str = "", actors: str = "ukraine") -> str:
    fields = f"title: {title}\ndate: {date}\nbluf: What happened.\nactors: [{actors}]\nsources: [{{title: A text}}]\n"
    return f"---\n{fields}{more}---\nText.\n"


START: Files = {
    "site.yaml": SETTINGS,
    "content/actors/ukraine.md": actor("Ukraine"),
    "content/actors/norway.md": actor("Norway"),
    "content/briefs/first.md": brief("First"),
    "content/briefs/second.md": brief("Second", "2025-03-01", actors="ukraine, norway"),
}


@dataclass
class Desk:
    """A site that is edited and built for the public, again and again."""

    root: Path
    files: dict[str, str] = field(default_factory=dict)
    now: AsOf = field(default_factory=lambda: AsOf.at(datetime(2025, 6, 1, 12, tzinfo=UTC)))

    def write(self, edits: Mapping[str, str | bytes | None]) -> None:
        """Write files; None takes one away."""
        for path, text in edits.items():
            if text is None:
                (self.root / path).unlink()
                del self.files[path]
            else:
                write_site(self.root, {path: text})
                self.files[path] = str(text)

    def build(self, edits: Mapping[str, str | bytes | None] | None = None, **options: Any) -> list[str]:
        """The codes of the warnings of a build after the edits."""
        self.write(edits or {})
        built = build_site(self.root, now=self.now, **options)
        forget_texts(self.root)
        return [one.code for one in built.problems]

    def refused(self, edits: Mapping[str, str | bytes | None]) -> list[Problem]:
        """The errors that stop a build after the edits; the output stays as it was."""
        before = tree(self.root / "output"), tree(self.root / "state")
        with pytest.raises(SiteProblems) as stop:
            self.build(edits)
        assert (tree(self.root / "output"), tree(self.root / "state")) == before
        return [one for one in stop.value.problems if one.severity == "error"]

    def at(self, url: str) -> str:
        """What a reader finds at an address: `page`, `gone`, `-> /where/`, `feed`, `ended feed`, or `nothing`."""
        return answer(tree(self.root / "output"), url)

    def state(self, name: str) -> dict[str, str]:
        lines = (self.root / "state" / name).read_text().splitlines()
        return dict(line.split("\t") for line in lines if not line.startswith("#"))


def answer(output: Mapping[str, bytes], url: str) -> str:
    path = url.removeprefix("/") + ("index.html" if url.endswith("/") else "")
    if path not in output:
        return "nothing"
    data = output[path]
    if path.endswith(".xml"):
        root = etree.fromstring(data)
        return "ended feed" if "no longer" in root.findtext("{*}title") else f"feed {root.find('{*}link').get('href')}"
    if path.endswith(".json"):
        feed = json.loads(data)
        return "ended feed" if "no longer" in feed["title"] else f"feed {feed['feed_url']}"
    text = data.decode()
    target = re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', text)
    if target:
        return f"-> {normpath(url + ('' if url.endswith('/') else '/../') + target[1])}/".replace("//", "/")
    return "gone" if "no longer available" in text else "page"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A site that has been published."""
    made = Desk(tmp_path)
    made.build(START)
    return made


def test_a_new_slug_leaves_a_redirect_behind(desk: Desk) -> None:
    assert desk.build({"content/briefs/first.md": brief("First", more="slug: renamed\n")}) == []
    assert desk.at("/briefs/renamed/") == "page"
    assert desk.at("/briefs/first/") == "-> /briefs/renamed/"


def test_slugs_renamed_twice_lead_straight_to_the_page(desk: Desk) -> None:
    desk.build({"content/briefs/first.md": brief("First", more="slug: one\n")})
    desk.build({"content/briefs/first.md": brief("First", more="slug: two\n")})
    assert desk.at("/briefs/first/") == desk.at("/briefs/one/") == "-> /briefs/two/"


def test_a_slug_that_comes_back_is_a_page_again(desk: Desk) -> None:
    desk.build({"content/briefs/first.md": brief("First", more="slug: one\n")})
    desk.build({"content/briefs/first.md": brief("First")})
    assert desk.at("/briefs/first/") == "page"
    assert desk.at("/briefs/one/") == "-> /briefs/first/"


def test_a_file_may_be_renamed_if_its_id_is_kept(desk: Desk) -> None:
    renamed = {"content/briefs/first.md": None, "content/briefs/new.md": brief("First", more="id: first\nslug: new\n")}
    assert desk.build(renamed) == []
    assert desk.at("/briefs/first/") == "-> /briefs/new/"


def test_a_file_renamed_without_its_id_is_told(desk: Desk) -> None:
    errors = desk.refused({"content/briefs/first.md": None, "content/briefs/new.md": brief("First")})
    assert [(one.code, one.path) for one in errors] == [("vanished-url", "state/urls.tsv")]
    assert "/briefs/first/" in errors[0].message
    assert "`id: first`" not in errors[0].message
    assert "id: first" in errors[0].hint
    assert (desk.root / "state/urls.tsv").read_text().splitlines()[errors[0].line - 1].startswith("/briefs/first/\t")


def test_a_record_that_is_deleted_must_be_given_up_first(desk: Desk) -> None:
    errors = desk.refused({"content/briefs/first.md": None})
    assert [one.code for one in errors] == ["vanished-url"]
    assert desk.build({"site.yaml": f"{SETTINGS}gone: [/briefs/first/]\n"}) == []
    assert desk.at("/briefs/first/") == "gone"


@pytest.mark.parametrize("written", ["/actors/norway/", "/actors/norway"])
def test_what_lies_below_an_address_that_was_given_up_is_given_up_with_it(desk: Desk, written: str) -> None:
    edits = {
        "content/actors/norway.md": None,
        "content/briefs/second.md": brief("Second", "2025-03-01"),
        "site.yaml": f"{SETTINGS}gone: ['{written}']\n",
    }
    assert desk.build(edits) == []
    assert desk.at("/actors/norway/") == "gone"
    assert desk.at("/actors/norway/feed.xml") == "ended feed"
    assert desk.at("/actors/norway/feed.json") == "ended feed"


def test_a_record_that_takes_the_place_of_a_deleted_one_gets_its_readers(desk: Desk) -> None:
    edits = {
        "content/actors/norway.md": None,
        "content/briefs/second.md": brief("Second", "2025-03-01"),
        "content/actors/ukraine.md": actor("Ukraine", "redirect_from: [/actors/norway/]\n"),
    }
    assert desk.build(edits) == []
    for _ in range(2):  # what was taken over once stays so
        assert desk.at("/actors/norway/") == "-> /actors/ukraine/"
        assert desk.at("/actors/norway/feed.xml") == "feed https://desk.example/actors/ukraine/feed.xml"
        assert desk.build() == []
    desk.build({"content/actors/ukraine.md": actor("Ukraine", "tlp: TLP:RED\nredirect_from: [/actors/norway/]\n")})
    assert desk.at("/actors/norway/") == "gone"
    assert desk.at("/actors/norway/feed.xml") == "ended feed"


def test_a_record_that_takes_the_slug_of_a_deleted_one_answers_for_its_further_pages(desk: Desk) -> None:
    more = {f"content/briefs/more-{one}.md": brief(f"More {one}", actors="ukraine, norway") for one in range(4)}
    desk.build(more)
    assert desk.at("/actors/norway/page/2/") == "page"
    edits: dict[str, str | bytes | None] = {
        "content/actors/norway.md": None,
        "content/actors/sweden.md": actor("Sweden", "slug: norway\n"),
        "content/briefs/second.md": brief("Second", "2025-03-01"),
        **{path: brief("More") for path in more},
    }
    assert desk.build(edits) == []
    for _ in range(2):
        assert desk.at("/actors/norway/") == "page"
        assert desk.at("/actors/norway/page/2/") == "-> /actors/norway/"
        assert desk.build() == []


def test_an_id_that_is_used_again_takes_its_address_back(desk: Desk) -> None:
    desk.build({"content/briefs/first.md": None, "site.yaml": f"{SETTINGS}gone: [/briefs/first/]\n"})
    errors = desk.refused({"content/briefs/first.md": brief("First again")})
    assert [one.code for one in errors] == ["url-clash"]
    assert desk.build({"site.yaml": SETTINGS}) == []
    assert desk.at("/briefs/first/") == "page"


def test_two_records_may_swap_slugs(desk: Desk) -> None:
    desk.build(
        {
            "content/briefs/first.md": brief("First", more="slug: second\n"),
            "content/briefs/second.md": brief("Second", "2025-03-01", "slug: first\n"),
        }
    )
    assert desk.at("/briefs/first/") == desk.at("/briefs/second/") == "page"
    assert desk.state("urls.tsv")["/briefs/first/"] == "brief:second"
    desk.build({"content/briefs/second.md": brief("Second", "2025-03-01", "slug: third\n")})
    assert desk.at("/briefs/first/") == "-> /briefs/third/"


@pytest.mark.parametrize(
    "why", ["status: draft\n", "tlp: TLP:RED\n", "embargo_until: 2025-07-01\n", "expires: 2025-05-01\n"]
)
def test_a_record_that_is_hidden_again_leaves_a_tombstone_without_its_title(desk: Desk, why: str) -> None:
    desk.build({"content/briefs/first.md": brief("Heard of once")})
    assert desk.build({"content/briefs/first.md": brief("Heard of once", more=why)}) == ["withdrawn-url"]
    assert desk.at("/briefs/first/") == "gone"
    assert not any(b"Heard of once" in data for data in tree(desk.root / "output").values())
    assert desk.build({"content/briefs/first.md": brief("First")}) == []
    assert desk.at("/briefs/first/") == "page"


def test_a_hidden_actor_leaves_an_ended_feed(desk: Desk) -> None:
    warnings = desk.build({"content/actors/norway.md": actor("Norway", "tlp: TLP:RED\n")})
    assert sorted(warnings) == ["hidden-reference", "withdrawn-url"]
    assert desk.at("/actors/norway/") == "gone"
    assert desk.at("/actors/norway/feed.xml") == desk.at("/actors/norway/feed.json") == "ended feed"


def test_the_clock_alone_ends_a_brief(desk: Desk) -> None:
    desk.build({"content/briefs/first.md": brief("First", more="expires: 2025-06-02\n")})
    assert desk.at("/briefs/first/") == "page"
    desk.now = AsOf.at(datetime(2025, 6, 2, tzinfo=UTC))
    assert desk.build() == ["withdrawn-url"]
    assert desk.at("/briefs/first/") == "gone"


def test_an_old_address_of_a_record_that_is_hidden_leads_nowhere(desk: Desk) -> None:
    desk.build({"content/briefs/first.md": brief("First", more="redirect_from: [/old/]\n")})
    assert desk.at("/old/") == "-> /briefs/first/"
    desk.build({"content/briefs/first.md": brief("First", more="redirect_from: [/old/]\nstatus: draft\n")})
    assert desk.at("/old/") == "gone"


def test_a_redirect_that_nobody_asks_for_any_more_stays(desk: Desk) -> None:
    desk.build(
        {
            "content/briefs/first.md": brief("First", more="redirect_from: [/old/, /older.html]\n"),
            "site.yaml": f"{SETTINGS}redirects: {{/oldest/: /briefs/second/}}\n",
        }
    )
    assert desk.build({"content/briefs/first.md": brief("First", more="slug: new\n"), "site.yaml": SETTINGS}) == []
    assert desk.at("/old/") == desk.at("/older.html") == "-> /briefs/new/"
    assert desk.at("/oldest/") == "-> /briefs/second/"


def test_a_list_that_shrinks_leads_to_its_first_page(desk: Desk) -> None:
    more = {f"content/briefs/more-{number}.md": brief(f"More {number}", f"2025-05-0{number}") for number in range(1, 5)}
    desk.build(more)
    pages = [url for url in desk.state("urls.tsv") if "/page/" in url]
    assert {"/briefs/page/2/", "/actors/ukraine/page/2/"} <= set(pages)
    assert [desk.at(url) for url in pages] == ["page"] * len(pages)
    desk.build({"site.yaml": SETTINGS.replace("page_size: 2", "page_size: 20")})
    for url in pages:
        assert desk.at(url) == f"-> {url.partition('page/')[0]}"


def test_a_month_that_is_emptied_leads_to_the_archive(desk: Desk) -> None:
    assert desk.at("/archive/2025/03/") == "page"
    desk.build({"content/briefs/second.md": brief("Second", "2025-04-01", actors="ukraine, norway")})
    assert desk.at("/archive/2025/03/") == "-> /archive/"


def test_feeds_of_a_renamed_actor_are_served_at_both_addresses(desk: Desk) -> None:
    desk.build({"content/actors/norway.md": actor("Kingdom of Norway", "slug: kingdom-of-norway\n")})
    output = tree(desk.root / "output")
    assert desk.at("/actors/norway/") == "-> /actors/kingdom-of-norway/"
    for name in ("feed.xml", "feed.json"):
        assert output[f"actors/norway/{name}"] == output[f"actors/kingdom-of-norway/{name}"]


def test_a_redirect_to_no_page_is_an_error(desk: Desk) -> None:
    errors = desk.refused({"site.yaml": f"{SETTINGS}redirects: {{/a/: /b/, /b/: /a/, /c/: /briefs/fist/}}\n"})
    assert [one.code for one in errors] == ["unknown-page"] * 3
    assert all(one.path == "site.yaml" and one.line for one in errors)
    assert any("/briefs/first/" in one.hint for one in errors)


def test_a_redirect_to_an_address_that_was_given_up_is_an_error(desk: Desk) -> None:
    errors = desk.refused({"site.yaml": f"{SETTINGS}redirects: {{/a/: /b/}}\ngone: [/b/]\n"})
    assert [one.code for one in errors] == ["unknown-page"]


@pytest.mark.parametrize("taken", ["/briefs/second/", "/archive/", "/", "/Briefs/Second/", "/briefs/second/index.html"])
def test_an_old_address_must_not_be_that_of_a_page(desk: Desk, taken: str) -> None:
    errors = desk.refused({"content/briefs/first.md": brief("First", more=f"redirect_from: ['{taken}']\n")})
    assert [one.code for one in errors] == ["url-clash"]


def test_two_old_addresses_that_differ_in_letter_case_clash(desk: Desk) -> None:
    errors = desk.refused({"content/briefs/first.md": brief("First", more="redirect_from: [/Old/, /old/]\n")})
    assert [one.code for one in errors] == ["url-clash"]


def test_a_new_base_url_changes_no_address(desk: Desk) -> None:
    before = desk.state("urls.tsv")
    desk.build({"site.yaml": SETTINGS.replace("https://desk.example", "https://new.example/below")})
    assert desk.state("urls.tsv") == before


@pytest.mark.parametrize(
    "options",
    [{"as_of": AsOf.end_of(datetime(2025, 5, 1, tzinfo=UTC).date())}, {"drafts": True}, {"audience": "TLP:RED"}],
)
def test_only_a_public_build_reads_and_writes_addresses(desk: Desk, options: dict[str, Any]) -> None:
    desk.build({"content/briefs/first.md": brief("First", more="slug: renamed\n")})
    before = tree(desk.root / "state")
    desk.build({"content/briefs/hid.md": brief("Hid", more="tlp: TLP:RED\n")}, output=desk.root / "seen", **options)
    assert tree(desk.root / "state") == before
    assert answer(tree(desk.root / "seen"), "/briefs/first/") == "nothing", "what is not public has no history"


def test_addresses_of_later_days_are_in_no_build_for_an_earlier_one(desk: Desk) -> None:
    desk.build({"content/briefs/later.md": brief("Later", "2025-05-20")})
    desk.build(as_of=AsOf.end_of(datetime(2025, 5, 1, tzinfo=UTC).date()), output=desk.root / "seen")
    assert not any("later" in path or b"later/" in data for path, data in tree(desk.root / "seen").items())


def ids_in_feed(desk: Desk, path: str = "feed.xml") -> dict[str, str]:
    root = etree.fromstring((desk.root / "output" / path).read_bytes())
    return {"feed": root.findtext("{*}id")} | {
        entry.findtext("{*}title"): entry.findtext("{*}id") for entry in root.iter("{*}entry")
    }


CHANGES: Mapping[str, Mapping[str, Any]] = {
    "slug": {"content/briefs/first.md": brief("First", more="slug: renamed\n")},
    "date": {"content/briefs/first.md": brief("First", "2025-05-05"), "content/briefs/second.md": brief("Second")},
    "base_url": {"site.yaml": SETTINGS.replace("desk.example", "new.example")},
    "file": {"content/briefs/elsewhere/first.md": brief("First"), "content/briefs/first.md": None},
}


@pytest.mark.parametrize("change", CHANGES)
def test_feed_ids_never_change_where_state_is_kept(desk: Desk, change: str) -> None:
    before = ids_in_feed(desk)
    assert len(before) == 3
    desk.build(CHANGES[change])
    assert ids_in_feed(desk) == before


@pytest.mark.parametrize("change", CHANGES)
def test_feed_ids_need_no_state_where_the_authority_is_named(tmp_path: Path, change: str) -> None:
    named = "tag_authority: desk.example,2025\n"
    kept = {path: text + named if path == "site.yaml" else text for path, text in CHANGES[change].items()}
    desk = Desk(tmp_path)
    desk.build({**START, "site.yaml": SETTINGS + named})
    before = ids_in_feed(desk)
    for name in ("urls.tsv", "feed-ids.tsv"):
        (tmp_path / "state" / name).unlink()
    desk.build(kept)
    assert ids_in_feed(desk) == before


def test_a_given_base_url_changes_no_feed_id(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.build(START, base_url="https://preview.example")
    assert ids_in_feed(desk)["First"] == "tag:desk.example,2025-04-30:brief/first"


@pytest.mark.parametrize(
    "damage",
    [
        "<<<<<<< ours\n",
        "=======\n",
        ">>>>>>> theirs\n",
        "no tab here\n",
        "/x/\tnot an owner\n",
        "/briefs/first/\tbrief:x\n",
    ],
)
def test_a_damaged_state_file_stops_the_build_at_its_line(desk: Desk, damage: str) -> None:
    text = (desk.root / "state/urls.tsv").read_text()
    write_site(desk.root, {"state/urls.tsv": text + damage})
    errors = desk.refused({})
    assert [(one.code, one.path, one.line) for one in errors] == [("bad-state", "state/urls.tsv", text.count("\n") + 1)]


def test_state_of_two_desks_can_be_merged_by_keeping_all_lines(desk: Desk) -> None:
    text = (desk.root / "state/urls.tsv").read_text()
    write_site(desk.root, {"state/urls.tsv": text + "/briefs/from-elsewhere/\tbrief:first\n"})
    desk.build()
    assert desk.at("/briefs/from-elsewhere/") == "-> /briefs/first/"


# A random history: whatever was published once is there at the end.


class History:
    """A desk that edits at random, and does what it is told where a build is refused."""

    def __init__(self, root: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.desk = Desk(root)
        self.gone: list[str] = []
        self.redirects: dict[str, str] = {}
        self.size = 2
        self.published: set[str] = set()
        self.refusals = 0
        self.records: dict[tuple[str, str], dict[str, Any]] = {}
        for id in ("first", "second", "third", "fourth", "fifth"):
            self.records["brief", id] = {**self.new(), "slug": id}
        for id in ("ukraine", "norway"):
            self.records["actor", id] = {**self.new(), "slug": id}

    def new(self) -> dict[str, Any]:
        day = f"2025-{self.random.randrange(1, 6):02}-{self.random.randrange(1, 28):02}"
        return {"date": day, "more": "", "old": []}

    def files(self) -> dict[str, str]:
        settings = SETTINGS.replace("page_size: 2", f"page_size: {self.size}")
        settings += f"gone: {json.dumps(self.gone)}\nredirects: {json.dumps(self.redirects)}\n"
        files = {"site.yaml": settings}
        shown = [id for (kind, id), one in self.records.items() if kind == "actor"]
        for (kind, id), one in self.records.items():
            more = f"id: {id}\nslug: {one['slug']}\nredirect_from: {json.dumps(one['old'])}\n{one['more']}"
            subjects = ", ".join(shown[len(id) % 2 :] or shown)
            text = actor(id, more) if kind == "actor" else brief(id, one["date"], more, subjects)
            files[f"content/{kind}s/{id}.md"] = text
        return files

    def edit(self) -> None:
        kind, id = self.random.choice(sorted(self.records))
        others = [key for key in sorted(self.records) if key[0] == kind and key[1] != id]
        change = self.random.choice(EDITS)
        self.edit_site(change, f"/{kind}s/{self.records[kind, id]['slug']}/")
        self.edit_text(change, kind, self.records[kind, id])
        self.edit_records(change, (kind, id), self.random.choice(others or [(kind, id)]))

    def edit_site(self, change: str, url: str) -> None:
        match change:
            case "redirect":
                self.redirects[f"/old-{self.random.randrange(4)}/"] = url
            case "forget redirects":
                self.redirects = {}
            case "restore":
                self.gone = []
            case "resize":
                self.size = self.random.choice([1, 2, 3, 20])

    def edit_text(self, change: str, kind: str, one: dict[str, Any]) -> None:
        match change:
            case "rename":
                one["slug"] = f"slug-{self.random.randrange(8)}"
            case "hide":
                hidden = ["tlp: TLP:RED\n"] + ["status: draft\n", "expires: 2025-05-05\n"] * (kind == "brief")
                one["more"] = self.random.choice(hidden)
            case "show":
                one["more"] = ""
            case "date":
                one["date"] = self.new()["date"]
            case "forget old addresses":
                one["old"] = []

    def edit_records(self, change: str, key: tuple[str, str], other: tuple[str, str]) -> None:
        one, two = self.records[key], self.records[other]
        match change:
            case "swap":
                one["slug"], two["slug"] = two["slug"], one["slug"]
            case "delete" if other != key:
                del self.records[key]
            case "replace" if other != key:
                del self.records[key]
                two["old"].append(f"/{key[0]}s/{one['slug']}/")
            case "add":
                name = f"new-{self.random.randrange(6)}"
                self.records.setdefault((key[0], name), {**self.new(), "slug": name})

    def step(self) -> None:
        """One edit and a build; edits that are refused are mended as the hints say, or taken back."""
        before = json.dumps([list(self.records.items()), self.gone, self.redirects, self.size])
        self.edit()
        for _ in range(3):
            try:
                self.publish()
            except SiteProblems as stop:
                self.refusals += 1
                errors = [one for one in stop.problems if one.severity == "error"]
                vanished = [one.message.split()[0] for one in errors if one.code == "vanished-url"]
                if len(vanished) < len(errors):
                    break
                self.gone += vanished
            else:
                return
        records, self.gone, self.redirects, self.size = json.loads(before)
        self.records = {(kind, id): one for (kind, id), one in records}
        self.publish()

    def publish(self) -> None:
        files: dict[str, str | bytes | None] = dict(self.files())
        self.desk.write({**dict.fromkeys(self.desk.files.keys() - files.keys()), **files})
        self.desk.build()
        output = tree(self.desk.root / "output")
        urls = [
            "/" + path.removesuffix("index.html")
            for path in output
            if path.endswith((".html", "/feed.xml", "/feed.json"))
        ]
        self.published |= {url for url in urls if answer(output, url) != "gone"}

    def unanswered(self) -> list[str]:
        """Addresses that were published once and lead nowhere now, with what is there."""
        output = tree(self.desk.root / "output")
        faults = []
        for url in sorted(self.published):
            found, hops = answer(output, url), 0
            while found.startswith("-> ") and hops < 3:
                found, hops = answer(output, found[3:]), hops + 1
            if found == "nothing" or found.startswith("-> "):
                faults.append(f"{url}: {found}")
        return faults


EDITS = (
    *("rename", "rename", "swap", "delete", "replace", "add", "add", "hide", "show", "date", "resize", "restore"),
    *("redirect", "redirect", "forget redirects", "forget old addresses"),
)


@pytest.mark.parametrize("seed", range(40 if SOAK else 2))
def test_whatever_was_published_in_a_long_history_answers(tmp_path: Path, seed: int) -> None:
    history = History(tmp_path, seed)
    history.publish()
    for _ in range(30):
        history.step()
        assert history.unanswered() == [], seed
    assert len(history.published) > 30
    assert history.refusals > 0


def _ledger_forgets(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ledger, "with_published", lambda self, urls, ids: Ledger(urls, ids))


def _redirects_miss(patch: pytest.MonkeyPatch) -> None:
    genuine: Callable[..., Any] = vars(lasting)["_kept"]

    def kept(account: Any, *rest: Any) -> Any:
        missed = Redirect(account.url, f"{account.target}lost/") if isinstance(account, Redirect) else account
        return genuine(missed, *rest)

    patch.setattr("dateline.lasting._kept", kept)


def _redirects_are_not_recorded(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "dateline.lasting._is_lasting", lambda output: getattr(getattr(output, "meta", None), "is_indexed", True)
    )


def _below_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("dateline.lasting._is_feed", lambda url: False)


@pytest.mark.parametrize(
    "mutant",
    [_ledger_forgets, _redirects_miss, _redirects_are_not_recorded, _below_is_forgotten],
    ids=lambda mutant: mutant.__name__.strip("_"),
)
def test_a_planted_fault_is_caught(tmp_path: Path, mutant: Callable[[pytest.MonkeyPatch], None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        mutant(patch)
        for seed in range(4):
            history = History(tmp_path / str(seed), seed)
            history.publish()
            for _ in range(30):
                history.step()
                if history.unanswered():
                    return
    raise AssertionError("nothing was missed")


def test_a_redirect_to_a_record_that_is_not_public_yet_ends_in_a_tombstone_until_it_is(tmp_path: Path) -> None:
    settings = f"{SETTINGS}redirects: {{/old/: /briefs/first/}}\n"
    root = write_site(tmp_path, {**MINIMAL, "site.yaml": settings})

    build_site(root, as_of=AsOf.end_of(date(2025, 4, 1)), output=root / "then")
    build_site(root)

    assert "first" not in (root / "then/old/index.html").read_text(encoding="utf-8")
    assert 'href="../briefs/first/"' in (root / "output/old/index.html").read_text(encoding="utf-8")


def test_a_feed_that_was_given_up_is_no_page(tmp_path: Path) -> None:
    root = write_site(tmp_path, {**MINIMAL, "site.yaml": f"{SETTINGS}gone: [/actors/x/feed.xml]\n"})

    build_site(root)

    assert not (root / "output/actors/x/feed.xml").exists()
