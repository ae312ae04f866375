"""Values become a model, or problems with their place: what the messages of the schema say."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Field

from dateline.content.fields import Line, SitePath
from dateline.content.schema import Part
from dateline.content.strict_yaml import read_yaml
from dateline.content.validate import validate


class Cargo(Part):
    """What a ship carries."""

    what: Line
    """What it is."""
    tons: Annotated[int, Field(strict=True, ge=1, le=9)] | None = None
    """How heavy it is."""


class Ship(Part):
    """A ship."""

    name: Line
    """Its name."""
    flag: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "UA"
    """Its flag, such as `NO`."""
    load: Literal["full", "empty"] = "empty"
    """How laden it is."""
    cargo: tuple[Cargo, ...] = ()
    """What it carries."""
    from_: Annotated[Line | None, Field(alias="from")] = None
    """Where it sailed."""
    renamed: dict[SitePath, SitePath] = Field(default_factory=dict)
    """Old addresses and new."""


def problems_of(yaml: str) -> list[str]:
    document, _ = read_yaml(yaml, "ship.yaml")
    return [str(one) for one in validate(Ship, document.values, document, "ship.yaml", noun="ship")[1]]


def test_sound_values_make_the_model() -> None:
    document, _ = read_yaml("name: Odesa\nfrom: Kyiv\ncargo: [{what: ore, tons: 9}]\n", "ship.yaml")

    ship, problems = validate(Ship, document.values, document, "ship.yaml")

    assert ship == Ship(name="Odesa", cargo=(Cargo(what="ore", tons=9),), **{"from": "Kyiv"})
    assert problems == ()


@pytest.mark.parametrize(
    ("yaml", "shown"),
    [
        ("flag: UA\n", "ship.yaml:1:1: error[missing-field]: the ship has no 'name'\n    add `name:`. Its name."),
        ("name: A\nport: B\n", "ship.yaml:2:1: error[unknown-field]: 'port' is not a field of the ship\n"
         "    known here: name, flag, load, cargo, from, renamed"),
        ("name: A\nform: B\n", "ship.yaml:2:1: error[unknown-field]: 'form' is not a field of the ship\n"
         "    did you mean 'from'?"),
        ("name: A\nfrom_: B\n", "ship.yaml:2:1: error[unknown-field]: 'from_' is not a field of the ship\n"
         "    did you mean 'from'?"),
        ("name: A\ncargo:\n  - {what: ore}\n  - {tons: 2}\n",
         "ship.yaml:4:5: error[missing-field]: cargo[2] has no 'what'\n    add `what:`. What it is."),
        ("name: A\ncargo:\n  - {what: ore, ton: 2}\n",
         "ship.yaml:3:17: error[unknown-field]: 'ton' is not a field of cargo[1]\n    did you mean 'tons'?"),
        ("name: A\nload: FULL\n", "ship.yaml:2:7: error[not-a-choice]: load cannot be 'FULL'\n    write it as full"),
        ("name: A\nload: half\n",
         "ship.yaml:2:7: error[not-a-choice]: load cannot be 'half'\n    allowed: full or empty"),
        ("name: A\nflag: Norway\n",
         "ship.yaml:2:7: error[bad-value]: flag cannot be 'Norway'\n    Its flag, such as `NO`."),
        ("name: A\ncargo: [{what: a, tons: 10}]\n",
         "ship.yaml:2:25: error[bad-value]: cargo[1].tons is 10, and must be 9 or less\n    How heavy it is."),
        ("name: A\ncargo: [{what: a, tons: 0}]\n",
         "ship.yaml:2:25: error[bad-value]: cargo[1].tons is 0, and must be 1 or more\n    How heavy it is."),
        ("name: A\ncargo: [{what: a, tons: '3'}]\n",
         "ship.yaml:2:25: error[wrong-type]: cargo[1].tons is '3', and needs a whole number\n"
         "    write it without quotes: 3"),
        ("name: A\ncargo: ore\n",
         "ship.yaml:2:8: error[wrong-type]: cargo is 'ore', and needs a list\n    write it as a list: [ore]"),
        ("name: A\ncargo: {what: ore}\n",
         "ship.yaml:2:8: error[wrong-type]: cargo is a mapping, and needs a list\n    start each entry with '- '"),
        ("name: A\ncargo: [ore]\n",
         "ship.yaml:2:9: error[wrong-type]: cargo[1] is 'ore', and needs a mapping of fields\n"
         "    write its fields: {what: …}"),
        ("name:\n", "ship.yaml:1:6: error[wrong-type]: name has no value\n    write text"),
        ("name: A\nflag:\n", "ship.yaml:2:6: error[wrong-type]: flag has no value\n    write text, or leave it out"),
        ("name: true\n", "ship.yaml:1:7: error[wrong-type]: name is true, and needs text\n"
         '    put it in quotes: "true"'),
        ("name: [A]\n", "ship.yaml:1:7: error[wrong-type]: name is a list, and needs text\n"
         "    put the text in quotes if it starts with [ or {"),
        ("name: A\nflag: 47\n",
         "ship.yaml:2:7: error[wrong-type]: flag is 47, and needs text\n    Its flag, such as `NO`."),
        ("name: ' '\n", "ship.yaml:1:7: error[too-short]: name is empty\n    write something"),
        (f"name: {'x' * 301}\n", "ship.yaml:1:7: error[too-long]: name is longer than 300 characters\n    shorten it"),
        ("name: A\nrenamed: {old: /a/}\n",
         "ship.yaml:2:11: error[bad-url]: renamed.old: 'old' is not a path of the site such as /briefs/old-name/\n"
         "    start it at the root of the site with '/', and leave the host out"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_told_with_its_place_and_a_way_out(yaml: str, shown: str) -> None:
    assert problems_of(yaml) == [shown]


def test_all_that_does_not_fit_is_told() -> None:
    assert len(problems_of("flag: x\nload: x\ncargo: [1, {tons: x}]\nport: x\n")) == 7


def test_values_in_a_part_of_a_file_are_found_there() -> None:
    document, _ = read_yaml("a: {name: A}\nb:\n  flag: UA\n  name: []\n", "ships.yaml")
    values = document.values["b"]
    assert isinstance(values, dict)

    _, problems = validate(Ship, values, document, "ships.yaml", at=("b",))

    assert [(one.line, one.column) for one in problems] == [(4, 9)]


def test_a_long_value_is_shown_in_part() -> None:
    assert all(len(line) < 200 for line in problems_of(f"name: A\nflag: {'9' * 390}\nload: {'x' * 5_000}\n"))
