from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.content import yaml_graph
from dateline.content.strict_yaml import YamlDocument, read_yaml


@pytest.fixture(params=["libyaml", "pure Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test holds with and without libyaml."""
    if request.param == "pure Python":
        monkeypatch.setattr(yaml_graph, "_Loader", yaml_graph._PurePython)  # noqa: SLF001  (no machine lacks libyaml)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")


def values(text: str) -> dict[str, object]:
    document, problems = read_yaml(text, "a.md")
    assert problems == ()
    return document.values


def shown(text: str, first_line: int = 1) -> list[str]:
    return [str(problem) for problem in read_yaml(text, "a.md", first_line)[1]]


# --- values


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", ["null", "Null", "NULL", "~", ""])
def test_null_words_and_nothing_are_none(text: str) -> None:
    assert values(f"a: {text}") == {"a": None}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", ["true", "True", "TRUE", "false", "False", "FALSE"])
def test_core_booleans_are_booleans(text: str) -> None:
    assert values(f"a: {text}")["a"] is (text.lower() == "true")


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("-12", -12), ("2025", 2025), ("1.5", 1.5), ("-0.25", -0.25), ("1e+16", 1e16)],
)
def test_a_number_that_prints_back_as_its_text_is_a_number(text: str, number: float) -> None:
    value = values(f"a: {text}")["a"]

    assert value == number
    assert type(value) is type(number)


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    "text",
    [
        *(
            "007",
            "+7",
            "-0",
            "1_000",
            "0x1F",
            "0o17",
            "1:30",
            "1.10",
            "1.",
            ".5",
            "1e5",
            "1E+16",
            "1e999",
            ".inf",
            ".nan",
        ),
        *("nan", "inf", "--1", "\u0661", "9" * 5000, "0." + "3" * 500),
        *("2025-02-21", "2025-02", "2025-02-21T09:30:00Z", "2025-02-21 09:30:00"),
        *("NO", "no", "yes", "on", "Off", "y", "nULL", "tRUE", "=", "<<", "?x", "-x", "a:b", "a#b"),
    ],
)
def test_everything_else_stays_its_text(text: str) -> None:
    assert values(f"a: {text}") == {"a": text}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", ["1", "true", "null", "~", "", "2025-02-21"])
def test_quoted_and_block_texts_are_always_text(text: str) -> None:
    assert values(f"a: '{text}'\nb: \"{text}\"\nc: |-\n  {text}\nd: >-\n  {text}\n") == dict.fromkeys("abcd", text)


@pytest.mark.usefixtures("either_parser")
def test_keys_are_their_text() -> None:
    text = "NO: 1\n2025: 2\n007: 3\ntrue: 4\n~: 5\n'': 6\n<<: {x: 7}\n1.50: 8\n? k\n: 9\n"

    expected = {"NO": 1, "2025": 2, "007": 3, "true": 4, "~": 5, "": 6, "<<": {"x": 7}, "1.50": 8, "k": 9}
    assert values(text) == expected


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "--- # nothing\n", "{}"])
def test_a_text_without_values_is_an_empty_mapping(text: str) -> None:
    assert values(text) == {}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_line_marks_of_yaml_1_1_are_ordinary_characters(mark: str) -> None:
    assert values(f"a: b {mark} c\nd: '{mark}e'\n{mark}f: 1\n") == {"a": f"b {mark} c", "d": f"{mark}e", f"{mark}f": 1}
    assert read_yaml(f"a: 1{mark}b: 2", "a.md")[0].values == {}  # no second line, so no second key


def test_a_private_character_beside_a_line_mark_is_kept() -> None:
    assert values("a: '\ue000\u2028\ue001\u2029\ue002'") == {"a": "\ue000\u2028\ue001\u2029\ue002"}


@pytest.mark.usefixtures("either_parser")
def test_aliases_stand_for_the_value_that_they_name() -> None:
    text = "a: &a [1, {b: 2}]\nc: *a\nd: [*a, *a]\n"
    a = [1, {"b": 2}]

    document, problems = read_yaml(text, "a.md")

    assert problems == ()
    assert document.values == {"a": a, "c": a, "d": [a, a]}
    assert document.locate(("d", 1, 1, "b")) == (1, 15)


# --- problems


