"""How outcomes are shown: problems as text, JSON or workflow commands, progress, and what stops a command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from dateline.problems import Problem, SiteProblems

CONTENT_HAS_PROBLEMS = 1
WRONG_USAGE = 2
MACHINE_FAILED = 3
INTERRUPTED = 130
"""As shells count it: 128 and the number of SIGINT."""


def note(text: str) -> None:
    """Say something beside the outcome."""
    click.echo(text, err=True)


def say_all() -> None:
    """Print what was held back so far."""
    sys.stdout.flush()
    sys.stderr.flush()


def exit_code(problems: Iterable[Problem]) -> int:
    """The code to leave with: errors of the settings alone are wrong usage, warnings are no failure."""
    paths = {problem.path for problem in problems if problem.severity == "error"}
    if not paths:
        return 0
    return WRONG_USAGE if paths == {"site.yaml"} else CONTENT_HAS_PROBLEMS


@contextmanager
def explained(*, as_json: bool = False) -> Iterator[None]:
    """Print what stops a command, and leave with the exit code for it; never a traceback."""
    from dateline.publish.errors import OutputError  # noqa: PLC0415  (`--help` need not wait for it)

    try:
        yield
    except SiteProblems as stop:
        if as_json:
            print_json(problems=stop.problems)
        else:
            print_problems(stop.problems)
            note(_summary(stop.problems) + "; nothing was written")
        sys.exit(exit_code(stop.problems))
    except OutputError as error:
        fail(MACHINE_FAILED, error.message, error.hint)
    except OSError as error:
        fail(MACHINE_FAILED, f"{error.filename or 'the machine'}: {error.strerror or error}")


def fail(code: int, message: str, hint: str = "") -> NoReturn:
    """Leave with an exit code, having said why and what to do."""
    note(f"error: {message}")
    if hint:
        note(f"    {hint}")
    sys.exit(code)


def say_waiting() -> None:
    """Told while a build waits for another one."""
    note("another build is running here; waiting for it")


def say_recorded(names: Iterable[str]) -> None:
    """Which files of `state/` a build changed."""
    names = tuple(names)
    texts = [name for name in names if "/" in name]
    for name in names:
        if name not in texts:
            click.echo(f"Recorded new addresses in state/{name}; commit it with your content.")
    if texts:
        count = f"{len(texts)} texts" if len(texts) > 1 else "1 text"
        click.echo(f"Recorded {count} as published in state/texts/; commit the folder with your content.")


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label="Pages", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show


def print_problems(problems: Iterable[Problem], *, to_stderr: bool = True) -> None:
    """One problem after the other, each with its hint below it."""
    for problem in problems:
        click.echo(str(problem), err=to_stderr)


def print_json(*, problems: Iterable[Problem], **values: object) -> None:
    """Problems and other values as one JSON object."""
    import json  # noqa: PLC0415  (`--help` need not wait for it)

    listed = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    click.echo(json.dumps({"problems": listed, **values}, ensure_ascii=False, indent=1))


def as_github(problem: Problem) -> str:
    """Format a problem as a workflow command, which GitHub shows at the line that it is about."""
    place = f"file={_escaped(problem.path, ':,')}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    message = " ".join(filter(None, [problem.message + ".", problem.hint]))
    return f"::{problem.severity} {place},title={problem.code}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _summary(problems: Iterable[Problem]) -> str:
    """How many problems of each severity there are.

    >>> _summary([])
    'no problems'
    """
    severities = [problem.severity for problem in problems]
    counts = [(severities.count(name), name) for name in ("error", "warning")]
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for count, name in counts if count) or "no problems"
