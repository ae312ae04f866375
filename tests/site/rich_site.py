"""A small site with every fact that data files tell, for the tests of all of them."""

from __future__ import annotations

from support import Files

RICH: Files = {
    "site.yaml": (
        "title: Test Desk\nbase_url: https://desk.example/project\npublisher: The Desk\nlicence: CC-BY-4.0\n"
        "description: What happened.\n"
    ),
    "content/publishers.yaml": (
        "wire: {name: The Wire, domains: [wire.example], country: NO, type: wire, reliability: B, why: Long record}\n"
        "silent: {name: The Silent}\n"
    ),
    "content/actors/ukraine.md": (
        "---\nname: Ukraine\nkind: state\nsummary: A state in Eastern Europe.\naliases: [Україна]\n---\nProfile.\n"
    ),
    "content/actors/minister.md": """\
---
name: Ольга Мінистр
kind: person
summary: Minister of mines.
offices: [{title: Minister, of: ukraine, from: 2024-03}]
relations: [{type: member of, to: ukraine, from: 2020, sources: ["https://wire.example/who"]}]
wikidata: Q42
---
See [the state](actor:ukraine).
""",
    "content/topics/minerals.md": (
        "---\nname: Minerals\nsummary: Ores.\nscope_in: [Lithium]\nquestions: [Who pays?]\n---\nBackground.\n"
    ),
    "content/topics/lithium.md": "---\nname: Lithium\nsummary: A light metal.\nparent: minerals\n---\n",
    "content/briefs/deal.md": """\
---
title: Ministers sign a deal, "at last"
date: 2025-04-30
event_date: 2025-04-29/2025-04-30
bluf: The deal creates a joint fund.
key_points: ["=cmd() is no formula, and neither is this"]
actors: [{id: ukraine, role: signatory}, minister, {id: ukraine, role: owner}]
topics: [lithium]
author: A. Writer
places: [Kyiv]
sources:
  - {key: text, title: "@The text, in full", url: "https://wire.example/text", published: 2025-04-30, credibility: 2}
  - {title: Papers, publisher: An archive, based_on: [text, "https://old.example/draft"],
     quote: {text: "Так", lang: uk, translation: "Yes"}}
claims:
  - {by: ukraine, on: lithium, stance: supports, text: "+ It will dig.", said: 2025-04, sources: [text]}
  - {by: minister, on: minerals, stance: opposes, text: "'Never', she said."}
judgements:
  - {text: The fund pays by 2027., likelihood: likely, confidence: low, horizon: 2026-12-31, resolves_by: A statement.}
  - {text: The pit opens., likelihood: unlikely, horizon: 2025-05,
     outcome: {date: 2025-05-31, result: "no", note: It did not.}}
revisions:
  - {date: 2025-05-02, kind: correction, note: The sum was wrong.}
---
The fund has [](actor:ukraine) as an owner [@text], and mines spodumene.
""",
    "content/briefs/later.md": """\
---
title: The deal is off
date: 2025-05-10T09:30+02:00
kind: analysis
actors: [ukraine]
topics: [minerals]
follows: [deal]
lang: uk
revisions:
  - {date: 2025-05-12, kind: retraction, note: The report was a <forgery>.}
---
Nothing of it is true.
""",
    "content/briefs/draft.md": (
        "---\ntitle: Canary\ndate: 2025-05-11\nstatus: draft\nactors: [ukraine]\n"
        "judgements: [{text: Canary sings., likelihood: likely, horizon: 2025-09-09}]\n---\nCanary.\n"
    ),
}
"""Two published briefs (a corrected one, and a retracted one), and a draft whose texts hold `Canary`."""
