"""Dateline's own benchmarks: `make bench`, or `python benchmarks/bench.py --briefs 1000 10000 --save`.

A generated site is built clean, from the memo alone, with no change, and after edits, with each Markdown engine; then
`dateline serve` is timed from saving a file to the new page on the disk. Each figure is the median of several runs.
The last column is what a build takes as a multiple of copying the output folder, which the machine is asked for in
the same run: machines differ, that ratio hardly does.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from corpus import write_corpus
from measure import Cost, run

import dateline

RESULTS = Path(__file__).with_name("results")
ENGINES = ("python-markdown", "commonmark")
DATELINE = (sys.executable, "-m", "dateline")
SAVES = 20
PATIENCE = 300.0


@dataclass(frozen=True)
class Row:
    """What one kind of build took, as medians."""

    briefs: int
    engine: str
    what: str
    wall: float
    cpu: float | None = None
    peak: float | None = None
    pages: int | None = None
    """How many files were written."""
    ratio: float | None = None
    """Wall time as a multiple of copying the output folder."""


class Bench:
    """One generated site, and what is done to it."""

    def __init__(self, folder: Path, briefs: int, engine: str, runs: int) -> None:
        self.site = folder / "site"
        self.output = self.site / "output"
        self._folder = folder
        self._briefs = briefs
        self._engine = engine
        self._runs = runs
        self._rounds = 0
        write_corpus(self.site, briefs, actors=max(briefs // 10, 20), topics=max(briefs // 50, 10))
        with (self.site / "site.yaml").open("a", encoding="utf-8") as settings:
            settings.write(f"markdown: {{engine: {engine}}}\n")
        self._edited = sorted((self.site / "content/briefs").rglob("*.md"))[briefs // 2]

    def builds(self) -> Iterator[Row]:
        """Each kind of build in turn."""
        yield self._row("clean", self._without_anything)
        copied = statistics.median(self._copied() for _ in range(self._runs))
        yield Row(self._briefs, self._engine, "copying the output", copied, ratio=1.0)
        for what, change in (
            ("memo kept", self._without_output),
            ("nothing changed", lambda: None),
            ("one body edited", self._edit_body),
            ("one title edited", self._edit_title),
            ("one brief more", self._add_brief),
        ):
            yield self._row(what, change)

    def saves(self) -> Row:
        """From saving a body to the new page on the disk, while `dateline serve` runs."""
        return Row(self._briefs, self._engine, "serve: save to page", self._saved_to_page())

    def _row(self, what: str, change: Callable[[], object]) -> Row:
        costs = []
        written = 0
        for _ in range(self._runs):
            change()
            costs.append(self._build())
            written = json.loads(self._log.read_text(encoding="utf-8"))["written"]
        wall, cpu, peak = (statistics.median(values) for values in zip(*costs, strict=True))
        return Row(self._briefs, self._engine, what, wall, cpu, peak, written)

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _build(self) -> Cost:
        # Lists of problems are no matter here, so the corpus may have them; the search index is another program's work.
        return run([*DATELINE, "build", self.site, "--no-search", "--json"], self._log)

    def _copied(self) -> float:
        target = self._away()
        begun = time.perf_counter()
        shutil.copytree(self.output, target)
        return time.perf_counter() - begun

    def _away(self) -> Path:
        """A new name for what is in the way: deleting thousands of files would slow down what is timed next."""
        self._rounds += 1
        return self._folder / f"old-{self._rounds}"

    def _without_anything(self) -> None:
        for folder in (self.output, self.site / ".dateline", self.site / "state"):
            if folder.exists():
                folder.rename(self._away())

    def _without_output(self) -> None:
        self.output.rename(self._away())
        for note in (self.site / ".dateline").glob("output-*"):
            note.unlink()

    def _edit_body(self) -> None:
        """Other emphasis: what a desk may change without telling its readers."""
        text = self._edited.read_text(encoding="utf-8")
        head, fence, body = text.rpartition("\n---\n")
        body = body.replace("`code`", "*code*") if "`code`" in body else body.replace("*code*", "`code`")
        self._edited.write_text(head + fence + body, encoding="utf-8")

    def _edit_title(self) -> None:
        """Another title, and what readers are told of it."""
        self._rounds += 1
        lines = self._edited.read_text(encoding="utf-8").splitlines(keepends=True)
        title = next(at for at, line in enumerate(lines) if line.startswith("title:"))
        lines[title] = f"title: Another title {self._rounds}\n"
        entry = f"  - {{date: 2025-06-01, kind: correction, note: Title {self._rounds - 1} was wrong.}}\n"
        if "revisions:\n" not in lines:
            lines.insert(title + 1, "revisions:\n")
        lines.insert(lines.index("revisions:\n") + 1, entry)
        self._edited.write_text("".join(lines), encoding="utf-8")

    def _add_brief(self) -> None:
        self._rounds += 1
        text = self._edited.read_text(encoding="utf-8")
        self._edited.with_name(f"added-{self._rounds}.md").write_text(text, encoding="utf-8")

    def _saved_to_page(self) -> float:
        page = self.site / ".dateline/preview/briefs" / self._edited.stem / "index.html"
        command = [*DATELINE, "serve", str(self.site), "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                assert server.stdout is not None
                next(line for line in server.stdout if line.startswith("Serving "))
                time.sleep(1)
                return statistics.median(self._one_save(page, f"Save{number}") for number in range(SAVES))
            finally:
                server.terminate()

    def _one_save(self, page: Path, mark: str) -> float:
        text = self._edited.read_text(encoding="utf-8")
        begun = time.perf_counter()
        self._edited.write_text(f"{text}\n{mark}.\n", encoding="utf-8")
        while mark not in _read(page):
            if time.perf_counter() - begun > PATIENCE:
                raise TimeoutError(f"{mark} did not come to {page}")
            time.sleep(0.002)
        took = time.perf_counter() - begun
        time.sleep(0.2)  # an editor does not save again at once
        return took


def _read(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8")
    except OSError:  # in the moment in which one folder takes the place of the other
        return ""


def with_ratios(rows: list[Row]) -> list[Row]:
    """The rows, each with its wall time as a multiple of copying the output of the same site."""
    copied = {(row.briefs, row.engine): row.wall for row in rows if row.ratio}
    return [Row(**{**asdict(row), "ratio": row.wall / copied[row.briefs, row.engine]}) for row in rows]


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table, which reads well on a terminal too."""
    head = ("briefs", "engine", "build", "wall s", "CPU s", "peak MB", "written", "x copy")
    cells = [
        (
            f"{row.briefs:,}",
            row.engine,
            row.what,
            f"{row.wall:.3f}",
            "" if row.cpu is None else f"{row.cpu:.2f}",
            "" if row.peak is None or row.peak != row.peak else f"{row.peak:.0f}",
            "" if row.pages is None else f"{row.pages:,}",
            "" if row.ratio is None else f"{row.ratio:.2f}",
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    is_text = [name in ("engine", "build") for name in head]

    def line(parts: tuple[str, ...]) -> str:
        shown = (
            part.ljust(width) if left else part.rjust(width)
            for part, width, left in zip(parts, widths, is_text, strict=True)
        )
        return f"| {' | '.join(shown)} |"

    rule = tuple("-" * width if left else "-" * (width - 1) + ":" for width, left in zip(widths, is_text, strict=True))
    return "\n".join(map(line, (head, rule, *cells)))


def machine() -> str:
    """What the figures depend on, without the machine's name."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def save(rows: list[Row], runs: int) -> None:
    """Keep the figures of this release."""
    RESULTS.mkdir(exist_ok=True)
    facts = {"version": dateline.__version__, "machine": machine(), "runs": runs}
    text = json.dumps({**facts, "rows": [asdict(row) for row in rows]}, indent=1)
    RESULTS.joinpath(f"{dateline.__version__}.json").write_text(text + "\n", encoding="utf-8")
    heading = f"# Dateline {dateline.__version__}\n\n{machine()}; medians of {runs} runs (serve: of {SAVES} saves)."
    RESULTS.joinpath(f"{dateline.__version__}.md").write_text(f"{heading}\n\n{table(rows)}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefs", type=int, nargs="+", default=[1000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, help="folder for the sites; else where temporary files go")
    parser.add_argument("--save", action="store_true", help="keep the figures in benchmarks/results/")
    given = parser.parse_args()
    rows: list[Row] = []
    for briefs in given.briefs:
        for engine in given.engines:
            with tempfile.TemporaryDirectory(dir=given.work, prefix="bench-") as folder:
                bench = Bench(Path(folder), briefs, engine, given.runs)
                for row in chain(bench.builds(), map(Bench.saves, [bench])):
                    print(f"{row.briefs:,} briefs, {row.engine}, {row.what}: {row.wall:.3f} s", file=sys.stderr)
                    rows.append(row)
    rows = with_ratios(rows)
    print(machine(), table(rows), sep="\n\n")
    if given.save:
        save(rows, given.runs)


if __name__ == "__main__":
    main()
