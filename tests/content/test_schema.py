"""What every model of a record keeps to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from dateline.content.documented import documented
from dateline.content.fields import KINDS
from dateline.content.schema import MODELS, Brief, Part, Record, Source

SMALLEST: dict[str, dict[str, str]] = {
    "brief": {"title": "A", "date": "2025-05-01"},
    "actor": {"name": "A", "kind": "state", "summary": "B"},
    "topic": {"name": "A", "summary": "B"},
    "publisher": {"name": "A"},
    "page": {"title": "A"},
}


def parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all the models inside it."""
    yield model
    for field in model.model_fields.values():
        waiting: list[Any] = [field.annotation]
        while waiting:
            one = waiting.pop()
            if isinstance(one, type) and issubclass(one, BaseModel):
                yield from parts(one)
            waiting += get_args(one)


ALL_PARTS = sorted({part for model in MODELS.values() for part in parts(model)}, key=lambda part: part.__name__)


def test_every_kind_has_a_model() -> None:
    assert tuple(MODELS) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_needs_no_more_than_this(kind: str) -> None:
    values = {"id": "a", "slug": "a", **SMALLEST[kind]}

    record = MODELS[kind].model_validate(values)  # type: ignore[index]

    assert (record.id, record.slug, record.tlp) == ("a", "a", "TLP:CLEAR")
    for name in SMALLEST[kind]:
        with pytest.raises(ValidationError):
            MODELS[kind].model_validate({key: value for key, value in values.items() if key != name})  # type: ignore[index]


@pytest.mark.parametrize("model", ALL_PARTS, ids=lambda model: model.__name__)
def test_every_part_is_immutable_strict_about_names_and_says_what_it_is(model: type[Part]) -> None:
    assert model.model_config.get("frozen")
    assert model.model_config.get("extra") == "forbid"
    assert model.__doc__
    assert all(field.description for field in documented(model).values())


@pytest.mark.parametrize("model", ALL_PARTS, ids=lambda model: model.__name__)
def test_no_field_starts_with_what_is_free(model: type[Part]) -> None:
    assert not [name for name, field in model.model_fields.items() if (field.alias or name).startswith("x_")]


def test_what_is_written_as_json_is_read_back_as_the_same() -> None:
    brief = Brief.model_validate(
        {
            "id": "a",
            "slug": "b",
            "title": "A",
            "date": "2025-05-01T10:00+03:00",
            "event_date": "2025-04/2025-05",
            "actors": ["ukraine", {"id": "nato", "role": "host"}],
            "sources": [{"title": "A", "published": 2025, "quote": {"text": "B"}}],
            "judgements": [{"text": "A", "likelihood": "likely", "outcome": {"date": "2025", "result": "yes"}}],
        }
    )

    dumped = brief.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    assert Brief.model_validate(dumped) == brief
    assert dumped["date"] == "2025-05-01T10:00+03:00"


def test_a_source_can_be_found_by_its_title_or_its_address() -> None:
    assert Source(title="A").url is None
    assert Source(url="https://nato.int").title is None
    with pytest.raises(ValidationError, match="a source needs a title or a url"):
        Source(key="a")


def test_records_are_no_more_than_parts_with_ids() -> None:
    assert issubclass(Record, Part)
    assert {"id", "slug", "tlp", "redirect_from"} <= set(Record.model_fields)
