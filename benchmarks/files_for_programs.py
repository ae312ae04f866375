"""What feeds, data, citations and the calendar cost a build after one edit: CPU seconds with them and without.

Run: python benchmarks/files_for_programs.py [BRIEFS]. Two equal made-up sites are built in turn by the program itself,
the search index apart, each after two sentences of a brief changed places: once in the newest brief, which many feeds
tell of, and once in a middle one. Prints medians, and by how much the files for programs make the build slower.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

from corpus import write_corpus

ROUNDS = 7
PLANNERS = ("plan_feeds", "plan_data", "plan_facts", "plan_citations", "plan_calendar", "plan_names")
WITHOUT = f"""
from dateline.site import feed_files, plan
plan.PLANNERS = tuple(one for one in plan.PLANNERS if one.__name__ not in {PLANNERS})
feed_files._feed_files = lambda *_: iter(())
"""
PROGRAM = "from dateline.__main__ import main; main()"


def cpu_seconds(site: Path, program: str) -> float:
    """What a build took, its helpers included."""
    line = [sys.executable, "-c", program, "build", str(site), "--no-search"]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return used.ru_utime + used.ru_stime


def edit(brief: Path) -> None:
    """Let the last two entries of its list change places, which tells readers nothing else."""
    *rest, one, other = brief.read_text(encoding="utf-8").splitlines()
    brief.write_text("\n".join([*rest, other, one]) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("briefs", type=int, nargs="?", default=2000)
    briefs = parser.parse_args().briefs
    with tempfile.TemporaryDirectory() as place:
        sites = {"without": (Path(place, "without"), WITHOUT + PROGRAM), "with": (Path(place, "with"), PROGRAM)}
        for site, program in sites.values():
            write_corpus(site, briefs, briefs // 10, briefs // 50)
            cpu_seconds(site, program)
        for which, number in (("newest", briefs - 1), ("middle", briefs // 2)):
            used: dict[str, list[float]] = defaultdict(list)
            for _ in range(ROUNDS):
                for name, (site, program) in sites.items():
                    edit(next(site.rglob(f"brief-{number}.md")))
                    used[name].append(cpu_seconds(site, program))
            bare, whole = median(used["without"]), median(used["with"])
            print(f"{which:8}without {bare:.2f} s  with {whole:.2f} s  {whole / bare - 1:+.1%}")


if __name__ == "__main__":
    main()
