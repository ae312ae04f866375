"""Does what a text for people tells them to do: its commands are run, and its files are written, in order."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

_WRITE = re.compile(r"Make\s+`([^`]+)`\s+read:$")
_ADD = re.compile(r"Add to\s+`([^`]+)`:$")


@dataclass(frozen=True)
class Step:
    """A block of code in a text, and the last words before it, which say what to do with it."""

    told: str
    code: str


def steps(markdown: str, heading: str = "") -> list[Step]:
    """The blocks of code of a text, or of what stands below one of its headings."""
    if heading:
        markdown = re.split(r"(?m)^## ", markdown.partition(f"## {heading}\n")[2])[0]
    return list(_steps(markdown))


def _steps(markdown: str) -> Iterator[Step]:
    told: list[str] = []
    code: list[str] = []
    for line in [*markdown.splitlines(), "."]:
        if line.startswith("    ") or (code and not line.strip()):
            code.append(line)
        elif line.strip():
            if code:
                yield Step(" ".join(told), dedent("\n".join(code)).strip("\n") + "\n")
                told, code = [], []
            told.append(line.strip())


@dataclass
class Walk:
    """A walk through the steps of a text, from a folder on."""

    folder: Path
    environment: Mapping[str, str]
    skipped: tuple[str, ...] = ()
    """Beginnings of lines that are not run."""
    said: str = ""
    """What the commands printed."""

    def through(self, steps: list[Step]) -> None:
        for step in steps:
            if found := _WRITE.search(step.told):
                self._write(found[1], step.code)
            elif found := _ADD.search(step.told):
                self._write(found[1], (self.folder / found[1]).read_text("utf-8") + step.code)
            else:
                for line in step.code.splitlines():
                    if line.strip() and not line.startswith(self.skipped):
                        self._do(line)

    def _write(self, path: str, text: str) -> None:
        # What is written into is there already: a text that names another file than the commands made is wrong.
        assert (self.folder / path).is_file(), path
        (self.folder / path).write_text(text, "utf-8")

    def _do(self, line: str) -> None:
        if line.startswith("dateline serve"):
            self._serve(line)
            return
        script = f"set -e\n{line}\npwd >&3\n"
        place = self.folder / ".here"
        done = subprocess.run(
            ["bash", "-c", f"exec 3>{place}\n{script}"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        self.said += done.stdout
        here = Path(place.read_text().strip())
        place.unlink()
        self.folder = here

    def _serve(self, line: str) -> None:
        """Serve until the page is there, then press Ctrl-C."""
        command = line.partition("#")[0].split()
        with subprocess.Popen(
            [*command, "--port", "0"],
            cwd=self.folder,
            env={**self.environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as server:
            said = ""
            assert server.stdout is not None
            while not (found := re.search(r"http://[^\s]+", said)):
                more = server.stdout.readline()
                assert more, said
                said += more
            try:
                self.said += _page(found[0])
            finally:
                server.send_signal(signal.SIGINT)
            assert server.wait(30) == 0, said


def _page(url: str) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def here(programs: Path = Path(sys.executable).parent) -> dict[str, str]:
    """An environment with the `dateline` of that folder and nothing else of ours, on 2 March 2026."""
    return {"PATH": f"{programs}:/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1772452800"}
