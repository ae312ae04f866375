"""What each extension of Python-Markdown costs, and what rendering a brief costs as a whole.

Run: python benchmarks/markdown_extensions.py. Prints CPU microseconds for each document of a small made-up corpus,
the best of several rounds. Documents use few of the constructs that the extensions read, as briefs do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from random import Random

from markdown import Markdown

from dateline.content.markup import render, render_line, sanitise

DOCUMENTS = 60
ROUNDS = 7
WORDS = "accord mineral fund export pipeline summit tariff ministry licence revenue royalty draft signed talks".split()
EXTENSIONS = ["tables", "footnotes", "fenced_code", "sane_lists"]


def sentence(random: Random) -> str:
    words = random.choices(WORDS, k=random.randint(8, 20))
    if random.random() < 0.3:
        words[3] = f"*{words[3]}*"
    if random.random() < 0.3:
        words[5] = f"[{words[5]}](brief:b-{random.randint(1, 99)})"
    return " ".join(words).capitalize() + random.choice([".", ".", f". [@s{random.randint(1, 5)}]"])


def document(random: Random) -> str:
    """About 400 words: three sections of paragraphs, one with a list."""
    parts = []
    for section in range(3):
        parts.append(f"## {sentence(random)[:30]}")
        parts += [" ".join(sentence(random) for _ in range(3)) for _ in range(3)]
        if section == 1:
            parts.append("\n".join(f"- {sentence(random)}" for _ in range(4)))
    return "\n\n".join(parts)


def cost(work: Callable[[str], object], texts: Iterable[str]) -> float:
    """CPU microseconds for each text, at best."""
    best = float("inf")
    chosen = list(texts)
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in chosen:
            work(text)
        best = min(best, time.process_time() - started)
    return best / len(chosen) * 1e6


def converter(extensions: list[str]) -> Callable[[str], str]:
    engine = Markdown(extensions=extensions)
    return lambda text: engine.reset().convert(text)


def main() -> None:
    random = Random(7)
    texts = [document(random) for _ in range(DOCUMENTS)]
    lines = [sentence(random) for _ in range(DOCUMENTS)]
    plain_lines = [line for line in lines if not set(line) & set("*[")]
    sources = {f"s{number}": number for number in range(1, 6)}
    bare = cost(converter([]), texts)
    rows = [("no extension", bare, 0.0)]
    rows += [(name, total := cost(converter([name]), texts), total - bare) for name in EXTENSIONS]
    everything = cost(converter(EXTENSIONS), texts)
    rows.append(("all four", everything, everything - bare))
    html = list(map(converter(EXTENSIONS), texts))
    rows.append(("nh3", cost(sanitise, html), 0.0))
    whole = cost(lambda text: render(text, sources), texts)
    rows.append(("markup.render: all of it", whole, whole - bare))
    rows.append(("markup.render, plain", cost(lambda text: render(text, sources, plain=True), texts), 0.0))
    rows.append(("markup.render_line, marked up", cost(lambda text: render_line(f"*{text}*", sources), lines), 0.0))
    rows.append(("markup.render_line, plain words", cost(lambda text: render_line(text, sources), plain_lines), 0.0))
    print(f"{DOCUMENTS} documents of {sum(map(len, texts)) // DOCUMENTS:,} characters; CPU us each, best of {ROUNDS}")
    for name, total, more in rows:
        print(f"{name:34}{total:8.0f}" + (f"{more:+8.0f}" if more else ""))


if __name__ == "__main__":
    main()