@pytest.mark.usefixtures("either_parser")
def test_duplicate_keys_are_all_reported_at_their_second_place_and_the_first_value_is_kept() -> None:
    text = "a: 1\nb:\n  - x: 1\n    y: 2\n    'x': 3\na: 4\na: 5\n"

    document, problems = read_yaml(text, "a.md", first_line=2)

    assert document.values == {"a": 1, "b": [{"x": 1, "y": 2}]}
    assert [str(problem) for problem in problems] == [
        "a.md:6:5: error[duplicate-key]: the key 'x' is there already, on line 4\n    keep one of the two",
        "a.md:7:1: error[duplicate-key]: the key 'a' is there already, on line 2\n    keep one of the two",
        "a.md:8:1: error[duplicate-key]: the key 'a' is there already, on line 2\n    keep one of the two",
    ]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "place", "tag"),
    [
        ("a: !!python/object/apply:os.system [x]", "1:4", "!!python/object/apply:os.system"),
        ("a: !!str 1", "1:4", "!!str"),
        ("a: !mine\n  b: 1", "1:4", "!mine"),
        ("a: !", "1:4", "!"),
        ("a: ! text", "1:4", "!"),
        ("!!str a: 1", "1:1", "!!str"),
        ("!!map {a: 1}", "1:1", "!!map"),
        ("a: [1, !<tag:x> 2]", "1:8", "tag:x"),
    ],
)
def test_any_tag_is_a_problem_and_none_is_obeyed(text: str, place: str, tag: str) -> None:
    assert shown(text) == [
        (
            f"a.md:{place}: error[yaml-tag]: the tag '{tag}' is not read\n"
            "    remove the tag, or put a text that starts with '!' in quotes"
        )
    ]


@pytest.mark.usefixtures("either_parser")
def test_tag_directives_are_refused() -> None:
    assert shown("%YAML 1.2\n%TAG ! x\n---\na: 1") == [
        "a.md:2:1: error[yaml-tag]: tags are not read, so there is nothing for %TAG to say\n    remove the line"
    ]


def bomb(doublings: int) -> str:
    return "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, doublings))


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        (bomb(40), "15:6"),
        ("a: &a '" + "x" * 10_000 + "'\nb: [" + "*a, " * 1000 + "]", "2:4"),
        ("a: &a " + "[" * 40 + "]" * 40 + "\nb: " + "[" * 30 + "*a" + "]" * 30, "2:22"),
    ],
    ids=["doublings", "long text", "depth"],
)
def test_alias_bombs_are_refused_at_once(text: str, place: str) -> None:
    started = time.process_time()

    assert shown(text) == [
        (
            f"a.md:{place}: error[yaml-alias]: "
            "aliases add more than 50,000 values to this, or nest it deeper than 50 levels\n"
            "    write the values out instead of `*name`"
        )
    ]
    assert time.process_time() - started < 5


def test_many_values_without_aliases_are_no_bomb() -> None:
    rows = [["*", "&a"]] * 30_000

    assert values(json.dumps({"rows": rows})) == {"rows": rows}


@pytest.mark.usefixtures("either_parser")
def test_an_alias_inside_what_it_names_is_refused() -> None:
    message = "error[yaml-alias]: an alias in this value names the value itself"
    assert shown("b: 1\na: &a [1, {b: *a}]") == [f"a.md:2:4: {message}"]
    assert shown("&a x: *a\ny: &b {z: *b}") == [f"a.md:2:4: {message}"]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("unit", ["[", "{", "- ", "? ", "{a: ", "[{a: "])
def test_deep_nesting_is_a_problem_not_a_crash(unit: str) -> None:
    (problem,) = read_yaml(unit * 100_000, "a.md")[1]

    assert (problem.code, problem.message) == ("bad-yaml", "lists and mappings nest deeper than 50 levels")


