"""Promise: `--as-of` a day shows what a build of that day showed, but for texts that were changed since."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from dateline.content.dates import AsOf
from support import SETTINGS, Files, build_site, tree, write_site

STANCES = ("supports", "conditional", "neutral", "opposes")
TERMS = ("remote", "unlikely", "roughly even chance", "likely", "very likely")
PEOPLE = ("ash", "birch", "cedar")
START = date(2025, 1, 6)


class Desk:
    """A desk that, day by day, only adds to its records what happened."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.day = START
        self.actors: dict[str, dict[str, Any]] = {
            id_: {"name": id_.title(), "kind": "person", "summary": "A person.", "offices": [], "relations": []}
            for id_ in PEOPLE
        } | {"bureau": {"name": "Bureau", "kind": "public-body", "summary": "A body."}}
        self.briefs: dict[str, dict[str, Any]] = {}

    def publish(self) -> None:
        before = sorted(self.briefs)
        id_ = f"brief-{len(before):02}"
        people = self.random.sample(PEOPLE, 2)
        said = str(self.day - timedelta(days=self.random.randint(0, 3)))
        claims = [
            {"by": by, "on": "trade", "stance": self.random.choice(STANCES), "said": said, "text": f"{by} said so."}
            for by in people
        ]
        self.briefs[id_] = {
            "title": f"Event {len(before)}",
            "date": str(self.day),
            "bluf": "It happened.",
            "event_date": said,
            "actors": people,
            "topics": ["trade"],
            "sources": [{"key": "a", "title": "Report", "publisher": self.random.choice(["Wire", "Paper"])}],
            "claims": [{**claim, "sources": ["a"]} for claim in claims],
            "follows": self.random.sample(before, min(len(before), 1)),
            "judgements": [{**self.estimate(), "text": "It holds.", "horizon": str(self.day + timedelta(days=40))}],
        }

    def estimate(self) -> dict[str, Any]:
        return {"likelihood": self.random.choice(TERMS), "confidence": "low", "basis": f"So it stood on {self.day}."}

    def revise(self) -> None:
        brief = self.briefs[self.random.choice(sorted(self.briefs))]
        revision = {"date": str(self.day), "kind": "clarification", "note": f"Noted on {self.day}."}
        brief.setdefault("revisions", []).append(revision)

    def judge_again(self) -> None:
        for given, judgement in self.open_judgements():
            before = {name: judgement.pop(name) for name in ("likelihood", "confidence")}
            change = {"date": judgement.pop("since", given), **before, "reason": judgement.pop("basis")}
            judgement.setdefault("history", []).append(change)
            judgement.update(self.estimate(), since=str(self.day))

    def resolve(self) -> None:
        for _, judgement in self.open_judgements():
            judgement["outcome"] = {"date": str(self.day), "result": self.random.choice(["yes", "no", "void"])}

    def open_judgements(self) -> list[tuple[str, dict[str, Any]]]:
        """At most one judgement that stands since before today, and the day of its brief."""
        found = [(brief["date"], one) for brief in self.briefs.values() for one in brief["judgements"]]
        found = [(day, one) for day, one in found if "outcome" not in one and one.get("since", day) < str(self.day)]
        return self.random.sample(found, min(len(found), 1))

    def appoint(self) -> None:
        for person in PEOPLE:
            for office in self.actors[person]["offices"]:
                office.setdefault("until", str(self.day))
        chosen = self.random.choice(PEOPLE)
        self.actors[chosen]["offices"].append({"title": "Director", "of": "bureau", "from": str(self.day)})

    def tie(self) -> None:
        one, other = self.random.sample(PEOPLE, 2)
        relations = self.actors[one]["relations"]
        if relations and self.random.random() < 0.5:
            relations[-1].setdefault("until", str(self.day))
        else:
            relations.append({"type": f"ally since {self.day} of", "to": other, "from": str(self.day)})

    def next_day(self) -> None:
        self.day += timedelta(days=self.random.randint(1, 9))
        self.publish()
        self.judge_again()
        steps: list[Callable[[], None]] = [self.revise, self.resolve, self.appoint, self.tie]
        for step in self.random.choices(steps, k=2):
            step()

    def files(self) -> Files:
        records = {f"content/actors/{id_}.md": actor for id_, actor in self.actors.items()}
        records |= {f"content/briefs/{id_}.md": brief for id_, brief in self.briefs.items()}
        records["content/topics/trade.md"] = {"name": "Trade", "summary": "What is sold."}
        settings = {"site.yaml": SETTINGS + "rules: {overdue-judgement: off}\n"}
        return settings | {path: f"---\n{yaml.safe_dump(fields)}---\nText.\n" for path, fields in records.items()}


@pytest.mark.parametrize("seed", range(2))
def test_a_build_of_the_records_of_a_day_equals_one_of_today_as_of_that_day(tmp_path: Path, seed: int) -> None:
    desk = Desk(Random(seed))
    past: list[tuple[date, Files]] = []
    for _ in range(9):
        desk.next_day()
        past.append((desk.day, copy.deepcopy(desk.files())))
    today = write_site(tmp_path / "today", desk.files())
    now = AsOf.end_of(desk.day + timedelta(days=30))
    told = set()
    for day, files in past[2::2]:
        then = write_site(tmp_path / str(day), files)
        build_site(then, now=AsOf.end_of(day))
        build_site(today, now=now, as_of=AsOf.end_of(day))
        expected, found = tree(then / "output"), tree(today / "output")
        assert [path for path in expected.keys() | found.keys() if expected.get(path) != found.get(path)] == [], day
        told.add(b"".join(expected.values()))
    assert len(told) == 4, "each of the days tells more than the one before"
