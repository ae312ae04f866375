"""The pages of actors, topics, publishers and free pages: what their templates see."""

from __future__ import annotations

from pathlib import Path

import pytest

from planned import actor, brief, planned, record, topic, view_at
from support import SETTINGS

ACTORS = {
    "content/actors/anna.md": actor(
        "Anna",
        offices=[{"title": "Chair", "of": "board", "from": "2024", "until": "2025-01-31"}, {"title": "Poet"}],
        relations=[{"type": "founded", "to": "board", "from": "2020", "sources": ["https://a.example/"]}],
        aliases=["Ann"],
        country="UA",
        wikidata="Q5",
        same_as=["https://anna.example/"],
    ),
    "content/actors/board.md": actor("The Board", "organization"),
}


def test_an_actor_has_its_offices_and_the_body_its_holders(tmp_path: Path) -> None:
    outputs = planned(tmp_path, ACTORS)
    chair, poet = sorted(view_at(outputs, "/actors/anna/").offices, key=lambda office: office.title)
    assert (chair.title, chair.other.name, chair.since.text, chair.until.text) == (
        "Chair",
        "The Board",
        "2024",
        "2025-01-31",
    )
    assert (poet.title, poet.other, poet.since) == ("Poet", None, None)
    (held,) = view_at(outputs, "/actors/board/").held_by
    assert (held.title, held.other.name) == ("Chair", "Anna")


def test_a_relation_is_told_on_both_pages(tmp_path: Path) -> None:
    outputs = planned(tmp_path, ACTORS)
    (own,) = view_at(outputs, "/actors/anna/").relations
    (inverse,) = view_at(outputs, "/actors/board/").relations
    assert (own.type, own.other.name, own.is_inverse) == ("founded", "The Board", False)
    assert (inverse.type, inverse.other.name, inverse.is_inverse) == ("founded", "Anna", True)
    assert own.sources == inverse.sources == ("https://a.example/",)


def test_an_actor_is_told_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    view = view_at(planned(tmp_path, ACTORS), "/actors/anna/")
    assert (view.aliases, view.country, view.wikidata, view.same_as) == (
        ("Ann",),
        "UA",
        "Q5",
        ("https://anna.example/",),
    )


def test_a_state_has_the_actors_of_its_country_and_what_its_office_holders_hold(tmp_path: Path) -> None:
    def post(**span: str) -> list[dict[str, str]]:
        return [{"title": "President", "of": "ukraine", **span}]

    claims = [
        {"by": who, "on": "minerals", "stance": stance, "text": f"{who} said so.", "said": "2025-03-01"}
        for who, stance in (("anna", "opposes"), ("olha", "supports"))
    ]
    outputs = planned(
        tmp_path,
        {
            "content/actors/ukraine.md": actor("Ukraine", "state", country="UA"),
            "content/actors/norway.md": actor("Norway", "state", country="NO"),
            "content/actors/anna.md": actor("Anna", country="UA", offices=post(until="2024-12-31")),
            "content/actors/olha.md": actor("Olha", country="UA", offices=post(**{"from": "2025-01-01"})),
            "content/actors/kari.md": actor("Kari", country="NO"),
            "content/briefs/a.md": brief("A", "2025-03-01", actors=["olha"], topics=["minerals"], claims=claims),
        },
    )
    view = view_at(outputs, "/actors/ukraine/")
    assert [(one.card.name, one.count) for one in view.of_country] == [("Olha", 1), ("Anna", 0)]
    assert [(one.actor.name, one.now) for one in view.spoken_for] == [("Olha", ("supports",))]
    assert (view_at(outputs, "/actors/anna/").of_country, view_at(outputs, "/actors/norway/").spoken_for) == ((), ())


def test_an_actors_briefs_topics_and_companions_are_counted(tmp_path: Path) -> None:
    outputs = planned(
        tmp_path,
        {
            **ACTORS,
            "content/briefs/a.md": brief("A", "2025-03-01", actors=["anna", "board"], topics=["minerals"]),
            "content/briefs/b.md": brief("B", "2025-03-02", actors=["anna"], topics=["minerals"]),
            "content/briefs/c.md": brief("C", "2025-03-03", body="Here Anna is named, and Ann again."),
        },
    )
    view = view_at(outputs, "/actors/anna/")
    assert [card.title for card in view.listing.briefs] == ["B", "A"]
    assert [(one.card.name, one.count) for one in view.topics] == [("Minerals", 2)]
    assert [(one.card.name, one.count) for one in view.appears_with] == [("The Board", 1)]
    assert view.mentioned_in == 1