@pytest.mark.usefixtures("either_parser")
def test_fifty_levels_are_allowed_and_one_more_is_not() -> None:
    fifty = "[" * 50 + "]" * 50

    assert json.dumps(values(f"a: {fifty}")["a"]) == fifty
    assert shown(f"a: [{fifty}]") == ["a.md:1:53: error[bad-yaml]: lists and mappings nest deeper than 50 levels"]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "kind"),
    [("- a\n- b\n", "a list"), ("just text", "a single value"), ("a:b", "a single value"), ("~", "a single value")],
)
def test_the_top_must_be_a_mapping(text: str, kind: str) -> None:
    assert shown(text, first_line=2) == [
        f"a.md:2:1: error[wrong-type]: this is {kind}, not `key: value` lines\n    write one `key: value` on each line"
    ]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        # text that needs quotes
        ("a: b: c", "1:5", "a text that holds ': ' must be in quotes", "write a: 'b: c'"),
        ('a: It\'s: "x"', "1:8", "a text that holds ': ' must be in quotes", "write a: 'It''s: \"x\"'"),
        ("a: It's: x", "1:8", "a text that holds ': ' must be in quotes", 'write a: "It\'s: x"'),
        ("l:\n  - k: y: z", "2:9", "a text that holds ': ' must be in quotes", "write - k: 'y: z'"),
        ("a: @x", "1:4", "a text that starts with '@' must be in quotes", "write a: '@x'"),
        ("- `x`", "1:3", "a text that starts with '`' must be in quotes", "write - '`x`'"),
        ("a: %x", "1:4", "a text that starts with '%' must be in quotes", "write a: '%x'"),
        ("a: *bold*", "1:4", "a text that starts with '*' must be in quotes", "write a: '*bold*'"),
        ("a: ** x", "1:4", "a text that starts with '*' must be in quotes", "write a: '** x'"),
        ("a: *b", "1:4", "a text that starts with '*' must be in quotes", "write a: '*b'"),
        ("a: & x", "1:4", "a text that starts with '&' must be in quotes", "write a: '& x'"),
        ("a: !x!y z", "1:4", "a text that starts with '!' must be in quotes", "write a: '!x!y z'"),
        ("a: >x", "1:4", "a text that starts with '>' must be in quotes", "write a: '>x'"),
        ("a: |x", "1:4", "a text that starts with '|' must be in quotes", "write a: '|x'"),
        ("a: ]", "1:4", "a text that starts with ']' must be in quotes", "write a: ']'"),
        ("a: [b, @c]", "1:8", "a text that starts with '@' must be in quotes", "put the text in quotes"),
        ("a: [Up] date", "1:9", "text follows the closing bracket", "write a: '[Up] date'"),
        (
            "a: b # c\n  d",
            "2:3",
            "the text from ' #' on is a comment, so the value above ended there",
            "put a text that holds ' #' in quotes",
        ),
        ("% x", "1:1", "a line cannot start with '%'", "put the text in quotes"),
        # quotes
        (
            'b: 1\na: "x\nc: d\n',
            "2:4",
            "a quote is opened here and never closed",
            "close it; an apostrophe inside '...' is written twice",
        ),
        (
            "a: 'It's here'",
            "1:8",
            "text follows the closing quote; a quote inside a text must not be the one around it",
            'write a: "It\'s here"',
        ),
        (
            'a: "x" y',
            "1:8",
            "text follows the closing quote; a quote inside a text must not be the one around it",
            "write a: '\"x\" y'",
        ),
        (
            'a: "\\ud83d"',
            None,
            "an escape such as \\ud83d is half a character",
            "write the character itself, or \\U and eight digits",
        ),
        (
            'a: "\\ud83d\u2028"',
            None,
            "an escape such as \\ud83d is half a character",
            "write the character itself, or \\U and eight digits",
        ),
        # layout
        ("a:\n\tb: c", "2:1", "a tab stands where only spaces may", "indent with spaces"),
        (
            "a: 1\n b: 2",
            "2:3",
            "this line is indented as if it continued the value above it",
            "start it in the column of the other keys, or put the text in quotes",
        ),
        (
            "a:\n  - b\n c: d",
            "3:2",
            "this line does not fit the lines above it",
            "start all keys of one mapping in the same column",
        ),
        (
            "- a\nb: c",
            "2:1",
            "this line does not belong to the list above it",
            "start every entry with '- ' in the same column, or indent the line below its entry",
        ),
        (
            "a: - b",
            "1:4",
            "a list cannot start on the line of its key",
            "start it on the next line, or put the text in quotes",
        ),
        (
            "a: b\nc\nd: e",
            "2:1",
            "this line is not `key: value`",
            "write a colon and a space after the key; indent the line if it continues the one above",
        ),
        (
            "a: [b\nc: d",
            "1:4",
            "a list opened with '[' is not closed, or lacks a comma",
            "write it as [one, two]; put a text that starts with '[' in quotes",
        ),
        (
            "a: {b",
            "1:4",
            "a mapping opened with '{' is not closed, or lacks a comma",
            "write it as {key: value, key: value}; put a text that starts with '{' in quotes",
        ),
        ("a: [[", "1:6", "the text ends where a value should stand", "close every bracket and brace"),
        # keys
        (": x", "1:1", "a value has no key", "write a key before the colon"),
        ("?\n: x", "1:2", "a value has no key", "write a key before the colon"),
        ("a: {{ x }}", "1:5", "a mapping stands where a key should", "put a text that starts with '{' in quotes"),
        ("? [a]\n: b", "1:3", "a list stands where a key should", "put a text that starts with '[' in quotes"),
        ("k" * 1100 + ": 1", "1:1101", "a key is longer than 1,024 characters", "shorten it"),
        # documents, anchors, characters
        (
            "a: 1\n---\nb: 2",
            "2:1",
            "a second YAML document starts here",
            "keep one document in a file: remove the line `---` or `...`",
        ),
        (
            "a: &x 1\nb: &x 2",
            "2:4",
            "an anchor has a name that is taken",
            "give each anchor (`&name`) a name of its own",
        ),
        ("%YAML 2.0\n---\na: 1", "1:1", "a YAML version that is not read", "write `%YAML 1.2`, or remove the line"),
        ("é: \x00", "1:4", "a character that YAML does not allow: U+0000", "delete it; most editors do not show it"),
        ("\n\ud800", "2:1", "a character that YAML does not allow: U+D800", "delete it; most editors do not show it"),
    ],
)
def test_broken_yaml_says_where_it_is_what_is_wrong_and_how_to_mend_it(
    text: str, place: str | None, message: str, hint: str
) -> None:
    (problem,) = read_yaml(text, "a.md")[1]

    assert (problem.code, problem.message, problem.hint) == ("bad-yaml", message, hint)
    assert place in {None, f"{problem.line}:{problem.column}"}


