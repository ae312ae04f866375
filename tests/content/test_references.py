"""The references inside a record are found at every depth, and replaced or left out without a trace."""

from __future__ import annotations

from dateline.content.fields import Ref
from dateline.content.references import rewrite, written
from dateline.content.schema import Actor, Brief
from dateline.content.validate import Loc

VALUES: dict[str, object] = {
    "id": "second",
    "slug": "second",
    "title": "Talks",
    "date": "2025-05-01",
    "actors": ["ukraine", {"id": "nato", "role": "host"}],
    "topics": ["minerals"],
    "follows": ["first"],
    "sources": [{"key": "note", "title": "A", "publisher": "Reuters"}, {"title": "B", "based_on": ["note"]}],
    "claims": [{"by": "ukraine", "on": "minerals", "stance": "supports", "text": "Yes.", "sources": ["note", "2"]}],
}
FOUND = [
    ("actor", "ukraine", ("actors", 0, "id")),
    ("actor", "nato", ("actors", 1, "id")),
    ("topic", "minerals", ("topics", 0, "id")),
    ("publisher", "Reuters", ("sources", 0, "publisher")),
    ("source", "note", ("sources", 1, "based_on", 0)),
    ("actor", "ukraine", ("claims", 0, "by")),
    ("topic", "minerals", ("claims", 0, "on")),
    ("source", "note", ("claims", 0, "sources", 0)),
    ("source", "2", ("claims", 0, "sources", 1)),
    ("brief", "first", ("follows", 0)),
]


def without(*names: str) -> Brief:
    """The brief without any reference to one of `names`."""
    brief = rewrite(Brief.model_validate(VALUES), lambda ref, text, loc: None if text in names else text)
    assert brief is not None
    return brief


def test_every_reference_is_visited_once_with_its_place() -> None:
    seen: list[tuple[str, str, Loc]] = []

    def note(ref: Ref, text: str, loc: Loc) -> str:
        seen.append((ref.kind, text, loc))
        return text

    brief = Brief.model_validate(VALUES)

    assert rewrite(brief, note) is brief
    assert sorted(seen, key=str) == sorted(FOUND, key=str)


def test_references_are_found_in_values_that_make_no_record() -> None:
    values = VALUES | {"title": None, "date": [], "places": {}, "unknown": ["x"]}

    assert sorted(((ref.kind, text, loc) for ref, text, loc in written(Brief, values)), key=str) == sorted(
        FOUND, key=str
    )


def test_what_has_not_the_shape_of_a_reference_is_passed_over() -> None:
    values = {
        "actors": "ukraine",
        "topics": [True, None, [], {"name": "x"}, " "],
        "claims": [{"by": {}}, 3],
        "follows": 1,
    }

    assert list(written(Brief, values)) == []


def test_names_are_read_as_the_fields_would_read_them() -> None:
    assert [text for _, text, _ in written(Brief, {"follows": [2025, " e\u0301 "]})] == ["2025", "\u00e9"]


def test_a_reference_is_replaced_at_every_depth() -> None:
    brief = rewrite(Brief.model_validate(VALUES), lambda ref, text, loc: text.upper())

    assert brief is not None
    assert [role.id for role in brief.actors] == ["UKRAINE", "NATO"]
    assert brief.actors[1].role == "host"
    assert brief.claims[0].sources == ("NOTE", "2")
    assert brief.sources[0].publisher == "REUTERS"


def test_an_entry_of_a_list_goes_with_its_reference() -> None:
    assert [role.id for role in without("ukraine").actors] == ["nato"]
    assert without("first").follows == ()
    assert without("note").claims[0].sources == ("2",)


def test_a_part_that_cannot_do_without_a_reference_goes_as_a_whole() -> None:
    assert without("ukraine").claims == ()
    assert without("minerals").claims == ()


def test_a_field_that_may_be_empty_is_emptied_and_the_part_stays() -> None:
    brief = without("Reuters")

    assert brief.sources[0].publisher is None
    assert brief.sources[0].title == "A"


def test_aliased_fields_have_their_written_name_in_places() -> None:
    values = {"offices": [{"title": "Envoy", "of": "nato", "from": "2025"}], "relations": [{"type": "t", "to": "usa"}]}

    assert [loc for _, _, loc in written(Actor, values)] == [("offices", 0, "of"), ("relations", 0, "to")]
