"""Quoted texts read back as themselves."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.strict_yaml import read_yaml
from dateline.desk.yaml_text import block, quoted

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
WORDS = st.sampled_from(
    ["no", "Yes", "null", "a b", "a: b", "- a", "x-y", "1", "1e3", "a #b", "https://a.example/", "~"]
)
VALUES = st.recursive(
    ANY_TEXT | WORDS | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT | WORDS, inner, max_size=3),
    max_leaves=12,
)


@given(ANY_TEXT)
def test_quoted_text_reads_back_as_itself_on_one_line(text: str) -> None:
    written = f"title: {quoted(text)}\nnext: 1\n"

    assert len(written.splitlines()) == 2
    assert yaml.safe_load(written) == {"title": text, "next": 1}


@given(ANY_TEXT)
def test_strict_reader_agrees(text: str) -> None:
    document, problems = read_yaml(f"title: {quoted(text)}\n", "x.yaml")

    assert (document.values, problems) == ({"title": text}, ())


def test_letters_of_any_script_stay_as_they_are() -> None:
    assert quoted('Київ: "так"') == '"Київ: \\"так\\""'


@given(st.dictionaries(WORDS | ANY_TEXT, VALUES, min_size=1, max_size=4))
def test_mappings_and_lists_read_back_as_themselves(values: dict[str, object]) -> None:
    assert yaml.safe_load(block(values)) == values
