from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.frontmatter import FrontMatter, split

FORM = "start the file with a line `---`, then `key: value` lines, then a line `---`, then the text"


@pytest.mark.parametrize("closing", ["---", "...", "---  ", "...\t"])
def test_yaml_and_body_are_told_apart_with_their_first_lines(closing: str) -> None:
    text = f"--- \ntitle: A\ndate: 2025\n{closing}\n\nBody\n"

    assert split(text, "a.md") == FrontMatter("title: A\ndate: 2025\n", 2, "\nBody\n", 5)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\n---\n", FrontMatter("", 2, "", 3)),
        ("---\n---", FrontMatter("", 2, "", 3)),
        ("---\na: 1\n---", FrontMatter("a: 1\n", 2, "", 4)),
        ("---\na: 1\n---\n---\n", FrontMatter("a: 1\n", 2, "---\n", 4)),
        ("---\na: |\n  ---\n ...\n----\n---\nB", FrontMatter("a: |\n  ---\n ...\n----\n", 2, "B", 7)),
    ],
)
def test_only_whole_lines_from_the_first_column_are_fences(text: str, parts: FrontMatter) -> None:
    assert split(text, "a.md") == parts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", f"a.md:1:1: error[missing-front-matter]: there is no front matter\n    {FORM}"),
        ("Text\n---\n", f"a.md:1:1: error[missing-front-matter]: there is no front matter\n    {FORM}"),
        ("---x\n---\n", f"a.md:1:1: error[missing-front-matter]: there is no front matter\n    {FORM}"),
        (
            "---\ntitle: A\n\nText ---\n",
            (
                "a.md:1:1: error[missing-front-matter]: the front matter is opened here and never closed\n"
                "    close it with a line `---`"
            ),
        ),
        (
            "---",
            (
                "a.md:1:1: error[missing-front-matter]: the front matter is opened here and never closed\n"
                "    close it with a line `---`"
            ),
        ),
        (
            "\n\n---\ntitle: A\n---\n",
            (
                "a.md:3:1: error[missing-front-matter]: the front matter does not start on the first line\n"
                "    remove what stands above or before it"
            ),
        ),
        (
            "  ---\ntitle: A\n---\n",
            (
                "a.md:1:3: error[missing-front-matter]: spaces stand before the `---`\n"
                "    remove what stands above or before it"
            ),
        ),
        (
            "+++\ntitle = 'A'\n+++\n",
            (
                "a.md:1:1: error[missing-front-matter]: the front matter is TOML, which is not read\n"
                "    write it as YAML: `---`, `key: value` lines, `---`"
            ),
        ),
    ],
)
def test_what_is_missing_is_said_with_its_place_and_a_way_out(text: str, shown: str) -> None:
    assert str(split(text, "a.md")) == shown


@given(st.text(st.sampled_from("-.a \n\t+")))
def test_the_parts_stand_in_the_text_at_the_lines_that_they_name(text: str) -> None:
    parts = split(text, "a.md")

    if isinstance(parts, FrontMatter):
        lines = text.split("\n")
        assert "\n".join(lines[parts.body_line - 1 :]) == parts.body
        assert "\n".join(lines[parts.yaml_line - 1 :]).startswith(parts.yaml)
        assert text.endswith(parts.body)
    else:
        assert parts.code == "missing-front-matter"
