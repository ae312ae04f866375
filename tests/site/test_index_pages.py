"""The pages that list: home, the indexes, archive, timeline, sources, corrections and the A-Z."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.site.index_pages import sort_key
from planned import actor, brief, planned, record, topic, view_at
from support import SETTINGS


def test_home_shows_the_newest_the_busiest_and_the_widest(tmp_path: Path) -> None:
    files = {
        "content/actors/anna.md": actor("Anna"),
        "content/topics/mines.md": topic("Mines", parent="minerals"),
        **{
            f"content/briefs/b{day:02}.md": brief(f"B{day}", f"2025-03-{day:02}", actors=["anna"])
            for day in range(1, 13)
        },
        "content/briefs/old-event.md": brief("Old event", "2025-05-01", event_date="2019", topics=["mines"]),
    }
    home = view_at(planned(tmp_path, files), "/")
    assert [card.title for card in home.latest][:3] == ["Old event", "Ministers sign a deal on minerals", "B12"]
    assert len(home.latest) == 10
    assert [(one.card.name, one.count) for one in home.actors] == [("Anna", 12), ("Ukraine", 1)]
    assert [(one.card.name, one.count) for one in home.topics] == [("Minerals", 2)]
    assert (home.briefs_total, home.actors_total, home.topics_total) == (14, 2, 2)
    assert "Old event" not in [card.title for card in home.recent_events]


def test_actors_are_listed_by_kind_and_name(tmp_path: Path) -> None:
    names = ["Zoë", "élan", "Adam"]
    files = {f"content/actors/a{number}.md": actor(name) for number, name in enumerate(names)}
    person, state = view_at(planned(tmp_path, files), "/actors/").groups
    assert (person.kind, [one.card.name for one in person.actors]) == ("person", ["Adam", "élan", "Zoë"])
    assert (state.kind, [one.count for one in state.actors]) == ("state", [1])


def test_topics_are_listed_as_a_tree(tmp_path: Path) -> None:
    files = {
        "content/topics/mines.md": topic("Mines", parent="minerals"),
        "content/topics/law.md": topic("Law"),
        "content/topics/shafts.md": topic("Shafts", parent="mines"),
    }
    law, minerals = view_at(planned(tmp_path, files), "/topics/").roots
    assert (law.topic.card.name, law.children) == ("Law", ())
    (mines,) = minerals.children
    assert [node.topic.card.name for node in mines.children] == ["Shafts"]
    assert (minerals.topic.count, mines.topic.count) == (1, 0)


def test_the_archive_counts_briefs_by_month_of_publication(tmp_path: Path) -> None:
    files = {f"content/briefs/{day}.md": brief(date=day) for day in ("2024-12-31", "2025-01-01", "2025-01-31")}
    outputs = planned(tmp_path, files)
    archive = view_at(outputs, "/archive/")
    assert [(year, [(one.month.text, one.count) for one in months]) for year, months in archive.years] == [
        ("2025", [("2025-04", 1), ("2025-01", 2)]),
        ("2024", [("2024-12", 1)]),
    ]
    month = view_at(outputs, "/archive/2025/01/")
    assert (month.previous.url, month.next.url) == ("/archive/2024/12/", "/archive/2025/04/")
    assert month.listing.total == 2


def test_the_timeline_is_in_the_order_of_events_with_the_latest_on_its_first_page(tmp_path: Path) -> None:
    dates = ["2019", "2020-05", "2020-05-03", "2021-01-01/2021-02", *(f"2022-01-{day:02}" for day in range(1, 11))]
    files = {f"content/briefs/b{n:02}.md": brief(day, event_date=day) for n, day in enumerate(dates)}
    outputs = planned(tmp_path, {"site.yaml": SETTINGS + "page_size: 1\n", **files})
    first, older = view_at(outputs, "/timeline/"), view_at(outputs, "/timeline/page/3/")
    assert (first.total, older.total) == (15, 0)
    oldest = view_at(outputs, "/timeline/page/2/")
    told = [entry.period.text for page in (oldest, older, first) for _, entries in page.months for entry in entries]
    assert told == [*dates, "2025-04-30"]
    assert (first.later, first.earlier, oldest.earlier) == ("", "/timeline/page/3/", "")


def test_sources_are_listed_with_and_without_a_record(tmp_path: Path) -> None:
    sources = [{"title": "A", "publisher": "Zeta News"}, {"title": "B", "publisher": "wire"}, {"title": "C"}]
    files = {
        "content/publishers.yaml": "wire: {name: The Wire, reliability: A}\nidle: {name: Idle}\n",
        "content/briefs/b.md": brief(sources=[*sources, sources[1]]),
    }
    view = view_at(planned(tmp_path, files), "/sources/")
    assert [(row.name, row.card is not None, row.sources, row.briefs) for row in view.publishers] == [
        ("Idle", True, 0, 0),
        ("The Wire", True, 2, 1),
        ("Zeta News", False, 1, 1),
    ]
    assert view.total == 3


def test_corrections_are_listed_from_the_newest(tmp_path: Path) -> None:
    def revised(*days: str) -> str:
        return brief(revisions=[{"date": day, "kind": "update", "note": day} for day in days])

    files = {
        "content/briefs/a.md": revised("2025-05-01", "2025-05-03"),
        "content/briefs/b.md": revised("2025-05-02", "2025-06-02"),
    }
    view = view_at(planned(tmp_path, files), "/corrections/")
    assert [one.revision.note for one in view.entries] == ["2025-05-03", "2025-05-02", "2025-05-01"]
    assert view.policy is None


@pytest.mark.parametrize("id_", ["corrections-policy"])
def test_the_policy_on_corrections_is_linked(tmp_path: Path, id_: str) -> None:
    view = view_at(planned(tmp_path, {f"content/pages/{id_}.md": record(title="Policy")}), "/corrections/")
    assert (view.policy.url, view.policy.text) == (f"/{id_}/", "Policy")


def test_the_a_to_z_has_names_under_letters_without_accents(tmp_path: Path) -> None:
    files = {
        "content/actors/e.md": actor("Élan"),
        "content/actors/k.md": actor("Київ"),
        "content/actors/n.md": actor("7 Sisters"),
    }
    view = view_at(planned(tmp_path, files), "/search/")
    assert [(group.heading, [one.card.name for one in group.links]) for group in view.names] == [
        ("#", ["7 Sisters"]),
        ("E", ["Élan"]),
        ("M", ["Minerals"]),
        ("U", ["Ukraine"]),
        ("К", ["Київ"]),
    ]


def test_names_sort_without_letter_case_or_accents() -> None:
    assert sorted(["b", "Á", "a", "Ç", "B"], key=lambda name: (sort_key(name), name)) == ["a", "Á", "B", "b", "Ç"]


def test_home_shows_first_who_is_moving(tmp_path: Path) -> None:
    old = {f"content/briefs/o{n}.md": brief(f"O{n}", f"2024-0{n}-01", actors=["ukraine"]) for n in range(1, 7)}
    new = {f"content/briefs/n{n}.md": brief(f"N{n}", f"2025-05-2{n}", actors=["anna"]) for n in range(1, 5)}
    past = {"content/briefs/p.md": brief("P", "2024-06-01", actors=["anna"])}
    anna, ukraine = view_at(
        planned(tmp_path, {"content/actors/anna.md": actor("Anna"), **old, **new, **past}), "/"
    ).actors
    assert (anna.card.name, anna.count, anna.activity.pace, anna.activity.recent) == ("Anna", 5, "moving", 4)
    assert (ukraine.card.name, ukraine.count, ukraine.activity.pace) == ("Ukraine", 7, "steady")


def test_home_shows_what_is_open_what_comes_and_who_moved(tmp_path: Path) -> None:
    def claim(stance: str) -> dict[str, object]:
        return {"by": "ukraine", "on": "minerals", "stance": stance, "text": f"It {stance}."}

    def judged(text: str, **more: object) -> dict[str, object]:
        return {"text": text, "likelihood": "likely", **more}

    over = judged("Over.", horizon="2025-05-01", outcome={"date": "2025-05-01", "result": "yes"})
    first = brief("First", "2025-01-01", claims=[claim("opposes")], judgements=[judged("Late.", horizon="2027"), over])
    then = brief("Then", "2025-02-01", claims=[claim("supports")], judgements=[judged("Soon.", horizon="2025-07-01")])
    files = {
        "content/briefs/first.md": first,
        "content/briefs/then.md": then,
        "content/briefs/coming.md": brief("Coming", "2025-05-01", event_date="2025-09-01", whats_next="Watch it."),
    }
    home = view_at(planned(tmp_path, files), "/")
    assert [one.judgement.text for one in home.judgements] == ["Soon.", "Late."]
    assert [card.title for card in home.announced] == ["Coming"]
    assert [(one.brief.title, one.text.html) for one in home.next] == [("Coming", "<p>Watch it.</p>")]
    assert [(one.before, one.after) for one in home.shifts] == [(("opposes",), ("supports",))]


def test_the_index_of_actors_says_when_each_was_last_in_a_brief(tmp_path: Path) -> None:
    files = {"content/actors/anna.md": actor("Anna"), "content/briefs/b.md": brief("B", "2025-04-02")}
    groups = view_at(planned(tmp_path, files), "/actors/").groups
    assert {one.card.name: str(one.last and one.last.text) for group in groups for one in group.actors} == {
        "Anna": "None",
        "Ukraine": "2025-04-30",
    }
