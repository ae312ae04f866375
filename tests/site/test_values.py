"""Digests: equal for equal values, and different as soon as anything is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from dateline.content.dates import PartialDate, Period
from dateline.content.schema import TopicRole
from dateline.site import page as pages
from dateline.site import views
from dateline.site.page import File, Page
from dateline.site.values import Digested, digest_of
from made_views import TEMPLATES, made

_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3) | st.binary(max_size=2)
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
)


def _canonical(value: Any) -> Any:
    """A value with its types, so that 1, 1.0 and True are three."""
    if isinstance(value, tuple):
        return ("tuple", *map(_canonical, value))
    if isinstance(value, dict):
        return ("dict", *sorted((key, _canonical(inner)) for key, inner in value.items()))
    return type(value).__name__, repr(value)


@given(_VALUES, _VALUES)
def test_two_values_have_one_digest_if_and_only_if_they_are_equal(one: Any, other: Any) -> None:
    assert (digest_of(one) == digest_of(other)) == (_canonical(one) == _canonical(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", 1),
        (1, True),
        (0, False),
        (1, 1.0),
        ("None", None),
        ("", None),
        ("a", b"a"),
        ((), None),
        (("ab",), ("a", "b")),
        ((("a",), "b"), ("a", ("b",))),
        (("a", "b"), ("b", "a")),
        ((), ((),)),
        ({"a": "b"}, {"b": "a"}),
        ({}, ()),
        (2**70, 2**70 + 1),
        (2**70, str(2**70)),
        (("\ud800", 1), ("\ud800", "1")),
        (PartialDate.parse("2025"), "2025"),
        (PartialDate.parse("2025-01"), PartialDate.parse("2025-01-01")),
        (Period.parse("2025"), PartialDate.parse("2025")),
        (TopicRole(id="a"), TopicRole(id="a", role="b")),
    ],
)
def test_values_that_look_alike_have_digests_of_their_own(one: Any, other: Any) -> None:
    assert digest_of(one) != digest_of(other)


def test_the_order_of_a_mapping_does_not_matter() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})


def test_half_of_a_pair_that_no_utf_8_holds_can_be_digested() -> None:
    assert digest_of("\ud800") != digest_of("\udfff")


@pytest.mark.parametrize("value", [{1, 2}, object(), len, iter(())], ids=["set", "object", "function", "iterator"])
def test_what_has_no_fixed_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be digested"):
        digest_of((value,))


class _Pair(Digested, frozen=True):
    first: str
    second: str


def test_a_digest_is_computed_once() -> None:
    pair = _Pair("a", "b")
    assert pair.digest is pair.digest
    assert pair.digest == _Pair("a", "b").digest


_KINDS: list[Any] = [*TEMPLATES.values(), views.PageMeta, views.SiteView]


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_every_field_of_a_view_counts(kind: Any) -> None:
    value = made(kind, "text")
    for field in fields(kind):
        changed = replace(value, **{field.name: ("something", "else")})
        assert digest_of(changed) != digest_of(value), field.name


def _write(inputs: Any) -> bytes:
    return repr(inputs).encode()


def _write_otherwise(inputs: Any) -> bytes:
    return repr(inputs).encode()


def test_a_page_is_another_with_another_template_meta_or_input() -> None:
    meta = views.PageMeta(url="/a/", canonical="", description="")
    page = Page(meta, "a.html", "inputs")
    others = [
        replace(page, template="b.html"),
        replace(page, inputs="other"),
        replace(page, meta=replace(meta, url="/b/")),
        replace(page, meta=replace(meta, is_indexed=False)),
    ]
    assert len({one.digest for one in (page, *others)}) == 5


def test_whose_a_page_is_does_not_change_its_bytes() -> None:
    page = Page(views.PageMeta(url="/a/", canonical="", description=""), "a.html", "inputs")
    assert replace(page, owner="brief:x", origin="content/x.md").digest == page.digest


def test_a_file_is_another_with_another_writer_or_input() -> None:
    file = File("/a.txt", "inputs", _write)
    assert len({file.digest, replace(file, inputs="b").digest, replace(file, write=_write_otherwise).digest}) == 3


def test_a_view_that_is_there_already_is_taken_as_it_is() -> None:
    view = views.NotFoundView("Not here")
    assert pages.as_it_is(view) is view
