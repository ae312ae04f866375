"""An index is the same in every run, and light: pages have short names in order, and words lie in small parts."""

from __future__ import annotations

import gzip
import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

cbor2 = pytest.importorskip("cbor2", reason="NOT TESTED: a part of the extra `search` is not installed")
pytest.importorskip("zopfli", reason="NOT TESTED: a part of the extra `search` is not installed")

from dateline.search_order import ordered, small_parts  # noqa: E402

Word = list[Any]


def packed(value: object) -> bytes:
    return gzip.compress(b"pagefind_dcd" + cbor2.dumps(value), mtime=0)


def unpacked(data: bytes) -> Any:
    return cbor2.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))


def fragment(url: str) -> bytes:
    return gzip.compress(b"pagefind_dcd" + json.dumps({"url": url}).encode(), mtime=0)


def word(text: str, pages: int, places: int = 1) -> Word:
    """A word in the text of so many pages, and in the title of the first."""
    random = Random(7)
    found = [[1, random.choices(range(1, 99), k=places), [] if page else [-1, 0]] for page in range(pages)]
    return [text, found, [["é" + text, [[1, [1, 2], []]]]]]


HARBOUR, PORT = word("harbour", 2), word("port", 1)


def index(filters: list[list[object]], values: list[list[object]]) -> dict[str, bytes]:
    pages = [["en_aaaaaaa", 3], ["en_bbbbbbb", 350]]
    meta = ["1.5", pages, [["h", "h", "en_one"], ["p", "p", "en_two"]], filters, [], ["title"]]
    entry = {"version": "1.5", "languages": {"en": {"hash": "en_old", "wasm": "en"}}}
    return {
        "pagefind-entry.json": json.dumps(entry).encode(),
        "pagefind.en_old.pf_meta": packed(meta),
        "filter/en_f.pf_filter": packed(["year", values]),
        "filter/en_g.pf_filter": packed(["kind", [["Update", [0]]]]),
        "fragment/en_aaaaaaa.pf_fragment": fragment("/b00000/briefs/x/"),
        "fragment/en_bbbbbbb.pf_fragment": fragment("/r00000/actors/y/"),
        "index/en_one.pf_index": packed([[HARBOUR]]),
        "index/en_two.pf_index": packed([[PORT]]),
        "pagefind.js": b"program",
        "wasm.en.pagefind": gzip.compress(b"wasm"),
        "wasm.unknown.pagefind": gzip.compress(b"wasm of other languages"),
    }


ONE = index([["year", "en_f"], ["kind", "en_g"]], [["2025", [0]], ["2024", [1]]])
OTHER = index([["kind", "en_g"], ["year", "en_f"]], [["2024", [1]], ["2025", [0]]])


def test_the_order_of_filters_and_of_their_values_is_no_matter() -> None:
    assert ordered(ONE) == ordered(OTHER)


def test_every_name_in_the_index_is_that_of_a_file() -> None:
    files = ordered(ONE)
    described = json.loads(files["pagefind-entry.json"])["languages"]["en"]
    meta = unpacked(files[f"pagefind.{described['hash']}.pf_meta"])
    kind, year = [unpacked(files[f"filter/{name}.pf_filter"]) for _, name in meta[3]]
    assert kind == ["kind", [["Update", [0]]]]
    assert year == ["year", [["2024", [1]], ["2025", [0]]]]
    [part] = [unpacked(files[f"index/{name}.pf_index"]) for _, _, name in meta[2]]
    assert part == [[HARBOUR, PORT]]
    assert len(files) == 2 + 2 + 1 + len(("entry", "meta", "program", "wasm"))


def test_pages_keep_the_names_under_which_they_were_handed_in_and_their_lengths_beside_each_other() -> None:
    files = ordered(ONE)
    described = json.loads(files["pagefind-entry.json"])["languages"]["en"]
    meta = unpacked(files[f"pagefind.{described['hash']}.pf_meta"])
    assert meta[1] == [["b00000", 1], ["r00000", 11]]
    assert files["fragment/b00000.pf_fragment"] == fragment("/b00000/briefs/x/")
    assert files["fragment/r00000.pf_fragment"] == fragment("/r00000/actors/y/")


