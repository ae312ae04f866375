"""Quoted texts read back as themselves."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.strict_yaml import read_yaml
from dateline.desk.yaml_text import quoted

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


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
