"""The page of a brief: what its template sees of the record and of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dateline.site.brief_page import topic_neighbours
from planned import brief, planned, record, topic, view_at

PUBLISHERS = {"content/publishers.yaml": "wire: {name: The Wire, domains: [wire.example], reliability: B}\n"}


def _view(root: Path, text: str, **files: str) -> Any:
    return view_at(planned(root, {"content/briefs/b.md": text, **files}), "/briefs/b/")


@pytest.mark.parametrize(
    ("source", "grade", "words"),
    [
        ({"url": "https://wire.example/1", "credibility": 2}, "B2", "usually reliable, probably true"),
        ({"url": "https://wire.example/1", "reliability": "D"}, "D", "not usually reliable"),
        ({"publisher": "The Wire"}, "B", "usually reliable"),
        ({"publisher": "Nobody", "credibility": 6}, "6", "truth cannot be judged"),
        ({}, "", ""),
    ],
)
def test_a_source_is_graded_by_itself_or_by_its_publisher(
    tmp_path: Path, source: dict[str, Any], grade: str, words: str
) -> None:
    (found,) = _view(tmp_path, brief(sources=[{"title": "A", **source}]), **PUBLISHERS).sources
    assert (found.number, found.grade, found.grade_words) == (1, grade, words)


def test_a_publisher_without_a_record_has_a_name_only(tmp_path: Path) -> None:
    known, unknown = _view(
        tmp_path,
        brief(sources=[{"title": "A", "publisher": "wire"}, {"title": "B", "publisher": "Nobody"}]),
        **PUBLISHERS,
    ).sources
    assert (known.publisher.url, known.publisher_name) == ("/sources/wire/", "The Wire")
    assert (unknown.publisher, unknown.publisher_name) == (None, "Nobody")


def test_a_source_without_a_title_goes_by_its_address(tmp_path: Path) -> None:
    (source,) = _view(tmp_path, brief(sources=[{"url": "https://wire.example/1"}])).sources
    assert source.title == source.url == "https://wire.example/1"


def test_claims_name_their_sources_by_number_and_their_day_by_the_event(tmp_path: Path) -> None:
    claim = {"by": "ukraine", "on": "minerals", "stance": "supports", "text": "We agree.", "sources": ["b", "1"]}
    sources = [{"title": "A"}, {"title": "B", "key": "b"}]
    text = brief(event_date="2025-03-30/2025-03-31", sources=sources, claims=[claim, {**claim, "said": "2025-02"}])
    one, other = _view(tmp_path, text).claims
    assert (one.by.name, one.on.name, one.sources) == ("Ukraine", "Minerals", (2, 1))
    assert (one.said.text, other.said.text) == ("2025-03-30/2025-03-31", "2025-02")


def test_judgements_print_the_range_of_their_words(tmp_path: Path) -> None:
    judgements = [{"text": "It holds.", "likelihood": word} for word in ("likely", "remote", "almost certain")]
    assert [one.range for one in _view(tmp_path, brief(judgements=judgements)).judgements] == [
        "55-80%",
        "1-5%",
        "95-99%",
    ]


def test_an_outcome_is_told_once_it_is_known(tmp_path: Path) -> None:
    def judged(day: str) -> str:
        outcome = {"date": day, "result": "no", "note": "It did not."}
        return brief(judgements=[{"text": "It holds.", "likelihood": "likely", "outcome": outcome}])

    (known,) = _view(tmp_path / "known", judged("2025-06-01")).judgements
    (unknown,) = _view(tmp_path / "unknown", judged("2025-06-02")).judgements
    assert (known.outcome.result, unknown.outcome) == ("no", None)


def test_revisions_are_told_from_the_oldest(tmp_path: Path) -> None:
    revisions = [{"date": day, "kind": "update", "note": day} for day in ("2025-05-03", "2025-05-01", "2025-05-02")]
    found = _view(tmp_path, brief(revisions=revisions)).revisions
    assert [one.note for one in found] == ["2025-05-01", "2025-05-02", "2025-05-03"]


def test_a_thread_is_told_in_both_directions(tmp_path: Path) -> None:
    outputs = planned(
        tmp_path,
        {
            "content/briefs/a.md": brief("A", "2025-03-01"),
            "content/briefs/b.md": brief("B", "2025-03-02", follows=["a"]),
            "content/briefs/c.md": brief("C", "2025-03-03", follows=["b", "a"]),
        },
    )
    first, last = view_at(outputs, "/briefs/a/"), view_at(outputs, "/briefs/c/")
    assert [card.title for card in first.continued_by] == ["B", "C"]
    assert [card.title for card in last.follows] == ["B", "A"]
    assert {one.brief.title: one.follows for one in first.related}["B"] == "continued by"


def test_before_and_after_are_those_of_the_topic_itself_by_date(tmp_path: Path) -> None:
    outputs = planned(
        tmp_path,
        {
            "content/topics/mines.md": topic("Mines", parent="minerals"),
            "content/briefs/a.md": brief("A", "2025-03-01", topics=["mines"]),
            "content/briefs/b.md": brief("B", "2025-03-02", topics=["minerals"]),
            "content/briefs/c.md": brief("C", "2025-03-03", topics=["mines", "minerals"]),
        },
    )
    mines, minerals = view_at(outputs, "/briefs/c/").neighbours
    assert (mines.topic.name, mines.previous.text, mines.next) == ("Mines", "A", None)
    assert (minerals.previous.text, minerals.next.text) == ("B", "Ministers sign a deal on minerals")


def test_neighbours_of_no_topics_are_none() -> None:
    assert topic_neighbours({}, {}) == {}


def test_texts_that_are_not_there_are_none_and_lists_are_empty(tmp_path: Path) -> None:
    view = _view(tmp_path, record("Text.", title="T", date="2025-04-01", actors=["ukraine"]))
    assert (view.bluf, view.why_it_matters, view.whats_next, view.image, view.author) == (None, None, None, None, "")
    assert (view.key_points, view.sources, view.claims, view.judgements, view.topics) == ((), (), (), (), ())


def test_roles_and_free_fields_reach_the_page(tmp_path: Path) -> None:
    view = _view(tmp_path, brief(actors=[{"id": "ukraine", "role": "host"}], x_desk={"a": [1, None]}))
    assert [(one.card.name, one.role) for one in view.actors] == [("Ukraine", "host")]
    assert view.extra == {"x_desk": {"a": [1, None]}}