def test_a_backslash_in_double_quotes_is_explained() -> None:
    assert shown('a: "C:\\path"') == [
        (
            "a.md:1:7: error[bad-yaml]: a backslash in double quotes starts an escape, and this one is not known\n"
            "    use single quotes, where a backslash is only a backslash"
        )
    ]


def test_lines_are_counted_from_where_the_text_starts() -> None:
    assert shown("a: 1\nb: @x", first_line=10)[0].startswith("a.md:11:4:")


def test_a_hint_never_repeats_a_long_line() -> None:
    (problem,) = read_yaml("a: b: " + "c" * 200, "a.md")[1]

    assert problem.hint == "put the whole value in quotes"


# --- places

DOCUMENT = """\
título: "Ä"
empty:
list:
  - a
  - {id: b, role: "c"}
  -   - 1
nested:
    key: |
      text
'quoted key': x
"""


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("loc", "place"),
    [
        ((), (1, 1)),
        (("título",), (1, 9)),
        (("empty",), (2, 7)),
        (("list",), (4, 3)),
        (("list", 0), (4, 5)),
        (("list", 1), (5, 5)),
        (("list", 1, "role"), (5, 19)),
        (("list", 2, 0), (6, 9)),
        (("nested", "key"), (8, 10)),
        (("quoted key",), (10, 15)),
        # what is not there has the place of what is around it
        (("list", 1, "name"), (5, 5)),
        (("list", 9), (4, 3)),
        (("list", -1), (4, 3)),
        (("list", "0"), (4, 3)),
        (("nested", "key", "deeper", 0), (8, 10)),
        (("none", "deeper"), (1, 1)),
    ],
)
def test_locate_gives_the_line_and_column_of_a_value(loc: tuple[str | int, ...], place: tuple[int, int]) -> None:
    document, _ = read_yaml(DOCUMENT, "a.md")

    assert document.locate(loc) == place
    assert read_yaml(DOCUMENT, "a.md", 5)[0].locate(loc) == (place[0] + 4, place[1])


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("loc", "place"),
    [
        (("título",), (1, 1)),
        (("list", 1, "role"), (5, 13)),
        (("nested", "key"), (8, 5)),
        (("quoted key",), (10, 1)),
        (("list", 1), (5, 5)),
        (("nested", "none"), (8, 5)),
        ((), (1, 1)),
    ],
)
def test_locate_key_gives_the_place_of_the_key(loc: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert read_yaml(DOCUMENT, "a.md")[0].locate_key(loc) == place


def test_a_text_that_is_no_yaml_has_its_first_line_for_every_place() -> None:
    document, problems = read_yaml("a: [", "a.md", first_line=3)

    assert problems
    assert document.values == {}
    assert document.locate(("a", 0)) == document.locate_key(("a",)) == (3, 1)


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns_are_counted_in_characters_after_any_line_end(end: str) -> None:
    document, _ = read_yaml(f"'😀': 1{end}b: x", "a.md")

    assert document.values == {"😀": 1, "b": "x"}
    assert document.locate(("😀",)) == (1, 6)
    assert document.locate(("b",)) == ((1, 8 + len(end) + 2) if end == "\r" else (2, 4))


# --- whatever the text

plain_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=["\ufeff", "\ufffe", "\uffff", "\x7f"]), max_size=30
).filter(lambda text: all(ord(char) >= 0x20 and not 0x80 <= ord(char) < 0xA0 for char in text))
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | plain_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_text, inner, max_size=4),
    max_leaves=20,
)
json_objects = st.dictionaries(plain_text, json_values, max_size=5)


