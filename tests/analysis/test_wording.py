"""Whether an edit changed what a text says: measured on edits that were labelled by hand."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.analysis.terms import NameBook, read
from dateline.analysis.vocabularies import vocabulary_of
from dateline.analysis.wording import Change, changes

CORPUS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "edits.yaml").read_text(encoding="utf-8"))
NAMES = NameBook({name: id_ for id_, names in CORPUS["names"].items() for name in names})
EDITS: list[dict[str, Any]] = CORPUS["edits"]


def changes_between(before: str, after: str, lang: str = "en") -> list[Change]:
    vocabulary = vocabulary_of(lang)
    old, new = (read(filter(None, text.split("\n")), vocabulary, NAMES) for text in (before, after))
    return changes(old, new, vocabulary)


def test_edits_labelled_by_hand_are_told_apart() -> None:
    missed, false_alarms = [], []
    caught = 0
    for edit in EDITS:
        found = changes_between(edit["before"], edit["after"], edit.get("lang", "en"))
        if edit["material"] and not found:
            missed.append(edit)
        elif found and not edit["material"]:
            false_alarms.append((edit, found))
        else:
            caught += bool(found)
    for edit in missed:
        print("missed:", edit["kind"], edit["before"], "->", edit["after"])
    for edit, found in false_alarms:
        print("false alarm:", edit["kind"], edit["before"], "->", edit["after"], [str(change) for change in found])
    recall = caught / sum(edit["material"] for edit in EDITS)
    precision = caught / (caught + len(false_alarms))
    print(f"{len(EDITS)} edits: recall {recall:.3f}, precision {precision:.3f}")
    assert recall >= 0.95
    assert precision >= 0.8