def test_a_topic_rolls_up_what_is_below_it(tmp_path: Path) -> None:
    outputs = planned(
        tmp_path,
        {
            "content/topics/mines.md": topic("Mines", parent="minerals", scope_in=["Pits."], questions=["How deep?"]),
            "content/topics/shafts.md": topic("Shafts", parent="mines"),
            "content/briefs/a.md": brief("A", "2025-03-01", topics=["shafts"], actors=["ukraine"]),
        },
    )
    widest, narrowest = view_at(outputs, "/topics/minerals/"), view_at(outputs, "/topics/shafts/")
    assert [card.title for card in widest.listing.briefs] == ["Ministers sign a deal on minerals", "A"]
    assert [(one.card.name, one.count) for one in widest.children] == [("Mines", 1)]
    assert [(one.card.name, one.count) for one in widest.actors] == [("Ukraine", 2)]
    assert [card.name for card in narrowest.ancestors] == ["Minerals", "Mines"]
    mines = view_at(outputs, "/topics/mines/")
    assert (mines.scope_in, mines.questions) == (("Pits.",), ("How deep?",))


def test_a_publisher_has_what_rests_on_it_page_by_page(tmp_path: Path) -> None:
    sources = [{"title": f"S{number}", "url": f"https://wire.example/{number}"} for number in range(5)]
    files = {
        "site.yaml": SETTINGS + "page_size: 2\n",
        "content/publishers.yaml": "wire: {name: The Wire, domains: [wire.example], reliability: B, why: It checks.}\n",
        "content/briefs/b.md": brief(sources=sources),
    }
    outputs = planned(tmp_path, files)
    first, older = view_at(outputs, "/sources/wire/"), view_at(outputs, "/sources/wire/page/2/")
    assert (first.row.sources, first.row.briefs, first.why, first.domains) == (5, 1, "It checks.", ("wire.example",))
    assert [one.title for one in (*first.cited, *older.cited)] == [f"S{number}" for number in range(5)]
    assert (first.older, older.newer) == ("/sources/wire/page/2/", "/sources/wire/")
    assert [page.url for page in first.pages] == ["/sources/wire/", "/sources/wire/page/2/"]


def test_a_publisher_has_the_sources_of_others_that_go_back_to_it(tmp_path: Path) -> None:
    sources = [
        {"title": "Own", "url": "https://wire.example/1"},
        {"title": "Copied", "url": "https://paper.example/1", "via": "The Wire"},
        {"title": "Another's", "url": "https://paper.example/2"},
    ]
    files = {
        "content/publishers.yaml": "wire: {name: The Wire, domains: [wire.example]}\n"
        "paper: {name: The Paper, domains: [paper.example]}\n",
        "content/briefs/b.md": brief(sources=sources),
    }
    view = view_at(planned(tmp_path, files), "/sources/wire/")
    assert [(one.number, one.title) for one in view.repeated] == [(2, "Copied")]
    assert view.repeats == 1


def test_a_free_page_has_its_text_and_headings(tmp_path: Path) -> None:
    text = record("## One\n\nText.\n", title="About", summary="Who we are.", x_note=1)
    view = view_at(planned(tmp_path, {"content/pages/about.md": text}), "/about/")
    assert (view.title, view.summary, view.extra) == ("About", "Who we are.", {"x_note": 1})
    assert [(one.id, one.text, one.level) for one in view.headings] == [("one", "One", 2)]


@pytest.mark.parametrize("url", ["/actors/anna/", "/actors/board/"])
def test_a_tie_to_a_hidden_actor_is_on_no_page(tmp_path: Path, url: str) -> None:
    hidden, shown = ("board", "anna") if "anna" in url else ("anna", "board")
    files = dict(ACTORS)
    files[f"content/actors/{hidden}.md"] = files[f"content/actors/{hidden}.md"].replace(
        "kind:", "tlp: TLP:RED\nkind:", 1
    )
    view = view_at(planned(tmp_path, files), f"/actors/{shown}/")
    assert (view.relations, view.held_by) == ((), ())
    assert [one.other for one in view.offices] in ([], [None, None])
