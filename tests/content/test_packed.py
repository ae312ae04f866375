"""Packed records: whoever reads, compares, copies or writes them down cannot tell them from pydantic's own."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from dateline.content.packed import packed
from dateline.content.schema import Actor, Brief

BRIEF = {
    "id": "talks",
    "slug": "talks",
    "title": "Talks “resumed”",
    "date": "2025-02-21",
    "actors": [{"id": "usa", "role": "host"}, "ukraine"],
    "topics": ["minerals"],
    "sources": [{"title": "A report", "quote": {"text": "Yes.", "lang": "en"}}, {"url": "https://desk.example/a"}],
    "judgements": [{"text": "A deal follows.", "likelihood": "likely", "outcome": {"result": "yes", "date": "2025"}}],
}
ACTOR = {"id": "usa", "slug": "usa", "name": "USA", "kind": "state", "summary": "A state."}


@pytest.mark.parametrize("record", [Brief.model_validate(BRIEF), Actor.model_validate(ACTOR)], ids=["brief", "actor"])
def test_a_packed_record_is_the_same_record(record: Brief | Actor) -> None:
    written = record.model_dump_json(by_alias=True, exclude_defaults=True)

    lean = packed(type(record).model_validate_json(written))

    assert lean == record
    assert lean.model_dump_json(by_alias=True, exclude_defaults=True) == written
    assert dict(lean) == dict(record)
    assert repr(lean) == repr(record)


def test_a_packed_record_is_frozen_and_can_be_copied_with_other_values() -> None:
    lean = packed(Brief.model_validate(BRIEF))

    with pytest.raises(ValidationError, match="frozen"):
        lean.title = "Other"  # type: ignore[misc]
    other = lean.model_copy(update={"title": "Other"})
    assert (other.title, other.actors, lean.title) == ("Other", lean.actors, "Talks “resumed”")
    assert other == Brief.model_validate({**BRIEF, "title": "Other"})


def test_packed_records_take_less_than_half_the_memory_however_many_were_read_before() -> None:
    assert _bytes_of(lambda: Brief.model_validate(BRIEF)) > 2 * _bytes_of(lambda: packed(Brief.model_validate(BRIEF)))


def _bytes_of(make: Callable[[], Brief]) -> int:
    """What many of them take, for names are shared among all."""
    make()
    tracemalloc.start()
    try:
        made = [make() for _ in range(200)]
        return tracemalloc.get_traced_memory()[0] // len(made)
    finally:
        tracemalloc.stop()
