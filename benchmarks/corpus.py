"""A made-up site of any size, the same on every machine: `python benchmarks/corpus.py 10000 DIR`.

Briefs have bodies of some 350 words with headings, lists, links, citations and names of actors; a few actors and
topics are in very many briefs, as in a real briefing, and most are in few.
"""

from __future__ import annotations

import argparse
import datetime
import random
from collections.abc import Iterator
from pathlib import Path

WORDS = (
    "agreement ministry port grid tender reserve audit quota ferry harbour licence delegation clause budget review "
    "committee inspector tariff region supply contract ballot council treaty corridor levy pension index forecast "
    "statement draft meeting report official figure source deadline account response measure number season plan"
).split()
VERBS = "confirmed delayed signed reviewed rejected published opened closed revised announced questioned backed".split()
FIRST = "Amber Birch Cedar Delta Ember Fjord Garnet Harbor Indigo Juniper Krill Lagoon Maple Nickel Onyx Pebble".split()
SECOND = (
    "Agency Assembly Authority Bank Board Bureau Chamber Commission Council Fund Guild Institute Office Union".split()
)
KINDS = ("organization", "public-body", "company", "alliance", "state")


def write_corpus(root: Path, briefs: int, actors: int, topics: int, seed: int = 7) -> None:
    """Write a site of that many records below `root`."""
    for path, text in corpus(briefs, actors, topics, seed):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def corpus(briefs: int, actors: int, topics: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Path and text of every file. Each record has a random stream of its own, so a larger corpus begins alike."""
    yield (
        "site.yaml",
        "title: Generated briefing\nbase_url: https://corpus.example\ntag_authority: corpus.example,2020\n",
    )
    names = [_actor_name(number) for number in range(actors)]
    for number, name in enumerate(names):
        yield f"content/actors/actor-{number}.md", _actor(number, name, actors, random.Random(f"{seed}:a:{number}"))
    for number in range(topics):
        yield f"content/topics/topic-{number}.md", _topic(number, random.Random(f"{seed}:t:{number}"))
    yield "content/publishers.yaml", "".join(_publisher(number) for number in range(20))
    for number in range(briefs):
        rng = random.Random(f"{seed}:b:{number}")
        month, text = _brief(number, briefs, names, topics, rng)
        yield f"content/briefs/{month}/brief-{number}.md", text


def _actor_name(number: int) -> str:
    first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND)]
    rest = number // (len(FIRST) * len(SECOND))
    return f"{first} {second}" + (f" {rest + 1}" if rest else "")


def _actor(number: int, name: str, actors: int, rng: random.Random) -> str:
    other = rng.randrange(actors)
    relation = "" if other == number else f"relations:\n  - {{type: works with, to: actor-{other}, from: 2021}}\n"
    return (
        f"---\nname: {name}\nkind: {rng.choice(KINDS)}\nsummary: {_sentence(rng, 10)}\n"
        f"aliases: [The {name}, {name.upper()} {number}]\n{relation}---\n\n{_paragraph(rng, 3)}\n"
    )


def _topic(number: int, rng: random.Random) -> str:
    parent = f"parent: topic-{rng.randrange(number)}\n" if number >= 10 else ""
    fields = f"name: Subject {number} {rng.choice(WORDS)}\nsummary: {_sentence(rng, 9)}\n{parent}"
    return f"---\n{fields}---\n\n{_paragraph(rng, 3)}\n"


def _publisher(number: int) -> str:
    return (
        f"publisher-{number}:\n  name: Publisher {number}\n  domains: [publisher{number}.example]\n"
        f"  type: press\n  reliability: {'ABCD'[number % 4]}\n  why: A made-up outlet.\n"
    )


def _brief(number: int, total: int, names: list[str], topics: int, rng: random.Random) -> tuple[str, str]:
    day = datetime.date(2020, 1, 1) + datetime.timedelta(days=number * 1900 // max(total, 1))
    about = sorted({_skewed(rng, len(names)) for _ in range(rng.randint(2, 5))})
    subjects = sorted({_skewed(rng, topics) for _ in range(rng.randint(1, 3))})
    follows = (
        f"follows: [brief-{rng.randrange(max(number - 200, 0), number)}]\n" if number and rng.random() < 0.3 else ""
    )
    sources = "".join(
        f"  - key: s{index}\n    title: {_title(rng)}\n    url: https://publisher{rng.randrange(20)}.example/{number}/{index}\n"
        f"    published: {day}\n    credibility: {rng.randint(1, 4)}\n"
        for index in range(1, rng.randint(2, 4) + 1)
    )
    points = "".join(f"  - {_sentence(rng, 14)}\n" for _ in range(3))
    front = (
        f"title: {_title(rng)} {number}\ndate: {day}\nevent_date: {day}\nbluf: {_sentence(rng, 22)}\n"
        f"actors: [{', '.join(f'actor-{one}' for one in about)}]\n"
        f"topics: [{', '.join(f'topic-{one}' for one in subjects)}]\n"
        f"key_points:\n{points}sources:\n{sources}{follows}"
    )
    return day.strftime("%Y/%m"), f"---\n{front}---\n\n{_body(number, names, about, rng)}"


def _body(number: int, names: list[str], about: list[int], rng: random.Random) -> str:
    parts = []
    for section in range(3):
        if section:
            parts.append(f"## {_title(rng)}")
        for _ in range(2):
            named = names[rng.choice(about)]
            parts.append(f"{_paragraph(rng, 2)} {named} {rng.choice(VERBS)} it. [@s1] {_paragraph(rng, 1)}")
    link = f"See [the earlier brief](brief:brief-{rng.randrange(number)})." if number else "This is the first."
    parts.append(f"{link} **{_sentence(rng, 6)}** and *{_sentence(rng, 5)}* with `code`.")
    parts.append("\n".join(f"- {_sentence(rng, 9)}" for _ in range(4)))
    return "\n\n".join(parts) + "\n"


def _skewed(rng: random.Random, count: int) -> int:
    """Small numbers far more often than large ones."""
    return min(int(count * rng.random() ** 3), count - 1)


def _title(rng: random.Random) -> str:
    return f"{rng.choice(WORDS).capitalize()} {rng.choice(WORDS)} {rng.choice(VERBS)} by {rng.choice(WORDS)}"


def _sentence(rng: random.Random, words: int) -> str:
    return f"The {' '.join(rng.choice(WORDS) for _ in range(words))} {rng.choice(VERBS)}"


def _paragraph(rng: random.Random, sentences: int) -> str:
    return " ".join(_sentence(rng, rng.randint(9, 16)) + "." for _ in range(sentences))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("briefs", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--actors", type=int)
    parser.add_argument("--topics", type=int)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    actors = given.actors or max(given.briefs // 10, 20)
    write_corpus(given.folder, given.briefs, actors, given.topics or max(given.briefs // 50, 10), given.seed)


if __name__ == "__main__":
    main()
