"""An index is the same in every run: filters in order, and names as short as they can be."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

cbor2 = pytest.importorskip("cbor2", reason="NOT TESTED: a part of the extra `search` is not installed")

from dateline.search_order import ordered, short_names  # noqa: E402


def _packed(value: object) -> bytes:
    return gzip.compress(b"pagefind_dcd" + cbor2.dumps(value))


def _index(filters: list[list[object]], values: list[list[object]]) -> dict[str, bytes]:
    meta = ["1.5", [["en_aaaaaaa", 3], ["en_bbbbbbb", 4]], [], filters, [], []]
    return {
        "pagefind-entry.json": json.dumps({"version": "1.5", "languages": {"en": {"hash": "en_old"}}}).encode(),
        "pagefind.en_old.pf_meta": _packed(meta),
        "filter/en_f.pf_filter": _packed(["year", values]),
        "filter/en_g.pf_filter": _packed(["kind", [["Update", [0]]]]),
        "fragment/en_aaaaaaa.pf_fragment": b"first",
        "fragment/en_bbbbbbb.pf_fragment": b"second",
        "pagefind.js": b"program",
    }


ONE = _index([["year", "en_f"], ["kind", "en_g"]], [["2025", [0]], ["2024", [1]]])
OTHER = _index([["kind", "en_g"], ["year", "en_f"]], [["2024", [1]], ["2025", [0]]])


def test_the_order_of_filters_and_of_their_values_is_no_matter() -> None:
    assert ordered(ONE) == ordered(OTHER)


def test_every_name_in_the_index_is_that_of_a_file() -> None:
    files = ordered(ONE)
    described = json.loads(files["pagefind-entry.json"])["languages"]["en"]
    meta = cbor2.loads(gzip.decompress(files[f"pagefind.{described['hash']}.pf_meta"])[12:])
    assert [files[f"fragment/{name}.pf_fragment"] for name, _ in meta[1]] == [b"first", b"second"]
    kind, year = [cbor2.loads(gzip.decompress(files[f"filter/{name}.pf_filter"])[12:]) for _, name in meta[3]]
    assert kind == ["kind", [["Update", [0]]]]
    assert year == ["year", [["2024", [1]], ["2025", [0]]]]
    assert len(files) == len(ONE)


@pytest.mark.parametrize(
    "change",
    [
        {"pagefind-entry.json": b"{}"},
        {"pagefind.en_old.pf_meta": gzip.compress(b"another mark")},
        {"pagefind.en_old.pf_meta": b"no gzip"},
        {"filter/en_f.pf_filter": _packed(["year"])},
    ],
)
def test_an_index_that_is_not_what_it_was_is_refused(change: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="index of this Pagefind"):
        ordered({**ONE, **change})


@given(st.sets(st.text("ab", min_size=12, max_size=12)))
def test_short_names_are_starts_of_names_and_nobody_elses(names: set[str]) -> None:
    found = short_names({name: name for name in names})
    assert len(set(found.values())) == len(names)
    assert all(name.startswith(short) and len(short) >= 6 for name, short in found.items())