def test_what_every_search_loads_is_the_same_and_no_larger() -> None:
    for path, data in ordered(ONE).items():
        if path.startswith("wasm"):
            assert path == "wasm.en.pagefind"
            assert gzip.decompress(data) == b"wasm"
            assert len(data) <= len(ONE[path])


def test_a_word_whose_places_weigh_much_keeps_its_pages_and_those_in_titles() -> None:
    heavy = word("heavy", 4000, places=9)
    files = ordered({**ONE, "index/en_one.pf_index": packed([[heavy]])})
    [light] = [
        found
        for path, data in files.items()
        if "pf_index" in path
        for found in unpacked(data)[0]
        if found[0] == "heavy"
    ]
    assert light == ["heavy", [[1, [], titles] for _, _, titles in heavy[1]], [["éheavy", [[1, [], []]]]]]
    assert light[1][0][2] == [-1, 0]


def test_ten_thousand_pages_are_listed_in_23_kilobytes_and_no_word_costs_more_than_20() -> None:
    """With Pagefind's program (82 kB), names (15 kB) and texts (10 kB), a first search weighs 150 kB at most."""
    random = Random(7)
    count = 10_000
    pages = [[f"en_{number:07x}", random.randint(20, 600)] for number in range(count)]
    # As in any language: the first words are on most pages, and most words on few.
    words = [word(f"w{rank:04}", int(count / rank**0.8), places=2) for rank in range(1, 400)]
    meta = ["1.5", pages, [["w", "w", "en_one"]], [], [], ["title"]]
    files = ordered(
        {
            **ONE,
            **{f"fragment/{name}.pf_fragment": fragment(f"/b{n:05}/briefs/x/") for n, (name, _) in enumerate(pages)},
            "pagefind.en_old.pf_meta": packed(meta),
            "index/en_one.pf_index": packed([words]),
        }
    )
    [listed] = [len(data) for path, data in files.items() if path.endswith(".pf_meta")]
    parts = [len(data) for path, data in files.items() if path.endswith(".pf_index")]
    assert listed <= 23_000
    assert max(parts) <= 20_000
    assert len(parts) > 10


@pytest.mark.parametrize(
    "change",
    [
        {"pagefind-entry.json": b"{}"},
        {"pagefind.en_old.pf_meta": gzip.compress(b"another mark")},
        {"pagefind.en_old.pf_meta": b"no gzip"},
        {"filter/en_f.pf_filter": packed(["year"])},
        {"index/en_one.pf_index": packed([])},
        {"fragment/en_aaaaaaa.pf_fragment": fragment("")},
    ],
)
def test_an_index_that_is_not_what_it_was_is_refused(change: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="index of this Pagefind"):
        ordered({**ONE, **change})


@given(
    st.dictionaries(st.text("abcü", min_size=1, max_size=6), st.integers(1, 2000), min_size=1, max_size=30),
    st.text("abcü", min_size=1, max_size=6),
)
def test_a_word_is_in_the_one_part_within_whose_edges_it_lies(sizes: dict[str, int], asked: str) -> None:
    """Pagefind asks for the parts with `first <= word <= last`, or, where there is none, compares beginnings."""
    parts = list(small_parts([[text, [[1, [], []]] * size, []] for text, size in sorted(sizes.items())]))
    assert [found for _, _, words in parts for found, *_ in words] == sorted(sizes)
    assert all(len(words) == 1 or sum(len(found[1]) for found in words) <= 3000 for _, _, words in parts)

    def may_hold(first: str, last: str, text: str) -> bool:
        return text[: len(first)] >= first[: len(text)] and text[: len(last)] <= last[: len(text)]

    for text in sizes:
        strict = [words for first, last, words in parts if first <= text <= last]
        loose = [words for first, last, words in parts if may_hold(first, last, text)]
        assert any(text == found for words in strict or loose for found, *_ in words)
    # What somebody has typed of a word leads to a part that has the word, if any has.
    longer = [text for text in sizes if text.startswith(asked)]
    loaded = [words for first, last, words in parts if first <= asked <= last] or [
        words for first, last, words in parts if may_hold(first, last, asked)
    ]
    if longer:
        assert any(found.startswith(asked) for words in loaded for found, *_ in words)