@given(json_objects, st.sampled_from([None, 1, 4]))
def test_json_is_read_as_json_reads_it(mapping: dict[str, object], indent: int | None) -> None:
    assert values(json.dumps(mapping, ensure_ascii=False, indent=indent)) == mapping


texts = st.recursive(
    plain_text.map(lambda text: text.translate({0x2028: None, 0x2029: None})),  # PyYAML writes these as line ends
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_text.filter(str.isalpha), inner, max_size=4),
)


@given(st.dictionaries(plain_text.filter(str.isalpha), texts, max_size=5), st.sampled_from([None, "'", '"', "|", ">"]))
def test_texts_that_pyyaml_writes_are_read_back_in_any_style(mapping: dict[str, object], style: str | None) -> None:
    assert values(yaml.dump(mapping, allow_unicode=True, default_style=style, Dumper=_DumperWithoutAliases)) == mapping


class _DumperWithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


class _Written:
    """A YAML text put together piece by piece, which knows where each value went."""

    def __init__(self) -> None:
        self.text = ""
        self.places: dict[tuple[str | int, ...], tuple[int, int]] = {}

    def here(self) -> tuple[int, int]:
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def write(self, value: object, loc: tuple[str | int, ...], indent: int) -> None:
        """In block style; scalars and empty collections as JSON."""
        if isinstance(value, dict | list) and value:
            entries: Iterator[tuple[str | int, object]] = iter(
                value.items() if isinstance(value, dict) else enumerate(value)
            )
            for number, (key, inner) in enumerate(entries):
                self.text += "\n" + " " * indent if number or loc else ""
                if not number:
                    self.places[loc] = self.here()
                self.text += f"{json.dumps(key, ensure_ascii=False)}: " if isinstance(value, dict) else "- "
                self.write(inner, (*loc, key), indent + 2)
        else:
            self.places[loc] = self.here()
            self.text += json.dumps(value, ensure_ascii=False)


@given(json_objects)
def test_locate_points_at_the_first_character_of_every_value(mapping: dict[str, object]) -> None:
    written = _Written()
    written.write(mapping, (), 0)

    document, problems = read_yaml(written.text, "a.md")

    assert problems == ()
    assert document.values == mapping
    assert {loc: document.locate(loc) for loc in written.places} == written.places


yaml_like = st.lists(
    st.sampled_from(
        [
            *"abz019-.:,?!&*#|>@%{}[]'\"\\~<= \n\t\r\x85\u2028\ufeff\x00é😀\ud800",
            ": ",
            "- ",
            "\n  ",
            "&a ",
            "*a",
            "---\n",
            "...\n",
            *("a: ", "b:\n", "!!", "%TAG", "<<: ", "\\u", "d83d", '"\\ud83d"', "null", "[]", "{}"),
        ]
    )
).map("".join)


@given(yaml_like | st.text())
@example("a: &a\n  ? *a\n")
@example("&a : *a")
@example("*a : &a b")
@example("{? : }")
@example("\ufeffa: 1")
@example("a: '\u2028\ue000\ud800'")
def test_no_text_raises_and_every_problem_stands_in_the_text(text: str) -> None:
    document, problems = read_yaml(text, "a.md")

    assert isinstance(document, YamlDocument)
    assert isinstance(document.values, dict)
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
    json.dumps(document.values, ensure_ascii=False).encode()  # every value can be written again


@given(yaml_like)
def test_both_parsers_agree_on_what_both_accept(text: str) -> None:
    document, problems = read_yaml(text, "a.md")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_graph, "_Loader", yaml_graph._PurePython)  # noqa: SLF001  (no machine lacks libyaml)
        other, other_problems = read_yaml(text, "a.md")

    if not problems and not other_problems:
        assert document.values == other.values
